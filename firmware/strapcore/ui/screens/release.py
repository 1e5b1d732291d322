"""RELEASE: the hold is complete, and it buzzes until somebody answers."""

from strapcore.ui.parts import ask, big_time, blank, lid, shows, title


def _loudness(canvas, page, view):
    """Three steps, lit up to the level of the release buzz, on pages 2 to 4."""
    for step in range(5 - page, 4):
        if step > view.level:
            bits = 0x20 if page == 4 else 0
        else:
            bits = 0x3F if page == 4 else 255
        canvas.fill(page, 78 + 12 * step, 8, bits)


def _answer(canvas, page, view):
    ask(canvas, page, b"Lift off, or press")


_TIME = big_time("hold_ms", (_loudness, _loudness, _loudness))
ROWS = (title(b"RELEASE"), blank) + _TIME + (shows("ended"), lid, _answer)
