"""Does the muscle still give? The slow fall of the load, less what leak and warmth explain.

The fast fall of the first minute and a half is the ball cooling and the tissue's viscous part; it
is always there and means nothing. Nothing here says "released".
"""

from strapcore.compat import const
from strapcore.listening.filters import zeros
from strapcore.sense.air import Air
from strapcore.sense.sense import SETTLING, SOFTENING, STEADY

_SETTLE_S = const(90)  # after contact or a movement
_BUCKET_S = const(10)
_BUCKETS = const(12)  # two minutes
_END = const(3)  # compared: the first and the last 30 s, 90 s apart
_SPAN_S = const(90)
_FLOOR_PA = const(10)  # weather, breathing, posture
_SHARE = const(250)  # of the load: 0.4 % in 90 s is worth a word
_LATE_S = const(600)  # by now tissue has given what it gives: the rest of the fall is leak
_LOAD_PA = const(500)  # less is nobody
_HEAT_UNKNOWN = const(350)  # Pa/K: more than a rigid ball
_STEADY_S = const(60)


class Tissue:
    """Call `second` once a second of contact.

    air        set by the owner: what is known of leak and warmth
    state      SETTLING, SOFTENING or STEADY
    sure       nothing that softens was hidden by the doubt
    softened   it was SOFTENING at any time since contact
    fall_pa    fall of the load over 90 s that neither leak nor heat explains
    doubt_pa   how wrong that may be
    gave_pa    what the tissue gave in all, over the still stretches since contact
    lost_pa    what the leak has taken since contact, heat_pa what warmth has added; 0 not known
    late_ppm   the leak that would explain all of the fall late in a hold: there is no more than
               that; -1 too soon
    """

    def __init__(self):
        self._mean = zeros("i", _BUCKETS)  # corrected load, 1/16 Pa
        self._warm = zeros("h", _BUCKETS)  # temperature, hundredths of a degree C
        self.air = Air()
        self.reset()

    def reset(self):
        """A new contact."""
        self._leak_rest = 0
        self._lost = 0  # 1/16 Pa
        self._first_cc = 0
        self._cold = True
        self._gave = 0  # 1/16 Pa
        self.gave_pa = 0
        self.lost_pa = 0
        self.heat_pa = 0
        self.late_ppm = -1
        self.softened = False
        self._restart()

    def _restart(self):
        """After a movement the tissue is another one."""
        self._age = 0
        self._seconds = 0
        self._sum = 0
        self._filled = 0
        self._still_s = 0
        self.state = SETTLING
        self.sure = False
        self.fall_pa = 0
        self.doubt_pa = 0

    def second(self, load_x16, moving):
        """Mean load of the second (gauge, 1/16 Pa), and whether the body moved."""
        air = self.air
        if self._cold:
            self._cold = False
            self._first_cc = air.temp_cc
        if air.leak_ppm > 0:
            gauge_pa = (load_x16 >> 4) + (air.firm_pa if air.firm_pa > 0 else 0)
            rest = self._leak_rest + gauge_pa * air.leak_ppm
            self._lost += rest // 62500
            self._leak_rest = rest % 62500
            self.lost_pa = self._lost >> 4
        heat = 0
        if air.heat_pa_k >= 0:
            heat = (air.temp_cc - self._first_cc) * air.heat_pa_k * 4 // 25  # 1/16 Pa
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
            self._book(self._sum // _BUCKET_S)
            self._sum = 0
            self._seconds = 0
            if self._filled == _BUCKETS:
                self._judge(load_x16 >> 4)

    def _book(self, mean):
        """Shift the oldest bucket out."""
        a = self._mean
        b = self._warm
        last = _BUCKETS - 1
        if self._filled:
            self._gave += a[last] - mean
            self.gave_pa = self._gave >> 4
        for i in range(last):
            a[i] = a[i + 1]
            b[i] = b[i + 1]
        a[last] = mean
        b[last] = self.air.temp_cc
        if self._filled < _BUCKETS:
            self._filled += 1

    def _judge(self, load_pa):
        a = self._mean
        air = self.air
        fall = 0
        for i in range(_END):
            fall += a[i] - a[_BUCKETS - 1 - i]
        self.fall_pa = fall = fall // (_END * 16)
        warmed = self._warm[_BUCKETS - 2] - self._warm[1]
        if air.heat_pa_k >= 0:
            doubt = (warmed if warmed >= 0 else -warmed) * air.heat_doubt_pa_k // 100
            hidden = doubt
        else:  # warmth can only hide a fall, cold can only feign one
            doubt = -warmed * _HEAT_UNKNOWN // 100 if warmed < 0 else 0
            hidden = warmed * _HEAT_UNKNOWN // 100 if warmed > 0 else 0
        least = load_pa // _SHARE
        if self._age >= _LATE_S and air.leak_ppm < 0 and load_pa >= _LOAD_PA:
            late = min(max(fall + hidden + _FLOOR_PA, 0), load_pa)
            self.late_ppm = late * 5555 // load_pa << 1  # 1e6 / 90 s
        ppm = air.leak_doubt_ppm if air.leak_ppm >= 0 else air.leak_most_ppm
        doubt += _FLOOR_PA + load_pa * ppm // 10000 * _SPAN_S // 100
        self.doubt_pa = doubt
        self.sure = doubt + hidden <= 2 * least + _FLOOR_PA
        if least < doubt:
            least = doubt
        if fall > least:
            self._still_s = 0
            self.state = SOFTENING
            self.softened = True
        elif self.state == SETTLING:
            self.state = STEADY
        elif fall * 2 < least:
            self._still_s += _BUCKET_S
            if self._still_s >= _STEADY_S:
                self.state = STEADY
        else:
            self._still_s = 0
