"""The picture of 128x64 points, in the page order of the SSD1306 and SH1106.

A page is a strip of 8 rows: one byte a column, least significant bit on top. Drawing clips at the
sides, never raises and allocates nothing, so that it may run in every step of a hold.
"""

from struct import pack_into

from strapcore.compat import const
from strapcore.ui.font import BIG, FONT

WIDTH = 128
CELL = 6  # columns a character takes: five and a gap
_LAST_CELL = const(123)  # rightmost byte of a page where a cell may begin
_UNKNOWN = const(155)  # "?" in FONT
_FIGURE = const(14)  # columns of a figure in BIG
_COLON = const(10)  # its place in BIG, behind the ten figures
_COLON_WIDTH = const(5)
_LONGEST_S = const(5999)  # 99:59


class Canvas:
    """Eight pages, drawn one at a time; x counts columns from 0, page runs from 0 to 7.

    `pages` holds what the display's driver sends as it stands: byte 0 is its control byte and is
    left alone here, bytes 1 to 128 are the columns.
    """

    def __init__(self):
        self.pages = [bytearray(WIDTH + 1) for _ in range(8)]
        self._word = bytearray(5)

    def clear(self, page):
        """Blank the page."""
        pack_into("128s", self.pages[page], 1, b"")

    def text(self, page, x, text, invert=False):
        """Write bytes of ASCII from column x on; cells that do not fit are left out."""
        self.part(page, x, text, 0, len(text), invert)

    def part(self, page, x, text, start, stop, invert=False):
        """Write text[start:stop], as `text` does."""
        row = self.pages[page]
        font = FONT
        pack = pack_into
        flip = 255 if invert else 0
        x += 1
        while start < stop:
            if 0 < x <= _LAST_CELL:
                c = text[start]
                at = c * 5 - 160 if 32 <= c <= 126 else _UNKNOWN
                pack(
                    "6B",
                    row,
                    x,
                    font[at] ^ flip,
                    font[at + 1] ^ flip,
                    font[at + 2] ^ flip,
                    font[at + 3] ^ flip,
                    font[at + 4] ^ flip,
                    flip,
                )
            x += CELL
            start += 1

    def wrapped(self, page, x, text, width, line):
        """Write one line, counted from 0, of a text broken at blanks to so many characters."""
        start = 0
        size = len(text)
        while True:
            stop = start + width
            if stop >= size:
                stop = size
            else:
                while stop > start and text[stop] != 32:
                    stop -= 1
                if stop == start:  # a word longer than the line is cut
                    stop = start + width
            if line == 0 or stop == size:
                break
            line -= 1
            start = stop
            while start < size and text[start] == 32:
                start += 1
        if line == 0:
            self.part(page, x, text, start, stop)

    def number(self, page, x, value, cells):
        """Write a whole number, right-aligned in 1 to 5 cells; dashes when below 0 or too big."""
        word = self._word
        for i in range(cells - 1, -1, -1):
            word[i] = 48 + value % 10 if value or i == cells - 1 else 32
            value //= 10
        if value:  # also when it began below 0: -1 // 10 is -1
            for i in range(cells):
                word[i] = 45
        self.part(page, x, word, 0, cells)

    def clock(self, page, x, seconds):
        """Write minutes and seconds in five cells, such as " 7:25"; 99:59 at most."""
        self._tell(seconds)
        word = self._word
        if word[0] == 48:
            word[0] = 32
        self.part(page, x, word, 0, 5)

    def big_clock(self, page, x, seconds, third):
        """Draw one of three pages (0 on top) of minutes and seconds in large figures.

        The whole is 59 columns wide and 24 rows tall, such as "07:25"; 99:59 at most.
        """
        self._tell(seconds)
        for c in self._word:
            figure = c - 48
            width = _COLON_WIDTH if figure == _COLON else _FIGURE
            self.blit(page, x, BIG, (figure * 3 + third) * _FIGURE, width)
            x += width

    def _tell(self, seconds):
        """Spell mm:ss into the word."""
        seconds = min(max(seconds, 0), _LONGEST_S)
        word = self._word
        word[0] = 48 + seconds // 600
        word[1] = 48 + seconds // 60 % 10
        word[2] = 58
        word[3] = 48 + seconds % 60 // 10
        word[4] = 48 + seconds % 10

    def fill(self, page, x, width, bits, step=1):
        """Light these bits in every column, or every step-th one, of a run."""
        row = self.pages[page]
        stop = min(x + width, WIDTH) + 1
        x += 1
        while x < 1:
            x += step
        while x < stop:
            row[x] |= bits
            x += step

    def dot(self, page, x, y):
        """Light the point (x, y), y from 0 to 63, where it lies on this page."""
        if y >> 3 == page and 0 <= x < WIDTH:
            self.pages[page][x + 1] |= 1 << (y & 7)

    def hline(self, page, x, width, y):
        """Light a row of points, y from 0 to 63, where it lies on this page."""
        if y >> 3 == page:
            self.fill(page, x, width, 1 << (y & 7))

    def blit(self, page, x, picture, at, width):
        """Lay picture[at:at + width], a run of columns, over the page."""
        row = self.pages[page]
        stop = min(x + width, WIDTH)
        if x < 0:
            at -= x
            x = 0
        while x < stop:
            x += 1
            row[x] = picture[at]
            at += 1

    def stamp(self, page, x, y, sprite):
        """Lay a small picture with its corner at (x, y), where it touches this page.

        sprite: two bytes a column, at most 8 rows: the points to blank, then those to light.
        """
        shift = y - 8 * page
        if not -8 < shift < 8:
            return
        row = self.pages[page]
        x += 1
        for i in range(0, len(sprite), 2):
            if 0 < x <= WIDTH:
                blank = sprite[i]
                light = sprite[i + 1]
                if shift < 0:
                    blank >>= -shift
                    light >>= -shift
                else:
                    blank = blank << shift & 255
                    light = light << shift & 255
                row[x] = row[x] & ~blank | light
            x += 1
