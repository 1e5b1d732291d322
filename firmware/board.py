"""Composition root: reads board.json, builds the devices, says which are missing.

A new board is a data file (boards/*.toml on the host). Nothing here has policy: the app decides
what a missing part means.
"""

import json

import machine

from drivers.buzzer import Buzzer
from drivers.lps28dfw import LPS28DFW
from drivers.oled import OLED


class Board:
    """The devices of this strap.

    sensor, display are None where the part does not answer; faults then says why, three short
    lines a part, for the screen.
    """

    def __init__(self, root):
        with open(root + "board.json") as f:
            plan = json.load(f)
        self.name = plan["board"]
        self.uid = "".join(["%02x" % byte for byte in machine.unique_id()])
        self.reset_cause = machine.reset_cause()
        self._plan = {part: plan[part] for part in ("i2c", "sensor", "display")}
        button = plan["button"]
        pull = machine.Pin.PULL_UP if button["pull"] == "up" else -1
        self._button = machine.Pin(button["pin"], machine.Pin.IN, pull)
        pwm = machine.PWM(machine.Pin(plan["buzzer"]["pin"]), freq=1000, duty_u16=0)
        self.buzzer = Buzzer(pwm)
        self._rtc = machine.RTC()
        self.sensor = self.display = None
        self.connect()

    def connect(self):
        """Build the parts on the bus that are missing."""
        bus = self._plan["i2c"]
        self._i2c = machine.I2C(
            bus["id"],
            scl=machine.Pin(bus["scl"]),
            sda=machine.Pin(bus["sda"]),
            freq=bus["hz"],
        )
        self.faults = []
        if self.sensor is None:
            self.sensor = self._build(LPS28DFW, "sensor")
        if self.display is None:
            self.display = self._build(OLED, "display")

    def lose(self, part, error):
        """The part ("sensor" or "display") stopped answering, or turned out to be another chip."""
        setattr(self, part, None)
        self.faults.append(self._fault(part, error))

    def pressed(self):
        """Is the button down?"""
        return self._button.value() == 0

    def clock(self):
        """(year, month, day, weekday, hour, minute, second, subsecond) as set by the host."""
        return self._rtc.datetime()

    def set_clock(self, year, month, day, hour, minute, second):
        """Set the clock; local time."""
        self._rtc.datetime((year, month, day, 0, hour, minute, second, 0))

    def _build(self, driver, part):
        settings = dict(self._plan[part])
        settings.pop("driver")
        for name in ("width", "height"):
            settings.pop(name, None)
        try:
            return driver(self._i2c, **settings)
        except OSError as error:
            self.faults.append(self._fault(part, error))
            return None

    def _fault(self, part, error):
        """Three short texts for the screen: which part, where it should be, what it said."""
        bus = self._plan["i2c"]
        said = error.args[0] if error.args and isinstance(error.args[0], str) else "no answer"
        place = "0x%02x SDA%d SCL%d" % (self._plan[part]["addr"], bus["sda"], bus["scl"])
        return (part, place, said)
