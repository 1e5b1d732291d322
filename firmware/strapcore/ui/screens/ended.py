"""ENDED: stopped early; what was reached is kept."""

from strapcore.compat import const
from strapcore.ui.parts import big_time, blank, progress, right, says, shows, title

# Lines of the block ENDED.
_OF = const(1)
_SAVED = const(2)


def of_target(canvas, page, view):
    """Which time was to be reached."""
    right(canvas, view.words[_OF], 6 * view.width - 36)
    canvas.clock(6 * view.width - 30, view.target_ms // 1000)


_TIME = big_time("hold_ms", (blank, blank, of_target))
ROWS = (title, shows("note")) + _TIME + (progress, shows("ended"), says(_SAVED))
