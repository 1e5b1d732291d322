"""Verb: limits. What no file can raise, and where each figure comes from."""

import click

from backstrap.cli.tool import Tool, table

_PA_PER_MMHG = 133.322
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_NOTE = (
    "P: proposed by this project, to be checked by a clinician; M: the maker's texts; "
    "L: literature; no medical claim."
)


@click.command()
@click.pass_obj
def limits(tool: Tool) -> None:
    """Show every safety limit of the strap and its source. No strap is needed."""
    from strapcore.limits import TABLE

    keys = ("name", "value", "unit", "what", "source")
    found = [dict(zip(keys, row, strict=True)) for row in TABLE]
    marks = _marks([row["source"] for row in found])
    rows = [
        (row["name"], _shown(row["value"], row["unit"]), row["what"], marks[row["source"]])
        for row in found
    ]
    sources = [f"{mark}  {source.partition(': ')[2]}" for source, mark in marks.items()]
    head = ("limit", "is", "what it does", "source")
    tool.result(found, "\n".join([table(head, rows), "", *sources, "", _NOTE]))


def _marks(sources: list[str]) -> dict[str, str]:
    """A short mark for each source: its letter, and a number."""
    marks: dict[str, str] = {}
    for source in sources:
        if source not in marks:
            number = 1 + sum(mark[0] == source[0] for mark in marks.values())
            marks[source] = f"{source[0]}{number}"
    return marks


def _shown(value: int, unit: str) -> str:
    """An amount in the unit a person thinks in."""
    if unit == "Pa":
        return f"{round(value / _PA_PER_MMHG)} mmHg ({value} Pa)"
    if unit not in _SECONDS:
        return f"{value} {unit}".rstrip()
    seconds = round(value * _SECONDS[unit])
    if seconds % 3600 == 0 and seconds > 3600:
        return f"{seconds // 3600} h"
    return f"{seconds} s" if seconds % 60 else f"{seconds // 60} min"
