"""Errors a person can act on. Everything else is our bug and keeps its traceback."""

import difflib
from collections.abc import Iterable
from typing import Any, NamedTuple


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
    """One mistake in one file; line and column count from 1, a column of 0 is not known."""

    file: str
    line: int
    column: int
    text: str

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
        found = [problem._asdict() for problem in self.problems]
        return {**super().details(), "problems": found}


def closest(word: object, known: Iterable[str]) -> str | None:
    """The known word that word was probably meant to be."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(str(word).lower()[:80], list(by_lower), n=1)
    return by_lower[close[0]] if close else None


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A hint with the closest known word; empty when none is close."""
    close = closest(word, known)
    return f" (did you mean '{close}'?)" if close else ""
