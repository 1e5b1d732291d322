"""Parts that several screens share. A row function draws one page: row(canvas, page, view).

Each screen's fixed words are view.words: the lines of the block of its name in languages/*.txt.
"""

from strapcore.compat import const
from strapcore.ui.canvas import CELL

BAR = b"\x38" * 16
TRACK = b"\x10\0\0\0" * 4
_LIT = b"\xff" * 16
TICK = const(0x7C)
BESIDE = const(13)  # letters that fit left of the body map
_BAND = const(0x82)
_BAND_END = const(0xFE)
_OPEN_PA = const(20000)  # the load bar's end where no band is set: 150 mmHg

# Lines of a screen's block.
TITLE = const(0)
OF = const(1)  # of HOME
NONE = const(2)
BEGIN = const(3)
ANYWAY = const(4)
NEXT = const(1)  # of EXERCISE and NOTE
TO_GO = const(1)  # of HOLD and PAUSED
_THROB = const(1)  # of HOLD and PAUSED: the lines after it, by view.throb


# ---- rows from data -------------------------------------------------------------------------


def blank(canvas, page, view):
    """An empty row."""


def says(index):
    """A row with one of the screen's fixed words."""

    def row(canvas, page, view):
        canvas.text(0, view.words[index])

    return row


def shows(name):
    """A row with the view's text of this name."""

    def row(canvas, page, view):
        canvas.text(0, getattr(view, name))

    return row


def title(canvas, page, view):
    """The screen's name; on the right the side, and the spot where the point has several."""
    canvas.text(0, view.words[TITLE])
    x = view.width * CELL
    if view.spots > 1:
        x -= 24
        spot(canvas, x, view)
    right(canvas, view.side, x)


def big_time(name, beside):
    """The three middle pages: the view's time of this name in large figures, a row beside each."""

    # A call with more than five arguments and closed-over names together would allocate.
    def row(canvas, page, view):
        third = page - (canvas.pages - 3 >> 1)
        canvas.big_clock(0, getattr(view, name) // 1000, third)
        beside[third](canvas, page, view)

    return row, row, row


# ---- pieces of a row ------------------------------------------------------------------------


def right(canvas, text, x=0):
    """Words that end at column x, or with the row."""
    canvas.text((x or canvas.width // CELL * CELL) - CELL * len(text), text)


def ask(canvas, text):
    """Dark words on a lit bar; a `lid` belongs above it."""
    canvas.strip(0, canvas.width, _LIT)
    canvas.text(CELL if len(text) < canvas.width // CELL else 0, text, True)


def lid(canvas, page, view):
    """The upper edge of the lit bar on the page below; drawn last on its page."""
    canvas.fill(0, canvas.width, 0x80)


def spot(canvas, x, view):
    """Which spot of how many, in four cells: " 2/3"."""
    canvas.number(x, view.spot, 2)
    canvas.text(x + 12, b"/")
    canvas.number(x + 18, view.spots, 1)


# ---- bars -----------------------------------------------------------------------------------


def bar(canvas, x, width, value, full):
    """A share of a dotted track, lit from the left."""
    canvas.strip(x, width, TRACK)
    canvas.strip(x, min(max(value, 0), full) * width // full, BAR)


def progress(canvas, page, view):
    """Time reached towards the target, with a tick where the least useful time ends."""
    target_s = max(view.target_ms // 1000, 1)
    width = view.width * CELL
    bar(canvas, 0, width, view.hold_ms // 1000, target_s)
    if 0 < view.least_ms < view.target_ms:
        canvas.fill(view.least_ms // 1000 * width // target_s, 1, TICK)


def gauge(canvas, page, view):
    """The pressure of this moment, while somebody settles."""
    load_bar(canvas, view, view.gauge_pa)


def load_bar(canvas, view, pa):
    """A pressure in front of a box: the band to stay in."""
    low, high = view.load_low_pa, view.load_high_pa
    full = high + (high >> 1) if high else _OPEN_PA
    width = view.width * CELL
    bar(canvas, 0, width, pa, full)
    if high:
        low = low * width // full
        high = high * width // full
        canvas.fill(low, high - low, _BAND)
        canvas.fill(low, 1, _BAND_END)
        canvas.fill(high, 1, _BAND_END)


# ---- what HOLD and PAUSED have beside the time ------------------------------------------------


def _throb(canvas, page, view):
    if view.throb:
        right(canvas, view.words[_THROB + view.throb])


def time_to_go(canvas, page, view):
    """Minutes and seconds until the target, at the right."""
    canvas.clock(view.width * CELL - 30, view.target_ms // 1000 - view.hold_ms // 1000)


def to_go(canvas, page, view):
    """What that time is."""
    right(canvas, view.words[TO_GO])


WHILE_HELD = big_time("hold_ms", (_throb, time_to_go, to_go))
