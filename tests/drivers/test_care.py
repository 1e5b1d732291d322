"""What a driver must not fall for: looking too early, a value that changes while it is read,
another chip, a damaged memory."""

import unittest

from backstrap.virtual.chips import SENSORS
from bus import Bench
from loader import load
from test_vectors import driver_of

LOW_PA, HIGH_PA = 100003, 107018  # they differ in each byte of a code
FREE_RUNNING = ("bmp388", "bmp390", "bmp581", "bmp585", "lps22hb", "lps33hw", "lps35hw")
IDS = {  # where a family says who it is
    "lps28dfw": 0x0F, "lps22hb": 0x0F, "bmp280": 0xD0, "bmp388": 0x00, "bmp581": 0x01,
    "dps310": 0x0D,
}  # fmt: skip
CALIBRATIONS = {"bmp280": (0x88, 24), "bmp388": (0x31, 21), "dps310": (0x10, 18)}
PROMS = ("ms5837-02ba", "ms5837-30ba", "ms5803-02ba", "ms5803-05ba", "ms5803-14ba")


class Swings:
    """A pressure that is one of two, by chance, whenever one looks."""

    def __init__(self):
        self.x = 1

    def step(self, ms):
        self.x = self.x * 75 % 65537
        return 1000 * (HIGH_PA if self.x & 64 else LOW_PA)

    def temp_cc(self):
        return 2500


