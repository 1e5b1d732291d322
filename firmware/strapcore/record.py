"""Reads what journal.py wrote: the record of one hold. For the host, and for a strap whose
progress was lost (rebuild.py)."""

import struct

from strapcore.journal import (
    AIR,
    BEGAN,
    BLOCK,
    CONTACT,
    DATA,
    END,
    OPEN,
    ROW,
    ROW_BYTES,
    ROWS,
    SETUP,
    VERSION,
    crc16,
)

# Names of each block's fields after its kind, and of a row's; _4pa counts 4 Pa.
_NAMES = {
    OPEN: "version number routine point day minute boots",
    SETUP: (
        "spot zero_pa least_s target_s most_s position override rate_hz noise_cpa person "
        "own_target"
    ),
    AIR: "firm_pa gave_pa lost_pa heat_pa leak_ppm heat_pa_k throb_ratio inhale",
    BEGAN: "began_s",
    END: "ended hold_ms wall_ms pauses moves load_mean_4pa load_most_4pa dose_s zero_after_pa",
}
# Why a hold ended, by the session's codes. "cut" is never written: a record without an end was.
ENDED = ("cut", "felt", "sensed", "target", "cap", "left", "stopped", "fault", "done")

_ROW_NAMES = ["load_4pa", "temp_cc", "flags", "breath", "pulse"]


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
        elif block[0] == DATA[0]:
            _, count, first_s = struct.unpack_from(DATA[1], block, 0)
            for i in range(min(count, ROWS)):
                values = struct.unpack_from(ROW, block, 4 + i * ROW_BYTES)
                row = dict(zip(_ROW_NAMES, values))
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
    for layout, names in _NAMES.items():
        kind, form = layout
        if block[0] != kind:
            continue
        for name, value in zip(names.split(), struct.unpack_from(form, block, 0)[1:]):
            if isinstance(value, bytes):
                value = value.rstrip(b"\x00").decode()
            elif name.endswith("_4pa"):
                name, value = name[:-4] + "_pa", value * 4
            elif name == "ended":
                value = ENDED[value] if value < len(ENDED) else "code %d" % value
            setattr(record, name, value)
