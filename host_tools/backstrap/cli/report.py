"""Verb: report. The holds as one page, to keep, to print, to hand over."""

import tempfile
import webbrowser
from pathlib import Path
from typing import Any

import click

from backstrap.cli.history import filters
from backstrap.cli.records import opened
from backstrap.cli.tool import Tool
from backstrap.errors import UserError

_TITLE = "BackStrap: holds"


@click.command()
@click.option("--html", metavar="FILE", type=click.Path(path_type=Path), help="Write it there.")
@click.option("--open", "shown", is_flag=True, help="Show it in a browser.")
@filters
@click.pass_obj
def report(
    tool: Tool, /, html: Path | None, shown: bool, database: Path | None, **asked: Any
) -> None:
    """Show the nights, each hold's curve and what became of each point, as one HTML file.

    It needs nothing else, and prints on one A4 page. Options choose holds as `history` does.
    """
    from backstrap import files
    from backstrap.page import report as making

    if html is None and not shown:
        raise UserError("nowhere to put it: --html FILE writes it, --open shows it")
    store = opened(tool, database)
    if asked["strap"]:
        asked["strap"] = asked["strap"].lower()
    holds = store.holds(**asked)
    text = making.render((making.record(store.one(hold["id"])[1]) for hold in holds), _TITLE)
    path = html or Path(tempfile.mkdtemp(prefix="backstrap-")) / "report.html"
    files.write(path, text.encode())
    if shown:
        webbrowser.open(path.resolve().as_uri())
    value = {"file": str(path), "holds": len(holds), "bytes": len(text.encode())}
    tool.result(value, f"{path}: {len(holds)} holds")
