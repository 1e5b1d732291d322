"""Sleep on real MicroPython: deep, light, and who is heard meanwhile."""

import json
import time

import pytest

from backstrap.virtual.node import VirtualStrap
from tests.test_app import TO_THE_HOLD, flash, records
from tests.test_virtual_strap import Port


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def asked(port, seconds=1.0):
    """The answer to a request of the console, or None."""
    port.serial.reset_input_buffer()
    port.serial.write(b"#bs status\n")
    got, end = b"", time.monotonic() + seconds
    while not got.endswith(b"}\r\n") and time.monotonic() < end:
        got += port.serial.read(max(1, port.serial.in_waiting))
    return json.loads(got.split(b"#bs ")[-1]) if b"#bs {" in got else None


def test_a_night_goes_on_after_deep_sleep(root):
    with VirtualStrap(root, speed="play") as strap:
        strap.play(
            "wait 2s\nset usb 0\n" + TO_THE_HOLD + "wait 12min\nexpect tone release within 9s"
        )
        strap.play("off\nexpect screen HOME within 3min\nwait 9min")
        assert not strap.command("status")["asleep"]
        strap.play("wait 2min")
        status = strap.command("status")
        assert (status["asleep"], status["watchdog_ms"]) == (True, 0)
        assert strap.command("screen")["dark"]
        with Port(strap.tcp_address) as port:
            port.serial.write(b"\x03\x03")
            assert asked(port) is None
            strap.play('press\nwait 3s\nexpect screen HOME\nexpect text "1 of 3"\nwait 2s')
            status = strap.command("status")
            assert (status["asleep"], status["cpu_hz"]) == (False, 80_000_000)
            answer = asked(port, 10)
            assert answer["state"] == "HOME"
            assert answer["point"] != "upper-trapezius-left"
        strap.play("press\nexpect screen PREPARE within 3s")


def test_light_sleep_in_a_hold_keeps_time_and_record(root):
    with VirtualStrap(root, speed="play") as strap:
        strap.play("set usb 0\nwait 5min\n" + TO_THE_HOLD)
        before = strap.command("status")["light_ms"]
        played = strap.play("wait 11min\nexpect tone release within 70s")
        slept_ms = strap.command("status")["light_ms"] - before
        assert 0.5 * played["ms"] < slept_ms < played["ms"]
        strap.play("off\nwait 25s")
    (record,) = records(root)
    assert record.ended == "target"
    assert 0 <= record.hold_ms - 720_000 < 40  # two steps
    assert len(record.rows) in (718, 719, 720)


def test_a_usb_host_is_heard_all_the_time(root):
    with VirtualStrap(root, speed="play") as strap, Port(strap.tcp_address) as port:
        strap.play("wait 6min\n" + TO_THE_HOLD + "wait 2min")
        assert strap.command("status")["light_ms"] == 0
        assert asked(port, 10)["state"] == "HOLD"
        strap.play("set usb 0\nwait 6min")
        slept_ms = strap.command("status")["light_ms"]
        assert slept_ms
        strap.play("set usb 1\nwait 2min")
        assert strap.command("status")["light_ms"] - slept_ms < 100
        assert asked(port, 10)["state"] == "HOLD"


def test_an_empty_battery_ends_a_hold_with_its_record(root):
    with VirtualStrap(root, speed="play") as strap:
        strap.play("set usb 0\n" + TO_THE_HOLD + "wait 2min\nset battery_mv 3380")
        strap.play("expect tone release within 15s\noff\nwait 40s")
        assert strap.command("status")["asleep"]
    (record,) = records(root)
    assert record.ended == "fault"


ASLEEP = """
import machine, select, sys
port = select.poll()
port.register(sys.stdin, select.POLLIN)
print("falls asleep")
machine.lightsleep(3000)
print("heard", len(port.poll(0)))
"""


def test_what_is_sent_in_light_sleep_is_lost(tmp_path):
    with VirtualStrap(tmp_path, bare=True) as strap, Port(strap.tcp_address) as port:
        port.expect(b"raw REPL; CTRL-B to exit\r\n>", b"\r\x03\x01")
        port.expect(b"falls asleep", ASLEEP.encode() + b"\x04")
        assert b"heard 0" in port.expect(b"\x04>", b"\x03lost")
