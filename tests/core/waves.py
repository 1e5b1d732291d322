"""Made-up pressures for the sensing tests: integers only, the same on both interpreters."""

_PULSE = (
    b"\x00\x05\x12\x2a\x4b\x6e\x88\x94\x92\x86\x74\x62\x52\x46\x3f\x3d\x3e\x40\x3f\x3a\x32\x28"
)
_PULSE += b"\x1f\x18\x13\x10\x0d\x0b\x09\x07\x05\x04\x03\x02\x01"  # one beat at 50 Hz, 148 high
RATE_HZ = 50


def sine(phase, size):
    """size * sin, roughly (parabolas); a turn is 65536."""
    p = phase & 0x7FFF
    v = p * (0x8000 - p) >> 14  # 0 .. 16384
    v = v * size >> 14
    return -v if phase & 0x8000 else v


class Noise:
    """Nearly normal white noise, seeded."""

    def __init__(self, seed=1):
        self._x = seed * 2654435 + 12345 & 0x3FFFFFFF

    def bits(self):
        x = self._x
        x ^= x << 13 & 0x3FFFFFFF
        x ^= x >> 17
        x ^= x << 5 & 0x3FFFFFFF
        self._x = x
        return x >> 14 & 0xFFFF

    def next(self, rms_x16):
        """Deviation in sixteenths of the unit returned."""
        s = self.bits() + self.bits() + self.bits() + self.bits() - 131070
        return s * rms_x16 // 604000


class Body:
    """A body on a ball: `sample()` gives the next 50 Hz value in Pa.

    bpm, breaths: rates in 0.01 a minute. pulse_pa, breath_pa: peak to peak. noise_x16: RMS in
    1/16 Pa. load_pa: what the rest adds up on. gain: pulse, in percent. restless: how far the
    rate sways with breath and slowly, in percent. Change them at will.
    """

    def __init__(
        self, bpm=7200, pulse_pa=10, breaths=1500, breath_pa=40, noise_x16=8, load_pa=4000, seed=1
    ):
        self.bpm = bpm
        self.pulse_pa = pulse_pa
        self.breaths = breaths
        self.breath_pa = breath_pa
        self.noise_x16 = noise_x16
        self.load_pa = load_pa
        self.gain = 100
        self.restless = 5
        self._noise = Noise(seed)
        self._beat = 0  # phase of the beat, 1 = 1 / 300000 of it
        self._since = 0
        self._air = 0
        self._sway = 0

    def sample(self):
        self._air = self._air + self.breaths * 65536 // 300000 & 0xFFFF
        self._sway = self._sway + 87 & 0xFFFF
        sway = self.bpm * self.restless // 200
        self._beat += self.bpm + sine(self._air, sway) + sine(self._sway, sway)
        self._since += 1
        if self._beat >= 300000:
            self._beat -= 300000
            self._since = 0
        x = 0
        if self._since < len(_PULSE):
            x = _PULSE[self._since] * self.pulse_pa * self.gain * 16 // 14800
        x += sine(self._air, self.breath_pa * 8) + sine(self._air * 2 + 9000, self.breath_pa)
        x += self._noise.next(self.noise_x16 * 16)
        return self.load_pa + (x + 8 >> 4)


class Speech:
    """Phrases of syllables between breaths, no pulse."""

    def __init__(self, seed=1, size_pa=60):
        self._noise = Noise(seed)
        self._size = size_pa
        self._left = 0
        self._talks = False
        self._phase = 0
        self._slow = 0

    def sample(self):
        if not self._left:
            self._talks = not self._talks
            self._left = (
                75 + self._noise.bits() % 200 if self._talks else 20 + self._noise.bits() % 50
            )
        self._left -= 1
        self._slow += (self._noise.next(self._size * 160) - self._slow) // 6
        self._phase = self._phase + 3000 + self._noise.bits() % 3500 & 0xFFFF
        loud = self._size + sine(self._phase, self._size // 2) + self._slow if self._talks else 0
        return 4000 + loud + self._noise.next(16)
