"""CRASH: the end of a traceback, before the strap starts again."""

from strapcore.ui.parts import blank, says, shows

_LINES = (shows("lines", 0), shows("lines", 1), shows("lines", 2))
_HELP = (says(b"Kept in crash.txt."), says(b"Starting again."))
ROWS = (says(b"CRASH"), blank) + _LINES + (blank,) + _HELP
