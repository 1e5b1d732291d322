"""PREPARE on a small display."""

from strapcore.ui.parts import TITLE, says
from strapcore.ui.screens.pages import reading
from strapcore.ui.screens.prepare import zero
from strapcore.ui.screens.text import lines

ROWS = reading(says(TITLE), lines("kit"), zero)
