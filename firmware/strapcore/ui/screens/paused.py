"""PAUSED: off the ball, the clock stands."""

from strapcore.compat import const
from strapcore.ui.parts import WHILE_HELD, ask, gauge, lid, progress, title

# Lines of the block PAUSED; those of PROMPTS follow them.
_LIE_BACK = const(4)
_PROMPTS = const(4)  # before the first


def _air(canvas, page, view):
    """What to do first, while nobody lies on the ball."""
    if view.prompt:
        canvas.text(0, view.words[_PROMPTS + view.prompt])


def _progress(canvas, page, view):
    progress(canvas, page, view)
    lid(canvas, page, view)


def _lie_back(canvas, page, view):
    """What to do, and how long the strap waits for it."""
    ask(canvas, view.words[_LIE_BACK])
    canvas.clock(90, view.pause_left_ms // 1000, True)


ROWS = (title, _air) + WHILE_HELD + (_progress, _lie_back, gauge)
