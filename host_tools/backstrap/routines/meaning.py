"""What is wrong with a routine of good shape, in the author's words and at the author's place.

The limits are strapcore's. Added here is what only the author's form can get wrong.
"""

from collections.abc import Iterator
from typing import Any

from backstrap.errors import did_you_mean
from backstrap.routines import wording
from backstrap.routines.fields import name_of
from backstrap.routines.mistakes import Mistake
from backstrap.routines.order import after_problems
from backstrap.routines.schema import FORMAT, Entry, ExerciseEntry, HoldEntry, RoutineFile
from backstrap.routines.shapes import MIDLINE, SPINE
from backstrap.routines.units import shown
from backstrap.trees.tree import Path, Tree
from strapcore.rules import MUSCLES, header_problems, step_problems
from strapcore.whole import routine_problems

_ID_MOST = 24  # strapcore's limit, with the side in it
# What strapcore says in other words than _id_problems and _amount_problems.
_DOUBLE = " already"
_EITHER = "one of repeats and time"
# The author's word for a field of the strap, where it is another one.
_WORDS = {
    "rest_s": "rest",
    "hold_s": "hold",
    "firmness_pa": "firmness",
    "load_pa": "load",
    "side": "sides",
    "seconds": "time",
    "phase_weeks": "weeks",
    "days_a_week": "days",
    "phase_times": "times",
}


def problems(
    routine: RoutineFile,
    fields: dict[str, Any],
    origins: list[int],
    source: Tree,
    *,
    named: bool,
    region: str | None,
) -> Iterator[Mistake]:
    """Mistakes at paths of the author's file; fields and origins are what fields.build made.

    named: every entry has the id that its author gave it. region: the author's, if it is one.
    """
    if routine.format != FORMAT:
        text = f"format {routine.format} is not known; allowed: {FORMAT}"
        yield Mistake(("format",), text, False)
    own = list(_own_problems(routine, source))
    own += _id_problems(routine.steps, fields["steps"], origins, source)
    if named:
        own += after_problems(routine.steps)
    yield from (Mistake(path, text, False) for path, text in own)
    taken = {path for path, _ in own}
    exercises = [name_of(entry) for entry in routine.steps if isinstance(entry, ExerciseEntry)]
    for path, text in routine_problems(fields):
        written = _written(_author_path(path, origins, routine.steps), source)
        of_muscle = path[-1] == "id" and written[-1] == "muscle"  # then only its length can be
        if written in taken or of_muscle or text.endswith(_DOUBLE) or text.startswith(_EITHER):
            continue
        if text.startswith("unknown exercise"):
            if named:
                hint = did_you_mean(path[-1], [*exercises, "hold"])
                known = ", ".join(["hold", *exercises])
                yield Mistake(written, f"{text}{hint}; allowed: {known}", True)
            continue
        value = _get(fields, path)
        if path[-1] == "hold_s":
            for key, said in wording.times(value, region):
                at = (*written, key)
                yield Mistake(at if at in source.values else written, said, False)
            continue
        if wording.OTHER_REGION in text and not region:
            continue
        parts = _wrong_parts(path, value)
        for k in parts:
            said = shown(_get(source.data, (*written, k)))
            yield Mistake((*written, k), wording.about(text, value[k], said), False)
        if not parts:
            said = wording.told(text, value, _get(source.data, written), routine.region)
            yield Mistake(written, said, text.startswith(wording.NO_HOLDS))


def _own_problems(routine: RoutineFile, source: Tree) -> Iterator[tuple[Path, str]]:
    """What is gone, or filled in, when the strap's rules see it."""
    positions = [kit.position for kit in routine.kits]
    for i, position in enumerate(positions):
        first = positions.index(position)
        if first < i:
            line = source.place(("kits", first, "position"))[0]
            text = f"a second kit for {position}; the first is on line {line}; keep one"
            yield ("kits", i, "position"), text
    for i, phase in enumerate(routine.schedule):
        if phase.weeks == 0:
            yield ("schedule", i, "weeks"), "0 is not allowed; allowed: 1 to 52"
    for i, entry in enumerate(routine.steps):
        if isinstance(entry, HoldEntry):
            yield from ((("steps", i, key), text) for key, text in _side_problems(entry))
        elif isinstance(entry, ExerciseEntry):
            yield from _amount_problems(entry, i)


