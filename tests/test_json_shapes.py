"""docs/json.md against what each verb prints with --json."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backstrap.cli.main import main
from backstrap.virtual.node import VirtualStrap
from strapcore import progress
from tests.records import record, strap_with
from tests.test_manners import LEAVES
from tests.test_progress_cli import LEFT, two_nights

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "host_tools/backstrap/routines/library"
_BLOCK = re.compile(r"^```json (.+?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHAPES = {
    words: json.loads(text)
    for words, text in _BLOCK.findall((ROOT / "docs/json.md").read_text(encoding="utf-8"))
}
KINDS = {
    "text": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "yes or no": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "anything": lambda value: True,
}


def differences(shape, value, where="it"):
    """Where the value is not of the shape, in words."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{where}: no object"]
        rest = next((inner for key, inner in shape.items() if key.startswith("<")), None)
        named = {key for key in shape if not key.startswith("<")}
        found = [f"{where}.{key}: missing" for key in named - set(value)]
        for key, inner in value.items():
            if key in named:
                found += differences(shape[key], inner, f"{where}.{key}")
            elif rest is None:
                found.append(f"{where}.{key}: not on the page")
            else:
                found += differences(rest, inner, f"{where}.{key}")
        return found
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: no list"]
        return [one for inner in value for one in differences(shape[0], inner, f"{where}[]")]
    kinds = shape.replace("yes or no", "yes+no").split(" or ")
    good = any(KINDS[kind.replace("+", " or ")](value) for kind in kinds)
    return [] if good else [f"{where}: {value!r} is not {shape}"]


@pytest.fixture
def printed(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = main([*words, "--json"])
        out = capsys.readouterr().out
        assert code == 0, words
        return json.loads(out)

    return run


def holds_to(words, value):
    assert differences(SHAPES[words], value) == []


def test_every_verb_is_on_the_page():
    on_the_page = set(SHAPES) - {"error", "several", "info --self-test"}
    assert on_the_page == {" ".join(words) for words in LEAVES}


def test_a_difference_is_seen():
    shape = {"a": ["integer or null"], "<key>": "yes or no"}
    assert differences(shape, {"a": [1, None], "b": True}) == []
    assert differences({"a": "text"}, {"a": "x", "b": 1}) == ["it.b: not on the page"]
    assert differences({"a": "text"}, {}) == ["it.a: missing"]
    assert differences(shape, {"a": ["1"], "b": 1}) == [
        "it.a[]: '1' is not integer or null",
        "it.b: 1 is not yes or no",
    ]
    assert differences(shape, []) == ["it: no object"]
    assert differences(["text"], {}) == ["it: no list"]
    assert differences("integer", True) == ["it: True is not integer"]


# ---- verbs about files, and a folder that stands for a strap's flash

NECK = str(LIBRARY / "neck.yaml")
PRESSURE = "t,pa\n" + "".join(f"{i / 25:.2f},{109000 + i % 7}\n" for i in range(25 * 20))
ALONE = {  # verbs in this order, on one folder
    "install": ["--board", "esp32-devkitc"],
    "mip": ["package", "--board", "esp32-c3-supermini"],
    "image": ["strap.img", "--board", "esp32-devkitc"],
    "update": [],
    "name set": ["blue"],
    "name show": [],
    "logs": [],
    "crash": [],
    "new": ["mine"],
    "check": [NECK],
    "preview": [NECK],
    "schema": [],
    "push": [NECK],
    "sync": [str(LIBRARY)],
    "list": [],
    "remove": ["neck"],
    "pull": [],
    "show": ["1"],
    "history": [],
    "export": [],
    "progress show": [],
    "progress export": ["kept.json"],
    "progress import": ["kept.json"],
    "progress reset": ["--point", LEFT.id],
    "board list": [],
    "board check": [str(ROOT / "boards/xiao-esp32c3.toml")],
    "board show": ["xiao-esp32c3"],
    "limits": [],
    "cues list": [],
    "cues play": ["done", "--wav", "done.wav"],
    "simulate-nights": ["upper-back", "--nights", "3"],
    "replay": ["pressure.csv", "--column", "pa", "--fs", "25", "--pa-per-unit", "1", "--loaded"],
    "completion": ["bash"],
    "man": [],
    "report": ["--html", "report.html"],
    "page": ["--check", "--out", "site"],
}
HERE = (
    "image", "mip", "new", "check", "preview", "schema", "show", "history", "export", "limits",
    "cues", "board", "simulate-nights", "replay", "man", "page",
    "report",
)  # fmt: skip


def test_verbs_on_files_and_folders(printed, tmp_path):
    flash = strap_with(tmp_path / "flash", record(1), b"not a record" * 20)
    kept = two_nights()
    (flash / "progress.json").write_text(json.dumps(kept))
    (tmp_path / "pressure.csv").write_text(PRESSURE)
    for words, more in ALONE.items():
        port = [] if words.split()[0] in HERE else ["--port", f"folder:{flash}"]
        holds_to(words, printed(*words.split(), *more, *port))
    shutil.copytree(flash / "app_a", flash / "app_b")
    holds_to("rollback", printed("rollback", "--port", f"folder:{flash}"))


def test_what_fails_and_what_many_say(capsys, tmp_path):
    first, second = (strap_with(tmp_path / name, record(1)) for name in ("one", "two"))
    ports = ["--port", f"folder:{first}", "--port", f"folder:{second}"]
    assert main(["list", *ports, "--json"]) == 0
    holds_to("several", json.loads(capsys.readouterr().out))
    wrong = str(ROOT / "tests/wrong_routines/several_at_once.yaml")
    assert main(["push", wrong, "--port", f"folder:{first}", "--json"]) == 1
    holds_to("error", json.loads(capsys.readouterr().out))


# ---- verbs on a strap that runs

RUNNING = {
    "info": [],
    "doctor": [],
    "monitor": ["--for", "0.1"],
    "time show": [],
    "time set": [],
    "virtual screen": [],
    "virtual tones": [],
    "virtual press": [],
    "virtual lie": ["20kg"],
    "virtual set": ["pulse_bpm", "60"],
    "virtual play": ["lines"],
    "virtual off": [],
}


def test_verbs_on_a_strap_in_a_hold(printed, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "flash"
    folder.mkdir()
    (folder / "progress.json").write_text(json.dumps(progress.fresh() | {"cleared": 1}))
    (tmp_path / "lines").write_text("wait 1s\n")
    with VirtualStrap(folder, speed="play") as strap:
        printed("push", str(LIBRARY / "upper-back.yaml"), "--port", strap.address)
        strap.play("wait 3s\npress\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\nwait 10s")
        for words, more in RUNNING.items():
            holds_to(words, printed(*words.split(), *more, "--port", strap.address))


def test_verbs_that_run_a_strap(printed, tmp_path):
    words = [sys.executable, "-m", "backstrap", "virtual", "start", "--state", str(tmp_path)]
    env = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    with subprocess.Popen(
        [*words, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as run:
        holds_to("virtual start", json.loads(run.stdout.readline()))
        run.send_signal(signal.SIGINT)
    holds_to("demo", printed("demo"))
