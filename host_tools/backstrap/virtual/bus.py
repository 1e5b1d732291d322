"""The I2C bus of the world: which chip answers where, and what can be wrong with the wires."""
# mypy: ignore-errors

import errno

_TICKS = 0x3FFFFFFF
# What `set` can do to the wires: name, most.
FAULTS = (("bus_nacks", 1000), ("clock_held", 1), ("data_held", 1000))


class Both:
    """Two chips at one address: a line is low where one of them pulls it."""

    def __init__(self, one, other):
        self._chips = (one, other)

    def without(self, chip):
        return self._chips[1 if self._chips[0] is chip else 0]

    def write(self, reg, buf):
        for chip in self._chips:
            chip.write(reg, buf)

    def read(self, buf):
        more = bytearray(len(buf))
        self._chips[0].read(buf)
        self._chips[1].read(more)
        for i in range(len(buf)):
            buf[i] &= more[i]


class Bus:
    """us, bytes: time and bytes so far, modulo 2**30.

    bus_nacks    so many transfers from now on are not answered
    clock_held   1: somebody holds the clock low
    data_held    a chip in the middle of a byte holds the data low until it has seen so many clocks
    """

    def __init__(self, scl, sda):
        self.scl, self.sda = scl, sda
        self.chips = {}
        self.us = self.bytes = 0
        self.bus_nacks = self.clock_held = self.data_held = 0
        self._by_hand = False  # the pins were taken from the controller
        self._clock = 1

    def put(self, addr, chip):
        """Connect a chip; one that is there already shares its address."""
        there = self.chips.get(addr)
        self.chips[addr] = Both(there, chip) if there else chip

    def take_off(self, addr, chip):
        """Disconnect a chip; one that shared its address stays."""
        there = self.chips.get(addr)
        if isinstance(there, Both):
            self.chips[addr] = there.without(chip)
        elif there is chip:
            del self.chips[addr]

    def set(self, name, value):
        """One of the FAULTS; ValueError says what is allowed."""
        most = dict(FAULTS)[name]
        if not str(value).isdigit() or int(value) > most:
            raise ValueError("%s %s: a whole number from 0 to %d" % (name, value, most))
        setattr(self, name, int(value))

    def begin(self):
        """A controller takes the pins."""
        self._by_hand = False

    def take(self, pin):
        """A pin is driven by hand from now on; then no controller has it."""
        if pin == self.scl or pin == self.sda:
            self._by_hand = True

    def level(self, pin):
        """0 or 1 on the clock or data line; None of another pin."""
        if pin == self.scl:
            return 0 if self.clock_held else self._clock
        if pin == self.sda:
            return 0 if self.data_held else 1
        return None

    def drive(self, pin, level):
        """A pin is set by hand."""
        if pin != self.scl or self.clock_held:
            return
        if level and not self._clock and self.data_held:
            self.data_held -= 1
        self._clock = level

    def transfer(self, addr, length, hz, timeout_us):
        """The chip at the address; OSError as the ESP32's driver says it."""
        us = (9 * length + 2) * 1000 // (hz // 1000)
        held = self.clock_held or self.data_held or self._by_hand
        if held:
            us = timeout_us
        self.us = (self.us + us) & _TICKS
        self.bytes = (self.bytes + length) & _TICKS
        if held:
            raise OSError(errno.ETIMEDOUT, "ETIMEDOUT")
        chip = self.chips.get(addr)
        if self.bus_nacks:
            self.bus_nacks -= 1
            chip = None
        if chip is None:
            raise OSError(errno.ENODEV, "ENODEV")
        if us > timeout_us:
            raise OSError(errno.ETIMEDOUT, "ETIMEDOUT")
        return chip


class Buses:
    """The buses, each by its two pins."""

    def __init__(self):
        self._buses = []

    def on(self, scl, sda):
        """The bus on these pins."""
        for bus in self._buses:
            if bus.scl == scl and bus.sda == sda:
                return bus
        self._buses.append(Bus(scl, sda))
        return self._buses[-1]

    def us(self):
        """Time that all transfers took."""
        return sum([bus.us for bus in self._buses])

    def take(self, pin):
        """A pin is driven by hand from now on."""
        for bus in self._buses:
            bus.take(pin)

    def level(self, pin):
        """0 or 1 on a line of a bus; None of another pin."""
        for bus in self._buses:
            level = bus.level(pin)
            if level is not None:
                return level
        return None

    def drive(self, pin, level):
        """A pin is set by hand."""
        for bus in self._buses:
            bus.drive(pin, level)
