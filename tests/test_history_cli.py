"""pull, history, show and export, as a person calls them."""

import csv
import io
import json
import time

import pytest

from backstrap.cli.main import main
from backstrap.history import schema
from backstrap.history.columns import HOLD, MINUTE
from backstrap.history.opening import open_store
from backstrap.virtual.simulator import Strap
from tests.records import NIGHT, record, strap_with
from tests.test_app import DAY, TO_THE_HOLD
from tests.test_app import flash as flashed

UID, OTHER = "02b500000001", "02b500000002"


@pytest.fixture
def database(tmp_path):
    return tmp_path / "history.db"


@pytest.fixture
def tool(database, capsys):
    """Run a verb; (exit code, stdout, stderr)."""

    def run(*words):
        code = main([*map(str, words), "--database", str(database)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


@pytest.fixture
def told(tool):
    """Run a verb with --json; its value."""

    def run(*words):
        code, out, _ = tool(*words, "--json")
        assert code == 0
        return json.loads(out)

    return run


def given(database, *records):
    """A database with (uid, record) in it."""
    store, _ = open_store(database, begin=True)
    for number, (uid, data) in enumerate(records, 1):
        store.take(uid, number, data)


@pytest.fixture
def six(database):
    """Holds of two straps, two people and three nights, and a record that cannot be read."""
    given(
        database,
        (UID, record(1, point="rhomboids-left")),
        (UID, record(2, point="rhomboids-right", night=NIGHT + 1, minute=10)),
        (OTHER, record(1, point="levator-left", routine="neck", person=1, night=NIGHT + 1)),
        (OTHER, b"noise"),
        (UID, record(3, point="rhomboids-left", night=NIGHT - 1, ended=2)),
        (UID, record(4, point="rhomboids-left", night=3)),
    )


def ids(value):
    return [hold["id"] for hold in value["holds"]]


# ---- pull


def test_pull_says_what_came_and_what_cannot_be_read(tool, told, tmp_path, database):
    flash = strap_with(tmp_path / "flash", record(1), b"\x00" * 64)
    code, out, err = tool("pull", "--port", f"folder:{flash}")
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first == "1: record 1, rhomboids-left of upper-back, 0:10"
    assert second.startswith("2: record 2 cannot be read (not a hold record of version 1); it is ")
    assert tool("pull", "--port", f"folder:{flash}")[1] == "nothing new on the strap\n"
    value = told("pull", "--all", "--port", f"folder:{flash}", tmp_path / "holds")
    first = {
        "id": 1, "number": 1, "new": False, "file": str(tmp_path / "holds/strap-000001.hold"),
        "why": None, "routine": "upper-back", "point": "rhomboids-left", "hold_ms": 10000,
        "ended": "target", "damaged": 0,
    }  # fmt: skip
    assert value == {
        "strap": f"folder:{flash}", "database": str(database), "folder": str(tmp_path / "holds"),
        "records": [first, value["records"][1]],
    }  # fmt: skip
    assert value["records"][1]["why"] == "not a hold record of version 1"
    assert (tmp_path / "holds/strap-000002.hold").read_bytes() == b"\x00" * 64


def test_a_pull_without_a_place_goes_into_the_data_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    flash = strap_with(tmp_path / "flash", record(1))
    assert main(["pull", "--port", f"folder:{flash}"]) == 0
    assert main(["history", "--json"]) == 0
    value = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert value["database"] == str(tmp_path / "data/backstrap/history.db")
    assert len(value["holds"]) == 1


# ---- history


def test_history_has_every_hold_newest_last_and_names_what_is_missing(tool, six):
    code, out, err = tool("history")
    assert code == 0
    head, *rows, empty, last = out.splitlines()
    assert head.split() == [
        "id", "night", "time", "strap", "person", "routine", "point", "held", "target", "ended",
        "mmHg", "~breath", "~pulse",
    ]  # fmt: skip
    assert [row.split()[0] for row in rows] == ["5", "1", "3", "2", "6"]
    assert rows[0].split() == [
        "5", "2024-10-03", "22:05", UID, "1", "upper-back", "rhomboids-left", "0:10", "12:00",
        "~sensed", "60", "12.0", "62",
    ]  # fmt: skip
    assert rows[3].split()[1:3] == ["2024-10-05", "00:10"]  # after midnight, of the evening before
    assert rows[4].split()[1:5] == ["night", "3", "-", UID]
    note = "~ is an estimate; mmHg is the mean load"
    assert (empty, last) == ("", f"5 holds, 0:00 h on the ball; {note}")
    assert err == ("not shown: records that cannot be read (`backstrap show ID` says why): 4\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--point", "rhomboids-left"], [5, 1, 6]),
        (["--routine", "neck"], [3]),
        (["--person", "2"], [3]),
        (["--strap", "02B500000001"], [5, 1, 2, 6]),
        (["--strap", OTHER[:11]], [5, 1, 3, 2, 6]),
        (["--since", "2024-10-05"], [3, 2, 6]),  # 6 was pulled today, and that is known
        (["--limit", "2"], [2, 6]),
        (["--point", "rhomboids-left", "--since", "2024-10-04", "--limit", "1"], [6]),
        (["--since", "2199-01-01"], []),
    ],
)
def test_filters(told, six, words, expected):
    assert ids(told("history", *words)) == expected
    assert ids(told("export", *words)) == expected


