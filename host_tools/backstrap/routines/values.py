"""What an author writes for one key: how it is read, and what an editor shows of it."""

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Discriminator, Tag, WithJsonSchema

from backstrap.errors import did_you_mean
from backstrap.routines import shapes, units
from backstrap.routines.units import shown
from strapcore.rules import MUSCLES
from strapcore.whole import BALLS, BANDS, LANGUAGES, POSITIONS, never_held


def _one_of(what: str, known: Any) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str) and value in known:
            return value
        raise ValueError(
            f"unknown {what} {shown(value)}{did_you_mean(value, known)}; "
            f"allowed: {', '.join(sorted(known))}"
        )

    return BeforeValidator(check)


def _muscle(value: Any) -> Any:
    """Known muscles, and those that strapcore refuses with a better reason than 'unknown'."""
    if isinstance(value, str) and (value in MUSCLES or never_held(value)):
        return value
    raise ValueError(
        f"unknown muscle {shown(value)}{did_you_mean(value, MUSCLES)}; "
        f"allowed: {', '.join(sorted(MUSCLES))}"
    )


def _language(value: Any) -> Any:
    if value in LANGUAGES:
        return value
    raise ValueError(
        f"unknown language '{value}'{did_you_mean(value, LANGUAGES)}; "
        f"allowed: {', '.join(LANGUAGES)}"
    )


def _spoken(value: Any) -> str:
    return "#languages" if isinstance(value, dict) else "#one"


def _given(value: Any) -> Any:
    if value is None:
        raise ValueError("nothing is written here; write a value, or leave the key out")
    return value


_T = TypeVar("_T")
LeftOut = Annotated[_T | None, BeforeValidator(_given)]

# Tags begin with "#", so that mistakes.py can take them out of a place.
_Language = Annotated[str, BeforeValidator(_language)]
Text = Annotated[
    Annotated[str, Tag("#one")] | Annotated[dict[_Language, str], Tag("#languages")],
    Discriminator(_spoken),
    WithJsonSchema(shapes.TEXT),
]
Lines = Annotated[
    Annotated[list[str], Tag("#one")] | Annotated[dict[_Language, list[str]], Tag("#languages")],
    Discriminator(_spoken),
    WithJsonSchema(shapes.LINES),
]

_BALLS = list[Annotated[str, _one_of("ball", BALLS)]]
_BANDS = list[Annotated[str, _one_of("band", BANDS)]]

Id = Annotated[str, WithJsonSchema(shapes.ID)]
ExerciseId = Annotated[str, WithJsonSchema(shapes.EXERCISE_ID)]
Region = Annotated[str, _one_of("region", shapes.REGION["enum"]), WithJsonSchema(shapes.REGION)]
Muscle = Annotated[str, BeforeValidator(_muscle), WithJsonSchema(shapes.MUSCLE)]
Source = Annotated[str, WithJsonSchema(shapes.SOURCE)]
Night = Annotated[list[int], BeforeValidator(units.night), WithJsonSchema(shapes.NIGHT)]
RestNights = Annotated[int, WithJsonSchema(shapes.REST_NIGHTS)]
Duration = Annotated[int, BeforeValidator(units.duration), WithJsonSchema(shapes.DURATION)]
Pressures = Annotated[
    list[int], BeforeValidator(units.pressures), WithJsonSchema(shapes.PRESSURES)
]
Position = Annotated[str, _one_of("position", POSITIONS), WithJsonSchema(shapes.POSITION)]
Balls = Annotated[_BALLS, WithJsonSchema(shapes.BALLS)]
Bands = Annotated[_BANDS, WithJsonSchema(shapes.BANDS)]
YesNo = Annotated[bool, BeforeValidator(units.yes_no), WithJsonSchema(shapes.YES_NO)]
Band = Annotated[str, _one_of("band", (*BANDS, "none")), WithJsonSchema(shapes.BAND)]
Sides = Annotated[list[str], BeforeValidator(units.sides), WithJsonSchema(shapes.SIDES)]
Layer = Annotated[int, WithJsonSchema(shapes.LAYER)]
After = Annotated[list[str], WithJsonSchema(shapes.AFTER)]
Map = Annotated[list[int], WithJsonSchema(shapes.MAP)]
Spots = Annotated[int, WithJsonSchema(shapes.SPOTS)]
Repeats = Annotated[int, WithJsonSchema(shapes.REPEATS)]
Weeks = Annotated[int, WithJsonSchema(shapes.WEEKS)]
Days = Annotated[int, WithJsonSchema(shapes.DAYS)]
Times = Annotated[dict[str, int], WithJsonSchema(shapes.TIMES)]
