"""A person on a ball, in integers: the pressure of the air in it and its warmth, step by step.

A model, not a measurement (gaps: hardware.md 1.4). Milli-pascals and milliseconds; every value
stays within 2**30, so that CPython and any MicroPython give the same bits.
"""
# mypy: ignore-errors

from .noise import Noise
from .waves import BREATH, EASE, OUT_AT, OUT_FOR, PULSE, at, sine

# Gauge pressure in pascals under 0, 10, 20, 30, 40, 80 kg between rigid plates; diameter in cm,
# fill, and how the wall gives way: a = flattens easily (flesh), b = stiff shell (bone).
BALLS = {
    "12-soft60-a": (0, 5300, 10400, 15300, 20000, 38800),
    "12-soft80-a": (0, 6600, 12600, 18100, 23300, 44100),
    "10-full-a": (0, 12200, 21400, 29600, 37100, 67100),
    "12-full-a": (0, 9000, 16000, 22200, 27800, 50200),
    "13-full-a": (0, 7800, 14000, 19500, 24500, 44500),
    "12-firm5-a": (5000, 9900, 17100, 23400, 29200, 52400),
    "12-firm10-a": (10000, 11000, 18400, 24900, 30700, 53900),
    "10-full-b": (0, 57400, 81500, 101800, 120100, 184700),
    "12-full-b": (0, 48200, 67500, 83300, 97500, 146400),
    "13-full-b": (0, 44800, 62300, 76600, 89300, 132700),
    "12-firm10-b": (10000, 56400, 76000, 92000, 106400, 155800),
}
_GRAMS = (0, 10000, 20000, 30000, 40000, 80000)

# name: (default, least, most). Estimates of the person are sizes at the sensor, peak to peak.
SETTINGS = {
    "ambient_pa": (101325, 30000, 110000),
    "ambient_drift_pa_h": (0, -2000, 2000),  # weather, stairs
    "fast_pct": (8, 0, 20),  # tissue and gas: part of a load step that is gone after `fast_s`
    "fast_s": (15, 5, 60),
    "slow_pct": (5, 0, 20),  # the slow term: softening
    "slow_s": (300, 60, 1200),
    "leak_half_min": (1440, 1, 100000),
    "breath_per_min": (14, 3, 40),
    "breath_pa": (40, 0, 800),
    "breath_uneven_pct": (6, 0, 40),
    "breath_falls": (0, 0, 1),  # 1: the pressure falls while one breathes in
    "pulse_bpm": (66, 30, 180),
    "pulse_pa": (6, 0, 200),
    "pulse_uneven_pct": (3, 0, 20),
    "throb_pct": (100, 50, 400),  # what the pulse grows to on this point
    "throb_after_s": (300, 0, 3600),
    "throb_over_s": (240, 1, 3600),
    "room_cc": (2400, 0, 4000),  # hundredths of a degree C
    "skin_cc": (3300, 2000, 4000),
    "warm_s": (1100, 60, 7200),
    "heat_pa_k": (150, 0, 400),
    "fidget_every_s": (150, 0, 10000),  # 0: lies still
}
_MOST_G = 150000
_ON_G = 1000  # less than this is no person

_FULL = 1 << 15  # all the air is still in the ball
_BREATH_CYCLE = 60000 * 256  # phase: ms * breaths per minute * a factor of 256
_PULSE_CYCLE = 60000 * 256


