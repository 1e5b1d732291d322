"""EXERCISE: what to do, how often or how long."""

from strapcore.ui.parts import NEXT, blank, says, shows, title
from strapcore.ui.screens.text import lines


def amount(canvas, page, view):
    """How often: " 10 x"; or the time done and the whole: " 0:12/ 0:30"."""
    if view.repeats:
        canvas.number(0, view.repeats, 3)
        canvas.text(18, b" x")
    elif view.target_ms:
        canvas.clock(0, view.hold_ms // 1000)
        canvas.text(30, b"/")
        canvas.clock(36, view.target_ms // 1000)


_LINES = lines("lines", 3, 3)
ROWS = (title, blank, shows("point"), _LINES, _LINES, _LINES, amount, says(NEXT))
