"""Every screen, point by point, against the text pictures in tests/golden.

`python -m backstrap.virtual.contact_sheet --golden tests/golden` rewrites them.
"""

import struct
import zlib
from pathlib import Path

import pytest

from backstrap import FIRMWARE
from backstrap.virtual import contact_sheet, picture
from strapcore.session import STATES
from test_screens import SCREENS

GOLDEN = Path(__file__).parent / "golden"
FRAMES = contact_sheet.frames()


@pytest.mark.parametrize("name", FRAMES)
def test_a_screen_looks_as_it_did(name):
    drawn = picture.rows_of(FRAMES[name])
    assert drawn == (GOLDEN / f"{name}.txt").read_text().splitlines()


def test_golden_has_no_other_pictures():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(FRAMES)


def test_every_screen_is_on_the_sheet_and_every_state_has_a_screen():
    assert {name.partition("-")[0] for name in FRAMES} == set(SCREENS)
    assert set(STATES) <= set(SCREENS)


def test_every_screen_is_a_module_and_every_module_a_screen():
    modules = {path.stem for path in (FIRMWARE / "strapcore/ui/screens").glob("*.py")}
    assert modules - {"__init__", "bodymap"} == {name.lower() for name in SCREENS}


def test_no_text_of_a_variant_is_too_long_for_the_screen():
    for name, facts in contact_sheet.VARIANTS:
        for value in facts.values():
            for line in value if isinstance(value, list) else [value]:
                if isinstance(line, bytes) and line != facts.get("note"):
                    assert len(line) <= 21, (name, line)


def test_a_frame_is_1024_bytes_or_eight_pages():
    frame = FRAMES["HOLD"]
    pages = [frame[i : i + 128] for i in range(0, 1024, 128)]
    assert picture.rows_of(pages) == picture.rows_of(frame)
    with pytest.raises(ValueError, match="1024 bytes, not 1023"):
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


def test_one_command_writes_sheet_and_golden_pictures(tmp_path):
    stale = tmp_path / "golden" / "GONE.txt"
    stale.parent.mkdir()
    stale.write_text("old")
    sheet = tmp_path / "docs" / "screens.png"
    assert contact_sheet.main([str(sheet), "--golden", str(stale.parent)]) == 0
    assert not stale.exists()
    assert len(list(stale.parent.glob("*.txt"))) == len(FRAMES)
    png_dots(sheet.read_bytes())


def test_the_readmes_sheet_is_current():
    sheet = Path(__file__).parents[1] / "docs" / "screens.png"
    width, height, dots = png_dots(sheet.read_bytes())
    now = png_dots(picture.contact_sheet(list(FRAMES.items())))
    assert (width, height, dots) == now, "make screens"
