"""MENU: the list of the button, or what its Info tells."""

from strapcore.compat import const
from strapcore.ui.parts import ask, blank, says

_LINES = const(5)


def _item(canvas, page, view):
    """One line of the list, from page 2 on; a longer list moves under the lit bar."""
    at = max(0, view.menu_at - _LINES + 1) + page - 2
    if at >= len(view.menu):
        return
    if at == view.menu_at:
        ask(canvas, page, view.menu[at])
    else:
        canvas.text(page, 6, view.menu[at])


def _hint(canvas, page, view):
    canvas.text(page, 0, b"press next, hold pick" if view.menu_at >= 0 else b"press: back")


ROWS = (says(b"MENU"), blank, _item, _item, _item, _item, _item, _hint)
