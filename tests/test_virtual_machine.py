"""The virtual `machine`: as strict as the chip, and nothing happens without time."""

import errno
import json

import pytest

from backstrap.virtual import machine
from backstrap.virtual.state import board_plan
from backstrap.virtual.world import Reset, World

NOBODY = 0x77


class Desk:
    """A world whose clock a test moves by hand."""

    def __init__(self, **parts):
        self.ms = 0
        self.world = World(lambda: self.ms, **parts)
        machine.world = self.world

    def wait(self, ms):
        self.ms += ms
        self.world.touch()


@pytest.fixture
def desk():
    return Desk()


def bus(scl=6, sda=5, **more):
    return machine.I2C(0, scl=machine.Pin(scl), sda=machine.Pin(sda), **more)


@pytest.mark.parametrize("pin", [12, 17, 22, -1, 99])
def test_pins_a_c3_does_not_have(desk, pin):
    with pytest.raises(ValueError, match="invalid pin"):
        machine.Pin(pin)


def test_pins_of_an_esp32():
    Desk(wiring=board_plan("esp32-devkitc"))
    machine.Pin(33, machine.Pin.IN, machine.Pin.PULL_UP)
    machine.Pin(34, machine.Pin.IN)
    for mode, pull in ((machine.Pin.OUT, -1), (machine.Pin.IN, machine.Pin.PULL_UP)):
        with pytest.raises(ValueError, match="pin"):
            machine.Pin(34, mode, pull)
    with pytest.raises(ValueError, match="invalid pin"):
        machine.Pin(6)  # flash


def test_the_button_is_low_while_it_is_pressed(desk):
    button = machine.Pin(3, machine.Pin.IN, machine.Pin.PULL_UP)
    assert button.value() == 1
    desk.world.press("short")
    assert button() == 0
    desk.wait(149)
    assert button.value() == 0
    desk.wait(1)
    assert button.value() == 1


def test_a_button_without_its_pull_up_floats(desk):
    button = machine.Pin(3, machine.Pin.IN)
    assert {button.value() for _ in range(50)} == {0, 1}


def test_i2c_answers_as_a_bus_does(desk):
    i2c = bus()
    assert i2c.scan() == [0x3C, 0x5C]
    assert i2c.readfrom_mem(0x5C, 0x0F, 1) == b"\xb4"
    assert i2c.writeto(0x5C, b"\x0f") == 2
    assert i2c.readfrom(0x5C, 1) == b"\xb4"
    with pytest.raises(OSError) as error:
        i2c.writeto(NOBODY, b"")
    assert error.value.errno == errno.ENODEV


def test_wires_swapped_or_on_other_pins_find_nobody(desk):
    for scl, sda in ((5, 6), (7, 8)):
        i2c = bus(scl, sda)
        assert i2c.scan() == []
        with pytest.raises(OSError) as error:
            i2c.readfrom_mem(0x5C, 0x0F, 1)
        assert error.value.errno == errno.ENODEV


def test_i2c_wants_its_pins_named(desk):
    with pytest.raises(TypeError):
        machine.I2C(0)
    with pytest.raises(ValueError, match="I2C"):
        machine.I2C(1, scl=machine.Pin(6), sda=machine.Pin(5))


def test_a_transfer_longer_than_the_timeout_fails(desk):
    frame = bytes((0x40,)) + bytes(1024)
    bus().writeto(0x3C, frame)
    with pytest.raises(OSError) as error:
        bus(freq=100_000).writeto(0x3C, frame)  # 92 ms, 50 ms is the default
    assert error.value.errno == errno.ETIMEDOUT
    bus(freq=100_000, timeout=200_000).writeto(0x3C, frame)


def test_bus_time_is_counted(desk):
    before = desk.world.bus.us
    bus().writeto(0x3C, b"\x40" + bytes(128))
    assert 2900 < desk.world.bus.us - before < 3000


