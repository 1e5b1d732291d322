"""Verbs about what was held: pull, show."""

from pathlib import Path
from typing import Any

import click

from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool, table
from backstrap.errors import UserError

_PA_PER_MMHG = 133.322


def _default_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("backstrap", appauthor=False) / "holds"


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@force_option
@click.pass_obj
def pull(tool: Tool, folder: Path | None, force: bool) -> None:
    """Fetch the records that were not fetched yet into FOLDER (else your data folder).

    The strap is told only when they are safe on the disk; it may then make room.
    """
    from backstrap.device import sync
    from backstrap.history import record

    folder = folder or _default_folder()
    found: list[dict[str, Any]] = []
    with tool.stopped(force) as strap:
        uid = strap.identity()["uid"]
        for number, data in sync.records(strap):
            path = record.keep(folder, uid, number, data)
            row: dict[str, Any] = {"number": number, "file": str(path), "point": None}
            try:
                hold = record.decode(data, str(path))
                row |= {name: record.figures(hold)[name] for name in ("point", "hold_ms", "ended")}
            except UserError as e:
                tool.say(f"{e}; kept as it is")
            found.append(row)
        if found:
            sync.mark_pulled(strap, found[-1]["number"])
        address = strap.address
    lines = [f"{row['file']}: {row['point'] or 'not readable'}" for row in found]
    value = {"strap": address, "folder": str(folder), "records": found}
    tool.result(value, "\n".join(lines) or "nothing new on the strap")


@click.command()
@click.argument("file", metavar="RECORD", type=click.Path(path_type=Path))
@click.pass_obj
def show(tool: Tool, file: Path) -> None:
    """Show one hold: what is known of it as a whole, then a row a minute."""
    from backstrap.history import record

    hold = record.load(file)
    figures, minutes = record.figures(hold), record.minutes(hold)
    tool.result({"file": str(file), **figures, "minutes": minutes}, _page(figures, minutes))


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
            _mmhg(row["load_mean_pa"]),
            _mmhg(row["load_most_pa"]),
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
    load = f"mean {_mmhg(figures['load_mean_pa'])}, most {_mmhg(figures['load_most_pa'])} mmHg"
    facts = [
        ("hold", f"{figures['number']}: {figures['point']} of {figures['routine']}, {night}"),
        ("held", f"{_clock(figures['hold_ms'])} of {_target(figures)}"),
        ("ended", ENDED.get(figures["ended"], figures["ended"])),
        ("person", str(figures["person"])),
        ("load", f"{load}; {figures['dose_s']} s above 67 mmHg"),
        ("pauses", f"{figures['pauses']}; movements {figures['moves']}"),
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
    return "an unknown target" if target_s is None else f"{_clock(target_s * 1000)} min"


def _clock(ms: int) -> str:
    return f"{ms // 60000}:{ms // 1000 % 60:02d}"


def _mmhg(pa: int | None) -> int | None:
    return None if pa is None else round(pa / _PA_PER_MMHG)
