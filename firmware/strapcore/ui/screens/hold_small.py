"""HOLD on a small display: the time, then what is asked, or the load."""

from strapcore.compat import const
from strapcore.ui.parts import TO_GO, ask, load_bar, right, time_to_go, to_go
from strapcore.ui.screens.small import timing

# Lines of the block HOLD; those of PROMPTS follow them.
_THROB = const(1)  # before the first
_MOVING = const(4)
_PROMPTS = const(8)  # before the first


def _felt(view):
    """What the ball feels, in one text: throb before tissue."""
    if view.throb:
        return view.words[_THROB + view.throb]
    if view.moving:
        return view.words[_MOVING]
    return view.words[_MOVING + view.softening] if view.softening else b""


def _beside(canvas, page, view):
    right(canvas, _felt(view))


def _head(canvas, page, view):
    """By turns the time to go and what is felt."""
    if view.turn & 1 and _felt(view):
        canvas.text(0, _felt(view))
    else:
        canvas.text(0, view.words[TO_GO])
        time_to_go(canvas, page, view)


def _foot(canvas, page, view):
    if view.prompt:
        ask(canvas, view.words[_PROMPTS + view.prompt])
    else:
        load_bar(canvas, view, view.load_pa)


ROWS = timing("hold_ms", (to_go, time_to_go, _beside), _head, _foot)
