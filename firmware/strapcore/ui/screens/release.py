"""RELEASE: the hold is complete, and it buzzes until somebody answers."""

from strapcore.compat import const
from strapcore.ui.parts import ask, big_time, lid, shows, title

_LIFT_OFF = const(1)  # in the block RELEASE


def loudness(canvas, page, view):
    """Three steps, lit up to the level of the release buzz, beside the large figures."""
    third = page - (canvas.pages - 3 >> 1)
    for step in range(3 - third, 4):
        if step > view.level:
            bits = 0x20 if third == 2 else 0
        else:
            bits = 0x3F if third == 2 else 255
        canvas.fill(78 + 12 * step, 8, bits)


def answer(canvas, page, view):
    """What ends the buzz."""
    ask(canvas, view.words[_LIFT_OFF])


_TIME = big_time("hold_ms", (loudness, loudness, loudness))
ROWS = (title, shows("note")) + _TIME + (shows("ended"), lid, answer)
