"""The drivers against the reference of the project's library, where it is at hand."""

import importlib.util
import os
import random
import struct
from pathlib import Path

import pytest

from bus import Bench
from test_vectors import driver_of, image
from vectors import VECTORS

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = Path(os.environ.get("BACKSTRAP_REFERENCE", ROOT.parent / "shared" / "reference"))
FILE = LIBRARY / "sensor_vectors.py"
pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason=f"needs the reference {FILE} (or BACKSTRAP_REFERENCE)"
)


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("sensor_vectors", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main()  # its own checks
    return module


def expected(ref, kind, chip, code, code_t):
    """(Pa, hundredths of a degree) by the reference; None where it has no formula."""
    if kind[:5] in ("lps28", "lps22", "lps33", "lps35"):
        raw = code.to_bytes(3, "little")
        return 100 * ref.lps28_hpa(*raw, kind == "lps28dfw"), code_t
    if kind in ("bmp280", "bme280"):
        _, cc, pa = ref.bmp280_int64(chip._cal, code_t, code)
        return pa / 256, cc
    if kind in ("bmp388", "bmp390"):
        celsius, pa = ref.bmp3_compensate(chip._nvm, code, code_t)
        return pa, 100 * celsius
    if kind in ("bmp581", "bmp585"):
        return code / 64, code_t / 655.36
    if kind in ("dps310", "dps368", "spl06"):
        celsius, pa = ref.dps_compensate(chip._c, code, code_t, 7864320, 7864320)
        return pa, 100 * celsius
    if kind == "mprls":
        return ref.mpr_psi(code) * 6894.757293168, None
    name = kind.upper()
    if kind == "ms5803-02ba":  # of it the reference has the first order, which is all from 20 C on
        _, cc, _, _, units = ref.ms58_first_order(name, tuple(chip.words[1:7]), code, code_t)
        return (units, cc) if cc >= 2000 else None
    cc, units = ref.ms58_second_order(name, tuple(chip.words[1:7]), code, code_t)
    return units * (10 if name in ("MS5837-30BA", "MS5803-14BA") else 1), cc


def check(ref, kind, calibration, codes, exact):
    bench = Bench(kind)
    if calibration:
        bench.chip.calibrate(image(calibration))
    driver = driver_of(kind, bench)
    wanted = expected(ref, kind, bench.chip, *codes)
    if wanted is None or wanted[0] < 1:
        return False
    bench.chip.codes = codes
    driver.range_pa = (0, 10000000)
    sample = bench.samples(driver, 8)[-1]
    assert abs(sample - wanted[0]) <= exact, (kind, codes)
    if wanted[1] is not None:
        assert abs(driver.read_temp_cc() - wanted[1]) <= 1, (kind, codes)
    return True


def test_every_vector_holds_by_the_reference(reference):
    for kind, calibration, codes, pa, cc, exact, _ in VECTORS:
        assert check(reference, kind, calibration, codes, exact), (kind, codes)
        chip = Bench(kind).chip
        if calibration:
            chip.calibrate(image(calibration))
        wanted = expected(reference, kind, chip, *codes)
        assert abs(wanted[0] - pa) <= exact
        assert cc is None or wanted[1] is None or abs(wanted[1] - cc) <= 1


def test_its_register_images_are_those_of_the_vectors(reference):
    fields = struct.unpack(
        "<HhhHhhhhhhhh", struct.pack("<HhhHhhhhhhhh", *reference.BMP280_EXAMPLE)
    )
    assert any(calibration == fields for _, calibration, *_ in VECTORS)


COARSE = ("ms5837-30ba", "ms5803-14ba")  # the reference counts 10 Pa
SPANS = {  # of codes: pressure, temperature
    "lps28dfw": ((0x080000, 0x7EE000), (-2000, 6000)),
    "lps22df": ((0x200000, 0x4EC000), (-2000, 6000)),
    "lps22hb": ((0x200000, 0x4EC000), (-2000, 6000)),
    "bmp280": ((250000, 430000), (450000, 600000)),
    "bmp388": ((5393476, 9000000), (8000000, 9400000)),
    "bmp581": ((1920000, 8000000), (-1500000, 3900000)),
    "dps310": ((-6000000, 1000000), (-2000000, 4000000)),
    "spl06": ((-6000000, 1000000), (-2000000, 4000000)),
    "mprls": ((0x19999A + 400000, 0xE66666), (0, 0)),
    "ms5837-02ba": ((5200000, 8500000), (6500000, 8800000)),
    "ms5837-30ba": ((4300000, 8000000), (5600000, 7400000)),
    "ms5803-02ba": ((5200000, 8500000), (8100000, 8800000)),
    "ms5803-05ba": ((4600000, 8500000), (6700000, 8800000)),
    "ms5803-14ba": ((4100000, 8000000), (7000000, 8900000)),
}


@pytest.mark.parametrize("kind", SPANS)
def test_codes_of_the_whole_span(reference, kind):
    chance = random.Random(kind)
    checked = 0
    for _ in range(60):
        codes = tuple(chance.randint(*span) for span in SPANS[kind])
        checked += check(reference, kind, None, codes, 10 if kind in COARSE else 1)
    assert checked > 40
