"""SSD1306 and SH1106 displays: commands and data in, the picture a person sees out.

What persists on the chip persists here: half a command waits for its parameters in the next
transaction, and the RAM is random at power-up.
"""
# mypy: ignore-errors

from ..noise import Noise
from . import ChipError

# Parameters that follow a command; 0x40.. and the other ranges are in _parameters().
_WITH_ONE = (0x20, 0x81, 0x8D, 0xA8, 0xAD, 0xD3, 0xD5, 0xD6, 0xD8, 0xD9, 0xDA, 0xDB)
_WITH_NONE = (0xA0, 0xA1, 0xA4, 0xA5, 0xA6, 0xA7, 0xAE, 0xAF, 0xC0, 0xC8, 0xE3, 0x2E, 0x2F)
_SH1106_IGNORES = (0x20, 0x21, 0x22, 0x8D, 0xD6, 0xD8, 0x2E, 0x2F)
_ROWS = 64


class SSD1306:
    """128 columns; `frame()` is 8 pages of 128 columns, LSB on top, as it shows upright."""

    columns = 128
    first = 0  # leftmost column the glass shows
    width = 128  # columns it shows
    status = 0x03
    name = "SSD1306"

    def __init__(self, seed=1):
        noise = Noise(seed + 828)
        self.ram = bytearray(noise.bits() & 255 for _ in range(8 * self.columns))
        self.revision = 0  # grows with every change that the top page may show
        self.on = self.pump = self.all_on = self.inverse = self.was_lit = False
        self.contrast = 0x7F
        self.addressing = 2  # 0 horizontal, 1 vertical, 2 page
        self.page = self.column = 0
        self.column_start, self.column_end = 0, self.columns - 1
        self.page_start, self.page_end = 0, 7
        self.remap = self.flip = False
        self.start_line = self.shift = 0
        self.rows = _ROWS
        self._command = -1  # waits for parameters
        self._wanted = 0
        self._got = bytearray(6)
        self._count = 0

    # the bus

    def read(self, buf):
        for i in range(len(buf)):
            buf[i] = self.status | (0 if self.on else 0x40)

    def write(self, reg, buf):
        """Control bytes: 0x80 one command byte, 0x00 commands to the end, 0xC0, 0x40 data."""
        i = 0
        if reg < 0:
            if not len(buf):
                return
            reg = buf[0]
            i = 1
        while True:
            if reg & 0x3F:
                raise ChipError("%s: control byte 0x%02x" % (self.name, reg))
            if reg == 0x40:
                self._data(buf, i)
                return
            if reg == 0:
                while i < len(buf):
                    self._byte(buf[i])
                    i += 1
                return
            if i >= len(buf):
                raise ChipError("%s: nothing after control byte 0x%02x" % (self.name, reg))
            if reg == 0x80:
                self._byte(buf[i])
            else:
                self._store(buf[i])
            i += 1
            if i >= len(buf):
                return
            reg = buf[i]
            i += 1

    # commands

    def _parameters(self, c):
        if c < 0x20 or 0x40 <= c < 0x80 or 0xB0 <= c < 0xB8 or c in _WITH_NONE:
            return 0
        if c in _WITH_ONE:
            return 1
        if c == 0x21 or c == 0x22 or c == 0xA3:
            return 2
        if c == 0x26 or c == 0x27:
            return 6
        if c == 0x29 or c == 0x2A:
            return 5
        raise ChipError("%s: no command 0x%02x" % (self.name, c))

    def _byte(self, b):
        if self._command < 0:
            self._wanted = self._parameters(b)
            self._count = 0
            if self._wanted:
                self._command = b
            else:
                self._do(b)
            return
        self._got[self._count] = b
        self._count += 1
        if self._count == self._wanted:
            c = self._command
            self._command = -1
            self._do_with(c, self._got[0], self._got[1])

    def _do(self, c):
        if c < 0x10:
            self.column = self.column & 0xF0 | c
        elif c < 0x20:
            self.column = self.column & 0x0F | (c & 15) << 4
        elif 0x40 <= c < 0x80:
            self.start_line = c & 63
        elif 0xB0 <= c < 0xB8:
            self.page = c & 7
        else:
            self._switch(c)

    def _switch(self, c):
        self.revision += 1
        if c == 0xAE or c == 0xAF:
            self.on = c == 0xAF
            self.was_lit = self.was_lit or self.lit
        elif c == 0xA4 or c == 0xA5:
            self.all_on = c == 0xA5
        elif c == 0xA6 or c == 0xA7:
            self.inverse = c == 0xA7
        elif c == 0xA0 or c == 0xA1:
            self.remap = c == 0xA1
        elif c == 0xC0 or c == 0xC8:
            self.flip = c == 0xC8

    def _do_with(self, c, a, b):
        self.revision += 1
        if c == 0x20:
            self.addressing = a & 3
        elif c == 0x21:
            self.column_start, self.column_end = a & 0x7F, b & 0x7F
            self.column = self.column_start
        elif c == 0x22:
            self.page_start, self.page_end = a & 7, b & 7
            self.page = self.page_start
        elif c == 0x81:
            self.contrast = a
        elif c == 0x8D:
            self.pump = a & 4 != 0
        elif c == 0xAD:
            self._iref(a)
        elif c == 0xA8:
            if a & 63 < 15:
                raise ChipError("%s: multiplex ratio %d, at least 16" % (self.name, a + 1))
            self.rows = (a & 63) + 1
        elif c == 0xD3:
            self.shift = a & 63

    def _iref(self, a):
        """SSD1306: selects the current reference, which shows nothing."""

    # data

    def _data(self, buf, i):
        if self.page == 0:
            self.revision += 1
        if self.remap and self.addressing == 2:  # the way of most drivers, made quick
            ram = self.ram
            at = self.page * self.columns
            column = self.column
            while i < len(buf) and column < self.columns:
                ram[at + column] = buf[i]
                column += 1
                i += 1
            self.column = column
            if column == self.columns:
                self._page_end()
        while i < len(buf):
            self._store(buf[i])
            i += 1

    def _store(self, b):
        if self.page == 0:
            self.revision += 1
        last = self.columns - 1
        at = self.column if self.remap else last - self.column
        if 0 <= at <= last:
            self.ram[self.page * self.columns + at] = b
        if self.addressing == 2:
            self.column += 1
            if self.column > last:
                self._page_end()
        elif self.addressing == 0:
            self._right() and self._down()
        else:
            self._down() and self._right()

    def _page_end(self):
        self.column = 0

    def _right(self):
        self.column += 1
        if self.column > self.column_end:
            self.column = self.column_start
            return True
        return False

    def _down(self):
        self.page = self.page + 1 & 7
        if self.page == self.page_end + 1 & 7:
            self.page = self.page_start
            return True
        return False

    # the eye

    @property
    def lit(self):
        """Whether anything can be seen at all: switched on, with the pump that feeds it."""
        return self.on and self.pump

    def frame(self):
        """1024 bytes; what is dark is 0."""
        return self.picture() if self.lit else bytes(1024)

    def picture(self):
        """What would be seen if it were lit: 1024 bytes."""
        if self.all_on:
            return b"\xff" * 1024
        out = bytearray(1024)
        turn = self.start_line + self.shift
        for page in range(8):
            if turn == 0 and self.flip and self.rows == _ROWS:
                at = page * self.columns + self.first
                out[page * 128 : page * 128 + self.width] = self.ram[at : at + self.width]
            else:
                self._turned(out, page, turn)
        if self.inverse:
            out = bytearray(b ^ 0xFF for b in out)
        return bytes(out)

    def _turned(self, out, page, turn):
        for bit in range(8):
            y = page * 8 + bit
            com = y if self.flip else _ROWS - 1 - y
            if com >= self.rows:
                continue
            row = (com + turn) % _ROWS
            at = (row >> 3) * self.columns + self.first
            for x in range(self.width):
                if self.ram[at + x] >> (row & 7) & 1:
                    out[page * 128 + x] |= 1 << bit


class SH1106(SSD1306):
    """132 columns of which the glass shows 2 to 129; page addressing only; pump by AD 8B."""

    columns = 132
    first = 2
    status = 0x08
    name = "SH1106"

    def _parameters(self, c):
        if c in _SH1106_IGNORES or 0x30 <= c < 0x34:
            return 0
        if c == 0xA3 or 0x20 <= c < 0x30:
            raise ChipError("SH1106: no command 0x%02x" % c)
        return SSD1306._parameters(self, c)

    def _do(self, c):
        if c not in _SH1106_IGNORES:
            SSD1306._do(self, c)

    def _iref(self, a):
        self.pump = a == 0x8B

    def _page_end(self):
        self.column = self.columns  # stops here: what follows goes nowhere
