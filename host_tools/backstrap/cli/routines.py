"""Verbs about routines on a strap: push, sync, list, remove."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.bars import Progress
from backstrap.cli.tool import Tool, table
from backstrap.errors import UserError

if TYPE_CHECKING:
    from backstrap.device.strap import Strap
    from backstrap.routines.source import Compiled

_SUFFIXES = (".yaml", ".yml", ".json", ".toml")
_STATES = {
    "send": "would be sent",
    "delete": "would be deleted",
    "sent": "sent",
    "same": "on the strap already",
    "deleted": "deleted",
}

force_option = click.option(
    "--force", is_flag=True, help="Stop a hold that runs; what was held is saved first."
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Say what would be done, and change nothing; never in a hold."
)


def _load(files: tuple[str, ...]) -> "list[Compiled]":
    from backstrap.routines import source

    return source.load(files)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--delete", is_flag=True, help="Delete the strap's other routines.")
@dry_run_option
@force_option
@click.pass_obj
def push(tool: Tool, files: tuple[str, ...], delete: bool, dry_run: bool, force: bool) -> None:
    """Put routines on the strap, all or none: a mistake in one file and nothing is sent."""
    routines = {routine.id: routine.data for routine in _load(files)}
    tool.each(lambda s, p: _push(s, p, routines, delete, dry_run, force))


@click.command("sync")
@click.argument("folder", metavar="DIR")
@dry_run_option
@force_option
@click.pass_obj
def sync_(tool: Tool, folder: str, dry_run: bool, force: bool) -> None:
    """Make the strap's routines those of a folder: its YAML, JSON and TOML files, and no others.

    All files are checked first: a mistake in one and nothing is sent.
    """
    routines = {routine.id: routine.data for routine in _load(_routine_files(folder))}
    tool.each(lambda s, p: _push(s, p, routines, True, dry_run, force))


def _routine_files(folder: str) -> tuple[str, ...]:
    """The routine files in the folder; UserError when there are none, for a typing mistake must
    not empty a strap."""
    if not Path(folder).is_dir():
        raise UserError(f"{folder} is no folder; `backstrap push FILE` takes single files")
    from backstrap.routines.start import SCHEMA

    files = [path for path in Path(folder).iterdir() if path.name != SCHEMA]
    found = sorted(str(path) for path in files if path.suffix.lower() in _SUFFIXES)
    if not found:
        raise UserError(
            f"no routine files in {folder} (looked for {', '.join(_SUFFIXES)}); to empty a strap "
            "use `backstrap remove`"
        )
    return tuple(found)


def _push(
    strap: "Strap",
    progress: Progress,
    routines: dict[str, bytes],
    delete: bool,
    dry_run: bool,
    force: bool,
) -> tuple[dict[str, Any], str]:
    """A look needs the REPL too, so a dry run stops the app for a moment, but never a hold."""
    from backstrap.device import connect, sync

    with connect.stopped(strap, force and not dry_run):
        planned = sync.plan(strap, routines, delete)
        rows = planned.rows() if dry_run else sync.push(strap, planned, progress)
    lines = [
        f"{row['id']}: {_STATES[row['state']]}"
        + ("" if row["bytes"] is None else f", {row['bytes']} bytes")
        for row in rows
    ]
    return {"strap": strap.address, "dry_run": dry_run, "routines": rows}, "\n".join(lines)


@click.command("list")
@force_option
@click.pass_obj
def list_(tool: Tool, force: bool) -> None:
    """List the routines on the strap; a file it cannot use is shown with the reason."""
    tool.each(lambda strap, _: _list(strap, force))


def _list(strap: "Strap", force: bool) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect, sync

    with connect.stopped(strap, force):
        found = sync.routines(strap)
    head = ("id", "name", "region", "steps", "bytes")
    rows = [tuple(row[name] for name in head) for row in found]
    lines = [table(head, rows)] if rows else ["no routines on the strap"]
    for row in found:
        if row["bad"]:
            lines.append(f"{row['id']}: not usable: {row['bad']}; push it again or remove it")
    return {"strap": strap.address, "routines": found}, "\n".join(lines)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@force_option
@click.pass_obj
def remove(tool: Tool, ids: tuple[str, ...], force: bool) -> None:
    """Remove routines from the strap by their ids. What was held stays recorded."""
    tool.each(lambda strap, _: _remove(strap, list(dict.fromkeys(ids)), force))


def _remove(strap: "Strap", ids: list[str], force: bool) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect, sync

    with connect.stopped(strap, force):
        sync.remove(strap, ids)
    return {"strap": strap.address, "removed": ids}, "\n".join(f"{name}: removed" for name in ids)
