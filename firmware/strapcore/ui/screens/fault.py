"""FAULT: a part does not answer."""

from strapcore.ui.parts import blank, says, shows

_MESSAGE = (shows("message", 0), shows("message", 1), shows("message", 2))
_HELP = (says(b"Check its wires."), says(b"Trying again."))
ROWS = (says(b"FAULT"), blank) + _MESSAGE + (blank,) + _HELP
