"""How an OLED begins, as oled.py goes on. Loaded for that, then forgotten."""

# Off; clock; no offset; line 0; page mode; flipped both ways; contrast; precharge; VCOMH; RAM
# shown; not inverted. What follows depends on the panel: lines; COM pins; charge pump of the
# SSD1306 (8D 14) and of the SH1106 (AD 8B); AD 30, the current reference inside the SSD1306, which
# only 72x40 panels need. Each chip takes the other's as something harmless.
_INIT = b"\x00\xae\xd5\x80\xd3\x00\x40\x20\x02\xa1\xc8\x81\x7f\xd9\xf1\xdb\x30\xa4\xa6"


def setup(i2c, addr, width, height):
    """Set up the panel of this size, and leave it dark."""
    com_pins = 0x02 if width > 2 * height else 0x12
    supply = 0x30 if height == 40 else 0x8B
    panel = (0xA8, height - 1, 0xDA, com_pins, 0x8D, 0x14, 0xAD, supply)
    i2c.writeto(addr, _INIT + bytes(panel))
