"""Every mistake of shape in an author's data at once.

Pydantic finds them; `read` puts an example in each wrong place and goes on, so that the meaning of
all the rest can be checked in the same run.
"""

from copy import deepcopy
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from backstrap.errors import closest
from backstrap.routines.schema import (
    ENTRIES,
    Form,
    Hold,
    HoldEntry,
    Kit,
    OwnHold,
    Phase,
    RoutineFile,
    form_of,
    kind_of,
)
from backstrap.routines.units import shown
from backstrap.trees.tree import Path
from strapcore.whole import LANGUAGES

_RENAMED = {"points": "steps"}

_EXAMPLE: dict[str, Any] = {
    "format": 1, "id": "x", "name": "x", "region": "upper-back", "source": "x", "night": "1",
    "rest": "0 s", "rest_nights": 0, "least": "10 min", "target": "12 min", "most": "25 min",
    "position": "lying", "balls": ["blue"], "bands": ["red"], "pillow": "no",
    "firmness": "0 to 1 kPa", "load": "2 to 12 kPa", "weeks": 1, "days": 7,
    "times": {"hold": 0}, "muscle": "rhomboids", "layer": 1, "after": ["x"], "sides": ["left"],
    "map": [1, 1], "spots": 1, "exercise": "x", "band": "none", "repeats": 1, "time": "5 s",
    "note": "x", "lines": ["x"],
}  # fmt: skip
_EXAMPLE["hold"] = {name: _EXAMPLE[name] for name in Hold.model_fields}
_EXAMPLE["kits"] = [{name: _EXAMPLE[name] for name in Kit.model_fields}]
_EXAMPLE["schedule"] = [{"times": {"hold": 0}}]
_EXAMPLE["steps"] = [{name: _EXAMPLE[name] for name in ("muscle", "id", "sides", "map", "lines")}]

_TYPES = {
    "string_type": "text is needed here; put it in quotes",
    "int_type": "a whole number is needed here; write it in digits alone, as 3",
    "list_type": "a list is needed here; write [a, b], or in YAML one '- ' a line",
    "dict_type": "keys and values are needed here; write each key with its value",
    "model_type": "keys and values are needed here; write each key with its value",
}
_TYPES["int_from_float"] = _TYPES["int_type"]
_NO_TEXT = {list: "take the brackets away", type(None): "write one, or take the key away"}


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
    if not isinstance(data, dict):
        text = "not a routine; write keys such as 'format' and 'steps' with their values"
        return None, [Mistake((), text, False)]
    form = form_of(data)
    for _ in range(4):  # an example can only be wrong in the place it takes, so two would do
        try:
            return form.model_validate(data), found
        except ValidationError as e:
            mistakes = _without_what_is_in_a_wrong_key(e.errors())
        misspelt = {_meant(mistake, data) for mistake in mistakes}
        for mistake in mistakes:
            path = _path(mistake)
            if mistake["type"] != "missing" or path not in misspelt:
                found.append(Mistake(path, _text(mistake, data), _of_key(mistake)))
        forms = [_form(_path(mistake), data) for mistake in mistakes]
        for mistake, owner in zip(mistakes, forms, strict=True):
            _repair(data, mistake, owner)
    return None, found


def ids_are_known(mistakes: list[Mistake]) -> bool:
    """Whether every entry has the id that its author gave it, so that others may name it."""
    for path, _, of_key in mistakes:
        if (of_key and len(path) == 1) or path == ("steps",):
            return False
        if path[:1] == ("steps",) and (
            len(path) == 2 or of_key or path[2] in ("muscle", "exercise", "note", "id")
        ):
            return False
    return True


def _without_what_is_in_a_wrong_key(mistakes: list[ErrorDetails]) -> list[ErrorDetails]:
    keys = {_path(mistake) for mistake in mistakes if _of_key(mistake)}
    return [
        mistake
        for mistake in mistakes
        if _of_key(mistake) or not any(_path(mistake)[: len(key)] == key for key in keys)
    ]


def _path(mistake: ErrorDetails) -> Path:
    """Its place in data: without the tags of schema.py and pydantic's own mark for a key."""
    return tuple(
        step
        for step in mistake["loc"]
        if not isinstance(step, str) or not (step.startswith("#") or step == "[key]")
    )


def _of_key(mistake: ErrorDetails) -> bool:
    return mistake["type"] == "extra_forbidden" or mistake["loc"][-1] == "[key]"


def _text(mistake: ErrorDetails, data: Any) -> str:
    kind, path = mistake["type"], _path(mistake)
    if kind == "missing":
        about = _form(path, data).model_fields[str(path[-1])].description or ""
        about = about[:1].lower() + about[1:].rstrip(".")
        return f"'{path[-1]}' is missing; write it: {about}"
    if kind == "extra_forbidden":
        meant = _meant(mistake, data)
        hint = f" (did you mean '{meant[-1]}'?)" if meant else ""
        known = ", ".join(_form(path, data).model_fields)
        return f"unknown key '{path[-1]}'{hint}; allowed: {known}"
    if kind == "value_error":
        return str(mistake["ctx"]["error"])
    written = mistake["input"]
    text = _TYPES.get(kind, mistake["msg"])
    if kind == "string_type" and type(written) in _NO_TEXT:
        text = f"text is needed here; {_NO_TEXT[type(written)]}"
    return f"{shown(written)}: {text}"


def _form(path: Path, data: Any) -> type[Form]:
    """The form that the key at path is in."""
    owner = [step for step in path[:-1] if isinstance(step, str)]
    if not owner:
        return RoutineFile
    if owner == ["steps"]:
        return ENTRIES.get(kind_of(data["steps"][path[1]]), HoldEntry)
    forms: dict[str, type[Form]] = {"kits": Kit, "schedule": Phase}
    return forms.get(owner[0]) or (Hold if len(owner) == 1 else OwnHold)


def _meant(mistake: ErrorDetails, data: Any) -> Path | None:
    """The path of the key that a misspelt one was probably meant to be."""
    path = _path(mistake)
    if mistake["type"] != "extra_forbidden":
        return None
    word = str(path[-1])
    close = closest(word, _form(path, data).model_fields)
    close = _RENAMED.get(word, close) if len(path) == 1 else close
    return (*path[:-1], close) if close else None


def _repair(data: Any, mistake: ErrorDetails, form: type[Form]) -> None:
    """Make the place of one mistake good enough for the next round; form: what it is in."""
    *way, last = _path(mistake)
    for step in way:
        data = data[step]
    field = form.model_fields.get(str(last))
    names = [step for step in way if isinstance(step, str) and step not in LANGUAGES]
    if _of_key(mistake):
        del data[last]
    elif names[-1:] == ["times"]:
        data[last] = 0
    elif isinstance(last, int):
        data[last] = deepcopy(_EXAMPLE[names[-1]][0])
        if way == ["steps"]:
            data[last]["id"] = f"wrong-{last}"  # or it would be the other examples' double
    elif way and last in LANGUAGES:
        data[last] = deepcopy(_EXAMPLE[names[-1]])
    elif field and not field.is_required():
        del data[last]
    elif way and last == "id":
        data[last] = f"wrong-{way[-1]}"
    else:
        data[last] = deepcopy(_EXAMPLE[last])
        if last == "muscle":
            data.setdefault("id", f"wrong-{way[-1]}")
