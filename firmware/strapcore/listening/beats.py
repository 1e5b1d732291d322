"""Single heart beats, where they stand out clearly enough to be counted one by one.

In direct contact they do, and their mean follows a restless heart that an autocorrelation blurs.
Through a mattress they do not, and then the answer is 0.
"""

from strapcore.compat import const
from strapcore.listening.filters import zeros

_COUNT = const(32)  # a power of two
_SPAN = const(64000)  # 10 s; times are in 1/256 of a 25 Hz sample
_LEAST = const(5)  # intervals
_MOST = const(26)
_MINUTE = const(38400000)  # 0.01 bpm for an interval of 1


class Beats:
    """Feed a signal at 25 Hz with `step`; ask `mean_rate` once a second."""

    def __init__(self, even):
        """even: percent that an interval must have of the one beside it."""
        self._even = even
        self._times = zeros("i", _COUNT)
        self.reset()

    def reset(self):
        self._clock = 0
        self._y1 = 0
        self._y2 = 0
        self._rise = 0  # when the signal last rose through zero
        self._peak = 0  # how high the beats have been
        self._wait = 0
        self._count = 0

    def step(self, y, rate):
        """Note when y rose through zero to each peak that stands out; rate in 0.01 bpm or 0."""
        b = self._y1
        a = self._y2
        self._y2 = b
        self._y1 = y
        self._clock += 256
        if b < 0 <= y:
            self._rise = self._clock - 256 * y // (y - b)
        wait = self._wait
        if wait:
            self._wait = wait - 1
        elif b > a and b >= y and b * 8 > self._peak * 5:
            self._times[self._count & (_COUNT - 1)] = self._rise
            self._count += 1
            self._peak += (b - self._peak) // 4
            self._wait = 75000 // rate if rate else 8  # half a period
        elif self._peak > 16:
            self._peak -= self._peak >> 6

    def mean_rate(self, rate):
        """Mean of the last 10 s, 0.01 bpm, if the beats are even, none is missing and it is
        within a sixth of `rate`; else 0."""
        even = self._even
        times = self._times
        i = self._count - 1
        if i <= _LEAST:
            return 0
        start = self._clock - _SPAN
        last = t = times[i & (_COUNT - 1)]
        gap = 0
        n = 0
        while i:
            i -= 1
            s = times[i & (_COUNT - 1)]
            if s <= start:
                break
            d = t - s
            if n and (d * 100 < gap * even or gap * 100 < d * even):
                return 0
            gap = d
            t = s
            n += 1
        if not _LEAST <= n <= _MOST:
            return 0
        if self._clock - last > 2 * gap or t - start > 2 * gap:
            return 0
        mean = _MINUTE * n // (last - t)
        return mean if -rate < (mean - rate) * 6 < rate else 0
