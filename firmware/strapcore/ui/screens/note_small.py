"""NOTE on a small display."""

from strapcore.ui.parts import NEXT, says
from strapcore.ui.screens.pages import name, reading
from strapcore.ui.screens.text import lines

ROWS = reading(name, lines("lines"), says(NEXT))
