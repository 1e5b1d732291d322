"""The shape of an author's routine file: keys, types, units. What the values mean and how far they
may go is strapcore's business (rules, whole).
"""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from backstrap.errors import closest, did_you_mean
from backstrap.routines.units import duration, night, pressures, shown, sides, yes_no
from strapcore.rules import MUSCLES
from strapcore.whole import BALLS, BANDS, LANGUAGES, POSITIONS, never_held

FORMAT = 1  # of the author's file; the strap's has a number of its own

KIND_KEYS = ("muscle", "exercise", "note")  # the one that an entry has tells what it is
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
    if isinstance(value, str) and (value in MUSCLES or never_held(value)):
        return value
    raise ValueError(
        f"unknown muscle {shown(value)}{did_you_mean(value, MUSCLES)}; "
        f"allowed: {', '.join(sorted(MUSCLES))}"
    )


def _text_in(form: Callable[[Any], Any]) -> BeforeValidator:
    return BeforeValidator(form, json_schema_input_type=str)


def _language(value: Any) -> Any:
    if value in LANGUAGES:
        return value
    raise ValueError(
        f"unknown language '{value}'{did_you_mean(value, LANGUAGES)}; "
        f"allowed: {', '.join(LANGUAGES)}"
    )


def _spoken(value: Any) -> str:
    return "#languages" if isinstance(value, dict) else "#one"


# Tags begin with "#", so that mistakes.py can take them out of a place.
_Language = Annotated[str, BeforeValidator(_language)]
Text = Annotated[
    Annotated[str, Tag("#one")] | Annotated[dict[_Language, str], Tag("#languages")],
    Discriminator(_spoken),
]
Lines = Annotated[
    Annotated[list[str], Tag("#one")] | Annotated[dict[_Language, list[str]], Tag("#languages")],
    Discriminator(_spoken),
]
Duration = Annotated[int, _text_in(duration), Field(examples=["10 min", "90 s"])]
Pressures = Annotated[list[int], _text_in(pressures), Field(examples=["0 to 40 mmHg"])]
Night = Annotated[list[int], _text_in(night), Field(examples=["1 to 3"])]
Sides = Annotated[list[str], BeforeValidator(sides, json_schema_input_type=str | list[str])]


class Form(BaseModel):
    """Keys and values; a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Hold(Form):
    """Times of one hold, in seconds of contact."""

    least: Duration
    target: Duration
    most: Duration


class OwnHold(Form):
    """What a point changes of the routine's hold."""

    least: Duration | None = None
    target: Duration | None = None
    most: Duration | None = None


class Kit(Form):
    """What one position needs."""

    position: Annotated[str, _one_of("position", POSITIONS)]
    balls: list[Annotated[str, _one_of("ball", BALLS)]]
    bands: list[Annotated[str, _one_of("band", BANDS)]]
    pillow: Annotated[bool, BeforeValidator(yes_no, json_schema_input_type=bool | str)]
    firmness: Pressures
    load: Pressures = pressures("15 to 100 mmHg")


class Phase(Form):
    """What is due, so many weeks; from then on where weeks are left out."""

    weeks: int | None = None
    days: int = 7
    times: dict[str, int]


class HoldEntry(Form):
    """One muscle: one point, or one a side. map is the left point's place; right is mirrored."""

    muscle: Annotated[str, _text_in(_muscle)]
    id: str | None = None
    layer: int | None = None
    after: list[str] | None = None
    sides: Sides
    map: list[int]
    spots: int = 1
    hold: OwnHold | None = None
    lines: Lines


class ExerciseEntry(Form):
    """An exercise: so often, or so long."""

    exercise: Text
    id: str
    band: Annotated[str, _one_of("band", (*BANDS, "none"))] = "none"
    repeats: int | None = None
    time: Duration | None = None
    lines: Lines


class NoteEntry(Form):
    """Something to read."""

    note: Text
    id: str
    lines: Lines


def kind_of(value: Any) -> str:
    """The key that says what an entry is, or the one that was probably meant to."""
    if not isinstance(value, dict):
        return KIND_KEYS[0]  # whatever it is, it has no keys
    found = [key for key in KIND_KEYS if key in value]
    found = found or [close for key in value if (close := closest(key, KIND_KEYS))]
    return found[0] if found else ""


def _entry(value: Any) -> Any:
    found = [key for key in KIND_KEYS if isinstance(value, dict) and key in value]
    if len(found) > 1 or not kind_of(value):
        said = " and ".join(f"'{key}'" for key in found) or "no such key"
        raise ValueError(
            f"an entry has one of 'muscle', 'exercise' and 'note'; this one has {said}"
        )
    return value


Entry = HoldEntry | ExerciseEntry | NoteEntry
_AnyEntry = Annotated[
    Annotated[HoldEntry, Tag("#muscle")]
    | Annotated[ExerciseEntry, Tag("#exercise")]
    | Annotated[NoteEntry, Tag("#note")],
    Discriminator(lambda value: "#" + kind_of(value)),
    BeforeValidator(_entry),
]
ENTRIES: dict[str, type[Form]] = {
    "muscle": HoldEntry, "exercise": ExerciseEntry, "note": NoteEntry
}  # fmt: skip


class RoutineFile(Form):
    """A routine as its author writes it."""

    format: int
    id: str
    name: Text
    region: Annotated[str, _one_of("region", _REGIONS)]
    source: str = ""
    night: Night
    rest: Duration
    rest_nights: int = 0
    hold: Hold
    kits: list[Kit]
    schedule: list[Phase] = []
    steps: list[_AnyEntry]


class BandsOnly(RoutineFile):
    """A routine without holds: what only holds need may be left out."""

    night: Night = [1, 1]
    rest: Duration = 0
    hold: Hold = Hold.model_construct(least=0, target=0, most=0)
    kits: list[Kit] = []


def form_of(data: Any) -> type[RoutineFile]:
    """The form that a file's data are to be read as."""
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, list) or not steps:
        return RoutineFile
    return RoutineFile if any(kind_of(step) in ("muscle", "") for step in steps) else BandsOnly
