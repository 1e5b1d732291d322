"""The chips that a strap's wiring names, made as they power up."""
# mypy: ignore-errors

from .chips import SENSORS, place, sensor
from .chips.oled import SH1106, SSD1306

PARTS = ("sensor", "display", "ambient")
DISPLAYS = {"ssd1306": SSD1306, "sh1106": SH1106}
_NOISE_MOST = 100
_ANY_BAROMETER = "bmp280"  # where board.json names none


def make_noisy(chip, times):
    """From now on a sensor has so many times the noise of its data sheet."""
    if not str(times).isdigit() or int(times) > _NOISE_MOST:
        raise ValueError("sensor_noise %s: a whole number from 0 to %d" % (times, _NOISE_MOST))
    if chip is not None:
        chip.noisy = int(times)


class _Room:
    """What a barometer outside the ball feels."""

    def __init__(self, body):
        self._body = body

    def step(self, ms):
        return self._body.ambient

    def temp_cc(self):
        return self._body.room_cc


class Parts:
    """Kinds of the parts ("none": there is none), and where each is."""

    def __init__(self, wiring, sensor_kind, display_kind):
        named = wiring.get("ambient")
        ambient = "none"
        if named:
            ambient = named["driver"] if named["driver"] in SENSORS else _ANY_BAROMETER
        display = display_kind if wiring["display"] else "none"
        self.kinds = {"sensor": sensor_kind, "display": display, "ambient": ambient}
        self._wiring = wiring

    def bus(self, part):
        """Clock and data pin of the bus that this part is on."""
        pins = self._wiring[part].get("bus", self._wiring["i2c"])
        return pins["scl"], pins["sda"]

    def addr(self, part):
        return place(self.kinds[part], self._wiring[part].get("addr"))

    def made(self, part, body, seed):
        """A chip of the part's kind."""
        kind = self.kinds[part]
        if part == "sensor":
            return sensor(kind, body, seed)
        if part == "ambient":
            return sensor(kind, _Room(body), seed + 1)
        chip = DISPLAYS[kind](seed)
        if self._wiring[part].get("width") == 72:
            chip.first, chip.width = 28, 72  # so these panels are bonded
        return chip
