"""What the self-test has found, in words: a list over HOME. Loaded for it, gone when it is
closed."""

from strapcore.compat import const
from words import line, lines

_READING_MS = const(60000)
_TITLE = const(12)  # in ITEMS
_WIDE = const(21)  # letters of a row, where one has a margin
_ROW = const(20)

# Lines of the block TEST: the verdicts, the parts, what to do about each way to fail.
_OK = const(0)
_BAD = const(1)
_HEARD = const(2)
_NAMES = const(5)
_HELP = const(12)  # before the first
_LINES = const(21)

# Numbers of glance.py.
_AMBIENT = const(1)
_DISPLAY = const(2)
_BATTERY = const(3)
_STORAGE = const(4)
_ASKED = const(9)


class Report:
    """As a Menu: lines to be read, a press closes them. What failed stands on top.

    found  (part, why, figure, limit) of each part so far: glance.py has the numbers
    left   there is more to come
    """

    def __init__(self, view):
        self.name = "test"
        self.screen = "MENU"
        self.title = line(view, b"ITEMS", _TITLE)
        self.items = [b"..."]
        self.at = -1
        self.shown = True
        self.found = []
        self.left = 1
        self._bad = 0  # rows on top
        self._idle_ms = 0

    def step(self, dt_ms, press):
        """As Menu.step: nothing is ever chosen."""
        self._idle_ms += dt_ms
        self.shown = not press and self._idle_ms < _READING_MS

    def tell(self, view, part):
        """A part more: its name, figure and verdict; where it failed, what to do."""
        part, why, figure, _ = part
        said, wide = lines(view, b"TEST", _LINES), view.width == _WIDE
        bad = 0 < why < _ASKED
        name, told = said[_NAMES + part], _figure(part, figure, bad)
        verdict = said[_BAD if bad else _HEARD + why - _ASKED if why else _OK]
        if wide:
            rows = [_apart(name, told + b" " + verdict, _ROW)]
        else:  # two rows a part, four where it failed: so none is torn by the turns
            rows = [_apart(name, verdict, view.width), _apart(b"", told, view.width)]
        if bad:
            rows += [said[_HELP + why]] + [b""] * (not wide)
        at = self._bad if bad else len(self.items) - 1
        self._bad += len(rows) * bad
        self.items = self.items[:at] + rows + self.items[at:]
        self._idle_ms = 0

    def end(self):
        """Nothing more comes."""
        self.left = 0
        self.items = self.items[:-1]


def _figure(part, figure, bad):
    """With its unit; empty where nothing was measured."""
    if part > _STORAGE or (bad and not figure):
        return b""
    if part <= _AMBIENT:
        return b"%d.%d Pa" % divmod(figure, 10) if figure < 100 else b"%d Pa" % (figure // 10)
    if part == _DISPLAY:
        return b"%d ms" % ((figure + 500) // 1000)
    if part == _BATTERY:
        return b"%d.%02d V" % (figure // 1000, figure // 10 % 100)
    return b"%d KB" % figure if figure < 10000 else b"%d MB" % (figure // 1024)


def _apart(left, right, width):
    return left + b" " * (width - len(left) - len(right)) + right
