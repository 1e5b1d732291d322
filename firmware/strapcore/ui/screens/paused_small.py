"""PAUSED on a small display."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, ask, blank, right
from strapcore.ui.screens.small import timing

# Lines of the block PAUSED; those of PROMPTS follow them.
_LIE_BACK = const(4)
_PROMPTS = const(4)  # before the first


def _waits(canvas, page, view):
    """How long the strap waits."""
    canvas.clock(6 * view.width - 30, view.pause_left_ms // 1000)


def _head(canvas, page, view):
    canvas.text(0, view.words[TITLE])
    _waits(canvas, page, view)


def _title(canvas, page, view):
    right(canvas, view.words[TITLE])


def _foot(canvas, page, view):
    """Lie back; by turns what to do first."""
    first = view.prompt and view.turn & 1
    ask(canvas, view.words[_PROMPTS + view.prompt if first else _LIE_BACK])


ROWS = timing("hold_ms", (_title, _waits, blank), _head, _foot)
