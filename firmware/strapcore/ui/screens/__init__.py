"""A module a screen, named as the state: ROWS draws its pages. Only the shown one is loaded.

NAME.py draws the eight pages of 128x64, NAME_small.py the four of 128x32 and the five of 72x40:
its ROWS is a pair. Quiet, few words, for a dark bedroom; estimates wear a "~". A row function
draws one page, so that no step draws more: row(canvas, page, view).
"""
