"""One page of a replay: inline SVG, no script, nothing fetched; it can be mailed as it is.

Everything that comes from the file, its name too, is escaped.
"""

import html
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from backstrap import files
from backstrap.errors import UserError
from backstrap.history.replay import Second

_PA_PER_MMHG = 133.322
_LEFT, _WIDE, _RIGHT = 76, 900, 24
_HIGH, _GAP, _BAND, _TOP = 110, 34, 18, 20
_TICKS_S = (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_POINTS = 900  # of a curve, at most: one a pixel

Felt = dict[str, Any]

# Bands under the curves: name, key, and the class of each value that is drawn.
_BANDS = (
    ("on the ball", "contact", {True: "on"}),
    ("moving", "moving", {True: "move"}),
    ("~ throb", "throb", {"building": "warm", "throb": "hot"}),
    ("~ tissue", "tissue", {"settling": "dim", "softening": "soft", "steady": "on"}),
    ("~ quiet", "quiet", {True: "warm"}),
)

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #d5d9de;
  --press: #5b6b7c; --load: #2f7d4f; --breath: #0f7c93; --pulse: #b93a4a; --warm: #d99a2b;
  --soft: #4aa3c7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7ea; --paper: #15181c; --faint: #3a4149;
  --press: #8fa1b3; --load: #5fb884; --breath: #45b5cd; --pulse: #e8707e; } }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
  max-width: 1000px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; overflow-wrap: anywhere; } p { margin: .2rem 0; }
