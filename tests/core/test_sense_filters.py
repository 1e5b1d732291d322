import unittest

from strapcore.listening.breath import Breath
from strapcore.listening.filters import Biquad, LeakyAcf, isqrt
from strapcore.listening.grid import Grid
from strapcore.listening.pulse import Pulse
from strapcore.listening.throb import Throb
from strapcore.listening.tissue import Tissue
from waves import Body, Noise

try:
    from micropython import heap_lock, heap_unlock
except ImportError:  # CPython counts references; nothing to lock

    def heap_lock():
        pass

    heap_unlock = heap_lock


# what these samples gave when the estimators were last changed on purpose
GOLDEN = 272615


class FilterTest(unittest.TestCase):
    def test_isqrt(self):
        for n in (0, 1, 2, 3, 4, 15, 16, 17, 99999, 100000, (1 << 30) - 1):
            r = isqrt(n)
            self.assertTrue(r * r <= n < (r + 1) * (r + 1), n)

    def test_high_pass_forgets_an_offset_and_low_pass_keeps_it(self):
        high = Biquad(3490, -6980, -6891, 2975)
        low = Biquad(481, 962, -3380, 1207)
        for _ in range(400):
            h = high.step(9000)
            v = low.step(9000)
        self.assertTrue(abs(h) <= 20, h)
        self.assertTrue(abs(v - 9000) < 90, v)

    def test_autocorrelation_in_blocks_is_the_plain_one(self):
        acf = LeakyAcf(4, 31, 10)
        noise = Noise(8)
        past = []
        sums = [0] * 32
        for n in range(400):
            x = noise.next(16 * 30)
            acf.put(x)
            past.append(x)
            if n % 5 == 4:
                acf.close()
                acf.run(4, 16)
                acf.run(16, 32)
                for k in range(32):
                    new = 0
                    for i in range(n - 4, n + 1):
                        new += past[i] * past[i - k] if i >= k else 0
                    sums[k] += new - (sums[k] * 10 >> 8)
        self.assertEqual(acf.r[0], sums[0])
        for k in range(4, 32):
            self.assertEqual(acf.r[k], sums[k], k)

    def test_grid_counts_and_keeps_the_level(self):
        for rate_hz in (10, 20, 25, 40, 50, 75, 100):
            grid = Grid(rate_hz)
            count = 0
            for _ in range(rate_hz * 10):
                grid.feed(1234)
                while grid.ready:
                    self.assertEqual(grid.take(), 1234 << 8)
                    count += 1
            self.assertTrue(249 <= count <= 251, (rate_hz, count))

    def test_grid_interpolates_a_slow_sensor(self):
        grid = Grid(10)
        seen = []
        for n in range(20):
            grid.feed(n * 100)
            while grid.ready:
                seen.append(grid.take())
        for i in range(6, len(seen)):
            step = seen[i] - seen[i - 1]
            self.assertTrue(abs(step - 40 * 256) <= 30, step)


class WholeTest(unittest.TestCase):
    """All estimators together: the same on every interpreter, and nothing allocated."""

    def setUp(self):
        self.grid = Grid(50)
        self.pulse = Pulse()
        self.breath = Breath()
        self.throb = Throb()
        self.tissue = Tissue()
        self.samples = [0] * 6000
        body = Body(seed=3, pulse_pa=7, noise_x16=20)
        for i in range(len(self.samples)):
            self.samples[i] = body.sample() + (900 if 2000 < i < 2040 else 0)

    def feed(self, first, end):
        grid = self.grid
        pulse = self.pulse
        breath = self.breath
        check = 0
        for i in range(first, end):
            grid.feed(self.samples[i])
            if not grid.ready:
                pulse.work()
            while grid.ready:
                x = grid.take()
                breath.feed(x)
                pulse.breath_rate = breath.rate if breath.interval_cv < 307 else 0
                pulse.breath_depth = breath.rms * 45
                pulse.feed(x)
            if i % 50 == 49:
                self.throb.second(pulse.stroke, pulse.ok, pulse.moving, 4000)
                self.tissue.second(64000, pulse.moving)
                check = (check * 31 + pulse.rate + pulse.quality + pulse.amplitude) & 0xFFFFF
                check = (check * 31 + breath.rate + breath.quality + breath.rms) & 0xFFFFF
                check = (check * 31 + pulse.margin + breath.depth + pulse.stroke) & 0xFFFFF
        return check

    def test_the_same_to_the_bit_everywhere(self):
        self.assertEqual(self.feed(0, 6000), GOLDEN)

    def test_allocates_nothing(self):
        self.feed(0, 100)
        heap_lock()
        try:
            self.feed(100, 6000)
        finally:
            heap_unlock()


if __name__ == "__main__":
    unittest.main()
