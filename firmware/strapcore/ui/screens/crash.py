"""CRASH: the end of a traceback, before the strap starts again."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, blank, says
from strapcore.ui.screens.text import lines

# Lines of the block CRASH.
_KEPT = const(1)
_AGAIN = const(2)

_LINES = lines("lines", 2, 3)
ROWS = (says(TITLE), blank, _LINES, _LINES, _LINES, blank, says(_KEPT), says(_AGAIN))
