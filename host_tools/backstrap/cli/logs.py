"""Verbs: logs and crash. What a strap has written about itself."""

from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool

if TYPE_CHECKING:
    from backstrap.device.strap import Strap


@click.command()
@force_option
@click.pass_obj
def logs(tool: Tool, force: bool) -> None:
    """Show the strap's log, oldest line first: its starts, new firmware, what went wrong.

    With --json: strap, lines.
    """
    tool.each(lambda strap, _: _logs(strap, force))


def _logs(strap: "Strap", force: bool) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect, diary

    with connect.stopped(strap, force):
        lines = diary.lines(strap)
    return {"strap": strap.address, "lines": lines}, "\n".join(lines) or "nothing is written yet"


@click.command()
@force_option
@click.pass_obj
def crash(tool: Tool, force: bool) -> None:
    """Show the last crash of the firmware, with the lines of its sources where they are known.

    With --json: strap, crash (a text; null: it never crashed), sources (whether its lines are
    those of the sources).
    """
    tool.each(lambda strap, _: _crash(strap, force))


def _crash(strap: "Strap", force: bool) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect, diary

    with connect.stopped(strap, force):
        text, sources = diary.crash(strap)
    value = {"strap": strap.address, "crash": text, "sources": sources}
    if text is None:
        return value, "it never crashed"
    return value, text if sources else text + "\n(lines of the image of another version)"
