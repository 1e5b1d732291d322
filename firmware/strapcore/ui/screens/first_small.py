"""FIRST on a small display."""

from strapcore.ui.screens.first import foot, title, words
from strapcore.ui.screens.pages import reading

ROWS = reading(title, words, foot)
