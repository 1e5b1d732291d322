"""Progress on a strap: shown, exported, imported, one point forgotten."""

import json
import socketserver
import threading

import pytest

from backstrap.cli.main import main
from backstrap.device import progress as device
from backstrap.device.folder import FolderStrap
from backstrap.errors import RefusedError
from backstrap.virtual.node import VirtualStrap
from strapcore import progress as kept
from strapcore.routine import EXERCISE, HOLD, Routine, Step
from strapcore.session import DID, FELT, STOPPED_EARLY, TARGET

NIGHT = 20779  # 2026-11-22
ROUTINE = Routine(
    {
        "id": "upper-back", "name": "Upper back", "region": "upper-back", "night": [1, 3],
        "rest_s": 120, "rest_nights": 0, "kits": [], "schedule": [], "steps": 3,
    }
)  # fmt: skip
LEFT, RIGHT = (
    Step(
        HOLD,
        {
            "id": f"rhomboids-{side}", "muscle": "rhomboids", "side": side, "layer": 2,
            "after": [], "map": [40, 62], "spots": 3, "hold_s": [600, 720, 1500], "lines": [],
        },
    )
    for side in ("left", "right")
)  # fmt: skip
BANDS = Step(EXERCISE, {"id": "bands", "name": "Bands", "lines": [], "seconds": 60})


@pytest.fixture
def flash(tmp_path):
    folder = tmp_path / "flash"
    folder.mkdir()
    return folder


@pytest.fixture
def tool(flash, capsys):
    """Run `backstrap progress` on the folder; (exit code, the JSON value)."""

    def run(*words):
        code = main(["progress", "--port", f"folder:{flash}", "--json", *map(str, words)])
        return code, json.loads(capsys.readouterr().out)

    return run


def two_nights(night=NIGHT):
    """Progress as the strap's own code books it."""
    progress = kept.fresh()
    minute = 1440 * night
    kept.book(progress, ROUTINE, LEFT, night, minute, FELT, 660, 300)
    kept.book(progress, ROUTINE, BANDS, night, minute, DID, 60, 0)
    kept.book(progress, ROUTINE, LEFT, night + 1, minute + 1440, TARGET, 690, 95)
    kept.book(progress, ROUTINE, RIGHT, night + 1, minute + 1440, STOPPED_EARLY, 70, 0)
    kept.choose_target(progress, ROUTINE, RIGHT, night + 1, 900)
    return progress


def put(flash, progress, name="progress.json"):
    data = json.dumps(progress).encode()
    (flash / name).write_bytes(data)
    return data


def stored(flash, name="progress.json"):
    return json.loads((flash / name).read_bytes())


# ---- show


def test_show_tells_each_point_and_the_night(tool, flash):
    put(flash, two_nights())
    code, value = tool("show")
    assert (code, value["person"]) == (0, 1)
    (routine,) = value["routines"]
    assert (routine["id"], routine["start_date"]) == ("upper-back", "2026-11-22")
    left, bands, right = routine["points"]
    assert left == {
        "id": "rhomboids-left", "times": 2, "let_go": 1, "night": NIGHT + 1, "date": "2026-11-23",
        "seconds": 690, "ended": "target", "next_target_s": 810, "own": False,
    }  # fmt: skip
    assert (bands["ended"], bands["next_target_s"]) == ("done", None)
    assert (right["times"], right["ended"], right["next_target_s"]) == (0, "stopped", 900)
    assert right["own"] is True
    night = value["night"]
    assert (night["date"], night["dose_s"]) == ("2026-11-23", 95)
    assert [one["id"] for one in night["done"]] == ["rhomboids-left"]


def test_show_for_people(flash, capsys):
    put(flash, two_nights())
    assert main(["progress", "show", "--port", f"folder:{flash}"]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("rhomboids-left")).split()
    assert row[:6] == ["rhomboids-left", "2", "1", "2026-11-23", "11:30", "13:30"]
    assert "night 2026-11-23: rhomboids-left; 1:35 min above 67 mmHg" in out


def test_nights_without_a_clock_are_numbers(tool, flash, capsys):
    put(flash, two_nights(night=1))
    point = tool("show")[1]["routines"][0]["points"][0]
    assert (point["night"], point["date"]) == (2, None)
    assert main(["progress", "show", "--port", f"folder:{flash}"]) == 0
    assert "  night 2  " in capsys.readouterr().out


