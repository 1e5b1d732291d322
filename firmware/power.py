"""When the battery is empty, and when the strap is left alone: limits that several know."""

from strapcore.compat import const

UNTOUCHED_S = const(600)  # then the strap goes to deep sleep
EMPTY = const(2)  # app.drained: the battery gives no more
SURE_S = const(5)  # the dip of a moment is no empty cell
NO_CELL_MV = const(2500)  # the divider hangs on nothing: with such a cell no chip would run
