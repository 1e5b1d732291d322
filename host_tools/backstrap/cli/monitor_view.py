"""How a reading looks: one line, or a screen that changes in place."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backstrap.cli.tool import speaks

if TYPE_CHECKING:
    from backstrap.device.live import Reading

_PA_PER_MMHG = 133.322
_FULL_PA = 32_000  # the end of the bar: 240 mmHg, where the strap alarms
_MINUTE_S = 60
_WIDE = 60
_FINE = ("█▒░", "▁▂▃▄▅▆▇█")  # load within its band, load outside, band; levels
_PLAIN = ("#=.", "_,-=*#")


def line(reading: "Reading") -> str:
    """One reading in one line; a ~ marks what is estimated."""
    parts = [reading.time[11:19], reading.state]
    if reading.point:
        parts += [reading.point, f"{_clock(reading.held_s)}/{_clock(reading.target_s)}"]
    parts.append(f"{mmhg(reading.load_pa)} mmHg" if reading.contact else "off")
    return "  ".join([*parts, *_estimates(reading), *_said(reading)])


def lines(history: Sequence[tuple[float, "Reading"]], width: int, fine: bool) -> list[str]:
    """The screen: history has (seconds, reading), the newest last."""
    marks, levels = _FINE if fine else _PLAIN
    wide = max(10, min(width - 30, _WIDE))
    now = history[-1][1]
    held = f"{_clock(now.held_s)} of {_clock(now.target_s)} min" if now.point else ""
    band = "band {}-{}".format(*map(mmhg, now.band_pa)) if now.band_pa else ""
    load = f"{mmhg(now.load_pa):>4} mmHg" if now.contact else " off    "
    felt = "  ".join(_estimates(now)) or "not listening"
    rows = [
        f"{now.state:<9} {now.point or ''}  {held}",
        f"load {load} |{bar(now, wide, marks)}| {band}",
        f"         1 min {spark(history, wide, levels)}",
        f"felt      {felt}",
        f"told      {'  '.join(_said(now)) or '-'}",
    ]
    return [row.rstrip()[:width] for row in rows]


def bar(reading: "Reading", wide: int, marks: str) -> str:
    """The load as a bar of `wide` characters, over the band it should be in."""

    def at(pa: int) -> int:
        return max(0, min(wide, round(pa * wide / _FULL_PA)))

    load = at(reading.load_pa) if reading.contact else 0
    low, high = map(at, reading.band_pa) if reading.band_pa else (0, wide)

    def mark(x: int) -> str:
        if low <= x < high:
            return marks[0] if x < load else marks[2] if reading.band_pa else " "
        return marks[1] if x < load else " "

    return "".join(map(mark, range(wide)))


def spark(history: Sequence[tuple[float, "Reading"]], wide: int, levels: str) -> str:
    """The load of the last minute, the newest on the right; each column its last reading."""
    now = history[-1][0]
    cells: dict[int, int] = {}
    for seconds, reading in history:
        column = wide - 1 - int((now - seconds) * wide / _MINUTE_S)
        if column >= 0:
            cells[column] = reading.load_pa if reading.contact else 0
    most = max(cells.values())
    top = max(most, 1)
    return "".join(
        levels[max(0, cells[x]) * (len(levels) - 1) // top] if x in cells else " "
        for x in range(wide)
    )


@contextmanager
def screen() -> Iterator[Callable[["Reading"], None]]:
    """A part of the terminal that shows the newest reading."""
    from time import monotonic

    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console()
    fine = speaks("".join(_FINE))
    history: deque[tuple[float, Reading]] = deque(maxlen=_MINUTE_S * 5)
    with Live(console=console, auto_refresh=False, redirect_stderr=sys.stderr.isatty()) as live:

        def show(reading: "Reading") -> None:
            history.append((monotonic(), reading))
            text = "\n".join(lines(history, console.width, fine))
            live.update(Text(text, no_wrap=True), refresh=True)

        yield show


def mmhg(pa: int) -> int:
    """In the unit a person thinks in."""
    return round(pa / _PA_PER_MMHG)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _estimates(reading: "Reading") -> list[str]:
    values = (
        ("breath", f"{reading.breath_per_min:.1f}" if reading.breath_per_min else None),
        ("pulse", f"{reading.pulse_per_min:.0f}" if reading.pulse_per_min else None),
        ("throb", reading.throb),
        ("tissue", reading.tissue),
    )
    return [f"{name} ~{value}" for name, value in values if value and value != "none"]


def _said(reading: "Reading") -> list[str]:
    return ["moving"] * reading.moving + ([reading.prompt] if reading.prompt else [])
