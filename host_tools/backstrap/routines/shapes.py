"""The author's values as JSON Schema: what an editor offers and underlines. The limits are
strapcore's; what is written here is how an author writes them."""

from typing import Any

from backstrap.routines.units import PASCALS, SECONDS
from strapcore.limits import REGIONS
from strapcore.rules import MUSCLES
from strapcore.ui.letters import LETTERS
from strapcore.values import RULES
from strapcore.whole import SOURCE_MOST

Shape = dict[str, Any]

_HEADER, _LISTS, (_HOLD, _EXERCISE, _NOTE), _LANGUAGES, STEPS_MOST = RULES
_KITS, _PHASES = _LISTS


def _limits(rules: Any, field: str) -> Any:
    return next(limits for name, _, limits, _ in rules if name == field)


def _whole(rules: Any, field: str) -> Shape:
    least, most = _limits(rules, field)
    return {"type": "integer", "minimum": least, "maximum": most}


def _listed(names: Any, least: int) -> Shape:
    return {"type": "array", "items": {"enum": list(names)}, "minItems": least}


def _spoken(shape: Shape) -> Shape:
    """A value, or one a language."""
    each = {
        "type": "object",
        "properties": dict.fromkeys(_LANGUAGES, shape),
        "required": ["en"],
        "additionalProperties": False,
    }
    return {"anyOf": [shape, each]}


def _one_line() -> Shape:
    least, most = _limits(_HEADER, "name")
    return {"type": "string", "pattern": f"^[ -~{LETTERS}]{{{least},{most}}}$"}


_LINES_MOST, _ = _limits(_NOTE, "lines")
_NUMBER = r"\s*[0-9]{1,9}(\.[0-9]{1,6})?\s*"
_MOST_A_NIGHT = _limits(_HEADER, "night")[2]
_UP_TO = "|".join(  # 1 to 3, 2 to 3, 3; 1, 2, 3
    f"0{{0,2}}{most}|0{{0,2}}[1-{most}]\\s+to\\s+0{{0,2}}{most}"
    for most in range(1, _MOST_A_NIGHT + 1)
)
MIDLINE = (40, 60)  # x of a point that is both sides in one
SPINE = 50
_MAP = _limits(_HOLD, "map")
_SIDES = (["left", "right"], ["left"], ["right"], ["both"])

ID = {"type": "string", "pattern": f"^[a-z][a-z0-9-]{{0,{_limits(_HEADER, 'id')[1] - 1}}}$"}
EXERCISE_ID = {**ID, "not": {"const": "hold"}}
TEXT = _spoken(_one_line())
LINES = _spoken(
    {"type": "array", "items": _one_line(), "minItems": 1, "maxItems": _LINES_MOST}
)  # fmt: skip
SOURCE: Shape = {"type": "string", "maxLength": SOURCE_MOST}
REGION = {"enum": sorted({region for region, _ in MUSCLES.values()})}
MUSCLE = {"enum": sorted(MUSCLES)}
NIGHT = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": _MOST_A_NIGHT},
        {
            "type": "string",
            "pattern": rf"^\s*({_UP_TO})\s*$",
            "examples": ["1 to 3"],
        },
    ]
}
DURATION = {
    "type": "string",
    "pattern": f"^{_NUMBER}({'|'.join(SECONDS)})\\s*$",
    "examples": ["10 min", "90 s"],
}
PRESSURES = {
    "type": "string",
    "pattern": f"^{_NUMBER}({'|'.join(PASCALS)})? to {_NUMBER}({'|'.join(PASCALS)})\\s*$",
    "examples": ["0 to 40 mmHg", "2 to 12 kPa"],
}
POSITION = {"enum": list(_limits(_KITS[2], "position"))}
BALLS = _listed(_limits(_KITS[2], "balls"), 1)
BANDS = _listed(_limits(_KITS[2], "bands"), 0)
YES_NO = {"enum": [True, False, "yes", "no"]}
BAND = {"enum": list(_limits(_EXERCISE, "band"))}
SIDES = {"enum": [*_SIDES, "left", "right", "both"]}
LAYER = {"enum": list(_limits(_HOLD, "layer"))}
AFTER = {"type": "array", "items": ID, "minItems": 1}
MAP = {
    "type": "array",
    "items": {"type": "integer", "minimum": _MAP[1], "maximum": _MAP[2]},
    "minItems": _MAP[0],
    "maxItems": _MAP[0],
}
SPOTS = _whole(_HOLD, "spots")
REPEATS = {"type": "integer", "minimum": 1, "maximum": _limits(_EXERCISE, "repeats")[1]}
WEEKS = {"type": "integer", "minimum": 1, "maximum": _limits(_PHASES[2], "phase_weeks")[1]}
DAYS = _whole(_PHASES[2], "days_a_week")
TIMES = {
    "type": "object",
    "additionalProperties": _whole(_PHASES[2], "phase_times"),
    "minProperties": 1,
    "maxProperties": STEPS_MOST,
}
REST_NIGHTS = _whole(_HEADER, "rest_nights")
KITS_MOST, PHASES_MOST = _KITS[1], _PHASES[1]
RANGES = ", ".join(
    f"{least // 60} to {most // 60} min ({region})" for region, (least, most) in REGIONS.items()
)
