"""USB: the host has the strap."""

from strapcore.ui.parts import blank, says, shows

_LINES = (shows("lines", 0), shows("lines", 1), shows("lines", 2))
ROWS = (says(b"USB: flashing"), blank) + _LINES + (blank, says(b"Leave the cable in."), blank)
