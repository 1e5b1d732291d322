"""The database of holds: what was pulled, and what can be read of it."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from backstrap.errors import UserError
from backstrap.history import holds, schema
from backstrap.history.columns import HOLD

PULL_MENDS = "`backstrap pull` keeps it aside and begins a new one with all that can be read"
_KEPT = "record.strap, record.sha256, record.pulled"
_HOLDS = f"SELECT {_KEPT}, hold.* FROM hold JOIN record USING (id) WHERE hold.why IS NULL"
# What a person may ask for. A hold whose night is not known counts by the day it was pulled.
FILTERS = {
    "point": "hold.point = :point",
    "routine": "hold.routine = :routine",
    "person": "hold.person = :person",
    "since": "coalesce(hold.night, date(record.pulled)) >= :since",
    "strap": "substr(record.strap, 1, length(:strap)) = :strap",
}
_WHEN = "coalesce(datetime(hold.began), datetime(record.pulled))"


class Taken(NamedTuple):
    """A record in the database: its id, whether it was not there before, why it cannot be read."""

    id: int
    new: bool
    why: str | None


class Store:
    """A database that is sound and of this version. Each call has a connection of its own, so
    that threads and processes can share it."""

    def __init__(self, path: Path, wait_s: float) -> None:
        self.path = path
        self._wait_s = wait_s

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with schema.connected(self.path, self._wait_s) as db:
                db.row_factory = sqlite3.Row
                yield db
        except schema.DamagedError as e:
            raise UserError(f"{self.path}: the database is damaged ({e}); {PULL_MENDS}") from None

    def take(self, uid: str, number: int, data: bytes) -> Taken:
        """Keep a record of the strap with this uid. It is on the disk when this returns."""
        pulled = datetime.now(UTC)
        with self._connected() as db, schema.writing(db):
            taken, new = take(db, holds.hex_digits(uid), number, pulled, None, data)
            why = db.execute("SELECT why FROM hold WHERE id=?", (taken,)).fetchone()[0]
        return Taken(taken, new, why)

    def holds(self, limit: int | None = None, **asked: Any) -> list[dict[str, Any]]:
        """The holds that FILTERS let through, newest last; limit: the newest so many."""
        parts = [_HOLDS, *(FILTERS[name] for name, value in asked.items() if value is not None)]
        text = f"{' AND '.join(parts)} ORDER BY {_WHEN} DESC, record.id DESC LIMIT :limit"
        with self._connected() as db:
            rows = db.execute(text, {**asked, "limit": -1 if limit is None else limit}).fetchall()
        return [_row(row) for row in reversed(rows)]

    def one(self, number: int) -> tuple[dict[str, Any], bytes]:
        """A hold and its record, by id; UserError where there is none that can be read."""
        with self._connected() as db:
            kept = db.execute("SELECT * FROM record WHERE id=?", (number,)).fetchone()
            found = db.execute(f"{_HOLDS} AND record.id=?", (number,)).fetchone()
            why = db.execute("SELECT why FROM hold WHERE id=?", (number,)).fetchone()
        if kept is None:
            raise UserError(f"no record {number}; `backstrap history` lists them")
        if hashlib.sha256(kept["data"]).hexdigest() != kept["sha256"]:
            raise UserError(
                f"record {number} is not as it came, the disk has changed it; "
                "`backstrap pull --all` fetches it anew while the strap has it"
            )
        if found is None:
            raise UserError(
                f"record {number} cannot be read: {why[0]}; it is kept as it came, and a later "
                "version may read it"
            )
        return _row(found), kept["data"]

    def unreadable(self) -> list[dict[str, Any]]:
        """Records that are kept aside, for no figures can be read: id, strap, number, pulled,
        bytes, why."""
        with self._connected() as db:
            rows = db.execute(
                "SELECT id, nullif(strap, '') AS strap, record.number, pulled, "
                "length(data) AS bytes, why FROM hold JOIN record USING (id) "
                "WHERE why IS NOT NULL ORDER BY id"
            ).fetchall()
        return [dict(row) for row in rows]

    def known(self, name: str) -> list[str]:
        """Every value that holds have in a column."""
        with self._connected() as db:
            rows = db.execute(f"SELECT DISTINCT {name} FROM hold JOIN record USING (id)")
            return [str(row[0]) for row in rows if row[0] is not None]


def _row(row: sqlite3.Row) -> dict[str, Any]:
    values = {column.name: row[column.name] for column in HOLD}
    return values | {"strap": values["strap"] or None, "own_target": _yes(values["own_target"])}


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def take(
    db: sqlite3.Connection,
    strap: str,
    number: int,
    pulled: datetime | str,
    zone_min: int | None,
    data: bytes,
) -> tuple[int, bool]:
    """Keep a record, inside a transaction: (id, whether it is new). The same strap's record with
    the same content is the same record."""
    sha256 = hashlib.sha256(data).hexdigest()
    if isinstance(pulled, datetime):
        pulled = pulled.isoformat(timespec="seconds").replace("+00:00", "Z")
    there = db.execute(
        "SELECT id, data FROM record WHERE strap=? AND sha256=?", (strap, sha256)
    ).fetchone()
    if there is None:
        row = (strap, sha256, number, pulled, zone_min, data)
        taken = db.execute(
            "INSERT INTO record (strap, sha256, number, pulled, zone_min, data) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        assert taken is not None
        schema.read(db, taken)
        return taken, True
    if there[1] != data:  # the disk has changed it
        db.execute("UPDATE record SET data=? WHERE id=?", (data, there[0]))
        schema.read(db, there[0])
    return int(there[0]), False
