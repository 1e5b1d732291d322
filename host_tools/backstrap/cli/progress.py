"""Verbs: progress show, export, import, reset. What a person has done, as the strap keeps it."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool, table
from backstrap.errors import UserError

_FIRST_DAY = 19723  # 2024-01-01: nights below were counted, for no clock was set
_NOBODY = "nobody has held a point yet"

person_option = click.option(
    "--person", type=int, default=1, show_default=True, help="Whose, as in the strap's menu."
)


@click.group()
def progress() -> None:
    """See what a person has done, keep a copy, put one back, forget one point."""


@progress.command()
@person_option
@force_option
@click.pass_obj
def show(tool: Tool, person: int, force: bool) -> None:
    """Show every point that was held: how often, how often it let go, when, how long."""
    from backstrap.device import progress as device

    device.path(person)
    with tool.stopped(force) as strap:
        found = device.load(strap, person)
        address = strap.address
    value: dict[str, Any] = {"strap": address, "person": person, "night": None, "routines": []}
    if found is None or not found[0]["routines"]:
        tool.result(value, f"person {person}: {_NOBODY}")
        return
    kept = found[0]
    value |= {"night": _night(kept), "routines": [_routine(*item) for item in _items(kept)]}
    tool.result(value, _page(value))


def _items(kept: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(kept["routines"].items())


def _night(kept: dict[str, Any]) -> dict[str, Any]:
    """What was done in the last of the nights."""
    from strapcore import progress as entries

    night = kept["night"]
    done = [
        {"routine": name, "id": step, "times": entry[entries.TONIGHT]}
        for name, routine in kept["routines"].items()
        for step, entry in routine["steps"].items()
        if entry[entries.NIGHT] == night and entry[entries.TONIGHT]
    ]
    dose_s = entries.dose_s(kept, night)
    return {"night": night, "date": _date(night), "done": done, "dose_s": dose_s}


def _routine(name: str, done: dict[str, Any]) -> dict[str, Any]:
    points = [_point(point, entry) for point, entry in done["steps"].items()]
    return {"id": name, "start": done["start"], "start_date": _date(done["start"]),
            "nights": done["nights"], "points": points}  # fmt: skip


def _point(name: str, entry: list[int]) -> dict[str, Any]:
    from strapcore import progress as kept
    from strapcore.record import ENDED

    ended, night = entry[kept.ENDED], entry[kept.NIGHT]
    return {
        "id": name,
        "times": entry[kept.TIMES],
        "let_go": entry[kept.LET_GO],
        "night": night or None,
        "date": _date(night),
        "seconds": entry[kept.SECONDS] if night else None,
        "ended": (ENDED[ended] if ended < len(ENDED) else f"code {ended}") if night else None,
        "next_target_s": entry[kept.TARGET_S] or None,
        "own": entry[kept.OWN_TARGET] == 1,
    }


def _date(night: int) -> str | None:
    """The day a night began on; None when the strap's clock was not set."""
    if not _FIRST_DAY <= night <= (date.max - date(1970, 1, 1)).days:
        return None
    return (date(1970, 1, 1) + timedelta(days=night)).isoformat()


def _page(value: dict[str, Any]) -> str:
    from backstrap.history.record import ENDED
    from backstrap.names import plain

    lines = []
    for routine in value["routines"]:
        since = routine["start_date"] or f"night {routine['start']}"
        lines += [f"{plain(routine['id'])}, since {since}"]
        rows = [
            (
                plain(point["id"]),
                point["times"],
                point["let_go"],
                point["date"] or (f"night {point['night']}" if point["night"] else None),
                _clock(point["seconds"]),
                _clock(point["next_target_s"]),
                "yes" if point["own"] else None,
                ENDED.get(point["ended"] or "", point["ended"]),
            )
            for point in routine["points"]
        ]
        head = ("point", "times", "let go", "last night", "min", "next", "own", "ended")
        lines += [table(head, rows), ""]
    night = value["night"]
    held = ", ".join(plain(one["id"]) for one in night["done"]) or "nothing"
    when = night["date"] or str(night["night"])
    lines.append(f"night {when}: {held}; {_clock(night['dose_s'])} min above 67 mmHg")
    return "\n".join(lines)


def _clock(seconds: int | None) -> str | None:
    return None if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


@progress.command()
@click.argument("file", type=click.Path(path_type=Path))
@person_option
@force_option
@click.pass_obj
def export(tool: Tool, file: Path, person: int, force: bool) -> None:
    """Write a person's progress to FILE, as it is on the strap (JSON)."""
    from backstrap import files
    from backstrap.device import progress as device

    device.path(person)
    with tool.stopped(force) as strap:
        found = device.load(strap, person)
        address = strap.address
    if found is None:
        raise UserError(f"{address}, person {person}: {_NOBODY}; there is nothing to export")
    files.write(file, found[1])
    value = {"strap": address, "person": person, "file": str(file), "bytes": len(found[1])}
    tool.result(value, f"{file}: {len(found[1])} bytes, person {person}")


@progress.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@person_option
@force_option
@click.pass_obj
def import_(tool: Tool, file: Path, person: int, force: bool) -> None:
    """Put the progress in FILE in the place of a person's; checked before anything is sent."""
    from backstrap import files
    from backstrap.device import progress as device

    device.path(person)
    kept = device.parse(files.read(file, device.BYTES_MOST, "progress of a person"), str(file))
    with tool.stopped(force) as strap:
        size = device.put(strap, person, kept)
        address = strap.address
    value = {"strap": address, "person": person, "file": str(file), "bytes": size}
    tool.result(value, f"{file}: now the progress of person {person}, {size} bytes")


@progress.command()
@click.option("--point", metavar="ID", help="Which; `backstrap progress show` lists them.")
@click.option("--routine", metavar="ID", help="Of which routine, where several have it.")
@person_option
@force_option
@click.pass_obj
def reset(tool: Tool, point: str | None, routine: str | None, person: int, force: bool) -> None:
    """Forget one point, as if it had never been held. What was held tonight stays counted."""
    from backstrap.device import progress as device
    from backstrap.names import plain

    device.path(person)
    if point is None:
        raise UserError(_everything())
    with tool.stopped(force) as strap:
        found = device.load(strap, person)
        address = strap.address
        if found is None:
            raise UserError(f"{address}, person {person}: {_NOBODY}; there is nothing to forget")
        name = device.forget(found[0], point, routine)
        device.put(strap, person, found[0])
    value = {"strap": address, "person": person, "routine": name, "point": point}
    tool.result(value, f"{plain(point)} of {plain(name)}: forgotten")


def _everything() -> str:
    from strapcore.progress import fresh

    return (
        "reset forgets one point: name it with --point; `backstrap progress show` lists them. To "
        "begin anew with all: keep what there is (`backstrap progress export OLD.json`), then "
        "`backstrap progress import` a file with this line, which removing the strap's own file "
        f"would not do, for it is made again from the records:\n{json.dumps(fresh())}"
    )
