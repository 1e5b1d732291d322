"""The author's form of a routine -> the fields of strapcore.routine: sides become points of their
own, the right one mirrored, and what an entry leaves out is filled in."""

from typing import Any

from backstrap.routines.schema import Entry, Hold, Kit, RoutineFile
from strapcore.rules import MUSCLES


def build(routine: RoutineFile) -> tuple[dict[str, Any], list[int]]:
    """The strap's fields, and for each of their points the index of the entry it came from."""
    made = [
        (_point(entry, side, routine.hold), i)
        for i, entry in enumerate(routine.points)
        for side in entry.sides
    ]
    fields = {
        "format": routine.format,
        "id": routine.id,
        "name": routine.name,
        "region": routine.region,
        "night": routine.night,
        "rest_s": routine.rest,
        "kits": [_kit(kit) for kit in routine.kits],
        "points": [point for point, _ in made],
    }
    return fields, [i for _, i in made]


def _kit(kit: Kit) -> dict[str, Any]:
    return {
        "position": kit.position,
        "balls": kit.balls,
        "bands": kit.bands,
        "pillow": kit.pillow,
        "firmness_pa": kit.firmness,
    }


def _point(entry: Entry, side: str, hold: Hold) -> dict[str, Any]:
    own = entry.hold.model_dump(exclude_none=True) if entry.hold else {}
    times = {**hold.model_dump(), **own}
    layer = MUSCLES[entry.muscle][1] if entry.muscle in MUSCLES else 1
    mirrored = side == "right" and len(entry.map) == 2
    name = entry.id or entry.muscle
    return {
        "id": name if side == "both" else f"{name}-{side}",
        "muscle": entry.muscle,
        "side": side,
        "layer": layer if entry.layer is None else entry.layer,
        "map": [100 - entry.map[0], entry.map[1]] if mirrored else entry.map,
        "spots": entry.spots,
        "hold_s": [times["least"], times["target"], times["most"]],
        "lines": entry.lines,
    }