svg { width: 100%; height: auto; margin-top: 1rem; }
text { fill: var(--ink); font: 12px system-ui, sans-serif; } .right { text-anchor: end; }
.head { font-weight: 600; } .grid { stroke: var(--faint); stroke-width: 1; }
.press { fill: var(--press); stroke: var(--press); stroke-width: 1; }
.line { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
.load { stroke: var(--load); } .breath { stroke: var(--breath); } .pulse { stroke: var(--pulse); }
.on { fill: var(--load); } .dim { fill: var(--faint); } .warm { fill: var(--warm); }
.hot, .move { fill: var(--pulse); } .soft { fill: var(--soft); }
.key span { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 1em; }
"""
_KEY = (
    ("--faint", "settling"),
    ("--soft", "softening"),
    ("--load", "steady, on the ball"),
    ("--warm", "throb building, quiet"),
    ("--pulse", "throb, moving"),
)


def check_place(page: Path, recording: Path) -> None:
    """UserError before any work when the page cannot go there."""
    if page.exists() and recording.exists() and page.samefile(recording):
        raise UserError(f"{page}: that is the recording itself; name another file with --html")
    if page.is_dir() or not page.absolute().parent.is_dir():
        raise UserError(f"{page}: no file in a folder that exists; name one with --html")


def write(page: Path, title: str, notes: Iterable[str], seconds: Sequence[Second]) -> None:
    """Write the page, in one step."""
    files.write(page, render(title, notes, seconds).encode())


def render(title: str, notes: Iterable[str], seconds: Sequence[Second]) -> str:
    """The page as text: pressure, load, breath and pulse where believed, and the bands."""
    name = html.escape(title)
    said = "\n".join(f"<p>{html.escape(note)}</p>" for note in notes)
    key = "".join(f'<span style="background:var({colour})"></span>{text}' for colour, text in _KEY)
    body = _svg(seconds) if seconds else "<p>Shorter than a second: nothing to show.</p>"
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{name} - BackStrap replay</title>
<style>{_STYLE}</style>
<h1>{name}</h1>
{said}
{body}
<p class="key">{key}</p>
<p>~ is an estimate, drawn only where the strap believed it. Nothing here is a medical finding.</p>
</html>
"""


def _svg(seconds: Sequence[Second]) -> str:
    felt = [second.felt for second in seconds]
    first_s = felt[0]["t_s"] - 1
    span_s = max(1, felt[-1]["t_s"] - first_s)

    def x(t_s: float) -> float:
        return _LEFT + (t_s - first_s) * _WIDE / span_s

    parts: list[str] = []
    y = _TOP
    curves = (
        ("load, mmHg", "load", lambda f: f["load_pa"] and f["load_pa"] / _PA_PER_MMHG),
        ("~ breath, /min", "breath", lambda f: f["breath_bpm"] if f["breath_ok"] else None),
        ("~ pulse, /min", "pulse", lambda f: f["pulse_bpm"] if f["pulse_ok"] else None),
    )
    if any(second.least_pa is not None for second in seconds):
        parts += _pressure(seconds, x, y)
        y += _HIGH + _GAP
    for name, style, value in curves:
        points = [(f["t_s"], value(f)) for f in felt]
        if any(value is not None for _, value in points):
            parts += _curve(name, style, points, x, y)
            y += _HIGH
        else:
            parts.append(f'<text class="head" x="{_LEFT}" y="{y - 6}">{name}: none</text>')
        y += _GAP
    for name, band, styles in _BANDS:
        parts += _band(name, [(f["t_s"], f[band]) for f in felt], styles, x, y)
        y += _BAND + 6
    tick_s = next((t for t in _TICKS_S if span_s / t <= 8), span_s)
    for t_s in range(-(-first_s // tick_s) * tick_s, first_s + span_s + 1, tick_s):
        clock = f"{t_s // 60}:{t_s % 60:02d}"
        parts.append(f'<text x="{x(t_s):.1f}" y="{y + 14}" text-anchor="middle">{clock}</text>')
    width, height = _LEFT + _WIDE + _RIGHT, y + 24
    inner = "\n".join(parts)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="traces">\n{inner}\n</svg>'


def _frame(name: str, low: float, high: float, y: int) -> list[str]:
    """A panel's name, its two lines and what they stand for."""
    right = _LEFT + _WIDE
    lines = [f'<text class="head" x="{_LEFT}" y="{y - 6}">{name}</text>']
    for value, at in ((high, y), (low, y + _HIGH)):
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{at}" y2="{at}"/>')
        lines.append(f'<text class="right" x="{_LEFT - 8}" y="{at + 4}">{value:.0f}</text>')
    return lines


def _scale(low: float, high: float, y: int) -> Callable[[float], float]:
    return lambda value: y + _HIGH - (value - low) * _HIGH / (high - low)


def _pressure(seconds: Sequence[Second], x: Callable[[float], float], y: int) -> list[str]:
    """The least and the most of each second, or of several where there are many, as an area."""
    each = -(-len(seconds) // _POINTS)
    tops, bottoms = [], []
    for at in range(0, len(seconds), each):
        part = seconds[at : at + each]
        t_s = part[0].felt["t_s"] - 0.5
        tops.append((t_s, max(s.most_pa for s in part if s.most_pa is not None)))
        bottoms.append((t_s, min(s.least_pa for s in part if s.least_pa is not None)))
    low, high = min(v for _, v in bottoms), max(v for _, v in tops)
    high = max(high, low + 10)
    place = _scale(low, high, y)
    points = " ".join(f"{x(t):.1f},{place(v):.1f}" for t, v in tops + bottoms[::-1])
    return [*_frame("pressure, Pa", low, high, y), f'<polygon class="press" points="{points}"/>']


def _curve(
    name: str,
    style: str,
    values: list[tuple[int, float | None]],
    x: Callable[[float], float],
    y: int,
) -> list[str]:
    """A line that breaks where there is no value."""
    known = [value for _, value in values if value is not None]
    middle = (min(known) + max(known)) / 2
    half = max(5.0, (max(known) - min(known)) / 2)
    low, high = max(0.0, middle - half), middle + half
    place = _scale(low, high, y)
    each = -(-len(values) // _POINTS)
    runs: list[list[str]] = [[]]
    for t_s, value in values[::each]:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x(t_s - 0.5):.1f},{place(value):.1f}")
    lines = [
        f'<polyline class="line {style}" points="{" ".join(run if run[1:] else run * 2)}"/>'
        for run in runs
        if run
    ]
    return [*_frame(name, low, high, y), *lines]


def _band(
    name: str,
    values: list[tuple[int, Any]],
    styles: dict[Any, str],
    x: Callable[[float], float],
    y: int,
) -> list[str]:
    """A bar for each run of seconds with the same value."""
    parts = [f'<text class="right" x="{_LEFT - 8}" y="{y + 13}">{name}</text>']
    begin = 0
    for at in range(1, len(values) + 1):
        if at < len(values) and values[at][1] == values[begin][1]:
            continue
        style = styles.get(values[begin][1])
        if style:
            left, right = x(values[begin][0] - 1), x(values[at - 1][0])
            size = f'width="{max(1.0, right - left):.1f}" height="{_BAND}"'
            parts.append(f'<rect class="{style}" x="{left:.1f}" y="{y}" {size}/>')
        begin = at
    return parts
