"""docs/cues.md: every cue and the states that it belongs to, for eyes-closed use."""

from collections.abc import Sequence
from itertools import islice
from math import log2

from backstrap import cues

_NOTES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")

# state: cues that say it begins, then those that come while it lasts.
STATES = {
    "HOME": ("ready done click no", "click no battery"),
    "PREPARE": ("start", ""),
    "PLACE": ("zero", "place"),
    "HOLD": ("contact resumed", "breathe exhale numb air awake alarm alarm2 click"),
    "PAUSED": ("paused", ""),
    "RELEASE": ("release", "release release2 release3"),
    "REST": ("rest", ""),
    "ENDED": ("ended", ""),
    "EXERCISE": ("shown", "timed"),
    "NOTE": ("noted", ""),
}
ANYWHERE = "fault_sensor fault_display crash"

_TEXT = """\
# Cues

The strap is made for closed eyes: each thing it has to say has its own row of tones and its own
rhythm of the motor. No two are alike, by ear or by touch, so that every state is known without a
look at the screen: by the cue it begins with, and by those that come while it lasts. What must be
answered grows: louder, faster, longer. In quiet mode (menu) only the motor speaks, but for what
must wake somebody: that sounds all the same.

`backstrap cues play NAME` plays one on the computer. This page is what
`backstrap cues list --markdown` prints.

## Every cue

A number is a time in ms, one in brackets a pause.

{cues}

## Which cue belongs to which state

{states}

In any state: {anywhere}.
"""


def markdown() -> str:
    """The page."""
    heard, felt, said = cues.tones(), cues.rhythms(), cues.meanings()
    rows = [(name, said[name], notes(heard[name]), rhythm(felt[name])) for name in said]
    states = [
        (state, *(", ".join(names.split()) for names in row)) for state, row in STATES.items()
    ]
    return _TEXT.format(
        cues=_table(("cue", "what it says", "notes", "motor"), rows),
        states=_table(("state", "begins with", "while it lasts"), states),
        anywhere=_listed(ANYWHERE),
    )


def notes(tones: cues.Pattern) -> str:
    """Tones as notes with their times, pauses in brackets: 'C5 300 (200) E5 300'."""
    return " ".join(f"{_note(hz)} {ms}" if hz else f"({ms})" for hz, ms in _pairs(tones))


def rhythm(pattern: cues.Pattern) -> str:
    """How long the motor runs, pauses in brackets: '160 (160) 160'."""
    return " ".join(str(ms) if on else f"({ms})" for on, ms in _pairs(pattern))


def _pairs(pattern: cues.Pattern) -> list[tuple[int, int]]:
    return list(zip(islice(pattern, 0, None, 2), islice(pattern, 1, None, 2), strict=True))


def _note(hz: int) -> str:
    number = 69 + round(12 * log2(hz / 440))
    return f"{_NOTES[number % 12]}{number // 12 - 1}"


def _listed(names: str) -> str:
    return ", ".join(names.split())


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
