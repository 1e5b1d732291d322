"""Verb: monitor. What the strap feels, live."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

import click

from backstrap.cli.tool import Tool
from backstrap.errors import UserError

if TYPE_CHECKING:
    from backstrap.device.live import Reading

_EVERY_S = (0.2, 3600.0)  # the app answers in steps of 0.1 s, and an answer is a heavy step
_FOR_S = (0.0, 1e6)
# Column and unit, in the order of a Reading; its band is two.
_HEAD = (
    "time",
    "state",
    "point",
    "held (s)",
    "target (s)",
    "on the ball (0/1)",
    "pressure (Pa)",
    "load (Pa)",
    "band low (Pa)",
    "band high (Pa)",
    "breath, estimated (1/min)",
    "pulse, estimated (1/min)",
    "throb, estimated",
    "tissue, estimated",
    "moving (0/1)",
    "temperature (C)",
    "prompt",
)
_Show = Callable[["Reading"], None]


@click.command()
@click.option("--csv", "csv_file", metavar="FILE", help="Write a table too; - is stdout alone.")
@click.option("--every", default=1.0, metavar="SECONDS", help="Between two readings; 0.2 or more.")
@click.option("--for", "for_s", type=float, metavar="SECONDS", help="Else until Ctrl-C.")
@click.pass_obj
def monitor(tool: Tool, csv_file: str | None, every: float, for_s: float | None) -> None:
    """Show pressure, breath, pulse and state while the strap goes on.

    With --json one JSON object a line, for as long as it runs. What has a ~ is estimated. A strap
    that is unplugged is waited for.
    """
    from backstrap.device.link import open_link
    from backstrap.device.live import Feed

    _within("--every", every, _EVERY_S)
    if for_s is not None:
        _within("--for", for_s, _FOR_S)
    if csv_file == "-" and tool.as_json:
        raise UserError("--csv - and --json both want stdout; give --csv a file")
    with ExitStack() as stack, suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        strap = stack.enter_context(tool.strap())
        shows = [stack.enter_context(_table(csv_file))] if csv_file else []
        feed = Feed(strap, open_link, tool.say)
        stack.callback(feed.close)
        if csv_file != "-":
            shows.append(stack.enter_context(_shown(tool)))
        for reading in feed.readings(every, for_s):
            for show in shows:
                show(reading)


def _within(option: str, value: float, allowed: tuple[float, float]) -> None:
    if not allowed[0] <= value <= allowed[1]:  # what is no number is not within either
        raise UserError(
            f"{option} {value:g}: {allowed[0]:g} to {allowed[1]:g} seconds are allowed"
        )


@contextmanager
def _table(name: str) -> Iterator[_Show]:
    """Writes a row a reading, each at once: the file is whole up to the last one."""
    try:
        with ExitStack() as stack:
            out = sys.stdout
            if name != "-":
                out = stack.enter_context(open(name, "x", newline="", encoding="utf-8"))
            rows = csv.writer(out)
            rows.writerow(_HEAD)

            def write(reading: "Reading") -> None:
                rows.writerow(_cells(reading))
                out.flush()

            yield write
    except FileExistsError:
        raise UserError(f"{name}: is there already; name another, or remove it") from None
    except OSError as e:
        if isinstance(e, BrokenPipeError):
            raise
        raise UserError(f"{name}: cannot be written ({e.strerror or e}); name another") from None


def _cells(reading: "Reading") -> list[object]:
    cells: list[object] = []
    for value in reading._replace(band_pa=None):
        cells.append(int(value) if isinstance(value, bool) else value)
    at = reading._fields.index("band_pa")
    cells[at : at + 1] = reading.band_pa or (None, None)
    return cells


@contextmanager
def _shown(tool: Tool) -> Iterator[_Show]:
    """On a terminal one screen that changes in place; else a line a reading."""
    from backstrap.cli import monitor_view

    if tool.as_json:
        yield lambda reading: tool.result(reading._asdict(), "")
    elif sys.stdout.isatty():
        with monitor_view.screen() as show:
            yield show
    else:
        yield lambda reading: tool.result(None, monitor_view.line(reading))
