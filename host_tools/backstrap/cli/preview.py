"""Verb: preview. What the strap will show of a routine."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backstrap.cli.tool import Tool, speaks
from backstrap.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from backstrap.virtual.preview import Shown

_DISPLAYS = ("128x64", "128x32", "72x40")
_LANGUAGES = ("en", "de", "es")
_COLUMNS = 132


@click.command()
@click.argument("file")
@click.option("--point", metavar="ID", help="Only this step; of a hold both sides, or one.")
@click.option("--png", metavar="FILE", type=click.Path(path_type=Path), help="Write a picture.")
@click.option("--svg", metavar="FILE", type=click.Path(path_type=Path), help="The same as SVG.")
@click.option("--display", type=click.Choice(_DISPLAYS), default="128x64", show_default=True)
@click.option("--language", type=click.Choice(_LANGUAGES), default="en", show_default=True)
@click.pass_obj
def preview(
    tool: Tool,
    file: str,
    point: str | None,
    png: Path | None,
    svg: Path | None,
    display: str,
    language: str,
) -> None:
    """Show the screens and the body map of each step, as the strap will draw them.

    FILE is a routine's file, or the id of a shipped one. HOLD is shown at half its time.
    """
    from backstrap import files
    from backstrap.routines import shipped, source
    from backstrap.virtual import picture, picture_svg
    from backstrap.virtual import preview as drawing

    data = source.compile_file(shipped.find(file)).data
    width, _, height = display.partition("x")
    steps = _chosen(list(drawing.shown(data, language, (int(width), int(height)))), point)
    titled = [[(f"{step.id} {name}", f) for name, f in step.frames.items()] for step in steps]
    if png:
        files.write(png, picture.sheet(titled, 2))
    if svg:
        files.write(svg, picture_svg.svg(titled).encode())
    value = {
        "file": file,
        "display": display,
        "language": language,
        "steps": [
            {
                "id": step.id,
                "kind": step.kind,
                "screens": {name: bytes(frame).hex() for name, frame in step.frames.items()},
            }
            for step in steps
        ],
        "png": str(png) if png else None,
        "svg": str(svg) if svg else None,
    }
    written = [f"{path}: {len(steps)} steps drawn" for path in (png, svg) if path]
    tool.result(value, "\n".join(written) or _in_terminal(titled))


def _chosen(steps: "list[Shown]", point: str | None) -> "list[Shown]":
    """The steps of this id; of a hold's own name both sides."""
    if point is None:
        return steps
    found = [step for step in steps if point in (step.id, _without_side(step))]
    if not found:
        ids = [step.id for step in steps]
        hint = did_you_mean(point, ids)
        raise UserError(f"no step '{point}'{hint}; there are: {', '.join(ids)}")
    return found


def _without_side(step: "Shown") -> str:
    for side in ("-left", "-right"):
        if step.kind == "hold" and step.id.endswith(side):
            return step.id.removesuffix(side)
    return step.id


def _in_terminal(titled: Sequence[Sequence[tuple[str, bytes]]]) -> str:
    """Each frame in a box, as large as the terminal allows."""
    from backstrap.virtual.picture import for_terminal, rows_of

    columns = shutil.get_terminal_size((_COLUMNS, 24)).columns
    frames = [cell for row in titled for cell in row]
    text = "\n".join(f"{title}\n{for_terminal(frame, columns)}" for title, frame in frames)
    if speaks(text):
        return text
    return "\n".join("\n".join([title, *rows_of(frame)]) for title, frame in frames)
