"""Verb: simulate-nights. A routine's nights ahead of time: which points, and what waits."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.tool import Tool, speaks

if TYPE_CHECKING:
    from backstrap.nights.calendar import Row
    from backstrap.nights.simulate import Night

_SIGNS = ("●○▪◆─· ", "#ox+-. ")  # in the order of calendar.MARKS, and nothing
_WEEK = 7
_COLUMNS = 80


@click.command()
@click.argument("routine")
@click.option("--nights", "count", type=click.IntRange(1, 1000), default=60, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Of the simulated person's chance.")
@click.option(
    "--rate",
    type=click.FloatRange(0, 50),
    default=8.0,
    show_default=True,
    help="How much sooner a point throbs each time it is held, percent.",
)
@click.option(
    "--png", metavar="FILE", type=click.Path(path_type=Path), help="Draw the calendar too."
)
@click.option("--svg", metavar="FILE", type=click.Path(path_type=Path), help="The same as SVG.")
@click.pass_obj
def simulate_nights(
    tool: Tool,
    routine: str,
    count: int,
    seed: int,
    rate: float,
    png: Path | None,
    svg: Path | None,
) -> None:
    """Run ROUTINE for many nights with a simulated person, by the strap's own plan.

    ROUTINE is a file, or the id of a shipped one. The person is chance and shows what the plan
    does: which points come when, and what waits for what.
    """
    from backstrap import files
    from backstrap.nights import calendar, picture, simulate
    from backstrap.routines import shipped, source

    data = source.compile_file(shipped.find(routine)).data
    header, steps = simulate.load(data)
    nights = list(simulate.nights(data, count, simulate.Person(seed, rate)))
    groups = calendar.rows(steps, nights)
    name = header.name["en"] if isinstance(header.name, dict) else header.name
    caption = f"simulated person, seed {seed}: chance, no claim about anybody"
    drawn = picture.draw(f"{name}, {count} nights", caption, groups)
    for path, make in ((png, picture.png), (svg, picture.svg)):
        if path is not None:
            files.write(path, make(drawn))
            tool.say(f"{path}: written")
    value = {"nights": [_night(night) for night in nights]}
    tool.result(value, "\n".join([*_chart(groups, nights), "", caption]))


def _night(night: "Night") -> dict[str, Any]:
    from backstrap.words import reason
    from strapcore.routine import HOLD

    points = [
        {
            "id": deed.step.id,
            "layer": deed.step.layer if deed.step.kind == HOLD else None,
            "hold_ms": deed.hold_ms,
            "ended": deed.ended,
        }
        for deed in night.deeds
    ]
    locked = [{"id": name, "reason": reason(lock)} for name, lock in night.locks.items()]
    return {"night": night.number, "points": points, "locked": locked}


def _chart(groups: "list[tuple[str, list[Row]]]", nights: "list[Night]") -> list[str]:
    """The calendar in the terminal, as many whole weeks beside each other as fit."""
    from backstrap.nights.calendar import FREE, MARKS

    signs = next(signs for signs in _SIGNS if speaks(signs))
    sign = dict(zip((*MARKS, FREE), signs, strict=True))
    wide = max(len(row.id) for _, rows in groups for row in rows) + 4
    room = shutil.get_terminal_size((_COLUMNS, 24)).columns - wide
    each = max(1, room // (_WEEK + 1)) * _WEEK
    lines: list[str] = []
    for at in range(0, len(nights), each):
        weeks = [f"{night.number:<7}" for night in nights[at : at + each : _WEEK]]
        lines += ["", f"{'night':<{wide}}{' '.join(weeks)}".rstrip()]
        for title, rows in groups:
            lines.append(title)
            for row in rows:
                marks = "".join(sign[mark] for mark in row.marks[at : at + each])
                shown = " ".join(marks[i : i + _WEEK] for i in range(0, len(marks), _WEEK))
                lines.append(f"  {row.id:<{wide - 2}}{shown}".rstrip())
    used = {mark for _, rows in groups for row in rows for mark in row.marks}
    key = [f"{sign[mark]} {mark}" for mark in MARKS if mark in used]
    return [*lines[1:], "", *key]
