"""Verbs over the database of holds: history, export."""

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.records import clock, database_option, mmhg, opened
from backstrap.cli.tool import Tool, table
from backstrap.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from backstrap.history.store import Store

_HEAD = ("id", "night", "time", "strap", "person", "routine", "point", "held", "target", "ended",
         "mmHg", "~breath", "~pulse")  # fmt: skip
_FORMS = ("csv", "parquet", "fhir")
Rows = list[dict[str, Any]]


def _day(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise UserError(f"--since: '{text}' is no date; write it as 2026-11-22")


def filters(verb: Callable[..., None]) -> Callable[..., None]:
    """The options that choose holds."""
    for option in reversed(
        (
            click.option("--point", metavar="ID", help="Holds of this point only."),
            click.option("--routine", metavar="ID", help="Holds of this routine only."),
            click.option("--person", type=click.IntRange(1, 4), help="Holds of this person only."),
            click.option("--since", metavar="DATE", callback=_day, help="From this night on."),
            click.option(
                "--strap", metavar="UID", help="Of this strap; its first digits will do."
            ),
            click.option("--limit", type=click.IntRange(1, 10**9), help="The newest so many."),
            database_option,
        )
    ):
        verb = option(verb)
    return verb


def _asked(tool: Tool, store: "Store", asked: dict[str, Any]) -> tuple[Rows, Rows]:
    """The holds that were asked for, and the records that cannot be read. What is not among them
    is told on stderr, with a hint where a name seems to be misspelt."""
    if asked["strap"]:
        asked["strap"] = asked["strap"].lower()
    holds, unreadable = store.holds(**asked), store.unreadable()
    for name in ("point", "routine", "strap"):
        wanted = asked[name]
        known = store.known(name) if wanted and not holds else []
        if known and not any(one.startswith(wanted) for one in known):
            tool.say(f"no hold has the {name} '{wanted}'{did_you_mean(wanted, known)}")
    if unreadable:
        ids = ", ".join(str(row["id"]) for row in unreadable)
        tool.say(f"not shown: records that cannot be read (`backstrap show ID` says why): {ids}")
    return holds, unreadable


@click.command()
@filters
@click.pass_obj
def history(tool: Tool, /, database: Path | None, **asked: Any) -> None:
    """List the holds that were pulled, newest last."""
    store = opened(tool, database)
    holds, unreadable = _asked(tool, store, asked)
    value = {"database": str(store.path), "holds": holds, "unreadable": unreadable}
    tool.result(value, _page(holds) if holds else _NONE)


_NONE = "no holds; `backstrap pull` fetches those on a strap"


def _page(holds: Rows) -> str:
    held_s = sum(hold["hold_ms"] for hold in holds) // 1000
    hours = f"{held_s // 3600}:{held_s // 60 % 60:02d} h"
    total = f"{len(holds)} {'hold' if len(holds) == 1 else 'holds'}, {hours} on the ball"
    damaged = ", ".join(str(hold["id"]) for hold in holds if hold["damaged"])
    if damaged:
        total += f"; with damaged blocks: {damaged}"
    note = "~ is an estimate; mmHg is the mean load"
    return "\n".join([table(_HEAD, [_line(hold) for hold in holds]), "", f"{total}; {note}"])


def _line(hold: dict[str, Any]) -> tuple[Any, ...]:
    target_s = hold["target_s"]
    return (
        hold["id"],
        hold["night"] or f"night {hold['night_number']}",
        hold["began"] and hold["began"][11:16],
        hold["strap"],
        hold["person"],
        hold["routine"],
        hold["point"],
        clock(hold["hold_ms"]),
        None if target_s is None else clock(target_s * 1000),
        "~sensed" if hold["ended"] == "sensed" else hold["ended"],
        mmhg(hold["load_mean_pa"]),
        hold["breath_per_min_estimate"],
        hold["pulse_per_min_estimate"],
    )


@click.command()
@click.option("--csv", "csv", is_flag=True, help="A row a hold, for spreadsheets.")
@click.option("--parquet", "parquet", is_flag=True, help="The same with types (needs pyarrow).")
@click.option("--fhir", "fhir", is_flag=True, help="A FHIR R4 Bundle, an Observation a hold.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not to stdout."
)
@filters
@click.pass_obj
def export(
    tool: Tool,
    /,
    csv: bool,
    parquet: bool,
    fhir: bool,
    out: Path | None,
    database: Path | None,
    **asked: Any,
) -> None:
    """Write holds for another program: --csv, --json, --parquet or --fhir.

    --json has the rows of the CSV and the minutes of each hold. Beside one of the others, and with
    --out, it is what it is everywhere: the result, here what was written, as JSON.
    """
    form = _form(tool, (csv, parquet, fhir), out)
    store = opened(tool, database)
    holds, unreadable = _asked(tool, store, asked)
    data = _written(tool, store, form, holds, unreadable)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    from backstrap import files

    files.write(out, data)
    value = {"file": str(out), "form": form, "holds": len(holds), "bytes": len(data)}
    tool.result(value, f"{out}: {len(holds)} holds, {len(data)} bytes")


def _form(tool: Tool, flags: tuple[bool, ...], out: Path | None) -> str:
    """The one form that was asked for."""
    chosen = [form for form, flag in zip(_FORMS, flags, strict=True) if flag]
    if len(chosen) > 1:
        raise UserError(f"--{' and --'.join(chosen)}: one form at a time")
    if not chosen and not tool.as_json:
        raise UserError("in which form? allowed: --csv, --json, --parquet, --fhir")
    form = chosen[0] if chosen else "json"
    if out is None and chosen and tool.as_json:
        raise UserError(f"--json and --{form} both want stdout; name a file for one with --out")
    if out is None and form == "parquet" and sys.stdout.isatty():
        raise UserError("--parquet is not for a terminal; name a file with --out")
    return form


def _written(tool: Tool, store: "Store", form: str, holds: Rows, unreadable: Rows) -> bytes:
    from backstrap.history import export as forms
    from backstrap.history import fhir

    if form == "json":
        rows = [{**hold, "minutes": _minutes(tool, store, hold["id"])} for hold in holds]
        return forms.as_json({"holds": rows, "unreadable": unreadable})
    how = {"csv": forms.as_csv, "parquet": forms.as_parquet, "fhir": fhir.bundle}
    return how[form](holds)


def _minutes(tool: Tool, store: "Store", number: int) -> Rows | None:
    from backstrap.history.record import minutes, parse

    try:
        return minutes(parse(store.one(number)[1]))
    except UserError as e:
        tool.say(f"{e}; its minutes are left out")
        return None
