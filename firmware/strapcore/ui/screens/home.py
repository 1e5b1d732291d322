"""HOME: tonight's next step, in words beside the body map."""

from strapcore.compat import const
from strapcore.ui.canvas import CELL
from strapcore.ui.parts import ANYWAY, BEGIN, BESIDE, NONE, TITLE
from strapcore.ui.screens.bodymap import body_map
from strapcore.ui.screens.text import amount, count, part

_LEFT = const(78)  # columns left of the map
_AMOUNT = const(42)


def _title(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(0, view.words[TITLE])
    count(canvas, _LEFT, view)


def _name(canvas, page, view):
    """What comes next, on pages 2 and 3."""
    body_map(canvas, page, view)
    part(canvas, view, view.point or view.words[NONE], page - 2, 2, BESIDE)


def _amount(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(0, view.side)
    if len(view.side) <= _AMOUNT // CELL:  # a band's name takes its place; EXERCISE has both
        amount(canvas, _AMOUNT, view)


def _note(canvas, page, view):
    """Pages 5 to 7: why not now, a hint, or a routine file that cannot be used; the battery."""
    bad = view.message
    if page < 7:
        body_map(canvas, page, view)
    elif bad:
        part(canvas, view, bad, 0, 1, view.width)
        return
    elif view.battery_pct >= 0:
        canvas.number(102, view.battery_pct, 3)
        canvas.text(120, b"%")
    if view.note:
        missing = part(canvas, view, view.note, page - 5, 2 if bad else 3, BESIDE)
        if page == 7 and missing >= 0 and view.locked:
            canvas.text(0, view.words[ANYWAY])
    elif page == 7 and view.point:
        canvas.text(0, view.words[BEGIN])


ROWS = (_title, body_map, _name, _name, _amount, _note, _note, _note)
