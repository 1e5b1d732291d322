"""REST on a small display."""

from strapcore.ui.parts import TITLE, blank, right, spot
from strapcore.ui.screens.small import timing
from strapcore.ui.screens.text import part


def _title(canvas, page, view):
    right(canvas, view.words[TITLE])


def _spot(canvas, page, view):
    if view.spots > 1:
        spot(canvas, 6 * view.width - 24, view)


def _head(canvas, page, view):
    canvas.text(0, view.words[TITLE])
    _spot(canvas, page, view)


def _move_on(canvas, page, view):
    part(canvas, view, view.note, 0, 1, view.width)


ROWS = timing("rest_left_ms", (_title, blank, _spot), _head, _move_on)
