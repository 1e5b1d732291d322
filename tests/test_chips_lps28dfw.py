"""The emulated LPS28DFW against its datasheet (DS13317): vectors, timing, FIFO, strictness."""

import pytest

from backstrap.virtual.chips import ChipError
from backstrap.virtual.chips.lps28dfw import LPS22DF, LPS28DFW

AVG_512_25HZ = 0x27
AVG_128_50HZ = 0x2D
BDU = 0x08
LPF = 0x10
FS_4060 = 0x40


class Still:
    """A source that holds one pressure, and counts the time it was given."""

    def __init__(self, mpa, temp_cc=2500):
        self.mpa = mpa
        self.temp = temp_cc
        self.ms = 0

    def step(self, ms):
        assert 0 < ms <= 1000
        self.ms += ms
        return self.mpa

    def temp_cc(self):
        return self.temp


def write(chip, reg, *values):
    chip.write(reg, bytes(values))


def read(chip, reg, n=1):
    buf = bytearray(n)
    chip.write(reg, b"")
    chip.read(buf)
    return bytes(buf)


@pytest.fixture
def source():
    return Still(101_325_000)


@pytest.fixture
def chip(source):
    return LPS28DFW(source)


def test_reset_values(chip):
    assert read(chip, 0x0F) == b"\xb4"
    assert read(chip, 0x12) == b"\x01"
    assert read(chip, 0x19) == b"\x80"
    assert read(chip, 0x25, 3) == b"\x00\x00\x00"


@pytest.mark.parametrize(
    ("hpa", "image"),
    [
        ("1013.25", "00AA1F"),
        ("1400", "00C02B"),
        ("2046.7", "9AF53F"),
        ("3000", "00C05D"),
        ("4060", "00E07E"),
    ],
)
def test_vectors_4060_hpa(hpa, image):
    whole, _, part = hpa.partition(".")
    chip = LPS28DFW(Still(int(whole + part.ljust(5, "0"))))
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x11, FS_4060 | BDU)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    low, high = bytes.fromhex(image)[0], bytes.fromhex(image)[1:]
    seen = read(chip, 0x28, 3)
    assert seen[1:] == high and abs(seen[0] - low) <= 1
    assert read(chip, 0x2B, 2) == b"\xc4\x09"  # 25.00 degrees


def test_1260_hpa_range_has_twice_the_code_and_ends_there(source, chip):
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    assert read(chip, 0x28, 3) == (0x1FAA00 * 2).to_bytes(3, "little")
    source.mpa = 200_000_000
    chip.pass_ms(20)
    assert int.from_bytes(read(chip, 0x28, 3), "little") == 1260 * 4096


def test_the_lps22df_has_the_same_id_and_no_range_bit(source):
    chip = LPS22DF(source)
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    before = read(chip, 0x28, 3)
    write(chip, 0x11, FS_4060)
    chip.pass_ms(20)
    assert read(chip, 0x0F) == b"\xb4"
    assert read(chip, 0x28, 3) == before


@pytest.mark.parametrize(
    ("ctrl_reg1", "ms", "samples"),
    [(0x08, 10_000, 10), (0x18, 10_000, 100), (AVG_128_50HZ, 2000, 100), (0x35, 1000, 75)],
)
def test_samples_come_at_the_data_rate(chip, ctrl_reg1, ms, samples):
    write(chip, 0x14, 2)
    write(chip, 0x10, ctrl_reg1)
    for _ in range(ms // 10):
        chip.pass_ms(10)
    assert read(chip, 0x25)[0] == samples


def test_fifo_rolls_back_and_empties(source, chip):
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x11, FS_4060)
    write(chip, 0x14, 2)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    source.mpa = 140_000_000
    chip.pass_ms(20)
    assert read(chip, 0x78, 6).hex() == "00aa1f00c02b"
    assert read(chip, 0x25) == b"\x00"
    with pytest.raises(ChipError, match="level"):
        read(chip, 0x78, 3)


def test_fifo_keeps_the_newest_128_and_says_so(chip):
    write(chip, 0x14, 2)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20 * 128)
    assert read(chip, 0x25, 2) == b"\x80\x20"  # full
    chip.pass_ms(20)
    assert read(chip, 0x25, 2) == b"\x80\x60"  # and overrun
    write(chip, 0x14, 0)
    assert read(chip, 0x25, 2) == b"\x00\x00"


def test_a_long_absence_costs_little_and_loses_no_time(source, chip):
    write(chip, 0x14, 2)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(3_600_000)
    assert source.ms == 3_600_000
    assert read(chip, 0x25, 2) == b"\x80\x60"


def test_fifo_mode_stops_when_full(source, chip):
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x11, FS_4060)
    write(chip, 0x14, 1)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20 * 128)
    source.mpa = 140_000_000
    chip.pass_ms(200)
    assert read(chip, 0x78, 3).hex() == "00aa1f"


