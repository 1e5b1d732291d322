"""The room's own barometer, where board.json names one: what the ball's air is measured against.

Not there during a hold, which needs its place in memory: nobody lies on a ball that is learned.
"""

from strapcore.compat import const
from strapcore.sense.air import WEATHER_PA

_KNOWN_PA = const(15)  # what weather still does to a ball in 1000 s: it follows the room by 5/6
_SHARE = const(8)  # a new value counts an eighth
_PATIENCE_S = const(10)


class Ambient:
    """Call `second` once a second; `sensor`: a driver."""

    def __init__(self, sensor):
        self.sensor = sensor
        self._mean_x8 = 0
        self._silent_s = 0

    def stop(self):
        """Powered down; a restart sets it up again."""
        self.sensor.stop()

    def second(self, air):
        """Tell `air` the pressure of the room; OSError: the barometer is gone."""
        sensor = self.sensor
        try:
            count = sensor.read()
        except OSError:  # for a moment
            count = 0
        low, high = sensor.range_pa
        pa = sensor.samples[count - 1] if count else 0
        if not low < pa < high:
            self._silent_s += 1
            if self._silent_s >= _PATIENCE_S:
                know(air, WEATHER_PA)
                raise OSError("gives no sample")
            return
        self._silent_s = 0
        if not self._mean_x8:
            self._mean_x8 = pa * _SHARE
        self._mean_x8 += pa - self._mean_x8 // _SHARE
        air.room_pa = self._mean_x8 // _SHARE + air.offset_pa
        know(air, _KNOWN_PA)


def know(air, weather_pa):
    """So much of the weather is not known from now on."""
    if air.weather_pa != weather_pa:
        air.weather_pa = weather_pa
        air.first = 0  # what was seen until now was against another zero
