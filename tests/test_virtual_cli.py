"""`backstrap virtual`: starting, steering and ending a strap from a shell."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from backstrap.cli.main import main
from backstrap.virtual import registry

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
MAIN = """
import machine, time
button = machine.Pin(3, machine.Pin.IN, machine.Pin.PULL_UP)
pwm = machine.PWM(machine.Pin(10), freq=1047, duty_u16=0)
while True:
    pwm.duty_u16(0 if button.value() else 6000)
    time.sleep_ms(10)
"""


@pytest.fixture(scope="module")
def runtime_dir(tmp_path_factory):
    """A runtime folder of our own: other straps on this machine are not ours to steer."""
    folder = tmp_path_factory.mktemp("runtime")
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    yield folder
    os.environ.pop("XDG_RUNTIME_DIR")
    if before is not None:
        os.environ["XDG_RUNTIME_DIR"] = before


def start(*words):
    command = [sys.executable, "-m", "backstrap", "virtual", "start", *words]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process, how=signal.SIGTERM):
    process.send_signal(how)
    return process.communicate(timeout=10)


@pytest.fixture(scope="module")
def strap(runtime_dir, tmp_path_factory):
    state = tmp_path_factory.mktemp("flash")
    (state / "main.py").write_text(MAIN)
    process = start("--bare", "--state", str(state))
    line = process.stdout.readline()
    yield line, state
    end(process)


def run(capsys, *words):
    code = main(["virtual", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_first_line_says_where(strap):
    assert strap[0].startswith("strap ready at socket://127.0.0.1:")


def test_steering(strap, capsys):
    assert run(capsys, "lie", "25")[0] == 0
    assert run(capsys, "lie", "30kg")[0] == 0
    assert run(capsys, "off")[0] == 0
    assert run(capsys, "set", "pulse_bpm", "60")[0] == 0
    code, out, _ = run(capsys, "press", "--json")
    assert code == 0 and json.loads(out)["ms"] >= 250
    code, out, _ = run(capsys, "press", "very", "long")
    assert code == 0 and "strap time" in out


def test_tones_are_named(strap, capsys):
    run(capsys, "press")
    code, out, _ = run(capsys, "tones", "--json")
    assert code == 0 and "?" in json.loads(out)["tones"]  # 150 ms of 1047 Hz are no cue


def test_the_screen_is_shown_and_kept(strap, capsys, tmp_path):
    png = tmp_path / "screen.png"
    code, out, _ = run(capsys, "screen", "--png", str(png))
    assert code == 0 and len(out.splitlines()) > 30
    assert png.read_bytes().startswith(b"\x89PNG")
    code, out, _ = run(capsys, "--json", "screen")
    assert json.loads(out)["dark"] is True


def test_a_script_is_played_and_its_failure_is_exit_1(strap, capsys, tmp_path):
    script = tmp_path / "a.txt"
    script.write_text("press\nwait 100ms\n")
    assert run(capsys, "play", str(script))[0] == 0
    script.write_text("expect lit within 50ms\n")
    code, _, err = run(capsys, "play", str(script))
    assert code == 1 and f"{script}:1: expected lit within 50 ms, seen: a dark display" in err
    script.write_text("pres\n")
    code, out, _ = run(capsys, "play", str(script), "--json")
    assert code == 1 and f"{script}:1: pres: allowed are" in json.loads(out)["error"]["message"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("press", "hard"), 1, "press, press long or press very long"),
        (("lie", "much"), 1, "a number like 25"),
        (("set", "puls", "3"), 1, "no setting puls"),
        (("play", "nowhere.txt"), 1, "cannot be read"),
        (("screen", "--png", "no/where.png"), 1, "cannot be written"),
        (("press", "--port", "socket://127.0.0.1:1"), 2, "no virtual strap runs there"),
        (("start", "--tcp", "here"), 1, "HOST:PORT"),
        (("start", "--speed", "fast"), 1, "a number above 0"),
        (("start", "--board", "esp99"), 1, "esp99"),
    ],
)
def test_mistakes_are_said(strap, capsys, words, code, said):
    got, out, err = run(capsys, *words)
    assert got == code, out + err
    assert said in err


def test_a_flash_has_one_strap(strap, capsys):
    code, _, err = run(capsys, "start", "--state", str(strap[1]))
    assert code == 1 and "uses it already" in err


@POSIX
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(runtime_dir, tmp_path, how):
    link = tmp_path / "tty"
    process = start("--bare", "--state", str(tmp_path / "s"), "--pty", str(link), "--json")
    ready = json.loads(process.stdout.readline())
    assert ready["address"] == str(link) and link.is_symlink()
    _, err = end(process, how)
    assert process.returncode == 0 and "Traceback" not in err
    assert not link.exists()
    assert ready["address"] not in [entry["address"] for entry in registry.running()]


@POSIX
def test_node_dies_with_its_parent(runtime_dir, tmp_path):
    process = start("--bare", "--state", str(tmp_path / "s"))
    address = process.stdout.readline().split()[-1]
    assert address in [entry["address"] for entry in registry.running()]
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 5
    while address in [entry["address"] for entry in registry.running()]:
        assert time.monotonic() < deadline, "node lives on"


def test_without_a_strap_the_start_is_named(runtime_dir, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    code, _, err = run(capsys, "tones")
    assert code == 2 and "backstrap virtual start" in err
