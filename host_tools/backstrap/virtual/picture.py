"""A display's frame as rows of text, as characters of a terminal, and as a PNG.

A frame is what the display's RAM holds: pages of 128 bytes (72 on the smallest display), least
significant bit on top, as one piece or as one a page. Its length tells the display.
"""

from collections.abc import Iterable, Sequence
from math import ceil

from backstrap.png import png as png_of
from strapcore.ui.canvas import CELL, Canvas

Frame = bytes | bytearray | memoryview | Sequence[bytes]
Titled = tuple[str, Frame]
Rows = list[str]  # one text a row of points: "#" lit, "." dark

WIDTH = 128  # of the widest
SIZES = ((128, 64), (128, 32), (72, 40))  # width and height of the displays

# The OLED's look, as PNG palette: what surrounds it, its edge, dark glass, lit point, seam
# between two lit points, label.
_PALETTE = bytes.fromhex("1b1d21 2c3036 020304 d8fbff 8fb9c0 9aa3ad")
_AROUND, _EDGE, _DARK, _LIT, _SEAM, _LABEL = range(6)

_HALF_BLOCKS = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # bits of a 4x2 cell


def rows_of(frame: Frame) -> Rows:
    """As many rows of characters as the display has, "#" for a lit point, "." for a dark one."""
    flat = bytes(frame) if isinstance(frame, (bytes, bytearray, memoryview)) else b"".join(frame)
    widths = {width * height // 8: width for width, height in SIZES}
    if len(flat) not in widths:
        raise ValueError(f"a frame has {' or '.join(map(str, widths))} bytes, not {len(flat)}")
    return _rows(flat, widths[len(flat)])


def _rows(pages: bytes, width: int) -> Rows:
    return [
        "".join("#" if pages[y // 8 * width + x] >> y % 8 & 1 else "." for x in range(width))
        for y in range(len(pages) // width * 8)
    ]


def half_blocks(frame: Frame) -> str:
    """The frame in a box for a terminal of 130 columns: two points a character."""
    rows = rows_of(frame)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return _boxed(
        "".join(_HALF_BLOCKS[up + down] for up, down in zip(*pair, strict=True)) for pair in pairs
    )


def braille(frame: Frame) -> str:
    """The frame in a box for a terminal of 66 columns: eight points a character."""
    rows = rows_of(frame)
    lines = []
    for y in range(0, len(rows), 4):
        line = ""
        for x in range(0, len(rows[0]), 2):
            cell = 0x2800
            for dy, bits in enumerate(_BRAILLE):
                for dx, bit in enumerate(bits):
                    cell |= bit if rows[y + dy][x + dx] == "#" else 0
            line += chr(cell)
        lines.append(line)
    return _boxed(lines)


def for_terminal(frame: Frame, columns: int) -> str:
    """The frame as large as fits a terminal of so many columns."""
    return half_blocks(frame) if columns >= len(rows_of(frame)[0]) + 2 else braille(frame)


def png(frame: Frame, scale: int = 4) -> bytes:
    """The frame as a PNG with a slight edge, scale dots a point."""
    return _png(_glass(frame, scale))


def contact_sheet(titled: Sequence[Titled], columns: int = 3, scale: int = 3) -> bytes:
    """Many frames in one PNG, each above its title."""
    return sheet([titled[i : i + columns] for i in range(0, len(titled), columns)], scale)


def sheet(rows: Sequence[Sequence[Titled]], scale: int = 3) -> bytes:
    """Rows of frames in one PNG, each above its title."""
    gap = 6 * scale
    columns = max(len(row) for row in rows)
    stacked = []
    for row in rows:
        cells = [
            _stack([_glass(frame, scale), _block(1, 2 * scale), _label(text, scale)])
            for text, frame in row
        ]
        stacked.append(_beside(cells + [_block(1, 1)] * (columns - len(cells)), gap))
    return _png(_framed(_stack(stacked, gap), gap))


# ---- pictures as lists of rows of palette numbers -------------------------------------------

_Dots = list[bytearray]


def _block(width: int, height: int, color: int = _AROUND) -> _Dots:
    return [bytearray([color]) * width for _ in range(height)]


def _framed(dots: _Dots, margin: int, color: int = _AROUND) -> _Dots:
    side = bytearray([color]) * margin
    rows = [side + row + side for row in dots]
    lid = _block(len(rows[0]), margin, color)
    return [*lid, *rows, *_block(len(rows[0]), margin, color)]


def _beside(blocks: Sequence[_Dots], gap: int) -> _Dots:
    height = max(len(dots) for dots in blocks)
    space = bytearray([_AROUND]) * gap
    filled = [dots + _block(len(dots[0]), height - len(dots)) for dots in blocks]
    return [space.join(rows) for rows in zip(*filled, strict=True)]


def _stack(blocks: Sequence[_Dots], gap: int = 0) -> _Dots:
    width = max(len(dots[0]) for dots in blocks)
    stacked: _Dots = []
    for dots in blocks:
        if stacked:
            stacked += _block(width, gap)
        stacked += [row + bytearray([_AROUND]) * (width - len(row)) for row in dots]
    return stacked


def _enlarged(rows: Rows, scale: int, lit: int, seam: int, dark: int) -> _Dots:
    """Each point as a square of scale dots; its last row and column are the seam."""
    solid = scale - 1 if scale > 2 else scale
    dots: _Dots = []
    for row in rows:
        top, foot = bytearray(), bytearray()
        for point in row:
            on = point == "#"
            top += bytes([lit if on else dark]) * solid
            top += bytes([seam if on else dark]) * (scale - solid)
            foot += bytes([seam if on else dark]) * scale
        dots += [bytearray(top) for _ in range(solid)]
        dots += [bytearray(foot) for _ in range(scale - solid)]
    return dots


def _glass(frame: Frame, scale: int) -> _Dots:
    lit = _enlarged(rows_of(frame), scale, _LIT, _SEAM, _DARK)
    return _framed(_framed(lit, 3 * scale, _DARK), max(1, scale // 2), _EDGE)


def _label(text: str, scale: int) -> _Dots:
    """A title in the strap's own letters."""
    canvas = Canvas()
    most = canvas.width // CELL
    rows = [""] * 8
    for start in range(0, len(text), most):
        part = text[start : start + most]
        canvas.clear()
        canvas.text(0, part.encode("ascii"))
        drawn = _rows(bytes(canvas.row[1:]), canvas.width)
        rows = [row + more[: CELL * len(part)] for row, more in zip(rows, drawn, strict=True)]
    size = max(1, ceil(scale / 2))
    return _framed(_enlarged(rows, size, _LABEL, _LABEL, _AROUND), scale)


def _png(dots: _Dots) -> bytes:
    return png_of(dots, _PALETTE)


def _boxed(lines: Iterable[str]) -> str:
    body = list(lines)
    edge = "─" * len(body[0])
    return "\n".join([f"╭{edge}╮", *(f"│{line}│" for line in body), f"╰{edge}╯"])
