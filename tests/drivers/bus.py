"""A sensor's driver over its register-level chip and the emulated I2C, on both interpreters."""

try:
    import micropython  # noqa: F401
except ImportError:  # the simulator puts it and `machine` where the firmware looks
    import backstrap.virtual.simulator  # noqa: F401

import machine

from backstrap.virtual.chips import place, sensor
from backstrap.virtual.world import World
from finding import find

STEP_MS = 20


class Bench:
    """A bus with one chip on it, in air that has the pressure and temperature it is told.

    mpa, cc: these. hurry_ms: passes at every look at the bus, so that things happen in between.
    """

    def __init__(self, kind, mpa=101325000, cc=2500, addr=None):
        self.ms = 0
        self.mpa, self.cc = mpa, cc
        self.hurry_ms = 0
        self.world = machine.world = World(self._clock, None, 1, "none", "none")
        self.i2c = machine.I2C(0, scl=machine.Pin(6), sda=machine.Pin(5))
        self.chip = self.world.sensor = sensor(kind, self)
        self.chip.noisy = False
        self.addr = place(kind, addr)
        self.world.bus.put(self.addr, self.chip)

    def _clock(self):
        self.ms += self.hurry_ms
        return self.ms

    # the source of the chip

    def step(self, ms):
        return self.mpa

    def temp_cc(self):
        return self.cc

    # the strap

    def pass_ms(self, ms):
        self.ms += ms
        self.world.touch()
        self.world.sync()

    def found(self, driver="auto", addr=None):
        """The driver of the chip, begun as the strap begins it, a step of 20 ms at a time."""
        for made in find(self.i2c, driver, addr, None):
            if made:
                return made
            self.pass_ms(STEP_MS)
        raise OSError("the search ended without a sensor")

    def samples(self, driver, steps):
        """What the driver gives in so many steps of 20 ms."""
        taken = []
        for _ in range(steps):
            self.pass_ms(STEP_MS)
            taken.extend(list(driver.samples)[: driver.read()])
        return taken
