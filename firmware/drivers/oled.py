"""OLED of 128x64, 128x32 or 72x40 on I2C in page mode: one code path for SSD1306 and SH1106."""

from micropython import const

_COMMANDS = const(0x00)
_DATA = const(0x40)

# Off; clock; no offset; line 0; page mode; flipped both ways; contrast; precharge; VCOMH; RAM
# shown; not inverted. What follows depends on the panel: lines; COM pins; charge pump of the
# SSD1306 (8D 14) and of the SH1106 (AD 8B); AD 30, the current reference inside the SSD1306, which
# only 72x40 panels need. Each chip takes the other's as something harmless.
_INIT = b"\x00\xae\xd5\x80\xd3\x00\x40\x20\x02\xa1\xc8\x81\x7f\xd9\xf1\xdb\x30\xa4\xa6"
_CONTRASTS = b"\x01\x7f\xff"


class OLED:
    """Takes whole pages; the picture itself is kept by the canvas."""

    def __init__(self, i2c, addr=0x3C, offset=0, width=128, height=64):
        """offset: first column of the panel: 0 on SSD1306, 2 on most SH1106, 28 on 72x40."""
        self._i2c = i2c
        self._addr = addr
        self._offset = offset
        self._place = bytearray(4)
        self._place[0] = _COMMANDS
        self._power = bytearray(b"\x00\x81\x00\x8d\x14\xae")
        com_pins = 0x02 if width > 2 * height else 0x12
        supply = 0x30 if height == 40 else 0x8B
        panel = (0xA8, height - 1, 0xDA, com_pins, 0x8D, 0x14, 0xAD, supply)
        i2c.writeto(addr, _INIT + bytes(panel))

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
