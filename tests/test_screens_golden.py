"""Every screen, point by point, against the text pictures in tests/golden.

`python -m backstrap.virtual.contact_sheet --golden tests/golden` rewrites them.
"""

import re
import struct
import zlib
from pathlib import Path

import pytest

from backstrap import FIRMWARE
from backstrap.virtual import contact_sheet, picture
from strapcore.session import STATES
from test_screens import SCREENS

GOLDEN = Path(__file__).parent / "golden"
DOCS = Path(__file__).parents[1] / "docs"
FRAMES = contact_sheet.frames()
TOLD = contact_sheet.golden()


@pytest.mark.parametrize("name", TOLD)
def test_a_screen_looks_as_it_did(name):
    drawn = picture.rows_of(TOLD[name])
    assert drawn == (GOLDEN / f"{name}.txt").read_text().splitlines()


def test_golden_has_no_other_pictures():
    found = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.txt")}
    assert found == set(TOLD)


def test_every_screen_is_on_the_sheet_and_every_state_has_a_screen():
    for size in picture.SIZES:
        names = contact_sheet.frames("en", size)
        assert {re.split("[-+]", name)[0] for name in names} == set(SCREENS)
    assert set(STATES) <= set(SCREENS)


def test_every_screen_is_two_modules_and_every_module_a_screen():
    modules = {path.stem for path in (FIRMWARE / "strapcore/ui/screens").glob("*.py")}
    screens = {name.lower() for name in SCREENS}
    small = {f"{name}_small" for name in screens}
    assert modules - {"__init__", "bodymap", "pages", "small", "text"} == screens | small


def test_a_frame_is_one_piece_or_one_a_page_and_its_length_tells_the_display():
    frame = FRAMES["HOLD"]
    pages = [frame[i : i + 128] for i in range(0, 1024, 128)]
    assert picture.rows_of(pages) == picture.rows_of(frame)
    for width, height in picture.SIZES:
        rows = picture.rows_of(bytes(width * height // 8))
        assert (len(rows[0]), len(rows)) == (width, height)
    with pytest.raises(ValueError, match="1024 or 512 or 360 bytes, not 1023"):
        picture.rows_of(frame[:-1])


def test_the_terminal_gets_what_fits():
    frame = bytearray(1024)
    frame[0] = 0b00001001  # rows 0 and 3 of the leftmost column
    wide = picture.for_terminal(frame, 130).splitlines()
    assert [len(line) for line in wide] == [130] * 34
    assert (wide[1][1], wide[2][1], wide[3][1]) == ("▀", "▄", " ")
    narrow = picture.for_terminal(frame, 129).splitlines()
    assert [len(line) for line in narrow] == [66] * 18
    assert narrow[1][1] == chr(0x2800 | 0x01 | 0x40)


def png_dots(data):
    """Width, height and rows of palette numbers of a PNG as picture.py writes it."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        (check,) = struct.unpack_from(">I", data, at + 8 + size)
        assert check == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + size
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, depth, colour = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    assert (depth, colour) == (4, 3)
    stride = 1 + (width + 1) // 2
    flat = zlib.decompress(chunks[b"IDAT"])
    assert len(flat) == stride * height
    rows = [flat[i + 1 : i + stride] for i in range(0, len(flat), stride)]
    return width, height, [[n for b in row for n in (b >> 4, b & 15)][:width] for row in rows]


@pytest.mark.parametrize("scale", [1, 3, 4])
def test_a_png_shows_every_lit_point(scale):
    frame = FRAMES["HOLD"]
    width, height, dots = png_dots(picture.png(frame, scale))
    margin = 3 * scale + max(1, scale // 2)
    assert (width, height) == (128 * scale + 2 * margin, 64 * scale + 2 * margin)
    dark = dots[margin - 1][margin - 1]
    seen = [
        "".join(
            "." if dots[margin + y * scale][margin + x * scale] == dark else "#"
            for x in range(128)
        )
        for y in range(64)
    ]
    assert seen == picture.rows_of(frame)


def test_one_command_writes_sheets_and_golden_pictures(tmp_path):
    stale = tmp_path / "golden" / "GONE.txt"
    stale.parent.mkdir()
    stale.write_text("old")
    docs = tmp_path / "docs"
    assert contact_sheet.main([str(docs), "--golden", str(stale.parent)]) == 0
    assert not stale.exists()
    assert len(list(stale.parent.rglob("*.txt"))) == len(TOLD)
    for path in docs.iterdir():
        png_dots(path.read_bytes())


def test_the_sheets_are_current():
    now = contact_sheet.sheets()
    assert {path.name for path in DOCS.glob("screens*.png")} == set(now)
    for name, png in now.items():
        assert png_dots((DOCS / name).read_bytes()) == png_dots(png), "make screens"
