"""Verbs for who writes routines: check, new, schema."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from backstrap.cli.tool import Tool
from backstrap.errors import UserError

_LOOK_S = 0.25  # between two looks of --watch


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--watch",
    "again",
    is_flag=True,
    help="Check again whenever a file changes, until Ctrl-C. With --json one value a line.",
)
@click.pass_obj
def check(tool: Tool, files: tuple[str, ...], again: bool) -> None:
    """Check routine files (YAML, JSON or TOML) and name every mistake with its place.

    Nothing is sent.
    """
    if again:
        watch(tool, files, lambda: time.sleep(_LOOK_S))
        return
    value, text = _checked(files, files)
    tool.result(value, text)


def watch(tool: Tool, files: tuple[str, ...], wait: Callable[[], None]) -> None:
    """Check the files, and again after each change, until wait raises KeyboardInterrupt."""
    from backstrap.routines import watch as files_watch

    try:
        for changed in files_watch.changes(files, wait):
            at = time.strftime("%H:%M:%S")
            try:
                value, text = _checked(files, changed)
            except UserError as e:
                if tool.as_json:
                    tool.result({"time": at, "error": e.details()}, "")
                else:
                    tool.say(f"{at} not good:")
                    tool.error(e.details())
            else:
                tool.result({"time": at, **value}, f"{at} {text}")
    except KeyboardInterrupt:
        return


def _checked(files: tuple[str, ...], told: list[str] | tuple[str, ...]) -> tuple[Any, str]:
    """What is said of the files of `told`, all of which are good; else UserError."""
    from backstrap.routines import source

    routines = source.load(files)
    found = [
        {"file": file, "id": routine.id, "steps": routine.steps, "ok": True}
        for file, routine in zip(files, routines, strict=True)
        if file in told
    ]
    lines = [f"{row['file']}: {row['id']}, {row['steps']} steps, good" for row in found]
    return {"files": found}, "\n".join(lines)


@click.command()
@click.argument("name")
@click.option(
    "--region", default="upper-back", show_default=True, help="upper-back or neck; for the times."
)
@click.pass_obj
def new(tool: Tool, name: str, region: str) -> None:
    """Write a routine to begin with, NAME.yaml, and beside it the schema for the editor.

    Its comments say what each line means, and it is good as it stands. A file that is there stays.
    """
    from backstrap import files
    from backstrap.routines import json_schema, start

    path = Path(name if name.endswith(".yaml") else f"{name}.yaml")
    if not re.fullmatch("[a-z][a-z0-9-]{0,23}", path.stem):
        raise UserError(
            f"'{path.stem}' is no name for a routine; allowed: a-z, 0-9 and -, at most 24, "
            "beginning with a letter"
        )
    text = start.text(path.stem, region)
    schema = path.with_name(start.SCHEMA)
    _refuse_anothers(schema, json_schema.TITLE)
    files.create(path, text.encode())
    files.write(schema, json_schema.text().encode())
    value = {"file": str(path), "schema": str(schema)}
    tool.result(value, f"{path}: written; change it, then: backstrap check {path}")


def _refuse_anothers(schema: Path, title: str) -> None:
    """Raise UserError where a file of the schema's name is not ours to renew."""
    from backstrap import files

    if schema.exists() and title.encode() not in files.read(schema, 1 << 20, "schema"):
        raise UserError(f"{schema}: is there, and is another's; move it, or write elsewhere")


@click.command()
@click.pass_obj
def schema(tool: Tool) -> None:
    """Print the JSON Schema of a routine file, for editors.

    `backstrap new` writes it beside the file; `# yaml-language-server: $schema=FILE` at the top of
    a YAML file names it, "$schema" in a JSON file, `#:schema FILE` in a TOML file.
    """
    from backstrap.routines import json_schema

    tool.result(json_schema.schema(), json_schema.text().rstrip("\n"))
