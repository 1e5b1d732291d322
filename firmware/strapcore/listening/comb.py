"""At which rate does the signal repeat? A comb over the autocorrelation.

A period scores by how well the signal repeats after one, two and three of it, less what it
already repeats after half or a third: fractions and multiples of the true rate score less. One
part in five is the signal's envelope: a beat that rings through a mattress swells once, whatever
it rings at.
"""

from strapcore.compat import const
from strapcore.listening.filters import Biquad, LeakyAcf, zeros
from strapcore.listening.tracker import Tracker

_RATE_LOW = const(4200)  # 0.01 bpm
_BINS = const(63)  # each 1/48 above the last: 42 to 150 bpm
_MINUTE = const(38400000)  # 1/256 sample of 40 ms, times 0.01 bpm
_LAG_MIN = const(4)  # samples of 40 ms
_LAG_MAX = const(109)  # three periods at 42 bpm, and two to interpolate
_LEAK = const(20)  # of 256 a block of 0.2 s: a memory of 2.5 s
_ENV_MIN = const(2)  # samples of 80 ms
_ENV_MAX = const(55)
_ENV_LEAK = const(40)
_ENERGY = const(20000)  # r[0] of an autocorrelation worth reading
_ENV_ENERGY = const(2000)

_PART = const(205)  # weight of the repetition at half or a third of a period, / 1024
_TRIPLE = const(7424)  # 1/256 sample: only slower rates can be a third of another

# What each 25 Hz sample of a second does: the autocorrelation as it stands after the fifth
# becomes the rate at the 24th. No sample does much more than 600 multiply-adds.
_ACF = const(1)
_ENV = const(2)
_NORM = const(3)
_FILL = const(4)
_SCORE = const(5)
_SPREAD = const(6)
_DECIDE = const(7)
_READ = const(8)
_PLAN = b"\1\2\2\2\2\1\3\3\4\4\1\2\5\5\5\1\2\5\5\5\1\6\7\x08\2"
_LAGS_A_STEP = const(54)
_BINS_A_STEP = const(11)


