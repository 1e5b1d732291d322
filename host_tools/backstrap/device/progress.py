"""What a person has done, on the strap: read, replaced as a whole, one point of it forgotten."""

import json
from typing import Any

from backstrap.device import sync
from backstrap.device.strap import Strap
from backstrap.errors import DeviceError, UserError, did_you_mean
from backstrap.names import plain
from strapcore import progress as kept
from strapcore.ui.choices import PEOPLE

BYTES_MOST = 32768  # the strap reads no more of the file

_INSIDE = ("region", "start", "nights", "steps")  # of a routine


def path(person: int) -> str:
    """The file of a person, counted from 1."""
    if not 1 <= person <= PEOPLE:
        raise UserError(f"no person {person}; allowed: 1 to {PEOPLE}, as in the strap's menu")
    return "/progress.json" if person == 1 else f"/progress-{person}.json"


def parse(data: bytes, name: str) -> dict[str, Any]:
    """The progress in data, which came from name; UserError says why it is none."""
    if len(data) > BYTES_MOST:
        raise UserError(f"{name}: {len(data)} bytes; the strap reads {BYTES_MOST} at most")
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise UserError(f"{name}: cut short or not JSON{_HINT}") from None
    why = _problem(value)
    if why:
        raise UserError(f"{name}: {why}{_HINT}")
    return dict(value)


_HINT = "; `backstrap progress export` writes such a file"


def _problem(value: Any) -> str | None:
    """Why this is no progress that a strap would take, or None."""
    if not isinstance(value, dict) or "format" not in value:
        return "not what a strap keeps of a person"
    if value["format"] != kept.FORMAT:
        return f"format {str(value['format'])[:20]!r} is not known; allowed: {kept.FORMAT}"
    try:
        good = kept.is_progress(value)
    except RecursionError:
        good = False
    if not good:
        return "not what a strap keeps of a person: a field is missing or out of bounds"
    found = [(value, kept.fresh()), *((done, _INSIDE) for done in value["routines"].values())]
    for fields, known in found:
        for name in fields:
            if name not in known:
                return f"unknown key {name[:40]!r}{did_you_mean(name, known)}"
    return None


def load(strap: Strap, person: int) -> tuple[dict[str, Any], bytes] | None:
    """The person's progress and the file as it is; None while there is no file."""
    at = path(person)
    if at.removeprefix("/") not in strap.names("/"):
        return None
    data = strap.get(at)
    try:
        return parse(data, at), data
    except UserError as e:
        raise DeviceError(
            f"{strap.address}: {e}. The strap makes it anew from its records when it is next "
            "used; `backstrap progress import` puts one that you have exported in its place"
        ) from None


def put(strap: Strap, person: int, progress: dict[str, Any]) -> int:
    """Replace the person's progress in one step; the size of the file."""
    at = path(person)
    data = json.dumps(progress, separators=(",", ":")).encode()
    sync.stage(strap, {at: data}, strap.survey(at).free, lambda *_: None)
    strap.commit([at], [])
    return len(data)


def forget(progress: dict[str, Any], point: str, routine: str | None) -> str:
    """Forget one point, in place; the routine that it was of. What was held in the last night
    stays counted, with its target: the body has had it."""
    routines = progress["routines"]
    if routine is not None and routine not in routines:
        raise UserError(_unknown("routine", routine, routines))
    found = [name for name in routines if routine in (None, name)]
    having = [name for name in found if point in routines[name]["steps"]]
    if not having:
        points = [one for name in found for one in routines[name]["steps"]]
        raise UserError(_unknown("point", point, points))
    if len(having) > 1:
        several = ", ".join(map(plain, having))
        raise UserError(f"'{plain(point)}' is a point of {several}; choose one with --routine")
    steps = routines[having[0]]["steps"]
    entry = steps.pop(point)
    if entry[kept.NIGHT] == progress["night"]:
        entry[kept.TIMES] = entry[kept.LET_GO] = entry[kept.OWN_TARGET] = 0
        steps[point] = entry
    return having[0]


def _unknown(what: str, name: str, known: Any) -> str:
    there = list(dict.fromkeys(map(plain, known)))
    hint = did_you_mean(name, there)
    return f"no {what} '{plain(name)}' was ever done{hint}; there: {', '.join(there) or 'none'}"
