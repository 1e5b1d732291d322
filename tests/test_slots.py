"""Two slots on real MicroPython: a new firmware on trial, the way back, and safe mode."""

import shutil

import pytest

from backstrap import FIRMWARE, image
from backstrap.device.link import open_link
from backstrap.image import manifest
from backstrap.virtual.node import VirtualStrap

CRASHED = "ValueError: planted"
LOOP = """
import machine
from time import sleep_ms
def run():
    watchdog = machine.WDT(timeout=10000)
    for step in range(10**9):
        {}
        sleep_ms(20)
"""
# What a new firmware may be like: its strap.py (or .mpy), and whether main.py sees it crash.
UNWELL = {
    "raises when imported": ("raise ValueError('planted')", True),
    "runs out of memory": ("raise MemoryError('planted')", True),
    "was compiled for another MicroPython": (b"M\x05\x00\x1f", True),
    "lacks what it needs": ("from nowhere import run", True),
    "is something else": ("run = 3", True),
    "crashes after a second": (LOOP.format("if step == 50: raise ValueError('planted')"), True),
    "resets itself": ("import machine\nmachine.reset()", False),
    "hangs when imported": ("from time import sleep_ms\nwhile True: sleep_ms(20)", False),
    "hangs": (LOOP.format("pass"), False),
    "steps, and is never well": (LOOP.format("watchdog.feed()"), False),
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    root = tmp_path_factory.mktemp("installed")
    with VirtualStrap(root, speed="play"):
        pass
    return root


@pytest.fixture
def root(installed, tmp_path):
    """A strap's flash, with sound firmware in slot a."""
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    (tmp_path / "log.txt").unlink(missing_ok=True)
    return tmp_path


def fill(root, slot, files):
    """Put files into a slot, with their manifest."""
    files = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()
    }
    files.setdefault(manifest.MANIFEST, manifest.made("9.9.9", files))
    for path, data in files.items():
        (root / f"app_{slot}" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / f"app_{slot}" / path).write_bytes(data)


def unwell(text):
    return {"strap.mpy" if isinstance(text, bytes) else "strap.py": text}


