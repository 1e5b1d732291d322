"""The battery and sleep, in a whole strap: the gauge, the warning, the end of a hold, ten idle
minutes, the press that wakes. On MicroPython: test_power_virtual.py."""

import json
import sys

import pytest

from backstrap.virtual.chips.oled import SSD1306
from backstrap.virtual.simulator import STEP_MS, Strap
from backstrap.virtual.state import board_plan
from charge import percent
from strapcore.session import RELEASE
from tests.test_app import DAY, TO_THE_HOLD, flash, records

IDLE_MS = 600_000


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def strap_at(root, mv=3900, usb=0, **parts):
    """A strap on a cell of this voltage, at home."""
    plan = board_plan("esp32-c3-supermini") | parts
    (root / "board.json").write_text(json.dumps(plan))
    strap = Strap(root, board=plan, day=DAY)
    strap.set("battery_mv", mv).set("usb", usb)
    return strap.run(3000)


def bottom(strap):
    return strap.screen_text()[7]


# ---- the gauge


@pytest.mark.parametrize(
    ("mv", "left"),
    [(0, -1), (2400, -1), (3000, 0), (3400, 0), (3500, 5), (3800, 50), (4150, 100), (4300, 100)],
)
def test_what_is_left_of_a_cell(mv, left):
    assert percent(mv) == left


def test_the_gauge_never_falls_while_the_voltage_rises():
    shown = [percent(mv) for mv in range(2500, 4400)]
    assert shown == sorted(shown)


def test_home_shows_what_is_left(root):
    assert bottom(strap_at(root, 3800)).endswith("50%")


def test_the_gauge_stands_while_the_voltage_trembles(root):
    strap = strap_at(root, 3800)
    for i in range(20):
        strap.set("battery_mv", 3800 + (25 if i & 1 else -25)).run(1000)
        assert bottom(strap).endswith("50%")
    strap.set("battery_mv", 3840).run(2000)
    assert bottom(strap).endswith("58%")


def test_sixteen_readings_are_one_measurement(root):
    strap, uv = strap_at(root), iter(1_800_000 + 20_000 * (i & 1) for i in range(16))
    strap.board.cell.read_uv = lambda: next(uv)
    assert strap.board.cell_mv() == 2 * 1810
    assert next(uv, None) is None


def test_a_cell_is_measured_in_silence_only(root):
    strap = strap_at(root)
    heard = []
    cell = strap.board.cell
    read = cell.read_uv
    cell.read_uv = lambda: heard.append(strap.world.sound._duty) or read()
    strap.play(TO_THE_HOLD + "wait 3min\npress\nwait 20s")
    assert len(heard) > 16 * 150
    assert set(heard) == {0}


def test_a_strap_without_a_battery_measures_none(root):
    strap = strap_at(root, battery=None)
    assert bottom(strap).strip() == "press to begin"


def test_a_divider_that_hangs_on_nothing_is_no_empty_cell(root):
    strap = strap_at(root)
    strap.board.cell.read_uv = lambda: 30_000
    strap.play(TO_THE_HOLD)
    loads = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.meta_path", [Loads(loads), *sys.meta_path])
        strap.run(60_000)
    assert strap.screen_name() == "HOLD"
    assert "charge" not in loads