def test_a_misspelt_point_gets_a_hint(tool, six):
    code, out, err = tool("history", "--point", "romboids-left")
    assert (code, out) == (0, "no holds; `backstrap pull` fetches those on a strap\n")
    assert err.startswith("no hold has the point 'romboids-left' (did you mean 'rhomboids-left'?)")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["history", "--since", "yesterday"], "'yesterday' is no date; write it as 2026-11-22"),
        (["history", "--since", "2024-02-30"], "'2024-02-30' is no date"),
        (["history", "--person", "5"], "5 is not in the range 1<=x<=4"),
        (["show", "99"], "no record 99; `backstrap history` lists them"),
        (["show", "4"], "record 4 cannot be read: not a hold record of version 1"),
        (["show", "9999999999"], "9999999999: cannot be read"),
        (["export"], "in which form? allowed: --csv, --json, --parquet, --fhir"),
        (["export", "--csv", "--fhir"], "--csv and --fhir: one form at a time"),
        (["export", "--csv", "--json"], "--json and --csv both want stdout"),
        (["export", "--csv", "--out", "no/such/x"], "no/such/x: cannot be written"),
    ],
)
def test_mistakes_are_named(tool, six, words, said):
    code, _, err = tool(*words)
    assert code == 1
    assert said in err


def test_where_nothing_was_pulled_yet(tool, database, tmp_path, monkeypatch, capsys):
    code, _, err = tool("history")
    assert code == 1
    assert f"there is no such database; `backstrap pull --database {database}` begins" in err
    assert not database.exists()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert main(["history"]) == 0
    assert capsys.readouterr().out == "no holds; `backstrap pull` fetches those on a strap\n"


def test_names_from_a_strap_do_not_steer_a_terminal(tool, database):
    given(database, (UID, record(1, point="\x1b[31mred\r\n\u202e", routine="a\x07\x00b")))
    for words in (["history"], ["show", "1"], ["export", "--csv"], ["export", "--fhir"]):
        code, out, err = tool(*words)
        assert code == 0
        assert "?[31mred???" in out
        assert not {c for c in out + err if not c.isprintable()} - {"\r", "\n"}
        assert "\r" not in out.replace("\r\n", "")


def test_damaged_blocks_are_told(tool, database, tmp_path):
    data = bytearray(record(1, seconds=40))
    data[64 * 3 + 5] ^= 1
    flash = strap_with(tmp_path / "flash", bytes(data), record(2))
    lines = tool("pull", "--port", f"folder:{flash}")[1].splitlines()
    assert lines[0] == "1: record 1, rhomboids-left of upper-back, 0:40, damaged blocks: 1"
    assert lines[1].endswith("0:10")
    assert "2 holds, 0:00 h on the ball; with damaged blocks: 1; ~" in tool("history")[1]


# ---- show


