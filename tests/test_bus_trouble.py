"""Trouble on the bus: no answer, a line held low, parts that come and go, two at one address."""

import json

import pytest

from strapcore import journal
from tests.test_app import records
from tests.test_sensors import TO_CONTACT, flags, root, strap_with

ROOM = {"driver": "bmp280", "addr": 0x76}
__all__ = ["root"]


@pytest.mark.parametrize("sensor", ["lps28dfw", "bmp280", "dps310", "ms5837-02ba", "mprls"])
def test_two_failed_reads_are_nothing(root, sensor):
    strap = strap_with(root, sensor).play("set ball 12-soft80-a\n" + TO_CONTACT + "wait 40s")
    sensor = strap.board.sensor
    for _ in range(20):
        strap.play("set bus_nacks 2\nwait 1s")
    assert strap.board.sensor is sensor
    assert strap.board.failed > 10
    assert strap.board.lost == 0
    assert strap.app.session.state == 3


def test_a_sensor_that_does_not_answer_is_lost_and_found_and_the_hold_goes_on(root):
    strap = strap_with(root).play(TO_CONTACT + "wait 1min\nset bus_nacks 8\nwait 2s")
    assert strap.board.sensor is None or strap.board.lost
    strap.play("wait 17s")
    assert strap.board.sensor is not None
    assert strap.board.faults == []
    strap.play("wait 11min\nexpect tone release within 30s\noff\nwait 25s")
    (record,) = records(root)
    assert (record.ended, record.hold_ms) == ("target", 720_000)


def test_a_chip_that_holds_the_data_line_is_clocked_free(root):
    strap = strap_with(root).play(TO_CONTACT + "wait 1min\nset data_held 9\nwait 8s")
    assert strap.world.bus.data_held == 0
    assert strap.board.freed == 1
    assert strap.board.sensor is not None
    assert strap.board.display is not None
    strap.play("wait 11min\nexpect tone release within 30s\noff\nwait 25s")
    (record,) = records(root)
    assert (record.ended, record.hold_ms) == ("target", 720_000)
    assert any(flag & journal.SENSOR_LOST for flag in flags(record))
    assert not flags(record)[-1] & journal.SENSOR_LOST


def test_a_data_line_that_is_never_let_go_is_tried_again_and_told(root):
    strap = strap_with(root).play("wait 3s\nset data_held 1000\nwait 12s")
    assert strap.board.sensor is None
    assert 1 <= strap.board.freed <= 3  # every 5 s, no more
    assert strap.board.faults[0][2] == "SDA is held low"
    strap.play("set data_held 3\nwait 8s")
    assert strap.board.sensor is not None


@pytest.mark.parametrize("sensor", ["lps28dfw", "bmp280"])  # which is looked for everywhere
def test_a_clock_that_is_held_low_is_told_and_no_step_waits_long(root, sensor):
    strap = strap_with(root, sensor).play("wait 3s\nset clock_held 1\nwait 3s")
    worst = 0
    for _ in range(500):
        before = strap.world.bus.us
        strap.step()
        worst = max(worst, strap.world.bus.us - before)
    assert worst <= 80_000  # of the watchdog's seconds
    assert strap.board.faults[0] == ("display", "0x3c SDA5 SCL6", "SCL is held low")
    strap.play("set clock_held 0\nwait 12s")
    assert strap.board.faults == []


@pytest.mark.parametrize("sensor", ["lps28dfw", "bmp388", "dps310", "ms5837-02ba", "mprls"])
def test_unplugged_and_plugged_again(root, sensor):
    strap = strap_with(root, sensor).play("set ball 12-soft60-a\n" + TO_CONTACT + "wait 1min")
    strap.play("unplug sensor\nwait 4s\nexpect tone fault_sensor\nplug sensor\nwait 8s")
    assert strap.board.sensor is not None
    assert strap.board.lost >= 1
    strap.play("wait 11min\nexpect tone release within 30s\noff\nwait 25s")
    (record,) = records(root)
    assert (record.ended, record.hold_ms) == ("target", 720_000)
    assert any(flag & journal.SENSOR_LOST for flag in flags(record))