def sources(folder, **changes):
    """The firmware's own sources, changed: file=((what stands there, what is to), ...)."""
    shutil.copytree(FIRMWARE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, pairs in changes.items():
        path = folder / f"{name}.py"
        for old, new in pairs:
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
    return image.compiled(folder)


def ask(strap):
    link = open_link(strap.address)
    try:
        return link.status(60)
    finally:
        link.close()


# ---- on trial


def test_a_new_firmware_that_is_well_takes_over(root, tmp_path_factory):
    core = (('VERSION = "', 'VERSION = "9'),)
    new = tmp_path_factory.mktemp("sources") / "firmware"
    fill(root, "b", sources(new, **{"strapcore/__init__": core}))
    (root / "slot").write_text("ba9")
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 3s\nexpect screen HOME")
        status = ask(strap)
        assert (status["slot"], status["trial"]) == ("b", 2)
        assert status["backstrap"].startswith("9")
        strap.play("wait 20s")
        assert (root / "slot").read_text() == "b"
        strap.play("wait 4min\nexpect screen HOME")  # nothing comes later
        status = ask(strap)
    assert status["slot"] == "b" and "trial" not in status and "fell_back" not in status
    log = (root / "log.txt").read_text()
    assert log.count("trial of b") == log.count("confirmed 9") == log.count(" boot 9") == 1


@pytest.mark.parametrize("name", UNWELL)
def test_a_new_firmware_that_is_not_well_is_left(root, name):
    text, seen_to_crash = UNWELL[name]
    fill(root, "b", unwell(text))
    (root / "slot").write_text("ba9")
    with VirtualStrap(root, speed="max") as strap:
        status = ask(strap)
    assert status["slot"] == "a" and "trial" not in status
    kept = (root / "slot").read_text()
    assert kept == "a " + status["fell_back"] and kept[:4] == "a b "
    why = "did not say that it is well" if "never" in name else "did not start"
    assert why in kept
    log = (root / "log.txt").read_text()
    assert f"back to a: b {why}" in log
    assert log.count("trial of b") == (1 if "never" in name else 3)
    assert (root / "crash.txt").exists() == seen_to_crash
    if seen_to_crash:
        crash = (root / "crash.txt").read_text()
        assert crash.startswith("slot b, reset cause ") and "Error" in crash
        assert CRASHED in crash or "planted" not in str(text) or "MemoryError: planted" in crash


def test_a_pulled_plug_is_no_failure_of_the_new_firmware(root):
    fill(root, "b", {**image.compiled(), "marker.txt": "b"})
    (root / "slot").write_text("ba9")
    strap = VirtualStrap(root, speed="play")
    for _ in range(4):  # more often than it may crash
        with strap:
            strap.play("wait 2s\nexpect screen HOME")
            strap.kill()
    with strap:
        strap.play("wait 25s")
    assert (root / "slot").read_text() == "b"


def test_whoever_comes_to_the_prompt_costs_a_new_firmware_no_start(root):
    fill(root, "b", image.compiled())
    (root / "slot").write_text("ba9")
    with VirtualStrap(root, speed="play") as strap:
        link = open_link(strap.address)
        try:
            for _ in range(5):
                assert link.status(60)["slot"] == "b"
                link.stop()
                assert (root / "slot").read_text() == "ba9"
                assert strap.command("status")["watchdog_ms"] == 3_600_000
                link.restart()
        finally:
            link.close()


def test_a_new_firmware_that_hangs_lets_the_host_in(root):
    fill(root, "b", unwell(UNWELL["hangs when imported"][0]))
    (root / "slot").write_text("ba9")
    with VirtualStrap(root, speed=1.0) as strap:
        link = open_link(strap.address)
        try:
            link.stop()
            assert not link.identity()["safe_mode"]
            assert strap.command("status")["watchdog_ms"] == 3_600_000
        finally:
            link.close()
    assert (root / "slot").read_text() == "ba9"


def test_a_new_firmware_that_cannot_be_watched_starts_all_the_same(root):
    fill(root, "b", image.compiled())
    (root / "app_a" / "trial.mpy").write_bytes(b"M\x05")  # the proven one is damaged
    (root / "slot").write_text("ba9")
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 25s\nexpect screen HOME")
        assert ask(strap)["slot"] == "b"
    assert (root / "slot").read_text() == "b"


# ---- crash after crash


def test_after_three_crashes_the_other_slot_has_its_turn(root):
    fill(root, "b", unwell("raise ValueError('planted')"))
    (root / "slot").write_text("b")
    with VirtualStrap(root, speed="max") as strap:
        status = ask(strap)
    assert (status["slot"], status["fell_back"]) == ("a", "b crashed three times")
    assert (root / "slot").read_text() == "a b crashed three times"
    assert CRASHED in (root / "crash.txt").read_text()


def test_where_both_slots_crash_the_strap_waits_at_the_prompt(root):
    for slot in "ab":
        shutil.rmtree(root / f"app_{slot}", ignore_errors=True)
        fill(root, slot, unwell(f"raise ValueError('planted in {slot}')"))
    (root / "slot").write_text("b")
    with VirtualStrap(root, speed="max") as strap:
        assert in_safe_mode(strap)
        assert strap.command("status")["watchdog_ms"] == 0
        assert (root / "slot").read_text() == "a b crashed three times"
        assert "planted in a" in (root / "crash.txt").read_text()
        strap.kill()
    (root / "app_a" / "strap.py").unlink()
    fill(root, "a", image.compiled())
    with VirtualStrap(root, speed="max") as strap:  # after the plug was pulled it tries again
        assert ask(strap)["slot"] == "a"


def in_safe_mode(strap):
    link = open_link(strap.address)
    try:
        app = link.status(60)  # None: a prompt, and no app
        link.stop()
        return app is None and link.identity()["safe_mode"]
    finally:
        link.close()


def test_a_single_slot_that_crashes_is_not_left_for_what_is_not_whole(root):
    (root / "app_b").mkdir()
    (root / "app_b" / "strap.py").write_text("raise ValueError('half of it')")
    (root / "app_a" / "strap.py").write_text("raise ValueError('planted')")
    with VirtualStrap(root, speed="max") as strap:
        assert in_safe_mode(strap)
    assert (root / "slot").read_text() == "a"
    assert CRASHED in (root / "crash.txt").read_text()


def test_a_crash_now_and_then_is_no_row_of_crashes(root, tmp_path_factory):
    begun = ("last = ticks_ms()", "last = begun = ticks_ms()")
    late = "watchdog.feed()\n            if ticks_diff(now, begun) > 25000:\n"
    late += "                raise ValueError('planted')"
    new = tmp_path_factory.mktemp("sources") / "firmware"
    fill(root, "a", sources(new, loop=(begun, ("watchdog.feed()", late))))
    fill(root, "b", image.compiled())
    with VirtualStrap(root, speed="play") as strap:
        strap.play("wait 170s")
    assert (root / "slot").read_text() == "a"
    assert (root / "log.txt").read_text().count("crash ValueError('planted'") >= 5


def test_the_wish_for_the_prompt_is_no_crash(root):
    with VirtualStrap(root, speed="play") as strap:
        link = open_link(strap.address)
        try:
            link.stop()
            link._port.exec_raw_no_follow(
                b"import machine; machine.RTC().memory(b'U'); machine.reset()"
            )
            assert link.status(10) is None
            link.stop()
            assert not link.identity()["safe_mode"]
            memory = link.call("import machine\nprint(machine.RTC().memory())")
            assert memory.strip() == b"b''"
            assert strap.command("screen")["screen"].startswith("USB")
        finally:
            link.close()


def test_the_log_is_bounded(root):
    with VirtualStrap(root, speed="play") as strap:
        link = open_link(strap.address)
        try:
            link.stop()
            link._port.exec(b"import sys; sys.path.insert(0, '/app_a'); from log import log")
            for number in range(100):
                link._port.exec(b"log('/', 'line %d ' + 300 * '.')" % number)
        finally:
            link.close()
    new, old = (root / "log.txt").read_text(), (root / "log.old").read_text()
    assert len(new) < 2200 and 2048 <= len(old) < 2200
    lines = (old + new).splitlines()
    assert [f" line {100 - len(lines) + i} " in line for i, line in enumerate(lines)].count(0) == 0