def test_bdu_holds_the_sample_that_is_being_read(source, chip):
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x11, FS_4060 | BDU)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    first = read(chip, 0x28)
    source.mpa = 140_000_000
    chip.pass_ms(20)
    assert (first + read(chip, 0x29, 2)).hex() == "00aa1f"
    chip.pass_ms(20)
    assert read(chip, 0x28, 3).hex() == "00c02b"


def test_without_bdu_a_slow_read_is_torn(source, chip):
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x11, FS_4060)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    first = read(chip, 0x28)
    source.mpa = 140_000_000
    chip.pass_ms(20)
    assert (first + read(chip, 0x29, 2)).hex() == "00c02b"


def test_status_bits(chip):
    write(chip, 0x10, AVG_128_50HZ)
    assert read(chip, 0x27) == b"\x00"
    chip.pass_ms(20)
    assert read(chip, 0x27) == b"\x03"
    chip.pass_ms(20)
    assert read(chip, 0x27) == b"\x33"
    read(chip, 0x28, 5)
    assert read(chip, 0x27) == b"\x00"


def test_one_shot(chip):
    write(chip, 0x11, 0x01 | FS_4060)
    assert read(chip, 0x27) == b"\x00"
    chip.pass_ms(20)
    assert read(chip, 0x27) == b"\x03"
    assert read(chip, 0x11) == b"\x40"
    chip.pass_ms(1000)
    assert read(chip, 0x27) == b"\x03"  # no second sample


def test_software_reset(chip):
    write(chip, 0x10, AVG_128_50HZ)
    write(chip, 0x11, 0x04)
    assert read(chip, 0x10, 2) == b"\x00\x00"


def test_one_point_calibration_is_subtracted(chip):
    chip.noisy = False  # a vector is compared to the bit
    write(chip, 0x11, FS_4060)
    write(chip, 0x1A, 0xFF, 0xFF)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(20)
    assert int.from_bytes(read(chip, 0x28, 3), "little") == 0x1FAA00 + 256


@pytest.mark.parametrize(
    ("ctrl_reg1", "ctrl_reg2", "pa"),
    [
        (AVG_128_50HZ, FS_4060, 2.03),
        (AVG_128_50HZ, FS_4060 | LPF, 1.43),
        (AVG_128_50HZ, FS_4060 | LPF | 0x20, 1.02),
        (AVG_512_25HZ, FS_4060 | LPF, 0.76),
        (AVG_128_50HZ, LPF, 0.63),
        (0x28, FS_4060, 10.23),
    ],
)
def test_noise_is_the_datasheets(chip, ctrl_reg1, ctrl_reg2, pa):
    write(chip, 0x11, ctrl_reg2)
    write(chip, 0x10, ctrl_reg1)
    values = []
    for _ in range(4000):
        chip.pass_ms(40)
        values.append(int.from_bytes(read(chip, 0x28, 3), "little"))
    pa_per_code = 100 / (2048 if ctrl_reg2 & FS_4060 else 4096)
    mean = sum(values) / len(values)
    rms = (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5 * pa_per_code
    assert rms == pytest.approx(pa, rel=0.06)
    assert mean * pa_per_code == pytest.approx(101_325, abs=0.2 * pa)


@pytest.mark.parametrize(
    ("reg", "value", "why"),
    [
        (0x0F, 0, "reserved"),  # read only
        (0x18, 0, "reserved"),
        (0x28, 0, "reserved"),
        (0x10, 0x80, "reserved"),  # a bit that does not exist
        (0x11, 0x02, "reserved"),
        (0x10, 0x2F, "not allowed"),  # 50 Hz with 512 averages
        (0x10, 0x2E, "not allowed"),  # AVG code 6
        (0x14, 0x04, "not modelled"),
        (0x0B, 0x20, "not modelled"),
    ],
)
def test_what_would_harm_the_part_fails(chip, reg, value, why):
    with pytest.raises(ChipError, match=why):
        write(chip, reg, value)


def test_a_one_shot_while_running_fails(chip):
    write(chip, 0x10, AVG_128_50HZ)
    with pytest.raises(ChipError, match="ODR 0"):
        write(chip, 0x11, 1)


def test_reading_a_reserved_register_or_half_a_sample_fails(chip):
    with pytest.raises(ChipError, match="reserved"):
        read(chip, 0x30)
    write(chip, 0x14, 2)
    write(chip, 0x10, AVG_128_50HZ)
    chip.pass_ms(100)
    with pytest.raises(ChipError, match="samples have 3"):
        read(chip, 0x78, 4)


def test_without_auto_increment_the_register_stays(chip):
    write(chip, 0x12, 0x00)
    assert read(chip, 0x0F, 3) == b"\xb4\xb4\xb4"
