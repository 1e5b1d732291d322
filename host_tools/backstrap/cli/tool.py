"""What every verb shares: --port and --json, where text goes, and the way to one strap or many."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.bars import Bars, Progress
from backstrap.errors import DeviceError, UserError

if TYPE_CHECKING:
    from backstrap.device.connect import Target
    from backstrap.device.strap import Strap

# What a verb does with a strap: its result as a value, and as text.
Work = Callable[["Strap", Progress], tuple[dict[str, Any], str]]


class Tool:
    """One run of the tool; verbs get it with click.pass_obj.

    Results go to stdout through `result`, once; everything else to stderr through `say`.
    """

    def __init__(self) -> None:
        self.ports: list[str] = []
        self.transport = "mpremote"
        self.as_json = False

    def say(self, text: str) -> None:
        """Tell the person something that is no result."""
        print(text, file=sys.stderr, flush=True)

    def result(self, value: Any, text: str) -> None:
        """Print the result: value with --json, else text."""
        print(json.dumps(value) if self.as_json else text, flush=True)

    def error(self, details: dict[str, Any]) -> None:
        """Report a failure: its message on stderr, and with --json its details on stdout."""
        color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        if "problems" in details:
            from backstrap.cli.caret import pictured

            columns = shutil.get_terminal_size((100, 24)).columns
            self.say(pictured(details["problems"], columns, sys.stderr.encoding, color))
        else:
            label = click.style("error:", fg="red", bold=True) if color else "error:"
            self.say(f"{label} {details['message']}")
        if self.as_json:
            print(json.dumps({"error": details}), flush=True)

    @contextmanager
    def strap(self) -> Iterator["Strap"]:
        """The one strap that is meant, connected; its app goes on running."""
        found = self._targets()
        if len(found) > 1:
            names = ", ".join(target.label for target in found)
            raise UserError(f"this takes one strap; choose one with --port: {names}")
        strap = found[0].open()
        try:
            yield strap
        finally:
            strap.close()

    @contextmanager
    def stopped(self, force: bool) -> Iterator["Strap"]:
        """The one strap with its app stopped, for its files; the app starts again after it."""
        from backstrap.device.connect import stopped

        with self.strap() as strap, stopped(strap, force):
            yield strap

    def each(self, work: Work) -> None:
        """Do the work with every strap that is meant, all at once, and print one result.

        One strap: its value. Several: {"straps": [each value or {"strap", "error"}], "failed"};
        then the exit code is 2 if any failed.
        """
        found = self._targets()
        with Bars() as bars:
            if len(found) == 1:
                value, text = _do(found[0], work, bars)
            else:
                from concurrent.futures import ThreadPoolExecutor

                with ThreadPoolExecutor(len(found)) as pool:
                    done = list(pool.map(lambda target: _outcome(target, work, bars), found))
        if len(found) == 1:
            self.result(value, text)
            return
        failed = [value for value, _ in done if "error" in value]
        for value in failed:
            self.say(_labelled(value["strap"], value["error"]["message"]))
        good = [text for value, text in done if "error" not in value]
        self.result({"straps": [value for value, _ in done], "failed": len(failed)},
                    "\n".join(good))  # fmt: skip
        self.say(f"{len(good)} of {len(found)} straps done")
        if failed:
            raise click.exceptions.Exit(DeviceError.exit_code)

    def _targets(self) -> "list[Target]":
        from backstrap.device.connect import targets

        return targets(self.ports, virtual_addresses, self.say)


def _do(target: "Target", work: Work, bars: Bars) -> tuple[dict[str, Any], str]:
    strap = target.open()
    try:
        return work(strap, bars.line(target.label))
    finally:
        strap.close()


def _outcome(target: "Target", work: Work, bars: Bars) -> tuple[dict[str, Any], str]:
    """What became of one strap of several; the others go on when it fails."""
    try:
        value, text = _do(target, work, bars)
    except UserError as e:
        return {"strap": target.label, "error": e.details()}, ""
    return value, "\n".join(_labelled(target.label, line) for line in text.splitlines())


def _labelled(label: str, line: str) -> str:
    return line if line.startswith(label) else f"{label}: {line}"


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Rows under a head, in columns as wide as needed; None is shown as '-'."""
    texts = [head, *(tuple("-" if cell is None else str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(head))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in texts)
    return "\n".join(line.rstrip() for line in lines)


def speaks(text: str) -> bool:
    """Whether stdout can show the characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def virtual_addresses() -> list[str]:
    try:
        from backstrap.virtual import registry
    except ImportError:  # left out of an installation
        return []
    return [strap["address"] for strap in registry.running()]
