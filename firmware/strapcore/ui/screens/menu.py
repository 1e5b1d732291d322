"""MENU: the list of the button, or what its Info tells."""

from strapcore.compat import const
from strapcore.ui.canvas import CELL
from strapcore.ui.parts import TITLE, ask, blank

# Lines of the block MENU.
_NEXT = const(1)
_BACK = const(2)

_LINES = const(5)
_WIDE = const(128)  # of a display with room for a margin


def title(canvas, page, view):
    """Which list it is."""
    canvas.text(0, view.menu_title or view.words[TITLE])


def item(canvas, page, view):
    """One line of the list; a longer list moves under the lit bar, a longer text shows its end by
    turns. The tall display has a blank row, and one for the hint."""
    top = 2 if canvas.pages == 8 else 1
    lines = min(canvas.pages - top, _LINES)
    if view.menu_at < 0:  # to be read: what does not fit comes by turns
        turns = (len(view.menu) + lines - 1) // lines
        at = view.turn % max(1, turns) * lines + page - top
    else:
        at = max(0, view.menu_at - lines + 1) + page - top
    if at >= len(view.menu):
        return
    text = view.menu[at]
    lit = at == view.menu_at
    if lit:
        ask(canvas, b"")
    over = len(text) - view.width
    if over > 0 and view.turn & 1:
        canvas.part(0, text, over, len(text), lit)
    else:
        canvas.text(CELL if over < 0 and canvas.width == _WIDE else 0, text, lit)


def _hint(canvas, page, view):
    canvas.text(0, view.words[_NEXT if view.menu_at >= 0 else _BACK])


ROWS = (title, blank, item, item, item, item, item, _hint)
