"""Whether the parts have power, and whether the display is out of reset."""
# mypy: ignore-errors

_RISE_MS = 50  # until a switched supply is up, and what it feeds has started


class Wires:
    """Some boards switch their parts' supply, or hold the display in reset.

    renew(part) is called when a part has lost what it knew.
    """

    def __init__(self, wiring, renew):
        self._renew = renew
        power = wiring.get("power")
        self._pin, self._on = (power["pin"], power["on"]) if power else (-1, 1)
        self._reset_pin = (wiring["display"] or {}).get("reset", -1)
        self._since_ms = -_RISE_MS
        self.cut()

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
                for part in ("sensor", "display", "ambient"):
                    self._renew(part)
