"""What every verb shares: --port and --json, where text goes, and the way to a strap."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from backstrap.device.strap import Strap


class Tool:
    """One run of the tool; verbs get it with click.pass_obj.

    Results go to stdout through `result`, once; everything else to stderr through `say`.
    """

    def __init__(self) -> None:
        self.port: str | None = None
        self.as_json = False

    def say(self, text: str) -> None:
        """Tell the person something that is no result."""
        print(text, file=sys.stderr, flush=True)

    def result(self, value: Any, text: str) -> None:
        """Print the result: value with --json, else text."""
        print(json.dumps(value) if self.as_json else text, flush=True)

    def error(self, details: dict[str, Any]) -> None:
        """Report a failure: its message on stderr, and with --json its details on stdout."""
        label = "error:"
        if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
            label = click.style(label, fg="red", bold=True)
        message = details["message"]
        self.say(message if "problems" in details else f"{label} {message}")
        if self.as_json:
            print(json.dumps({"error": details}), flush=True)

    @contextmanager
    def strap(self) -> Iterator["Strap"]:
        """The strap, connected; its app goes on running."""
        from backstrap.device.connect import connect

        strap = connect(self.port, virtual_addresses, self.say)
        try:
            yield strap
        finally:
            strap.close()

    @contextmanager
    def stopped(self, force: bool) -> Iterator["Strap"]:
        """The strap with its app stopped, for changing files; the app starts again after it."""
        from backstrap.device.connect import stopped

        with self.strap() as strap, stopped(strap, force):
            yield strap

    def progress(self, file: str, done: int, total: int) -> None:
        """Show how far a transfer is, on a terminal only."""
        if sys.stderr.isatty() and total:
            end = "\n" if done == total else ""
            print(
                f"\r\x1b[K{100 * done // total:3d} % {file}", end=end, file=sys.stderr, flush=True
            )


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
