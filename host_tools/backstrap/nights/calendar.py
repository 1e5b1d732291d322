"""Nights as a calendar: a row a step, a column a night, and a mark for what became of it."""

from collections.abc import Sequence
from typing import NamedTuple

from backstrap.nights.simulate import Deed, Lock, Night
from strapcore.plan import LAYER
from strapcore.routine import HOLD, Step

# What a night was for a step. The words are for the keys of charts and pictures.
LET_GO = "throbbed: let go"
HELD = "held, no throb"
STOPPED = "stopped early"
DID = "done"
LOCKED = "locked: the layer above first"
WAITS = "waits: enough tonight, or rest"
FREE = "free, not held"
MARKS = (LET_GO, HELD, STOPPED, DID, LOCKED, WAITS)

OTHERS = "exercises and notes"


class Row(NamedTuple):
    """A step over the nights."""

    id: str
    layer: int | None
    marks: list[str]


def rows(steps: Sequence[Step], nights: Sequence[Night]) -> list[tuple[str, list[Row]]]:
    """(title, rows) of each layer, the first on top; then of what is no hold."""
    groups: dict[str, list[Row]] = {}
    for step in sorted(steps, key=lambda step: (step.kind != HOLD, step.layer)):
        layer = step.layer if step.kind == HOLD else None
        marks = [_mark(step.id, night) for night in nights]
        title = OTHERS if layer is None else f"layer {layer}"
        groups.setdefault(title, []).append(Row(step.id, layer, marks))
    return list(groups.items())


def _mark(name: str, night: Night) -> str:
    for deed in night.deeds:
        if deed.step.id == name:
            return _of_deed(deed)
    return _of_lock(night.locks[name]) if name in night.locks else FREE


def _of_deed(deed: Deed) -> str:
    if deed.step.kind != HOLD:
        return DID
    if deed.let_go:
        return LET_GO
    return STOPPED if deed.ended == "stopped" else HELD


def _of_lock(lock: Lock) -> str:
    return LOCKED if lock[0] == LAYER else WAITS
