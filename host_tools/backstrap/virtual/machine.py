"""MicroPython's `machine` over a virtual world: as strict about pins and ranges as an ESP32.

Devices remember the world they were made in; `world` is the one that is running now.
"""
# mypy: ignore-errors

import errno

world: object = None  # set by the host

PWRON_RESET, HARD_RESET, WDT_RESET, DEEPSLEEP_RESET, SOFT_RESET = 1, 2, 3, 4, 5


class Pin:
    IN, OUT, OPEN_DRAIN = 1, 3, 7
    PULL_DOWN, PULL_UP = 1, 2

    def __init__(self, id, mode=-1, pull=-1, value=None):
        if isinstance(id, Pin):
            id = id.id
        elif id not in world.pins:
            raise ValueError("invalid pin")
        self._world = world
        self.id = id
        self.init(mode, pull, value)

    def init(self, mode=-1, pull=-1, value=None):
        if mode in (Pin.OUT, Pin.OPEN_DRAIN) and self.id in self._world.input_only:
            raise ValueError("pin can only be input")
        if pull not in (-1, None) and self.id in self._world.input_only:
            raise ValueError("pin has no pull")
        if mode in (Pin.OUT, Pin.OPEN_DRAIN):
            self._world.buses.take(self.id)
        self._mode = mode
        self._pull = pull
        self._out = 0
        if value is not None:
            self.value(value)

    def value(self, x=None):
        if x is None:
            if self._mode == Pin.OUT:
                return self._out
            return self._world.pin_level(self.id, self._pull == Pin.PULL_UP)
        self._out = 1 if x else 0
        self._world.set_level(self.id, self._out)
        return None

    def __call__(self, x=None):
        return self.value(x)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


class I2C:
    """Nobody answers: OSError(ENODEV). A transfer longer than `timeout` us: ETIMEDOUT."""

    def __init__(self, id, *, scl=None, sda=None, freq=400000, timeout=50000):
        if id not in world.i2c_ids:
            raise ValueError("I2C(%s) doesn't exist" % id)
        if not isinstance(scl, Pin) or not isinstance(sda, Pin):
            raise TypeError("expecting a pin")  # the port's default pins are straps on a C3
        if scl.id == sda.id or scl.id in world.input_only or sda.id in world.input_only:
            raise ValueError("invalid pin")
        self._world = world
        self._bus = world.buses.on(scl.id, sda.id)
        self._bus.begin()
        self._freq = freq
        self._timeout_us = timeout

    def _chip(self, addr, length):
        w = self._world
        w.touch()
        chip = self._bus.transfer(addr, length, self._freq, self._timeout_us)
        if not w.answers(chip):  # no power is no answer
            raise OSError(errno.ENODEV, "ENODEV")
        w.sync()
        return chip

    def scan(self):
        self._world.touch()
        chips = self._bus.chips
        return sorted([addr for addr in chips if self._world.answers(chips[addr])])

    def readfrom_into(self, addr, buf, stop=True):
        self._chip(addr, 1 + len(buf)).read(buf)

    def readfrom(self, addr, nbytes, stop=True):
        buf = bytearray(nbytes)
        self.readfrom_into(addr, buf)
        return bytes(buf)

    def writeto(self, addr, buf, stop=True):
        self._chip(addr, 1 + len(buf)).write(-1, buf)
        return 1 + len(buf)

    def writevto(self, addr, vector, stop=True):
        return self.writeto(addr, b"".join([bytes(part) for part in vector]))

    def readfrom_mem_into(self, addr, memaddr, buf, *, addrsize=8):
        chip = self._chip(addr, 3 + len(buf))
        chip.write(memaddr, b"")
        chip.read(buf)

    def readfrom_mem(self, addr, memaddr, nbytes, *, addrsize=8):
        buf = bytearray(nbytes)
        self.readfrom_mem_into(addr, memaddr, buf)
        return bytes(buf)

    def writeto_mem(self, addr, memaddr, buf, *, addrsize=8):
        self._chip(addr, 2 + len(buf)).write(memaddr, buf)


