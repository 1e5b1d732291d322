"""Errors a person can act on. Everything else is our bug and keeps its traceback."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

_TEXT_MOST = 400
_SOURCE_MOST = 160
_QUOTED = re.compile(r"""(?<![A-Za-z])'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_HINT = re.compile(r"\((did you mean [^)]*\?|allowed: [^)]*)\)")


class UserError(Exception):
    """What was asked for is wrong. The text says where, what is allowed and what to do."""

    exit_code = 1

    def details(self) -> dict[str, Any]:
        """The error as `--json` shows it."""
        return {"exit": self.exit_code, "message": str(self)}


class DeviceError(UserError):
    """The strap or the link to it failed."""

    exit_code = 2


class RefusedError(UserError):
    """The strap is well and said no."""

    exit_code = 3


class Problem(NamedTuple):
    """One mistake in one file; line and column count from 1, a column of 0 is not known.

    source is that line, of a long one what is around the place; caret is the place in it, from 1.
    """

    file: str
    line: int
    column: int
    text: str
    source: str = ""
    caret: int = 0

    @classmethod
    def at(cls, file: str, place: tuple[int, int], text: str, line: str) -> "Problem":
        """The problem at a line and column; text may quote the file, line is all of the line."""
        said = text if len(text) <= _TEXT_MOST else text[: _TEXT_MOST - 3] + "..."
        start = max(0, min(place[1] - 1 - _SOURCE_MOST // 2, len(line) - _SOURCE_MOST))
        source = line[start : start + _SOURCE_MOST]
        head = "..." if start else ""
        tail = "..." if start + _SOURCE_MOST < len(line) else ""
        caret = min(place[1], len(line) + 1) - start + len(head)
        return cls(file, *place, printable(said), head + source + tail, caret)

    @property
    def fix(self) -> str:
        """What to do about it, as the text says it; empty where it does not."""
        quoted = [found.span() for found in _QUOTED.finditer(self.text)]
        ends = (found.start() for found in re.finditer("; ", self.text))
        end = next((i for i in ends if not any(a < i < b for a, b in quoted)), None)
        what, after = (self.text, "") if end is None else (self.text[:end], self.text[end + 2 :])
        hints = [found[1] for found in _HINT.finditer(what)]
        return " ".join([*hints, after]).strip()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        if self.column:
            place += f":{self.column}"
        return f"{place}: {self.text}"


class SourceErrors(UserError):
    """Every problem of one or more files, in the order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def details(self) -> dict[str, Any]:
        found = [{**problem._asdict(), "fix": problem.fix} for problem in self.problems]
        return {**super().details(), "problems": found}


def printable(text: str) -> str:
    """Text that can go to a terminal: what is no plain character is written as an escape."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def closest(word: object, known: Iterable[str]) -> str | None:
    """The known word that word was probably meant to be."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(str(word).lower()[:80], list(by_lower), n=1)
    return by_lower[close[0]] if close else None


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A hint with the closest known word; empty when none is close."""
    close = closest(word, known)
    return f" (did you mean '{close}'?)" if close else ""
