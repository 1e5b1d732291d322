"""The display over time: which screen, lit or dark, and at most one page sent a step."""

from loader import forget, load
from strapcore.compat import const
from strapcore.ui.canvas import CELL, Canvas
from strapcore.ui.view import View

_SCREENS = "strapcore.ui.screens."
_SMALL = "strapcore.ui.screens.%s_small"
_REDRAW_MS = 500
_TALL = const(8)  # pages of 128x64
_FLAT = const(4)  # pages of 128x32, the smallest


class Panel:
    """Owns the canvas and the view that the app fills. dirty: pages to draw, one bit each.

    A page takes 3 ms of bus, and one step in two has time for it: a screen is whole after 320 ms.
    Pages that a screen names in STILL do not change by themselves: they are sent when something
    happened. (A tuple, for the linker takes a number for one that nobody asks for.)
    """

    def __init__(self, board):
        self.view = View()
        self._board = board
        self._canvas = canvas = Canvas(*board.panel)
        self.view.width = canvas.width // CELL
        self._all = self._live = (1 << canvas.pages) - 1
        self._rows = None  # of the screen, once it is loaded
        self._whole = True  # draw what does not change by itself, too
        self.dirty = self._all
        self._redraw_ms = _REDRAW_MS
        self._lit_ms = 0
        self._lit = False
        self.asleep = False  # dark, until something happens
        self._bright = 1

    def dim(self, bright):
        """How bright from now on: 0 to 2."""
        if bright != self._bright:
            self._bright = bright
            self._lit = False

    def turn(self, state):
        """Another screen from now on: the code of the last one goes before that of the next."""
        self.view.state = state
        self.view.words = ()
        self._rows = None
        forget(_SCREENS)

    def wake(self):
        """Something changed, or a finger is on the button: light up and draw everything."""
        self.asleep = False
        self._whole = True
        self._lit_ms = 0
        self._redraw_ms = _REDRAW_MS

    def due(self, dt_ms, dark_ms):
        """Let dt_ms pass; True when the view must be filled anew. Goes dark after dark_ms."""
        display = self._board.display
        if display is None:
            self._lit = False
            return False
        self._lit_ms += dt_ms
        self._redraw_ms += dt_ms
        if self._lit_ms >= dark_ms:
            if self._lit:
                self._lit = False
                self.dirty = 0
                display.power(False)
            self.asleep = True
            return False
        if self._redraw_ms < _REDRAW_MS:
            return False
        self._redraw_ms = 0
        self.dirty |= self._all if self._whole else self._live
        self._whole = False
        return True

    def step(self):
        """Load the screen, or draw and send the first dirty page."""
        display = self._board.display
        if display is None:
            return
        if not self._rows:
            self._load()
            return
        page = 0
        while not self.dirty >> page & 1:
            page += 1
        self.dirty &= ~(1 << page)
        canvas = self._canvas
        canvas.clear()
        self._rows[page](canvas, page, self.view)
        display.show_page(page, canvas.row)
        if self.dirty == 0 and not self._lit:
            self._lit = True
            display.power(True, self._bright)

    def _load(self):
        """The rows of the screen, for this size of display; the body map in a step of its own."""
        state, pages = self.view.state, self._canvas.pages
        self._live = self._all
        if pages != _TALL:
            self._rows = load(_SMALL % state.lower()).ROWS[pages - _FLAT]
        elif self._rows is None and state in ("HOME", "REST"):
            load(_SCREENS + "bodymap")
            self._rows = ()
        else:
            screen = load(_SCREENS + state.lower())
            self._rows = screen.ROWS
            for page in getattr(screen, "STILL", ()):
                self._live &= ~(1 << page)

    def lose(self, error):
        """The display is gone, or what it should show: better dark than out of date."""
        display = self._board.display
        if display is None:
            return
        try:
            display.power(False)
        except OSError:
            pass
        self._board.lose("display", error)
