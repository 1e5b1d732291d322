"""main.py on real MicroPython: the crash file, the watchdog, Ctrl-C, the plug."""

import json
import shutil
import time

import pytest

from backstrap import FIRMWARE, image
from backstrap.device.link import open_link
from backstrap.image import trace
from backstrap.routines import source
from backstrap.virtual.node import VirtualStrap
from strapcore import progress
from strapcore.record import decode
from tests.test_app import LIBRARY

TO_THE_HOLD = "wait 3s\npress\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\n"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "routines").mkdir()
    compiled = source.compile_file(str(LIBRARY / "upper-back.yaml"))
    (tmp_path / "routines" / f"{compiled.id}.jsonl").write_bytes(compiled.data)
    (tmp_path / "progress.json").write_text(json.dumps(progress.fresh() | {"cleared": 1}))
    return tmp_path


def eventually(seen, seconds=10):
    """The first true answer of seen() within so many real seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = seen()
        if found:
            return found
        time.sleep(0.05)
    return seen()


def test_a_hold_on_micropython_gives_the_record_that_cpython_gives(root, tmp_path_factory):
    from backstrap.virtual.simulator import Strap
    from tests.test_app import flash

    script = TO_THE_HOLD + "wait 70s\noff\nwait 10s\nlie 25kg\nwait 30s\npress\noff\nwait 5s"
    with VirtualStrap(root, speed="play") as strap:
        played = strap.play(script)
    assert played["screens"][-1] == "REST"
    other = tmp_path_factory.mktemp("cpython")
    flash(other)
    Strap(other).play(script)
    ours = decode((root / "sessions" / "000001.hold").read_bytes())
    theirs = decode((other / "sessions" / "000001.hold").read_bytes())
    assert (ours.ended, ours.point, ours.pauses) == (theirs.ended, theirs.point, theirs.pauses)
    assert abs(ours.hold_ms - theirs.hold_ms) <= 200
    assert len(ours.rows) == len(theirs.rows)


def test_a_crash_is_kept_and_shown_and_the_strap_starts_again(root, tmp_path_factory):
    with VirtualStrap(root, speed="play"):
        pass  # the firmware is on it now
    # The same firmware, but that it fails in the fifth second.
    source = tmp_path_factory.mktemp("sources") / "firmware"
    shutil.copytree(FIRMWARE, source, ignore=shutil.ignore_patterns("__pycache__"))
    panel = (source / "panel.py").read_text().split("\n")
    at = panel.index("        self._lit_ms += dt_ms")
    panel[at] += "\n        if self._lit_ms > 4000:\n            raise ValueError('planted')"
    (source / "panel.py").write_text("\n".join(panel))
    for name, data in image.compiled(source).items():
        (root / "app_a" / name).write_bytes(data)
    with VirtualStrap(root, speed="play") as strap:
        strap.play('wait 5s\nexpect screen CRASH\nexpect text "planted"\nexpect tone crash')
        text = (root / "crash.txt").read_text()
        assert "ValueError: planted" in text
        assert f'File "panel.py", line {at + 3}, in due' in trace.translate(text, source)
        boots = json.loads((root / "progress.json").read_text())["boots"]
        strap.play("wait 8s")
        assert json.loads((root / "progress.json").read_text())["boots"] > boots


@pytest.mark.parametrize(
    "progress",
    [b"", b"{", b"[]", b'{"format":1,"boots":1,"routines":3}', b"\xff" * 300, b"1" * 20000],
)
def test_damaged_progress_is_a_fresh_start_not_a_crash(root, progress):
    (root / "progress.json").write_bytes(progress)
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 2s\nexpect screen HOME")
    assert not (root / "crash.txt").exists()


def test_ctrl_c_in_a_hold_saves_it_and_leaves_the_prompt(root):
    with VirtualStrap(root, speed="play") as strap:
        strap.play(TO_THE_HOLD + "wait 30s")
        link = open_link(strap.address)
        try:
            assert link.status()["state"] == "HOLD"
            link.stop()
            assert eventually((root / "sessions" / "000001.hold").exists)
            assert strap.command("screen")["screen"].startswith("USB")
            assert strap.command("status")["watchdog_ms"] == 3_600_000
        finally:
            link.close()
    record = decode((root / "sessions" / "000001.hold").read_bytes())
    assert record.ended == "stopped"
    assert 30 <= record.hold_ms // 1000 <= 45


def test_the_plug_pulled_in_a_hold_costs_ten_seconds_at_the_most(root):
    with VirtualStrap(root, speed="play") as strap:
        strap.play(TO_THE_HOLD + "wait 100s")
        held_s = strap_seconds(strap)
        strap.kill()
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 2s\nexpect screen HOME")
    record = decode((root / "sessions" / "000001.hold").read_bytes())
    assert record.ended == "cut"
    assert 0 <= held_s - record.hold_ms // 1000 <= 10


def strap_seconds(strap):
    """Contact time that the running hold shows."""
    link = open_link(strap.address)
    try:
        return link.status()["hold_ms"] // 1000
    finally:
        link.close()


BLOCK = 4096
FLASH_BLOCKS = 512


def fill_flash(root, free_blocks):
    """A file that leaves just so many blocks of the strap's 2 MB."""
    used = 2  # a folder takes two blocks
    for path in root.rglob("*"):
        used += 2 if path.is_dir() else -(-path.stat().st_size // BLOCK)
    (root / "filler.bin").write_bytes(bytes((FLASH_BLOCKS - used - free_blocks) * BLOCK))


@pytest.mark.parametrize(
    ("free_blocks", "left"),
    [
        (12, [2, 3, 4]),  # less than 64 KiB: the oldest pulled one goes, that is enough
        (20, [1, 2, 3, 4]),  # enough room
        (-7, [3, 4]),  # both pulled ones go; then there is room for a hold, so 3 stays
        (-20, [4]),  # not even then: the oldest that nobody has fetched goes too
    ],
)
def test_records_rotate_out_pulled_ones_first(root, free_blocks, left):
    with VirtualStrap(root, speed="play"):
        pass  # the firmware is on it now
    sessions = root / "sessions"
    sessions.mkdir(exist_ok=True)
    for number in (1, 2, 3):
        (sessions / f"{number:06d}.hold").write_bytes(bytes(10 * BLOCK))
    (sessions / "pulled").write_text("2")
    fill_flash(root, free_blocks)
    with VirtualStrap(root, speed="play") as strap:
        strap.play(TO_THE_HOLD + "wait 30s\npress\noff\nwait 5s")
    names = sorted(path.name for path in sessions.iterdir())
    assert names == [f"{number:06d}.hold" for number in left] + ["pulled"]


@pytest.mark.parametrize(
    ("broken", "text", "said"),
    [
        ("strapcore/ui/screens/hold", None, "no module named"),
        ("strapcore/ui/screens/hold", b"M\x05\x00\x1f", "incompatible"),
        ("strapcore/ui/screens/hold", "raise MemoryError('no room')", "no room"),
        ("strapcore/ui/screens/hold", "raise OSError(5)", "5"),
        ("describe", "def describe(view, app):\n    raise MemoryError('no room')", "no room"),
    ],
)
def test_a_screen_that_does_not_load_costs_the_display_and_not_the_hold(root, broken, text, said):
    with VirtualStrap(root, speed="play"):
        pass  # the firmware is on it now
    (root / "app_a" / f"{broken}.mpy").unlink()
    if text:
        name = broken + (".mpy" if isinstance(text, bytes) else ".py")
        (root / "app_a" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 3s\npress\nwait 6s\nlie 25kg\nexpect tone contact\nwait 1s")
        strap.play("expect dark within 1s")
        link = open_link(strap.address)
        try:
            status = link.status()
        finally:
            link.close()
        assert status["state"] == "HOLD"
        assert said in status["faults"][0]
        strap.play("wait 12min\nexpect tone release\noff\nexpect tone rest")
        if "hold" in broken:
            strap.play("expect screen REST\nexpect lit\npress\nexpect screen HOME")
        strap.play("wait 16s")
    record = decode((root / "sessions" / "000001.hold").read_bytes())
    assert record.ended == "target"
    assert 720_000 <= record.hold_ms < 720_100
    assert len(record.rows) in (718, 719, 720)
    assert not (root / "crash.txt").exists()


def test_a_strap_without_words_still_has_a_menu_and_holds_points(root):
    with VirtualStrap(root, speed="play"):
        pass  # the firmware is on it now
    for path in (root / "app_a" / "languages").iterdir():
        path.unlink()
    with VirtualStrap(root, speed="play") as strap:
        for item in (0, 1, 2, 7, 11, 12, 14):
            strap.play("wait 2s\npress long\n" + item * "press\n" + "press long\nwait 33s")
        strap.play("press\nexpect tone zero\nwait 6s\nlie 12kg\nexpect tone contact\nwait 1min\n"
                   "press\nexpect tone release\noff\nwait 20s")  # fmt: skip
    assert decode((root / "sessions" / "000001.hold").read_bytes()).ended == "felt"
    assert not (root / "crash.txt").exists()


@pytest.mark.parametrize("lost", ["strapcore/listening/pulse", "conclude", "remember"])
def test_what_only_estimates_or_remembers_may_be_missing(root, lost):
    with VirtualStrap(root, speed="play"):
        pass  # the firmware is on it now
    (root / "app_a" / f"{lost}.mpy").unlink()
    with VirtualStrap(root, speed="play") as strap:
        strap.play(
            TO_THE_HOLD + "wait 12min\nexpect tone release\noff\nexpect screen REST\nwait 20s"
        )
    record = decode((root / "sessions" / "000001.hold").read_bytes())
    assert (record.ended, record.hold_ms // 100) == ("target", 7200)
    assert any(row["pulse"] or row["breath"] for row in record.rows) == ("pulse" not in lost)
    kept = json.loads((root / "progress.json").read_text())
    assert list(kept["routines"]["upper-back"]["steps"]) == [record.point]
    assert not (root / "crash.txt").exists()


def test_what_a_boot_needs_is_forgotten_after_it(root):
    (root / "routines" / "bad.jsonl").write_text("{}")
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 2s")
        link = open_link(strap.address)
        try:
            assert "bad.jsonl" in link.status()["bad"][0]  # the rules were there
            link.stop()
            loaded = link.call("import sys\nprint(*sys.modules)").decode().split()
        finally:
            link.close()
    assert "strap" in loaded and "strapcore" in loaded
    assert {"wake", "reading", "wiring", "status", "strapcore.rules"}.isdisjoint(loaded)


def test_live_tells_what_is_felt_while_the_hold_goes_on(root):
    with VirtualStrap(root, speed="play") as strap:
        link = open_link(strap.address)
        try:
            strap.play("wait 3s")
            home = link.ask("live")
            assert (home["state"], home["point"]) == ("HOME", "upper-trapezius-left")
            assert (home["contact"], home["prompt"], "pulse_x100" in home) == (0, None, False)
            strap.play("press\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\nwait 3min")
            told = []
            for _ in range(8):  # a body moves now and then, and is not believed for a while
                strap.play("wait 10s")
                told.append(link.ask("live"))
        finally:
            link.close()
    for before, held in zip([{"hold_ms": 180_000}, *told], told, strict=False):
        assert (held["state"], held["contact"], held["prompt"]) == ("HOLD", 1, "let-out")
        assert before["hold_ms"] < held["hold_ms"]
        assert 10_000 < held["gauge_pa"] < 40_000 and 10_000 < held["load_pa"] < 40_000
        assert held["band_pa"] == [2000, 13332]
        assert held["throb"] in (0, 1, 2) and held["tissue"] in (0, 1, 2)
        assert len(json.dumps(held)) < 340  # a line a second at 115200 baud disturbs nobody
    assert any(6000 < held["pulse_x100"] < 7000 for held in told)
    assert any(1000 < held["breath_x100"] < 2000 for held in told)
    assert 200 < told[-1]["throb_x256"] < 320
