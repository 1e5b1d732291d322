import unittest

from strapcore.listening.breath import Breath
from strapcore.listening.grid import Grid
from waves import Body, Noise, Speech


def run(breath, source, seconds, each=None):
    grid = Grid(50)
    for s in range(seconds):
        for _ in range(50):
            grid.feed(source.sample())
            while grid.ready:
                breath.feed(grid.take())
        if each:
            each(s, breath)


class Breathing:
    """Breaths of given lengths (0.1 s) and depths (Pa), over again; the inhale rises."""

    def __init__(self, breaths, noise_x16=8, inhale_percent=40):
        self.breaths = breaths
        self.noise = Noise(5)
        self.noise_x16 = noise_x16
        self.inhale_percent = inhale_percent
        self.i = 0
        self.n = 0
        self.inhaling = True

    def sample(self):
        tenths, depth = self.breaths[self.i]
        total = tenths * 5
        up = total * self.inhale_percent // 100
        self.n += 1
        self.inhaling = self.n <= up
        left = self.n if self.inhaling else (total - self.n) * up // (total - up)
        part = left * 256 // up
        x = depth * (part * part * (768 - 2 * part) >> 16) >> 8
        if self.n >= total:
            self.n = 0
            self.i = (self.i + 1) % len(self.breaths)
        return 3000 + x + self.noise.next(self.noise_x16)


class Site:
    """Four breaths and a long one, where inhaling raises (1) or lowers (-1) the pressure."""

    def __init__(self, sign):
        breaths = ((35, 40), (35, 40), (35, 40), (35, 40), (100, 80))
        self.body = Breathing(breaths, inhale_percent=25)
        self.sign = sign

    def sample(self):
        return 6000 + self.sign * self.body.sample()


class BreathTest(unittest.TestCase):
    def test_rate_of_even_breathing(self):
        for tenths, rate in ((30, 2000), (40, 1500), (60, 1000)):
            breath = Breath()
            run(breath, Breathing(((tenths, 40),)), 60)
            self.assertTrue(breath.ok)
            self.assertTrue(abs(breath.rate - rate) <= 30, (rate, breath.rate))
            self.assertTrue(breath.interval_cv < 60, breath.interval_cv)

    def test_rate_of_uneven_breathing_is_the_mean(self):
        breath = Breath()
        run(breath, Breathing(((34, 40), (46, 50), (38, 36), (42, 44))), 90)
        self.assertTrue(breath.ok)
        self.assertTrue(abs(breath.rate - 1500) <= 90, breath.rate)

    def test_refuses_noise_and_speech(self):
        class White:
            noise = Noise(2)

            def sample(self):
                return self.noise.next(320)

        class Brown:
            noise = Noise(7)
            x = 0

            def sample(self):
                self.x += self.noise.next(192)
                return self.x >> 4

        accepted = []
        for source in (White(), Brown(), Speech()):
            run(Breath(), source, 240, lambda s, b: accepted.append(b.ok))
        self.assertEqual(sum(accepted), 0)

    def test_refuses_what_is_too_shallow(self):
        breath = Breath()
        run(breath, Breathing(((40, 2),), noise_x16=0), 60)
        self.assertFalse(breath.ok)
        run(breath, Breathing(((40, 4),), noise_x16=0), 60)
        self.assertTrue(breath.ok)

    def test_phase_is_right_within_half_a_second(self):
        breath = Breath()
        grid = Grid(50)
        body = Breathing(((40, 40), (44, 36), (36, 44)))
        past = [True] * 25
        right = 0
        for n in range(50 * 90):
            grid.feed(body.sample())
            while grid.ready:
                breath.feed(grid.take())
            past.append(body.inhaling)
            if n >= 500:
                right += breath.rising == past[n + 25 - 20]
        self.assertTrue(right * 100 >= 90 * (50 * 90 - 500), right)

    def test_one_long_exhale_sets_the_polarity(self):
        for sign in (1, -1):
            breath = Breath()
            site = Site(sign)
            run(breath, site, 15)
            self.assertEqual(breath.inhale, 0)
            breath.ask()
            run(breath, site, 9)
            self.assertEqual(breath.inhale, sign)

    def test_quiet_needs_five_even_minutes(self):
        breath = Breath()
        seen = []
        body = Breathing(((42, 40), (44, 41), (43, 39)))
        run(breath, body, 600, lambda s, b: seen.append(b.quiet))
        first = seen.index(True)
        self.assertTrue(300 <= first <= 380, first)
        breath.stir()
        self.assertFalse(breath.quiet)
        run(breath, body, 200)
        self.assertFalse(breath.quiet)

    def test_restless_breathing_is_never_quiet(self):
        breath = Breath()
        seen = []
        body = Breathing(((30, 40), (50, 20), (40, 60), (62, 30), (28, 25)))
        run(breath, body, 600, lambda s, b: seen.append(b.quiet))
        self.assertFalse(True in seen)

    def test_a_movement_does_not_deafen_it(self):
        breath = Breath()
        body = Body(pulse_pa=0)
        run(breath, body, 60)
        body.load_pa += 1500
        run(breath, body, 60)
        self.assertTrue(breath.ok)
        self.assertTrue(abs(breath.rate - 1500) < 60, breath.rate)


if __name__ == "__main__":
    unittest.main()
