"""Parts that several screens share. A row function draws one page: row(canvas, page, view)."""

from strapcore.compat import const
from strapcore.ui import bodymap

RIGHT = const(126)  # the text grid: 21 cells of 6 columns
BESIDE_MAP = const(13)  # cells left of the body map
_MAP_X = const(83)
_BAR = b"\x38" * 16
_TRACK = b"\x10\0\0\0" * 4
_LIT = b"\xff" * 16
_TICK = const(0x7C)
_BAND = const(0x82)
_BAND_END = const(0xFE)
_OPEN_PA = const(20000)  # the load bar's end where no band is set: 150 mmHg


# ---- rows from data -------------------------------------------------------------------------


def blank(canvas, page, view):
    """An empty row."""


def says(text):
    """A row of fixed words."""

    def row(canvas, page, view):
        canvas.text(page, 0, text)

    return row


def asks(text):
    """A row that asks the person for something; a `lid` belongs above it."""

    def row(canvas, page, view):
        ask(canvas, page, text)

    return row


def lid(canvas, page, view):
    """The upper edge of the lit bar on the page below; drawn last on its page."""
    canvas.fill(page, 0, 128, 0x80)


def both(first, second):
    """A row that draws two."""

    def row(canvas, page, view):
        first(canvas, page, view)
        second(canvas, page, view)

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
        x = RIGHT
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


def right(canvas, page, text, x=RIGHT):
    """Words that end at column x."""
    canvas.text(page, x - 6 * len(text), text)


def ask(canvas, page, text):
    """Dark words on a lit bar."""
    canvas.strip(page, 0, 128, _LIT)
    canvas.text(page, 6, text, True)


def spot(canvas, page, x, view):
    """Which spot of how many, in four cells: " 2/3"."""
    canvas.number(page, x, view.spot, 2)
    canvas.text(page, x + 12, b"/")
    canvas.number(page, x + 18, view.spots, 1)


def pressure(canvas, page, x, pa, view):
    """A pressure with its unit in eight cells: " 62 mmHg" or " 8.3 kPa"."""
    if view.units_mmhg:
        canvas.number(page, x, (3 * pa + 200) // 400, 3)  # 133.3 Pa are 1 mmHg
        canvas.text(page, x + 18, b" mmHg")
    else:
        tenths = (pa + 50) // 100
        canvas.number(page, x, tenths // 10, 2)
        canvas.text(page, x + 12, b".")
        canvas.number(page, x + 18, tenths % 10, 1)
        canvas.text(page, x + 24, b" kPa")


def body_map(canvas, page, view):
    """The back on the right: the other points first, the next one on top of them."""
    bodymap.draw(canvas, page, _MAP_X)
    bodymap.marks(canvas, page, view.marks, view.mark_count, _MAP_X)
    if view.point:
        bodymap.mark(canvas, page, view.map_x, view.map_y, bodymap.NEXT, _MAP_X)


# ---- bars -----------------------------------------------------------------------------------


def bar(canvas, page, x, width, value, full):
    """A share of a dotted track, lit from the left."""
    canvas.strip(page, x, width, _TRACK)
    canvas.strip(page, x, min(max(value, 0), full) * width // full, _BAR)


def breath_line(canvas, page, x, width, percent):
    """A line that grows from its middle while one breathes in, and shrinks with breathing out."""
    canvas.strip(page, x, width, _TRACK)
    half = 2 + percent * (width // 2 - 2) // 100
    canvas.strip(page, x + width // 2 - half, 2 * half, _BAR)


def progress(canvas, page, view):
    """Time reached towards the target, with a tick where the least useful time ends."""
    target_s = max(view.target_ms // 1000, 1)
    bar(canvas, page, 0, RIGHT, view.hold_ms // 1000, target_s)
    if 0 < view.least_ms < view.target_ms:
        canvas.fill(page, view.least_ms // 1000 * RIGHT // target_s, 1, _TICK)


def load(canvas, page, view):
    """The hold's load."""
    _load_bar(canvas, page, view, view.load_pa)


def gauge(canvas, page, view):
    """The pressure of this moment, while somebody settles."""
    _load_bar(canvas, page, view, view.gauge_pa)


def _load_bar(canvas, page, view, pa):
    """A pressure in front of a box: the band to stay in."""
    low, high = view.load_low_pa, view.load_high_pa
    full = high + (high >> 1) if high else _OPEN_PA
    bar(canvas, page, 0, RIGHT, pa, full)
    if high:
        low = low * RIGHT // full
        high = high * RIGHT // full
        canvas.fill(page, low, high - low, _BAND)
        canvas.fill(page, low, 1, _BAND_END)
        canvas.fill(page, high, 1, _BAND_END)
