"""FIRST: who should not use the strap, asked once; a page a press, at the end the answer."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, ask, blank, lid
from strapcore.ui.screens.text import part
from strapcore.ui.view import FIRST_PAGES

# Lines of the block FIRST: the title, one for each page but the last, then these.
_NONE = const(7)
_APPLIES = const(8)
_NEXT = const(9)


def title(canvas, page, view):
    """Which page of how many, at the right."""
    canvas.text(0, view.words[TITLE])
    x = 6 * view.width - 18
    canvas.number(x, view.menu_at + 1, 1)
    canvas.text(x + 6, b"/")
    canvas.number(x + 12, FIRST_PAGES, 1)


def _asks(view):
    return view.menu_at >= FIRST_PAGES - 1


def words(canvas, page, view):
    """A page; of the last the answer that lets one begin."""
    top = 2 if canvas.pages == 8 else 1
    if not _asks(view):
        text = view.words[1 + view.menu_at]
        part(canvas, view, text, page - top, canvas.pages - 1 - top, view.width)
    elif page == top:
        lid(canvas, page, view)
    elif page == top + 1:
        ask(canvas, view.words[_NONE])


def foot(canvas, page, view):
    """What a press, or a long one, does."""
    canvas.text(0, view.words[_APPLIES if _asks(view) else _NEXT])


ROWS = (title, blank) + (words,) * 5 + (foot,)
