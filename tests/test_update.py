"""Install, update and rollback over the link, on real MicroPython; and what becomes of them when
they are cut."""

import json

import pytest

from backstrap import image
from backstrap.cli.main import main
from backstrap.device import connect, install
from backstrap.device.link import open_link
from backstrap.errors import DeviceError, RefusedError
from backstrap.virtual.node import VirtualStrap
from backstrap.virtual.state import board_plan
from strapcore import VERSION, progress
from strapcore.record import decode
from tests.link_relay import Relay
from tests.test_app import LIBRARY
from tests.test_slots import sources

BOARD = "esp32-c3-supermini"
FAST = 20  # times as fast as a clock: a trial is over in seconds
SOUND = image.compiled()
MAIN = {"main.py": image.main_py()}


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    """The firmware of a version before this one."""
    folder = tmp_path_factory.mktemp("sources") / "firmware"
    return sources(folder, **{"strapcore/__init__": ((f'"{VERSION}"', '"0.0.1"'),)})


@pytest.fixture
def root(tmp_path, older):
    return furnished(tmp_path, older)


def furnished(root, files):
    """A strap's flash with the files in slot a, and nothing in b."""
    (root / "slot").write_text("a")
    (root / "main.py").write_bytes(MAIN["main.py"])
    for path, data in files.items():
        (root / "app_a" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "app_a" / path).write_bytes(data)
    (root / "board.json").write_text(json.dumps(board_plan(BOARD)))
    return root