def test_two_parts_at_one_address_are_told(root):
    strap = strap_with(root, "bmp280", ambient={"driver": "bmp388", "addr": 0x76})
    strap.play("wait 8s")
    assert strap.board.sensor is None
    said = [fault[2] for fault in strap.board.faults]
    assert "unknown, or two parts" in said or "no answer" in said
    strap.play("unplug ambient\nwait 12s")


def test_the_host_hears_of_it(root):
    strap = strap_with(root).play("wait 3s\nset bus_nacks 2\nwait 1s\nset data_held 4\nwait 9s")
    told = strap.app.answer([b"status"])
    assert told["bus"] == {"failed": strap.board.failed, "freed": 1, "lost": strap.board.lost}
    assert told["bus"]["failed"] >= 2
    json.dumps(told)


def test_the_rooms_barometer_makes_firmness_a_fact(root):
    strap = strap_with(root, ambient=ROOM)
    strap.play("set ball 12-firm5-a\nwait 30s")
    air = strap.app.sense.contact.air
    assert abs(air.room_pa - 101325) < 10
    assert abs(air.firm_pa - 5000) < 20
    strap.play("press\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\nwait 30s")
    assert strap.board.ambient is False  # its place is needed
    strap.play("off\nwait 3s\npress long\nexpect tone ended within 10s\nwait 5s")
    assert strap.board.ambient


def leak_of(root, drift, **parts):
    """What the strap learns of the leak of a ball in weather that changes."""
    strap = strap_with(root, **parts)
    strap.play("set ball 12-firm5-a\nset leak_half_min 300\nset ambient_drift_pa_h %d" % drift)
    if not parts:  # the room's pressure from an open valve, before the ball was filled
        strap.app.sense.contact.air.room_pa = 101325
    strap.play("wait 12min")
    return strap.app.sense.contact.air


def test_weather_is_no_leak(root):
    """Half lost in 300 min is 38 ppm a second; 800 Pa an hour of weather is 44 of them more."""
    known, guessed = leak_of(root, -800, ambient=ROOM), leak_of(root, -800)
    assert abs(known.leak_ppm - 38) <= 8
    assert guessed.leak_ppm > 60
    assert known.leak_doubt_ppm < guessed.leak_doubt_ppm


def test_an_open_valve_teaches_the_two_sensors_to_agree(root):
    strap = strap_with(root, ambient=ROOM).play("set ball 12-firm5-a\nwait 10s")
    air = strap.app.sense.contact.air
    air.opened(air.room_pa + 180)
    assert air.offset_pa == 180
    strap.play("wait 5s")
    assert abs(air.room_pa - 101325 - 180) < 10


def test_that_they_agree_is_kept(root):
    strap = strap_with(root, ambient=ROOM).play("set ball 12-firm5-a\nwait 10s")
    strap.play("press long\nexpect screen MENU" + 8 * "\npress" + "\npress long\nexpect tone zero")
    learned = strap.app.sense.contact.air.offset_pa
    assert learned > 4000  # the valve was not open; whoever says so is believed
    strap.reboot()
    assert strap.app.sense.contact.air.offset_pa == learned


@pytest.mark.parametrize("sensor", ["auto", "lps28dfw"])
def test_a_barometer_on_a_second_bus_has_any_address(root, sensor):
    """Two of one kind at one address, each on its own bus."""
    plan = {"id": 1, "sda": 18, "scl": 19, "hz": 400000}
    room = {"driver": "lps28dfw", "addr": 0x5C, "bus": plan}
    strap = strap_with(
        root, board="esp32-devkitc", sensor="lps28dfw", ambient=room,
    ).play("set ball 12-firm5-a\nwait 20s")  # fmt: skip
    assert strap.board.sensor is not None
    assert abs(strap.app.sense.contact.air.firm_pa - 5000) < 20


def test_a_barometer_that_is_lost_is_told_and_weather_is_doubted_again(root):
    strap = strap_with(root, ambient=ROOM).play("wait 10s")
    assert strap.app.sense.contact.air.weather_pa == 15
    strap.play("unplug ambient\nwait 13s")
    assert strap.board.faults[0][0] == "ambient"
    assert strap.app.sense.contact.air.weather_pa == 60
    strap.play("expect text barometer within 5s\nplug ambient\nwait 8s")
    assert strap.board.faults == []
    assert strap.app.sense.contact.air.weather_pa == 15
