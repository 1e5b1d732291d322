"""The monitor and the clock's verbs: what a strap says, as lines, tables and a screen; a link that
is lost and comes back."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from datetime import datetime

import pytest

from backstrap.cli import monitor_view
from backstrap.cli.main import main
from backstrap.device.link import open_link
from backstrap.device.live import Reading, reading
from backstrap.virtual.node import VirtualStrap
from strapcore import progress

LIBRARY = "host_tools/backstrap/routines/library"
CLEARED = json.dumps(progress.fresh() | {"cleared": 1})
NOW = datetime(2026, 8, 1, 21, 5, 9)
LIVE = {
    "state": "HOLD",
    "point": "upper-trapezius-left",
    "hold_ms": 402_000,
    "target_ms": 720_000,
    "contact": 1,
    "gauge_pa": 10_700,
    "load_pa": 10_666,
    "moving": 0,
    "temp_cc": 2519,
    "prompt": "breathe",
    "band_pa": [2000, 13332],
    "breath_x100": 1240,
    "pulse_x100": 6605,
    "throb": 1,
    "throb_x256": 300,
    "tissue": 2,
}


@pytest.fixture(scope="module")
def strap(tmp_path_factory):
    """A strap three minutes into a hold."""
    folder = tmp_path_factory.mktemp("strap")
    (folder / "progress.json").write_text(CLEARED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        with VirtualStrap(folder, speed="play") as strap:
            assert main(["push", f"{LIBRARY}/upper-back.yaml", "--port", strap.address]) == 0
            strap.play(
                "wait 3s\npress\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\nwait 3min"
            )
            yield strap


def run(capsys, *words):
    code = main(["monitor", *words])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


# ---- what an answer means


def test_an_answer_becomes_a_reading():
    found = reading(LIVE, NOW)
    assert found == Reading(
        "2026-08-01T21:05:09.000",
        "HOLD",
        "upper-trapezius-left",
        402,
        720,
        True,
        10_700,
        10_666,
        (2000, 13332),
        12.4,
        66.05,
        "building",
        "steady",
        False,
        25.19,
        "breathe",
    )


def test_what_is_not_known_is_none():
    plain = {key: LIVE[key] for key in ("state", "gauge_pa")}
    found = reading(plain, NOW)
    assert found.point is found.band_pa is found.breath_per_min is found.pulse_per_min is None
    assert found.throb is found.tissue is found.temp_c is found.prompt is None
    assert reading(LIVE | {"breath_x100": 0, "pulse_x100": 0}, NOW).breath_per_min is None


@pytest.mark.parametrize("bad", ["x", None, [], {}, "\x1b[2J", [1, "\x07"], 1.5, 99])
def test_an_answer_of_another_kind_is_no_traceback(bad):
    found = reading(dict.fromkeys(LIVE, bad), NOW)
    shown = monitor_view.line(found) + "".join(monitor_view.lines([(0.0, found)], 80, True))
    assert shown.isprintable()
    json.dumps(found._asdict())


# ---- how it looks


def test_a_line_marks_what_is_estimated():
    assert monitor_view.line(reading(LIVE, NOW)) == (
        "21:05:09  HOLD  upper-trapezius-left  6:42/12:00  80 mmHg  breath ~12.4  pulse ~66  "
        "throb ~building  tissue ~steady  breathe"
    )
    home = reading({"state": "HOME", "point": None, "contact": 0, "gauge_pa": 3}, NOW)
    assert monitor_view.line(home) == "21:05:09  HOME  off"


def test_the_bar_shows_the_load_and_its_band():
    found = reading(LIVE | {"load_pa": 8000, "band_pa": [4000, 16000]}, NOW)
    assert monitor_view.bar(found, 16, "#=.") == "==##....        "
    over = found._replace(load_pa=99_000)
    assert monitor_view.bar(over, 16, "#=.") == "==######========"
    assert monitor_view.bar(found._replace(contact=False), 16, "#=.") == "  ......        "
    assert monitor_view.bar(found._replace(band_pa=None), 16, "#=.") == "####            "


def test_the_sparkline_is_the_last_minute():
    at = reading(LIVE, NOW)
    loads = [0, 1000, 2000, 3000]
    history = [(t * 20.0, at._replace(load_pa=load)) for t, load in enumerate(loads)]
    assert monitor_view.spark(history, 4, "0123") == " 123"
    assert monitor_view.spark(history[:1], 4, "0123") == "   0"
    lifted = [*history, (61.0, at._replace(contact=False))]
    assert monitor_view.spark(lifted, 4, "0123")[-1] == "0"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("fine", [True, False])
def test_the_screen_fits_its_terminal(width, fine):
    rows = monitor_view.lines([(0.0, reading(LIVE, NOW))], width, fine)
    assert len(rows) == 5 and max(map(len, rows)) <= width
    assert "".join(rows).isascii() != fine
    if width >= 80:
        assert "band 15-100" in rows[1] and "breath ~12.4" in rows[3] and "breathe" in rows[4]


# ---- a strap


def test_json_is_an_object_a_line(capsys, strap):
    code, out, err = run(capsys, "--port", strap.address, "--json", "--for", "1", "--every", "0.2")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert 2 <= len(rows) <= 6
    assert list(rows[0]) == list(Reading._fields)
    assert all(row["state"] == "HOLD" and row["contact"] is True for row in rows)
    assert rows[0]["held_s"] >= 175 and rows[0]["target_s"] == 720


def test_a_pipe_gets_plain_lines(capsys, strap):
    code, out, _ = run(capsys, "--port", strap.address, "--for", "0.5", "--every", "0.2")
    assert code == 0
    assert all("  HOLD  upper-trapezius-left  3:" in line for line in out.splitlines())
    assert "\x1b" not in out and len(out.splitlines()) >= 2


def test_a_table_has_a_head_with_units(capsys, strap, tmp_path):
    words = ["--port", strap.address, "--for", "0.5", "--every", "0.2"]
    code, out, _ = run(capsys, *words, "--csv", "-")
    head, *rows = csv.reader(io.StringIO(out))
    assert code == 0 and len(rows) >= 2
    first = dict(zip(head, rows[0], strict=True))
    assert (first["state"], first["band low (Pa)"], first["band high (Pa)"]) == (
        "HOLD",
        "2000",
        "13332",
    )
    assert 10_000 < int(first["pressure (Pa)"]) < 40_000
    file = tmp_path / "hold.csv"
    code, out, _ = run(capsys, *words, "--csv", str(file), "--json")
    assert code == 0
    assert len(file.read_text().splitlines()) == 1 + len(out.splitlines())
    before = file.read_bytes()
    code, _, err = run(capsys, *words, "--csv", str(file))
    assert (code, file.read_bytes()) == (1, before)
    assert "is there already" in err


def test_a_terminal_gets_one_screen_in_place(strap):
    command = [sys.executable, "-m", "backstrap", "monitor", "--port", strap.address]
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        [*command, "--for", "1", "--every", "0.3"], stdout=slave, stderr=slave, env=env
    ) as shown:
        os.close(slave)
        seen = b""
        while chunk := _read(master):
            seen += chunk
    os.close(master)
    assert shown.returncode == 0
    text = seen.decode()
    assert "1 min" in text and "▒" in text and "breath ~" in text
    assert text.count("\x1b[2K") >= 5  # the rows before are wiped, not added to
    assert "\x1b[3" not in text.replace("\x1b[?25", "")  # NO_COLOR


def _read(fd):
    try:
        return os.read(fd, 4096)
    except OSError:  # Linux: the other side has gone
        return b""


def test_a_lost_strap_is_waited_for_and_ctrl_c_is_the_end(tmp_path):
    with VirtualStrap(tmp_path, speed=1.0) as strap:
        port = int(strap.tcp_address.rpartition(":")[2])
        words = ["monitor", "--port", strap.address, "--json", "--every", "0.2", "--for", "60"]
        watch = subprocess.Popen(
            [sys.executable, "-m", "backstrap", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert json.loads(watch.stdout.readline())["state"] == "HOME"
        strap.kill()
        assert "the strap is gone; waiting" in watch.stderr.readline()
    with VirtualStrap(tmp_path, tcp=("127.0.0.1", port), speed=1.0):
        assert "it is there again" in watch.stderr.readline()
        back = datetime.now().astimezone()
        while datetime.fromisoformat(json.loads(watch.stdout.readline())["time"]) < back:
            pass  # what was said before
        watch.send_signal(signal.SIGINT)
        out, err = watch.communicate(timeout=20)
    assert (watch.returncode, err) == (0, "")
    assert all(json.loads(line) for line in out.splitlines())


def test_a_strap_without_its_app_is_not_watched(capsys, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0, bare=True) as bare:
        code, out, err = run(capsys, "--port", bare.address)
    assert (code, out) == (2, "")
    assert "no app runs there" in err
    assert run(capsys, "--port", f"folder:{tmp_path}")[0] == 2


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--every", "0"], "--every 0: 0.2 to 3600 seconds are allowed"),
        (["--every", "nan"], "--every nan: 0.2 to 3600"),
        (["--for", "-1"], "--for -1: 0 to 1e+06"),
        (["--csv", "-", "--json"], "both want stdout"),
    ],
)
def test_a_wrong_wish_says_what_is_allowed(capsys, words, text):
    code, _, err = run(capsys, "--port", "socket://127.0.0.1:1", *words)
    assert code == 1
    assert text in err


# ---- the clock


def test_the_clock_is_shown_against_the_computers_and_set(capsys, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0) as strap:
        link = open_link(strap.address)
        assert link.status(10)["clock"][0] == 2000
        link.close()

        def ask(*words):
            code = main(["time", *words, "--json", "--port", strap.address])
            return code, json.loads(capsys.readouterr().out)

        code, found = ask("show")
        assert (code, found["clock"], found["ahead_s"]) == (0, None, None)
        code, found = ask("show")  # the connection before has set it
        assert code == 0 and abs(found["ahead_s"]) <= 3
        link = open_link(strap.address)
        link.status()
        link.set_clock(datetime(2024, 2, 29, 1, 2, 3))
        link.close()
        assert ask("show")[1]["clock"].startswith("2024-02-29T01:02:")
        link = open_link(strap.address)
        link.status()
        link.set_clock(datetime(2040, 1, 1))
        link.close()
        code, found = ask("set")
        assert code == 0 and abs(found["ahead_s"]) <= 3
    assert main(["time", "set", "--port", f"folder:{tmp_path}"]) == 2
    assert "no app runs there" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["doctor"], ["monitor", "--for", "0.1"], ["info"], ["list"]])
def test_every_connection_sets_the_clock(capsys, strap, words):
    link = open_link(strap.address)
    link.status()
    link.set_clock(datetime(2001, 1, 1))
    link.close()
    force = ["--force"] if words == ["list"] else []
    assert main([*words, *force, "--port", strap.address]) == 0
    link = open_link(strap.address)
    assert link.status(10)["clock"][0] == datetime.now().year
    link.close()
