"""USB on a small display."""

from strapcore.compat import const
from strapcore.ui.parts import TITLE, says
from strapcore.ui.screens.pages import reading
from strapcore.ui.screens.text import lines

_CABLE = const(1)  # in the block USB
ROWS = reading(says(TITLE), lines("lines"), says(_CABLE))
