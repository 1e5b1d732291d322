"""PREPARE: the kit to fetch, and hands off the ball."""

from strapcore.compat import const
from strapcore.ui.parts import ask, blank, lid, right, shows, title

_STROKES_X = const(72)


def _zero_lid(canvas, page, view):
    if not view.zero_ready:
        lid(canvas, page, view)


def _zero(canvas, page, view):
    """Hands off while the zero is taken; then how firm the ball is, and what would help."""
    firm = view.firmness_pa
    if not view.zero_ready:
        ask(canvas, page, b"Hands off the ball")
    elif firm < 0:
        canvas.text(page, 0, b"Ready")
    else:
        _pressure(canvas, page, firm, view.units_mmhg)
        _advice(canvas, page, view.advice)


def _advice(canvas, page, strokes):
    """What would make the ball as firm as the routine wants it."""
    if strokes > 0:
        right(canvas, page, b"+1 stroke" if strokes == 1 else b"+  strokes")
        if strokes > 1:
            canvas.number(page, _STROKES_X, strokes, 1)
    else:
        right(canvas, page, b"let air out" if strokes else b"firm enough")


def _pressure(canvas, page, pa, mmhg):
    """A pressure with its unit in eight cells: " 62 mmHg" or " 8.3 kPa"."""
    if mmhg:
        canvas.number(page, 0, (3 * pa + 200) // 400, 3)  # 133.3 Pa are 1 mmHg
        canvas.text(page, 18, b" mmHg")
    else:
        tenths = (pa + 50) // 100
        canvas.number(page, 0, tenths // 10, 2)
        canvas.text(page, 12, b".")
        canvas.number(page, 18, tenths % 10, 1)
        canvas.text(page, 24, b" kPa")


_KIT = (shows("kit", 0), shows("kit", 1), shows("kit", 2), shows("kit", 3))
ROWS = (title(b"PREPARE"), blank) + _KIT + (_zero_lid, _zero)
