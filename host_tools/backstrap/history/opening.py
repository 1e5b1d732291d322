"""From a file's name, or none, to a database that is sound and of this version."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backstrap.errors import UserError
from backstrap.history import holds, rescue, schema
from backstrap.history.store import PULL_MENDS, Store, take

_WAIT_S = 30.0  # for another process; a transaction of ours takes less than one


def default_path() -> Path:
    """In the user's data folder."""
    import platformdirs

    return platformdirs.user_data_path("backstrap", appauthor=False) / "history.db"


def open_store(
    path: Path | None, begin: bool = False, wait_s: float = _WAIT_S
) -> tuple[Store, list[str]]:
    """The database at path, else at the default place; and what a person should know of it.

    begin: a new one may be made at path, and in the place of a damaged one, which is kept. One at
    the default place is made in any case, from the records in the folder that came before it.
    """
    place, notes = path or default_path(), []
    if path is not None and not begin and not path.exists():
        raise UserError(
            f"{path}: there is no such database; `backstrap pull --database {path}` begins one"
        )
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(place, wait_s):
            if _damaged(place, path is None, wait_s):
                if not begin:
                    raise UserError(f"{place}: the database is damaged; {PULL_MENDS}")
                moved = rescue.aside(place)
                notes += [f"{place}: was damaged; it is kept as {moved}", _STILL_THERE]
    except OSError as e:
        raise UserError(f"{place}: cannot be used ({e.strerror or e}); {_ANOTHER}") from None
    with schema.connected(place, wait_s) as db:
        if schema.version(db) < len(schema.STEPS):
            with schema.writing(db):
                is_new = schema.version(db) == 0
                schema.migrate(db)
                if is_new:
                    notes += _begin(db, place, path is None)
    return Store(place, wait_s), notes


_ANOTHER = "name another with --database"
_STILL_THERE = (
    "a strap keeps records that were pulled until it needs their room: "
    "`backstrap pull --all` fetches them again"
)


@contextmanager
def _alone(path: Path, wait_s: float) -> Iterator[None]:
    """Nobody else looks for damage meanwhile: who still has the file that is moved aside open
    would take the journal of its successor for its own."""
    with schema.connected(path.with_name(path.name + ".lock"), wait_s) as db:
        db.execute("BEGIN EXCLUSIVE")  # ends with the process, whatever becomes of it
        yield


def _damaged(path: Path, is_default: bool, wait_s: float) -> bool:
    """Whether the database must be replaced; UserError when the file is none of ours."""
    ours = is_default
    try:
        with schema.connected(path, wait_s) as db:
            marked = db.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
            ours = ours or marked
            if marked:
                schema.version(db)
            elif db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise UserError(f"{path}: the database of another program; {_ANOTHER}")
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except schema.DamagedError:
        if not ours:
            raise UserError(f"{path}: no database; {_ANOTHER}") from None
        return True


def _begin(db: sqlite3.Connection, path: Path, is_default: bool) -> list[str]:
    """Take what there was before the database: records in a folder, or in damaged ones."""
    notes = []
    folder = path.with_name("holds")
    if is_default and folder.is_dir():
        count = sum(take(db, holds.hex_digits(one.uid), one.number, one.pulled, None, one.data)[1]
                    for one in holds.in_folder(folder))  # fmt: skip
        notes.append(f"{folder}: its {count} records are in {path} now; the files stay")
    for old in rescue.damaged(path):
        count = sum(take(db, *row)[1] for row in rescue.readable(old))
        notes.append(f"{old}: {count} of its records can be read; they are in the new one")
    return notes
