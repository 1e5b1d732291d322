"""The wiring of a board as an SVG picture that one can build from."""

from html import escape
from textwrap import wrap
from typing import Any

from backstrap.boards.layout import BOARD_W, PART_W, PITCH, Box, Layout, Net, lay_out, span
from backstrap.boards.parts import PURPOSES, board_pins, on_board
from backstrap.boards.pins import ROWS, Label, labels
from backstrap.boards.symbols import Pen, symbol

_MARGIN, _TOP = 40, 112
_LINE = 20
_LETTER = 6.9  # wide, of a note's line, at the most
_GOLD = "#b79a4b"
_SANS = "'DejaVu Sans', Verdana, Arial, sans-serif"
_STYLE = f"""
text{{font-family:{_SANS};font-size:12px;fill:#39424e}}
.h{{font-size:26px;font-weight:bold;fill:#1d232b}} .q{{font-size:14px;fill:#697482}}
.name{{font-size:14px;font-weight:bold;fill:#1d232b}} .told{{font-size:11px;fill:#697482}}
.pin{{font-size:12px;font-weight:bold;fill:#1d232b}} .t{{font-size:10px;fill:#697482}}
.i{{font-size:10px;font-weight:bold}} .l{{font-size:18px;fill:#bff3ff}}
.card{{fill:#fff;stroke:#c3cbd6;stroke-width:1.5}} .free{{stroke-dasharray:6 4}}
.s,.k{{fill:none;stroke:#49535f;stroke-width:1.6;stroke-linejoin:round}} .k{{stroke-width:2.6}}
.f{{fill:#49535f;stroke:#49535f}} .b{{fill:#fff;stroke:#49535f;stroke-width:1.6}}
.n{{fill:#49535f}} .m{{fill:#eef1f5;stroke:#c3cbd6}} .g{{fill:#0b1016;stroke:#5b6b76}}
.body{{fill:#1f4037;stroke:#14302a;stroke-width:2}} .metal{{fill:#c9cfd6;stroke:#9aa3ad}}
.chip{{fill:#2b3138;stroke:#11151a}} .on{{fill:#e9f2ee;font-weight:bold}} .off{{fill:#86a59a}}
.io{{font-size:10px;font-weight:normal}} .mark{{fill:#d5dbe1;font-size:11px}}
.w{{fill:none;stroke-width:3.4;stroke-linecap:round;stroke-linejoin:round}}
.c{{fill:none;stroke:#f6f8fa;stroke-width:7}}
.pad{{stroke:#f3e3ae;stroke-width:2}} .end{{stroke:#fff;stroke-width:1.5}}
.tag{{font-size:10px;fill:#8a5a00}} .tagbox{{fill:#fff3d6;stroke:#ecd59a}}
"""
_HOW = (
    "Seen from the side with the parts, USB up. The names printed on your board count, should "
    "they stand elsewhere. Dashed parts are optional."
)


def svg(board: dict[str, Any]) -> str:
    """The picture of a checked board with its rows of pins."""
    layout = lay_out(board)
    there = board_pins(board)
    pieces = [
        *_wires(layout),
        *_board(board, layout, there),
        *(piece for box in layout.boxes for piece in _part(box, layout)),
    ]
    more = on_board(board)
    notes = [
        _HOW,
        *([f"On the board: {', '.join(more)}."] if more else []),
        *board.get("notes", ()),
    ]
    inner = max(layout.width, 860)
    lines = [line for note in notes for line in wrap(note, int(inner / _LETTER))]
    height = _TOP + layout.height + 92 + _LINE * len(lines)
    width = inner + 2 * _MARGIN
    left = _MARGIN + (inner - layout.width) / 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
            f"<title>{escape(board['name'])}: wiring of a BackStrap</title>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{width:g}" height="{height:g}" fill="#f6f8fa"/>',
            *_head(board),
            f'<g transform="translate({left:g} {_TOP})">',
            *pieces,
            "</g>",
            *_legend(board, layout, _TOP + layout.height + 40),
            *_notes(lines, _TOP + layout.height + 84),
            "</svg>\n",
        ]
    )


def _head(board: dict[str, Any]) -> list[str]:
    return [
        _text(_MARGIN, 52, board["name"], "h"),
        _text(_MARGIN, 78, f"MicroPython {board['firmware']}; {board['board']}.toml", "q"),
    ]


def _legend(board: dict[str, Any], layout: Layout, y: float) -> list[str]:
    used = [n for n in PURPOSES if any(net.name == n for s in ROWS for net in layout.nets[s])]
    pieces, x = [], float(_MARGIN)
    for net in used:
        text = (board.get("power") or {}).get("label", net) if net == "switched" else net
        color = PURPOSES[net][1]
        pieces.append(f'<path class="w" stroke="{color}" d="M{x:g} {y:g}h24"/>')
        pieces.append(_text(x + 32, y + 4, text))
        x += 32 + 8 * len(text) + 22
    return pieces


def _notes(lines: list[str], y: float) -> list[str]:
    return [_text(_MARGIN, y + _LINE * i, line) for i, line in enumerate(lines)]


def _wires(layout: Layout) -> list[str]:
    """Net by net, each on a pale rim: where two cross, one passes below. Joints lie above all."""
    paths: dict[str, str] = {}
    joints = []
    for side in ROWS:
        for net in layout.nets[side]:
            paths[net.name] = paths.get(net.name, "") + _path(net, side, layout)
            joints += [_joint(net.x, y, PURPOSES[net.name][1]) for y in _joints(net)]
    wires = [
        piece
        for name, path in paths.items()
        for piece in (
            f'<path class="c" d="{path}"/>',
            f'<path class="w" stroke="{PURPOSES[name][1]}" d="{path}"/>',
        )
    ]
    return wires + joints


