"""The devices of a strap. wiring.py builds them; nothing here has policy: the app decides what a
missing part means."""

import machine

from loader import forget, load
from strapcore.compat import const

_WIRING = "wiring"
FOR_USB = const(85)  # "U" in the RTC's memory: the next start is for the REPL; main.py knows it


class Board:
    """The devices of this strap, and its clock.

    Made, it has what needs no bus, and has switched on the parts' supply; `connect` does the rest,
    a tenth of a second later. sensor, display are None where the part does not answer; faults then
    says why, three short texts a part, for the screen. motor is None where there is none. panel:
    width and height of the display.
    """

    def __init__(self, root):
        self.sensor = self.display = self.button = None
        self.faults = []
        self.rtc = machine.RTC()
        load(_WIRING).wire(self, root)
        forget(_WIRING)

    def connect(self):
        """Look for the parts on the bus that are missing."""
        load(_WIRING).connect(self)
        forget(_WIRING)

    def lose(self, part, error):
        """The part ("sensor" or "display") stopped answering, or turned out to be another chip."""
        setattr(self, part, None)
        self.faults.append(load(_WIRING).fault(self, part, error))
        forget(_WIRING)

    def pressed(self):
        """Is the button down?"""
        return self.button.value() == 0

    def clock(self):
        """(year, month, day, weekday, hour, minute, second, subsecond) as set by the host."""
        return self.rtc.datetime()

    def set_clock(self, year, month, day, hour, minute, second):
        """Set the clock; local time."""
        self.rtc.datetime((year, month, day, 0, hour, minute, second, 0))
