"""The shape of an author's routine file: its keys. What the values mean and how far they may go is
strapcore's business (rules, whole).
"""

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)

from backstrap.errors import closest
from backstrap.routines import shapes, values
from backstrap.routines.units import pressures

FORMAT = 1  # of the author's file; the strap's has a number of its own

KIND_KEYS = ("muscle", "exercise", "note")  # the one that an entry has tells what it is
_LOAD = "15 to 100 mmHg"


class Form(BaseModel):
    """Keys and values; a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Hold(Form):
    """Times of one hold, in seconds of contact."""

    least: values.Duration = Field(description="The shortest hold that counts, as '10 min'.")
    target: values.Duration = Field(
        description="When the strap buzzes at first; each night adapts it."
    )
    most: values.Duration = Field(description="The longest hold the target may grow to.")


class OwnHold(Form):
    """What a point changes of the routine's hold."""

    least: values.LeftOut[values.Duration] = Field(
        None, description="The shortest hold that counts."
    )
    target: values.LeftOut[values.Duration] = Field(
        None, description="When the strap buzzes at first."
    )
    most: values.LeftOut[values.Duration] = Field(
        None, description="The longest hold the target may grow to."
    )


class Kit(Form):
    """What one position needs."""

    position: values.Position = Field(description="How one lies or sits on the ball.")
    balls: values.Balls = Field(description="The balls that may be used, as [blue, orange].")
    bands: values.Bands = Field(description="The bands that may be used, as [red]; [] for none.")
    pillow: values.YesNo = Field(description="Whether the head lies on a pillow: yes or no.")
    firmness: values.Pressures = Field(
        description="Pressure of the ball before anybody lies on it, as '0 to 40 mmHg'."
    )
    load: values.Pressures = Field(
        pressures(_LOAD),
        description="Pressure above that while somebody lies on it; at most 240 mmHg.",
        json_schema_extra={"default": _LOAD},
    )


class Phase(Form):
    """What is due, so many weeks; from then on where weeks are left out."""

    weeks: values.LeftOut[values.Weeks] = Field(
        None, description="How many weeks it lasts; the last phase has none and goes on."
    )
    days: values.Days = Field(7, description="Days a week; every day if left out.")
    times: values.Times = Field(description="How often a day, by id; 'hold' is points a night.")


class HoldEntry(Form):
    """One muscle to hold on the ball: one point, or one a side."""

    muscle: values.Muscle = Field(description="The muscle; one of the region's.")
    id: values.LeftOut[values.Id] = Field(
        None, description="Its name in records; the muscle's if left out. 18 at most with a side."
    )
    layer: values.LeftOut[values.Layer] = Field(
        None, description="1 is released before 2; the muscle's own if left out."
    )
    after: values.LeftOut[values.After] = Field(
        None,
        description="Holds that come before one of layer 2; all of layer 1 if left out.",
    )
    sides: values.Sides = Field(
        description="[left, right] makes two points; both is one on the midline."
    )
    map: values.Map = Field(
        description="The left side's place, seen from behind: x 0 is the left edge, 50 the spine; "
        "y 0 is the base of the skull, 100 the lower ribs. The right side is mirrored."
    )
    spots: values.Spots = Field(
        1, description="Places half an inch apart; another one each night."
    )
    hold: values.LeftOut[OwnHold] = Field(
        None, description="Times that differ from the routine's: least, target, most."
    )
    lines: values.Lines = Field(description="Where to put the ball: up to 3 lines of 21 letters.")


class ExerciseEntry(Form):
    """An exercise: so often, or so long."""

    exercise: values.Text = Field(description="Its name on the screen: up to 21 letters.")
    id: values.ExerciseId = Field(
        description="Its name in records and in the schedule: a-z, 0-9 and -, at most 24."
    )
    band: values.Band = Field("none", description="The band it needs.")
    repeats: values.LeftOut[values.Repeats] = Field(
        None, description="How often: 1 to 100. Either this or time."
    )
    time: values.LeftOut[values.Duration] = Field(
        None, description="How long: 5 s to 30 min. Either this or repeats."
    )
    lines: values.Lines = Field(description="How to do it: up to 3 lines of 21 letters.")


class NoteEntry(Form):
    """Something to read."""

    note: values.Text = Field(description="Its title on the screen: up to 21 letters.")
    id: values.Id = Field(description="Its name in records: a-z, 0-9 and -, at most 24.")
    lines: values.Lines = Field(description="What to read: up to 3 lines of 21 letters.")


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
        said = " and ".join(f"'{key}'" for key in found) or "none of them"
        what = "keep one" if found else "write one"
        raise ValueError(
            f"an entry has one of 'muscle', 'exercise' and 'note', this one has {said}; {what}"
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

    format: Annotated[int, WithJsonSchema({"const": FORMAT})] = Field(
        description=f"The version of this form: {FORMAT}."
    )
    id: values.Id = Field(description="Its name on the strap: a-z, 0-9 and -, at most 24 letters.")
    name: values.Text = Field(description="What the screen calls it: up to 21 letters.")
    region: values.Region = Field(description=f"Decides how long a hold may be: {shapes.RANGES}.")
    source: values.Source = Field(
        "",
        description="Where it comes from, at most 80 letters; it stays on the host.",
    )
    night: values.Night = Field(description="Points a night, as '1 to 3'.")
    rest: values.Duration = Field(
        description="Time off the ball between two points, up to 10 min."
    )
    rest_nights: values.RestNights = Field(0, description="Nights off after a night with holds.")
    hold: Hold = Field(
        description=f"Contact time of every point: least, target and most, {shapes.RANGES}."
    )
    kits: list[Kit] = Field(
        description="What one needs, one kit a position.",
        json_schema_extra={"maxItems": shapes.KITS_MOST},
    )
    schedule: list[Phase] = Field(
        [],
        description="What is due when, one phase after the other; always everything if left out.",
        json_schema_extra={"maxItems": shapes.PHASES_MOST},
    )
    steps: list[_AnyEntry] = Field(
        description="Holds, exercises and notes in their order; each side of a hold is one step.",
        json_schema_extra={"minItems": 1, "maxItems": shapes.STEPS_MOST},
    )


class BandsOnly(RoutineFile):
    """A routine without holds: what only holds need may be left out."""

    night: values.Night = [1, 1]
    rest: values.Duration = 0
    hold: Hold = Hold.model_construct(least=0, target=0, most=0)
    kits: list[Kit] = []


def form_of(data: Any) -> type[RoutineFile]:
    """The form that a file's data are to be read as."""
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, list) or not steps:
        return RoutineFile
    return RoutineFile if any(kind_of(step) in ("muscle", "") for step in steps) else BandsOnly