@pytest.fixture
def tool(capsys):
    """Run a verb on a strap; (exit code, the JSON value)."""

    def run(strap, *words):
        code = main(["--port", strap.address, "--json", *words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out)

    return run


def status(strap, wait_s=30):
    link = open_link(strap.address)
    try:
        return link.status(wait_s)
    finally:
        link.close()


def put(strap, files):
    """What `backstrap update` does, with firmware of our own; its report."""
    link = open_link(strap.address, back_s=0)
    try:
        with connect.stopped(link, force=False):
            done = install.install(link, files, MAIN, lambda *_: None)
        install.await_well(link, done["slot"], done["trial"], lambda *_: None)
    finally:
        link.close()
    return done


# ---- there and back


def test_a_bare_chip_gets_all_it_needs(tool, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0, bare=True, board=BOARD) as strap:
        assert tool(strap, "update")[0] == 3  # it is no strap yet
        code, done = tool(strap, "install", "--board", BOARD)
        assert (code, done["slot"], done["trial"], done["backstrap"]) == (0, "a", False, VERSION)
        assert status(strap)["board"] == BOARD
        again = tool(strap, "install", "--board", BOARD)[1]
        assert (again["slot"], again["sent"]) == ("a", 0)
        assert tool(strap, "rollback")[0] == 3  # to nothing
    assert (tmp_path / "slot").read_text() == "a"


def test_an_update_and_the_way_back(tool, root):
    with VirtualStrap(root, speed=FAST) as strap:
        code, done = tool(strap, "update")
        assert (code, done["slot"], done["trial"]) == (0, "b", True)
        assert (status(strap)["backstrap"], (root / "slot").read_text()) == (VERSION, "b")
        code, done = tool(strap, "update")
        assert (code, done["sent"], done["trial"]) == (0, 0, False)
        code, done = tool(strap, "rollback")
        assert (code, done["backstrap"], done["slot"]) == (0, "0.0.1", "a")
        assert (status(strap)["backstrap"], (root / "slot").read_text()) == ("0.0.1", "a")
        lines = "\n".join(tool(strap, "logs")[1]["lines"])
        assert f"confirmed {VERSION} in slot b" in lines and "confirmed 0.0.1 in slot a" in lines
        assert tool(strap, "crash")[1]["crash"] is None


def test_an_update_that_is_not_well_is_told(tool, root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources") / "firmware"
    begun = ("last = ticks_ms()", "last = begun = ticks_ms()")
    fails = "watchdog.feed()\n            if ticks_diff(now, begun) > 1000:\n"
    fails += "                raise ValueError('planted')"
    bad = sources(folder, loop=(begun, ("watchdog.feed()", fails)))
    with VirtualStrap(root, speed=FAST) as strap:
        with pytest.raises(RefusedError, match=r"b did not start.*slot a with BackStrap 0\.0\.1"):
            put(strap, bad)
        told = tool(strap, "crash")[1]["crash"]
        assert "slot b" in told and "ValueError: planted" in told
        code, value = tool(strap, "rollback")  # it was left for a reason
        assert code == 3 and "b did not start" in value["error"]["message"]
        assert put(strap, SOUND)["slot"] == "b"
        assert "fell_back" not in status(strap)


def test_a_hold_is_not_disturbed_unless_forced(tool, root):
    from backstrap.routines import source

    (root / "routines").mkdir()
    compiled = source.compile_file(str(LIBRARY / "upper-back.yaml"))
    (root / "routines" / f"{compiled.id}.jsonl").write_bytes(compiled.data)
    (root / "progress.json").write_text(json.dumps(progress.fresh() | {"cleared": 1}))
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 3s\npress\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\nwait 30s")
        for verb in ("update", "rollback", "logs", "crash"):
            code, value = tool(strap, verb)
            assert code == 3 and "a hold runs" in value["error"]["message"]
        assert tool(strap, "name", "set", "blue")[0] == 3
        assert (status(strap)["state"], (root / "slot").read_text()) == ("HOLD", "a")
        assert tool(strap, "logs", "--force")[0] == 0
    record = decode((root / "sessions" / "000001.hold").read_bytes())
    assert record.ended == "stopped" and record.hold_ms >= 30_000


def test_a_name_is_told_and_leads_to_the_strap(tool, root, monkeypatch, tmp_path_factory):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
    with VirtualStrap(root, speed=FAST) as strap:
        assert tool(strap, "name", "set", "blue 2")[0] == 0
        assert status(strap)["name"] == "blue 2"
        assert tool(strap, "name", "show")[1]["name"] == "blue 2"
        assert main(["--port", "BLUE 2", "--json", "info"]) == 0


# ---- cut


@pytest.fixture(scope="module")
def wire_bytes(older, tmp_path_factory):
    """What an update sends to the strap, up to its restart."""
    root = tmp_path_factory.mktemp("measured")
    with VirtualStrap(furnished(root, older), speed=FAST) as strap, Relay(strap.address) as relay:
        link = open_link(relay.address, back_s=0)
        with connect.stopped(link, force=False):
            install.install(link, SOUND, MAIN, lambda *_: None)
            return relay.sent


# Bytes before the end; below 1 it is a part of all.
@pytest.mark.parametrize("left", [0.97, 0.5, 0.1, 2000, 1200, 800, 500, 300, 150, 80, 40, 10])
def test_a_plug_pulled_in_an_update(root, older, wire_bytes, left):
    cut = wire_bytes - int(left if left > 1 else left * wire_bytes)
    with VirtualStrap(root, speed=FAST) as strap:
        with Relay(strap.address, cut_after=cut) as relay:
            link = open_link(relay.address, back_s=0)
            with pytest.raises(DeviceError), connect.stopped(link, force=False):
                install.install(link, SOUND, MAIN, lambda *_: None)
            link.close()
        strap.kill()
    assert held(root, "a") == older
    assert (root / "slot").read_text() in ("a", "ba9")
    if (root / "slot").read_text() == "ba9":
        assert held(root, "b") == SOUND
    with VirtualStrap(root, speed=FAST) as strap:
        assert status(strap)["backstrap"] in ("0.0.1", VERSION)
        put(strap, SOUND)
        assert status(strap)["backstrap"] == VERSION
    assert (root / "slot").read_text() == "b"
    assert (held(root, "a"), held(root, "b")) == (older, SOUND)


def held(root, slot):
    folder = root / f"app_{slot}"
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
