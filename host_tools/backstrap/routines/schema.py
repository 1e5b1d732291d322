"""The shape of an author's routine file: keys, types, units. What the values mean and how far they
may go is strapcore.routine's business.

Pydantic finds every mistake at once; `read` puts an example in each wrong place and goes on, so
that the meaning of all the rest can be checked in the same run.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from backstrap.errors import closest, did_you_mean
from backstrap.routines.units import duration, firmness, night, shown, sides, yes_no
from strapcore.rules import BALLS, BANDS, MUSCLES, POSITIONS, point_problems

Path = tuple[str | int, ...]

_REGIONS = {region for region, _ in MUSCLES.values()}


def _one_of(what: str, known: Any) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str) and value in known:
            return value
        raise ValueError(
            f"unknown {what} {shown(value)}{did_you_mean(value, known)}; "
            f"allowed: {', '.join(sorted(known))}"
        )

    return BeforeValidator(check, json_schema_input_type=str)


def _muscle(value: Any) -> Any:
    """Known muscles, and those that strapcore refuses with a better reason than 'unknown'."""
    said = [text for path, text in point_problems({"muscle": value}, None) if path == ("muscle",)]
    if not said or (isinstance(value, str) and not said[0].startswith("unknown")):
        return value
    raise ValueError(
        f"unknown muscle {shown(value)}{did_you_mean(value, MUSCLES)}; "
        f"allowed: {', '.join(sorted(MUSCLES))}"
    )


def _text_in(form: Callable[[Any], Any]) -> BeforeValidator:
    return BeforeValidator(form, json_schema_input_type=str)


Duration = Annotated[int, _text_in(duration), Field(examples=["10 min", "90 s"])]
Sides = Annotated[list[str], BeforeValidator(sides, json_schema_input_type=str | list[str])]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Hold(_Form):
    """Times of one hold, in seconds of contact."""

    least: Duration
    target: Duration
    most: Duration


class OwnHold(_Form):
    """What a point changes of the routine's hold."""

    least: Duration | None = None
    target: Duration | None = None
    most: Duration | None = None


class Kit(_Form):
    """What one position needs."""

    position: Annotated[str, _one_of("position", POSITIONS)]
    balls: list[Annotated[str, _one_of("ball", BALLS)]]
    bands: list[Annotated[str, _one_of("band", BANDS)]]
    pillow: Annotated[bool, BeforeValidator(yes_no, json_schema_input_type=bool | str)]
    firmness: Annotated[list[int], _text_in(firmness), Field(examples=["0 to 40 mmHg"])]


class Entry(_Form):
    """One muscle: one point, or one a side. map is the left point's place; right is mirrored."""

    muscle: Annotated[str, _text_in(_muscle)]
    id: str | None = None
    layer: int | None = None
    sides: Sides
    map: list[int]
    spots: int = 1
    hold: OwnHold | None = None
    lines: list[str]


class RoutineFile(_Form):
    """A routine as its author writes it."""

    format: int
    id: str
    name: str
    region: Annotated[str, _one_of("region", _REGIONS)]
    night: Annotated[list[int], _text_in(night), Field(examples=["1 to 3"])]
    rest: Duration
    hold: Hold
    kits: list[Kit]
    points: list[Entry]


_FORMS: dict[str, type[BaseModel]] = {"points": Entry, "kits": Kit, "hold": Hold}
_EXAMPLE: dict[str, Any] = {
    "format": 1, "id": "x", "name": "x", "region": "upper-back", "night": "1", "rest": "0 s",
    "least": "10 min", "target": "12 min", "most": "25 min", "position": "lying",
    "balls": ["blue"], "bands": ["red"], "pillow": "no", "firmness": "0 to 1 kPa",
    "muscle": "rhomboids", "layer": 1, "sides": ["left"], "map": [1, 1], "spots": 1,
    "lines": ["x"],
}  # fmt: skip
_EXAMPLE["hold"] = {name: _EXAMPLE[name] for name in Hold.model_fields}
_EXAMPLE["kits"] = [{name: _EXAMPLE[name] for name in Kit.model_fields}]
_EXAMPLE["points"] = [{name: _EXAMPLE[name] for name in Entry.model_fields if name != "id"}]

_TYPES = {
    "string_type": "text is needed here; put it in quotes",
    "int_type": "a whole number is needed here",
    "int_from_float": "a whole number is needed here",
    "list_type": "a list is needed here, as in [a, b] or one '- ' a line",
    "model_type": "keys and values are needed here",
}


class Mistake(NamedTuple):
    """A mistake of shape; of_key: the key itself is wrong, not its value."""

    path: Path
    text: str
    of_key: bool


def read(data: Any) -> tuple[RoutineFile | None, list[Mistake]]:
    """The routine in data and every mistake of shape.

    Wrong values are replaced by examples in data and in the routine; it is None when that does
    not help either.
    """
    found: list[Mistake] = []
    for _ in range(4):  # an example can only be wrong in the place it takes, so two would do
        try:
            return RoutineFile.model_validate(data), found
        except ValidationError as e:
            mistakes = e.errors()
        if not isinstance(data, dict):
            text = "not a routine: keys such as 'format:' and 'points:' are needed"
            return None, [Mistake((), text, False)]
        misspelt = {_meant(mistake) for mistake in mistakes}
        for mistake in mistakes:
            path, of_key = mistake["loc"], mistake["type"] == "extra_forbidden"
            if mistake["type"] != "missing" or path not in misspelt:
                found.append(Mistake(path, _text(mistake), of_key))
            _repair(data, mistake)
    return None, found


def _text(mistake: ErrorDetails) -> str:
    kind, path = mistake["type"], mistake["loc"]
    if kind == "missing":
        return f"'{path[-1]}' is missing"
    if kind == "extra_forbidden":
        known = _known_keys(path)
        hint = did_you_mean(path[-1], known)
        return f"unknown key '{path[-1]}'{hint}; allowed: {', '.join(known)}"
    if kind == "value_error":
        return str(mistake["ctx"]["error"])
    return f"{shown(mistake['input'])}: {_TYPES.get(kind, mistake['msg'])}"


def _known_keys(path: Path) -> list[str]:
    """The keys of the form that the key at path is in."""
    owner = [step for step in path[:-1] if isinstance(step, str)]
    form = _FORMS[owner[-1]] if owner else RoutineFile
    return list(form.model_fields)


def _meant(mistake: ErrorDetails) -> Path | None:
    """The path of the key that a misspelt one was probably meant to be."""
    path = mistake["loc"]
    if mistake["type"] != "extra_forbidden":
        return None
    close = closest(path[-1], _known_keys(path))
    return (*path[:-1], close) if close else None


def _repair(data: Any, mistake: ErrorDetails) -> None:
    """Make the place of one mistake good enough for the next round."""
    *way, last = mistake["loc"]
    for step in way:
        data = data[step]
    if mistake["type"] == "extra_forbidden" or (way and last in ("id", "layer", "hold")):
        del data[last]
    elif isinstance(last, int):
        data[last] = deepcopy(_EXAMPLE[str(way[-1])][0])
        if way == ["points"]:
            data[last]["id"] = f"wrong-{last}"  # or it would be the other examples' double
    else:
        data[last] = deepcopy(_EXAMPLE[last])
        if last == "muscle":
            data.setdefault("id", f"wrong-{way[-1]}")
