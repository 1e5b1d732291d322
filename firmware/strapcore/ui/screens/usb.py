"""USB: the host has the strap."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, blank, says
from strapcore.ui.screens.text import lines

_CABLE = const(1)  # in the block USB
_LINES = lines("lines", 2, 3)
ROWS = (says(TITLE), blank, _LINES, _LINES, _LINES, blank, says(_CABLE), blank)
