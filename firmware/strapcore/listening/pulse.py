"""Heart rate from the ball's pressure: rate, quality, amplitude, and whether to believe it.

The signal is flattened and divided by its own level, so that one shift of the body does not own
the next seconds; `comb` finds the rate at which it repeats, `beats` refines it where it can.
Speech, movement, noise and the harmonics of breathing are refused.
"""

from strapcore.compat import const
from strapcore.listening.beats import Beats
from strapcore.listening.comb import Comb
from strapcore.listening.filters import fill, isqrt, zeros

_SLEW = const(8192)  # a step above 32 Pa in 40 ms is a movement
_EMPHASIS = const(2810)  # one-pole high-pass, 1.5 Hz, undoes the 1/f slope; / 4096
_CLIP = const(16383)  # 64 Pa behind the first high-pass: keeps the next ones within 2**30
_LEVEL_MIN = const(6)  # 1/256 Pa; below it there is nothing but rounding
_START = const(50)  # samples until the level is known
_HOLD = const(20)  # samples skipped after a movement, 0.8 s
_MEAN = const(6)  # seconds averaged
_FEW = const(4)  # seconds after a jump
_SPREAD = const(1000)  # 0.01 bpm: a heart so restless is only believed beat by beat
_JUMP = const(1600)  # 0.01 bpm: a new rate, not a change of the old

_ENTER = const(262)  # quality to begin to believe it, / 1024
_STAY = const(170)  # and to go on
_CLEAR = const(420)  # so well that single beats may be trusted
_MARGIN = const(512)
_DOUBT = const(-30)  # to begin; 0 to go on
_FLOOR = const(56)  # amplitude, 1/256 Pa
_DEPTH_SHARE = const(110)  # and 1/110 of the breath's depth
_WEAK = const(28)  # below 1/28 of it a rate may be a harmonic of breathing, below 1/56 more so
_FAST = const(8000)  # 0.01 bpm; above it breathing hardly reaches


