"""Breathing from the ball's pressure: rate, regularity, depth, and which way it goes now.

Peaks are counted over 30 s; the autocorrelation and the evenness of intervals and depths say
whether what is counted is breathing at all.
"""

from strapcore.compat import const
from strapcore.limits import QUIET_S
from strapcore.listening.filters import Biquad, LeakyAcf, fill, isqrt, zeros
from strapcore.listening.swings import Swings

_STEP_MAX = const(51200)  # 1/256 Pa in 0.2 s: 1 kPa/s is no breath
_LIMIT = const(8191)  # 1/16 Pa
_LAG_MIN = const(8)  # 1.6 s
_LAG_MAX = const(61)  # 12.2 s
_LEAK = const(13)  # of 256 a second: a memory of 20 s
_START = const(50)  # ticks of 0.2 s

# What each 25 Hz sample of a second does: a fifth of them filter, others do what comes once.
_TICK = const(1)
_CLOSE = const(2)
_COUNT = const(3)
_JUDGE = const(4)
_ACF = const(5)
_SCAN = const(6)
_PLAN = b"\0\0\3\4\1\0\0\0\5\1\0\0\0\6\1\0\0\0\0\1\0\0\0\0\2"

_RMS_MIN = const(12)  # 1/16 Pa: shallower is no breath
_RISE_S = const(16)  # trust grows slower than noise happens to be regular
_FALL_S = const(6)
_ON = const(-40)  # `trust` to believe it, and to go on believing; / 1024
_OFF = const(-205)
_LONG = const(300)  # ticks: what a breath must measure up to follows a minute, sighs and all

_CALM_QUALITY = const(614)  # the strict rule for `quiet`: all three, / 1024
_CALM_INTERVAL = const(154)
_CALM_DEPTH = const(205)
_ASK_TICKS = const(40)


