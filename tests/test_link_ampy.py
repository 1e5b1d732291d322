"""adafruit-ampy behind the same interface: the same files, the same care, and waits that end."""

import inspect
import json
import random
import time

import pytest
from ampy.pyboard import Pyboard, PyboardError

from backstrap.cli.main import main
from backstrap.device import ampy_link
from backstrap.errors import DeviceError
from backstrap.routines import shipped, source
from backstrap.virtual.node import VirtualStrap
from strapcore import progress
from tests.link_relay import Relay


@pytest.fixture(scope="module")
def strap(tmp_path_factory):
    """On a symlink that behaves like a serial port."""
    folder = tmp_path_factory.mktemp("strap")
    (folder / "progress.json").write_text(json.dumps(progress.fresh() | {"cleared": 1}))
    with VirtualStrap(folder, speed=1.0, pty=folder.parent / "ttyStrap") as strap:
        yield strap


@pytest.fixture
def tool(capsys):
    def run(*words):
        code = main(["--transport", "ampy", "--json", *words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out)

    return run


def stopped_link(address):
    link = ampy_link.open_link(address, back_s=0)
    link.status()
    link.stop()
    return link


def test_push_list_remove_over_a_serial_port(tool, strap):
    assert strap.address.endswith("ttyStrap")
    at = ("--port", strap.address)
    code, done = tool(*at, "push", shipped.find("upper-back"))
    assert (code, done["routines"][0]["state"]) == (0, "sent")
    pushed = (strap.state_dir / "routines/upper-back.jsonl").read_bytes()
    assert pushed == source.compile_file(shipped.find("upper-back")).data
    assert tool(*at, "push", shipped.find("upper-back"))[1]["routines"][0]["state"] == "same"
    assert [row["id"] for row in tool(*at, "list")[1]["routines"]] == ["upper-back"]
    assert tool(*at, "remove", "upper-back")[0] == 0
    code, found = tool(*at, "info")
    assert (code, found["app"]) == (0, True)  # it was started again each time


def test_what_is_put_is_written_beside_proved_and_renamed(strap):
    link = stopped_link(strap.address)
    old, new = b"old", random.Random(3).randbytes(9000)
    link.stage("/it's.bin", old)
    link.commit(["/it's.bin"], [])
    link.stage("/it's.bin", new)
    assert (strap.state_dir / "it's.bin").read_bytes() == old
    assert (strap.state_dir / "it's.bin.tmp").read_bytes() == new
    link.commit(["/it's.bin"], [])
    assert link.get("/it's.bin") == new
    assert not (strap.state_dir / "it's.bin.tmp").exists()
    link.commit([], ["/it's.bin"])
    link.restart()
    link.close()


def test_what_the_strap_says_is_told_not_traced(strap):
    link = stopped_link(strap.address)
    with pytest.raises(DeviceError, match="ENOENT"):
        link.get("/no/such/file")
    assert link.names("/no/such") == []  # and the link goes on
    link.restart()
    link.close()


def test_bytes_damaged_on_the_way_are_not_renamed(strap):
    data = random.Random(4).randbytes(3000)
    with Relay(strap.tcp_address, damaged_at=2500) as relay:
        link = stopped_link(relay.address)
        with pytest.raises(DeviceError):
            link.stage_all({"/file": data}, lambda *_: None)
            link.commit(["/file"], [])
        link.close()
    assert not (strap.state_dir / "file").exists()


@pytest.mark.parametrize("mute_after", [0, 30, 700])
def test_a_strap_that_falls_silent_is_given_up(strap, mute_after):
    with Relay(strap.tcp_address, mute_after=mute_after) as relay:
        begun = time.monotonic()
        with pytest.raises(DeviceError):
            link = stopped_link(relay.address)
            link.stage("/file", random.Random(5).randbytes(3000))
        assert time.monotonic() - begun < 20
    link = stopped_link(strap.address)
    link.restart()
    link.close()


def test_a_port_that_is_not_there_is_told(tool):
    code, value = tool("--port", "/dev/no-such-port", "list")
    assert code == 2 and "not plugged in" in value["error"]["message"]


def test_ampy_has_the_names_we_use():
    expected = {
        "close": ["self"],
        "exec_": ["self", "command", "stream_output"],
        "exec_raw": ["self", "command", "timeout", "data_consumer"],
        "exec_raw_no_follow": ["self", "command"],
        "follow": ["self", "timeout", "data_consumer"],
        "read_until": ["self", "min_num_bytes", "ending", "timeout", "data_consumer"],
    }
    for name, parameters in expected.items():
        assert list(inspect.signature(getattr(Pyboard, name)).parameters) == parameters
    assert "serial" in Pyboard.close.__code__.co_names  # the one that our __init__ opens
    assert not issubclass(PyboardError, Exception)
    assert "exception" in Pyboard.exec_.__code__.co_consts  # then: what was printed, the traceback


def test_ampy_prints_nothing_where_we_use_it():
    used = [Pyboard.exec_, Pyboard.exec_raw, Pyboard.exec_raw_no_follow, Pyboard.follow,
            Pyboard.close]  # fmt: skip
    assert not any("print" in function.__code__.co_names for function in used)
