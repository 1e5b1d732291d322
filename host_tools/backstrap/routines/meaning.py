"""What is wrong with a routine of good shape, in the author's words and at the author's place.

The limits are strapcore's. Added here is what only the author's form can get wrong.
"""

from collections.abc import Iterator
from typing import Any

from backstrap.routines.schema import Entry, RoutineFile
from backstrap.routines.tree import Path, Tree
from backstrap.routines.units import shown
from strapcore.routine import FORMAT
from strapcore.rules import MUSCLES, point_problems
from strapcore.whole import routine_problems

_ID_MOST = 24  # strapcore's limit, with the side in it
_DOUBLE = " already"  # how strapcore ends what _id_problems says with the line
# The author's word for a field of the strap, where it is another one.
_WORDS = {"rest_s": "rest", "hold_s": "hold", "firmness_pa": "firmness", "side": "sides"}


def problems(
    routine: RoutineFile, fields: dict[str, Any], origins: list[int], source: Tree
) -> Iterator[tuple[Path, str]]:
    """(path in the author's file, text); fields and origins are what fields.build made."""
    if routine.format != FORMAT:
        yield ("format",), f"format {routine.format} is not known; allowed: {FORMAT}"
    positions = [kit.position for kit in routine.kits]
    for i, position in enumerate(positions):
        if position in positions[:i]:
            yield ("kits", i, "position"), f"a second kit for {position}; allowed: one a position"
    for i, entry in enumerate(routine.points):
        yield from ((("points", i, key), text) for key, text in _side_problems(entry))
    own = list(_id_problems(fields["points"], origins, source))
    yield from own
    taken = {path for path, _ in own}
    for path, text in routine_problems(fields):
        written = _written(_author_path(path, origins), source)
        of_muscle = path[-1] == "id" and written[-1] == "muscle"  # then only its length can be
        if written in taken or of_muscle or text.endswith(_DOUBLE):
            continue
        if path[-1] == "lines":
            for k in _wrong_lines(_get(fields, path)):
                yield (*written, k), f"{shown(_get(source.data, (*written, k)))}{_rest(text)}"
                taken.add(written)
        if written not in taken:
            yield written, _in_their_words(text, _get(fields, path), _get(source.data, written))


def _side_problems(entry: Entry) -> Iterator[tuple[str, str]]:
    x = entry.map[0] if entry.map else 0
    if entry.sides == ["both"] and not 40 <= x <= 60:
        text = (
            f"both is one point on the midline, and map x {x} is not (allowed: 40 to 60); "
            "for a point on each side write [left, right]"
        )
        yield "sides", text
    elif entry.sides != ["both"] and 50 < x <= 100:
        yield "map", f"x {x} is right of the spine; give the left side's place, below 50"


def _id_problems(
    points: list[dict[str, Any]], origins: list[int], source: Tree
) -> Iterator[tuple[Path, str]]:
    """Ids that are taken, or too long once they carry the side; one problem an entry."""
    first: dict[str, int] = {}
    named: set[int] = set()
    for point, i in zip(points, origins, strict=True):
        name = point["id"]
        path = _written(("points", i, "id"), source)
        other = first.setdefault(name, i)
        if i in named or point["muscle"] not in MUSCLES:
            continue
        if i != other:
            line = source.place(("points", other))[0]
            yield path, f"'{name}' is a point of the entry on line {line}; give another 'id:'"
            named.add(i)
        elif len(name) > _ID_MOST:
            length = len(name.removesuffix(f"-{point['side']}"))
            text = (
                f"an id of {length} characters is too long with its side; allowed: at most "
                f"{_ID_MOST - len('-right')}; give the entry a shorter 'id:'"
            )
            yield path, text
            named.add(i)


def _author_path(path: Path, origins: list[int]) -> Path:
    """The path in the author's file of a path in the strap's fields."""
    steps = [_WORDS.get(step, step) if isinstance(step, str) else step for step in path]
    if len(steps) > 1 and steps[0] == "points":
        steps[1] = origins[int(steps[1])]
    return tuple(steps)


def _written(path: Path, source: Tree) -> Path:
    """Where the author wrote what path is about: what was left out came from elsewhere."""
    if path[:1] == ("points",) and path not in source.values:
        if path[-1] == "id":
            return (*path[:-1], "muscle")
        if path[-1] == "hold":
            return ("hold",)
    return path


def _in_their_words(text: str, value: Any, written: Any) -> str:
    """A message about the strap's value with what the author wrote in its place."""
    if not text.startswith(f"{value} is not allowed"):
        return text
    if isinstance(written, dict):
        said = ", ".join(f"{key} {amount}" for key, amount in written.items())
    else:
        said = shown(written)
    return said + _rest(text)


def _rest(text: str) -> str:
    return text[text.index(" is not allowed") :]


def _wrong_lines(lines: Any) -> list[int]:
    """Which of the lines are not allowed by themselves."""
    return [
        k
        for k, line in enumerate(lines if isinstance(lines, list) else ())
        if ("lines",) in [path for path, _ in point_problems({"lines": [line]}, None)]
    ]


def _get(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
