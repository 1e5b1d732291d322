"""PLACE: where the ball goes."""

from strapcore.ui.parts import blank, gauge, shows, title


def _stay(canvas, page, view):
    canvas.text(page, 0, b"Good. Stay there." if view.contact else view.point)


_LINES = (shows("lines", 0), shows("lines", 1), shows("lines", 2))
ROWS = (title(b"PLACE"), blank) + _LINES + (blank, _stay, gauge)
