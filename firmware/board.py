"""The devices of a strap. wiring.py builds them; nothing here has policy: the app decides what a
missing part means."""

import machine

from loader import forget, load
from strapcore.compat import const

_WIRING = "wiring"
_READINGS = const(16)  # of the battery, for their mean
_FOR_FINDING = ("finding", "ambient", "drivers.pressure.")
FOR_USB = const(85)  # "U" in the RTC's memory: the next start is for the REPL; main.py knows it


class Board:
    """The devices of this strap, and its clock.

    Made, it has what needs no bus, and has switched on the parts' supply; `connect` does the rest,
    a tenth of a second later.

    sensor, display, ambient are None where the part does not answer; faults then says why, three
    short texts a part, for the screen. ambient: the room's barometer; False while it is put away.
    finding: a search for one of them, while it goes on. motor is None where there is none. panel:
    width and height of the display. cell: the ADC at the battery; None where there is none.
    barometer: is one of the room fitted? root: where the files are. failed, freed, lost: how many
    transfers failed, how often a bus was clocked free and a part was lost.
    """

    def __init__(self, root):
        self.root = root
        self.sensor = self.display = self.ambient = self.button = self.finding = None
        self.cell = None
        self.ratio = self.frames = self.frame = 0
        self.faults = []
        self.failed = self.freed = self.lost = 0
        self.rtc = machine.RTC()
        load(_WIRING).wire(self)
        forget(_WIRING)

    def connect(self):
        """Look for the parts on the bus that are missing."""
        load(_WIRING).connect(self)
        forget(_WIRING)

    def search(self):
        """A step of the search; True at its end: what was looked for is there, or a fault."""
        for _ in self.finding:
            return False
        self.finding = None
        forget(*_FOR_FINDING)
        return True

    def lose(self, part, error):
        """The part ("sensor", "display", "ambient") stopped answering, or is another chip."""
        setattr(self, part, None)
        self.lost += 1
        try:
            said = load(_WIRING).fault(self, part, error)
        except OSError:  # no room to say more
            said = (part, "", "")
        self.faults.append(said)
        forget(_WIRING)

    def pressed(self):
        """Is the button down?"""
        return self.button.value() == 0

    def cell_mv(self):
        """Voltage of the battery; measure it while nothing sounds. Allocates nothing."""
        uv = 0
        for _ in range(_READINGS):
            uv += self.cell.read_uv()
        return uv // _READINGS * self.ratio // 1000

    def hosted(self):
        """Has USB brought a frame since this was last asked? A host sends one each ms, a charger
        none; a chip without USB does not know."""
        before = self.frame
        if self.frames:
            self.frame = machine.mem32[self.frames]
        return self.frame != before

    def clock(self):
        """(year, month, day, weekday, hour, minute, second, microsecond) as set by the host."""
        return self.rtc.datetime()