@pytest.mark.parametrize(
    ("parts", "addresses"),
    [
        ({"sensor": "none"}, [0x3C]),
        ({"display": "none"}, [0x5C]),
        ({"sensor": "lps22df", "display": "sh1106"}, [0x3C, 0x5C]),
    ],
)
def test_parts_may_be_missing_or_others(parts, addresses):
    Desk(**parts)
    assert bus().scan() == addresses


def test_unplugged_and_plugged_in_again(desk):
    i2c = bus()
    i2c.writeto_mem(0x5C, 0x10, b"\x2d")
    desk.world.unplug("sensor")
    with pytest.raises(OSError):
        i2c.readfrom_mem(0x5C, 0x0F, 1)
    desk.world.plug("sensor")
    assert i2c.readfrom_mem(0x5C, 0x10, 1) == b"\x00"  # powered up afresh


def test_samples_come_while_time_passes(desk):
    i2c = bus()
    i2c.writeto_mem(0x5C, 0x14, b"\x02")
    i2c.writeto_mem(0x5C, 0x10, b"\x2d")
    desk.wait(1000)
    assert i2c.readfrom_mem(0x5C, 0x25, 1) == bytes((50,))


def test_tones_are_heard(desk):
    pwm = machine.PWM(machine.Pin(10), freq=1000, duty_u16=0)
    desk.wait(100)
    pwm.freq(440)
    pwm.duty_u16(6000)
    desk.wait(200)
    pwm.freq(880)
    desk.wait(50)
    pwm.duty_u16(0)
    assert desk.world.tones() == [[100, 440, 6000, 200], [300, 880, 6000, 50]]


def test_the_motor_is_a_pin_and_felt_while_it_is_high():
    desk = Desk(wiring=board_plan("esp32-c3-supermini") | {"motor": {"pin": 7}})
    motor, other = machine.Pin(7, machine.Pin.OUT), machine.Pin(8, machine.Pin.OUT)
    desk.wait(100)
    motor.on()
    other.on()
    desk.wait(60)
    motor.on()
    desk.wait(40)
    motor.off()
    desk.wait(100)
    motor.value(1)
    desk.wait(30)
    assert [(at, ms) for at, _, _, ms in desk.world.shaking.tones()] == [(100, 100)]
    desk.world.restarted(machine.HARD_RESET)  # the pin lets go
    assert [(at, ms) for at, _, _, ms in desk.world.shaking.tones()] == [(100, 100), (300, 30)]
    assert desk.world.tones() == []


def test_without_a_motor_no_pin_shakes(desk):
    machine.Pin(7, machine.Pin.OUT).on()
    desk.wait(100)
    machine.Pin(7).off()
    assert desk.world.shaking.tones() == []


def test_pwm_is_as_strict_as_the_port(desk):
    pwm = machine.PWM(machine.Pin(10), freq=1000, duty_u16=0)
    for call, value in ((pwm.freq, 0), (pwm.duty_u16, 65536)):
        with pytest.raises(ValueError):
            call(value)
    pwm.deinit()
    with pytest.raises(RuntimeError, match="inactive"):
        pwm.duty_u16(0)


def test_the_watchdog_bites_when_it_is_not_fed(desk):
    watchdog = machine.WDT(timeout=1000)
    for _ in range(5):
        desk.wait(900)
        watchdog.feed()
    with pytest.raises(Reset) as reset:
        desk.wait(1000)
    assert reset.value.cause == machine.WDT_RESET


def test_the_watchdog_takes_a_longer_timeout_but_no_end(desk):
    machine.WDT(timeout=1000)
    desk.wait(900)
    machine.WDT(timeout=3_600_000)
    desk.wait(3_599_000)
    with pytest.raises(Reset):
        desk.wait(1000)


