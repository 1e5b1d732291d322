"""What is wrong with a routine of good shape, in the author's words and at the author's place.

The limits are strapcore's. Added here is what only the author's form can get wrong.
"""

from collections.abc import Iterator
from typing import Any

from backstrap.errors import did_you_mean
from backstrap.routines.fields import name_of
from backstrap.routines.mistakes import Mistake
from backstrap.routines.order import after_problems
from backstrap.routines.schema import FORMAT, Entry, ExerciseEntry, Hold, HoldEntry, RoutineFile
from backstrap.routines.units import shown
from backstrap.trees.tree import Path, Tree
from strapcore.limits import REGIONS
from strapcore.rules import MUSCLES, header_problems, step_problems
from strapcore.whole import routine_problems

_ID_MOST = 24  # strapcore's limit, with the side in it
# What strapcore says in other words than _id_problems and _amount_problems.
_DOUBLE = " already"
_EITHER = "one of repeats and time"
_NO_HOLDS = "'hold' in a routine without holds"
# What the strap's rules leave out: what an author does about it.
_FIXES = {
    " is outside the ": "write times within these",
    "only a point of layer 2 waits": "take 'after' away",
    " points a night are more ": "write fewer, or raise 'night'",
    _NO_HOLDS: "take it away",
    "'en' is missing": "write it too",
}
_AS_FOR_THE_STRAP = "two whole numbers such as 1, 3, at most 3"  # of `night`
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
    routine: RoutineFile, fields: dict[str, Any], origins: list[int], source: Tree, named: bool
) -> Iterator[Mistake]:
    """Mistakes at paths of the author's file; fields and origins are what fields.build made.

    named: every entry has the id that its author gave it.
    """
    if routine.format != FORMAT:
        text = f"format {routine.format} is not known; allowed: {FORMAT}"
        yield Mistake(("format",), text, False)
    own = list(_own_problems(routine))
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
        parts = _wrong_parts(path, _get(fields, path))
        for k in parts:
            said = shown(_get(source.data, (*written, k)))
            yield Mistake((*written, k), f"{said}{_rest(text)}", False)
        if not parts:
            said = _in_their_words(text, _get(fields, path), _get(source.data, written))
            said += _fix(text, routine.region)
            if path[-1] == "hold_s":
                key = (*written, _wrong_time(_get(fields, path), routine.region))
                written = key if key in source.values else written
            yield Mistake(written, said, text.startswith(_NO_HOLDS))


def _own_problems(routine: RoutineFile) -> Iterator[tuple[Path, str]]:
    """What is gone, or filled in, when the strap's rules see it."""
    positions = [kit.position for kit in routine.kits]
    for i, position in enumerate(positions):
        if position in positions[:i]:
            yield ("kits", i, "position"), f"a second kit for {position}; allowed: one a position"
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
    if entry.sides == ["both"] and not 40 <= x <= 60:
        text = (
            f"both is one point on the midline, and map x {x} is not (allowed: 40 to 60); "
            "for a point on each side write [left, right]"
        )
        yield "sides", text
    elif entry.sides != ["both"] and 50 < x <= 100:
        yield "map", f"x {x} is right of the spine; give the left side's place, below 50"


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
            yield path, f"'{name}' is taken by the entry on line {line}; give another 'id:'"
            named.add(i)
        elif "side" in step and len(step["id"]) > _ID_MOST:
            text = (
                f"an id of {len(name)} characters is too long with its side; allowed: at most "
                f"{_ID_MOST - len('-right')}; give the entry a shorter 'id:'"
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


def _in_their_words(text: str, value: Any, written: Any) -> str:
    """A message about the strap's value with what the author wrote in its place."""
    if text.startswith("allowed: ") and isinstance(value, list):
        return f"{len(value)} of them; {text}"
    text = text.replace(_AS_FOR_THE_STRAP, "as '1 to 3', at most 3")
    if not text.startswith(f"{value} is not allowed"):
        return text
    if isinstance(written, dict) and written:
        said = ", ".join(f"{key} {amount}" for key, amount in written.items())
    else:
        said = shown(written)
    return said + _rest(text)


def _wrong_time(hold: list[int], region: str) -> str:
    """Which of a hold's times, in seconds, is the first that cannot be."""
    least, most = REGIONS.get(region, (0, hold[2]))
    before = least
    for key, seconds in zip(Hold.model_fields, hold, strict=True):
        if not before <= seconds <= most:
            return key
        before = seconds
    return "least"


def _fix(text: str, region: str) -> str:
    """What to do, where the text does not say it."""
    if " is not in the region " in text:
        known = ", ".join(name for name, (its, _) in MUSCLES.items() if its == region)
        return f"; its muscles are {known}"
    return next((f"; {fix}" for word, fix in _FIXES.items() if word in text), "")


def _rest(text: str) -> str:
    return text[text.index(" is not allowed") :]


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