class Pulse:
    """Feed 25 Hz samples in 1/256 Pa; read the results any time, new once a second.

    Half of the work can wait for a step without a sample: call `work` there. `feed` does what
    is still waiting, so that nothing depends on it.

    rate        0.01 bpm, mean of the last 10 s as far as it can be told; 0 = none
    quality     0 .. 1024, how well the signal repeats, smoothed
    margin      lead of the chosen rate over every other; 1024 and more means unambiguous
    amplitude   1/256 Pa RMS of the part that repeats, behind the filters
    stroke      the amplitude as it would be at 72 bpm: a slower heart alone is no weaker beat
    ok          the rate may be shown
    moving      a movement is being skipped (every sample); moves: how many so far

    Set before feeding: `breath_rate` (0.01 a minute, 0 = unsteady or unknown) and `breath_depth`
    (1/256 Pa peak to peak), so that breathing's harmonics are not taken for a pulse.
    """

    def __init__(self):
        self._states = zeros("i", 8)  # of the filters, two a section
        self._comb = Comb()
        self._beats = Beats(80)
        self._swells = Beats(75)  # smoother: one swell a beat where a beat has two peaks
        self._recent = zeros("H", _MEAN)
        self.breath_rate = 0
        self.breath_depth = 0
        self.reset()

    def reset(self):
        """Forget everything: a new contact."""
        fill(self._states, 0)
        self._comb.reset()
        self._beats.reset()
        self._swells.reset()
        fill(self._recent, 0)
        self._last = 0
        self._emph = 0
        self._fast = 0  # mean |y|, 1/65536 Pa, over 1.3 s and 10 s
        self._slow = 0
        self._level = _LEVEL_MIN  # the smaller of the two, 1/256 Pa
        self._hold = 0
        self._count = 0
        self._known = 0
        self._one = False  # the last seconds agree on one rate
        self._steady = 0  # the rate over some 6 s
        self._clear = 0  # quality, had no harmonic of breathing been looked for
        self._smooth = 0
        self._swell = 0
        self._fade = 64  # of 256 a sample; follows the rate
        self.rate = 0
        self.quality = 0
        self.margin = 0
        self.amplitude = 0
        self.stroke = 0
        self.ok = False
        self.moving = False
        self.moves = 0

    def feed(self, x):
        """Take one sample."""
        comb = self._comb
        if comb.due:
            self.work()
        d = x - self._last
        self._last = x
        if self._count == 0:
            d = 0
        elif d > _SLEW:
            d = _SLEW
        elif d < -_SLEW:
            d = -_SLEW
        self._emph = y = (self._emph + d) * _EMPHASIS >> 12
        y = self._filtered(y)
        rate = self.rate
        self._beats.step(y, rate)
        fade = self._fade
        z = self._smooth
        self._smooth = z = z + y - (z * fade >> 8)
        w = self._swell
        self._swell = w = w + z - (w * fade >> 8)
        self._swells.step(w >> 2, rate)
        u = self._levelled(y)
        comb.step(u, 32 if self.moving else u if u >= 0 else -u)

    def _filtered(self, y):
        """Four sections, each as Biquad.step has it, whose coefficients would cost as much time as
        its sums: high-pass 0.95 Hz, Q 0.9; high-pass 0.9 Hz, twice; low-pass 8 Hz."""
        z = self._states
        b = 3569 * y
        y = (b + z[0]) >> 12
        z[0] = z[1] - b - b + 7035 * y
        z[1] = b - 3145 * y
        if y > _CLIP:
            y = _CLIP
        elif y < -_CLIP:
            y = -_CLIP
        b = 3490 * y
        y = (b + z[2]) >> 12
        z[2] = z[3] - b - b + 6891 * y
        z[3] = b - 2975 * y
        if y > _CLIP:
            y = _CLIP
        elif y < -_CLIP:
            y = -_CLIP
        b = 3490 * y
        y = (b + z[4]) >> 12
        z[4] = z[5] - b - b + 6891 * y
        z[5] = b - 2975 * y
        b = 1781 * y
        y = (b + z[6]) >> 12
        z[6] = z[7] + b + b - 2127 * y
        z[7] = b - 900 * y
        return y

    def work(self):
        """The heavy part of the last sample; call it on a step that brings no sample."""
        if self._comb.due and self._comb.work():
            self._second()

    def _levelled(self, y):
        """y against its own level, 32 = level, at most 3 levels; 0 while a movement lasts."""
        size = y if y >= 0 else -y
        n = self._count
        if n < _START:
            n += 1
            self._count = n
            self._fast += ((size << 8) - self._fast) // n
            self._slow = self._fast
        fast = self._fast
        slow = self._slow
        level = (fast if fast < slow else slow) >> 8
        if level < _LEVEL_MIN:
            level = _LEVEL_MIN
        self._level = level
        if n == _START and size > 9 * level:
            if self._hold == 0:
                self.moves += 1
            self._hold = _HOLD
        most = 6 * level
        clipped = size if size < most or n < _START else most
        self._slow = slow + ((clipped << 8) - slow >> 8)
        if self._hold:
            self._hold -= 1
            self.moving = True
            self._fast = fast + ((size << 8) - fast >> 4)
            return 0
        self.moving = False
        self._fast = fast + ((clipped << 8) - fast >> 5)
        u = (y << 5) // level
        return 96 if u > 96 else -96 if u < -96 else u

    def _second(self):
        """The comb has read a rate: average it, size it, pass or refuse it."""
        comb = self._comb
        if not comb.energy:
            self.quality -= self.quality >> 2
            self.ok = False
            return
        quality = comb.score if comb.score > 0 else 0
        self._clear += (quality - self._clear) * 123 >> 10
        rate = comb.rate
        sure = self._average(rate)
        # r[0] is 65536 times the mean of u * u, u in levels
        self.amplitude = self._level * isqrt(comb.power) >> 8
        # a restless heart repeats less well, not less strongly: two thirds are taken for all
        whole = comb.power + (comb.power >> 1)
        if whole > comb.energy:
            whole = comb.energy
        self.stroke = self._level * isqrt(whole) // 256 * 7200 // self.rate
        self.margin = comb.margin
        if sure and self.amplitude * 2 * _WEAK >= self.breath_depth:
            self.quality = self._clear  # breathing has no harmonic so even and so strong
        else:
            if self._breathing():
                quality = 0
            self.quality += (quality - self.quality) * 123 >> 10
            sure = self._one and self.margin >= _MARGIN
            sure = sure and comb.doubt < (0 if self.ok else _DOUBT)
        self.ok = (
            sure
            and self.quality >= (_STAY if self.ok else _ENTER)
            and self.amplitude >= _FLOOR
            and self.amplitude * _DEPTH_SHARE >= self.breath_depth
            and not self.moving
        )

    def _average(self, rate):
        """The comb sees 2.5 s; six of its readings, or the beats themselves, make 10 s. Whether
        they are beats that cannot be mistaken."""
        recent = self._recent
        known = self._known
        if known and not -_JUMP < rate - recent[0] < _JUMP:
            known = 0
        if known == 0:
            self._steady = rate
        for i in range(_MEAN - 1, 0, -1):
            recent[i] = recent[i - 1]
        recent[0] = rate
        if known < _MEAN:
            known += 1
        self._known = known
        self._steady += (rate - self._steady) // 6
        total = known >> 1
        low = high = rate
        for i in range(known):
            r = recent[i]
            total += r
            if r < low:
                low = r
            elif r > high:
                high = r
        self._one = known >= _FEW and high - low < _SPREAD
        mean = total // known
        clear = self._clear > _CLEAR
        beats = self._beats.mean_rate(mean)
        if not beats and clear:
            beats = self._swells.mean_rate(mean)
        self.rate = beats if beats else mean
        self._fade = self.rate >> 7
        return clear and beats > 0

    def _breathing(self):
        """Is this a weak rate that stays at a small multiple of the breathing rate?"""
        breath = self.breath_rate
        size = self.amplitude * _WEAK
        if breath == 0 or size >= self.breath_depth:
            return False
        k = (self._steady + (breath >> 1)) // breath
        d = self._steady - k * breath
        if d < 0:
            d = -d
        if k == 2:
            return d * 4 < breath
        if size + size >= self.breath_depth:
            return 2 < k <= 4 and d * 12 < breath and self._steady < _FAST
        if self._steady < _FAST and self._steady * 3 < breath * 16:
            return True  # strong harmonics run into each other
        return 2 < k <= 6 and d * 5 < breath