def _path(net: Net, side: str, layout: Layout) -> str:
    top, low = span(net)
    ends = [(layout.edges[side], y) for y in net.to_board]
    ends += [(layout.part_edges[side], y) for y in net.to_parts]
    if net.around is not None and side == "left":  # as far as its track on the other side
        other = next(n for n in layout.nets["right"] if n.name == net.name)
        ends.append((other.x, net.around))
    return f"M{net.x:g} {top:g}V{low:g}" + "".join(f"M{net.x:g} {y:g}H{x:g}" for x, y in ends)


def _joints(net: Net) -> list[float]:
    """Where three pieces of a wire meet."""
    top, low = span(net)
    ends = [*net.to_board, *net.to_parts, *([net.around] if net.around is not None else [])]
    return [y for y in ends if top < y < low or ends.count(y) > 1]


def _joint(x: float, y: float, color: str) -> str:
    return f'<circle class="joint" cx="{x:g}" cy="{y:g}" r="4.6" fill="{color}"/>'


def _board(board: dict[str, Any], layout: Layout, there: dict[str, Any]) -> list[str]:
    x, y, height = layout.board
    middle = x + BOARD_W / 2
    pieces = [
        f'<rect class="body" x="{x:g}" y="{y:g}" width="{BOARD_W}" height="{height:g}" rx="10"/>',
        f'<rect class="metal" x="{middle - 24:g}" y="{y - 9:g}" width="48" height="30" rx="4"/>',
        _text(middle, y + 12, "USB", "t", "middle"),
        *_inside(board, middle, y, height),
    ]
    colors = {
        (row, i): PURPOSES[net][1]
        for net, places in there.items()
        for row, i, _ in places
        if any(_reaches(n, net, y + (1.5 + i) * PITCH) for n in layout.nets[row])
    }
    for row in ROWS:
        for i, label in enumerate(labels(board, row)):
            if label.text:
                at = y + (1.5 + i) * PITCH
                pieces += _pad(row, layout.edges[row], at, label, colors.get((row, i)))
    return pieces


def _reaches(net: Net, name: str, y: float) -> bool:
    return net.name == name and y in net.to_board


def _pad(row: str, x: float, y: float, label: Label, color: str | None) -> list[str]:
    inwards = 1 if row == "left" else -1
    kind = "on" if color else "off"
    text = escape(label.text)
    if label.gpio >= 0 and label.text != str(label.gpio):
        io = f'<tspan class="io">GPIO {label.gpio}</tspan>'
        text = f"{text}\u2002{io}" if row == "left" else f"{io}\u2002{text}"
    anchor = "start" if row == "left" else "end"
    x_text = x + inwards * 14
    return [
        f'<circle class="pad" cx="{x:g}" cy="{y:g}" r="6.5" fill="{color or _GOLD}"/>',
        f'<text class="{kind}" x="{x_text:g}" y="{y + 4:g}" text-anchor="{anchor}">{text}</text>',
    ]


def _inside(board: dict[str, Any], middle: float, y: float, height: float) -> list[str]:
    """The chip, and the display where the board has one."""
    display = board.get("display") or {}
    chip_y = y + 40
    pieces = [
        f'<rect class="chip" x="{middle - 36:g}" y="{chip_y:g}" width="72" height="60" rx="4"/>',
        _text(middle, chip_y + 34, board["chip"].upper().replace("ESP32", "ESP32-").rstrip("-"),
              "mark", "middle"),
    ]  # fmt: skip
    if display.get("onboard"):
        glass = min(y + height - 62, chip_y + 84)
        pieces += [
            f'<rect class="g" x="{middle - 40:g}" y="{glass:g}" width="80" height="44" rx="3"/>',
            _text(middle, glass + 19, "OLED", "mark", "middle"),
            _text(
                middle, glass + 34, f"{display['width']} x {display['height']}", "mark", "middle"
            ),
        ]
    return pieces


def _part(box: Box, layout: Layout) -> list[str]:
    part, x, y = box.part, box.x, box.y
    edge = layout.part_edges[box.side]
    inwards = -1 if box.side == "left" else 1
    pen = Pen(edge, box.pins[0], inwards)
    kind = "card free" if part.optional else "card"
    pieces = [
        _rect(kind, x, y, PART_W, box.height),
        _text(x + 14, y + 22, part.name, "name"),
        _text(x + 14, y + 39, part.told, "told"),
    ]
    if part.optional:
        pieces += [
            _rect("tagbox", x + PART_W - 72, y + 9, 60, 17),
            _text(x + PART_W - 42, y + 21, "optional", "tag", "middle"),
        ]
    pieces += symbol(part, pen)
    for pin, at in zip(part.pins, box.pins, strict=True):
        color = PURPOSES[pin.net][1]
        anchor = "end" if box.side == "left" else "start"
        pieces += [
            f'<circle class="end" cx="{edge:g}" cy="{at:g}" r="5" fill="{color}"/>',
            _text(edge + inwards * 12, at + 4, pin.name, "pin", anchor),
        ]
    return pieces


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8"/>'
    )


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    classed = f' class="{kind}"' if kind else ""
    return f'<text{classed} x="{x:g}" y="{y:g}"{anchored}>{escape(text)}</text>'
