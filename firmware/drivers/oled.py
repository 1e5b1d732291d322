"""128x64 OLED on I2C in page mode: one code path for SSD1306 and SH1106."""

from micropython import const

_COMMANDS = const(0x00)
_DATA = const(0x40)

# Off; clock; 64 lines; no offset; line 0; page mode; flipped both ways; COM pins; contrast;
# precharge; VCOMH; RAM shown; not inverted; charge pump of the SSD1306 (8D 14) and of the SH1106
# (AD 8B). Each chip takes the other's pump command as something harmless that is set again later.
_INIT = (
    b"\x00\xae\xd5\x80\xa8\x3f\xd3\x00\x40\x20\x02\xa1\xc8\xda\x12\x81\x7f\xd9\xf1\xdb\x30\xa4\xa6"
    b"\x8d\x14\xad\x8b"
)


class OLED:
    """Takes whole pages; the picture itself is kept by the canvas."""

    def __init__(self, i2c, addr=0x3C, offset=0):
        """offset: first column of the panel (0 on SSD1306, 2 on most SH1106)."""
        self._i2c = i2c
        self._addr = addr
        self._offset = offset
        self._place = bytearray(4)
        self._place[0] = _COMMANDS
        self._command = bytearray(2)
        i2c.writeto(addr, _INIT)

    def show_page(self, page, pixels):
        """Send one page: 129 bytes, the first of them is this driver's, then 128 columns."""
        place = self._place
        place[1] = 0xB0 | page
        place[2] = self._offset & 15
        place[3] = 0x10 | self._offset >> 4
        self._i2c.writeto(self._addr, place)
        pixels[0] = _DATA
        self._i2c.writeto(self._addr, pixels)

    def power(self, on):
        """Light the panel, or leave it dark with its picture kept."""
        self._send(0xAF if on else 0xAE)

    def _send(self, command):
        self._command[0] = _COMMANDS
        self._command[1] = command
        self._i2c.writeto(self._addr, self._command)
