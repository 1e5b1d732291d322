"""The calendar of nights as a picture: boxes and text, drawn as SVG or as PNG."""

import html
from collections.abc import Sequence
from typing import NamedTuple

from backstrap.nights import calendar
from backstrap.png import png as png_of
from strapcore.ui.font import FONT
from strapcore.ui.letters import encode

_COLOURS = {
    "paper": "ffffff", "ink": "1b1f24", "dim": "5b6b7c", "week": "f0f2f5", "edge": "d5d9de",
    calendar.LET_GO: "2f7d4f", calendar.HELD: "4aa3c7", calendar.STOPPED: "d99a2b",
    calendar.DID: "7a5ba6", calendar.LOCKED: "a9b2bc", calendar.WAITS: "c3c9d0",
}  # fmt: skip
_NUMBERS = {name: number for number, name in enumerate(_COLOURS)}

# What stands for a mark in its cell of _WIDE by _HIGH: x, y, width, height.
_WIDE, _HIGH = 16, 20
_SHAPES = {
    calendar.LET_GO: (1, 1, 14, 18),
    calendar.HELD: (1, 4, 14, 12),
    calendar.STOPPED: (1, 10, 14, 6),
    calendar.DID: (4, 5, 8, 10),
    calendar.LOCKED: (0, 7, 16, 6),  # from edge to edge: nights in a row make a bar
    calendar.WAITS: (6, 8, 4, 4),
}

_DOT = 2  # of a letter, which is 5 by 8 dots in a cell of 6
_LETTER, _LINE = 6 * _DOT, 8 * _DOT
_MARGIN, _GAP = 20, 12
_WEEK = 7
_EVERY = 10  # nights that are numbered


class Box(NamedTuple):
    """A filled rectangle."""

    x: int
    y: int
    width: int
    height: int
    colour: str


class Text(NamedTuple):
    """A line of text, from its upper left corner."""

    x: int
    y: int
    text: str
    colour: str


class Picture(NamedTuple):
    """What is drawn, in order."""

    width: int
    height: int
    shapes: list[Box | Text]


def draw(title: str, caption: str, groups: list[tuple[str, list[calendar.Row]]]) -> Picture:
    """The calendar under its title; below it the key and the caption."""
    rows = [row for _, group in groups for row in group]
    left = _MARGIN + _LETTER * (2 + max(len(row.id) for row in rows))
    count = len(rows[0].marks)
    right = left + _WIDE * count
    shapes: list[Box | Text] = [Text(_MARGIN, _MARGIN, title, "ink")]
    y = _MARGIN + _LINE + _GAP
    shapes.append(Text(_MARGIN, y, "night", "dim"))
    for number in [1, *range(_EVERY, count + 1, _EVERY)]:
        shapes.append(Text(left + _WIDE * (number - 1), y, str(number), "dim"))
    y += _LINE + _GAP // 2
    for name, group in groups:
        shapes.append(Text(_MARGIN, y, name, "dim"))
        shapes.append(Box(left, y + _LINE // 2, right - left, 1, "edge"))
        y += _LINE + _GAP // 2
        shapes += _weeks(left, y, count, _HIGH * len(group))
        for row in group:
            shapes.append(Text(_MARGIN + _LETTER, y + 2, row.id, "ink"))
            shapes += _marks(left, y, row.marks)
            y += _HIGH
        y += _GAP
    y += _GAP // 2
    used = {mark for row in rows for mark in row.marks}
    key = [mark for mark in calendar.MARKS if mark in used]
    below, y = _key(key, y)
    shapes += below
    shapes.append(Text(_MARGIN, y, caption, "dim"))
    ends = [shape.x + _LETTER * len(shape.text) for shape in shapes if isinstance(shape, Text)]
    return Picture(max(right, *ends) + _MARGIN, y + _LINE + _MARGIN, shapes)


def _weeks(left: int, y: int, count: int, height: int) -> list[Box]:
    """Every other week on a darker ground."""
    return [
        Box(left + _WIDE * at, y, _WIDE * min(_WEEK, count - at), height, "week")
        for at in range(0, count, 2 * _WEEK)
    ]


def _marks(left: int, y: int, marks: Sequence[str]) -> list[Box]:
    return [_sign(left + _WIDE * i, y, mark) for i, mark in enumerate(marks) if mark in _SHAPES]


def _sign(x: int, y: int, mark: str) -> Box:
    dx, dy, width, height = _SHAPES[mark]
    return Box(x + dx, y + dy, width, height, mark)


def _key(marks: Sequence[str], y: int) -> tuple[list[Box | Text], int]:
    """Each mark and its words, three beside each other; and where they end."""
    shapes: list[Box | Text] = []
    column = _LETTER * (4 + max(map(len, marks), default=0))
    for i, mark in enumerate(marks):
        x, row = _MARGIN + column * (i % 3), y + (_HIGH + 4) * (i // 3)
        shapes += [_sign(x, row, mark), Text(x + _WIDE + _LETTER, row + 2, mark, "ink")]
    return shapes, y + (_HIGH + 4) * -(-len(marks) // 3) + _GAP // 2


def svg(picture: Picture) -> bytes:
    """The picture as SVG: no script, nothing fetched."""
    size = f'viewBox="0 0 {picture.width} {picture.height}"'
    font = f'font-family="monospace" font-size="{_LINE}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>',
        f'<rect width="100%" height="100%" fill="#{_COLOURS["paper"]}"/>',
    ]
    for shape in picture.shapes:
        fill = f'fill="#{_COLOURS[shape.colour]}"'
        if isinstance(shape, Box):
            size = f'width="{shape.width}" height="{shape.height}"'
            parts.append(f'<rect x="{shape.x}" y="{shape.y}" {size} {fill}/>')
        else:
            place = f'x="{shape.x}" y="{shape.y + 7 * _DOT}"'  # of the line the letters stand on
            length = f'textLength="{_LETTER * len(shape.text)}"'
            parts.append(f"<text {place} {length} {fill}>{html.escape(shape.text)}</text>")
    return "\n".join([*parts, "</svg>", ""]).encode()


def png(picture: Picture) -> bytes:
    """The picture as PNG, in the strap's own letters."""
    dots = [bytearray([_NUMBERS["paper"]]) * picture.width for _ in range(picture.height)]
    for shape in picture.shapes:
        boxes = [shape] if isinstance(shape, Box) else _letters(shape)
        for x, y, width, height, colour in boxes:
            run = bytes([_NUMBERS[colour]]) * width
            for row in dots[y : y + height]:
                row[x : x + width] = run
    return png_of(dots, bytes.fromhex("".join(_COLOURS.values())))


def _letters(text: Text) -> list[Box]:
    boxes = []
    for i, code in enumerate(encode(text.text)):
        at = 5 * (code - 32) if 5 * (code - 31) <= len(FONT) else 5 * (ord("?") - 32)
        for column, bits in enumerate(FONT[at : at + 5]):
            x = text.x + _LETTER * i + _DOT * column
            boxes += [
                Box(x, text.y + _DOT * row, _DOT, _DOT, text.colour)
                for row in range(8)
                if bits >> row & 1
            ]
    return boxes
