"""PREPARE: the kit to fetch, and hands off the ball."""

from strapcore.compat import const
from strapcore.ui.canvas import CELL
from strapcore.ui.parts import ask, blank, lid, right, title
from strapcore.ui.screens.text import lines

# Lines of the block PREPARE.
_HANDS_OFF = const(1)
_READY = const(2)
_FIRM_ENOUGH = const(3)
_LET_OUT = const(4)
_STROKE = const(5)
_STROKES = const(6)
_PROMPTS = const(6)  # before the first of the block PROMPTS

_ALL = const(21)  # letters that the pressure and the advice take


def _zero_lid(canvas, page, view):
    if view.prompt or not view.zero_ready:
        lid(canvas, page, view)


def zero(canvas, page, view):
    """Hands off while the zero is taken; then how firm the ball is, where there is room for it,
    and what would help."""
    pa = view.firmness_pa
    if view.prompt:
        ask(canvas, view.words[_PROMPTS + view.prompt])
    elif not view.zero_ready:
        ask(canvas, view.words[_HANDS_OFF])
    elif pa < 0:
        canvas.text(0, view.words[_READY])
    else:
        if view.width >= _ALL:
            _pressure(canvas, pa, view.units_mmhg)
        _advice(canvas, view.words, view.advice)


def _advice(canvas, words, strokes):
    """What would make the ball as firm as the routine wants it."""
    if strokes > 0:
        text = words[_STROKE if strokes == 1 else _STROKES]
        right(canvas, text)
        if strokes > 1:  # its place is behind the plus
            canvas.number(canvas.width // CELL * CELL - CELL * (len(text) - 1), strokes, 1)
    else:
        right(canvas, words[_LET_OUT if strokes else _FIRM_ENOUGH])


def _pressure(canvas, pa, mmhg):
    """A pressure with its unit in eight cells: " 62 mmHg" or " 8.3 kPa"."""
    if mmhg:
        canvas.number(0, (3 * pa + 200) // 400, 3)  # 133.3 Pa are 1 mmHg
        canvas.text(18, b" mmHg")
    else:
        tenths = (pa + 50) // 100
        canvas.number(0, tenths // 10, 2)
        canvas.text(12, b".")
        canvas.number(18, tenths % 10, 1)
        canvas.text(24, b" kPa")


_KIT = lines("kit", 2, 4)
ROWS = (title, blank, _KIT, _KIT, _KIT, _KIT, _zero_lid, zero)
