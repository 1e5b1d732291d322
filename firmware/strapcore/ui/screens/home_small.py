"""HOME on a small display."""

from strapcore.ui.parts import ANYWAY, BEGIN, NONE, TITLE
from strapcore.ui.screens.text import amount, count, part


def _head(canvas, page, view):
    """Points done of those that tonight has room for; the battery."""
    canvas.text(0, view.words[TITLE])
    count(canvas, min(78, canvas.width), view)
    if view.battery_pct < 0:
        return
    if canvas.pages == 4:
        canvas.number(102, view.battery_pct, 3)
        canvas.text(120, b"%")
    else:
        _cell(canvas, view.battery_pct)


def _cell(canvas, pct):
    """A picture of a cell, so far filled: there is no room for the figure."""
    canvas.fill(33, 14, 0x22)
    canvas.fill(33, 1, 0x3E)
    canvas.fill(46, 1, 0x3E)
    canvas.fill(47, 1, 0x1C)
    canvas.fill(34, min(pct, 100) * 12 // 100, 0x3E)


def _name(canvas, page, view):
    part(canvas, view, view.point or view.words[NONE], page - 1, canvas.pages - 3, view.width)


def _amount(canvas, page, view):
    canvas.text(0, view.side)
    if len(view.side) <= view.width - 6:  # a band's name takes its place; EXERCISE has both
        amount(canvas, 6 * view.width - 36, view)


def _note(canvas, page, view):
    """One row; what has no room at once comes by turns."""
    if view.message:
        text = view.message
    elif view.note and not (view.locked and view.turn & 3 == 3):
        text = view.note
    elif view.point:
        text = view.words[ANYWAY if view.locked else BEGIN]
    else:
        return
    part(canvas, view, text, 0, 1, view.width)


ROWS = (_head, _name, _amount, _note), (_head, _name, _name, _amount, _note)