class Loads:
    """Writes down which modules are looked for."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        self.names.append(name)


# ---- low


def test_a_low_cell_is_told_once_until_it_is_charged(root):
    strap = strap_at(root, 3650)
    assert "battery" not in strap.tones
    strap.set("battery_mv", 3590).run(3000)
    assert bottom(strap) == "Battery low: charge"
    for mv in (3630, 3560, 3660, 3500):
        strap.set("battery_mv", mv).run(3000)
        assert bottom(strap) == "Battery low: charge"
    assert strap.tones.count("battery") == 1
    strap.set("battery_mv", 3720).run(3000)
    assert "Battery" not in bottom(strap)
    strap.set("battery_mv", 3590).run(3000)
    assert strap.tones.count("battery") == 2


def test_a_cell_that_falls_in_a_hold_is_told_after_it(root):
    strap = strap_at(root, 3650)
    strap.play(TO_THE_HOLD)
    strap.set("battery_mv", 3500).run(60_000)
    assert strap.screen_name() == "HOLD"
    assert "battery" not in strap.tones
    strap.play("press long\nexpect screen ENDED\npress\noff\nexpect tone battery within 5s")


# ---- empty


def test_an_empty_cell_ends_the_hold_saved_and_calls_until_she_is_off(root):
    strap = strap_at(root, 3650)
    strap.play(TO_THE_HOLD + "wait 2min")
    strap.set("battery_mv", 3380)
    while strap.app.session.state != RELEASE:
        strap.step()
    # All is on the flash before anything else is done: the power may go now.
    progress = json.loads((root / "progress.json").read_text())
    assert progress["routines"]["upper-back"]["steps"]
    strap.play(
        'expect tone release within 15s\nexpect screen RELEASE\nexpect text "Battery empty."'
    )
    # She does not move: it gets louder and does not give up.
    strap.run(120_000)
    assert strap.tones[-1] == "release3"
    assert not strap.world.power.asleep
    strap.play('off\nexpect screen HOME within 5s\nexpect text "Battery empty"')
    strap.run(60_000)
    assert strap.world.power.asleep
    record = records(root)[0]
    assert record.ended == "fault"
    assert 120_000 < record.hold_ms < 140_000


def test_the_last_of_a_cell_is_not_drained_whoever_still_lies_there(root):
    strap = strap_at(root, 3650)
    strap.play(TO_THE_HOLD + "set battery_mv 3390\nexpect tone release within 15s")
    strap.set("battery_mv", 3190).run(90_000)
    assert strap.world.power.asleep
    assert records(root)[0].ended == "fault"


def test_a_dip_of_a_moment_is_no_empty_cell(root):
    strap = strap_at(root, 3650)
    strap.play(TO_THE_HOLD)
    for _ in range(10):
        strap.set("battery_mv", 3350).run(3000)
        strap.set("battery_mv", 3650).run(2000)
    assert strap.screen_name() == "HOLD"


def test_an_empty_cell_begins_no_hold_and_sleeps_soon_until_it_is_charged(root):
    strap = strap_at(root, 3390)
    strap.run(6000)
    assert bottom(strap) == "Battery empty"
    assert strap.tones.count("battery") == 2
    strap.press().run(1000)
    assert strap.app.session.state == 0
    assert "start" not in strap.tones
    strap.press("long").run(25_000)
    assert strap.screen_name() == "MENU"
    assert not strap.world.power.asleep  # somebody reads
    strap.run(30_000)
    assert strap.world.power.asleep
    assert not strap.world.display.on
    strap.set("battery_mv", 3750).press().run(5000)
    assert "Battery" not in bottom(strap)


@pytest.mark.parametrize("ms", [2000, 12_000])
def test_a_cell_that_ends_before_the_hold_sends_home(root, ms):
    strap = strap_at(root, 3500)
    strap.press().run(ms)
    assert strap.app.session.state in (1, 2)
    strap.set("battery_mv", 3390).run(9000)
    assert strap.screen_name() == "HOME"
    assert records(root) == []


# ---- deep sleep


def test_after_ten_idle_minutes_all_is_off_until_a_press_which_begins_nothing(root):
    strap = strap_at(root)
    strap.play(TO_THE_HOLD + "wait 12min\nexpect tone release within 5s\noff\nwait 3min")
    assert strap.screen_name() == "HOME"
    before = strap.screen_text()
    strap.run(IDLE_MS - 70_000)
    assert not strap.world.power.asleep
    strap.run(60_000)
    power, display = strap.world.power, strap.world.display
    assert power.asleep
    assert (display.on, display.pump) == (False, False)
    assert strap.world.sensor._regs[0x10] == 0  # CTRL_REG1: powered down
    heard = len(strap.tones)
    strap.run(3_600_000)
    assert len(strap.tones) == heard
    strap.press("very long").run(5000)
    assert (power.asleep, strap.world.cause) == (False, 4)
    assert strap.screen_name() == "HOME"
    assert strap.app.session.state == 0
    assert (before[0], strap.screen_text()[0]) == ("HOME   1 of 3", "HOME   1 of 3")
    strap.play("press\nexpect screen PREPARE within 3s")


@pytest.mark.parametrize("driver", ["lps22hb", "bmp388", "bmp581"])
def test_a_sensor_that_samples_by_itself_is_powered_down(root, driver):
    plan = board_plan("esp32-c3-supermini", sensor=driver)
    strap = Strap(root, board=plan, sensor=driver, day=DAY).set("usb", 0)
    strap.run(3000)
    assert strap.board.sensor
    strap.run(IDLE_MS + 30_000)
    assert strap.world.power.asleep
    register, off = {"lps22hb": (0x10, 0), "bmp388": (0x1B, 0), "bmp581": (0x37, 0x80)}[driver]
    assert strap.world.sensor._regs[register] == off


def test_a_usb_host_keeps_it_awake_and_a_charger_does_not(root):
    strap = strap_at(root, usb=1)
    strap.run(3 * IDLE_MS)
    assert not strap.world.power.asleep
    strap.set("usb", 0).run(61_000)
    assert strap.world.power.asleep


def test_whoever_asks_keeps_it_awake(root):
    strap = strap_at(root)
    for _ in range(5):
        strap.run(IDLE_MS - 60_000)
        assert strap.ask("status")["state"] == "HOME"
        assert not strap.world.power.asleep
    strap.run(IDLE_MS + 30_000)
    assert strap.world.power.asleep


def test_it_sleeps_at_home_only(root):
    strap = strap_at(root)
    strap.play(TO_THE_HOLD)
    for _ in range(25 * 60_000 // STEP_MS):
        strap.step()
        if strap.app.session.state:
            assert not strap.world.power.asleep
    assert not strap.world.power.asleep  # it calls her
    strap.app.idle_s = IDLE_MS
    strap.run(3000)
    assert not strap.world.power.asleep


def test_a_finger_on_the_button_puts_it_off(root):
    strap = strap_at(root)
    strap.run(IDLE_MS - 10_000)
    strap.world.button_down, strap.world.button_until_ms = True, strap.now_ms + 900_000
    strap.run(IDLE_MS + 100_000)
    assert strap.world.cause == 1  # it did not sleep, and wake at once


def test_whoever_presses_keeps_it_awake(root):
    strap = strap_at(root)
    strap.run(IDLE_MS - 10_000).press("long").run(60_000)
    assert not strap.world.power.asleep


def test_an_unplugged_display_does_not_keep_it_awake(root):
    strap = strap_at(root)
    strap.run(IDLE_MS - 5000)
    strap.world.unplug("display")
    strap.run(60_000)
    assert strap.world.power.asleep


@pytest.mark.parametrize("chip", ["esp32", "esp32s3"])
def test_other_chips_wake_by_ext0(root, chip):
    board = {"esp32": "esp32-devkitc", "esp32s3": "xiao-esp32s3"}[chip]
    strap = Strap(root, board=board, day=DAY).set("usb", 0)
    strap.run(IDLE_MS + 60_000)
    assert strap.world.power.asleep
    strap.press().run(3000)
    assert (strap.world.power.asleep, strap.screen_name()) == (False, "HOME")


# ---- power


def test_the_cpu_runs_at_80_mhz_before_a_pwm_is_made(root):
    at = []
    hz = type(strap_at(root).world).pwm

    def pwm(world, pin, *tone):
        at.append(world.cpu_hz)
        hz(world, pin, *tone)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backstrap.virtual.world.World.pwm", pwm)
        strap_at(root)
    assert set(at) == {80_000_000}


def test_a_dark_display_has_its_pump_off(root):
    strap = strap_at(root)
    assert isinstance(strap.world.display, SSD1306)
    assert (strap.world.display.on, strap.world.display.pump) == (True, True)
    strap.run(65_000)
    assert (strap.world.display.on, strap.world.display.pump) == (False, False)
    strap.press("long").run(1000)
    assert strap.world.display.pump and not strap.dark


def drowsy_ms(strap, ms):
    """Of so many ms of a hold those in which light sleep is allowed."""
    count = 0
    for _ in range(ms // STEP_MS):
        strap.step()
        count += bool(strap.app.drowsy)
        assert not (strap.app.drowsy and strap.world.sound._duty)
    return count * STEP_MS


def test_light_sleep_is_for_a_silent_hold_on_a_battery_alone(root):
    strap = strap_at(root)
    assert not drowsy_ms(strap, 5000)
    strap.play(TO_THE_HOLD)
    assert drowsy_ms(strap, 200_000) > 180_000
    strap.set("usb", 1)
    assert drowsy_ms(strap, 20_000) == 0
    strap.set("usb", 0)
    assert drowsy_ms(strap, 20_000) > 19_000


def test_without_a_battery_there_is_no_light_sleep(root):
    strap = strap_at(root, battery=None)
    strap.play(TO_THE_HOLD)
    assert drowsy_ms(strap, 20_000) == 0
