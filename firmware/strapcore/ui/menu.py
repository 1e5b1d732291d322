"""One button, one list: short press moves on, long press chooses."""

from strapcore.compat import const
from strapcore.ui.button import SHORT

POINT = const(0)
ROUTINE = const(1)
INFO = const(2)
BACK = const(3)
ITEMS = (b"Other point", b"Other routine", b"Info", b"Back")

_IDLE_MS = const(30000)


class Menu:
    """The list over HOME. shown: it is open; info: its place is taken by facts to read."""

    def __init__(self):
        self.shown = False
        self.info = False
        self.at = 0
        self._idle_ms = 0

    def open(self):
        """Start at the top."""
        self.shown = True
        self.info = False
        self.at = 0
        self._idle_ms = 0

    def step(self, dt_ms, press):
        """Let dt_ms pass; POINT or ROUTINE when that was chosen, else None.

        A menu that nobody touches for 30 s closes by itself.
        """
        self._idle_ms += dt_ms
        if press == 0:
            self.shown = self._idle_ms < _IDLE_MS
            return None
        self._idle_ms = 0
        if self.info:
            self.shown = self.info = False
        elif press == SHORT:
            self.at = self.at + 1 if self.at < BACK else 0
        elif self.at == INFO:
            self.info = True
        else:
            self.shown = False
            return self.at if self.at != BACK else None
        return None
