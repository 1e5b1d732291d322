"""The display over time: lit or dark, and at most one page sent a step."""

from strapcore.ui.canvas import Canvas
from strapcore.ui.screens import draw
from strapcore.ui.view import View

_REDRAW_MS = 500
_ALL = 0xFF


class Panel:
    """Owns the canvas and the view that the app fills. dirty: pages to draw, one bit each.

    A page takes 3 ms of bus, and one step in two has time for it: a change is whole after 320 ms.
    """

    def __init__(self, board):
        self.view = View()
        self._board = board
        self._canvas = Canvas()
        self.dirty = _ALL
        self._redraw_ms = _REDRAW_MS
        self._lit_ms = 0
        self._lit = False

    def wake(self):
        """Something changed, or a finger is on the button: light up and draw everything."""
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
            return False
        if self._redraw_ms < _REDRAW_MS:
            return False
        self._redraw_ms = 0
        self.dirty = _ALL
        return True

    def step(self):
        """Draw and send the first dirty page."""
        display = self._board.display
        if display is None:
            return
        page = 0
        while not self.dirty >> page & 1:
            page += 1
        self.dirty &= ~(1 << page)
        draw(self._canvas, page, self.view)
        display.show_page(page, self._canvas.pages[page])
        if self.dirty == 0 and not self._lit:
            self._lit = True
            display.power(True)

    def say(self, state, lines):
        """Show one whole screen at once, outside the loop; lines: up to three bytes lines."""
        display = self._board.display
        if display is None:
            return
        self.view.state = state
        self.view.lines = [lines[i] if i < len(lines) else b"" for i in range(3)]
        self.dirty = _ALL
        while self.dirty:
            self.step()
        display.power(True)
