"""Does the muscle still give? The slow fall of the load, less what leak and warmth explain.

The fast fall of the first minute and a half is the ball cooling and the tissue's viscous part; it
is always there and means nothing. Nothing here says "released".
"""

from strapcore.compat import const
from strapcore.sense.filters import zeros

SETTLING = const(0)
SOFTENING = const(1)
STEADY = const(2)

_SETTLE_S = const(90)  # after contact or a movement
_BUCKET_S = const(10)
_BUCKETS = const(12)  # two minutes
_END = const(3)  # compared: the first and the last 30 s, 90 s apart
_SPAN_S = const(90)
_FLOOR_PA = const(10)  # weather, breathing, posture
_SHARE = const(250)  # of the load: 0.4 % in 90 s is worth a word
_LEAK_UNKNOWN = const(200)  # 1e-6 a second: a ball that loses half in an hour
_STEADY_S = const(60)


class Tissue:
    """Call `second` once a second of contact.

    Set when known: `leak_ppm` (1e-6 of the gauge pressure a second, -1 = unknown) and its
    `leak_doubt_ppm`; `heat_pa_k` (Pa per kelvin of the sensor's temperature, 0 = unknown) and its
    `heat_doubt_pa_k`.

    state      SETTLING, SOFTENING or STEADY
    fall_pa    fall of the load over 90 s that neither leak nor heat explains
    doubt_pa   how wrong that may be
    lost_pa    what the leak has taken since contact, heat_pa what warmth has added
    """

    def __init__(self):
        self._mean = zeros("i", _BUCKETS)  # corrected load, 1/16 Pa
        self._warm = zeros("i", _BUCKETS)  # temperature, mK
        self.leak_ppm = -1
        self.leak_doubt_ppm = 0
        self.heat_pa_k = 0
        self.heat_doubt_pa_k = 0
        self.reset()

    def reset(self):
        """A new contact; leak and heat constants stay."""
        self._leak_rest = 0
        self._lost = 0  # 1/16 Pa
        self._first_mk = -1
        self.lost_pa = 0
        self.heat_pa = 0
        self._restart()

    def _restart(self):
        """After a movement the tissue is another one."""
        self._age = 0
        self._seconds = 0
        self._sum = 0
        self._filled = 0
        self._still_s = 0
        self.state = SETTLING
        self.fall_pa = 0
        self.doubt_pa = 0

    def second(self, load_x16, moving, temp_mk=-1):
        """Mean load of the second (gauge, 1/16 Pa), movement, sensor temperature (-1 = none)."""
        if self.leak_ppm > 0:
            rest = self._leak_rest + (load_x16 >> 4) * self.leak_ppm
            self._lost += rest // 62500
            self._leak_rest = rest % 62500
            self.lost_pa = self._lost >> 4
        heat = 0
        if temp_mk >= 0:
            if self._first_mk < 0:
                self._first_mk = temp_mk
            heat = (temp_mk - self._first_mk) * self.heat_pa_k // 125 << 1  # 1/16 Pa
            self.heat_pa = heat >> 4
        if moving:
            self._restart()
            return
        self._age += 1
        if self._age <= _SETTLE_S:
            return
        self._sum += load_x16 + self._lost - heat
        self._seconds += 1
        if self._seconds == _BUCKET_S:
            self._book(self._sum // _BUCKET_S, temp_mk)
            self._sum = 0
            self._seconds = 0
            if self._filled == _BUCKETS:
                self._judge(load_x16 >> 4)

    def _book(self, mean, temp_mk):
        """Shift the oldest bucket out."""
        a = self._mean
        b = self._warm
        for i in range(1, _BUCKETS):
            a[i - 1] = a[i]
            b[i - 1] = b[i]
        a[_BUCKETS - 1] = mean
        b[_BUCKETS - 1] = temp_mk
        if self._filled < _BUCKETS:
            self._filled += 1

    def _judge(self, load_pa):
        a = self._mean
        fall = 0
        for i in range(_END):
            fall += a[i] - a[_BUCKETS - 1 - i]
        self.fall_pa = fall = fall // (_END * 16)
        ppm = self.leak_doubt_ppm if self.leak_ppm >= 0 else _LEAK_UNKNOWN
        doubt = _FLOOR_PA + load_pa * ppm // 10000 * _SPAN_S // 100
        warmed = self._warm[_BUCKETS - 2] - self._warm[1]
        doubt += (warmed if warmed >= 0 else -warmed) * self.heat_doubt_pa_k // 1000
        self.doubt_pa = doubt
        least = load_pa // _SHARE
        if least < doubt:
            least = doubt
        if fall > least:
            self._still_s = 0
            self.state = SOFTENING
        elif self.state == SETTLING:
            self.state = STEADY
        elif fall * 2 < least:
            self._still_s += _BUCKET_S
            if self._still_s >= _STEADY_S:
                self.state = STEADY
        else:
            self._still_s = 0
