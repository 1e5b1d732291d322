"""CRASH on a small display."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, says
from strapcore.ui.screens.pages import reading
from strapcore.ui.screens.text import lines

_AGAIN = const(2)  # in the block CRASH
ROWS = reading(says(TITLE), lines("lines"), says(_AGAIN))
