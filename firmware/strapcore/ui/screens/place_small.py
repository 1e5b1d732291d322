"""PLACE on a small display."""

from strapcore.compat import const
from strapcore.ui.parts import ask, gauge
from strapcore.ui.screens.pages import place, reading
from strapcore.ui.screens.text import lines

_STAY = const(1)  # in the block PLACE


def _foot(canvas, page, view):
    if view.contact:
        ask(canvas, view.words[_STAY])
    else:
        gauge(canvas, page, view)


ROWS = reading(place, lines("lines"), _foot)
