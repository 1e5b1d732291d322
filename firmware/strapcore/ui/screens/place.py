"""PLACE: where the ball goes."""

from strapcore.compat import const
from strapcore.ui.parts import blank, gauge, title
from strapcore.ui.screens.text import lines

_STAY = const(1)  # in the block PLACE


def _stay(canvas, page, view):
    canvas.text(0, view.words[_STAY] if view.contact else view.point)


_LINES = lines("lines", 2, 3)
ROWS = (title, blank, _LINES, _LINES, _LINES, blank, _stay, gauge)
