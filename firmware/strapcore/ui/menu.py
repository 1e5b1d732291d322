"""One button, one list: short press moves on, long press chooses."""

from strapcore.compat import const
from strapcore.ui.button import SHORT

_IDLE_MS = const(30000)
_READING_MS = const(180000)


class Menu:
    """A list over HOME, from its opening on. Loaded for it, forgotten after it.

    name    of the list: lists.py
    screen  MENU; or FIRST, pages that are read one after the other
    title   bytes; empty: the menu's own
    items   bytes lines: what it offers, or what there is to read
    at      the lit one, or the page; -1: lines to be read, a press closes them
    shown   it is open
    """

    def __init__(self, name, items, at=0):
        self.name = name
        self.screen = "MENU"
        self.title = b""
        self.items = items
        self.at = at
        self.shown = True
        self._idle_ms = 0

    def step(self, dt_ms, press):
        """Let dt_ms pass; the item that was chosen, or None.

        A list that nobody touches for 30 s closes by itself.
        """
        self._idle_ms += dt_ms
        if press == 0:
            self.shown = self._idle_ms < _IDLE_MS
            return None
        self._idle_ms = 0
        if self.at < 0:
            self.shown = False
        elif press == SHORT:
            self.at = self.at + 1 if self.at + 1 < len(self.items) else 0
        else:
            self.shown = False
            return self.at
        return None


class Pages:
    """What is read once, a page a press. Chosen is 0 by a press on the last page: all was read and
    nothing of it applies; 1 by a long press on any: something does."""

    def __init__(self, name, count):
        self.name = name
        self.screen = "FIRST"
        self.title = b""
        self.count = count
        self.items = ()
        self.at = 0
        self.shown = True
        self._idle_ms = 0

    def step(self, dt_ms, press):
        """As Menu.step; pages close by themselves after three minutes."""
        self._idle_ms += dt_ms
        if press == 0:
            self.shown = self._idle_ms < _READING_MS
            return None
        self._idle_ms = 0
        if press == SHORT and self.at + 1 < self.count:
            self.at += 1
            return None
        self.shown = False
        return 0 if press == SHORT else 1
