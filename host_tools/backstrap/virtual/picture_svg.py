"""Frames as SVG, sharp at any size; each run of lit points is a piece of one path."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from backstrap.virtual.picture import Titled, rows_of

_GAP = 12  # points between the frames; below them a title fits
_LINE = 9
_LETTER = 5
_STYLE = (
    ".g{fill:#020304;stroke:#2c3036}.p{fill:#d8fbff}"
    "text{fill:#9aa3ad;font:8px ui-monospace,monospace}"
)


def svg(rows: Sequence[Sequence[Titled]]) -> str:
    """Rows of frames, each above its title."""
    column = max((_width(cell) for row in rows for cell in row), default=0) + _GAP
    width = max(map(len, rows), default=0) * column + _GAP
    pieces, y = [], _GAP
    for row in rows:
        drawn = [rows_of(frame) for _, frame in row]
        for i, (title, _) in enumerate(row):
            pieces.append(_cell(title, drawn[i], _GAP + i * column, y))
        y += max(map(len, drawn), default=0) + _LINE + _GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" '
        f'width="{3 * width}" height="{3 * y}"><style>{_STYLE}</style>'
    )
    return "\n".join(
        [head, f'<rect width="{width}" height="{y}" fill="#1b1d21"/>', *pieces, "</svg>\n"]
    )


def _width(cell: Titled) -> int:
    title, frame = cell
    return max(len(rows_of(frame)[0]), _LETTER * len(title))


def _cell(title: str, points: list[str], x: int, y: int) -> str:
    width, height = len(points[0]), len(points)
    path = ""
    for row, line in enumerate(points):
        at = 0
        for point, run in groupby(line):
            length = len(list(run))
            if point == "#":
                path += f"M{at} {row}h{length}v1h-{length}z"
            at += length
    return (
        f'<g transform="translate({x} {y})">'
        f'<rect class="g" x="-2" y="-2" width="{width + 4}" height="{height + 4}" rx="2"/>'
        f'<path class="p" d="{path}"/><text y="{height + _LINE}">{escape(title)}</text></g>'
    )
