"""The database of holds: nothing is lost, nothing is twice, whatever happens to the file."""

import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstrap.cli.records import fetch
from backstrap.device.folder import FolderStrap
from backstrap.errors import DeviceError, UserError
from backstrap.history import holds, schema
from backstrap.history.opening import default_path, open_store
from strapcore import record as strap_record
from strapcore.journal import BLOCK, crc16
from tests.records import record, strap_with

UID = "02b500000001"
OTHER = "02b500000002"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.db"


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    """A user's data folder, with nothing in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = default_path().parent
    folder.mkdir(parents=True)
    assert folder.is_relative_to(tmp_path)
    return folder


def begun(path, *records, uid=UID):
    store, _ = open_store(path, begin=True)
    for number, data in enumerate(records, 1):
        store.take(uid, number, data)
    return store


def sql(path, text, *values):
    with closing(sqlite3.connect(path)) as db, db:
        return db.execute(text, values).fetchall()


def kept(path):
    """(strap, content) of every record."""
    return sql(path, "SELECT strap, data FROM record ORDER BY id")


def of_version(number, data):
    """The record as a strap with another version of records would write it."""
    block = bytearray(data[:BLOCK])
    block[1] = number
    block[-2:] = crc16(block, 0, BLOCK - 2).to_bytes(2, "little")
    return bytes(block) + data[BLOCK:]


# ---- what is one record, and what are two

GIVEN = st.lists(
    st.tuples(
        st.sampled_from([UID, OTHER, UID.upper(), ""]),
        st.integers(1, 3),
        st.one_of(
            st.sampled_from([record(), record(2), record()[:128], record(ended=1)]),
            st.binary(max_size=200),
        ),
    ),
    max_size=12,
)


@given(GIVEN)
def test_the_same_record_twice_is_one_and_all_others_are_kept(given):
    with tempfile.TemporaryDirectory() as folder:
        store, _ = open_store(Path(folder) / "x.db", begin=True)
        taken = [store.take(*one) for one in given]
        different = list(dict.fromkeys((uid.lower(), data) for uid, _, data in given))
        assert kept(store.path) == different
        assert [one.new for one in taken].count(True) == len(different)
        ids = {}
        for (uid, _, data), one in zip(given, taken, strict=True):
            assert ids.setdefault((uid.lower(), data), one.id) == one.id
        listed = [hold["id"] for hold in store.holds()] + [r["id"] for r in store.unreadable()]
        assert sorted(listed) == sorted(ids.values())


def test_straps_number_their_records_alike_and_an_erased_one_begins_again(path):
    store = begun(path, record(1, point="one"))
    store.take(OTHER, 1, record(1, point="two"))
    store.take(OTHER, 1, record(1, point="one"))
    store.take(UID, 1, record(1, point="three"))
    assert [(h["strap"], h["number"], h["point"]) for h in store.holds()] == [
        (UID, 1, "one"), (OTHER, 1, "two"), (OTHER, 1, "one"), (UID, 1, "three"),
    ]  # fmt: skip


# ---- a pull that is interrupted


class Dying(FolderStrap):
    """Its cable is pulled when it is told what it may forget; seen: what was on the disk then."""

    def stage(self, path, data):
        self.seen = kept(self.database)
        raise DeviceError("the cable")


def test_a_pull_cut_between_the_disk_and_the_strap_loses_and_doubles_nothing(tmp_path, path):
    flash = strap_with(tmp_path / "flash", record(1), record(2))
    strap = Dying(flash)
    strap.database = path
    with pytest.raises(DeviceError):
        fetch(strap, begun(path), None, False)
    assert strap.seen == [("", record(1)), ("", record(2))]  # before the strap was told
    assert not (flash / "sessions/pulled").exists()
    value, _ = fetch(FolderStrap(flash), begun(path), None, False)
    assert [row["new"] for row in value["records"]] == [False, False]
    assert kept(path) == strap.seen
    assert (flash / "sessions/pulled").read_text() == "2"


DIES = """
import os, sys
from pathlib import Path
from backstrap.cli.records import fetch
from backstrap.device.folder import FolderStrap
from backstrap.history import schema
from backstrap.history.opening import open_store

