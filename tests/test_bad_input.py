"""Bad input: every reader meets mutants, and what they have found once stays mended.

`make reliability` goes on for minutes; here each reader gets a few."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from backstrap import board_file
from backstrap.cli.main import main
from backstrap.device import strap_link
from backstrap.device.link import open_link
from backstrap.errors import DeviceError, SourceErrors
from backstrap.routines import source
from backstrap.virtual.node import BOARD, VirtualStrap
from backstrap.virtual.simulator import Strap
from tests.reliability import bad_device, bad_host, bad_port, bad_strap, boot_cases
from tests.reliability.mutate import HangError, Mutator, bounded, search
from tests.reliability.watched import watched
from tests.test_app import flash

HOST = {target.name: target for target in bad_host.targets()}
FEW = 40


@pytest.mark.parametrize("name", HOST)
def test_readers_of_the_host(name):
    tried, failed = bad_host.fuzz(HOST[name], 1, FEW, None)
    assert (tried, failed) == (FEW, [])


@pytest.mark.parametrize("name", bad_device.READERS)
def test_readers_of_the_strap(name):
    tried, failed, _ = bad_device.searched(name, 1, FEW, None)
    assert (tried, failed) == (FEW, [])


def test_the_verbs_on_a_strap_that_may_hold_anything():
    tried, failed = bad_strap.verbs(1, 5)
    assert (tried, failed) == (5 * len(bad_strap.VERBS), [])


def test_the_strap_on_micropython_starts_from_bad_files_and_its_heap_stays():
    good = bad_device.flash()
    mutators = {name: Mutator(f"test {name}", [data]) for name, data in good.items()}
    cases = [(name, mutator.mutant()) for name, mutator in mutators.items() for _ in range(4)]
    assert boot_cases.booted(good, cases) == []


@pytest.mark.parametrize("size", [(128, 7), (128, 40), (72, 64), ("128", 64)])
def test_a_display_that_no_screen_is_drawn_for_is_refused(tmp_path, size):
    plan = json.loads(board_file.board_json(board_file.load("xiao-esp32c3")))
    plan["display"]["width"], plan["display"]["height"] = size
    with pytest.raises(ValueError, match=r"^board.json: a display of {} x {}$".format(*size)):
        Strap(tmp_path, plan)


@pytest.mark.parametrize("board", [b"no JSON", b"", b'{"format": 1, "board": "esp32'])
def test_a_board_file_that_is_none_ends_in_safe_mode_and_install_mends_it(tmp_path, capsys, board):
    with VirtualStrap(tmp_path):  # writes the firmware
        pass
    shutil.copytree(tmp_path / "app_a", tmp_path / "app_b")
    (tmp_path / "board.json").write_bytes(board)
    with VirtualStrap(tmp_path, board=BOARD) as strap:
        link = open_link(strap.address)
        assert link.status(60) is None  # the prompt, and no app
        link.close()
        assert (tmp_path / "log.txt").read_text().count("syntax error in JSON") == 6
        assert (tmp_path / "slot").read_text() == "b a crashed three times"
        assert doctors(strap, capsys)["safe-mode"].endswith("ValueError: syntax error in JSON")
        assert main(["install", "--board", BOARD, "--port", strap.address]) == 0
        capsys.readouterr()
        assert f"board {BOARD}, slot b, state HOME" in doctors(strap, capsys)["well"]


def doctors(strap, capsys):
    """{finding: what was seen} of `backstrap doctor`."""
    main(["doctor", "--json", "--port", strap.address])
    return {one["id"]: one["seen"] for one in json.loads(capsys.readouterr().out)["findings"]}


def test_lines_for_the_console_are_answered_and_its_heap_stays():
    assert bad_port.lines(1, 8) == []


def test_raw_bytes_on_the_port_leave_a_strap_that_starts():
    assert bad_port.raw(1, 2) == (2, [])


# ---- the search, and the watch over it, can fail


def test_a_search_finds_what_hides_behind_two_conditions():
    def check(data):
        if data.startswith(b"ab"):
            if len(data) > 8:
                raise KeyError("found")
            return

    tried, failed, corpus = search(1, [b"ac"], check, [Path(__file__).parent], 3000)
    assert tried == 3000
    assert [text.split(" at ")[0] for text in failed] == ["KeyError"]
    assert len(corpus) > 1


def test_a_reader_that_hangs_is_stopped():
    with pytest.raises(HangError), bounded(0.2):
        while True:
            pass


def test_writes_outside_and_code_are_told(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    with watched(inside) as said:
        (inside / "x").write_text("")
        assert said == []
        outside.write_text("")
        os.rename(inside / "x", tmp_path / "y")
        exec("pass")
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert [text.split(" ")[0] for text in said][:4] == [
        "open",
        "os.rename",
        "exec",
        "subprocess.Popen",
    ]


# ---- what was found


def test_a_routine_of_brackets_without_end_is_told_and_the_strap_starts(tmp_path):
    flash(tmp_path)
    (tmp_path / "routines" / "deep.jsonl").write_bytes(b"[" * 1023)
    (tmp_path / "settings.json").write_bytes(b"[" * 5000)
    assert "deep.jsonl: " in str(Strap(tmp_path).run(1000).ask("status")["bad"])


def test_what_is_wrong_with_a_routine_is_told_in_few_letters(tmp_path):
    flash(tmp_path)
    (tmp_path / "routines" / "x.jsonl").write_text(json.dumps({"format": "y" * 900}))
    (why,) = Strap(tmp_path).ask("status")["bad"]
    assert why.startswith("x.jsonl: format yyy") and len(why) <= len("x.jsonl: ") + 120


def test_a_number_of_pulled_records_that_cannot_be_hides_no_new_record(tmp_path):
    """The host knows a record by a name of six digits."""
    flash(tmp_path)
    (tmp_path / "sessions").mkdir(exist_ok=True)
    (tmp_path / "sessions" / "pulled").write_text("99999999")
    strap = Strap(tmp_path)
    assert strap.store.begin_hold() == 1
    strap.store.close_hold()


@pytest.mark.parametrize(
    "words",
    [
        "2026 13 1 0 0 0",
        "2026 0 1 0 0 0",
        "99999999999999999999 1 1 1 1 1",
        "-1 1 1 1 1 1",
        "2026 1 1",
    ],
)
def test_a_time_that_is_none_is_refused(tmp_path, words):
    flash(tmp_path)
    strap = Strap(tmp_path, day=bad_device.DAY)
    before = strap.board.clock()
    with pytest.raises(ValueError, match="time: "):
        strap.ask("time", *words.split())
    assert strap.board.clock() == before


def test_an_open_record_that_names_no_point_is_only_kept(tmp_path):
    flash(tmp_path)
    sessions = tmp_path / "sessions"
    sessions.mkdir(exist_ok=True)
    strap = Strap(tmp_path, day=bad_device.DAY)
    (sessions / "000001.part").write_bytes(bad_device.open_record()[64:])
    strap.reboot()
    assert [path.name for path in sessions.iterdir()] == ["000001.hold"]


@pytest.mark.parametrize("said", [b"\xff", b"\x00b", b"../"])
def test_a_slot_file_of_any_bytes_starts_what_is_there(tmp_path, said):
    with VirtualStrap(tmp_path):  # writes the firmware
        pass
    (tmp_path / "slot").write_bytes(said)
    with VirtualStrap(tmp_path) as strap:
        link = open_link(strap.address)
        assert link.status(wait_s=20)["slot"] == "a"
        link.close()


class Port:
    """A transport to a strap that prints the same, whatever it is told to run."""

    def __init__(self, prints):
        self.prints = prints

    def run(self, command):
        return self.prints


@pytest.mark.parametrize(
    "prints",
    [b"", b"[", b"7", b"{}", b"[1, None]", b"('a', b'x')", b"('a', 'b'),", b"(1, 2, 3),",
     b"{[]: 1}", b"1if 2 else 3",
     b"-" * 9000 + b"1", b"(" * 300, b"1" * 9000, b"\xff", b"__import__('os').getcwd()"],
)  # fmt: skip
def test_a_repl_that_prints_nonsense_is_a_strap_that_is_not_understood(prints, recwarn):
    link = strap_link.StrapLink("x", lambda _: Port(prints), 0)
    for call in (link.identity, lambda: link.names("/"), lambda: link.get("/x")):
        with pytest.raises(DeviceError):
            call()
    if prints not in (b"", b"7"):  # no file, free bytes
        with pytest.raises(DeviceError):
            link.survey("/")
    assert not recwarn.list


def test_an_answer_without_end_is_given_up(monkeypatch):
    server = socket.create_server(("127.0.0.1", 0))

    def flood():
        with server.accept()[0] as port:
            port.recv(100)
            port.sendall(b"raw REPL; CTRL-B to exit\r\n>R\x00")
            heard = b""
            while not heard.endswith(b"\x04"):
                heard += port.recv(100)
            port.sendall(b"OK")
            for _ in range(50):
                port.sendall(b"x" * 4096)

    from backstrap.device import wire

    monkeypatch.setattr(wire, "_MOST", 4096)
    thread = threading.Thread(target=flood)
    thread.start()
    link = open_link("socket://127.0.0.1:%d" % server.getsockname()[1])
    link._port.to_raw(b"\x03", 5)
    link._port.in_raw_repl = True
    with pytest.raises(DeviceError, match="no end"):
        link.names("/")
    link._port.serial.close()
    thread.join()
    server.close()


def test_names_off_a_strap_do_not_steer_the_terminal(tmp_path, capsys):
    routines = tmp_path / "routines"
    routines.mkdir()
    (routines / "\x1b[2Jgone.jsonl").write_bytes(b"{}")
    for words in (["list"], ["remove", "x"]):
        assert main([*words, "--port", f"folder:{tmp_path}"]) == (words[0] == "remove")
        told = "".join(capsys.readouterr())
        assert "\x1b" not in told and "gone" in told


NONSENSE = """
import sys
while True:
    line = sys.stdin.readline()
    if "status" in line:
        print('#bs {"backstrap": "1", "state": ["HOLD"], "hold_ms": "x", "bus": 7, "name": 5,'
              ' "point": "\\\\u001b[2J", "bad": [[1]], "uid": {}}')
"""


def test_an_app_that_answers_nonsense_is_shown_as_far_as_it_makes_sense(tmp_path, capsys):
    (tmp_path / "main.py").write_text(NONSENSE)
    with VirtualStrap(tmp_path, bare=True, speed=1) as strap:
        for words in (["info"], ["name", "show"], ["info", "--json"]):
            assert main([*words, "--port", strap.address]) == 0
            told = capsys.readouterr().out
            assert "\x1b" not in told
    assert json.loads(told)["backstrap"] == "1"
    assert "hold_ms" not in told


def test_a_phase_without_its_times_is_told_where_it_begins():
    text = b'bands = [\n]\n[[schedule]]\nlines = ["Out."]\n'
    text += b'[[steps]]\nnote = "Begin"\nlines = ["In."]\n'
    with pytest.raises(SourceErrors) as error:
        source.compile_text(text, "x.toml")
    assert 3 in {problem.line for problem in error.value.problems if "hold" in problem.text}
