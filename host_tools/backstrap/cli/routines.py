"""Verbs about routines on a strap: push, list, remove."""

from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.bars import Progress
from backstrap.cli.tool import Tool, table

if TYPE_CHECKING:
    from backstrap.device.strap import Strap
    from backstrap.routines.source import Compiled

force_option = click.option(
    "--force", is_flag=True, help="Stop a hold that runs; what was held is saved first."
)


def _load(files: tuple[str, ...]) -> "list[Compiled]":
    from backstrap.routines import source

    return source.load(files)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@force_option
@click.pass_obj
def push(tool: Tool, files: tuple[str, ...], force: bool) -> None:
    """Put routines on the strap, all or none: a mistake in one file and nothing is sent."""
    routines = {routine.id: routine.data for routine in _load(files)}
    tool.each(lambda strap, progress: _push(strap, routines, force, progress))


def _push(
    strap: "Strap", routines: dict[str, bytes], force: bool, progress: Progress
) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect, sync

    with connect.stopped(strap, force):
        done = sync.push(strap, routines, progress)
    words = {"sent": "sent", "same": "on the strap already"}
    lines = [f"{row['id']}: {words[row['state']]}, {row['bytes']} bytes" for row in done]
    return {"strap": strap.address, "routines": done}, "\n".join(lines)


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
