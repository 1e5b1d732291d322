"""The author's form as a JSON Schema (draft 7), so that an editor completes and underlines it.

routine.schema.json beside this file is what `text` makes; a test holds them together.
"""

import json
from pathlib import Path
from typing import Any

from backstrap.routines import shapes
from backstrap.routines.schema import BandsOnly, RoutineFile
from strapcore.rules import MUSCLES

_ENDS = ("minimum", "maximum")

FILE = Path(__file__).parent / "routine.schema.json"
TITLE = "A routine for a BackStrap"
_NOTHING = {"type": "null"}

_FIRST = [name for name, (_, layer) in MUSCLES.items() if layer == 1]

# What one key of a hold says of another.
_SIDED = {
    "if": {"properties": {"sides": {"enum": ["both", ["both"]]}}},
    "then": {"properties": {"map": {"items": [dict(zip(_ENDS, shapes.MIDLINE, strict=True))]}}},
    "else": {"properties": {"map": {"items": [{"maximum": shapes.SPINE}]}}},
}
_FIRST_LAYER = {
    "if": {
        "anyOf": [
            {"required": ["layer"], "properties": {"layer": {"const": 1}}},
            {
                "not": {"required": ["layer"]},
                "properties": {"muscle": {"enum": _FIRST}},
            },
        ]
    },
    "then": {"not": {"required": ["after"]}},
}


def text() -> str:
    """The schema as a file has it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The schema. It refuses nothing that the check accepts."""
    made = _plain(RoutineFile.model_json_schema())
    fields = BandsOnly.model_fields
    always = [name for name, field in fields.items() if field.is_required()]
    entries = made["$defs"]
    entries["ExerciseEntry"]["oneOf"] = [{"required": ["repeats"]}, {"required": ["time"]}]
    entries["HoldEntry"]["allOf"] = [_SIDED, _FIRST_LAYER]
    properties = made["properties"]
    properties["$schema"] = {"type": "string", "description": "This schema's file."}
    properties["steps"]["contains"] = {"anyOf": [_has("muscle"), _has("exercise")]}
    no_hold = {"properties": {"times": {"not": {"required": ["hold"]}}}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": TITLE,
        **made,
        "required": always,
        "allOf": [
            {
                "if": {"properties": {"steps": {"contains": _has("muscle")}}},
                "then": {
                    "required": [name for name in made["required"] if name not in always],
                    "properties": {"kits": {"minItems": 1}},
                },
                "else": {"properties": {"schedule": {"items": no_hold}}},
            },
            *(_only_muscles_of(region) for region in shapes.REGION["enum"]),
        ],
    }


def _has(key: str) -> dict[str, Any]:
    return {"type": "object", "required": [key]}


def _only_muscles_of(region: str) -> dict[str, Any]:
    known = sorted(name for name, (its, _) in MUSCLES.items() if its == region)
    of_region = {"items": {"properties": {"muscle": {"enum": known}}}}
    return {
        "if": {"required": ["region"], "properties": {"region": {"const": region}}},
        "then": {"properties": {"steps": of_region}},
    }


def _plain(value: Any) -> Any:
    """Without the titles and defaults that pydantic makes of names and of what is left out, and
    without the nothing that it would then allow."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _NOTHING in value.get("anyOf", ()):
        (one,) = (item for item in value["anyOf"] if item != _NOTHING)
        value = {**value, **one}
        del value["anyOf"]
    return {
        key: _plain(item)
        for key, item in value.items()
        if key != "title" and (key, item) != ("default", None)
    }