flash, path, where = sys.argv[1:]
store, _ = open_store(Path(path), begin=True)
read = schema.read

def dying(db, number):
    read(db, number)
    if where == "transaction" and number > 2:
        os._exit(9)

schema.read = dying

class Strap(FolderStrap):
    def get(self, name):
        if where == "link" and name.endswith("3.hold"):
            os._exit(9)
        return super().get(name)

fetch(Strap(Path(flash)), store, None, False)
"""


@pytest.mark.parametrize("where", ["link", "transaction"])
def test_a_process_that_dies_in_a_pull_keeps_what_it_had_and_no_half(tmp_path, path, where):
    flash = strap_with(tmp_path / "flash", *(record(number) for number in range(1, 5)))
    words = [sys.executable, "-c", DIES, str(flash), str(path), where]
    assert subprocess.run(words, check=False).returncode == 9
    assert kept(path) == [("", record(1)), ("", record(2))]
    assert not (flash / "sessions/pulled").exists()
    value, _ = fetch(FolderStrap(flash), open_store(path)[0], None, False)
    assert [row["new"] for row in value["records"]] == [False, False, True, True]
    assert kept(path) == [("", record(number)) for number in range(1, 5)]


def test_a_commit_is_on_the_disk_and_in_one_file(path):
    begun(path)
    with schema.connected(path, 1) as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_what_is_fetched_again_does_not_set_back_what_the_strap_knows(tmp_path, path):
    flash = strap_with(tmp_path / "flash", record(1))
    (flash / "sessions/pulled").write_text("7")  # the others had to make room
    value, _ = fetch(FolderStrap(flash), begun(path), None, True)
    assert [row["number"] for row in value["records"]] == [1]
    assert (flash / "sessions/pulled").read_text() == "7"


# ---- several at once


def test_pulls_in_several_processes_share_one_new_database(tmp_path, path):
    running = []
    for number in range(4):
        flash = strap_with(tmp_path / f"flash{number}", *(record(i, point=f"p{number}-{i}")
                                                        for i in range(1, 4)))  # fmt: skip
        words = ["pull", "--port", f"folder:{flash}", "--database", str(path)]
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "backstrap", *words], stderr=subprocess.PIPE, text=True
            )
        )
    assert [(one.communicate()[1], one.returncode) for one in running] == [("", 0)] * 4
    points = {hold["point"] for hold in open_store(path)[0].holds()}
    assert points == {f"p{number}-{i}" for number in range(4) for i in range(1, 4)}


def test_threads_share_a_store(path):
    store = begun(path)
    given = [(f"{strap:012x}", n, record(n)) for strap in range(4) for n in range(1, 6)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda one: store.take(*one), given))
    assert len({one.id for one in taken}) == len(kept(path)) == 20


def test_a_database_that_another_program_holds_is_waited_for(path):
    store = begun(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        waiting = threading.Thread(target=lambda: store.take(UID, 1, record()))
        waiting.start()
        other.execute("COMMIT")
        waiting.join()
    assert kept(path) == [(UID, record())]


def test_one_that_is_held_for_long_is_named(path):
    begun(path, record(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match=r"history\.db: another program holds"):
            open_store(path, begin=True, wait_s=0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        store, _ = open_store(path, wait_s=0.01)
        other.execute("BEGIN IMMEDIATE")
        assert len(store.holds()) == 1  # who only reads need not wait
        with pytest.raises(UserError, match="another program holds"):
            store.take(UID, 2, record(2))


# ---- damage


def test_a_record_that_cannot_be_read_is_kept_for_a_later_version(path, monkeypatch):
    newer = of_version(9, record(1))
    store = begun(path, newer, b"\x00" * 64, record(3))
    assert [(row["id"], row["why"]) for row in store.unreadable()] == [
        (1, "not a hold record of version 1"), (2, "not a hold record of version 1"),
    ]  # fmt: skip
    with pytest.raises(UserError, match="record 1 cannot be read: not a hold record of version 1"):
        store.one(1)
    monkeypatch.setattr(strap_record, "VERSION", 9)
    with schema.connected(path, 1) as db, schema.writing(db):
        schema.migrate(db, (*schema.STEPS, ()))
    assert [hold["point"] for hold in store.holds()] == ["rhomboids-left"]
    assert store.one(1)[1] == newer
    assert [row["id"] for row in store.unreadable()] == [2, 3]


def test_names_that_are_no_text_do_not_end_a_pull(path):
    block = bytearray(record(1))
    block[10] = 0xFF
    block[BLOCK - 2 : BLOCK] = crc16(block, 0, BLOCK - 2).to_bytes(2, "little")
    assert begun(path).take(UID, 1, bytes(block)).why == "its names cannot be read"
    assert begun(path).take(UID, 2, bytes(2 << 20)).why.startswith("more than 1048576 bytes")


def test_a_record_that_the_disk_has_changed_is_named_and_mended_by_the_strap(path):
    store = begun(path, record(1))
    sql(path, "UPDATE record SET data=?", record(1)[:-64])
    with pytest.raises(UserError, match="record 1 is not as it came"):
        store.one(1)
    assert store.take(UID, 1, record(1)) == (1, False, None)
    assert store.one(1)[0]["ended"] == "target"


def spoil_middle(path):
    """Garbage over a third of the file, as a bad disk does it; the header stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : 2 * len(data) // 3] = b"\xa5" * (2 * len(data) // 3 - len(data) // 3)
    path.write_bytes(data)


