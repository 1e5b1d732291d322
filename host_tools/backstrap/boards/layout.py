"""Where everything of a wiring picture goes: parts beside the board, wires at right angles.

Each net has one vertical track a side, and horizontal pieces from there to its pins. Pins of the
board are on rows of the grid, pins of parts between rows, and what goes round the board's end
between those, so that no two horizontal pieces can lie on one another.
"""

from collections.abc import Iterable
from itertools import permutations, product
from typing import Any, NamedTuple

from backstrap.boards.parts import Part, board_pins, parts
from backstrap.boards.pins import ROWS, labels

PITCH = 26  # between two pins
TRACK = 15
BOARD_W, PART_W, STUB = 264, 250, 26
HEAD = 2  # rows of a part above its first pin, for its name
_TAIL, _GAP = 1, 1  # rows below its last pin, and to the next part
_LEAST_ROWS = {"switched": 4, "motor": 4, "divider": 4, "pull-ups": 3}
_ROUND = 90  # of rows of height, what a wire round the board is worth less


_Placed = tuple[Part, float, tuple[float, ...]]  # its top, the y of each of its pins


class Box(NamedTuple):
    """A part in its place; y: its top, pins: the y of each of its pins."""

    part: Part
    side: str
    x: float
    y: float
    height: float
    pins: tuple[float, ...]


class Net(NamedTuple):
    """A net on one side: the x of its track, y of its ends there, and how far those reach."""

    name: str
    x: float
    to_board: tuple[float, ...]
    to_parts: tuple[float, ...]
    around: float | None  # y of the piece round the board's end


class Layout(NamedTuple):
    """board: x, y, height of the board; rows of pins have their y."""

    width: float
    height: float
    board: tuple[float, float, float]
    edges: dict[str, float]  # x of the board's rows of pins
    part_edges: dict[str, float]  # x of the parts' pins
    boxes: list[Box]
    nets: dict[str, list[Net]]


def rows_of(part: Part) -> int:
    """Rows of the grid that a part's pins and symbol take."""
    return max(len(part.pins), _LEAST_ROWS.get(part.symbol, 2))


def lay_out(board: dict[str, Any]) -> Layout:
    """The places; the origin is the top left corner of all there is."""
    there = board_pins(board)
    found = parts(board)
    sides = _sides(found, there)
    count = max(len(labels(board, row)) for row in ROWS)
    columns = {
        side: [p for p, at in zip(found, sides, strict=True) if at == side] for side in ROWS
    }
    heights = {side: _height(column) for side, column in columns.items()}
    board_rows = count + 3
    total = max(*heights.values(), board_rows)
    top = (total - board_rows) // 2 + 2  # row of the board's first pins
    spots = {net: [(row, (top + i) * PITCH) for row, i, _ in at] for net, at in there.items()}
    placed = {side: _column(columns[side], spots, side, total) for side in ROWS}
    names = {side: _used(placed[side]) for side in ROWS}
    around = _around(names, spots)
    bottom = (top + count) * PITCH
    nets = {side: _tracks(side, placed[side], names[side], spots, around, bottom) for side in ROWS}
    return _finished(board, placed, nets, top, bottom, total, around)


def _sides(found: list[Part], there: dict[str, Any]) -> list[str]:
    """The side of each part: even columns, few wires round the board."""
    nets = {
        row: {net for net, at in there.items() if any(r == row for r, *_ in at)} for row in ROWS
    }

    def cost(sides: Iterable[str]) -> tuple[float, tuple[str, ...]]:
        heights = dict.fromkeys(ROWS, 0)
        crossing = set()
        for part, side in zip(found, sides, strict=True):
            heights[side] += rows_of(part) + HEAD + _TAIL + _GAP
            crossing |= {(pin.net, side) for pin in part.pins if pin.net not in nets[side]}
        return max(heights.values()) * PITCH + _ROUND * len(crossing), tuple(sides)

    return list(min(product(ROWS, repeat=len(found)), key=cost))


def _height(column: list[Part]) -> int:
    return sum(rows_of(part) + HEAD + _TAIL + _GAP for part in column)


