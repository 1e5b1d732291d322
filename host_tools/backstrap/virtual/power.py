"""What feeds the strap, and its sleep: the battery, a USB host, light and deep sleep."""
# mypy: ignore-errors

from .wiring import POWER

SETTINGS = {"battery_mv": (2500, 4500), "usb": (0, 1)}

_DEEPSLEEP_RESET = 4
_SLEEP_MS = 20
_KEPT_NAMES = ("battery_mv", "usb", "light_ms")


class Power:
    """battery_mv   of the cell; usb: 1, a host is there, which a charger is not
    asleep       deeply
    light_ms     of light sleep so far
    wakes_by     the function of `esp32` that this chip has
    """

    def __init__(self, world):
        self._world = world
        self.wakes_by, self._wakers, self._frames, self._frame_bit = POWER[world.wiring["chip"]]
        self._battery = world.wiring.get("battery") or {"pin": -1}
        self.battery_mv = 3900
        self.usb = 1
        self.light_ms = 0
        self.restarted()

    def restarted(self):
        self.asleep = False
        self._wake = ()  # pins that end deep sleep when they are low

    def dump(self):
        return {name: getattr(self, name) for name in _KEPT_NAMES}

    def restore(self, saved):
        for name in _KEPT_NAMES:
            setattr(self, name, saved[name])

    def set(self, name, value):
        """One of SETTINGS; ValueError says what is allowed."""
        least, most = SETTINGS[name]
        if not str(value).isdigit() or not least <= int(value) <= most:
            raise ValueError("%s %s: a whole number from %d to %d" % (name, value, least, most))
        setattr(self, name, int(value))

    def adc_uv(self, pin):
        world = self._world
        world.touch()
        if pin != self._battery["pin"]:
            return world.noise.below(60) * 1000
        return self.battery_mv * 1000 // self._battery["ratio"]

    def usb_frame(self, address):
        """The frame number of USB, one a ms, where the register has it."""
        if not self._frames or address != self._frames:
            raise ValueError("0x%08x is no register of this chip that is emulated" % address)
        self._world.touch()
        return (self._world.now_ms & 0x7FF) << self._frame_bit if self.usb else 0

    def lightsleep(self, ms):
        """PWM stops; so does the serial port, and what is sent to it meanwhile is lost."""
        world = self._world
        world.touch()
        world.sound.change(world.now_ms, 0, 0)
        self.light_ms += ms
        while ms == 0:  # no end: the watchdog's
            world.host.sleep(_SLEEP_MS)
        world.host.sleep(ms)

    def wake_on(self, pins, level):
        if level or [pin for pin in pins if pin not in self._wakers]:
            raise ValueError("invalid pin")
        self._wake = pins

    def deepsleep(self):
        """Off, but for the parts' supply, until a pin wakes the chip."""
        world, wake = self._world, self._wake
        world.restarted(_DEEPSLEEP_RESET)
        self._wake = wake
        self.asleep = True
        if world.host is None:
            world.reset(_DEEPSLEEP_RESET)
        while not self.awoken():
            world.host.sleep(_SLEEP_MS)
        world.reset(_DEEPSLEEP_RESET)

    def awoken(self):
        """Does a pin end deep sleep now?"""
        world = self._world
        world.touch()
        return world.button_down and world.button_pin in self._wake
