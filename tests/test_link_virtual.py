"""The link against real MicroPython on TCP: files, the console, and a link that is lost."""

import ast
import hashlib
import inspect
import json
import random
import time
from datetime import datetime
from pathlib import Path

import pytest
from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport

from backstrap.cli.main import main
from backstrap.device import connect, ports, sync
from backstrap.device.link import open_link
from backstrap.errors import DeviceError, RefusedError
from backstrap.history import record
from backstrap.routines import source
from backstrap.virtual import registry
from backstrap.virtual.node import VirtualStrap
from strapcore import progress
from tests.link_relay import Relay

LIBRARY = Path(__file__).parents[1] / "host_tools/backstrap/routines/library"
UPPER_BACK = str(LIBRARY / "upper-back.yaml")
# Of a person who has read what speaks against it.
CLEARED = json.dumps(progress.fresh() | {"cleared": 1})


@pytest.fixture(scope="module")
def strap(tmp_path_factory):
    """A strap with the firmware, the only one that this module's registry knows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        folder = tmp_path_factory.mktemp("strap")
        (folder / "progress.json").write_text(CLEARED)
        with VirtualStrap(folder, speed=1.0) as strap:
            yield strap


@pytest.fixture
def link(strap):
    link = open_link(strap.address)
    link.status()
    link.stop()
    yield link
    link.restart()
    link.close()


@pytest.fixture
def tool(capsys):
    """Run a verb; (exit code, the JSON value)."""

    def run(port, *words):
        code = main(["--port", port, "--json", *words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out)

    return run


def boots(strap):
    return json.loads((strap.state_dir / "progress.json").read_bytes())["boots"]


# ---- files


@pytest.mark.parametrize(
    "data",
    [b"", b"one line\n", bytes(range(256)) * 40, random.Random(1).randbytes(9000)],
    ids=["empty", "text", "patterned", "random"],
)
def test_what_is_put_is_what_is_got(link, strap, data):
    link.make_folders(["/files"])
    link.stage("/files/it's.bin", data)
    assert (strap.state_dir / "files/it's.bin.tmp").exists()
    link.commit(["/files/it's.bin"], [])
    assert (strap.state_dir / "files/it's.bin").read_bytes() == data
    assert link.get("/files/it's.bin") == data
    assert link.names("/files") == ["it's.bin"]


def test_a_survey_is_the_hash_of_every_file(link, strap):
    found = link.survey("/app_a", "/main.py", "/no/such")
    main_py = (strap.state_dir / "main.py").read_bytes()
    assert found.files["/main.py"] == hashlib.sha256(main_py).digest()
    assert "/app_a/strapcore" in found.folders
    on_it = {path for path in (strap.state_dir / "app_a").rglob("*") if path.is_file()}
    names = {"/" + path.relative_to(strap.state_dir).as_posix() for path in on_it}
    assert set(found.files) == names | {"/main.py"} and len(names) > 1


def test_an_error_on_the_strap_is_told_not_traced(link):
    with pytest.raises(DeviceError, match="ENOENT"):
        link.get("/no/such/file")
    assert link.names("/no/such") == []  # and the link goes on


# ---- the way in


@pytest.mark.parametrize(
    "left",
    [
        b"\x03\x03\x01",  # raw mode
        b"\x03\x03\x01print('half a comm",
        b"\x03\x03\x01import time\nwhile True: time.sleep(1)\n\x04",  # raw mode, and busy
        b"\x03\x03for i in range(3):\n",  # friendly mode, in a block
    ],
)
def test_the_way_in_from_what_a_dead_host_left(strap, left):
    link = open_link(strap.address)
    link._port.serial.write(left)
    link.close()
    link = open_link(strap.address)
    begun = time.monotonic()
    link.status()
    link.stop()
    assert link.identity()["micropython"] == "1.29.0"
    assert time.monotonic() - begun < 10
    link.restart()
    assert link.status(10)["backstrap"]
    link.close()


def test_info_does_not_disturb_the_app(tool, strap):
    assert open_and_wait(strap)
    before = boots(strap)
    code, found = tool(strap.address, "info")
    assert (code, found["app"], found["board"]) == (0, True, "esp32-c3-supermini")
    assert boots(strap) == before


def test_every_connection_sets_the_clock(tool, strap):
    assert tool(strap.address, "info")[0] == 0
    link = open_link(strap.address)
    link.status()
    link.stop()
    text = link.call("import machine; print(machine.RTC().datetime())")
    year, month, day, _, hour, minute, second, _ = ast.literal_eval(text.decode().strip())
    shown = datetime(year, month, day, hour, minute, second)
    assert abs((datetime.now() - shown).total_seconds()) < 10
    link.restart()
    link.close()


def open_and_wait(strap):
    link = open_link(strap.address)
    answer = link.status(10)
    link.close()
    return answer


# ---- verbs


def test_push_list_remove(tool, strap):
    code, done = tool(strap.address, "push", UPPER_BACK)
    assert (code, done["routines"][0]["state"]) == (0, "sent")
    assert open_and_wait(strap)["routine"] == "upper-back"  # the app was started again
    assert tool(strap.address, "push", UPPER_BACK)[1]["routines"][0]["state"] == "same"
    assert tool(strap.address, "list")[1]["routines"][0]["steps"] == 16
    assert tool(strap.address, "remove", "upper-back")[0] == 0
    assert open_and_wait(strap)["routine"] is None


def test_install_on_a_bare_board_and_on_one_that_crashes(tool, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0, bare=True) as strap:
        code, found = tool(strap.address, "info")
        assert (code, found["app"], found["micropython"]) == (0, False, "1.29.0")
        code, done = tool(strap.address, "install", "--board", "esp32-c3-supermini")
        assert (code, done["slot"]) == (0, "a")
        assert open_and_wait(strap)["board"] == "esp32-c3-supermini"
        link = open_link(strap.address)
        link.status()
        link.stop()
        link.stage("/app_a/strap.mpy", b"no bytecode: the strap crashes at every boot")
        link.commit(["/app_a/strap.mpy"], [])
        link.restart()
        link.close()
        code, done = tool(strap.address, "install", "--board", "esp32-devkitc")
        assert (code, done["slot"]) == (0, "b")
        assert open_and_wait(strap)["board"] == "esp32-devkitc"


def test_a_hold_is_not_stopped_unasked(tool, tmp_path):
    (tmp_path / "strap").mkdir()
    (tmp_path / "strap" / "progress.json").write_text(CLEARED)
    with VirtualStrap(tmp_path / "strap", speed="play") as strap:
        assert tool(strap.address, "push", UPPER_BACK)[0] == 0
        strap.play("expect screen HOME\npress\nexpect screen PLACE within 60s\nlie 25kg\n"
                   "expect screen HOLD within 60s\nwait 30s\n")  # fmt: skip
        code, value = tool(strap.address, "list")
        assert code == 3
        assert "a hold runs on upper-trapezius-left, 0:" in value["error"]["message"]
        assert "--force" in value["error"]["message"]
        assert tool(strap.address, "info")[1]["state"] == "HOLD"  # and it goes on
        assert tool(strap.address, "list", "--force")[0] == 0
        database = ("--database", str(tmp_path / "history.db"))
        code, value = tool(strap.address, "pull", str(tmp_path / "holds"), *database)
        (row,) = value["records"]
        assert (code, row["point"], row["ended"]) == (0, "upper-trapezius-left", "stopped")
        hold = record.load(Path(row["file"]))
        assert hold.hold_ms >= 30_000
        assert open_and_wait(strap)["unpulled"] == 0
        (kept,) = tool(strap.address, "history", *database)[1]["holds"]
        assert kept["strap"] == open_and_wait(strap)["uid"]
        assert (kept["id"], kept["hold_ms"]) == (row["id"], hold.hold_ms)
        again = tool(strap.address, "pull", "--all", *database)[1]["records"]
        assert [(one["id"], one["new"]) for one in again] == [(row["id"], False)]


# ---- a link that is lost


def push(address, routine, back_s=0.0):
    """What `backstrap push` does with one routine, on a link that is not waited for."""
    link = open_link(address, back_s)
    try:
        with connect.stopped(link, False):
            planned = sync.plan(link, {routine.id: routine.data}, False)
            return sync.push(link, planned, lambda *_: None)
    finally:
        link.close()


def test_a_push_cut_anywhere_leaves_a_whole_file_and_can_be_repeated(strap):
    routine = source.compile_file(UPPER_BACK)
    changed = routine._replace(data=routine.data.replace(b"Upper back", b"Upper back 2", 1))
    push(strap.address, routine)
    path = strap.state_dir / "routines/upper-back.jsonl"
    for cut_after in (10, 60, 400, 800, 1200, 1700, 2200, 2400):
        with Relay(strap.address, cut_after=cut_after) as relay:
            begun = time.monotonic()
            with pytest.raises(DeviceError, match="run the command again"):
                push(relay.address, changed)
            assert relay.lost and time.monotonic() - begun < 15
        assert path.read_bytes() == routine.data
    push(strap.address, changed)
    assert path.read_bytes() == changed.data
    assert [entry.name for entry in path.parent.iterdir()] == ["upper-back.jsonl"]


def test_a_strap_that_falls_silent_is_given_up_within_10_s(tool, strap):
    tool(strap.address, "remove", "upper-back")
    with Relay(strap.address, mute_after=1500) as relay:
        with pytest.raises(DeviceError, match="the link was lost"):
            push(relay.address, source.compile_file(UPPER_BACK))
        assert relay.lost
        assert time.monotonic() - relay.lost_at < 10


def test_bytes_damaged_on_the_way_are_not_renamed(strap, many):
    with Relay(strap.address, damaged_at=2901) as relay:
        link = stopped_link(relay.address, 0)
        with pytest.raises(DeviceError, match="not what was sent"):
            link.stage_all(FILES, lambda *_: None)
        link.close()
    assert not any(on_it(strap).values())


FILES = {f"/many/{n:02d}": random.Random(n).randbytes(3000) for n in range(12)}
SIZE = sum(map(len, FILES.values()))


def on_it(strap, suffix=""):
    folder = strap.state_dir / "many"
    found = {f"/many/{p.name}": p.read_bytes() for p in folder.iterdir()}
    return {path: found.get(path + suffix) == data for path, data in FILES.items()}


def stopped_link(address, back_s):
    link = open_link(address, back_s)
    link.status()
    link.stop()
    return link


@pytest.fixture
def many(strap):
    link = stopped_link(strap.address, 0)
    link.make_folders(["/many"])
    link.commit([], list(link.survey("/many").files))
    link.close()
    yield
    link = stopped_link(strap.address, 0)
    link.commit([], list(link.survey("/many").files))
    link.restart()
    link.close()


def test_a_lost_link_is_taken_up_again_where_it_was(strap, many):
    with Relay(strap.address, cut_after=SIZE // 2, comes_back=True) as relay:
        link = stopped_link(relay.address, 10)
        told = []
        link.stage_all(FILES, lambda path, done: told.append(done))
        assert relay.lost and set(on_it(strap, ".tmp").values()) == {True, False}
        link.commit(list(FILES), [])
        assert all(on_it(strap).values())
        assert told[0] == 0 and told[-1] > SIZE * 3 // 4
        assert relay.sent < 1.3 * SIZE  # what was proved was not sent again
        link.close()


def test_a_commit_whose_answer_was_lost_is_not_done_twice(strap, many):
    link = stopped_link(strap.address, 10)
    gone = "/many/gone"
    link.stage(gone, b"x")
    link.commit([gone], [])
    link.stage_all(FILES, lambda *_: None)
    first = next(iter(FILES))
    other = stopped_link(strap.address, 0)  # as the strap did before the link was lost
    other.commit([first], [gone])
    other.close()
    with Relay(strap.address, cut_after=100, comes_back=True) as relay:
        link.close()
        link._port = link._opened(relay.address)
        link.address = relay.address
        link.status()
        link.stop()
        link.commit(list(FILES), [gone])
        assert relay.lost
    assert all(on_it(strap).values()) and not (strap.state_dir / "many/gone").exists()
    link.close()


def test_a_link_that_is_lost_again_without_headway_is_given_up(strap, many):
    with Relay(strap.address, cut_after=3000, comes_back=True, cuts=100) as relay:
        link = stopped_link(relay.address, 10)
        with pytest.raises(DeviceError, match="the link was lost"):
            link.stage_all(FILES, lambda *_: None)
        assert relay.cut == 2
        link.close()


def test_what_an_earlier_run_has_staged_is_not_sent_again(strap, many):
    with Relay(strap.address, cut_after=SIZE // 2) as relay:
        link = stopped_link(relay.address, 0)
        with pytest.raises(DeviceError):
            link.stage_all(FILES, lambda *_: None)
        link.close()
    staged = sum(on_it(strap, ".tmp").values())
    assert staged >= 4
    with Relay(strap.address) as relay:
        link = stopped_link(relay.address, 0)
        link.survey("/many")
        link.stage_all(FILES, lambda *_: None)
        link.commit(list(FILES), [])
        link.close()
        assert relay.sent < 1.1 * SIZE * (len(FILES) - staged) / len(FILES) + 3000
    assert all(on_it(strap).values())


def test_a_port_that_comes_back_with_a_hold_on_it_is_left_alone(tmp_path):
    (tmp_path / "progress.json").write_text(CLEARED)
    with VirtualStrap(tmp_path, speed="play") as strap:
        push(strap.address, source.compile_file(UPPER_BACK))
        link = stopped_link(strap.address, 10)
        other = open_link(strap.address)
        other.restart()  # as after a pulled plug
        assert other.await_app(10)
        strap.play("expect screen HOME\npress\nexpect screen PLACE within 60s\nlie 25kg\n"
                   "expect screen HOLD within 60s\nwait 5s\n")  # fmt: skip
        other.close()
        with Relay(strap.address, cut_after=1, comes_back=True) as relay:
            link.close()
            link.address = relay.address
            link._port = link._opened(relay.address)
            with pytest.raises(RefusedError, match="a hold has begun since"):
                link.stage_all(FILES, lambda *_: None)
        assert open_and_wait(strap)["state"] == "HOLD"
        link.close()


def test_a_strap_that_loses_power_keeps_the_old_file(tmp_path):
    data = random.Random(2).randbytes(20_000)
    with VirtualStrap(tmp_path, speed=1.0, bare=True) as strap:
        link = open_link(strap.address, back_s=0)
        link.stop()
        link.stage("/file", data)
        link.commit(["/file"], [])

        def cut(path, done, total):
            if done:
                strap.kill()

        begun = time.monotonic()
        with pytest.raises(DeviceError):
            sync.stage(link, {"/file": data[::-1]}, None, cut)
        assert time.monotonic() - begun < 10
        link.close()
    assert (tmp_path / "file").read_bytes() == data


# ---- finding it


@pytest.fixture
def alone(strap):
    if ports.candidates() or [entry["address"] for entry in registry.running()] != [strap.address]:
        pytest.skip("other straps, or another kind of registry, are about")


def test_the_only_virtual_strap_that_runs_is_found(alone, strap, capsys):
    assert main(["info"]) == 0
    out, err = capsys.readouterr()
    assert f"using the virtual strap at {strap.address}" in err
    assert strap.address in out


def test_several_straps_are_named_not_chosen(alone, strap, tmp_path, capsys):
    with VirtualStrap(tmp_path, speed=1.0, bare=True) as other:
        assert main(["info"]) == 2
        err = capsys.readouterr().err
    assert "choose one with --port" in err
    assert strap.address in err and other.address in err


def test_mpremote_has_the_names_we_use():
    expected = {
        "__init__": ["self", "device", "baudrate", "wait", "exclusive", "timeout"],
        "close": ["self"],
        "exec": ["self", "command", "data_consumer"],
        "exec_raw": ["self", "command", "timeout", "data_consumer"],
        "exec_raw_no_follow": ["self", "command"],
        "follow": ["self", "timeout", "data_consumer"],
        "raw_paste_write": ["self", "command_bytes"],
        "read_until": [
            "self",
            "min_num_bytes",
            "ending",
            "timeout",
            "data_consumer",
            "timeout_overall",
        ],
    }
    for name, parameters in expected.items():
        found = inspect.signature(getattr(SerialTransport, name))
        assert list(found.parameters) == parameters
    made = set(SerialTransport.__init__.__code__.co_names)
    assert {"serial", "in_raw_repl", "use_raw_paste"} <= made
    assert issubclass(TransportExecError, TransportError)
    assert TransportExecError(b"", "text").error_output == "text"


def test_mpremote_prints_nothing_where_we_use_it(capsys):
    used = [SerialTransport.exec, SerialTransport.exec_raw, SerialTransport.follow,
            SerialTransport.raw_paste_write, SerialTransport.close]  # fmt: skip
    assert not any("print" in function.__code__.co_names for function in used)
    assert "print" in SerialTransport.exec_raw_no_follow.__code__.co_names  # so we ask ourselves
    port = open_link("loop://")._port
    port.serial.write(b">")  # what is written comes back: a prompt, then no answer to raw-paste
    with pytest.raises(OSError, match="no answer to raw-paste"):
        port.run(b"x")
    port.close()
    assert capsys.readouterr() == ("", "")
