"""The database: its tables, and how an older one becomes a newer one.

`record` is what the straps have given, byte for byte, and is never changed. `hold` is what this
version of the tool reads out of it, one row a record; it is made anew whenever the version rises.

No WAL: a commit is whole in the one file, so that copying the file copies every record, and a
network folder will do. Writes are few and short, so readers do not wait for long.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from backstrap.errors import UserError
from backstrap.history import record
from backstrap.history.columns import FIGURES

APPLICATION_ID = 0x42535452  # "BSTR": tells our databases from others

_KINDS = {"int": "INTEGER", "bool": "INTEGER", "float": "REAL", "text": "TEXT", "date": "TEXT"}

# What makes version 1 out of nothing, version 2 out of version 1, and so on. A change of FIGURES
# needs a step too, if only an empty one.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE record (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            strap TEXT NOT NULL, -- hex digits of its uid; none for a folder
            sha256 TEXT NOT NULL, -- of data
            number INTEGER NOT NULL, -- of the record on the strap
            pulled TEXT NOT NULL, -- UTC
            zone_min INTEGER, -- minutes that local time was ahead of UTC when the hold began
            data BLOB NOT NULL,
            UNIQUE (strap, sha256)
        )""",
    ),
)


class DamagedError(Exception):
    """The file is no sound database."""


@contextmanager
def connected(path: Path, wait_s: float) -> Iterator[sqlite3.Connection]:
    """A connection; UserError where the file cannot be used, DamagedError where it is no good."""
    try:
        with closing(sqlite3.connect(path, timeout=wait_s, isolation_level=None)) as db:
            # The folder is synced too: after a power cut no commit is taken back.
            db.execute("PRAGMA synchronous=EXTRA")
            yield db
    except sqlite3.Error as e:
        code = getattr(e, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedError(str(e)) from None
        if code in _BUSY:
            raise UserError(
                f"{path}: another program holds the database; close it, or wait, and run this "
                "again; nothing is lost"
            ) from None
        if code in _NO_USE:
            raise UserError(
                f"{path}: the database cannot be used ({e}); make room, or name another with "
                "--database"
            ) from None
        raise


_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_USE = (
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)  # fmt: skip


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it is on the disk when this ends, or none."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def version(db: sqlite3.Connection, known: int = len(STEPS)) -> int:
    """The version of the database, 0 for an empty one; UserError where a newer tool made it."""
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found > known:
        file = db.execute("PRAGMA database_list").fetchone()[2]
        raise UserError(
            f"{file}: made by a newer backstrap (version {found}, this one knows {known}); update "
            "this one, or name another file with --database"
        )
    return found


def migrate(db: sqlite3.Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Bring the database to the version of the last step. Inside a transaction."""
    found = version(db, len(steps))
    for statements in steps[found:]:
        for statement in statements:
            db.execute(statement)
    columns = ", ".join(f"{column.name} {_KINDS[column.kind]}" for column in FIGURES)
    db.execute("DROP TABLE IF EXISTS hold")
    db.execute(
        "CREATE TABLE hold (id INTEGER PRIMARY KEY REFERENCES record, why TEXT, began TEXT, "
        f"{columns})"
    )
    for (number,) in db.execute("SELECT id FROM record").fetchall():
        read(db, number)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={len(steps)}")


def read(db: sqlite3.Connection, number: int) -> None:
    """Fill the row in `hold` of a record: its figures, or why it cannot be read."""
    zone_min, data = db.execute(
        "SELECT zone_min, data FROM record WHERE id=?", (number,)
    ).fetchone()
    row: dict[str, Any] = {"id": number, "why": None, "began": None}
    try:
        figures = record.figures(record.parse(data))
    except ValueError as e:
        row["why"] = str(e)
    else:
        began = record.began(figures, zone_min)
        if began:
            ahead = began.utcoffset() or timedelta()
            zone = (ahead // timedelta(minutes=1), number)
            db.execute("UPDATE record SET zone_min=? WHERE id=?", zone)
            row["began"] = began.isoformat(timespec="minutes")
        row |= figures
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT OR REPLACE INTO hold ({names}) VALUES ({marks})", row)