def _column(column: list[Part], spots: dict[str, Any], side: str, total: int) -> list[_Placed]:
    """(part, top, y of its pins), in the order that needs the least wire."""
    start = (total - _height(column)) // 2

    def put(order: tuple[Part, ...]) -> list[_Placed]:
        row = start
        out: list[_Placed] = []
        for part in order:
            first = (row + HEAD + 0.5) * PITCH
            out.append(
                (part, row * PITCH, tuple(first + i * PITCH for i in range(len(part.pins))))
            )
            row += rows_of(part) + HEAD + _TAIL + _GAP
        return out

    def length(order: tuple[Part, ...]) -> float:
        ends: dict[str, list[float]] = {}
        for part, _, ys in put(order):
            for pin, y in zip(part.pins, ys, strict=True):
                ends.setdefault(pin.net, []).append(y)
        for net, found in ends.items():
            found += [y for row, y in spots.get(net, ()) if row == side]
        return sum(max(found) - min(found) for found in ends.values())

    return put(min(permutations(column), key=length))


def _used(column: list[_Placed]) -> list[str]:
    return list(dict.fromkeys(pin.net for part, *_ in column for pin in part.pins))


def _around(names: dict[str, list[str]], spots: dict[str, Any]) -> list[str]:
    """The nets that must go round the board: wanted on a side that has no pin of theirs."""
    found = []
    for side in ROWS:
        for net in names[side]:
            rows = {row for row, _ in spots.get(net, ())}
            if rows and side not in rows and net not in found:
                found.append(net)
    return found


def _tracks(
    side: str,
    column: list[_Placed],
    names: list[str],
    spots: dict[str, Any],
    around: list[str],
    bottom: float,
) -> list[Net]:
    """The nets of a side, those first whose tracks are nearest to the board; x is the number of
    the track for now."""
    nets = []
    for net in dict.fromkeys([*names, *around]):
        to_parts = tuple(
            y
            for part, _, ys in column
            for pin, y in zip(part.pins, ys, strict=True)
            if pin.net == net
        )
        near = sorted(
            (y for row, y in spots.get(net, ()) if row == side),
            key=lambda y: min((abs(y - other) for other in to_parts), default=0),
        )
        end = bottom + (around.index(net) + 1.5) * PITCH / 2 if net in around else None
        nets.append(Net(net, 0, tuple(near[:1]), to_parts, end))
    return _ordered(nets)


def _ordered(nets: list[Net]) -> list[Net]:
    """With few crossings: neighbours change places as long as that helps."""
    best, better = list(nets), True
    while better:
        better = False
        for i, j in product(range(len(best)), repeat=2):
            tried = list(best)
            tried.insert(j, tried.pop(i))
            if _crossings(tried) < _crossings(best):
                best, better = tried, True
    return best


def span(net: Net) -> tuple[float, float]:
    """Top and bottom of a net's track."""
    ends = (*net.to_board, *net.to_parts, *([net.around] if net.around is not None else []))
    return min(ends), max(ends)


def _crossings(nets: list[Net]) -> int:
    """How many wires cross; the first net is the nearest to the board."""
    count = 0
    for i, net in enumerate(nets):
        for near in nets[:i]:
            top, low = span(near)
            inward = (*net.to_board, *([net.around] if net.around is not None else []))
            count += sum(top < y < low for y in inward)
            top, low = span(net)
            count += sum(top < y < low for y in near.to_parts)
    return count


def _finished(
    board: dict[str, Any],
    placed: dict[str, list[_Placed]],
    nets: dict[str, list[Net]],
    top: int,
    bottom: float,
    total: int,
    around: list[str],
) -> Layout:
    room = {side: STUB * 2 + TRACK * max(len(nets[side]) - 1, 0) for side in ROWS}
    has = {side: bool(placed[side]) for side in ROWS}
    left = float(PART_W * has["left"] + room["left"])
    edges = {"left": left, "right": left + BOARD_W}
    part_edges = {"left": left - room["left"], "right": left + BOARD_W + room["right"]}
    boxes = []
    for side in ROWS:
        x = part_edges[side] - (PART_W if side == "left" else 0)
        for part, y, ys in placed[side]:
            height = (rows_of(part) + HEAD + _TAIL / 2) * PITCH
            boxes.append(Box(part, side, x, y, height, ys))
    sign = {"left": -1, "right": 1}
    put = {
        side: [
            net._replace(x=edges[side] + sign[side] * (STUB + TRACK * i))
            for i, net in enumerate(nets[side])
        ]
        for side in ROWS
    }
    y = (top - 1.5) * PITCH
    end = max(bottom + (len(around) + 1) * PITCH / 2, *(b.y + b.height for b in boxes))
    width = part_edges["right"] + PART_W * has["right"]
    return Layout(width, end, (left, y, bottom - y), edges, part_edges, boxes, put)
