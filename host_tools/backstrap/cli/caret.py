"""Mistakes as a person sees them: the place and what to do, the line itself, a caret under it."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import click

from backstrap.errors import printable

_COLUMNS_LEAST = 40
_HINT = re.compile(r"\(did you mean [^)]*\)")


def pictured(problems: Iterable[dict[str, Any]], columns: int, encoding: str, color: bool) -> str:
    """The problems, as errors.py describes them for `--json`, for a terminal so wide."""
    return "\n".join(
        _problem(problem, max(columns, _COLUMNS_LEAST), encoding, color) for problem in problems
    )


def _problem(problem: dict[str, Any], columns: int, encoding: str, color: bool) -> str:
    column = f":{problem['column']}" if problem["column"] else ""
    place = printable(f"{problem['file']}:{problem['line']}{column}: ")
    text = problem["text"]
    if color:
        place = click.style(place, bold=True)
        text = re.sub(
            r"\(did you mean [^)]*\)", lambda hint: click.style(hint[0], fg="cyan"), text
        )
    said = place + text
    if not problem["source"].strip():
        return said
    number = str(problem["line"])
    line, indent = _window(
        problem["source"], problem["caret"], columns - len(number) - 6, encoding
    )
    mark = click.style("^", fg="red", bold=True) if color else "^"
    rows = [f"  {number} | {line}".rstrip()]
    if problem["column"]:
        rows.append(f"  {' ' * len(number)} | {' ' * indent}{mark}")
    return "\n".join([said, *rows])


def _window(source: str, caret: int, room: int, encoding: str) -> tuple[str, int]:
    """What of a line is around the caret, in so many columns; the columns before the caret."""
    cells = [_cell(c, encoding) for c in source]
    at = min(caret - 1, len(cells))
    widths = [width for _, width in cells]
    start, end = 0, len(cells)
    if sum(widths) > room:
        while start < at and sum(widths[start:at]) > room // 2:
            start += 1
        while end > at and sum(widths[start:end]) > room - 6:
            end -= 1
        while start and sum(widths[start - 1 : end]) <= room - 6:  # a caret near the line's end
            start -= 1
    head = "..." if start else ""
    tail = "..." if end < len(cells) else ""
    line = head + "".join(text for text, _ in cells[start:end]) + tail
    return line, len(head) + sum(widths[start:at])


def _cell(letter: str, encoding: str) -> tuple[str, int]:
    """What a terminal shows for a character of a file, and how many columns it takes."""
    if letter == "\t":
        return " ", 1
    shown = printable(letter).encode(encoding, "backslashreplace").decode(encoding)
    if shown != letter:
        return shown, len(shown)
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me"):
        return letter, 0
    return letter, 2 if unicodedata.east_asian_width(letter) in "WF" else 1