class PWM:
    def __init__(self, dest, freq=5000, duty_u16=32768):
        self._pin = dest if isinstance(dest, Pin) else Pin(dest, Pin.OUT)
        if self._pin.id in world.input_only:
            raise ValueError("pin can only be input")
        self._world = world
        self._active = True
        self._hz = self._duty = 0
        self.init(freq=freq, duty_u16=duty_u16)

    def init(self, *, freq=None, duty_u16=None):
        self._active = True
        if freq is not None:
            self.freq(freq)
        if duty_u16 is not None:
            self.duty_u16(duty_u16)

    def freq(self, value=None):
        if not self._active:
            raise RuntimeError("PWM is inactive")
        if value is None:
            return self._hz
        if not 1 <= value <= 40000000:
            raise ValueError("frequency must be from 1Hz to 40MHz")
        self._hz = value
        self._world.pwm(self._pin.id, self._hz, self._duty)
        return None

    def duty_u16(self, value=None):
        if not self._active:
            raise RuntimeError("PWM is inactive")
        if value is None:
            return self._duty
        if not 0 <= value <= 65535:
            raise ValueError("duty_u16 must be from 0 to 65535")
        self._duty = value
        self._world.pwm(self._pin.id, self._hz, self._duty)
        return None

    def deinit(self):
        self._active = False
        self._world.pwm(self._pin.id, self._hz, 0)


class ADC:
    ATTN_0DB, ATTN_2_5DB, ATTN_6DB, ATTN_11DB = 0, 1, 2, 3
    _FULL_UV = (950000, 1250000, 1750000, 2450000)

    def __init__(self, pin, *, atten=0):
        self._id = pin.id if isinstance(pin, Pin) else pin
        if self._id not in world.adc_pins:
            raise ValueError("invalid pin")
        self._world = world
        self.atten(atten)

    def atten(self, atten):
        if atten not in (0, 1, 2, 3):
            raise ValueError("invalid atten")
        self._atten = atten

    def read_uv(self):
        return min(self._world.power.adc_uv(self._id), self._FULL_UV[self._atten])

    def read_u16(self):
        return self.read_uv() * 65535 // self._FULL_UV[self._atten]


class WDT:
    """Cannot be stopped; made again, it takes the new timeout."""

    def __init__(self, id=0, timeout=5000):
        if id != 0:
            raise ValueError("WDT(%d) doesn't exist" % id)
        if timeout <= 0:
            raise ValueError("WDT timeout too short")
        self._world = world
        world.arm(timeout)

    def feed(self):
        self._world.feed()


class Timer:
    """Calls back between two instructions of the program: here, when it touches its hardware."""

    ONE_SHOT, PERIODIC = 0, 1

    def __init__(self, id):
        if id not in (0, 1):  # a C3 has no others
            raise ValueError("invalid Timer number")
        self._world = world

    def init(self, *, mode=PERIODIC, period=-1, callback=None):
        if mode != Timer.ONE_SHOT or period < 1:
            raise ValueError("only a timer that rings once is emulated")
        self._at_ms = self._world.now_ms + period
        self._callback = callback
        self._world.timer = self

    def deinit(self):
        self._world.timer = None

    def ring(self, now_ms):
        """What the hardware does when it is time."""
        if now_ms >= self._at_ms:
            self.deinit()
            self._callback(self)


class RTC:
    def datetime(self, when=None):
        """(year, month, day, weekday, hour, minute, second, microsecond), Monday is 0."""
        if when is None:
            return world.calendar()
        year, month, day, _, hour, minute, second, _ = when
        world.set_calendar(year, month, day, hour, minute, second)
        return None

    def memory(self, data=None):
        """At most 2048 bytes that outlive a reset."""
        if data is None:
            return bytes.fromhex(world.rtc_memory)
        if len(data) > 2048:
            raise ValueError("buffer too long")
        world.rtc_memory = bytes(data).hex()
        return None


def reset():
    world.reset(HARD_RESET)


def soft_reset():
    world.reset(SOFT_RESET)


def reset_cause():
    return world.cause


def unique_id():
    return world.uid


def lightsleep(ms):
    """As the chip: PWM stops, the serial port hears nothing, then the program goes on."""
    world.power.lightsleep(ms)


def deepsleep(ms=None):
    world.power.deepsleep()


class _Registers:
    """Those that tell of a USB host; any other address is none of ours."""

    def __getitem__(self, address):
        return world.power.usb_frame(address)


mem32 = _Registers()


def freq(hz=None):
    if hz is None:
        return world.cpu_hz
    if hz not in (80000000, 160000000, 240000000):
        raise ValueError("frequency must be 80MHz, 160MHz or 240MHz")
    world.cpu_hz = hz
    return None
