"""A database that is no good any more: kept under another name, and what can be read of it."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

_DAY_MIN = 24 * 60
_COLUMNS = "strap, cast(number AS INTEGER), pulled, zone_min, data, sha256"


def aside(path: Path) -> Path:
    """Give the database another name, and return it.

    Its journal needs no care: SQLite has played it back, or dropped it, when it found the damage.
    """
    number = 1
    while path.with_name(_name(path, number)).exists():
        number += 1
    return path.rename(path.with_name(_name(path, number)))


def _name(path: Path, number: int | str) -> str:
    return f"{path.stem}.damaged-{number}{path.suffix}"


def damaged(path: Path) -> list[Path]:
    """Every database that was moved aside from path."""
    return sorted(path.parent.glob(_name(path, "[0-9]*")))


def readable(path: Path) -> Iterator[tuple[Any, ...]]:
    """strap, number, pulled, zone_min, data of every record that is as it was when it came.

    Read from both ends, for a damaged page ends the reading; a record may come twice.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    for order in ("", " DESC"):
        with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as db:
            for *row, data, sha256 in db.execute(
                f"SELECT {_COLUMNS} FROM record ORDER BY id{order}"
            ):
                if isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == sha256:
                    strap, number, pulled, zone_min = row
                    if not isinstance(zone_min, int) or abs(zone_min) >= _DAY_MIN:
                        zone_min = None
                    yield str(strap), number, str(pulled), zone_min, data
