"""MENU on a small display."""

from strapcore.ui.screens.menu import item, title

ROWS = (title, item, item, item), (title, item, item, item, item)
