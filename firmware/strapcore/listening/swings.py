"""Breaths as the swings of a filtered signal: when they peaked, how deep, how even."""

from strapcore.compat import const
from strapcore.listening.filters import fill, isqrt, zeros

_SPAN = const(30 * 50)  # times are in 1/50 s
_LONG = const(60 * 50)
_REFRACTORY = const(60)  # two peaks within 1.2 s are one
_PEAKS = const(32)
_DEPTHS = const(8)


class Swings:
    """rate, interval_cv, long_cv after `count`; depth, depth_cv after `weigh`; see Breath."""

    def __init__(self):
        self._times = zeros("i", _PEAKS)
        self._depths = zeros("h", _DEPTHS)
        self.reset()

    def reset(self):
        fill(self._times, 0)
        self._direction = 0
        self._high = 0
        self._bottom = 0
        self._high_at = 0
        self._last = 0
        self._turn = 0
        self._peaks = 0
        self.rate = 0
        self.interval_cv = 1024
        self.long_cv = 1024
        self.depth = 0
        self.depth_cv = 1024

    def follow(self, z, now, turn):
        """Take one value; a peak or bottom counts once the signal has come back by `turn`."""
        self._last = z
        self._turn = turn
        if self._direction >= 0:
            if z > self._high:
                self._high = z
                self._high_at = now
            elif z < self._high - turn:
                if self._direction:
                    self._book(self._high_at, self._high - self._bottom)
                self._direction = -1
                self._bottom = z
        elif z < self._bottom:
            self._bottom = z
        elif z > self._bottom + turn:
            self._direction = 1
            self._high = z
            self._high_at = now

    def _book(self, at, depth):
        """One breath peaked."""
        n = self._peaks
        if n and at - self._times[(n - 1) & (_PEAKS - 1)] < _REFRACTORY:
            return
        self._times[n & (_PEAKS - 1)] = at
        self._depths[n & (_DEPTHS - 1)] = depth
        self._peaks = n + 1

    def count(self, now):
        """Rate and evenness of the 30 s that end now, evenness of the last 60 s."""
        times = self._times
        n = self._peaks
        high = self._high
        turn = self._turn
        at = self._high_at
        if (
            self._direction > 0
            and high - self._bottom > turn
            and self._last < high - (turn >> 3)
            and at - times[(n - 1) & (_PEAKS - 1)] >= _REFRACTORY
        ):  # a peak that has only just begun to fall
            times[n & (_PEAKS - 1)] = at
            n += 1
        last = times[(n - 1) & (_PEAKS - 1)]
        first = last
        count = 0
        squares = 0
        self.rate = 0
        self.interval_cv = 1024
        oldest = n - _PEAKS if n > _PEAKS else 0
        i = n - 2
        span = _SPAN if now - last < _SPAN else 0
        while i >= oldest:
            t = times[i & (_PEAKS - 1)]
            if t <= now - span:
                if span != _SPAN:
                    break
                self._set_rate(count, last - first, squares)
                span = _LONG
                continue
            d = first - t
            squares += d * d
            count += 1
            first = t
            i -= 1
        if span == _SPAN:
            self._set_rate(count, last - first, squares)
        self.long_cv = _variation(count, last - first, squares)

    def _set_rate(self, count, time, squares):
        if count > 1:
            self.rate = 300000 * count // time
            self.interval_cv = _variation(count, time, squares)

    def weigh(self):
        """Mean and evenness of the last depths."""
        n = self._peaks
        if n > _DEPTHS:
            n = _DEPTHS
        if n > 2:
            depths = self._depths
            total = 0
            for i in range(n):
                total += depths[i]
            mean = total // n
            squares = 0
            for i in range(n):
                d = depths[i] - mean
                squares += d * d // n
            self.depth = mean
            self.depth_cv = (isqrt(squares) << 10) // mean if mean else 1024


def _variation(count, time, squares):
    """Deviation / mean * 1024 of `count` intervals that sum to `time`; 1/50 s."""
    if count < 2:
        return 1024
    mean = time // count
    spread = squares // count - mean * mean
    if spread <= 0:
        return 0
    if spread > 1 << 20:
        spread = 1 << 20
    return (isqrt(spread << 8) << 6) // mean
