"""The desk the strap lies on: time, the chips on its bus, the button, what it sounds, the body.

Time comes from a clock of the host, and moves whenever the firmware touches its hardware. Steady
work allocates nothing, so a test may lock the heap around a whole step of the firmware.
"""
# mypy: ignore-errors

from array import array

from . import civil
from .body import Body
from .bus import FAULTS, Buses
from .noise import Noise
from .parts import PARTS, Parts, make_noisy
from .power import SETTINGS, Power
from .sound import Sound
from .wires import Wires
from .wiring import CHIPS, WIRING

PRESS_MS = {"short": 150, "long": 1500, "very long": 4000}

_WDT_RESET, _SOFT_RESET = 3, 5
_TICKS = 0x3FFFFFFF
_KEPT_NAMES = (
    "now_ms", "button_down", "button_until_ms", "wdt_ms", "cpu_hz", "clock_s",
    "rtc_memory",
)  # fmt: skip


class Reset(SystemExit):
    """The chip starts again; `cause` is machine.reset_cause() of the next run."""

    def __init__(self, cause):
        SystemExit.__init__(self, "reset")
        self.cause = cause


class World:
    """`clock()` returns milliseconds; only differences count, modulo 2**30."""

    def __init__(self, clock, wiring=None, seed=1, sensor="lps28dfw", display="ssd1306", day=None):
        """day: days since 2000-01-01 in the chip's clock, at noon; None: a clock never set."""
        self._clock = clock
        self._ticks = clock()
        self.now_ms = 0
        self.seed = seed
        self.noise = Noise(seed + 41)
        self.wiring = wiring = wiring or WIRING
        self.pins, self.input_only, self.adc_pins, self.i2c_ids = CHIPS[wiring["chip"]]
        self.parts = Parts(wiring, sensor, display)
        self.body = Body(seed)
        self.buses = Buses()
        self.bus = self.buses.on(wiring["i2c"]["scl"], wiring["i2c"]["sda"])
        self.wires = Wires(wiring, self._renew)
        self.sensor = self.display = self.ambient = None
        self.sensed_ms = 0  # the sensors know the time up to here
        for part in PARTS:
            self.plug(part)
        self.button_down = False
        self.button_until_ms = -1
        self.power = Power(self)
        self.button_pin = wiring["button"]["pin"]
        self._button_pull = wiring["button"].get("pull") == "up"
        self.sound = Sound()
        self.shaking = Sound()  # of the motor: 1 Hz stands for "on"
        buzzer, motor = wiring.get("buzzer") or {"pin": -1}, wiring.get("motor") or {"pin": -1}
        self.pitched = buzzer.get("kind") != "active"
        self._buzzer_pin = buzzer["pin"]
        self._switched = {buzzer["pin"]: self.sound, motor["pin"]: self.shaking}
        self.scripts = []
        self.wdt_ms = 0  # 0: not armed
        self.fed_ms = 0
        self.signals = array("i", [0] * 4)  # for a host thread: watchdog ms, feeds, mail, scripts
        self.cause = 1
        self.timer = None  # the machine.Timer that runs
        self.cpu_hz = 160000000
        self.rtc_memory = ""  # in hex; outlives a reset, not a loss of power
        self.uid = bytes((0x02, 0xB5, 0, seed >> 16 & 255, seed >> 8 & 255, seed & 255))
        # seconds since 2000-01-01 at now_ms 0
        self.clock_s = 0 if day is None else day * 86400 + 43200
        self._named_revision = -1
        self._name = ""
        self.host = None  # has restart(cause), sleep(ms) and poll(); None: Reset is raised

    # time

    def touch(self):
        """Catch up with the clock, and with what was to happen meanwhile."""
        ticks = self._clock()
        if ticks != self._ticks or self.signals[2]:
            self._pass(ticks)

    def _pass(self, ticks):
        self.now_ms += (ticks - self._ticks) & _TICKS
        self._ticks = ticks
        if self.signals[2] or self.signals[3]:
            self.host.poll()
        for script in self.scripts:
            script.run(self)
        if self.button_down and self.now_ms >= self.button_until_ms:
            self.button_down = False
        if self.timer:
            self.timer.ring(self.now_ms)
        if self.wdt_ms and self.now_ms - self.fed_ms >= self.wdt_ms:
            self.reset(_WDT_RESET)

    def sync(self, at_ms=-1):
        """Body and sensor go on to at_ms (default now)."""
        ms = (self.now_ms if at_ms < 0 else at_ms) - self.sensed_ms
        if ms <= 0:
            return
        self.sensed_ms += ms
        if self.ambient is not None:
            self.ambient.pass_ms(ms)
        if self.sensor is not None:
            self.sensor.pass_ms(ms)
            return
        while ms > 0:
            self.body.step(ms if ms < 1000 else 1000)
            ms -= 1000

    def reset(self, cause):
        if self.host is not None:
            self.host.restart(cause)
        raise Reset(cause)

    def restarted(self, cause):
        """The pins let go, as a reset leaves them; only a soft one leaves the watchdog running."""
        self.cause = cause
        self.power.restarted()
        if cause != _SOFT_RESET:
            self.signals[0] = self.wdt_ms = 0
        self.sound.change(self.now_ms, 0, 0)
        self.shaking.change(self.now_ms, 0, 0)
        self.wires.cut()

    def dump(self):
        """What goes on when another interpreter takes over; the chips power up anew there."""
        self.sync()
        saved = {name: getattr(self, name) for name in _KEPT_NAMES}
        saved["noise"] = self.noise.x
        saved["power"] = self.power.dump()
        saved["body"] = self.body.dump()
        saved["sounds"] = [self.sound.count, self.sound.used]
        saved["tones"] = self.tones()
        saved["gone"] = [part for part in PARTS if not getattr(self, part)]
        return saved

    def restore(self, saved, cause):
        for name in _KEPT_NAMES:
            setattr(self, name, saved[name])
        self.noise.x = saved["noise"]
        self.power.restore(saved["power"])
        self.body.restore(saved["body"])
        self.sensed_ms = self.now_ms
        self.sound.count, self.sound.used = saved["sounds"]
        self.sound.count -= len(saved["tones"])
        for tone in saved["tones"]:
            self.sound.add(*tone)
        for part in saved["gone"]:
            self.unplug(part)
        self.restarted(cause)
        self.signals[0] = self.wdt_ms
        self.fed_ms = self.now_ms

    def begin(self, script):
        """Play a script from now on."""
        script.begin(self)
        self.scripts.append(script)

    # what a person does

    def press(self, kind="short", at_ms=-1):
        at_ms = self.now_ms if at_ms < 0 else at_ms
        self.button_until_ms = at_ms + PRESS_MS[kind]
        self.button_down = True

    def lie(self, grams, at_ms=-1):
        self.sync(at_ms)
        self.body.lie(grams)

    def off(self, at_ms=-1):
        self.sync(at_ms)
        self.body.off()

    def hands(self, ms, at_ms=-1):
        self.sync(at_ms)
        self.body.hands(ms)

    def exhale(self, ms, at_ms=-1):
        self.sync(at_ms)
        self.body.exhale(ms)

    def set(self, name, value, at_ms=-1):
        """A setting of body, power or bus, or sensor_noise; ValueError says what is allowed."""
        self.sync(at_ms)
        if name in SETTINGS:
            self.power.set(name, value)
        elif name in [fault for fault, _ in FAULTS]:
            self.bus.set(name, value)
        elif name == "sensor_noise":
            make_noisy(self.sensor, value)
        else:
            self.body.set(name, value)

    def plug(self, part):
        """Connect one of PARTS: it powers up."""
        if self.parts.kinds[part] == "none":
            return
        self.unplug(part)
        chip = self.parts.made(part, self.body, self.seed)
        setattr(self, part, chip)
        self.buses.on(*self.parts.bus(part)).put(self.parts.addr(part), chip)

    def unplug(self, part):
        """Take one of PARTS away."""
        self.sync()
        chip = getattr(self, part)
        if chip is not None:
            self.buses.on(*self.parts.bus(part)).take_off(self.parts.addr(part), chip)
        setattr(self, part, None)

    def _renew(self, part):
        """It has lost what it knew, where it is there."""
        if getattr(self, part) is not None:
            self.plug(part)

    # what the pins do

    def answers(self, chip):
        """Has this chip power, and is it out of reset?"""
        return self.wires.feed(chip is self.display, self.now_ms)

    def pin_level(self, pin, pulled_up):
        self.touch()
        if pin != self.button_pin:
            level = self.buses.level(pin)
            return level if level is not None else int(pulled_up)
        if self.button_down:
            return 0
        if self._button_pull and not pulled_up:
            return self.noise.bits() & 1  # nothing holds the line
        return 1

    def set_level(self, pin, level):
        self.buses.drive(pin, level)
        self.touch()
        if pin in self._switched:
            self._switched[pin].change(self.now_ms, level, level)
        else:
            self.wires.level(pin, level, self.now_ms)

    def pwm(self, pin, hz, duty):
        if pin != self._buzzer_pin:
            return
        self.touch()
        self.sound.change(self.now_ms, hz, duty)

    def tones(self, first=0):
        """[[start_ms, hz, duty, ms], ...] from the first-th on, of those still remembered."""
        return self.sound.tones(first)

    def arm(self, timeout_ms):
        self.feed()
        self.signals[0] = self.wdt_ms = timeout_ms

    def feed(self):
        self.touch()
        self.fed_ms = self.now_ms
        self.signals[1] = (self.signals[1] + 1) & _TICKS

    # what a person sees

    def frame(self):
        """1024 bytes in page order; dark, off or absent is all 0."""
        return bytes(1024) if self.display is None else self.display.frame()

    def screen_name(self, reader):
        """The first word on the display, also while it is dark; "" where it was never lit."""
        if self.display is None or not self.display.was_lit:
            return ""
        if self._named_revision != self.display.revision:
            self._named_revision = self.display.revision
            self._name = reader.word(self.display.picture())
        return self._name

    # the calendar of the chip's clock, from 2000 on; unset after power-up

    def calendar(self):
        """Transfers take no time here, but the microseconds go on with them: firmware may ask."""
        self.touch()
        us = (self.now_ms % 1000 * 1000 + self.buses.us()) % 1000000
        return civil.from_seconds(self.clock_s + self.now_ms // 1000, us)

    def set_calendar(self, year, month, day, hour, minute, second):
        self.touch()
        seconds = civil.to_seconds(year, month, day, hour, minute, second)
        self.clock_s = seconds - self.now_ms // 1000
