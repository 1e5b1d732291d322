"""One button, one list: short press moves on, long press chooses."""

from strapcore.compat import const
from strapcore.ui.button import SHORT

INFO = const(4)
BACK = const(5)
# choose.py knows what they do; Info and Back the menu does itself.
ITEMS = (b"Other point", b"Other routine", b"Valve is open", b"Exhale tone", b"Info", b"Back")

_IDLE_MS = const(30000)


class Menu:
    """The list over HOME, from its opening on. Loaded for it, forgotten after it.

    shown   it is open
    info    its place is taken by facts to read
    items   what it offers
    at      the lit one
    """

    def __init__(self):
        self.items = ITEMS
        self.shown = True
        self.info = False
        self.at = 0
        self._idle_ms = 0

    def step(self, dt_ms, press):
        """Let dt_ms pass; the item that was chosen, or None.

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
