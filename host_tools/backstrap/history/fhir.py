"""Holds as a FHIR R4 Bundle: one Observation a hold.

Every Observation is `preliminary`, never `final`: no one has reviewed it, and some of its values
are estimates. No value of a hold as such is one of LOINC's; pulse and breath have LOINC's codes
beside ours, and their texts say that they are estimates. Nobody is named: a person is a number on
a strap. The same holds give the same bytes.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from backstrap.history.record import ENDED

_IDS = UUID("f6459efa-e0d6-4446-9e85-d517456bed11")  # of our resources
CODES = "urn:uuid:c865aa30-b393-4dc7-9030-d4b5fd2bdd68"  # the code system of our own codes
STRAPS = "urn:uuid:8443ac1e-c146-4f4f-bbe1-b55d926acfc5"  # identifiers: uid
PEOPLE = "urn:uuid:80181009-e9c5-493d-945f-9555248bcbf0"  # identifiers: uid/person
RECORDS = "urn:uuid:f27fa4ff-f17b-4af9-bdc0-25308b63ce54"  # identifiers: sha256 of the record
_LOINC = "http://loinc.org"
_UCUM = "http://unitsofmeasure.org"
_METHOD = "estimate from a pressure sensor in the ball"
_NOTE = (
    "Recorded by a BackStrap, a massage strap that times a hold; it is no medical device, and "
    "nobody has reviewed this. Load and times are measured. Pulse and breath are each an "
    f"{_METHOD}"
)
_SENSED = ". That the point let go was sensed: an estimate too"

Coding = dict[str, str]


class _Part(NamedTuple):
    """A component: our code, what it is, the hold's column, its UCUM unit, and LOINC's code."""

    code: str
    text: str
    column: str
    unit: str
    loinc: tuple[str, str] | None = None
    scaled: Callable[[Any], Any] = lambda value: value


_PARTS = (
    _Part("held", "time on the ball", "hold_ms", "s", scaled=lambda ms: ms / 1000),
    _Part("target", "time after which the strap buzzes", "target_s", "s"),
    _Part("load-mean", "mean load on the ball, above its zero", "load_mean_pa", "Pa"),
    _Part("load-most", "most load on the ball, above its zero", "load_most_pa", "Pa"),
    _Part("dose", "time with a load above 67 mm[Hg]", "dose_s", "s"),
    _Part("pulse", f"pulse, {_METHOD}", "pulse_per_min_estimate", "/min",
          ("8867-4", "Heart rate")),
    _Part("breath", f"breath, {_METHOD}", "breath_per_min_estimate", "/min",
          ("9279-1", "Respiratory rate")),
)  # fmt: skip


def bundle(holds: list[dict[str, Any]]) -> bytes:
    """The holds as a Bundle in JSON."""
    entries = [_observation(hold) for hold in holds]
    names = " ".join(entry["id"] for entry in entries)
    value: dict[str, Any] = {
        "resourceType": "Bundle",
        "id": str(uuid5(_IDS, f"bundle {names}")),
        "type": "collection",
    }
    if entries:  # an empty list is not allowed
        value["entry"] = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in entries]
    return json.dumps(value, indent=1).encode() + b"\n"


def _observation(hold: dict[str, Any]) -> dict[str, Any]:
    strap, sha256 = hold["strap"], hold["sha256"]
    device: dict[str, Any] = {
        "resourceType": "Device",
        "id": "strap",
        "deviceName": [{"name": "BackStrap", "type": "user-friendly-name"}],
    }
    value: dict[str, Any] = {
        "resourceType": "Observation",
        "id": str(uuid5(_IDS, f"hold {strap} {sha256}")),
        "contained": [device],
        "identifier": [{"system": RECORDS, "value": sha256}],
        "status": "preliminary",
        "code": _concept("hold", "pressure held on one point of the body"),
        "device": {"reference": "#strap"},
        "method": {"text": "pressure in a ball that is lain on"},
        "note": [{"text": _NOTE + _SENSED * (hold["ended"] == "sensed") + "."}],
        "component": [*_parts(hold), *_texts(hold)],
    }
    if strap:
        device["identifier"] = [{"system": STRAPS, "value": strap}]
        if hold["person"]:
            person = {"system": PEOPLE, "value": f"{strap}/{hold['person']}"}
            value["subject"] = {"type": "Patient", "identifier": person}
    if hold["began"]:
        value["effectivePeriod"] = _period(hold)
    if hold["point"].strip():
        value["bodySite"] = {"text": hold["point"]}
    return value


def _period(hold: dict[str, Any]) -> dict[str, str]:
    """To the minute, for that is what a record has; FHIR wants the seconds of a time all the
    same, and lets them be zero."""
    began = datetime.fromisoformat(hold["began"])
    period = {"start": began.isoformat(timespec="seconds")}
    if hold["wall_ms"] is not None:
        ended = began + timedelta(seconds=hold["wall_ms"] // 1000)
        period["end"] = ended.isoformat(timespec="seconds")
    return period


def _parts(hold: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for part in _PARTS:
        value = hold[part.column]
        if value is not None:
            quantity = {
                "value": part.scaled(value), "unit": part.unit, "system": _UCUM,
                "code": part.unit,
            }  # fmt: skip
            code = _concept(part.code, part.text, part.loinc)
            found.append({"code": code, "valueQuantity": quantity})
    return found


def _texts(hold: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    ended = hold["ended"]
    why = {"text": ended} if ended not in ENDED else _concept(f"ended-{ended}", ENDED[ended])
    found.append({"code": _concept("ended", "why it ended"), "valueCodeableConcept": why})
    if hold["routine"].strip():
        code = _concept("routine", "the routine that the point is of")
        found.append({"code": code, "valueString": hold["routine"]})
    return found


def _concept(code: str, text: str, loinc: tuple[str, str] | None = None) -> dict[str, Any]:
    codings: list[Coding] = [{"system": CODES, "code": code}]
    if loinc:
        codings.insert(0, {"system": _LOINC, "code": loinc[0], "display": loinc[1]})
    return {"coding": codings, "text": text}