class CareTest(unittest.TestCase):
    def test_looking_too_early_gives_nothing_and_spoils_nothing(self):
        for kind in sorted(SENSORS):
            with self.subTest(kind=kind):
                bench = Bench(kind)
                driver = driver_of(kind, bench)
                bench.samples(driver, 8)
                bench.mpa = 106000000
                taken = []
                for ms in (1, 2, 3, 1, 5, 1, 1, 8, 2, 13, 4, 20, 1, 20, 20, 20, 20, 20, 20) * 3:
                    bench.pass_ms(ms)
                    taken.extend(list(driver.samples)[: driver.read()])
                wrong = [pa for pa in taken if not 101324 <= pa <= 106001]
                self.assertEqual(wrong, [])
                self.assertTrue(abs(bench.samples(driver, 8)[-1] - 106000) <= 1)

    def test_no_value_is_torn_by_the_next_one(self):
        """Time passes at every transfer, so that what is read in two is of two moments. The others
        convert when they are told to, or filter: see the next test."""
        for kind in FREE_RUNNING:
            with self.subTest(kind=kind):
                bench = Bench(kind)
                driver = driver_of(kind, bench)
                bench.chip._source = Swings()
                bench.samples(driver, 8)
                bench.hurry_ms = 23
                taken = bench.samples(driver, 100)
                self.assertTrue(len(taken) > 20)
                self.assertTrue(min(taken) < 101000 < 106000 < max(taken))
                wrong = [pa for pa in taken if min(abs(pa - LOW_PA), abs(pa - HIGH_PA)) > 2]
                self.assertEqual(wrong, [])

    def test_looking_all_the_time_lets_a_conversion_end(self):
        for kind in sorted(SENSORS):
            with self.subTest(kind=kind):
                bench = Bench(kind)
                driver = driver_of(kind, bench)
                bench.samples(driver, 8)
                bench.mpa = 106000000
                taken = []
                for _ in range(400):
                    bench.pass_ms(1)
                    taken.extend(list(driver.samples)[: driver.read()])
                if kind[:4] == "ms58":  # has no bit that says so: a step is longer than it needs
                    self.assertEqual(taken, [])
                else:
                    self.assertTrue(abs(taken[-1] - 106000) <= 1, taken[-5:])
                    self.assertTrue(len(taken) <= 85)  # not one of them twice

    def test_a_sample_stands_still_while_it_is_read(self):
        for kind, register, bit in (
            ("lps22hb", 0x10, 2),
            ("lps28dfw", 0x11, 8),
            ("lps22df", 0x11, 8),
        ):
            bench = Bench(kind)
            driver_of(kind, bench)
            self.assertTrue(bench.chip._regs[register] & bit, kind)

    def test_a_fifo_is_read_whole(self):
        for kind in ("lps28dfw", "lps22df"):
            with self.subTest(kind=kind):
                bench = Bench(kind)
                driver = driver_of(kind, bench)
                bench.samples(driver, 8)
                bench.hurry_ms = 23
                for pa in (100000, 106000) * 4:  # falls and rises through all bytes
                    bench.mpa = 1000 * pa
                    last = bench.samples(driver, 60)[-1]
                    self.assertTrue(abs(last - pa) <= 1, "%d Pa, not %d" % (last, pa))

    def test_another_chip_is_refused(self):
        for kind in sorted(IDS):
            for wrong in (0x00, 0xFF, 0xA5):
                with self.subTest(kind=kind, wrong=wrong):
                    bench = Bench(kind)
                    bench.chip._regs[IDS[kind]] = wrong
                    for name in (kind, "auto"):
                        with self.assertRaises(OSError):
                            bench.found(name)

    def test_a_driver_looks_for_itself_which_chip_it_is(self):
        """Whatever finding.py thinks: nothing is set up on another."""
        for kind, module in (
            ("bmp280", "bmp280"), ("bmp388", "bmp388"), ("bmp581", "bmp581"),
            ("dps310", "dps310"), ("lps22hb", "st"), ("mprls", "mprls"),
        ):  # fmt: skip
            with self.subTest(kind=kind):
                bench = Bench(kind)
                bench.pass_ms(100)
                if kind == "mprls":
                    bench.chip.status = 0xC0  # bit 7 is always 0
                else:
                    bench.chip._regs[IDS[kind]] = 0xA5
                with self.assertRaises(OSError) as caught:
                    for _ in load("drivers.pressure." + module).start(bench.i2c, bench.addr, b""):
                        bench.pass_ms(20)
                self.assertTrue(" not " in str(caught.exception), str(caught.exception))

    def test_a_memory_that_says_it_is_damaged_is_refused(self):
        bench = Bench("bmp581")
        bench.pass_ms(100)
        bench.chip._regs[0x28] |= 0x04
        with self.assertRaises(OSError):
            bench.found("bmp581")
        bench = Bench("mprls")
        driver = driver_of("mprls", bench)
        bench.chip.status |= 0x04
        with self.assertRaises(OSError):
            bench.samples(driver, 8)

    def test_a_part_that_is_named_is_not_taken_for_another(self):
        for kind, named, said in (
            ("lps22df", "lps28dfw", "LPS22DF, not LPS28DFW"),
            ("lps22hb", "lps28dfw", "not LPS28DFW"),
            ("ms5837-30ba", "ms5837-02ba", "MS5837-30BA, not MS5837-02BA"),
            ("bmp388", "bmp280", "not BMP280"),
            ("bmp280", "ms5837", "not MS5837"),
            ("ms5803-14ba", "auto", "name its kind"),
        ):
            with self.subTest(kind=kind, named=named):
                with self.assertRaises(OSError) as caught:
                    Bench(kind).found(named)
                self.assertTrue(said in str(caught.exception), str(caught.exception))

    def test_a_blank_calibration_is_refused(self):
        for kind in sorted(CALIBRATIONS):
            with self.subTest(kind=kind):
                bench = Bench(kind)
                first, size = CALIBRATIONS[kind]
                bench.pass_ms(100)
                for i in range(size):
                    bench.chip._regs[first + i] = 0
                with self.assertRaises(OSError) as caught:
                    bench.found(kind)
                self.assertTrue("calibration is blank" in str(caught.exception))

    def test_every_coefficient_has_its_sign(self):
        """Of a memory that is all ones: -1 where the data sheet has a sign, else the most."""
        for kind, want in (
            ("bmp280", (65535, -1, -1, 65535, -1, -1, -1, -1, -1, -1, -1, -1)),
            (
                "bmp388",
                (65535, 65535, -1, -1, -1, -1, -1, 65535, 65535, -1, -1, -1, -1, -1),
            ),
            ("dps310", (-1,) * 9),
        ):
            with self.subTest(kind=kind):
                bench = Bench(kind)
                first, size = CALIBRATIONS[kind]
                bench.pass_ms(100)
                for i in range(size):
                    bench.chip._regs[first + i] = 0xFF
                driver = bench.found(kind)
                if kind == "bmp280":
                    self.assertEqual(driver._t + driver._p, want)
                else:
                    self.assertEqual(driver._nvm if kind == "bmp388" else driver._c, want)

    def test_a_memory_with_one_wrong_bit_is_refused(self):
        for kind in PROMS:
            words = Bench(kind).chip.words
            for i in range(len(words)):
                for bit in (0, 3, 7, 8, 12, 15):
                    if i == 7 and 4 <= bit <= 15:
                        continue  # no part of the checksum
                    with self.subTest(kind=kind, word=i, bit=bit):
                        bench = Bench(kind)
                        bench.chip.words[i] ^= 1 << bit
                        with self.assertRaises(OSError):
                            bench.found(kind)

    def test_an_empty_memory_is_refused_although_its_checksum_is_right(self):
        for kind in PROMS:
            for value in (0, 0xFFFF):
                with self.subTest(kind=kind, value=value):
                    bench = Bench(kind)
                    bench.chip.words = [value] * len(bench.chip.words)
                    with self.assertRaises(OSError) as caught:
                        bench.found(kind)
                    self.assertTrue("memory is blank" in str(caught.exception))

    def test_codes_that_are_no_measurement_are_the_limit(self):
        for kind, code in (
            ("bmp280", 0x80000), ("bmp280", 0), ("bmp280", 0xFFFFF), ("bmp388", 0x800000),
            ("bmp388", 0), ("bmp581", 0x7F7F7F), ("bmp581", 0xFFFFFF), ("dps310", -0x800000),
            ("dps310", 0), ("lps22hb", 0x7FFFFF), ("lps28dfw", 0x7FFFFF), ("mprls", 0xFFFFFF),
            ("lps22hb", 0), ("lps22hb", -0x800000), ("bmp581", 0), ("mprls", 0),
            ("ms5837-02ba", 0xFFFFFF), ("ms5803-05ba", 0xFFFFFF), ("ms5803-14ba", 0xFFFFFF),
        ):  # fmt: skip
            with self.subTest(kind=kind, code=code):
                bench = Bench(kind)
                driver = driver_of(kind, bench)
                temperature = {"bmp280": 519888, "bmp388": 8771699}.get(kind, 8000000)
                bench.chip.codes = (code, 2500 if kind[:3] == "lps" else temperature)
                taken = bench.samples(driver, 12)[3:]
                self.assertTrue(taken)
                self.assertTrue(min(taken) >= driver.range_pa[1], taken)

    def test_what_each_declares(self):
        for kind in sorted(SENSORS):
            with self.subTest(kind=kind):
                driver = driver_of(kind, Bench(kind))
                low, high = driver.range_pa
                self.assertTrue(0 < low < 101325 < high)
                self.assertTrue(driver.rate_hz in (25, 50))
                self.assertEqual(driver.feels_pulse, driver.noise_pa <= 2)
                self.assertEqual(driver.feels_breath, driver.noise_pa <= 10)


if __name__ == "__main__":
    unittest.main()
