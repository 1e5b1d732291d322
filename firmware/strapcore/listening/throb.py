"""Has the pulse in the ball grown? Its amplitude against the hold's own settled start.

A ratio, never a pressure: what it means for the tissue nobody has shown, so the person confirms.
"""

from strapcore.compat import const
from strapcore.listening.filters import zeros
from strapcore.sense.sense import BUILDING, NONE, THROB

_SETTLE_S = const(30)  # after contact: the ball warms, the body settles
_BASE = const(90)  # accepted seconds that make the baseline, by their median
_WINDOW = const(60)  # and the present
_CALM_S = const(5)  # left out after a movement
_SLEW = const(2000)  # the load may creep by a 2000th a second, 3 % a minute,
_CREEP = const(4)  # and by a quarter in all
_BUILD = const(130)  # percent of the baseline
_FULL = const(141)  # 1.5 times, as read: the window wavers by some 5 %
_STAY = const(135)  # and may waver this far within its minute
_SUSTAIN_S = const(60)


class Throb:
    """Call `second` once a second of contact.

    state     NONE, BUILDING (from 1.3 times the baseline) or THROB (1.5 times, for a minute)
    ratio     the present over the baseline, / 256; 0 until both are known
    frozen    this second was not counted: movement, no pulse, or another load than at the start
    """

    def __init__(self):
        self._sorted = zeros("H", _BASE)
        self._ring = zeros("H", _WINDOW)
        self.reset()

    def reset(self):
        """A new contact."""
        self._age = 0
        self._count = 0
        self._head = 0
        self._loads = 0
        self._load_now = 0
        self._calm_s = 0
        self._above_s = 0
        self.base = 0  # amplitude, unit of the input
        self.load = 0  # Pa, mean while the baseline was taken
        self.state = NONE
        self.ratio = 0
        self.frozen = True

    def second(self, amplitude, ok, moving, load_pa):
        """Amplitude of the pulse (at most 65535), whether it is believed, load in Pa."""
        self._age += 1
        if moving:
            self._calm_s = 0
        elif self._calm_s < _CALM_S:
            self._calm_s += 1
        calm = self._calm_s == _CALM_S and self._age > _SETTLE_S
        self.frozen = not (ok and calm and self._same_load(load_pa))
        if self.frozen:
            return
        if amplitude > 65535:
            amplitude = 65535
        if not self.base:
            self._settle(amplitude, load_pa)
            return
        self._insert(amplitude)
        if self._count < _WINDOW:
            return
        now = self._median(_WINDOW)
        base = self.base
        self.ratio = (now << 8) // base
        if now * 100 < base * _STAY:
            self._above_s = 0
        elif self._above_s < _SUSTAIN_S:
            self._above_s += 1
        if now * 100 < base * _BUILD:
            self.state = NONE
        elif self._above_s >= _SUSTAIN_S and (self.state == THROB or now * 100 >= base * _FULL):
            self.state = THROB
        else:
            self.state = BUILDING

    def _same_load(self, load_pa):
        """Within 10 % of the load the pulse is compared under; that one follows slow creep."""
        now = self._load_now
        if not self.base:
            return True
        d = load_pa - now
        if not -now < 10 * d < now:
            return False
        step = now // _SLEW + 1
        now += step if d > step else -step if d < -step else d
        d = now - self.load
        if -self.load < _CREEP * d < self.load:
            self._load_now = now
        return True

    def _settle(self, amplitude, load_pa):
        """Collect the baseline, sorted as it comes; its median starts the window."""
        n = self._count
        _place(self._sorted, n, amplitude)
        self._loads += load_pa
        self._count = n = n + 1
        if n < _BASE:
            return
        self.base = self._median(n)
        if self.base < 1:
            self.base = 1
        self.load = self._load_now = self._loads // n
        self._count = 0

    def _insert(self, amplitude):
        """Replace the oldest of the window by the newest, keeping it sorted."""
        a = self._sorted
        if self._count < _WINDOW:
            _place(a, self._count, amplitude)
            self._count += 1
        else:
            old = self._ring[self._head]
            at = 0
            while a[at] != old:
                at += 1
            while at < _WINDOW - 1 and a[at + 1] < amplitude:
                a[at] = a[at + 1]
                at += 1
            _place(a, at, amplitude)
        self._ring[self._head] = amplitude
        self._head = (self._head + 1) % _WINDOW

    def _median(self, n):
        return (self._sorted[(n - 1) >> 1] + self._sorted[n >> 1]) >> 1


def _place(a, n, value):
    """Insert value into the sorted first n of a."""
    while n and a[n - 1] > value:
        a[n] = a[n - 1]
        n -= 1
    a[n] = value