def test_without_a_file_nobody_has_held_a_point(tool, flash, capsys):
    assert tool("show")[1] == {
        "strap": f"folder:{flash}", "person": 1, "night": None, "routines": [],
    }  # fmt: skip
    assert main(["progress", "show", "--port", f"folder:{flash}"]) == 0
    assert capsys.readouterr().out == "person 1: nobody has held a point yet\n"
    for words in (["export", flash / "x"], ["reset", "--point", "x"]):
        code, value = tool(*words)
        assert code == 1 and "nobody has held a point yet" in value["error"]["message"]


def test_each_person_has_a_file(tool, flash):
    put(flash, two_nights(), "progress-3.json")
    assert tool("show")[1]["routines"] == []
    assert len(tool("show", "--person", "3")[1]["routines"]) == 1
    code, value = tool("show", "--person", "5")
    assert (code, value["error"]["message"]) == (
        1,
        "no person 5; allowed: 1 to 4, as in the strap's menu",
    )


def test_names_from_the_strap_cannot_steer_a_terminal(flash, capsys):
    progress = two_nights()
    steps = progress["routines"]["upper-back"]["steps"]
    steps["\x1b[2Jx\n" + 90 * "y"] = steps.pop("rhomboids-left")
    put(flash, progress)
    assert main(["progress", "show", "--port", f"folder:{flash}"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "?[2Jx?yyy" in out and 30 * "y" not in out


# ---- export and import


def test_export_and_import_bring_back_what_was(tool, flash, tmp_path):
    data = put(flash, two_nights())
    file = tmp_path / "copy.json"
    assert tool("export", file)[0] == 0
    assert file.read_bytes() == data
    assert tool("import", file, "--person", "2")[0] == 0
    assert stored(flash, "progress-2.json") == two_nights()
    assert {path.name for path in flash.iterdir()} == {"progress.json", "progress-2.json"}


def deeper(value):
    value["routines"]["upper-back"]["steps"]["x"] = [1, 2]
    return value


WRONG = [
    (b"[1, 2", "cut short or not JSON"),
    (b"[" * 20_000, "cut short or not JSON"),
    (json.dumps(kept.fresh()).encode("utf-16"), "cut short or not JSON"),
    (b"[]", "not what a strap keeps of a person"),
    (json.dumps({**kept.fresh(), "format": 1}).encode(), "format '1' is not known; allowed: 2"),
    (json.dumps({**kept.fresh(), "boots": -1}).encode(), "a field is missing or out of bounds"),
    (json.dumps({**kept.fresh(), "boots": 1 << 40}).encode(), "missing or out of bounds"),
    (json.dumps(deeper(two_nights())).encode(), "a field is missing or out of bounds"),
    (json.dumps({**kept.fresh(), "recort": 1}).encode(), "key 'recort' (did you mean 'record'?)"),
    (json.dumps(kept.fresh()).encode() + b" " * device.BYTES_MOST, "more than 32768 bytes"),
]


@pytest.mark.parametrize(("data", "why"), WRONG)
def test_import_refuses_anything_else_and_leaves_the_old(tool, flash, tmp_path, data, why):
    before = put(flash, two_nights())
    file = tmp_path / "wrong.json"
    file.write_bytes(data)
    code, value = tool("import", file)
    assert code == 1
    assert str(file) in value["error"]["message"] and why in value["error"]["message"]
    assert (flash / "progress.json").read_bytes() == before
    assert [path.name for path in flash.iterdir()] == ["progress.json"]


def test_import_writes_what_was_checked_not_what_was_read(tool, flash, tmp_path):
    """A key that comes twice, or a letter as the file has it, may mean another thing elsewhere."""
    file = tmp_path / "twice.json"
    text = json.dumps(kept.fresh())
    file.write_text(text.replace('"boots": 0', '"boots": -5, "boots": 0'))
    assert tool("import", file)[0] == 0
    assert b"-5" not in (flash / "progress.json").read_bytes()
    assert stored(flash) == kept.fresh()


def test_a_full_flash_keeps_the_old_progress(flash):
    class Full(FolderStrap):
        def survey(self, *paths):
            return super().survey(*paths)._replace(free=70_000)

    before = put(flash, two_nights())
    with pytest.raises(RefusedError, match="68 KiB are free"):
        device.put(Full(flash), 1, kept.fresh())
    assert (flash / "progress.json").read_bytes() == before


def test_a_damaged_file_on_the_strap_is_told_and_may_be_replaced(tool, flash, tmp_path):
    put(flash, [1, 2])
    for words in (["show"], ["export", tmp_path / "x"], ["reset", "--point", "x"]):
        code, value = tool(*words)
        assert code == 2
        assert "/progress.json: not what a strap keeps" in value["error"]["message"]
    file = tmp_path / "good.json"
    file.write_text(json.dumps(two_nights()))
    assert tool("import", file)[0] == 0
    assert stored(flash) == two_nights()


# ---- reset


def test_reset_forgets_one_point_and_keeps_the_night(tool, flash):
    put(flash, two_nights())
    code, value = tool("reset", "--point", "rhomboids-left")
    assert (code, value["routine"]) == (0, "upper-back")
    left = two_nights()
    entry = left["routines"]["upper-back"]["steps"]["rhomboids-left"]
    entry[kept.TIMES] = entry[kept.LET_GO] = 0
    assert sorted(stored(flash).items()) == sorted(left.items())
    assert kept.dose_s(left, NIGHT + 1) == 95
    tool("reset", "--point", "bands")  # of the night before
    assert "bands" not in stored(flash)["routines"]["upper-back"]["steps"]
    assert [path.name for path in flash.iterdir()] == ["progress.json"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--point", "romboids-left"], "no point 'romboids-left' was ever done (did you mean"),
        (["--point", "x", "--routine", "upperback"], "(did you mean 'upper-back'?)"),
        (["--point", "nothing-like-it"], "there: rhomboids-left, bands, rhomboids-right"),
        ([], "name it with --point"),
    ],
)
def test_reset_of_what_is_not_there_changes_nothing(tool, flash, words, why):
    before = put(flash, two_nights())
    code, value = tool("reset", *words)
    assert code == 1 and why in value["error"]["message"]
    assert (flash / "progress.json").read_bytes() == before


def test_a_point_of_two_routines_needs_the_routine(tool, flash):
    progress = two_nights()
    progress["routines"]["mine"] = json.loads(json.dumps(progress["routines"]["upper-back"]))
    put(flash, progress)
    code, value = tool("reset", "--point", "bands")
    assert code == 1
    assert "a point of upper-back, mine; choose one with --routine" in value["error"]["message"]
    assert tool("reset", "--point", "bands", "--routine", "mine")[0] == 0
    assert "bands" not in stored(flash)["routines"]["mine"]["steps"]
    assert "bands" in stored(flash)["routines"]["upper-back"]["steps"]


def test_the_way_to_begin_anew_that_reset_names_works(tool, flash, tmp_path):
    put(flash, two_nights())
    message = tool("reset")[1]["error"]["message"]
    file = tmp_path / "new.json"
    file.write_text(message.splitlines()[-1])
    assert tool("import", file)[0] == 0
    assert stored(flash) == kept.fresh()


# ---- a hold that runs


class Holding(socketserver.StreamRequestHandler):
    """The console of a strap that somebody lies on."""

    def handle(self):
        for line in self.rfile:
            if line.startswith(b"#bs status"):
                answer = {"backstrap": "0", "state": "HOLD", "point": "rhomboids-left"}
                self.wfile.write(b"#bs " + json.dumps(answer).encode() + b"\n")
            elif line.startswith(b"#bs time"):
                self.wfile.write(b'#bs {"ok":1}\n')
            elif line.strip(b"\x02\n"):
                self.wfile.write(b"interrupted: " + line)


@pytest.fixture
def held():
    with socketserver.TCPServer(("127.0.0.1", 0), Holding) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"socket://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    "words", [["show"], ["export", "copy.json"], ["import", "new.json"], ["reset", "--point", "x"]]
)
def test_no_verb_interrupts_a_hold(held, capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.json").write_text(json.dumps(kept.fresh()))
    assert main(["progress", *words, "--port", held]) == 3
    assert "a hold runs on rhomboids-left" in capsys.readouterr().err
    assert not (tmp_path / "copy.json").exists()


def test_over_the_link_to_a_real_micropython(capsys, tmp_path):
    copy, back = tmp_path / "copy.json", tmp_path / "back.json"
    copy.write_text(json.dumps(two_nights()))
    with VirtualStrap(tmp_path / "strap", speed=1.0, bare=True) as strap:
        port = ["--port", strap.address, "--person", "2"]
        assert main(["progress", "show", *port]) == 0
        assert "nobody has held a point yet" in capsys.readouterr().out
        assert main(["progress", "import", str(copy), *port]) == 0
        assert main(["progress", "reset", "--point", "bands", *port]) == 0
        assert main(["progress", "export", str(back), *port]) == 0
    left = two_nights()
    del left["routines"]["upper-back"]["steps"]["bands"]
    assert json.loads(back.read_bytes()) == left
    assert stored(tmp_path / "strap", "progress-2.json") == left
