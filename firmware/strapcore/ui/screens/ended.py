"""ENDED: stopped early; what was reached is kept."""

from strapcore.ui.parts import big_time, blank, progress, right, says, shows, title


def _of_target(canvas, page, view):
    right(canvas, page, b"of      ")
    canvas.clock(page, 96, view.target_ms // 1000)


_TIME = big_time("hold_ms", (blank, blank, _of_target))
_SAVED = says(b"Saved: press to close")
ROWS = (title(b"ENDED"), blank) + _TIME + (progress, shows("ended"), _SAVED)
