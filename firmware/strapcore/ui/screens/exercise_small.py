"""EXERCISE on a small display."""

from strapcore.ui.screens.exercise import amount
from strapcore.ui.screens.pages import name, reading
from strapcore.ui.screens.text import lines

ROWS = reading(name, lines("lines"), amount)
