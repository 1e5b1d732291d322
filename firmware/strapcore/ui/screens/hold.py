"""HOLD: the time, the load, and what the ball feels."""

from strapcore.compat import const
from strapcore.ui.parts import (
    BAR,
    TICK,
    TRACK,
    WHILE_HELD,
    ask,
    blank,
    lid,
    load_bar,
    progress,
    title,
)

# Lines of the block HOLD; those of PROMPTS follow them.
_MOVING = const(4)
_PROMPTS = const(8)  # before the first

_BREATH_X = const(66)  # ten cells right of the large figures
_BREATH_WIDTH = const(60)
_BREATH_MID = const(96)


def _room(canvas, page, view):
    """Time done; the edge of the prompt's bar, if there is one."""
    progress(canvas, page, view)
    if view.prompt:
        lid(canvas, page, view)


def _body(canvas, page, view):
    """How the tissue does, and the breath; a prompt takes their place."""
    if view.prompt:
        ask(canvas, view.words[_PROMPTS + view.prompt])
        return
    if view.moving:
        canvas.text(0, view.words[_MOVING])
    elif view.softening:
        canvas.text(0, view.words[_MOVING + view.softening])
    if view.breath >= 0:
        _breath(canvas, view.breath, view.pace)


def _breath(canvas, percent, pace):
    """A line that grows from its middle while one breathes in, and shrinks with breathing out.

    The two ticks go ahead of it: six breaths a minute, to breathe along.
    """
    canvas.strip(_BREATH_X, _BREATH_WIDTH, TRACK)
    half = _half(percent)
    canvas.strip(_BREATH_MID - half, 2 * half, BAR)
    if pace >= 0:
        half = _half(pace)
        canvas.fill(_BREATH_MID - half, 1, TICK)
        canvas.fill(_BREATH_MID + half - 1, 1, TICK)


def _half(percent):
    """Columns from the middle of the line to its end."""
    return 2 + percent * (_BREATH_WIDTH // 2 - 2) // 100


def _load(canvas, page, view):
    load_bar(canvas, view, view.load_pa)


ROWS = (title, blank) + WHILE_HELD + (_room, _body, _load)
STILL = (0, 1)
