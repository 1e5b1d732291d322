"""What is inside each part of a wiring picture.

A symbol is drawn by distances: u from the edge with the pins inwards, v from the first pin down,
both in points; the pins are 26 apart.
"""

from collections.abc import Callable
from typing import NamedTuple

from backstrap.boards.parts import Part

_STEP = 26


def lead(name: str) -> float:
    """u where the line from a pin begins, behind the pin's name."""
    return 18 + 9 * len(name)


class Pen(NamedTuple):
    """Where the first pin of a part is; inwards is 1 where u grows to the right, else -1."""

    x: float
    y: float
    inwards: int

    def at(self, u: float, v: float) -> str:
        """A point as SVG writes it."""
        return f"{self.x + self.inwards * u:g} {self.y + v:g}"

    def line(self, *points: tuple[float, float], kind: str = "s") -> str:
        path = "M" + "L".join(self.at(u, v) for u, v in points)
        return f'<path class="{kind}" d="{path}"/>'

    def dot(self, u: float, v: float, r: float = 3) -> str:
        x, y = self.at(u, v).split()
        return f'<circle class="n" cx="{x}" cy="{y}" r="{r:g}"/>'

    def ring(self, u: float, v: float, r: float) -> str:
        x, y = self.at(u, v).split()
        return f'<circle class="b" cx="{x}" cy="{y}" r="{r:g}"/>'

    def box(
        self, u: float, v: float, width: float, height: float, kind: str = "b", r: float = 2
    ) -> str:
        """A rectangle by its middle."""
        x = self.x + self.inwards * u - width / 2
        return (
            f'<rect class="{kind}" x="{x:g}" y="{self.y + v - height / 2:g}" '
            f'width="{width:g}" height="{height:g}" rx="{r:g}"/>'
        )

    def text(self, u: float, v: float, text: str, anchor: str = "middle", kind: str = "t") -> str:
        x, y = self.at(u, v).split()
        if self.inwards < 0:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'


def symbol(part: Part, pen: Pen) -> list[str]:
    """The pieces of the part's symbol."""
    return _SYMBOLS[part.symbol](part, pen)


def _sensor(part: Part, pen: Pen) -> list[str]:
    middle = 1.5 * _STEP
    return [
        pen.box(140, middle, 84, 84, "m", 6),
        pen.ring(140, middle, 25),
        pen.ring(140, middle, 11),
        pen.dot(140, middle, 4),
    ]


def _display(part: Part, pen: Pen) -> list[str]:
    width, height = (int(side) for side in part.name.removeprefix("OLED ").split(" x "))
    middle = (len(part.pins) - 1) / 2 * _STEP
    return [
        pen.box(144, middle, width + 14, max(height, 40) + 22, "m", 6),
        pen.box(144, middle, width, height, "g", 2),
        pen.text(144, middle + 6, "12:00", kind="l"),
    ]


def _button(part: Part, pen: Pen) -> list[str]:
    low = _STEP
    return [
        pen.line((lead("1"), 0), (110, 0), (110, 3)),
        pen.line((lead("2"), low), (110, low), (110, low - 3)),
        pen.dot(110, 3), pen.dot(110, low - 3),
        pen.line((118, 1), (118, low - 1)),
        pen.line((118, low / 2), (130, low / 2)),
        pen.line((130, low / 2 - 8), (130, low / 2 + 8)),
    ]  # fmt: skip


def _piezo(part: Part, pen: Pen) -> list[str]:
    middle = _STEP / 2
    return [
        pen.line((lead("+"), 0), (124, 0)),
        pen.line((lead("-"), _STEP), (124, _STEP)),
        pen.ring(140, middle, 21),
        pen.ring(140, middle, 13),
        pen.dot(140, middle, 3),
    ]


def _load(part: Part, pen: Pen) -> list[str]:
    """A load to 3.3 V, an NPN transistor below it, a diode across it."""
    inside = "M" if part.symbol == "motor" else "BZ"
    return [
        pen.line((lead("3V3"), 0), (192, 0)),
        pen.line((152, 0), (152, 44)),
        pen.line((192, 0), (192, 40), (152, 40)),
        pen.dot(152, 0), pen.dot(152, 40),
        pen.ring(152, 19, 13), pen.text(152, 23, inside, kind="i"),
        pen.line((185, 26), (199, 26), (192, 13), (185, 26), kind="f"),
        pen.line((184, 12), (200, 12)),
        pen.line((lead("IN"), _STEP), (112, _STEP), (112, 58), (136, 58)),
        pen.box(84, _STEP, 36, 12), pen.text(84, 15, "1 k\u03a9"),
        pen.line((136, 47), (136, 69), kind="k"),
        pen.line((136, 54), (152, 44)),
        pen.line((136, 62), (152, 74)),
        pen.line((143, 72), (152, 74), (149, 65), kind="f"),
        pen.line((152, 74), (152, 88), (98, 88), (98, 2 * _STEP), (lead("GND"), 2 * _STEP)),
        pen.text(166, 63, "NPN", "start"),
    ]  # fmt: skip


def _divider(part: Part, pen: Pen) -> list[str]:
    upper, lower = part.told.partition(",")[0].split(" over ")
    return [
        pen.line((lead("OUT"), 0), (204, 0)),
        pen.box(168, 0, 38, 12), pen.text(168, 20, upper),
        pen.dot(208, 0, 4), pen.text(208, 18, "cell +"),
        pen.dot(132, 0), pen.dot(96, 0),
        pen.line((132, 0), (132, 62)),
        pen.box(132, 31, 12, 34), pen.text(143, 46, lower, "start"),
        pen.line((96, 0), (96, 27)), pen.line((96, 34), (96, 62)),
        pen.line((86, 27), (106, 27), kind="k"), pen.line((86, 34), (106, 34), kind="k"),
        pen.line((lead("GND"), _STEP), (66, _STEP), (66, 62), (132, 62)),
        pen.dot(96, 62), pen.text(96, 78, "100 nF"),
    ]  # fmt: skip


def _pull_ups(part: Part, pen: Pen) -> list[str]:
    low = 2 * _STEP
    ohms = part.told.partition(",")[0].removeprefix("2 x ")
    return [
        pen.line((lead("SCL"), 0), (144, 0), (144, low), (lead("SDA"), low)),
        pen.line((lead("3V3"), _STEP), (144, _STEP)),
        pen.dot(144, _STEP),
        pen.box(100, 0, 38, 12), pen.box(100, low, 38, 12),
        pen.text(154, 4, ohms, "start"), pen.text(154, low + 4, ohms, "start"),
    ]  # fmt: skip


_SYMBOLS: dict[str, Callable[[Part, Pen], list[str]]] = {
    "sensor": _sensor,
    "display": _display,
    "button": _button,
    "piezo": _piezo,
    "motor": _load,
    "switched": _load,
    "divider": _divider,
    "pull-ups": _pull_ups,
}
