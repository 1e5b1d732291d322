"""The record of one hold: 64-byte blocks, each with its own checksum.

Two opening blocks, a data block every 8 s (one row a second), one closing block. A record that was
cut keeps every whole block; one that has no closing block says so. record.py reads them, from the
same tables.
"""

import struct

from strapcore.compat import const

VERSION = const(1)
BLOCK = const(64)
ROWS = const(8)
ROW_BYTES = const(7)

# Flags of a row.
CONTACT = const(1)
MOVING = const(2)
PAUSED = const(4)
RELEASE = const(8)
SENSOR_LOST = const(16)
CLIPPED = const(32)

# Kinds of blocks and their layout; record.py names the fields.
OPEN = (ord("O"), "<BBH24s24sHHH")
SETUP = (ord("S"), "<BBIHHHBBHHBB")
DATA = (ord("D"), "<BBH")
ROW = "<HhBBB"
END = (ord("E"), "<BBIIHHHHHI")
AIR = (ord("A"), "<BhhhhhhHb")

# CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF), four bits at a time.
_CRC = (
    0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
    0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
)  # fmt: skip


def crc16(data, start, stop, crc=0xFFFF):
    """CRC-16/CCITT-FALSE of data[start:stop], or crc carried on over them; allocates nothing."""
    table = _CRC
    while start < stop:
        byte = data[start]
        crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (byte >> 4)]
        crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (byte & 15)]
        start += 1
    return crc


class Journal:
    """Packs one hold into `block`, one block at a time; whoever owns it writes the block away."""

    def __init__(self):
        self.block = bytearray(BLOCK)
        self._rows = 0
        self._crc = 0

    def setup(self, spot, zero_pa, hold_s, *settings):
        """Fill the block with the hold's settings; hold_s is (least, target, most). The others are
        position, override, rate_hz, noise_cpa, person, own_target. Then write it.

        Writing settings again later in the record replaces them for the reader.
        """
        self.fill(SETUP, spot, zero_pa, *hold_s, *settings)
        self._rows = 0

    def row(self, t_s, load_pa, temp_cc, flags, breath, pulse):
        """Add the row of second t_s; True when the block is full and must be written now.

        load_pa is the gauge pressure (Pa), temp_cc hundredths of a degree C, breath in fifths of a
        breath a minute, pulse in beats a minute; 0 where not known. Allocates nothing.
        """
        block = self.block
        if self._rows == 0:
            struct.pack_into("<BBH", block, 0, DATA[0], ROWS, t_s & 0xFFFF)
            self._crc = crc16(block, 0, 4)
        at = 4 + self._rows * ROW_BYTES
        load = 0 if load_pa < 0 else load_pa >> 2
        if load > 0xFFFF:
            load = 0xFFFF
        struct.pack_into("<HhBBB", block, at, load, temp_cc, flags, breath, pulse)
        self._crc = crc16(block, at, at + ROW_BYTES, self._crc)
        self._rows += 1
        return self._rows == ROWS

    def seal(self):
        """Close a data block, full or not, so that it can be written; False when it is empty."""
        rows = self._rows
        if rows == 0:
            return False
        block = self.block
        i = 4 + rows * ROW_BYTES
        while i < BLOCK - 2:
            block[i] = 0
            i += 1
        if rows == ROWS:  # the checksum grew with the rows, so that no step pays for all of it
            crc = crc16(block, 4 + ROWS * ROW_BYTES, BLOCK - 2, self._crc)
        else:
            block[1] = rows
            crc = crc16(block, 0, BLOCK - 2)
        struct.pack_into("<H", block, BLOCK - 2, crc)
        self._rows = 0
        return True

    def end(
        self, ended, hold_ms, wall_ms, pauses, moves, load_mean_pa, load_most_pa, dose_s, zero
    ):
        """Fill the closing block: why it ended (an index of ENDED) and the hold's figures."""
        self.fill(
            END, ended, hold_ms, wall_ms, pauses, moves, load_mean_pa >> 2, load_most_pa >> 2,
            dose_s, zero,
        )  # fmt: skip

    def fill(self, layout, *values):
        """Fill a block of this layout, a (kind, form) from above. Then write it."""
        kind, form = layout
        block = self.block
        struct.pack_into("64s", block, 0, b"")
        struct.pack_into(form, block, 0, kind, *values)
        struct.pack_into("<H", block, BLOCK - 2, crc16(block, 0, BLOCK - 2))
