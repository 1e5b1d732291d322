import unittest

from strapcore.listening import tracker
from strapcore.listening.breath import Breath
from strapcore.listening.grid import Grid
from strapcore.listening.listener import Listener
from strapcore.listening.pulse import Pulse
from waves import Body, Noise, Speech, sine


class Ear:
    """Pulse with the breath that guards it."""

    def __init__(self, rate_hz=50):
        self.grid = Grid(rate_hz)
        self.pulse = Pulse()
        self.breath = Breath()

    def feed(self, pa):
        pulse = self.pulse
        breath = self.breath
        self.grid.feed(pa)
        while self.grid.ready:
            x = self.grid.take()
            breath.feed(x)
            pulse.breath_rate = breath.rate if breath.interval_cv < 307 else 0
            pulse.breath_depth = breath.rms * 45
            pulse.feed(x)


def listen(source, seconds, skip=15, ear=None):
    """Feed a source; the share of accepted seconds in percent and their rates."""
    ear = ear or Ear()
    rates = []
    for s in range(seconds):
        for _ in range(ear.grid.rate_hz):
            ear.feed(source.sample())
        if s >= skip and ear.pulse.ok:
            rates.append(ear.pulse.rate)
    return 100 * len(rates) // (seconds - skip), rates


class PulseTest(unittest.TestCase):
    def test_finds_slow_and_fast_hearts(self):
        for bpm in (5000, 7200, 9600, 12500):
            share, rates = listen(Body(bpm=bpm), 45)
            self.assertTrue(share >= 85, (bpm, share))
            for rate in rates:
                self.assertTrue(abs(rate - bpm) < bpm // 16, (bpm, rate))

    def test_size_of_the_pulse_is_proportional(self):
        small = Ear()
        listen(Body(pulse_pa=8), 30, ear=small)
        large = Ear()
        listen(Body(pulse_pa=24), 30, ear=large)
        ratio = 100 * large.pulse.amplitude // small.pulse.amplitude
        self.assertTrue(260 < ratio < 340, ratio)

    def test_refuses_breathing_without_a_pulse(self):
        for breaths in (1200, 1500, 2100):
            share, _ = listen(Body(pulse_pa=0, breaths=breaths, breath_pa=80), 120)
            self.assertTrue(share <= 2, (breaths, share))

    def test_refuses_white_noise(self):
        share, _ = listen(Body(pulse_pa=0, breath_pa=0, noise_x16=40), 120)
        self.assertEqual(share, 0)

    def test_refuses_brown_noise(self):
        class Brown:
            noise = Noise(3)
            x = 0

            def sample(self):
                self.x += self.noise.next(192)
                return self.x >> 4

        share, _ = listen(Brown(), 120)
        self.assertEqual(share, 0)

    def test_refuses_speech(self):
        share, _ = listen(Speech(), 120)
        self.assertTrue(share <= 1, share)

    def test_refuses_a_constant_and_a_counting_error(self):
        class Flat:
            n = 0

            def sample(self):
                self.n += 1
                return 4000 + (self.n % 42 == 0)

        share, _ = listen(Flat(), 60)
        self.assertEqual(share, 0)

    def test_refuses_the_harmonics_of_a_machine_that_breathes(self):
        class Machine:
            noise = Noise(6)
            phase = 0

            def __init__(self, millihertz):
                self.step = millihertz * 65536 // 50000

            def sample(self):
                self.phase += self.step + self.noise.next(16)
                p = self.phase
                x = sine(p, 800) + sine(2 * p + 9000, 320) + sine(3 * p + 20000, 200)
                x += sine(4 * p + 5000, 120) + sine(5 * p, 64)
                return 4000 + (x + self.noise.next(128) >> 4)

        for millihertz in (200, 250, 310):
            share, _ = listen(Machine(millihertz), 150, 30)
            self.assertTrue(share <= 2, (millihertz, share))

    def test_refuses_what_is_tiny_beside_the_breath(self):
        class Faint(Body):
            def sample(self):
                return Body.sample(self) + (sine(self._air * 6 + self._sway * 8, 24) >> 4)

        share, _ = listen(Faint(pulse_pa=0, breaths=1300, breath_pa=400, noise_x16=2), 90, 30)
        self.assertTrue(share <= 2, share)

    def test_an_even_heart_is_not_halved(self):
        body = Body(bpm=14000)
        body.restless = 0
        share, rates = listen(body, 45)
        self.assertTrue(share >= 85, share)
        for rate in rates:
            self.assertTrue(abs(rate - 14000) < 400, rate)

    def test_a_ringing_beat_is_one_beat(self):
        class Ringing(Body):
            def sample(self):
                n = self._since
                x = Body.sample(self)
                return x + (sine(n * 5600, 320 * 40 // (40 + n)) >> 4) if n < 46 else x

        body = Ringing(bpm=6100, pulse_pa=1, breath_pa=20)
        share, rates = listen(body, 90)
        self.assertTrue(share > 50, share)
        for rate in rates:
            self.assertTrue(abs(rate - 6100) < 500, rate)

    def test_a_movement_is_seen_and_forgotten(self):
        ear = Ear()
        body = Body()
        listen(body, 20, ear=ear)
        self.assertTrue(ear.pulse.ok)
        for i in range(50):
            ear.feed(body.sample() + 800 + 20 * i)
        self.assertTrue(ear.pulse.moves >= 1)
        listen(body, 16, ear=ear)
        self.assertTrue(ear.pulse.ok)
        self.assertTrue(abs(ear.pulse.rate - 7200) < 450, ear.pulse.rate)

    def test_native_sample_rates(self):
        class Held:
            """The body, sampled more often or less."""

            def __init__(self, rate_hz):
                self.body = Body()
                self.rate_hz = rate_hz
                self.phase = 0
                self.a = self.b = self.body.sample()

            def sample(self):
                self.phase += 50
                while self.phase >= self.rate_hz:
                    self.phase -= self.rate_hz
                    self.a = self.b
                    self.b = self.body.sample()
                return self.a + (self.b - self.a) * self.phase // self.rate_hz

        for rate_hz in (10, 25, 50, 75):
            share, rates = listen(Held(rate_hz), 40, ear=Ear(rate_hz))
            self.assertTrue(share >= 85, (rate_hz, share))
            for rate in rates:
                self.assertTrue(abs(rate - 7200) < 450, (rate_hz, rate))

    def test_the_preference_for_72_is_what_its_comment_says(self):
        rates = Pulse()._comb._rates
        prior = []
        for rate in rates:
            d = (rate - 7200) * 16 // 3600
            prior.append(d * d * 20 >> 8)
        self.assertEqual(bytes(prior), tracker._PRIOR)

    def test_a_clock_that_is_off_is_corrected(self):
        body = Body(pulse_pa=12)
        listener = Listener(50)
        for _ in range(40 * 50):
            listener.feed(body.sample(), False)
        rate = listener.pulse_rate
        self.assertTrue(7100 < rate < 7300, rate)
        listener.tell(50500)
        for _ in range(50):
            listener.feed(body.sample(), False)
        self.assertTrue(60 < listener.pulse_rate - listener.pulse.rate < 84)

    def test_reset_is_a_new_start(self):
        used = Pulse()
        fresh = Pulse()
        body = Body()
        for _ in range(700):
            used.feed(body.sample() << 8)
        used.reset()
        body = Body()
        for _ in range(500):
            x = body.sample() << 8
            used.feed(x)
            fresh.feed(x)
        self.assertEqual((used.rate, used.quality), (fresh.rate, fresh.quality))
        self.assertEqual((used.margin, used.amplitude), (fresh.margin, fresh.amplitude))


if __name__ == "__main__":
    unittest.main()
