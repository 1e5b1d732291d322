"""The record of one hold: 64-byte blocks, each with its own checksum.

Two opening blocks, a data block every 8 s (one row a second), one closing block. A record that was
cut keeps every whole block; one that has no closing block says so. The host reads records with
this same module.
"""

import struct

from strapcore.compat import const

VERSION = const(1)
BLOCK = const(64)
_ROWS = const(8)
_ROW_BYTES = const(7)

# Why a hold ended, by code. "cut" is never written: it is what a record without an end means.
ENDED = ("cut", "felt", "sensed", "target", "cap", "left", "stopped", "fault")

# Flags of a row.
CONTACT = const(1)
MOVING = const(2)
PAUSED = const(4)
RELEASE = const(8)
SENSOR_LOST = const(16)

# One table for writer and reader: block kind, struct format, field names.
_OPEN = (
    ord("O"),
    "<BBH24s24sHHH",
    ("kind", "version", "number", "routine", "point", "day", "minute", "boots"),
)
_SETUP = (
    ord("S"),
    "<BBIHHHBBHH",
    (
        "kind",
        "spot",
        "zero_pa",
        "least_s",
        "target_s",
        "most_s",
        "position",
        "override",
        "rate_hz",
        "noise_cpa",
    ),
)
_DATA = (ord("D"), "<BBH", ("kind", "rows", "first_s"))
_ROW = ("<HhBBB", ("load_4pa", "temp_cc", "flags", "breath", "pulse"))
_END = (
    ord("E"),
    "<BBIIHHHHHI",
    (
        "kind",
        "ended",
        "hold_ms",
        "wall_ms",
        "pauses",
        "moves",
        "load_mean_4pa",
        "load_most_4pa",
        "dose_s",
        "zero_after_pa",
    ),
)

# CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF), four bits at a time.
_CRC = (
    0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
    0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
)  # fmt: skip


def crc16(data, start, stop):
    """CRC-16/CCITT-FALSE of data[start:stop]; allocates nothing."""
    table = _CRC
    crc = 0xFFFF
    i = start
    while i < stop:
        byte = data[i]
        crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (byte >> 4)]
        crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (byte & 15)]
        i += 1
    return crc


class Journal:
    """Packs one hold into `block`, one block at a time; whoever owns it writes the block away."""

    def __init__(self):
        self.block = bytearray(BLOCK)
        self._rows = 0

    def begin(self, number, routine, point, day, minute, boots):
        """Fill the block that says which hold this is. Then write it."""
        self._fill(_OPEN, VERSION, number, routine.encode(), point.encode(), day, minute, boots)

    def setup(self, spot, zero_pa, hold_s, position, override, rate_hz, noise_cpa):
        """Fill the block with the hold's settings; hold_s is (least, target, most). Then write it.

        Writing settings again later in the record replaces them for the reader.
        """
        least, target, most = hold_s
        self._fill(
            _SETUP, spot, zero_pa, least, target, most, position, override, rate_hz, noise_cpa
        )
        self._rows = 0

    def row(self, t_s, load_pa, temp_cc, flags, breath, pulse):
        """Add the row of second t_s; True when the block is full and must be written now.

        load_pa is the gauge pressure (Pa), temp_cc hundredths of a degree C, breath in fifths of a
        breath a minute, pulse in beats a minute; 0 where not known. Allocates nothing.
        """
        block = self.block
        if self._rows == 0:
            struct.pack_into("<BBH", block, 0, _DATA[0], 0, t_s & 0xFFFF)
        at = 4 + self._rows * _ROW_BYTES
        load = 0 if load_pa < 0 else load_pa >> 2
        if load > 0xFFFF:
            load = 0xFFFF
        struct.pack_into("<HhBBB", block, at, load, temp_cc, flags, breath, pulse)
        self._rows += 1
        return self._rows == _ROWS

    def seal(self):
        """Close a data block, full or not, so that it can be written; False when it is empty."""
        rows = self._rows
        if rows == 0:
            return False
        block = self.block
        block[1] = rows
        i = 4 + rows * _ROW_BYTES
        while i < BLOCK - 2:
            block[i] = 0
            i += 1
        struct.pack_into("<H", block, BLOCK - 2, crc16(block, 0, BLOCK - 2))
        self._rows = 0
        return True

    def end(
        self, ended, hold_ms, wall_ms, pauses, moves, load_mean_pa, load_most_pa, dose_s, zero
    ):
        """Fill the closing block: why it ended (an index of ENDED) and the hold's figures."""
        self._fill(
            _END, ended, hold_ms, wall_ms, pauses, moves, load_mean_pa >> 2, load_most_pa >> 2,
            dose_s, zero,
        )  # fmt: skip

    def _fill(self, layout, *values):
        kind, form, _ = layout
        block = self.block
        for i in range(BLOCK):
            block[i] = 0
        struct.pack_into(form, block, 0, kind, *values)
        struct.pack_into("<H", block, BLOCK - 2, crc16(block, 0, BLOCK - 2))


class Record:
    """A decoded record. Fields of the blocks are attributes; rows are dicts, one a second.

    damaged counts blocks that did not pass their checksum and were left out.
    """

    def __init__(self):
        self.rows = []
        self.damaged = 0
        self.ended = ENDED[0]
        self.hold_ms = self.wall_ms = self.pauses = self.moves = self.dose_s = 0
        self.load_mean_pa = self.load_most_pa = self.zero_after_pa = 0


def decode(data):
    """The Record in data; ValueError when it does not begin like one."""
    record = Record()
    for at in range(0, len(data) - BLOCK + 1, BLOCK):
        block = data[at : at + BLOCK]
        if struct.unpack_from("<H", block, BLOCK - 2)[0] != crc16(block, 0, BLOCK - 2):
            if at == 0:
                break
            record.damaged += 1
        elif block[0] == _DATA[0]:
            _, count, first_s = struct.unpack_from(_DATA[1], block, 0)
            for i in range(min(count, _ROWS)):
                values = struct.unpack_from(_ROW[0], block, 4 + i * _ROW_BYTES)
                row = dict(zip(_ROW[1], values))
                row["t_s"] = first_s + i
                row["load_pa"] = row.pop("load_4pa") * 4
                record.rows.append(row)
        else:
            _take(record, block)
    record.damaged += bool(len(data) % BLOCK)
    if getattr(record, "version", None) != VERSION:
        raise ValueError("not a hold record of version %d" % VERSION)
    if record.ended == ENDED[0]:  # no closing block: what the rows say
        record.hold_ms = 1000 * len([r for r in record.rows if r["flags"] & CONTACT])
    return record


def _take(record, block):
    for kind, form, names in (_OPEN, _SETUP, _END):
        if block[0] != kind:
            continue
        for name, value in zip(names, struct.unpack_from(form, block, 0)):
            if isinstance(value, bytes):
                value = value.rstrip(b"\x00").decode()
            elif name.endswith("_4pa"):
                name, value = name[:-4] + "_pa", value * 4
            elif name == "ended":
                value = ENDED[value] if value < len(ENDED) else "code %d" % value
            setattr(record, name, value)
