"""Parts that several screens share. A row function draws one page: row(canvas, page, view)."""

from strapcore.compat import const

_RIGHT = const(126)  # the text grid: 21 cells of 6 columns
BAR = b"\x38" * 16
TRACK = b"\x10\0\0\0" * 4
_LIT = b"\xff" * 16
TICK = const(0x7C)
_BAND = const(0x82)
_BAND_END = const(0xFE)
_OPEN_PA = const(20000)  # the load bar's end where no band is set: 150 mmHg
_THROB = (b"", b"~throb?", b"~throb")


# ---- rows from data -------------------------------------------------------------------------


def blank(canvas, page, view):
    """An empty row."""


def says(text):
    """A row of fixed words."""

    def row(canvas, page, view):
        canvas.text(page, 0, text)

    return row


def shows(name, index=-1):
    """A row with the view's text of this name, or with one line of several."""

    def row(canvas, page, view):
        text = getattr(view, name)
        canvas.text(page, 0, text if index < 0 else text[index])

    return row


def title(name):
    """The state's name; on the right the side, and the spot where the point has several."""

    def row(canvas, page, view):
        canvas.text(page, 0, name)
        x = _RIGHT
        if view.spots > 1:
            x -= 24
            spot(canvas, page, x, view)
        right(canvas, page, view.side, x)

    return row


def big_time(name, beside):
    """Pages 2 to 4: the view's time of this name in large figures, with a row beside each."""

    # A call with more than five arguments and closed-over names together would allocate.
    def row(canvas, page, view):
        canvas.big_clock(page, 0, getattr(view, name) // 1000, page - 2)
        beside[page - 2](canvas, page, view)

    return row, row, row


# ---- pieces of a row ------------------------------------------------------------------------


def right(canvas, page, text, x=_RIGHT):
    """Words that end at column x."""
    canvas.text(page, x - 6 * len(text), text)


def ask(canvas, page, text):
    """Dark words on a lit bar; a `lid` belongs above it."""
    canvas.strip(page, 0, 128, _LIT)
    canvas.text(page, 6, text, True)


def lid(canvas, page, view):
    """The upper edge of the lit bar on the page below; drawn last on its page."""
    canvas.fill(page, 0, 128, 0x80)


def spot(canvas, page, x, view):
    """Which spot of how many, in four cells: " 2/3"."""
    canvas.number(page, x, view.spot, 2)
    canvas.text(page, x + 12, b"/")
    canvas.number(page, x + 18, view.spots, 1)


# ---- bars -----------------------------------------------------------------------------------


def bar(canvas, page, x, width, value, full):
    """A share of a dotted track, lit from the left."""
    canvas.strip(page, x, width, TRACK)
    canvas.strip(page, x, min(max(value, 0), full) * width // full, BAR)


def progress(canvas, page, view):
    """Time reached towards the target, with a tick where the least useful time ends."""
    target_s = max(view.target_ms // 1000, 1)
    bar(canvas, page, 0, _RIGHT, view.hold_ms // 1000, target_s)
    if 0 < view.least_ms < view.target_ms:
        canvas.fill(page, view.least_ms // 1000 * _RIGHT // target_s, 1, TICK)


def gauge(canvas, page, view):
    """The pressure of this moment, while somebody settles."""
    load_bar(canvas, page, view, view.gauge_pa)


def load_bar(canvas, page, view, pa):
    """A pressure in front of a box: the band to stay in."""
    low, high = view.load_low_pa, view.load_high_pa
    full = high + (high >> 1) if high else _OPEN_PA
    bar(canvas, page, 0, _RIGHT, pa, full)
    if high:
        low = low * _RIGHT // full
        high = high * _RIGHT // full
        canvas.fill(page, low, high - low, _BAND)
        canvas.fill(page, low, 1, _BAND_END)
        canvas.fill(page, high, 1, _BAND_END)


# ---- what HOLD and PAUSED have beside the time ------------------------------------------------


def _throb(canvas, page, view):
    right(canvas, page, _THROB[view.throb])


def _time_to_go(canvas, page, view):
    canvas.clock(page, 96, view.target_ms // 1000 - view.hold_ms // 1000)


def _to_go(canvas, page, view):
    right(canvas, page, b"to go")


WHILE_HELD = big_time("hold_ms", (_throb, _time_to_go, _to_go))
