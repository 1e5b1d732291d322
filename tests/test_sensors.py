"""Every pressure sensor in a whole strap: found from board.json, a hold, its limit, the room's
barometer, trouble on the bus."""

import json
import sys

import pytest

from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from strapcore import journal
from tests.test_app import DAY, flash, records

TO_CONTACT = "wait 3s\npress\nwait 6s\nlie 25kg\nexpect tone contact within 8s\n"


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def strap_with(root, sensor="lps28dfw", board="esp32-c3-supermini", **parts):
    """A strap with these parts on its bus, which its board.json names."""
    plan = board_plan(board, sensor=sensor) | parts
    (root / "board.json").write_text(json.dumps(plan))
    return Strap(root, board=plan, sensor=sensor, day=DAY)


def flags(record):
    return [row["flags"] for row in record.rows]


@pytest.mark.parametrize("sensor", ["bmp280", "spl06", "bme280"])
def test_above_its_range_a_sensor_is_at_its_limit(root, sensor):
    strap = strap_with(root, sensor).play(TO_CONTACT + "wait 2s")
    assert strap.app.sense.contact.clipped
    assert not strap.app.sense.listening
    strap.play('expect text "at its limit" within 4s\nexpect text "Let some air out" within 4s')
    strap.play("expect tone air within 70s\nwait 10min\nexpect tone release within 2min\noff")
    strap.play("wait 25s")
    (record,) = records(root)
    assert (record.ended, record.hold_ms) == ("target", 720_000)
    assert sum(flag & journal.CLIPPED > 0 for flag in flags(record)) > 700
    assert not any(row["pulse"] or row["breath"] for row in record.rows)


def test_below_the_limit_all_is_estimated_again(root):
    strap = strap_with(root, "bmp390").play("set ball 12-soft80-a\n" + TO_CONTACT + "wait 2s")
    assert not strap.app.sense.contact.clipped
    strap.play("lie 45kg\nwait 3s")
    assert strap.app.sense.contact.clipped
    assert not strap.app.sense.listening
    strap.play("lie 25kg\nwait 3s")
    assert not strap.app.sense.contact.clipped
    assert strap.app.sense.listening
    strap.play("wait 1min")
    assert strap.app.sense.contact.on


def test_a_ball_too_firm_for_its_sensor_is_told_before_the_hold(root):
    strap = strap_with(root, "bmp280")
    strap.play("set ball 12-firm10-a\nwait 3s\npress\nexpect screen PREPARE")
    strap.play('expect text "at its limit" within 8s')
    assert strap.app.sense.contact.zero_age > 50  # a bound is no zero


def test_a_code_that_is_no_measurement_once_is_no_contact(root):
    strap = strap_with(root, "bmp280").play("wait 5s")
    chip = strap.world.sensor
    chip.codes = (0x80000, 519888)
    strap.run(40)
    chip.codes = None
    gauge = []
    for _ in range(50):
        strap.run(20)
        gauge.append(abs(strap.app.sense.contact.gauge_pa))
    assert max(gauge) < 50
    assert not strap.app.sense.contact.clipped


def test_a_frozen_sensor_is_at_its_limit_and_the_contact_stands(root):
    strap = strap_with(root, "bmp581").play("set ball 12-soft80-a\n" + TO_CONTACT + "wait 30s")
    chip = strap.world.sensor
    chip.codes = (chip._regs[0x20] | chip._regs[0x21] << 8 | chip._regs[0x22] << 16, 1638400)
    strap.play("wait 1s")
    assert not strap.app.sense.contact.clipped
    strap.play("wait 3s")
    assert strap.app.sense.contact.clipped
    assert strap.app.sense.contact.on
    chip.codes = None
    strap.play("wait 3s")
    assert not strap.app.sense.contact.clipped


def test_the_code_of_other_sensors_is_not_loaded(root):
    for name in [name for name in sys.modules if name.startswith("drivers.pressure.")]:
        del sys.modules[name]
    strap = strap_with(root, "bmp280")
    seen = set()
    for _ in range(100):
        strap.step()
        seen |= {name for name in sys.modules if name.startswith("drivers.pressure.")}
    assert seen == {"drivers.pressure.bmp280"}
    assert strap.board.sensor is not None
    assert "finding" not in sys.modules