class Body:
    """`step(dt_ms)` returns the absolute pressure in the ball, in milli-pascals."""

    def __init__(self, seed=1):
        self.noise = Noise(seed)
        self.ball = "12-full-a"
        self.mpa = 0  # what step() returned last
        self.load = 0  # 1/256 g
        self.from_g = self.to_g = 0
        self.ramp_ms = 0  # what is left of getting on or off
        self.ramp_of_ms = 1
        self.fast = self.slow = 0  # 1/4096 g, what tissue has not yielded yet
        self.air = _FULL
        self.air_lost = 0
        self.on_s = 0
        self.second_ms = 0
        self.ambient = self.slow_mpa = self.slow_was_mpa = 0
        self.breath_phase = 230 * 60000
        self.breath_factor = self.breath_depth = self.pulse_factor = 256
        self.pulse_phase = self.breath_q14 = 0
        self.pulse_gain_pct = 100
        self.fidget_ms = self.fidget_of_ms = self.fidget_mpa = 0
        self.hands_ms = 0
        for name in SETTINGS:
            setattr(self, name, SETTINGS[name][0])
        self.still_air()

    def still_air(self):
        """Room temperature, the weather of now."""
        self.ambient = self.ambient_pa * 1000
        self.heat = self.room_cc * 1000  # the ball's, 1/1000 of 0.01 degree
        self.sensor_heat = self.heat
        self.slow_mpa = self.slow_was_mpa = 0

    def set(self, name, value):
        """Change a setting; ValueError says what is allowed."""
        if name == "ball":
            if value not in BALLS:
                raise ValueError("ball %s: one of %s" % (value, ", ".join(sorted(BALLS))))
            self.ball = value
            self.air = _FULL
            return
        if name not in SETTINGS:
            raise ValueError("no setting %s: ball, %s" % (name, ", ".join(sorted(SETTINGS))))
        _, least, most = SETTINGS[name]
        try:
            number = int(value)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise ValueError("%s %s: a whole number from %d to %d" % (name, value, least, most))
        setattr(self, name, number)
        if name in ("ambient_pa", "room_cc"):
            self.still_air()

    def lie(self, grams, ramp_ms=600):
        """Get on, or shift the load, over ramp_ms; ValueError above 150 kg."""
        if not 0 <= grams <= _MOST_G:
            raise ValueError("%d g: 0 to %d" % (grams, _MOST_G))
        self.hands_ms = 0
        self._ramp(grams, ramp_ms)

    def off(self):
        self.lie(0, 400)
        self.fidget_ms = 0

    def hands(self, ms):
        """Somebody handles the ball: small squeezes at odd moments."""
        self.hands_ms = ms

    def exhale(self, ms):
        """Breathe out from now on, for so long; ValueError outside 1 to 20 s."""
        if not 1000 <= ms <= 20000:
            raise ValueError("%d ms: 1 to 20 s" % ms)
        self.breath_phase = OUT_AT * 60000
        self.breath_factor = max(1, 60000 * OUT_FOR // (self.breath_per_min * ms))

    def temp_cc(self):
        """What the sensor's own thermometer feels, hundredths of a degree."""
        return self.sensor_heat // 1000

    def dump(self):
        """All of the state, for another interpreter."""
        saved = dict(self.__dict__)
        saved["noise"] = self.noise.x
        return saved

    def restore(self, saved):
        for name in saved:
            if name != "noise":
                setattr(self, name, saved[name])
        self.noise.x = saved["noise"]

    def step(self, dt_ms):
        """Let at most 1000 ms pass."""
        self._move(dt_ms)
        self.second_ms += dt_ms
        if self.second_ms >= 1000:
            self.second_ms -= 1000
            self._second()
        near = self.load // 10000  # 10 kg and more: the whole body is felt
        if near > 256:
            near = 256
        live = self._breathe(dt_ms) + self._beat(dt_ms)
        slow = self.slow_was_mpa
        slow += (self.slow_mpa - slow) * self.second_ms // 1000
        mpa = self.ambient + self._gauge() + slow + (live * near >> 8)
        if self.fidget_ms > 0:
            self.fidget_ms -= dt_ms
            i = (self.fidget_of_ms - self.fidget_ms) * 256 // self.fidget_of_ms
            mpa += (self.fidget_mpa >> 8) * sine(min(i, 255)) >> 6
        self.mpa = mpa
        return mpa

    def _ramp(self, grams, ms):
        self.from_g = self.load >> 8
        self.to_g = grams
        self.ramp_ms = self.ramp_of_ms = ms

    def _move(self, dt_ms):
        """The load on its way, and what tissue and gas have not yet given back of it."""
        if self.hands_ms > 0:
            self.hands_ms -= dt_ms
            if self.hands_ms <= 0:
                self._ramp(0, 200)
            elif self.ramp_ms <= 0:
                grams = 0 if self.to_g else self.noise.between(100, 2500)
                self._ramp(grams, self.noise.between(150, 600))
        if self.ramp_ms > 0:
            self.ramp_ms -= dt_ms
            was = self.load
            if self.ramp_ms <= 0:
                self.load = self.to_g << 8
            else:
                w = EASE[256 - self.ramp_ms * 256 // self.ramp_of_ms]
                self.load = (self.from_g << 8) + (((self.to_g - self.from_g) * w >> 8) << 4)
            self.fast += (self.load - was) << 4
            self.slow += (self.load - was) << 4
        self.fast -= self.fast // (self.fast_s * 1000) * dt_ms
        self.slow -= self.slow // (self.slow_s * 1000) * dt_ms

    def _gauge(self):
        load = self.load + (self.fast >> 4) * self.fast_pct // 100
        load += (self.slow >> 4) * self.slow_pct // 100
        if load < 0:
            load = 0
        grams = load >> 8
        table = BALLS[self.ball]
        i = 0
        while i < 4 and grams >= _GRAMS[i + 1]:
            i += 1
        per_g = (table[i + 1] - table[i]) * 1000 // (_GRAMS[i + 1] - _GRAMS[i])
        mpa = table[i] * 1000 + (grams - _GRAMS[i]) * per_g + ((load & 255) * per_g >> 8)
        return (mpa >> 15) * self.air + ((mpa & 0x7FFF) * self.air >> 15)

    def _breathe(self, dt_ms):
        self.breath_phase += dt_ms * self.breath_per_min * self.breath_factor
        if self.breath_phase >= _BREATH_CYCLE:
            self.breath_phase %= _BREATH_CYCLE
            self.breath_factor = self._uneven(self.breath_uneven_pct)
            self.breath_depth = self._uneven(self.breath_uneven_pct)
        self.breath_q14 = at(BREATH, self.breath_phase) - 8192
        live = (self.breath_pa * 1000 * self.breath_depth >> 13) * self.breath_q14 >> 9
        return -live if self.breath_falls else live

    def _beat(self, dt_ms):
        # The heart hurries a little while the chest fills (2 % at most).
        factor = self.pulse_factor + (self.breath_q14 >> 11)
        self.pulse_phase += dt_ms * self.pulse_bpm * factor
        if self.pulse_phase >= _PULSE_CYCLE:
            self.pulse_phase %= _PULSE_CYCLE
            self.pulse_factor = self._uneven(self.pulse_uneven_pct)
        wave = at(PULSE, self.pulse_phase) - 8192
        return (self.pulse_pa * 10 * self.pulse_gain_pct >> 4) * wave >> 10

    def _uneven(self, pct):
        factor = 256 + self.noise.gauss(256 * pct // 100)
        return factor if factor > 64 else 64

    def _second(self):
        """What changes slowly: air, warmth, weather, the throb, the next fidget."""
        on = self.load >= _ON_G << 8
        self.on_s = self.on_s + 1 if on else 0
        self.air_lost += self.air * 11357 // (self.leak_half_min * 60)  # ln 2 * 2**14
        self.air -= self.air_lost >> 14
        self.air_lost &= 0x3FFF
        self.heat += ((self.skin_cc if on else self.room_cc) * 1000 - self.heat) // self.warm_s
        self.sensor_heat += (self.heat - self.sensor_heat) // 30
        self.ambient += self.ambient_drift_pa_h * 1000 // 3600
        self.slow_was_mpa = self.slow_mpa
        self.slow_mpa = (self.heat - self.room_cc * 1000) // 100 * self.heat_pa_k
        since = self.on_s - self.throb_after_s
        grown = min(max(since, 0), self.throb_over_s)
        self.pulse_gain_pct = 100 + (self.throb_pct - 100) * grown // self.throb_over_s
        if on and self.fidget_every_s and self.noise.below(self.fidget_every_s) == 0:
            self._fidget()

    def _fidget(self):
        self.fidget_of_ms = self.fidget_ms = self.noise.between(500, 1500)
        self.fidget_mpa = self.noise.between(100, 1000) * 1000
        if self.noise.below(2):
            self.fidget_mpa = -self.fidget_mpa
        if self.ramp_ms <= 0:  # and lies a little differently afterwards
            self._ramp(self.to_g + self.to_g // 1000 * self.noise.between(-20, 20), 800)
