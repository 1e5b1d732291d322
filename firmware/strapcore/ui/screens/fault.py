"""FAULT: a part does not answer."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, blank, says
from strapcore.ui.screens.text import lines

# Lines of the block FAULT.
_WIRES = const(1)
_AGAIN = const(2)

_MESSAGE = lines("message", 2, 3)
_HELP = (says(_WIRES), says(_AGAIN))
ROWS = (says(TITLE), blank, _MESSAGE, _MESSAGE, _MESSAGE, blank) + _HELP
