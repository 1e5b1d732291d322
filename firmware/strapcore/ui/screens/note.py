"""NOTE: something to read, or to do without the strap."""

from strapcore.ui.parts import NEXT, blank, says, shows, title
from strapcore.ui.screens.text import lines

_LINES = lines("lines", 3, 3)
ROWS = (title, blank, shows("point"), _LINES, _LINES, _LINES, blank, says(NEXT))
