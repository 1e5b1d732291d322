"""The emulated displays: what a driver may send, and what a person then sees."""

import pytest

from backstrap.virtual.chips import ChipError
from backstrap.virtual.chips.oled import SH1106, SSD1306

UPRIGHT = b"\x00\xa1\xc8"  # how the usual modules are mounted
ON_SSD1306 = b"\x00\x8d\x14\xaf"
ON_SH1106 = b"\x00\xad\x8b\xaf"


def send(chip, *messages):
    for message in messages:
        chip.write(-1, message)


def clear(chip):
    for page in range(8):
        send(chip, bytes((0, 0xB0 + page, 0x00, 0x10)), b"\x40" + bytes(chip.columns))


def lit_pixels(frame):
    return {
        (x, page * 8 + bit)
        for page in range(8)
        for x in range(128)
        for bit in range(8)
        if frame[128 * page + x] >> bit & 1
    }


@pytest.fixture
def oled():
    chip = SSD1306()
    send(chip, UPRIGHT, ON_SSD1306, b"\x00\x20\x02")
    clear(chip)
    return chip


def test_ram_is_random_at_power_up():
    chip = SSD1306()
    assert chip.frame() == bytes(1024)  # and off
    send(chip, UPRIGHT, ON_SSD1306)
    assert 3500 < len(lit_pixels(chip.frame())) < 4700


@pytest.mark.parametrize(("chip", "on"), [(SSD1306, b"\x8d\x14"), (SH1106, b"\xad\x8b")])
def test_dark_without_the_charge_pump(chip, on):
    chip = chip()
    send(chip, UPRIGHT, b"\x00\xaf")
    assert not chip.lit and chip.frame() == bytes(1024)
    send(chip, b"\x00" + on)
    assert chip.lit and any(chip.frame())
    send(chip, b"\x00\xae")
    assert chip.frame() == bytes(1024)


def test_a_page_lands_where_it_was_sent(oled):
    send(oled, b"\x00\xb2\x05\x11", b"\x40\x01\x80")  # page 2, column 21
    assert lit_pixels(oled.frame()) == {(21, 16), (22, 23)}


def test_sh1106_shows_its_columns_2_to_129():
    chip = SH1106()
    send(chip, UPRIGHT, ON_SH1106)
    clear(chip)
    send(chip, b"\x00\xb0\x02\x10", b"\x40\x01")
    send(chip, b"\x00\xb7\x01\x18", b"\x40\x80\x01")  # columns 129, 130
    assert lit_pixels(chip.frame()) == {(0, 0), (127, 63)}


def test_parameters_may_come_in_the_next_transaction(oled):
    for byte in (0x20, 0x00, 0x21, 10, 12, 0x22, 1, 2):
        send(oled, bytes((0x80, byte)))
    send(oled, b"\x40" + b"\x01" * 4)
    assert lit_pixels(oled.frame()) == {(10, 8), (11, 8), (12, 8), (10, 16)}


def test_vertical_addressing(oled):
    send(oled, b"\x00\x20\x01\x21\x05\x06\x22\x00\x01", b"\x40\x01\x02\x04\x08")
    assert lit_pixels(oled.frame()) == {(5, 0), (5, 9), (6, 2), (6, 11)}


def test_control_bytes_may_alternate(oled):
    send(oled, b"\x80\xb3\x80\x00\x80\x10\xc0\x01\x40\x02\x04")
    assert lit_pixels(oled.frame()) == {(0, 24), (1, 25), (2, 26)}


def test_a_page_wraps_on_ssd1306_and_ends_on_sh1106(oled):
    send(oled, b"\x00\xb0\x0f\x17", b"\x40\x01\x02")  # column 127
    assert lit_pixels(oled.frame()) == {(127, 0), (0, 1)}
    chip = SH1106()
    send(chip, UPRIGHT, ON_SH1106)
    clear(chip)
    send(chip, b"\x00\xb0\x03\x18", b"\x40\x01\x02")  # column 131, then off the end
    assert lit_pixels(chip.frame()) == set()


def test_mirrors_and_scroll_of_the_output(oled):
    send(oled, b"\x00\xb0\x00\x10", b"\x40\x01")
    send(oled, b"\x00\xc0")
    assert lit_pixels(oled.frame()) == {(0, 63)}
    send(oled, b"\x00\xc8\x48")  # start line 8
    assert lit_pixels(oled.frame()) == {(0, 56)}
    send(oled, b"\x00\x40\xd3\x3f")  # shifted by 63
    assert lit_pixels(oled.frame()) == {(0, 1)}


def test_segment_remap_affects_later_writes_only(oled):
    send(oled, b"\x00\xb0\x00\x10", b"\x40\x01", b"\x00\xa0\x00\x10", b"\x40\x02")
    assert lit_pixels(oled.frame()) == {(0, 0), (127, 1)}


def test_all_on_and_inverse(oled):
    send(oled, b"\x00\xa7")
    assert len(lit_pixels(oled.frame())) == 128 * 64
    send(oled, b"\x00\xa6\xa5")
    assert len(lit_pixels(oled.frame())) == 128 * 64


def test_fewer_rows_are_driven(oled):
    send(oled, b"\x00\xa5\xa4\xa8\x1f\xb5\x00\x10", b"\x40\xff")
    assert lit_pixels(oled.frame()) == set()


def test_status_tells_the_chips_apart():
    for chip, low in ((SSD1306(), 3), (SH1106(), 8)):
        status = bytearray(1)
        chip.read(status)
        assert status[0] == 0x40 | low  # bit 6: off
        send(chip, b"\x00\xaf")
        chip.read(status)
        assert status[0] == low


def test_the_sh1106_takes_ssd1306_window_commands_for_others():
    chip = SH1106()
    send(chip, b"\x00\x21\x00\x7f\x22\x00\x07")
    assert chip.start_line == 63 and chip.column & 15 == 7


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"\x00\x25", "no command 0x25"),
        (b"\x00\xff", "no command 0xff"),
        (b"\x41\x00", "control byte"),
        (b"\x80", "nothing after"),
        (b"\x00\xa8\x05", "multiplex"),
    ],
)
def test_what_is_not_in_the_datasheet_fails(message, why):
    with pytest.raises(ChipError, match=why):
        send(SSD1306(), message)


def test_window_commands_of_the_other_chip_fail_on_the_sh1106():
    with pytest.raises(ChipError, match="no command 0x26"):
        send(SH1106(), b"\x00\x26")
