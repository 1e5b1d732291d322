"""OLED of 128x64, 128x32 or 72x40 on I2C in page mode: one code path for SSD1306 and SH1106.

oled_setup.py has set it up.
"""

from micropython import const

_COMMANDS = const(0x00)
_DATA = const(0x40)

_CONTRASTS = b"\x01\x7f\xff"


class OLED:
    """Takes whole pages; the picture itself is kept by the canvas."""

    def __init__(self, i2c, addr, offset):
        """offset: first column of the panel: 0 on SSD1306, 2 on most SH1106, 28 on 72x40."""
        self._i2c = i2c
        self._addr = addr
        self._offset = offset
        self._place = bytearray(4)
        self._place[0] = _COMMANDS
        self._power = bytearray(b"\x00\x81\x00\x8d\x14\xae")

    def show_page(self, page, pixels):
        """Send one page: its first byte is this driver's, the columns follow."""
        place = self._place
        place[1] = 0xB0 | page
        place[2] = self._offset & 15
        place[3] = 0x10 | self._offset >> 4
        self._i2c.writeto(self._addr, place)
        pixels[0] = _DATA
        self._i2c.writeto(self._addr, pixels)

    def power(self, on, bright=1):
        """Light the panel, 0 to 2 bright, or leave it dark with its picture kept."""
        self._power[2] = _CONTRASTS[bright]
        self._power[4] = 0x14 if on else 0x10  # the charge pump of an SSD1306
        self._power[5] = 0xAF if on else 0xAE
        self._i2c.writeto(self._addr, self._power)
