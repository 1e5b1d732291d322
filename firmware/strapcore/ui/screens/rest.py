"""REST: time off the ball, and where the next hold will be."""

from strapcore.ui.parts import BESIDE, TITLE, big_time, spot
from strapcore.ui.screens.bodymap import body_map
from strapcore.ui.screens.text import part


def _title(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(0, view.words[TITLE])
    if view.spots > 1:
        spot(canvas, 54, view)


def _move_on(canvas, page, view):
    """The next spot of this point, or the next point, on pages 6 and 7."""
    if page < 7:
        body_map(canvas, page, view)
    part(canvas, view, view.note, page - 6, 2, BESIDE)


_TIME = big_time("rest_left_ms", (body_map, body_map, body_map))
ROWS = (_title, body_map) + _TIME + (body_map, _move_on, _move_on)
