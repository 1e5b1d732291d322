"""Push, list, remove, install and pull on a folder that stands for the strap's flash."""

import json
import re
from pathlib import Path

import pytest

from backstrap import FIRMWARE, image
from backstrap.cli.main import main
from backstrap.device import install, slots, sync
from backstrap.device.connect import stopped
from backstrap.device.folder import FolderStrap
from backstrap.errors import DeviceError, RefusedError
from backstrap.image import manifest
from backstrap.image.manifest import MANIFEST
from tests.records import record

LIBRARY = Path(__file__).parents[1] / "host_tools/backstrap/routines/library"
UPPER_BACK = LIBRARY / "upper-back.yaml"
WRONG = Path(__file__).parent / "wrong_routines/tab.yaml"


@pytest.fixture
def flash(tmp_path):
    folder = tmp_path / "flash"
    folder.mkdir()
    return folder


@pytest.fixture
def tool(flash, capsys):
    """Run a verb on the folder; (exit code, the JSON value)."""

    def run(*words):
        code = main(["--port", f"folder:{flash}", "--json", *map(str, words)])
        return code, json.loads(capsys.readouterr().out)

    return run


def files(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def push(strap, routines, delete=False):
    return sync.push(strap, sync.plan(strap, routines, delete), lambda *_: None)


# ---- routines


def test_push_sends_once(tool, flash):
    code, done = tool("push", UPPER_BACK)
    assert (code, done["routines"][0]["state"]) == (0, "sent")
    assert files(flash) == {"routines/upper-back.jsonl"}
    assert tool("push", UPPER_BACK)[1]["routines"][0]["state"] == "same"


def test_a_wrong_file_among_good_ones_and_nothing_is_sent(tool, flash):
    assert tool("push", UPPER_BACK, WRONG)[0] == 1
    assert files(flash) == set()


def test_what_an_interrupted_push_left_goes(tool, flash):
    (flash / "routines").mkdir()
    for name in ("upper-back", "other"):
        (flash / "routines" / f"{name}.jsonl.tmp").write_bytes(b"half")
    assert tool("push", UPPER_BACK)[0] == 0
    assert files(flash) == {"routines/upper-back.jsonl"}


def test_a_push_that_dies_leaves_every_old_file(flash):
    strap = FolderStrap(flash)
    push(strap, {"one": b"old 1", "two": b"old 2"})

    class Dying(FolderStrap):
        def stage(self, path, data):
            if path.endswith("two.jsonl"):
                raise DeviceError("the cable")
            super().stage(path, data)

    with pytest.raises(DeviceError):
        push(Dying(flash), {"one": b"new 1", "two": b"new 2"})
    assert strap.get("/routines/one.jsonl") == b"old 1"
    push(strap, {"one": b"new 1", "two": b"new 2"})
    assert strap.get("/routines/one.jsonl") == b"new 1"
    assert files(flash) == {"routines/one.jsonl", "routines/two.jsonl"}


def test_a_full_flash_refuses_before_anything_is_written(flash):
    class Full(FolderStrap):
        def survey(self, *paths):
            return super().survey(*paths)._replace(free=70_000)

    with pytest.raises(RefusedError, match=r"68 KiB are free and 7\d are needed"):
        push(Full(flash), {"one": b"x"})
    assert files(flash) == set()


SITTING = LIBRARY / "upper-back-sitting.yaml"


def test_a_dry_run_tells_what_a_push_would_do_and_does_nothing(tool, flash):
    tool("push", SITTING)
    (flash / "routines/upper-back.jsonl.tmp").write_bytes(b"half")
    before = files(flash)
    code, plan = tool("push", "--dry-run", "--delete", UPPER_BACK)
    assert code == 0 and plan["dry_run"]
    rows = {row["id"]: (row["state"], row["bytes"]) for row in plan["routines"]}
    assert rows == {"upper-back": ("send", 5201), "upper-back-sitting": ("delete", None)}
    assert files(flash) == before
    tool("push", UPPER_BACK)
    rows = tool("push", "--dry-run", UPPER_BACK, SITTING)[1]["routines"]
    assert [row["state"] for row in rows] == ["same", "same"]


def test_delete_takes_other_routines_once_the_new_ones_are_there(tool, flash):
    tool("push", SITTING)
    (flash / "routines/notes.txt").write_bytes(b"not a routine: not ours to delete")
    code, done = tool("push", "--delete", UPPER_BACK)
    assert code == 0
    states = {row["id"]: row["state"] for row in done["routines"]}
    assert states == {"upper-back": "sent", "upper-back-sitting": "deleted"}
    assert files(flash) == {"routines/upper-back.jsonl", "routines/notes.txt"}


def test_sync_makes_the_strap_a_mirror_of_a_folder(tool, flash, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "read.me").write_bytes(b"no routine")
    (folder / "routine.schema.json").write_bytes(b"{}")  # as `backstrap new` leaves it there
    code, value = tool("sync", folder)
    assert code == 1 and "no routine files in" in value["error"]["message"]
    assert tool("sync", tmp_path / "none")[0] == 1
    for path in (UPPER_BACK, SITTING):
        (folder / path.name).write_bytes(path.read_bytes())
    assert [row["state"] for row in tool("sync", folder)[1]["routines"]] == ["sent", "sent"]
    (folder / UPPER_BACK.name).unlink()
    plan = tool("sync", "--dry-run", folder)[1]["routines"]
    assert {row["id"]: row["state"] for row in plan} == {
        "upper-back": "delete",
        "upper-back-sitting": "same",
    }
    assert tool("sync", folder)[0] == 0
    assert files(flash) == {"routines/upper-back-sitting.jsonl"}
    (folder / "wrong.yaml").write_bytes(WRONG.read_bytes())
    assert tool("sync", folder)[0] == 1
    assert files(flash) == {"routines/upper-back-sitting.jsonl"}


def test_list_names_good_and_broken_files(tool, flash):
    tool("push", UPPER_BACK)
    whole = (flash / "routines/upper-back.jsonl").read_bytes()
    (flash / "routines/cut.jsonl").write_bytes(whole[: len(whole) // 2])
    newer = whole.replace(b'"format":2', b'"format":9', 1)
    (flash / "routines/newer.jsonl").write_bytes(newer)
    (flash / "routines/noise.jsonl").write_bytes(b"\xff\x00\n[1,2")
    found = {row["id"]: row for row in tool("list")[1]["routines"]}
    assert found["upper-back"]["steps"] == 16 and found["upper-back"]["bad"] is None
    assert found["newer"]["bad"] == "format 9, this strap reads 2"
    assert found["cut"]["bad"] and found["noise"]["bad"]


def test_remove_takes_ids_and_suggests(tool, flash, capsys):
    tool("push", UPPER_BACK)
    code, value = tool("remove", "uper-back")
    assert code == 1
    assert "(did you mean 'upper-back'?); there: upper-back" in value["error"]["message"]
    assert tool("remove", "../settings")[0] == 1
    assert tool("remove", "upper-back") == (
        0,
        {"strap": f"folder:{flash}", "removed": ["upper-back"]},
    )
    assert files(flash) == set()


# ---- firmware


def test_install_alternates_slots_and_switches_last(tool, flash):
    code, done = tool("install", "--board", "esp32-c3-supermini")
    assert (code, done["slot"]) == (0, "a")
    installed = {name.removeprefix("app_a/") for name in files(flash) if name.startswith("app_a")}
    assert installed == set(image.compiled())
    assert (flash / "slot").read_text() == "a"
    assert (flash / "main.py").read_bytes() == (FIRMWARE / "main.py").read_bytes()
    assert json.loads((flash / "board.json").read_bytes())["board"] == "esp32-c3-supermini"
    again = tool("install", "--board", "esp32-c3-supermini")[1]
    assert (again["slot"], again["sent"]) == ("a", 0)
    (flash / "app_a/strap.mpy").write_bytes(b"older")
    stale = ["strap.py", "app.mpy", "strapcore/session.mpy", "drivers/oled.mpy"]
    for name in stale:  # the first would hide strap.mpy, the others are of an image of many files
        (flash / "app_b" / name).parent.mkdir(parents=True, exist_ok=True)
        (flash / "app_b" / name).write_bytes(b"stale")
    assert tool("install", "--board", "esp32-c3-supermini")[1]["slot"] == "b"
    assert (flash / "slot").read_text() == "ba9"  # on trial
    assert not any((flash / "app_b" / name).exists() for name in stale)
    assert (flash / "app_a/strap.mpy").read_bytes() == b"older"


class Counting(FolderStrap):
    """Loses the link after so many changes."""

    def __init__(self, root, changes):
        super().__init__(root)
        self.left = changes

    def _change(self):
        if self.left == 0:
            raise DeviceError("the cable")
        self.left -= 1

    def stage(self, path, data):
        self._change()
        super().stage(path, data)

    def commit(self, paths, removed):
        for path in paths:
            self._change()
            super().commit([path], [])
        for path in removed:
            self._change()
            super().commit([], [path])


def test_an_install_cut_anywhere_leaves_a_whole_firmware(flash):
    old = firmware({"app.mpy": b"old app", "gone.mpy": b"old"})
    new = firmware({"app.mpy": b"new app", "more.mpy": b"new"})
    older = firmware({"app.mpy": b"oldest"})
    strap = FolderStrap(flash)
    put(strap, older)
    put(strap, old)
    (flash / "slot").write_text("b")  # it has said that it is well
    for cut in range(100):
        try:
            put(Counting(flash, cut), new)
            break
        except DeviceError:
            was, _ = look(strap)
            assert (was.proven, was.trial, held(strap, "b")) == ("b", None, old)
            if MANIFEST in held(strap, "a"):  # main.py takes such a slot for whole
                assert held(strap, "a") in (older, new)
    assert 5 <= cut < 99
    assert look(strap)[0] == slots.Slots("b", "a")
    assert held(strap, "a") == new


def firmware(files):
    return {**files, MANIFEST: manifest.made("1.2.3", files)}


def put(strap, slot_files):
    return install.install(strap, slot_files, {"main.py": b"main"}, lambda *_: None)


def look(strap):
    have = strap.survey("/app_a", "/app_b", "/slot")
    return slots.read(strap, have), have


def held(strap, slot):
    names = strap.names(f"/app_{slot}")
    return {n: strap.get(f"/app_{slot}/{n}") for n in names if not n.endswith(".tmp")}


OLD, NEW, NEWEST = (firmware({"app.mpy": name}) for name in (b"old", b"new", b"newest"))


@pytest.fixture
def two(flash):
    """A strap with OLD, proven, in slot a; and NEW on trial in b."""
    strap = FolderStrap(flash)
    put(strap, OLD)
    assert put(strap, NEW)["trial"]
    return strap


@pytest.mark.parametrize("cut", range(4))
def test_a_firmware_on_trial_is_overwritten_and_never_the_proven_one(flash, two, cut):
    with pytest.raises(DeviceError):
        put(Counting(flash, cut), NEWEST)
    was, have = look(two)
    assert was.proven == "a" and held(two, "a") == OLD
    assert was.trial is None or slots.whole(two, have, "b")
    done = put(two, NEWEST)
    assert (done["slot"], look(two)[0].trial, held(two, "b")) == ("b", "b", NEWEST)


def test_the_proven_firmware_ends_the_trial_of_another(two):
    done = put(two, OLD)
    assert (done["slot"], done["sent"], done["trial"]) == ("a", 0, False)
    assert two.get("/slot") == b"a"


def test_what_the_flash_did_not_keep_is_not_switched_to(flash):
    class Worn(FolderStrap):
        def commit(self, paths, removed):
            super().commit(paths, removed)
            if "/app_b/app.mpy" in paths:
                (flash / "app_b/app.mpy").write_bytes(b"nex")

    put(FolderStrap(flash), OLD)
    with pytest.raises(DeviceError, match="slot b does not hold what was written"):
        put(Worn(flash), NEW)
    assert look(FolderStrap(flash))[0] == slots.Slots("a")


# ---- back


def test_rollback_ends_a_trial_and_then_goes_back_and_forth(tool, flash, two):
    assert tool("rollback") == (
        0,
        {"strap": f"folder:{flash}", "slot": "a", "trial": False, "backstrap": "1.2.3"},
    )
    assert two.get("/slot") == b"a"
    assert tool("rollback")[1]["trial"]
    assert two.get("/slot") == b"ba9"
    (flash / "slot").write_text("b")
    (flash / "app_a/app.mpy.tmp").write_bytes(b"half of an update")
    assert tool("rollback")[1]["slot"] == "a"
    assert two.get("/slot") == b"ab9"


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (lambda f: (f / "app_b/app.mpy").write_bytes(b"nex"), "slot b holds no whole firmware"),
        (lambda f: (f / "app_b/more.mpy").write_bytes(b"x"), "slot b holds no whole firmware"),
        (
            lambda f: (f / "app_b/app.mpy").replace(f / "app_b/app.mpy.tmp"),
            "slot b holds no whole firmware",
        ),
        (lambda f: (f / "app_b" / MANIFEST).write_bytes(b"[1]"), "slot b holds no whole firmware"),
        (lambda f: (f / "app_b" / MANIFEST).unlink(), "slot b holds no whole firmware"),
        (lambda f: (f / "slot").write_bytes(b"a b crashed\x1b[2J"), r"b crashed\\x1b\[2J"),
        (lambda f: (f / "slot").unlink(), "slot a holds no whole firmware"),
        (lambda f: (f / "slot").write_bytes(b"../x"), "slot a holds no whole firmware"),
    ],
)
def test_there_is_no_way_back_to_what_is_not_whole(tool, flash, two, damage, text):
    (flash / "slot").write_text("a")
    damage(flash)
    before = (flash / "slot").read_bytes() if (flash / "slot").exists() else None
    code, value = tool("rollback")
    assert code == 3 and re.search(text, value["error"]["message"])
    assert before is None or (flash / "slot").read_bytes() == before


def test_an_update_needs_a_strap(tool, flash):
    code, value = tool("update")
    assert code == 3 and "`backstrap install --board NAME`" in value["error"]["message"]
    assert files(flash) == set()


def test_an_update_keeps_the_wiring(tool, flash):
    tool("install", "--board", "esp32-devkitc")
    board = (flash / "board.json").read_bytes()
    (flash / "app_a/strap.mpy").write_bytes(b"older")
    assert tool("update")[1]["slot"] == "b"
    assert (flash / "board.json").read_bytes() == board


# ---- its name, and what it wrote


def test_a_strap_has_a_name(tool, flash):
    assert tool("name", "show")[1] == {"strap": f"folder:{flash}", "name": None}
    assert tool("name", "set", "blue 2")[0] == 0
    assert (flash / "name").read_bytes() == b"blue 2"
    assert tool("name", "show")[1]["name"] == "blue 2"
    (flash / "name").write_bytes(b"\x1b]0;x")
    assert tool("name", "show")[1]["name"] is None


@pytest.mark.parametrize(
    "name", ["", "x" * 25, " a", "bl\u00fc", "a\nb", "all", "COM3", "/dev/x", "a:b", "..\\a"]
)
def test_what_is_no_name_is_refused(tool, flash, name):
    code, value = tool("name", "set", "--", name)
    assert code == 1 and "allowed: 1 to 24" in value["error"]["message"]
    assert files(flash) == set()


def test_the_log_is_shown_oldest_first_and_plain(tool, flash):
    assert tool("logs")[1]["lines"] == []
    (flash / "log.txt").write_bytes(b"third \x1b[2J\xff\n")
    (flash / "log.old").write_bytes(b"first\nsecond\n")
    assert tool("logs")[1]["lines"] == ["first", "second", "third \\x1b[2J\\xff"]


def test_a_crash_is_shown_with_the_lines_of_the_sources(tool, flash):
    assert tool("crash")[1] == {"strap": f"folder:{flash}", "crash": None, "sources": False}
    tool("install", "--board", "esp32-c3-supermini")
    text = 'slot a, reset cause 1\n  File "strap.mpy", line 500, in x\nValueError: \x07no\n'
    (flash / "crash.txt").write_text(text)
    told = tool("crash")[1]
    assert told["sources"] and 'File "strap.mpy"' not in told["crash"]
    assert told["crash"].endswith("ValueError: \\x07no")
    (flash / "app_a" / MANIFEST).write_bytes(b"of another version")
    told = tool("crash")[1]
    assert not told["sources"] and 'File "strap.mpy", line 500' in told["crash"]


@pytest.mark.parametrize(
    ("identity", "text"),
    [
        ({"mpy": 5, "micropython": "1.18.0"}, "MicroPython 1.18.0 cannot run this firmware"),
        ({"micropython": "1.28.0"}, "put MicroPython 1.29 for your board on it first"),
        ({"platform": "esp32", "machine": "Generic ESP32 module with ESP32"}, "choose another"),
    ],
)
def test_a_board_that_cannot_run_it_is_refused(flash, identity, text):
    class Other(FolderStrap):
        def identity(self):
            return {**super().identity(), **identity}

    chip = {"name": "ESP32-C3", "machine": "ESP32C3"}
    with pytest.raises(RefusedError, match=text):
        install.check_chip(Other(flash), install.check_python(Other(flash), image.MPY), chip)


# ---- records


def test_pull_fetches_each_record_once(tool, flash, tmp_path):
    (flash / "sessions").mkdir()
    for number in (1, 2):
        (flash / f"sessions/{number:06d}.hold").write_bytes(record(number))
    (flash / "sessions/000003.part").write_bytes(b"still running")
    (flash / "sessions/000009.hold\n").write_bytes(b"no such name")
    code, value = tool("pull", tmp_path / "holds")
    assert code == 0
    assert [(row["number"], row["point"]) for row in value["records"]] == [
        (1, "rhomboids-left"),
        (2, "rhomboids-left"),
    ]
    assert (flash / "sessions/pulled").read_text() == "2"
    assert (tmp_path / "holds/strap-000002.hold").read_bytes() == record(2)
    assert tool("pull", tmp_path / "holds")[1]["records"] == []


def test_another_hold_of_the_same_name_is_kept_beside_the_first(tool, flash, tmp_path):
    (flash / "sessions").mkdir()
    for content in (record(1), record(1)[:128], record(1)):
        (flash / "sessions/000001.hold").write_bytes(content)
        (flash / "sessions/pulled").unlink(missing_ok=True)
        assert tool("pull", tmp_path / "holds")[0] == 0
    assert files(tmp_path / "holds") == {"strap-000001.hold", "strap-000001-2.hold"}


def test_a_folder_that_cannot_be_written_loses_nothing(tool, flash, tmp_path):
    (flash / "sessions").mkdir()
    (flash / "sessions/000001.hold").write_bytes(record())
    (tmp_path / "file").write_bytes(b"")
    code, value = tool("pull", tmp_path / "file")
    assert code == 1
    assert "cannot be written" in value["error"]["message"]
    assert not (flash / "sessions/pulled").exists()


def test_a_damaged_record_is_kept_and_named(tool, flash, tmp_path):
    (flash / "sessions").mkdir()
    (flash / "sessions/000001.hold").write_bytes(b"\x00" * 64)
    code, value = tool("pull", tmp_path / "holds")
    assert (code, value["records"][0]["point"]) == (0, None)
    assert (tmp_path / "holds/strap-000001.hold").exists()


def test_show_has_facts_estimates_and_a_row_a_minute(tmp_path, capsys):
    path = tmp_path / "x.hold"
    path.write_bytes(record())
    assert main(["show", str(path)]) == 0
    page = capsys.readouterr().out
    assert "1: rhomboids-left of upper-back, night of 2024-10-04, 22:05" in page
    assert "0:10 of 12:00 min" in page
    assert "the point's own time was reached" in page
    assert "~ is an estimate" in page
    assert main(["show", "--json", str(path)]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["ended"], value["hold_ms"], value["dose_s"]) == ("target", 10000, 4)
    assert value["minutes"] == [
        {
            "minute": 0,
            "contact_s": 10,
            "load_mean_pa": 8000,
            "load_most_pa": 8000,
            "moving_s": 0,
            "paused_s": 0,
            "temperature_c": 31.2,
            "breath_per_min_estimate": 12.0,
            "pulse_per_min_estimate": 62,
        }
    ]


def test_show_of_a_cut_record_says_so(tmp_path, capsys):
    path = tmp_path / "x.hold"
    path.write_bytes(record()[:-64])
    assert main(["show", str(path)]) == 0
    assert "cut off: the record has no end" in capsys.readouterr().out


def test_the_app_is_started_again_after_an_error_but_not_after_a_lost_link(flash):
    calls = []

    class Watched(FolderStrap):
        def stop(self):
            calls.append("stop")

        def restart(self):
            calls.append("restart")

    for error, expected in ((RefusedError, ["stop", "stop", "restart"]), (DeviceError, ["stop"])):
        calls.clear()
        with pytest.raises(error), stopped(Watched(flash), False):
            raise error("x")
        assert calls == expected