def spoil_all(path):
    """What a power cut may leave: a file of its length, and nothing in it."""
    path.write_bytes(bytes(path.stat().st_size))


def cut(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


MANY = [record(number, seconds=40) for number in range(1, 121)]


@pytest.mark.parametrize(("spoil", "least"), [(spoil_middle, 2), (spoil_all, 0), (cut, 0)])
def test_a_damaged_database_is_kept_aside_and_what_can_be_read_is_taken_over(
    data_folder, tmp_path, spoil, least
):
    path = data_folder / "history.db"
    flash = strap_with(tmp_path / "flash", *MANY)
    fetch(FolderStrap(flash), begun(None), None, False)
    sql(path, "UPDATE record SET data=? WHERE id=1", b"rot")  # not to be taken for a record
    spoil(path)
    damaged = path.read_bytes()
    with pytest.raises(UserError, match=r"is damaged.*`backstrap pull` keeps it aside"):
        open_store(None)
    assert path.read_bytes() == damaged  # who only looks changes nothing

    store, notes = open_store(None, begin=True)
    (aside,) = data_folder.glob("*damaged*")
    assert aside.name == "history.damaged-1.db" and aside.read_bytes() == damaged
    assert str(aside) in notes[0] and "`backstrap pull --all`" in notes[1]
    rescued = kept(path)
    assert f"{len(rescued)} of its records can be read" in notes[2]
    assert least <= len(rescued) < len(MANY) and {data for _, data in rescued} <= set(MANY)
    value, _ = fetch(FolderStrap(flash), store, None, True)
    assert sum(row["new"] for row in value["records"]) == len(MANY) - len(rescued)
    assert {data for _, data in kept(path)} == set(MANY)
    assert open_store(None, begin=True)[1] == []


def test_a_second_damaged_one_does_not_take_the_place_of_the_first(data_folder):
    path = data_folder / "history.db"
    begun(None, record(1))
    for content in (b"first", b"second"):
        path.write_bytes(content)
        path.with_name("history.db-journal").write_bytes(b"half a journal")
        open_store(None, begin=True)
    assert {one.name: one.read_bytes() for one in data_folder.glob("*damaged*")} == {
        "history.damaged-1.db": b"first",
        "history.damaged-2.db": b"second",
    }
    assert not path.with_name("history.db-journal").exists()


def test_several_that_find_the_damage_at_once_move_it_once(data_folder):
    path = data_folder / "history.db"
    path.write_bytes(b"no database")
    ready = threading.Barrier(6)

    def take(number):
        ready.wait()
        return open_store(None, begin=True)[0].take(UID, number, record(number))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(take, range(1, 7)))
    assert [one.read_bytes() for one in data_folder.glob("*damaged*")] == [b"no database"]
    assert len(kept(path)) == 6