def test_show_takes_an_id_or_a_file_and_tells_the_same(told, six, tmp_path):
    path = tmp_path / "x.hold"
    path.write_bytes(record(1, point="rhomboids-left"))
    by_id, by_file = told("show", "1"), told("show", path)
    assert list(by_id) == list(by_file) == ["file", *(c.name for c in HOLD), "minutes"]
    different = {key for key in by_id if by_id[key] != by_file[key]}
    assert different == {"file", "id", "strap", "pulled"}
    assert [list(row) for row in by_id["minutes"]] == [[column.name for column in MINUTE]]


def test_a_file_whose_name_is_a_number_is_a_file(told, six, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1").write_bytes(record(7))
    assert (told("show", "1")["file"], told("show", "1")["number"]) == ("1", 7)
    assert told("show", "2")["file"] is None


def test_what_a_cut_record_does_not_say_is_not_made_up(told, tool, database):
    given(database, (UID, record(1)[:-64]))
    hold = told("show", "1")
    assert (hold["ended"], hold["hold_ms"], hold["load_mean_pa"]) == ("cut", 10000, 8000)
    unknown = ("wall_ms", "pauses", "moves", "dose_s", "zero_after_pa", "shortfall_pa")
    assert [hold[name] for name in unknown] == [None] * 6
    assert "mean 60, most 60 mmHg; - s above 67 mmHg" in tool("show", "1")[1]
    given(database, (OTHER, record(1)[:64]))
    bare = told("show", "2")
    assert [bare[name] for name in ("person", "target_s", "load_mean_pa", "own_target")] == (
        [None] * 4
    )
    assert "an unknown target" in tool("show", "2")[1]
    assert tool("history")[0] == 0


# ---- time


@pytest.fixture
def zone():
    """Move the computer to a time zone."""
    with pytest.MonkeyPatch.context() as patch:

        def move(name):
            patch.setenv("TZ", name)
            time.tzset()

        yield move
    time.tzset()


def test_a_hold_keeps_the_offset_of_the_computer_that_fetched_it(told, database, zone):
    for name, uid in (("CET-1CEST,M3.5.0,M10.5.0", UID), ("XXX+9:30", OTHER)):
        zone(name)
        given(database, (uid, record(1, minute=10)), (uid, record(2, night=NIGHT + 60)))
    zone("UTC")
    began = [hold["began"] for hold in told("history")["holds"]]
    assert sorted(began) == [
        "2024-10-05T00:10+02:00", "2024-10-05T00:10-09:30", "2024-12-03T22:05+01:00",
        "2024-12-03T22:05-09:30",
    ]  # fmt: skip
    assert began[0] == "2024-10-05T00:10+02:00"  # the earlier moment
    with schema.connected(database, 1) as db, schema.writing(db):
        schema.migrate(db, (*schema.STEPS, ()))
        assert [row[0] for row in db.execute("SELECT began FROM hold")] == [
            "2024-10-05T00:10+02:00", "2024-12-03T22:05+01:00", "2024-10-05T00:10-09:30",
            "2024-12-03T22:05-09:30",
        ]  # fmt: skip


# ---- a real hold


def test_a_hold_on_the_strap_comes_through_whole(told, tool, tmp_path):
    root = tmp_path / "flash"
    root.mkdir()
    flashed(root)
    Strap(root, day=DAY).play(TO_THE_HOLD + "wait 302s\npress\nexpect screen RELEASE\noff\n"
                              "wait 20s\npress\nwait 2s\n")  # fmt: skip
    value = told("pull", "--port", f"folder:{root}")
    assert [(row["number"], row["ended"]) for row in value["records"]] == [(1, "felt")]
    hold = told("history")["holds"][0]
    shown = told("show", hold["id"])
    assert 302_000 <= hold["hold_ms"] < 306_000 and hold["target_s"] > 600
    assert hold["load_mean_pa"] > 1000
    assert hold == {name: value for name, value in shown.items() if name in hold}
    assert 5 <= len(shown["minutes"]) <= 7
    assert sum(row["contact_s"] for row in shown["minutes"]) == pytest.approx(304, abs=4)
    (row,) = csv.DictReader(io.StringIO(tool("export", "--csv")[1]))
    assert (row["point"], row["hold_ms"]) == (hold["point"], str(hold["hold_ms"]))
