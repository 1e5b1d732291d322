"""The image of a chip's flash, as micropython.org has them: is it one, whole, and for this chip?

It holds what goes to the flash from the boot loader's place on: the boot loader, at 0x8000 a table
of partitions, and where that says so the program. Boot loader and program have Espressif's form: a
header, segments, a checksum, a SHA-256.
"""

import hashlib
import struct
from functools import reduce
from operator import xor

from backstrap.errors import UserError

BYTES_MOST = 16 << 20
_MAGIC = 0xE9
_HEADER = 24  # bytes; 12, 13: the chip; 23: whether a SHA-256 follows
_SEGMENTS_MOST = 16
_CHECKSUM = 0xEF
_TABLE = 0x8000
_ENTRY = struct.Struct("<2sBBII16sI")
_ENTRIES = 95
_PROGRAM = 0  # a partition's type
_WHERE = "take the .bin for your board from micropython.org/download"


def check(data: bytes, name: str, chip: str, ids: dict[str, int], offset: int) -> None:
    """UserError says why the data, from the file called name, cannot go onto the chip.

    ids: the number of each chip in images, by its name; offset: the boot loader's place in flash.
    """
    if not data or data[0] != _MAGIC:
        raise UserError(f"{name}: no image of a chip's flash; {_WHERE}")
    if len(data) < _HEADER:
        raise _cut(name, data)
    number = int.from_bytes(data[12:14], "little")
    if number != ids[chip]:
        other = next((known for known, its in ids.items() if its == number), f"chip {number}")
        raise UserError(f"{name}: an image for the {other}, this board has an {chip}; {_WHERE}")
    _check_program(data, 0, name)
    _check_program(data, _program(data, _TABLE - offset, name) - offset, name)


def _program(data: bytes, at: int, name: str) -> int:
    """Where in the flash the program is, by the table of partitions."""
    for i in range(_ENTRIES):
        entry = data[at + i * _ENTRY.size :][: _ENTRY.size]
        if len(entry) < _ENTRY.size:
            raise _cut(name, data)
        magic, kind, _, place, _, _, _ = _ENTRY.unpack(entry)
        if magic != b"\xaaP":
            break
        if kind == _PROGRAM:
            return int(place)
    raise UserError(f"{name}: an image without a program, or a program alone; {_WHERE}")


def _check_program(data: bytes, start: int, name: str) -> None:
    """A boot loader or a program: all its segments, their checksum, the hash over all."""
    if not 0 <= start <= len(data) - _HEADER:
        raise _cut(name, data)
    at, found = start + _HEADER, _CHECKSUM
    if data[start] != _MAGIC or data[start + 1] > _SEGMENTS_MOST:
        raise _damaged(name, start)
    for _ in range(data[start + 1]):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        segment = data[at + 8 : at + 8 + size]
        if len(segment) < size or at + 8 > len(data):
            raise _cut(name, data)
        found = reduce(xor, segment, found)
        at += 8 + size
    end = start + (at - start) // 16 * 16 + 16
    hashed = 32 if data[start + 23] else 0
    if end + hashed > len(data):
        raise _cut(name, data)
    whole = hashlib.sha256(data[start:end]).digest()
    if data[end - 1] != found or (hashed and data[end : end + hashed] != whole):
        raise _damaged(name, start)


def _cut(name: str, data: bytes) -> UserError:
    return UserError(f"{name}: cut short after {len(data)} bytes; download it again")


def _damaged(name: str, start: int) -> UserError:
    return UserError(f"{name}: damaged in the part that begins at byte {start}; download it again")
