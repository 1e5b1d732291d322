"""ENDED on a small display."""

from strapcore.ui.parts import TITLE, blank, right, says
from strapcore.ui.screens.ended import of_target
from strapcore.ui.screens.small import timing
from strapcore.ui.screens.text import part


def _title(canvas, page, view):
    right(canvas, view.words[TITLE])


def _why(canvas, page, view):
    part(canvas, view, view.ended, 0, 1, view.width)


ROWS = timing("hold_ms", (_title, blank, of_target), says(TITLE), _why)
