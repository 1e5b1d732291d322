"""The display over time: which screen, lit or dark, and at most one page sent a step."""

from loader import forget, load
from strapcore.ui.canvas import Canvas
from strapcore.ui.view import View

_SCREENS = "strapcore.ui.screens."
_REDRAW_MS = 500
_ALL = 0xFF


class Panel:
    """Owns the canvas and the view that the app fills. dirty: pages to draw, one bit each.

    A page takes 3 ms of bus, and one step in two has time for it: a screen is whole after 320 ms.
    """

    def __init__(self, board):
        self.view = View()
        self._board = board
        self._canvas = Canvas()
        self._rows = None  # of the screen, once it is loaded
        self.dirty = _ALL
        self._redraw_ms = _REDRAW_MS
        self._lit_ms = 0
        self._lit = False
        self.asleep = False  # dark, until something happens

    def turn(self, state):
        """Another screen from now on: the code of the last one goes before that of the next."""
        self.view.state = state
        self._rows = None
        forget(_SCREENS)

    def wake(self):
        """Something changed, or a finger is on the button: light up and draw everything."""
        self.asleep = False
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
        self.dirty = _ALL
        return True

    def step(self):
        """Load the screen, or draw and send the first dirty page."""
        display = self._board.display
        if display is None:
            return
        if self._rows is None:
            self._rows = load(_SCREENS + self.view.state.lower()).ROWS
            return
        page = 0
        while not self.dirty >> page & 1:
            page += 1
        self.dirty &= ~(1 << page)
        self._canvas.clear(page)
        self._rows[page](self._canvas, page, self.view)
        display.show_page(page, self._canvas.pages[page])
        if self.dirty == 0 and not self._lit:
            self._lit = True
            display.power(True)

    def say(self, state, lines):
        """Show one whole screen at once, outside the loop; lines: up to three bytes lines."""
        if self._board.display is None:
            return
        self.turn(state)
        self.view.lines = [lines[i] if i < len(lines) else b"" for i in range(3)]
        self.dirty = _ALL
        while self.dirty:
            self.step()
        self._board.display.power(True)

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
