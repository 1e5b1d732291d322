"""The author's form of a routine -> the fields of strapcore.routine: sides become points of their
own, the right one mirrored, and what an entry leaves out is filled in."""

from typing import Any

from backstrap.routines.schema import (
    Entry,
    ExerciseEntry,
    Hold,
    HoldEntry,
    Kit,
    NoteEntry,
    Phase,
    RoutineFile,
)
from strapcore.routine import FORMAT
from strapcore.rules import MUSCLES


def build(routine: RoutineFile) -> tuple[dict[str, Any], list[int]]:
    """The strap's fields, and for each of their steps the index of the entry it came from."""
    made = [
        (step, i)
        for i, entry in enumerate(routine.steps)
        for step in _steps(entry, routine.hold, routine.steps)
    ]
    fields = {
        "format": FORMAT,
        "id": routine.id,
        "name": routine.name,
        "region": routine.region,
        "source": routine.source,
        "night": routine.night,
        "rest_s": routine.rest,
        "rest_nights": routine.rest_nights,
        "kits": [_kit(kit) for kit in routine.kits],
        "schedule": [_phase(phase) for phase in routine.schedule],
        "steps": [step for step, _ in made],
    }
    return fields, [i for _, i in made]


def name_of(entry: Entry) -> str:
    """The id by which the author speaks of an entry."""
    return entry.id or (entry.muscle if isinstance(entry, HoldEntry) else "")


def before(entry: HoldEntry, side: str, name: str, entries: list[Entry]) -> list[str]:
    """The points that a name in `after` means for the entry's point on this side: those of the
    same side; all, when one of the two is on the midline."""
    return [
        _point_id(other, its)
        for other in entries
        if isinstance(other, HoldEntry) and name_of(other) == name
        for its in other.sides
        if its == side or "both" in (its, side)
    ]


def _kit(kit: Kit) -> dict[str, Any]:
    return {
        "position": kit.position,
        "balls": kit.balls,
        "bands": kit.bands,
        "pillow": kit.pillow,
        "firmness_pa": kit.firmness,
        "load_pa": kit.load,
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "phase_weeks": phase.weeks or 0,
        "days_a_week": phase.days,
        "phase_times": phase.times,
    }


def _steps(entry: Entry, hold: Hold, entries: list[Entry]) -> list[dict[str, Any]]:
    if isinstance(entry, HoldEntry):
        return [_point(entry, side, hold, entries) for side in entry.sides]
    if isinstance(entry, NoteEntry):
        return [{"kind": "note", "id": entry.id, "name": entry.note, "lines": entry.lines}]
    return [_exercise(entry)]


def _exercise(entry: ExerciseEntry) -> dict[str, Any]:
    return {
        "kind": "exercise",
        "id": entry.id,
        "name": entry.exercise,
        "band": entry.band,
        "repeats": entry.repeats or 0,
        "seconds": entry.time or 0,
        "lines": entry.lines,
    }


def _point_id(entry: HoldEntry, side: str) -> str:
    name = name_of(entry)
    return name if side == "both" else f"{name}-{side}"


def _point(entry: HoldEntry, side: str, hold: Hold, entries: list[Entry]) -> dict[str, Any]:
    own = entry.hold.model_dump(exclude_none=True) if entry.hold else {}
    times = {**hold.model_dump(), **own}
    layer = MUSCLES[entry.muscle][1] if entry.muscle in MUSCLES else 2
    mirrored = side == "right" and len(entry.map) == 2
    after = [id for name in entry.after or () for id in before(entry, side, name, entries)]
    return {
        "kind": "hold",
        "id": _point_id(entry, side),
        "muscle": entry.muscle,
        "side": side,
        "layer": layer if entry.layer is None else entry.layer,
        "after": list(dict.fromkeys(after)),
        "map": [100 - entry.map[0], entry.map[1]] if mirrored else entry.map,
        "spots": entry.spots,
        "hold_s": [times["least"], times["target"], times["most"]],
        "lines": entry.lines,
    }