@pytest.mark.parametrize(("call", "left_ms"), [("reset", 0), ("soft_reset", 1000)])
def test_only_a_soft_reset_leaves_the_watchdog_running(desk, call, left_ms):
    machine.WDT(timeout=1000)
    with pytest.raises(Reset) as reset:
        getattr(machine, call)()
    desk.world.restarted(reset.value.cause)
    assert desk.world.wdt_ms == left_ms
    assert machine.reset_cause() == reset.value.cause


def test_the_clock_is_unset_until_it_is_set(desk):
    rtc = machine.RTC()
    assert rtc.datetime()[:3] == (2000, 1, 1)
    rtc.datetime((2028, 2, 28, 0, 23, 59, 58, 0))
    desk.wait(2500)
    assert rtc.datetime() == (2028, 2, 29, 1, 0, 0, 0, 500_000)
    desk.wait(86_400_000)
    assert rtc.datetime()[:4] == (2028, 3, 1, 2)


@pytest.mark.parametrize("cause", [machine.HARD_RESET, machine.WDT_RESET, machine.SOFT_RESET])
def test_rtc_memory_outlives_a_reset_and_another_interpreter_but_no_loss_of_power(desk, cause):
    kept = b"usb\x00\xff"
    assert machine.RTC().memory() == b""
    machine.RTC().memory(kept)
    desk.world.restarted(cause)
    assert machine.RTC().memory() == kept
    other = Desk()
    assert machine.RTC().memory() == b""  # the power was gone
    other.world.restore(json.loads(json.dumps(desk.world.dump())), cause)
    assert machine.RTC().memory() == kept
    with pytest.raises(ValueError, match="too long"):
        machine.RTC().memory(bytes(2049))


def test_the_battery_is_read_through_its_divider(desk):
    adc = machine.ADC(machine.Pin(0), atten=machine.ADC.ATTN_11DB)
    assert adc.read_uv() == 1_950_000
    desk.world.set("battery_mv", 3400)
    assert adc.read_uv() == 1_700_000
    assert machine.ADC(machine.Pin(1)).read_uv() < 60_000
    with pytest.raises(ValueError):
        machine.ADC(machine.Pin(5))


def test_identity(desk):
    assert len(machine.unique_id()) == 6
    assert machine.unique_id() != World(lambda: 0, seed=2).uid
    machine.freq(80_000_000)
    assert machine.freq() == 80_000_000
    with pytest.raises(ValueError):
        machine.freq(1)


def test_devices_stay_with_the_world_they_were_made_in(desk):
    first, first_button = desk, machine.Pin(3, machine.Pin.IN, machine.Pin.PULL_UP)
    second = Desk()
    second.world.press()
    assert first_button.value() == 1
    assert machine.Pin(3, machine.Pin.IN, machine.Pin.PULL_UP).value() == 0
    assert first.world is not machine.world


def test_a_world_goes_on_from_its_dump(desk):
    desk.world.lie(25_000)
    desk.wait(5000)
    pwm = machine.PWM(machine.Pin(10), freq=440, duty_u16=100)
    desk.wait(100)
    pwm.duty_u16(0)
    desk.world.unplug("display")
    other = Desk()
    other.world.restore(desk.world.dump(), machine.SOFT_RESET)
    assert other.world.now_ms == 5100
    assert other.world.tones() == desk.world.tones()
    assert other.world.display is None and bus().scan() == [0x5C]
    assert other.world.body.dump()["load"] == desk.world.body.dump()["load"]


def test_a_timer_rings_once_unless_it_is_stopped(desk):
    rung = []
    timer = machine.Timer(0)
    timer.init(mode=machine.Timer.ONE_SHOT, period=500, callback=rung.append)
    desk.wait(499)
    assert rung == []
    desk.wait(1)
    desk.wait(5000)
    assert rung == [timer]
    timer.init(mode=machine.Timer.ONE_SHOT, period=500, callback=rung.append)
    timer.deinit()
    desk.wait(501)
    assert rung == [timer]
