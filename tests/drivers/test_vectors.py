"""Every driver gives what its data sheet, or a real part, gave for these codes."""

import unittest

from backstrap.virtual.chips import SENSORS
from bus import Bench
from vectors import VECTORS

PRESSURES = (30500, 60000, 101325, 109000)
MORE = {
    "lps28dfw": (150000, 405000),
    "ms5837-02ba": (150000, 199000),
    "ms5837-30ba": (150000, 400000, 2500000),
    "ms5803-02ba": (150000, 199000),
    "ms5803-05ba": (150000, 400000, 590000),
    "ms5803-14ba": (150000, 400000, 1300000),
    "mprls": (150000, 171000),
}
TEMPERATURES = (-2500, -800, 800, 1999, 2001, 4000)
NO_THERMOMETER = ("mprls",)


def image(calibration):
    return bytes.fromhex(calibration) if isinstance(calibration, str) else calibration


def driver_of(kind, bench):
    """As board.json names it: what does not say its own name, and the SPL06, by name."""
    return bench.found(kind if kind[:6] in ("ms5803", "dps310", "dps368") else "auto")


class VectorsTest(unittest.TestCase):
    def test_every_vector(self):
        for kind, calibration, codes, pa, cc, exact_pa, source in VECTORS:
            with self.subTest(kind=kind, codes=codes, source=source):
                bench = Bench(kind)
                if calibration:
                    bench.chip.calibrate(image(calibration))
                driver = driver_of(kind, bench)
                bench.chip.codes = codes
                driver.range_pa = (0, 10000000)
                taken = bench.samples(driver, 8)
                self.assertTrue(len(taken) > 1)
                for sample in taken[1:]:
                    self.assertTrue(abs(sample - pa) <= exact_pa, "%d Pa, not %s" % (sample, pa))
                if cc is not None:
                    self.assertTrue(abs(driver.read_temp_cc() - cc) <= 1, driver.read_temp_cc())

    def test_every_kind_has_a_vector_or_no_published_one(self):
        kinds = {row[0] for row in VECTORS}
        self.assertEqual(sorted(set(SENSORS) - kinds), ["lps33hw", "lps35hw", "ms5803-02ba"])

    def test_pressures_and_temperatures_of_the_whole_range(self):
        """Against the chip's own arithmetic, which is the data sheet's in floats."""
        for kind in sorted(SENSORS):
            for cc in TEMPERATURES:
                bench = Bench(kind, 50000000, cc)
                driver = driver_of(kind, bench)
                for pa in PRESSURES + MORE.get(kind, ()):
                    with self.subTest(kind=kind, cc=cc, pa=pa):
                        bench.mpa = 1000 * pa
                        sample = bench.samples(driver, 16)[-1]
                        self.assertTrue(abs(sample - pa) <= 1, "%d Pa, not %d" % (sample, pa))
                        if kind not in NO_THERMOMETER:
                            self.assertTrue(abs(driver.read_temp_cc() - cc) <= 1)


if __name__ == "__main__":
    unittest.main()
