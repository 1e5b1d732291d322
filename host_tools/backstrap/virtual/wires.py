"""Which bus each part is on, whether it has power, and whether it is out of reset."""
# mypy: ignore-errors

_RISE_MS = 50  # until a switched supply is up, and what it feeds has started


class Wires:
    """The buses of the board. Some switch their parts' supply, or hold the display in reset.

    plug(part) is called for "sensor" and "display" when they have lost what they knew.
    """

    def __init__(self, wiring, plug):
        self._wiring = wiring
        self._plug = plug
        self._chips = {}  # pins of a bus: its chips by their addresses
        power = wiring.get("power")
        self._pin, self._on = (power["pin"], power["on"]) if power else (-1, 1)
        self._reset_pin = (wiring["display"] or {}).get("reset", -1)
        self._since_ms = -_RISE_MS
        self.cut()

    def bus(self, scl, sda):
        """The chips of the bus on these pins, by their addresses."""
        return self._chips.setdefault((scl, sda), {})

    def _bus_of(self, part):
        bus = self._wiring[part].get("bus", self._wiring["i2c"])
        return self.bus(bus["scl"], bus["sda"])

    def put(self, part, chip):
        """The part is there from now on; None: it is gone."""
        plan = self._wiring[part]
        if chip is not None:
            self._bus_of(part)[plan["addr"]] = chip
        elif plan is not None:
            self._bus_of(part).pop(plan["addr"], None)

    def missing(self, part):
        """Should it be there, and is not?"""
        plan = self._wiring[part]
        return plan is not None and plan["addr"] not in self._bus_of(part)

    def cut(self):
        """The pins let go: a switched supply is down."""
        self._up = self._pin < 0
        self._reset = 0  # what the reset line has been: 1 low, 2 low and then high

    def feed(self, is_display, now_ms):
        """Has this part power, and is it out of reset?"""
        if not self._up or now_ms - self._since_ms < _RISE_MS:
            return False
        return not is_display or self._reset_pin < 0 or self._reset == 2

    def level(self, pin, level, now_ms):
        """A pin goes high or low."""
        if pin == self._reset_pin:
            if level and self._reset == 1:
                self._reset = 2
                self._renew("display")
            elif not level:
                self._reset = 1
        elif pin == self._pin and self._up != (level == self._on):
            self.cut()
            self._up = level == self._on
            self._since_ms = now_ms
            if self._up:
                self._renew("sensor")
                self._renew("display")

    def _renew(self, part):
        if self._wiring[part] is not None and not self.missing(part):
            self._plug(part)
