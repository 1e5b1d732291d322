"""The screens of the small displays that are read. No screen, but comes and goes with those."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, right, spot
from strapcore.ui.screens.text import part

_WIDE = const(21)  # letters of a row that has room for two texts


def reading(head, body, foot):
    """ROWS of a screen to read, for 128x32 and for 72x40."""
    return (head, body, body, foot), (head, body, body, body, foot)


def name(canvas, page, view):
    """What is to be done."""
    part(canvas, view, view.point, 0, 1, view.width)


def place(canvas, page, view):
    """The screen's name, side and spot; where there is no room, the name only without these."""
    if view.width >= _WIDE or not view.side:
        canvas.text(0, view.words[TITLE])
    x = 6 * view.width
    if view.spots > 1:
        x -= 24
        spot(canvas, x, view)
    if view.width >= _WIDE:
        right(canvas, view.side, x)
    else:
        canvas.text(0, view.side)