def test_nobody_looks_for_damage_while_another_does(path):
    begun(path, record(1))
    with closing(sqlite3.connect(f"{path}.lock", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="another program holds the database"):
            open_store(path, wait_s=0)
    assert open_store(path)[0].holds()


@pytest.mark.parametrize("content", [b"a;spread;sheet\n" * 100, None])
def test_a_file_that_is_not_ours_is_left_alone(path, content):
    if content is None:
        sql(path, "CREATE TABLE theirs (x)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    for begin in (False, True):
        with pytest.raises(UserError, match=r"history\.db: (no database|the database of another)"):
            open_store(path, begin)
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir()} == {"history.db", "history.db.lock"}


# ---- versions


def test_a_newer_database_is_refused_and_left_alone(path):
    begun(path, record(1))
    sql(path, f"PRAGMA user_version={len(schema.STEPS) + 1}")
    before = path.read_bytes()
    for begin in (False, True):
        with pytest.raises(UserError, match=r"history\.db: made by a newer backstrap"):
            open_store(path, begin)
    assert path.read_bytes() == before


def test_an_older_database_is_brought_forward_in_one_step_or_not_at_all(path):
    store = begun(path, record(1), b"noise")
    good = (*schema.STEPS, ("ALTER TABLE record ADD COLUMN note TEXT",))
    with pytest.raises(sqlite3.OperationalError), closing(sqlite3.connect(path)) as db:
        db.isolation_level = None
        with schema.writing(db):
            schema.migrate(db, (*good, ("ALTER TABLE nothing ADD COLUMN x",)))
    assert sql(path, "PRAGMA user_version") == [(len(schema.STEPS),)]
    assert "note" not in [row[1] for row in sql(path, "PRAGMA table_info(record)")]
    with schema.connected(path, 1) as db, schema.writing(db):
        schema.migrate(db, good)
    assert sql(path, "PRAGMA user_version") == [(len(good),)]
    assert kept(path) == [(UID, record(1)), (UID, b"noise")]
    assert [hold["id"] for hold in store.holds()] == [1]


# ---- the folder of before


def test_the_records_of_the_old_folder_are_taken_once(data_folder):
    folder = data_folder / "holds"
    old = [(UID, 1, record(1)), (UID, 1, record(1)[:128]), (OTHER, 1, record(1)), ("", 2, b"?")]
    for one in old:
        holds.keep(folder, *one)
    (folder / "notes.txt").write_text("mine")
    files = {one.name: one.read_bytes() for one in folder.iterdir()}
    store, notes = open_store(None)
    assert notes == [f"{folder}: its 4 records are in {store.path} now; the files stay"]
    assert {(strap, data) for strap, data in kept(store.path)} == {
        (uid, data) for uid, _, data in old
    }
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == files
    assert not store.take(UID, 1, record(1)).new
    sql(store.path, "DELETE FROM hold")
    sql(store.path, "DELETE FROM record")
    assert open_store(None)[1] == [] and kept(store.path) == []


def test_an_old_file_that_cannot_be_read_holds_up_the_others_until_it_can(data_folder):
    folder = data_folder / "holds"
    good = holds.keep(folder, UID, 1, record(1))
    bad = folder / "strap-000002.hold"
    bad.mkdir()
    with pytest.raises(UserError, match=r"strap-000002\.hold: cannot be read"):
        open_store(None)
    bad.rmdir()
    store, _ = open_store(None)
    assert kept(store.path) == [(UID, good.read_bytes())]


def test_a_database_of_ones_own_has_nothing_of_the_old_folder(data_folder):
    holds.keep(data_folder / "holds", UID, 1, record(1))
    store, notes = open_store(data_folder / "mine.db", begin=True)
    assert (store.holds(), notes) == ([], [])
