"""The verb replay: a recording through the strap's own senses, as a chart, JSON or a page."""

import json
import os
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.tool import Tool, speaks

if TYPE_CHECKING:
    from backstrap.history.replay import Replay, Second

_PA_PER_MMHG = 133.322
_WIDE = 64  # columns of the plot; with the labels in front it fits 80
_HIGH = 3
_BLOCKS = " ▁▂▃▄▅▆▇█"
_ASCII = " .:-=+*%#"
_EVERY_S = 60  # of the recording: how often progress is shown

# Rows of marks: name, key, then the mark and colour of each value, the most telling last.
_MARKS = (
    ("on ball", "contact", ((True, "-", None),)),
    ("moving", "moving", ((True, "m", "yellow"),)),
    ("~throb", "throb", (("building", "b", "yellow"), ("throb", "T", "red"))),
    ("~tissue", "tissue",
     (("settling", ".", None), ("steady", "=", "green"), ("softening", ">", "cyan"))),
    ("~quiet", "quiet", ((True, "q", "yellow"),)),
)  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", metavar="C", help="Name or number (from 1) of the pressure's column.")
@click.option("--fs", "fs_hz", metavar="HZ", type=float, help="Samples a second.")
@click.option(
    "--pa-per-unit", metavar="X", type=float, help="Pascals per 1 of the file's own numbers."
)
@click.option("--loaded", is_flag=True, help="The person is on the ball from the start.")
@click.option(
    "--html", metavar="FILE", type=click.Path(path_type=Path), help="Write a page of it too."
)
@click.pass_obj
def replay(
    tool: Tool,
    file: Path,
    column: str | None,
    fs_hz: float | None,
    pa_per_unit: float | None,
    loaded: bool,
    html: Path | None,
) -> None:
    """Feel a recording of pressure as the strap would have, with the strap's own code.

    FILE is a CSV (.gz too) with one sample a line, or a record of the strap (.hold). With --json
    a list with one object a second. docs/replay.md says how a file is read.
    """
    from backstrap.history import replay_page
    from backstrap.history.replay import open_replay

    if html is not None:
        replay_page.check_place(html, file)
    played = open_replay(file, column, fs_hz, pa_per_unit, loaded)
    seconds = _play(tool, file, played)
    if html is not None:
        replay_page.write(html, file.name, played.notes, seconds)
        tool.say(f"{html}: written")
    if tool.as_json:
        for note in played.notes:
            tool.say(note)
        lines = ",\n".join(json.dumps(second.felt) for second in seconds)
        print(f"[\n{lines}\n]" if lines else "[]", flush=True)
    else:
        notes = [
            line
            for note in played.notes
            for line in textwrap.wrap(note, 79, break_on_hyphens=False)
        ]
        print("\n".join([file.name, *notes, "", *_chart(seconds)]), flush=True)


def _play(tool: Tool, file: Path, played: "Replay") -> "list[Second]":
    seconds = []
    shown = sys.stderr.isatty()
    for second in played.seconds:
        seconds.append(second)
        if shown and len(seconds) % _EVERY_S == 0:
            minutes = len(seconds) // 60
            print(f"\r\x1b[K{minutes} min of {file.name}", end="", file=sys.stderr, flush=True)
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return seconds


def _chart(seconds: "list[Second]") -> list[str]:
    """The whole recording in 80 columns: load, breath, pulse, and what was made of them."""
    felt = [second.felt for second in seconds]
    if not felt:
        return ["Shorter than a second: nothing to show."]
    each = -(-len(felt) // _WIDE)
    parts = [felt[at : at + each] for at in range(0, len(felt), each)]
    lines = []
    for name, values, colour in (
        ("load mmHg", [_mean(part, "load_pa", None, _PA_PER_MMHG) for part in parts], "green"),
        ("~breath/min", [_mean(part, "breath_bpm", "breath_ok", 1) for part in parts], "cyan"),
        ("~pulse/min", [_mean(part, "pulse_bpm", "pulse_ok", 1) for part in parts], "red"),
    ):
        lines += [*_bars(name, values, colour), ""]
    for name, key, marks in _MARKS:
        lines.append(f"{name:<14} {''.join(_mark(part, key, marks) for part in parts)}".rstrip())
    end_s = felt[-1]["t_s"]
    lines += [f"{'':<15}{_clock(felt[0]['t_s'])}{_clock(end_s):>{max(6, len(parts) - 4)}}", ""]
    return lines + _words(felt)


def _mean(part: list[dict[str, Any]], key: str, ok: str | None, unit: float) -> float | None:
    """Mean of the seconds that have the value and believe it; None when most do not."""
    values = [f[key] for f in part if f[key] is not None and (ok is None or f[ok])]
    return sum(values) / len(values) / unit if 2 * len(values) >= len(part) else None


def _bars(name: str, values: list[float | None], colour: str) -> list[str]:
    """A small bar chart from the least to the most value, both named at its left."""
    known = [value for value in values if value is not None]
    if not known:
        return [f"{name:<14} {'none':<4}".rstrip()]
    low = min(known)
    span = max(max(known) - low, 4.0)
    blocks = _BLOCKS if speaks(_BLOCKS) else _ASCII
    steps = _HIGH * (len(blocks) - 1)
    heights = [
        0 if value is None else 1 + round((value - low) / span * (steps - 1)) for value in values
    ]
    lines = []
    for row in reversed(range(_HIGH)):
        cells = [min(8, max(0, height - 8 * row)) for height in heights]
        bar = "".join(blocks[cell] for cell in cells).rstrip()
        edge = f"{low + span:.0f}" if row == _HIGH - 1 else f"{low:.0f}" if row == 0 else ""
        label = name if row == _HIGH - 1 else ""
        lines.append(f"{label:<11}{edge:>3} {_coloured(bar, colour)}")
    return lines


def _mark(
    part: list[dict[str, Any]], key: str, marks: tuple[tuple[Any, str, str | None], ...]
) -> str:
    """The last of the marks that some second of the part earns."""
    there = [f[key] for f in part]
    for value, mark, colour in reversed(marks):
        if value in there:
            return _coloured(mark, colour)
    return " "


def _words(felt: list[dict[str, Any]]) -> list[str]:
    on = [f for f in felt if f["contact"]]
    lines = [
        "~ is an estimate, drawn where the strap believed it",
        "throb: b building, T throb; tissue: . settling, > softening, = steady",
    ]
    if not on:
        return [*lines, "Nobody was felt on the ball. If somebody was from the start: --loaded."]
    lines.append(f"on the ball {_clock(len(on))} of {_clock(len(felt))}")
    for name in ("breath", "pulse"):
        rates = [f[f"{name}_bpm"] for f in on if f[f"{name}_ok"]]
        mean = f", mean {sum(rates) / len(rates):.1f} a minute" if rates else ""
        lines.append(f"~{name} believed in {100 * len(rates) / len(on):.0f} % of it{mean}")
    return lines


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _coloured(text: str, colour: str | None) -> str:
    plain = not text or colour is None or not sys.stdout.isatty() or os.environ.get("NO_COLOR")
    return text if plain else click.style(text, fg=colour)
