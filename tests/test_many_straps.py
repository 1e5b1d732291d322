"""Several straps in one call: `--port` more than once, or `all`."""

import json
from pathlib import Path

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from backstrap.cli.main import main
from backstrap.device import known, ports
from backstrap.virtual.node import VirtualStrap

LIBRARY = Path(__file__).parents[1] / "host_tools/backstrap/routines/library"
NECK = str(LIBRARY / "neck.yaml")
NOBODY = "socket://127.0.0.1:1"


@pytest.fixture(scope="module")
def straps(tmp_path_factory):
    """Two straps, the only ones that this module's registry knows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        folders = [tmp_path_factory.mktemp("strap") for _ in range(2)]
        with (
            VirtualStrap(folders[0], speed=1.0) as one,
            VirtualStrap(folders[1], speed=1.0) as two,
        ):
            yield one, two


@pytest.fixture
def tool(capsys):
    """Run the tool; (exit code, the JSON value, what it said)."""

    def run(*words):
        code = main(["--json", *words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out), err

    return run


def test_one_push_to_all_that_answer(straps, tool, capsys):
    if ports.candidates():
        pytest.skip("a real strap may be about")
    code, value, err = tool("--port", "all", "push", NECK)
    assert (code, value["failed"]) == (0, 0)
    assert {row["strap"] for row in value["straps"]} == {strap.address for strap in straps}
    assert [row["routines"][0]["state"] for row in value["straps"]] == ["sent", "sent"]
    assert "2 of 2 straps done" in err
    for strap in straps:
        assert (strap.state_dir / "routines/neck.jsonl").exists()
    assert main(["--port", "all", "list"]) == 0
    out = capsys.readouterr().out
    assert all(f"{strap.address}: neck " in out for strap in straps)


def test_one_that_is_not_there_does_not_keep_the_others(straps, tool):
    one, two = straps
    words = ["--port", one.address, "--port", NOBODY, "info", "--port", two.address]
    code, value, err = tool(*words)
    assert (code, value["failed"]) == (2, 1)
    assert [row.get("state") for row in value["straps"]] == ["HOME", None, "HOME"]
    assert value["straps"][1]["error"]["exit"] == 2
    assert f"\n{NOBODY} cannot be opened" in "\n" + err
    assert "2 of 3 straps done" in err


def test_the_same_port_twice_is_one_strap(straps, tool):
    address = straps[0].address
    code, value, _ = tool("--port", address, "--port", address, "info")
    assert (code, value["strap"]) == (0, address)


def test_what_takes_one_strap_refuses_several(straps, tool):
    addresses = [strap.address for strap in straps]
    code, value, _ = tool("--port", addresses[0], "--port", addresses[1], "progress", "show")
    assert code == 1
    assert "this takes one strap" in value["error"]["message"]
    assert all(address in value["error"]["message"] for address in addresses)


# ---- names


@pytest.fixture
def nobody_known(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "backstrap/straps.json"


def test_a_name_that_was_never_met_lists_those_that_were(nobody_known, tool):
    known.meet({"uid": "01", "name": "bedroom"}, "/dev/nowhere", "A1")
    code, value, _ = tool("--port", "bedrom", "info")
    assert code == 1
    assert "(did you mean 'bedroom'?); met: bedroom" in value["error"]["message"]


def test_a_name_that_was_met_and_is_gone(nobody_known, tool):
    known.meet({"uid": "01", "name": "bedroom"}, "/dev/nowhere", "A1")
    code, value, _ = tool("--port", "Bedroom", "info")
    assert code == 2
    assert "'Bedroom' does not answer" in value["error"]["message"]


@pytest.fixture
def plugged_in(tmp_path, monkeypatch):
    """A strap on a serial port whose USB chip has the serial number A1, as the system lists it."""
    port = str(tmp_path / "ttyACM1")
    info = ListPortInfo(port)
    info.vid, info.pid, info.serial_number = 0x303A, 0x1001, "A1"
    monkeypatch.setattr(list_ports, "comports", lambda: [info])
    with VirtualStrap(tmp_path / "flash", speed=1.0, pty=port):
        yield port


def test_a_strap_whose_port_has_changed_is_found_by_its_serial_number(
    nobody_known, plugged_in, tool
):
    known.meet({"uid": "01"}, "/dev/ttyACM0", "A1")
    code, value, err = tool("--port", "/dev/ttyACM0", "info")
    assert (code, value["strap"]) == (0, plugged_in)
    assert f"the strap of /dev/ttyACM0 is at {plugged_in} now" in err
    assert [(one.uid, one.port, one.usb) for one in known.straps()[1:]] == [
        (value["uid"], plugged_in, "A1")
    ]


def test_a_strap_is_found_by_its_name_wherever_it_is(nobody_known, plugged_in, tool):
    known.meet({"uid": "01", "name": "bedroom"}, "/dev/ttyACM0", "A1")
    code, value, _ = tool("--port", "bedroom", "info")
    assert (code, value["strap"]) == (0, plugged_in)


def test_a_strap_is_known_by_its_uid_and_a_port_by_its_last_strap(nobody_known):
    known.meet({"uid": "01", "name": "one"}, "/dev/a", "A1")
    known.meet({"uid": "02", "name": None}, "/dev/b", "B2")
    known.meet({"uid": "01", "name": "uno"}, "/dev/b", "A1")
    assert [(one.uid, one.name, one.port) for one in known.straps()] == [
        ("02", "", ""),
        ("01", "uno", "/dev/b"),
    ]
    assert known.at("/dev/b").uid == "01"
    assert known.at("/dev/a") is None
    assert [one.uid for one in known.named("UNO")] == ["01"]


@pytest.mark.parametrize("text", ["", "[", "{}", "[1]", '[{"uid": 1}]', "[" * 9000, "x" * 70000])
def test_a_damaged_list_is_an_empty_one(nobody_known, text):
    nobody_known.parent.mkdir()
    nobody_known.write_text(text)
    assert known.straps() == []
    known.meet({"uid": "01"}, "/dev/a", "")
    assert [one.uid for one in known.straps()] == ["01"]
