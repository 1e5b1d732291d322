"""One page of the picture, in the order of the SSD1306 and SH1106.

A page is a strip of 8 rows: one byte a column, least significant bit on top. A screen is drawn and
sent page by page, so one of them is all there is in memory. Drawing clips at the sides, never
raises and allocates nothing, so that it may run in every step of a hold.
"""

from struct import pack_into

from strapcore.compat import const
from strapcore.ui.font import BIG, FONT

CELL = 6  # columns a character takes: five and a gap
_LAST = const(147)  # code of the last letter in FONT
_UNKNOWN = const(155)  # "?" in FONT
_FIGURE = const(12)  # columns of a large figure
_COLON = const(58)  # ":", which follows the ten figures, in BIG too
_COLON_WIDTH = const(3)
_GAP = const(2)  # behind each
_CLOCK = const(61)  # columns of four of them and the colon
_LONGEST_S = const(5999)  # 99:59
_STRIP = const(16)  # columns of a pattern


class Canvas:
    """The page that is drawn now; x counts columns from 0.

    width   columns of the display
    pages   how many it has, top first
    row     what the display's driver sends as it stands: byte 0 is its control byte and is left
            alone here, the columns follow
    """

    def __init__(self, width=128, height=64):
        self.width = width
        self.pages = height >> 3
        self.row = bytearray(width + 1)
        self._blank = "%ds" % width
        self._word = bytearray(5)

    def clear(self):
        """Blank the page."""
        pack_into(self._blank, self.row, 1, b"")

    def text(self, x, text, invert=False):
        """Write bytes in the strap's code from column x on; cells that do not fit are left out."""
        self.part(x, text, 0, len(text), invert)

    def part(self, x, text, start, stop, invert=False):
        """Write text[start:stop], as `text` does."""
        row = self.row
        font = FONT
        pack = pack_into  # a local name is found faster, and this loop is the costliest
        while x < 0:
            x += CELL
            start += 1
        stop = min(stop, start + (self.width - x) // CELL)
        x += 1
        for i in range(start, stop):
            c = text[i]
            at = c * 5 - 160 if 32 <= c <= _LAST else _UNKNOWN
            if invert:
                pack(
                    "6B",
                    row,
                    x,
                    255 - font[at],
                    255 - font[at + 1],
                    255 - font[at + 2],
                    255 - font[at + 3],
                    255 - font[at + 4],
                    255,
                )
            else:
                pack(
                    "6B",
                    row,
                    x,
                    font[at],
                    font[at + 1],
                    font[at + 2],
                    font[at + 3],
                    font[at + 4],
                    0,
                )
            x += CELL

    def number(self, x, value, cells):
        """Write a whole number, right-aligned in 1 to 5 cells; dashes when below 0 or too big."""
        word = self._word
        for i in range(cells - 1, -1, -1):
            word[i] = 48 + value % 10 if value or i == cells - 1 else 32
            value //= 10
        if value:  # also when it began below 0: -1 // 10 is -1
            for i in range(cells):
                word[i] = 45
        self.part(x, word, 0, cells)

    def clock(self, x, seconds, invert=False):
        """Write minutes and seconds in five cells, such as " 7:25"; 99:59 at most."""
        self._tell(seconds)
        word = self._word
        if word[0] == 48:
            word[0] = 32
        self.part(x, word, 0, 5, invert)

    def big_clock(self, x, seconds, third):
        """Draw one of three pages (0 on top) of minutes and seconds in large figures.

        The whole is 61 columns wide and 24 rows tall, blank edges right and below included; where
        it would stick out there is none.
        """
        self._tell(seconds)
        if not 0 <= x <= self.width - _CLOCK:
            return
        for c in self._word:
            at = (c - 48) * 3 * _FIGURE
            width = _FIGURE if c < _COLON else _COLON_WIDTH
            self._figure(x, at + third * width, width)
            x += width + _GAP

    def _figure(self, x, at, width):
        """Lay a page of a large figure, from `at` on in BIG."""
        row = self.row
        for i in range(at, at + width):
            x += 1
            row[x] = BIG[i]

    def _tell(self, seconds):
        """Spell mm:ss into the word."""
        seconds = min(max(seconds, 0), _LONGEST_S)
        word = self._word
        word[0] = 48 + seconds // 600
        word[1] = 48 + seconds // 60 % 10
        word[2] = 58
        word[3] = 48 + seconds % 60 // 10
        word[4] = 48 + seconds % 10

    def fill(self, x, width, bits):
        """Light these bits in every column of a run."""
        row = self.row
        for i in range(max(x, 0) + 1, min(x + width, self.width) + 1):
            row[i] |= bits

    def strip(self, x, width, pattern):
        """Lay a pattern of 16 columns over a run from column x, again and again."""
        row = self.row
        at = max(x, 0) + 1
        stop = min(x + width, self.width) + 1
        while at + _STRIP <= stop:
            pack_into("16s", row, at, pattern)
            at += _STRIP
        for i in range(at, stop):
            row[i] = pattern[i - at]

    def blit(self, x, form, picture):
        """Lay a picture, columns as bytes, over the page, unless it would stick out.

        form: how struct packs it, such as "45s": one call copies it, where a loop would be slow.
        """
        if 0 <= x <= self.width - len(picture):
            pack_into(form, self.row, x + 1, picture)
