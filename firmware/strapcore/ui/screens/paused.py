"""PAUSED: off the ball, the clock stands."""

from strapcore.ui.parts import WHILE_HELD, ask, blank, gauge, lid, progress, title


def _progress(canvas, page, view):
    progress(canvas, page, view)
    lid(canvas, page, view)


def _lie_back(canvas, page, view):
    """What to do, and how long the strap waits for it."""
    ask(canvas, page, b"Lie back down")
    canvas.clock(page, 90, view.pause_left_ms // 1000, True)


ROWS = (title(b"PAUSED"), blank) + WHILE_HELD + (_progress, _lie_back, gauge)