def _side_problems(entry: HoldEntry) -> Iterator[tuple[str, str]]:
    x = entry.map[0] if entry.map else 0
    left, right = MIDLINE
    if entry.sides == ["both"] and not left <= x <= right:
        text = (
            f"both is one point on the midline, and map x {x} is not "
            f"(allowed: {left} to {right}); for a point on each side write [left, right]"
        )
        yield "sides", text
    elif entry.sides != ["both"] and SPINE < x <= 100:
        yield "map", f"x {x} is right of the spine; give the left side's place, below {SPINE}"


def _amount_problems(entry: ExerciseEntry, i: int) -> Iterator[tuple[Path, str]]:
    if entry.repeats is None and entry.time is None:
        yield ("steps", i), "'repeats' or 'time' is missing; write one of them"
    elif entry.repeats is not None and entry.time is not None:
        yield ("steps", i, "time"), "'repeats' and 'time'; allowed: one of them"
    elif entry.repeats == 0:
        yield ("steps", i, "repeats"), "0 is not allowed; allowed: 1 to 100"
    elif entry.time == 0:
        yield ("steps", i, "time"), "no time is not allowed; allowed: 5 s to 30 min"


def _id_problems(
    entries: list[Entry], steps: list[dict[str, Any]], origins: list[int], source: Tree
) -> Iterator[tuple[Path, str]]:
    """Ids that are taken, or too long once they carry the side; one problem an entry."""
    first: dict[str, int] = {}
    named: set[int] = set()
    for step, i in zip(steps, origins, strict=True):
        name = step["id"]
        path = _written(("steps", i, "id"), source)
        other = first.setdefault(name, i)
        if other == i:  # another kind's id would be taken for this one in `after` and `times`
            name = name_of(entries[i])
            alike = [k for k in range(i) if name_of(entries[k]) == name]
            other = next((k for k in alike if type(entries[k]) is not type(entries[i])), i)
        if i in named or step.get("muscle", next(iter(MUSCLES))) not in MUSCLES:
            continue
        if i != other:
            line = source.place(("steps", other))[0]
            yield path, f"'{name}' is taken by the entry on line {line}; give another 'id'"
            named.add(i)
        elif "side" in step and len(step["id"]) > _ID_MOST:
            text = (
                f"an id of {len(name)} characters is too long with its side; allowed: at most "
                f"{_ID_MOST - len('-right')}; give the entry a shorter 'id'"
            )
            yield path, text
            named.add(i)


def _author_path(path: Path, origins: list[int], entries: list[Entry]) -> Path:
    """The path in the author's file of a path in the strap's fields."""
    steps = [_WORDS.get(step, step) if isinstance(step, str) else step for step in path]
    if len(steps) > 1 and steps[0] == "steps":
        entry = entries[origins[int(steps[1])]]
        steps[1] = origins[int(steps[1])]
        if len(steps) > 2 and steps[2] == "name":
            steps[2] = "exercise" if isinstance(entry, ExerciseEntry) else "note"
    return tuple(steps)


def _written(path: Path, source: Tree) -> Path:
    """Where the author wrote what path is about: what was left out came from elsewhere."""
    if path[:1] == ("steps",) and path not in source.values:
        if path[-1] == "id":
            return (*path[:-1], "muscle")
        if path[-1] == "hold":
            return ("hold",)
    return path


def _wrong_parts(path: Path, value: Any) -> list[int | str]:
    """The lines of a text, or the ids of a phase, that are not allowed by themselves."""
    if "lines" in path and isinstance(value, list):
        return [k for k, line in enumerate(value) if _is_wrong_line(line)]
    if path[-1] == "phase_times" and isinstance(value, dict):
        return [name for name, times in value.items() if _is_wrong_time({name: times})]
    return []


def _is_wrong_line(line: Any) -> bool:
    found = step_problems({"kind": "note", "lines": [line]}, None)
    return ("lines",) in [path for path, _ in found]


def _is_wrong_time(times: dict[str, Any]) -> bool:
    found = header_problems({"schedule": [{"phase_times": times}]})
    return ("schedule", 0, "phase_times") in [path for path, _ in found]


def _get(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