class Breath:
    """Feed 25 Hz samples in 1/256 Pa; read the results any time.

    rate         0.01 breaths a minute, over the breaths of the last 30 s; 0 = unknown
    interval_cv  unevenness of their intervals: deviation / mean * 1024
    quality      0 .. 1024: best repetition after 1.6 to 12 s
    depth        mean peak to peak of these eight, 1/16 Pa
    rms          1/16 Pa, over 15 s
    ok           the rate may be shown
    rising       the pressure rises, as it was 0.2 to 0.4 s ago; turn_ms: for how long
    exhale       the person breathes out, by `inhale`
    inhale       +1 the pressure rises with the inhale, -1 it falls, 0 never asked (taken as +1)
    quiet        breathing even and deep without a movement for five minutes: reason to ask
    """

    def __init__(self):
        self._low = Biquad(481, 962, -3380, 1207)  # low-pass 0.7 Hz at 5 Hz
        self._acf = LeakyAcf(_LAG_MIN, _LAG_MAX, _LEAK)
        self._swings = Swings()
        self._raw = zeros("i", 4)
        self.inhale = 0
        self.reset()

    def reset(self):
        """Forget everything but the polarity: a new contact."""
        self._low.reset()
        self._acf.reset()
        self._swings.reset()
        self._sum = 0
        self._phase = 0
        self._ticks = 0
        self._last = 0
        self._first_hp = 0  # high-pass states, 1/4096 Pa
        self._second_hp = 0
        self._mean_square = 0
        self._long_square = 0  # over 60 s, / 8
        self._turn = _LIMIT  # a swing that counts
        self._trust = -512
        self._asked = 0
        self._longest = 0
        self._calm_s = 0
        self.rms = 0
        self.rate = 0
        self.interval_cv = 1024
        self.depth = 0
        self.quality = 0
        self.ok = False
        self.rising = False
        self.turn_ms = 0
        self.exhale = False
        self.quiet = False

    def feed(self, x):
        """Take one sample."""
        self._sum = total = self._sum + x
        phase = self._phase
        job = _PLAN[phase]
        phase += 1
        self._phase = phase if phase < len(_PLAN) else 0  # whatever becomes of this sample
        if not job:
            return
        if job <= _CLOSE:
            self._tick(total // 5)
            self._sum = 0
            if job == _CLOSE:
                self._acf.close()
        elif job == _COUNT:
            self._count()
        elif job == _JUDGE:
            self._judge()
        elif job == _ACF:
            self._acf.run(_LAG_MIN, _LAG_MAX + 1)
        else:
            self._scan()

    def ask(self):
        """The person is told to breathe out, long: the longest run within 8 s sets `inhale`."""
        self._asked = _ASK_TICKS
        self._longest = 0
        self.turn_ms = 0

    def stir(self):
        """A movement: quiet starts anew."""
        self._calm_s = 0
        self.quiet = False

    def _tick(self, v):
        """One value at 5 Hz, 1/256 Pa."""
        ticks = self._ticks
        if ticks == 0:
            self._last = v
            fill(self._raw, v)
        self._ticks = ticks = ticks + 1
        self._direct(v, ticks)
        d = v - self._last
        self._last = v
        if d > _STEP_MAX:
            d = _STEP_MAX
        elif d < -_STEP_MAX:
            d = -_STEP_MAX
        old = self._first_hp
        y = old + (d << 4) - (old >> 4)  # high-pass 0.05 Hz, twice
        self._first_hp = y
        d = (y >> 4) - (old >> 4)
        y = self._second_hp
        y += (d << 4) - (y >> 4)
        self._second_hp = y
        z = y >> 8
        if z > _LIMIT:
            z = _LIMIT
        elif z < -_LIMIT:
            z = -_LIMIT
        z = self._low.step(z)
        limit = 3 * self.rms
        if ticks > _START and limit:
            if z > limit:
                z = limit
            elif z < -limit:
                z = -limit
        square = self._mean_square
        size = z * z
        memory = 75 if size > square >> 3 else 25  # a movement is forgotten sooner than a breath
        square += (size - square) // (ticks if ticks < memory else memory)
        self._mean_square = square
        self.rms = rms = isqrt(square)
        u = (z << 5) // rms if rms else 0
        self._acf.put(127 if u > 127 else -127 if u < -127 else u)
        square = self._long_square
        self._long_square = square + ((size << 3) - square) // (ticks if ticks < _LONG else _LONG)
        self._swings.follow(z, ticks * 10, self._turn)

    def _direct(self, v, ticks):
        """Which way the pressure goes: over 0.8 s, with a small dead band."""
        i = ticks & 3
        slope = v - self._raw[i]
        self._raw[i] = v
        band = self.rms >> 1  # a 32nd of the rms
        rising = self.rising
        if rising != (slope > 0) and (slope > band or slope < -band):
            self.rising = not rising
            self.turn_ms = 0
        else:
            self.turn_ms += 200
        if self._asked:
            self._asked -= 1
            if self.turn_ms > self._longest:
                self._longest = self.turn_ms
                self.inhale = -1 if self.rising else 1
        self.exhale = self.rising == (self.inhale < 0)

    def _scan(self):
        """The best local maximum of the autocorrelation; a longer lag must beat it by 15 %."""
        r = self._acf.r
        best = 0
        b = r[_LAG_MIN]
        c = r[_LAG_MIN + 1]
        for k in range(_LAG_MIN + 2, _LAG_MAX + 1):
            a = b
            b = c
            c = r[k]
            if b > a and b >= c and b > best * 147 >> 7:
                best = b
        energy = r[0] >> 2
        if best and energy:
            self.quality = (best << 8) // energy
        else:
            self.quality -= self.quality // 10

    def _count(self):
        self._turn = isqrt(self._long_square >> 3) * 11 >> 4
        swings = self._swings
        swings.count(self._ticks * 10)
        self.rate = swings.rate
        self.interval_cv = swings.interval_cv

    def _judge(self):
        """Trust and quiet."""
        swings = self._swings
        swings.weigh()
        self.depth = swings.depth
        v = -512
        if self.rate:
            v = self.quality - self.interval_cv - swings.depth_cv
            if v < -1024:
                v = -1024
        v -= self._trust
        self._trust += v // (_RISE_S if v > 0 else _FALL_S)
        trusted = self._trust > (_OFF if self.ok else _ON)
        self.ok = trusted and self.rate > 0 and self.rms >= _RMS_MIN
        if (
            self.quality > _CALM_QUALITY
            and swings.long_cv < _CALM_INTERVAL
            and swings.depth_cv < _CALM_DEPTH
            and self.rms >= _RMS_MIN
        ):
            if self._calm_s < 2 * QUIET_S:
                self._calm_s += 1
        else:
            self._calm_s = self._calm_s - 4 if self._calm_s > 4 else 0
        self.quiet = self._calm_s >= QUIET_S
