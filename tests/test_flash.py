"""MicroPython onto a chip: the image is checked, then the chip, and only then anything is erased.

The images are made by esptool, and so is all that the chip hears.
"""

import json
import struct
import tempfile
from pathlib import Path

import pytest
from esptool.bin_image import ELFSection, ESP32C3FirmwareImage, ESP32FirmwareImage

from backstrap.cli.main import main
from backstrap.device import flash
from backstrap.errors import UserError
from backstrap.virtual.node import VirtualStrap
from strapcore import VERSION
from tests.chip_rom import Chip

BOARD = "esp32-c3-supermini"
C3, PLAIN = 5, 0
PLACE = 0x10000  # of the program


RAM = {
    ESP32C3FirmwareImage: (0x3FC80000, 0x40380000),
    ESP32FirmwareImage: (0x3FFB0000, 0x40080000),
}


def part(kind=ESP32C3FirmwareImage, size=3000):
    data, text = RAM[kind]
    made = kind()
    made.entrypoint = text
    made.segments = [ELFSection(b".data", data, bytes(range(250)) * (size // 250), 3)]
    made.segments.append(ELFSection(b".text", text, b"\x13\x00\x00\x00" * 40, 3))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.bin"
        made.save(str(path))
        return path.read_bytes()


def flash_image(kind=ESP32C3FirmwareImage, offset=0, program=None):
    """Boot loader, table of partitions and program, as micropython.org has them in one file."""
    rows = [(1, 2, 0x9000, 0x6000, b"nvs"), (0, 0, PLACE, 0x1F0000, b"factory")]
    table = b"".join(struct.pack("<2sBBII16sI", b"\xaaP", *row, 0) for row in rows)
    data = part(kind).ljust(0x8000 - offset, b"\xff") + table
    return data.ljust(PLACE - offset, b"\xff") + (program or part(kind, 90_000))


GOOD = flash_image()


@pytest.fixture
def image(tmp_path):
    def written(data):
        path = tmp_path / "micropython.bin"
        path.write_bytes(data)
        return path

    return written


@pytest.fixture
def tool(capsys):
    def run(*words):
        code = main(["--json", *map(str, words)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out)

    return run


def install(chip, path, *more):
    return ("install", "--board", BOARD, "--port", chip.address, "--image", path, *more)


def damaged(at):
    return GOOD[:at] + bytes([GOOD[at] ^ 1]) + GOOD[at + 1 :]


def test_good_images_are_good(image):
    assert flash.read_image(image(GOOD), "esp32c3") == GOOD
    plain = flash_image(ESP32FirmwareImage, 0x1000)
    assert flash.read_image(image(plain), "esp32") == plain


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "no image of a chip's flash"),
        (b"UF2\n" + bytes(600), "no image of a chip's flash"),
        (GOOD[:20], "cut short after 20 bytes"),
        (GOOD[:2000], "cut short"),
        (GOOD[:0x7000], "cut short"),
        (GOOD[:0x8010], "cut short"),
        (GOOD[:0x9000], "cut short"),
        (GOOD[: PLACE + 10], "cut short"),
        (GOOD[: PLACE + 30_000], "cut short"),
        (GOOD[:-1], "cut short"),
        (damaged(100), "damaged in the part that begins at byte 0"),
        (damaged(PLACE), "damaged in the part that begins at byte 65536"),
        (damaged(PLACE + 5000), "damaged in the part that begins at byte 65536"),
        (damaged(len(GOOD) - 1), "damaged in the part that begins at byte 65536"),
        (part(size=90_000), "a program alone"),
        (GOOD[:0x8000] + GOOD[0x9000:0xA000] + GOOD[0x9000:], "an image without a program"),
        (flash_image(ESP32FirmwareImage, 0x1000), "for the ESP32, this board has an ESP32-C3"),
        (b"\xe9\x03" + b"\x00" * 10 + b"\x09" + bytes(400), "for the ESP32-S3"),
        (b"\xe9\x03" + b"\x00" * 10 + b"\xee\xee" + bytes(400), "for the chip 61166"),
        (GOOD[:1] + b"\xff" + GOOD[2:], "damaged in the part that begins at byte 0"),
    ],
)
def test_what_is_no_image_for_the_chip_is_refused_before_the_chip_is_asked(
    tool, image, data, text
):
    with Chip(C3, "") as chip:
        code, value = tool(*install(chip, image(data)))
        assert code == 1 and text in value["error"]["message"]
        assert (chip.commands, chip.erased) == ([], 0)


def test_another_chip_is_not_erased(tool, image):
    with Chip(9, "") as chip:
        code, value = tool(*install(chip, image(GOOD)))
        message = value["error"]["message"]
        assert (code, "this is an ESP32-S3" in message) == (3, True), message
        assert chip.commands and not chip.erased


def test_a_bare_chip_becomes_a_strap(tool, image, tmp_path):
    state = tmp_path / "flash"
    with (
        VirtualStrap(state, speed=1.0, bare=True, board=BOARD) as strap,
        Chip(C3, strap.address) as chip,
    ):
        code, done = tool(*install(chip, image(GOOD)))
        assert (code, done["slot"], done["backstrap"]) == (0, "a", VERSION)
        assert chip.erased == 1
        assert chip.flash[: len(GOOD)] == GOOD
        assert set(chip.flash[len(GOOD) + 4096 :]) == {0xFF}
        assert (state / "slot").read_text() == "a"


def test_a_strap_is_not_erased_unless_forced(tool, image, tmp_path):
    with (
        VirtualStrap(tmp_path / "flash", speed=1.0) as strap,
        Chip(C3, strap.address) as chip,
    ):
        chip.erased = 1  # it runs already
        code, value = tool(*install(chip, image(GOOD)))
        assert code == 3 and "erases its records" in value["error"]["message"]


@pytest.mark.parametrize(
    "port", [[], ["--port", "all"], ["--port", "folder:x"], ["--port", "a:1"] * 2]
)
def test_an_image_takes_one_port(tool, image, port):
    code, value = tool("install", "--board", BOARD, "--image", image(GOOD), *port)
    assert code == 1 and "--image takes one board" in value["error"]["message"]


def test_a_chip_that_does_not_answer(image):
    with pytest.raises(UserError, match="BOOT"):
        flash.write("socket://127.0.0.1:1", "esp32c3", GOOD, lambda *_: None)