class Comb:
    """Feed levelled samples at 25 Hz with `step`, and call `work` before the next, best on a
    sample of the sensor's that brings none of these. When `work` returns True these are new:

    rate      0.01 bpm, of this second
    score     0 .. 1024, how well the signal repeats at that rate
    margin    the tracker's lead over every other rate; 1024 and more means unambiguous
    doubt     by how much another rate scores better just now, smoothed; negative is good
    power     r at the period, in the unit of acf.r; energy: r[0], 0 = nothing to read
    """

    def __init__(self):
        self.acf = LeakyAcf(_LAG_MIN, _LAG_MAX, _LEAK)
        self._env = LeakyAcf(_ENV_MIN, _ENV_MAX, _ENV_LEAK)
        self._env_high = Biquad(2976, -5952, -5722, 2086)  # high-pass 0.9 Hz at 12.5 Hz
        self._n = zeros("h", 2 * _LAG_MAX + 2)  # r / r[0] * 1024 at every half lag
        self._score = zeros("h", _BINS)
        self._rates = zeros("H", _BINS)  # 0.01 bpm
        rate = _RATE_LOW << 14
        for i in range(_BINS):
            self._rates[i] = rate + 8192 >> 14
            rate += rate // 48
        self._tracker = Tracker()
        self.reset()

    def reset(self):
        self.acf.reset()
        self._env.reset()
        self._env_high.reset()
        self._tracker.reset()
        self._phase = 0  # of two seconds
        self.due = 0  # the work that is waiting
        self._swell = 0
        self._swell_last = 0
        self._env_due = False
        self._env_energy = 0
        self._next = 0  # where the next slice of a job starts
        self.energy = 0
        self.rate = 0
        self.score = 0
        self.margin = 0
        self.doubt = 0
        self.power = 0

    def step(self, u, size):
        """Take one sample: u within +-96 (32 = level), and its size for the envelope."""
        acf = self.acf
        acf.put(u)
        self._swell = swell = self._swell + size - 32
        phase = self._phase
        self.due = _PLAN[phase % 25]
        phase += 1
        if not phase & 1:
            self._envelope(swell, phase)
        if phase % 5 == 0:
            acf.close()
            if phase == 50:
                phase = 0
        self._phase = phase

    def work(self):
        """Do what the last sample asked for; True when that has brought a new reading."""
        job = self.due
        self.due = 0
        if job == _ACF:
            self.acf.run(_LAG_MIN, _LAG_MAX + 1)
        elif job == _ENV:
            if self._env_due:
                self._env_due = False
                self._env.run(_ENV_MIN, _ENV_MAX + 1)
        elif job == _NORM:
            self._normalise()
        elif self.energy:
            if job == _SCORE:
                self._score_bins(self._next)
            elif job == _FILL:
                self._fill_halves(self._next)
            elif job == _SPREAD:
                self._tracker.spread()
            elif job == _DECIDE:
                self._tracker.decide(self._score)
            else:
                self._read()
        return job == _READ

    def _envelope(self, swell, phase):
        """Half rate, smoothed over 0.16 s, about its usual size."""
        env = self._env
        y = self._env_high.step(swell + self._swell_last)
        self._swell_last = swell
        self._swell = 0
        env.put(127 if y > 127 else -127 if y < -127 else y)
        if phase % 10 == 0:
            env.close()
            self._env_due = True

    def _normalise(self):
        """Whole lags: four parts signal, one part envelope, each against its own power."""
        r = self.acf.r
        e = self._env.r
        n = self._n
        first = self._next
        if first != _LAG_MIN + _LAGS_A_STEP:
            first = _LAG_MIN
            self.energy = r[0] if r[0] > _ENERGY else 0
            self._env_energy = e[0]
        if not self.energy:
            return
        power = self.energy >> 2
        swell = self._env_energy >> 2 if self._env_energy > _ENV_ENERGY else 1 << 28
        end = first + _LAGS_A_STEP
        if end > _LAG_MAX:
            end = _LAG_MAX + 1
        b = e[first >> 1]
        for k in range(first, end, 2):  # a lag of the envelope is two
            a = b
            b = e[(k >> 1) + 1]
            v = (r[k] << 8) // power << 2
            n[k + k] = (v + (a << 8) // swell) // 5
            v = (r[k + 1] << 8) // power << 2
            n[k + k + 2] = (v + (a + b << 7) // swell) // 5
        self._next = end if first == _LAG_MIN else _LAG_MIN + 1

    def _fill_halves(self, first):
        """Half lags: a cubic through the four neighbours."""
        n = self._n
        end = first + _LAGS_A_STEP
        if end > _LAG_MAX - 1:
            end = _LAG_MAX - 1
        a = n[first + first - 2]
        b = n[first + first]
        c = n[first + first + 2]
        for i in range(first + first + 1, end + end + 1, 2):
            d = n[i + 3]
            n[i] = 9 * (b + c) - a - d >> 4
            a = b
            b = c
            c = d
        self._next = end if end < _LAG_MAX - 1 else 0

    def _score_bins(self, first):
        """Score some rates; between half lags linearly."""
        n = self._n
        rates = self._rates
        score = self._score
        end = first + _BINS_A_STEP
        if end > _BINS:
            end = _BINS
        for i in range(first, end):
            lag = _MINUTE // rates[i]
            k = lag >> 7
            a = n[k]
            a += (n[k + 1] - a) * (lag & 127) >> 7
            p = lag + lag
            k = p >> 7
            b = n[k]
            b += (n[k + 1] - b) * (p & 127) >> 7
            p += lag
            k = p >> 7
            c = n[k]
            c += (n[k + 1] - c) * (p & 127) >> 7
            s = 5 * a + 3 * b + c + c
            p >>= 1
            k = p >> 7
            b = n[k]
            b += (n[k + 1] - b) * (p & 127) >> 7
            if b > 0:
                p = lag >> 1
                k = p >> 7
                a = n[k]
                a += (n[k + 1] - a) * (p & 127) >> 7
                if a > 0:
                    s -= (a if a < b else b) * (10 * _PART) >> 10
            if lag > _TRIPLE:
                p = lag // 3
                k = p >> 7
                a = n[k]
                a += (n[k + 1] - a) * (p & 127) >> 7
                p += p
                k = p >> 7
                b = n[k]
                b += (n[k + 1] - b) * (p & 127) >> 7
                if a > 0 and b > 0:
                    s -= (a if a < b else b) * (10 * _PART) >> 10
            score[i] = s // 10
        self._next = end

    def _read(self):
        """Margin and doubt; then the rate, by a parabola through the score beside the best."""
        score = self._score
        tracker = self._tracker
        self.margin = tracker.lead(score)
        best = tracker.best
        peak = best if best else 1
        for i in range(best - 2, best + 3):
            if 0 < i < _BINS - 1 and score[i] > score[peak]:
                peak = i
        if peak > _BINS - 2:
            peak = _BINS - 2
        self.score = score[peak]
        self.doubt += (tracker.rival - self.score - self.doubt) * 205 >> 10
        a = score[peak - 1]
        c = score[peak + 1]
        bend = a - 2 * self.score + c
        rate = self._rates[peak]
        if bend < 0:
            shift = (a - c) * 64 // bend  # 1/128 bin
            if shift > 64:
                shift = 64
            elif shift < -64:
                shift = -64
            rate += rate * shift // 6144
        self.rate = rate
        lag = _MINUTE // self._rates[peak] >> 7
        power = self._n[lag]
        if self._n[lag + 1] > power:
            power = self._n[lag + 1]
        self.power = power * (self.energy >> 10) if power > 0 else 0
