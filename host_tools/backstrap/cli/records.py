"""Verbs about what was held: pull, show."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool, table

if TYPE_CHECKING:
    from backstrap.device.strap import Strap
    from backstrap.history.store import Store

_PA_PER_MMHG = 133.322
_ID = re.compile("[0-9]{1,9}")

database_option = click.option(
    "--database",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The database of holds; else the one in your data folder.",
)


def opened(tool: Tool, database: Path | None, begin: bool = False) -> "Store":
    """The database, and on stderr what a person should know of it."""
    from backstrap.history.opening import open_store

    store, notes = open_store(database, begin)
    for note in notes:
        tool.say(note)
    return store


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Those too that were fetched before.")
@database_option
@force_option
@click.pass_obj
def pull(
    tool: Tool, folder: Path | None, everything: bool, database: Path | None, force: bool
) -> None:
    """Fetch the records that were not fetched yet into your database of holds.

    With FOLDER each is also written there, as a file. The strap is told only when they are safe on
    the disk; it may then make room.
    """
    store = opened(tool, database, begin=True)
    tool.each(lambda strap, _: _pull(strap, store, folder, everything, force))


def _pull(
    strap: "Strap", store: "Store", folder: Path | None, everything: bool, force: bool
) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect

    with connect.stopped(strap, force):
        return fetch(strap, store, folder, everything)


def fetch(
    strap: "Strap", store: "Store", folder: Path | None, everything: bool
) -> tuple[dict[str, Any], str]:
    """Fetch a strap's records; the result, as JSON and for people."""
    from backstrap.device import sync

    uid, before = strap.identity()["uid"], sync.pulled(strap)
    found = [
        _kept(store, uid, number, data, folder)
        for number, data in sync.records(strap, 0 if everything else before)
    ]
    if found and found[-1]["number"] > before:
        sync.mark_pulled(strap, found[-1]["number"])
    lines = [_line(row) for row in found]
    value = {
        "strap": strap.address,
        "database": str(store.path),
        "folder": str(folder) if folder else None,
        "records": found,
    }
    return value, "\n".join(lines) or "nothing new on the strap"


def _kept(
    store: "Store", uid: str, number: int, data: bytes, folder: Path | None
) -> dict[str, Any]:
    from backstrap.history import holds

    taken = store.take(uid, number, data)
    hold = store.one(taken.id)[0] if taken.why is None else {}
    return {
        "id": taken.id,
        "number": number,
        "new": taken.new,
        "file": str(holds.keep(folder, uid, number, data)) if folder else None,
        "why": taken.why,
        **{name: hold.get(name) for name in ("routine", "point", "hold_ms", "ended", "damaged")},
    }


def _line(row: dict[str, Any]) -> str:
    name = f"{row['id']}: record {row['number']}"
    again = "" if row["new"] else ", there already"
    where = f", {row['file']}" if row["file"] else ""
    if row["why"]:
        return (
            f"{name} cannot be read ({row['why']}); it is kept as it came, for a later version"
            f"{again}{where}"
        )
    damaged = f", damaged blocks: {row['damaged']}" if row["damaged"] else ""
    held = f"{row['point']} of {row['routine']}, {clock(row['hold_ms'])}"
    return f"{name}, {held}{damaged}{again}{where}"


@click.command()
@click.argument("record", metavar="RECORD")
@database_option
@click.pass_obj
def show(tool: Tool, record: str, database: Path | None) -> None:
    """Show one hold: what is known of it as a whole, then a row a minute.

    RECORD is an id, as `backstrap history` lists them, or a file.
    """
    from backstrap.history import holds
    from backstrap.history.record import minutes, parse

    file = None
    if _ID.fullmatch(record) and not Path(record).exists():
        hold, data = opened(tool, database).one(int(record))
    else:
        file = record
        hold, data = holds.read(Path(record))
    rows = minutes(parse(data))
    tool.result({"file": file, **hold, "minutes": rows}, _page(hold, rows))


def _page(figures: dict[str, Any], minutes: list[dict[str, Any]]) -> str:
    from backstrap.history.record import ENDED

    night = f"night {figures['night_number']}, counted: the strap's clock was not set"
    if figures["night"]:  # from noon to noon, so 04:15 is of the evening before
        night = f"night of {figures['night']}"
    if figures["minute"] is not None:
        night += f", {figures['minute'] // 60:02d}:{figures['minute'] % 60:02d}"
    rows = [
        (
            row["minute"],
            row["contact_s"],
            mmhg(row["load_mean_pa"]),
            mmhg(row["load_most_pa"]),
            row["moving_s"],
            row["paused_s"],
            row["temperature_c"],
            row["breath_per_min_estimate"],
            row["pulse_per_min_estimate"],
        )
        for row in minutes
    ]
    head = ("min", "on ball s", "mmHg mean", "most", "moving s", "paused s", "ball C", "~breath",
            "~pulse")  # fmt: skip
    mean, most = (_known(mmhg(figures[f"load_{name}_pa"])) for name in ("mean", "most"))
    facts = [
        ("hold", f"{figures['number']}: {figures['point']} of {figures['routine']}, {night}"),
        ("held", f"{clock(figures['hold_ms'])} of {_target(figures)}"),
        ("ended", ENDED.get(figures["ended"], figures["ended"])),
        ("person", _known(figures["person"])),
        ("load", f"mean {mean}, most {most} mmHg; {_known(figures['dose_s'])} s above 67 mmHg"),
        ("pauses", f"{_known(figures['pauses'])}; movements {_known(figures['moves'])}"),
    ]
    if figures["override"]:
        facts.append(("override", f"begun by a very long press, although {figures['override']}"))
    if figures["tissue_pa_estimate"] is not None:
        facts.append(("ball", _became(figures)))
    if figures["damaged"]:
        facts.append(("damaged", f"{figures['damaged']} blocks did not pass their checksum"))
    lines = [f"{name.ljust(9)}{text}" for name, text in facts]
    note = "~ is an estimate, per minute; '-' where the strap was not sure. All else is measured."
    return "\n".join([*lines, "", table(head, rows), "", note])


_BECAME = (
    ("leak_pa", "leak took {} Pa"),
    ("heat_pa", "warmth added {} Pa"),
    ("tissue_pa_estimate", "~tissue gave {} Pa"),
    ("throb_ratio_estimate", "~pulse {} times its start"),
)


def _became(figures: dict[str, Any]) -> str:
    """What the ball's pressure did, and why, as far as the strap could tell."""
    said = [text.format(figures[key]) for key, text in _BECAME if figures[key] is not None]
    short_pa = figures["shortfall_pa"]
    if short_pa is not None:
        said.insert(0, f"zero {abs(short_pa)} Pa {'lower' if short_pa > 0 else 'higher'} after it")
    unknown = [part for part in ("leak", "heat") if figures[f"{part}_pa"] is None]
    if unknown:
        said.append(f"{' and '.join(unknown)} not known, so in the tissue's part")
    return "; ".join(said)


def _target(figures: dict[str, Any]) -> str:
    target_s = figures["target_s"]
    return "an unknown target" if target_s is None else f"{clock(target_s * 1000)} min"


def clock(ms: int) -> str:
    return f"{ms // 60000}:{ms // 1000 % 60:02d}"


def _known(value: int | None) -> str:
    return "-" if value is None else str(value)


def mmhg(pa: int | None) -> int | None:
    return None if pa is None else round(pa / _PA_PER_MMHG)
