"""A module a screen, named as the state: ROWS draws its eight pages. Only the shown one is loaded.

Quiet, few words, for a dark bedroom; estimates wear a "~". A row function draws one page, so that
no step draws more: row(canvas, page, view).
"""
