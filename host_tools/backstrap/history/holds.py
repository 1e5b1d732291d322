"""Records as files in a folder, one each: NAME.hold."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from backstrap import files
from backstrap.errors import UserError
from backstrap.history import record
from backstrap.history.columns import KEPT

_NAME = re.compile(r"strap(?:-([0-9a-f]+))?-([0-9]{6})(?:-[0-9]+)?\.hold")


def hex_digits(uid: str) -> str:
    """The strap's uid as names and the database have it."""
    return re.sub(r"[^0-9a-f]", "", uid.lower())[:16]


def keep(folder: Path, uid: str, number: int, data: bytes) -> Path:
    """Write a pulled record to the folder; its path. Never overwrites another record.

    The name is made of hex digits of the strap's uid and the number, nothing else of the strap's.
    """
    digits = hex_digits(uid)
    name = f"strap-{digits}" if digits else "strap"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for double in range(1, 1000):
            path = folder / f"{name}-{number:06d}{f'-{double}' if double > 1 else ''}.hold"
            if not path.exists():
                _write_atomic(path, data)
                return path
            if path.read_bytes() == data:
                return path
    except OSError as e:
        raise UserError(f"{folder}: cannot be written ({e.strerror or e}); name another") from None
    raise UserError(f"{folder}: a thousand records of that name; name another folder")


def _write_atomic(path: Path, data: bytes) -> None:
    """The record is on the disk, whole, before the strap is told that it may forget it."""
    handle, tmp = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        os.replace(tmp, path)
    except BaseException:
        os.unlink(tmp)
        raise


def read(path: Path) -> tuple[dict[str, Any], bytes]:
    """The hold in a file, with the columns of one in a database; and its bytes."""
    data = files.read(path, record.BYTES_MOST, "record of a hold")
    figures = record.figures(record.decode(data, str(path)))
    began = record.began(figures, None)
    hold = dict.fromkeys(column.name for column in KEPT)
    hold |= {
        "sha256": hashlib.sha256(data).hexdigest(),
        "began": began and began.isoformat(timespec="minutes"),
    }
    return {**hold, **figures}, data


class Kept(NamedTuple):
    """A record in a folder; pulled is when its file was written."""

    uid: str
    number: int
    data: bytes
    pulled: datetime


def in_folder(folder: Path) -> Iterator[Kept]:
    """Every record that `keep` wrote to the folder; UserError names a file that cannot be read."""
    for path in sorted(folder.glob("*.hold")):
        name = _NAME.fullmatch(path.name)
        if name:
            try:
                data, time_s = path.read_bytes(), path.stat().st_mtime
            except OSError as e:
                raise UserError(
                    f"{path}: cannot be read ({e.strerror or e}), so it is not in the database "
                    "yet; make it readable, or move it to another folder, and run this again"
                ) from None
            pulled = datetime.fromtimestamp(time_s, UTC)
            yield Kept(name[1] or "", int(name[2]), data, pulled)
