"""Text to read, where it may be longer than a row. No screen, but here so that it comes and goes
with those.

What does not fit its rows at once is shown in parts, by turns.
"""

from strapcore.compat import const
from strapcore.ui.canvas import CELL
from strapcore.ui.parts import OF

_MANY = const(99)
_MINUTE = const(60000)  # ms


def line(canvas, text, index, width):
    """Write one line, counted from 0, of a text that is broken into lines of so many letters.

    Returns -1, or, where the text ends before that line, how many lines are missing.
    """
    size = len(text)
    stop = 0
    while stop < size:
        start = stop
        while start < size and text[start] == 32:
            start += 1
        stop = _line_end(text, start, min(start + width, size))
        if index == 0:
            canvas.part(0, text, start, stop)
            return -1
        index -= 1
        if stop < size and text[stop] == 10:
            stop += 1
    return index


def _line_end(text, start, stop):
    """Where the line ends: at its line break, its last blank, or within a longer word."""
    end = text.find(b"\n", start, stop + 1)
    if end >= 0:
        return end
    if stop == len(text):
        return stop
    end = stop
    while end > start and text[end] != 32:
        end -= 1
    return end if end > start else stop


def part(canvas, view, text, at, most, width):
    """Write row `at`, counted from 0, of at most so many that show a text, lines so wide.

    Returns what `line` does.
    """
    count = _MANY - line(canvas, text, _MANY, width)
    if count > most:
        at += view.turn % ((count + most - 1) // most) * most
    return line(canvas, text, at, width)


def lines(name, first=1, pages=0):
    """A row of those that show the view's text of this name: so many pages from page `first` on,
    or all between the first and the last."""

    place = (first, pages)  # a third closed-over name would allocate: see parts.big_time

    def row(canvas, page, view):
        top, most = place
        part(canvas, view, getattr(view, name), page - top, most or canvas.pages - 2, view.width)

    return row


def amount(canvas, x, view):
    """How long, in six letters from column x on, or how often: "12 min", " 30 s", " 10 x"."""
    if view.repeats:
        canvas.number(x, view.repeats, 3)
        canvas.text(x + 18, b" x")
    elif view.target_ms >= _MINUTE:
        canvas.number(x, view.target_ms // _MINUTE, 2)
        canvas.text(x + 12, b" min")
    elif view.target_ms:
        canvas.number(x, view.target_ms // 1000, 2)
        canvas.text(x + 12, b" s")


def count(canvas, end, view):
    """How many points are done tonight of how many, so that it ends at column `end`."""
    if view.night_most:
        of = view.words[OF]
        x = end - CELL * len(of)
        canvas.number(x - 2 * CELL, view.tonight_done, 1)
        canvas.text(x - CELL, of)
        canvas.number(end - CELL, view.night_most, 1)
