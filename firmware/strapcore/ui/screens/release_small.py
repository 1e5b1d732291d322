"""RELEASE on a small display."""

from strapcore.ui.parts import TITLE, says
from strapcore.ui.screens.release import answer, loudness
from strapcore.ui.screens.small import timing

ROWS = timing("hold_ms", (loudness, loudness, loudness), says(TITLE), answer)
