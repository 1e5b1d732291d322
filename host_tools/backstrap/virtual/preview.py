"""What the strap shows of a routine's steps, drawn by its own screens from its own words."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import NamedTuple

import describe
import words
from backstrap.virtual.contact_sheet import TALL, Size, turns
from strapcore import rules
from strapcore.routine import EXERCISE, HOLD, KINDS, NOTE, Routine, Step, known_step
from strapcore.ui.canvas import Canvas
from strapcore.ui.screens.bodymap import body_map
from strapcore.ui.view import OTHER, View
from tonight import Tonight

# kind of a step: the screens that show what its author wrote, in the order of an evening.
_SCREENS = {
    HOLD: ("HOME", "PREPARE", "PLACE", "HOLD"),
    EXERCISE: ("HOME", "EXERCISE"),
    NOTE: ("HOME", "NOTE"),
}
_SETTLING = 2  # of View.softening


class Shown(NamedTuple):
    """A step of the strap's file: its frames by the names of their screens, "NAME+1" and so on for
    what comes by turns, and MAP of a hold."""

    id: str
    kind: str
    frames: dict[str, bytes]


def shown(data: bytes, language: str = "en", size: Size = TALL) -> Iterator[Shown]:
    """All steps of a routine, given as the strap's file."""
    head, *rows = [json.loads(line) for line in data.splitlines()]
    routine = rules.load_header(head)
    steps = [known_step(row) for row in rows]
    places = b"".join(bytes((s.x, s.y, OTHER)) for s in steps if s.kind == HOLD)
    for row in rows:
        step = known_step(row)
        yield Shown(step.id, KINDS[step.kind], _frames(routine, step, places, language, size))


def _frames(
    routine: Routine, step: Step, places: bytes, language: str, size: Size
) -> dict[str, bytes]:
    view = View()
    view.language, view.width = language, size[0] // 6
    tonight = Tonight([], [])
    tonight.routine, tonight.step, tonight.places = routine, step, places
    tonight.spot, tonight.target_s, tonight.budget = 1, step.target_s, routine.night_most
    app = SimpleNamespace(tonight=tonight, guard=SimpleNamespace(dose_ms=0))
    found: dict[str, bytes] = {}
    for view.state in _SCREENS[step.kind]:
        view.words = words.words(view)
        for _ in describe.describe(view, app):
            pass
        if view.state == "HOLD":
            _lie_on(view)
        found |= turns(view, view.state, size)
    if step.kind == HOLD:
        found["MAP"] = _map(view, step)
    return found


def _lie_on(view: View) -> None:
    """Half of the time is over, in the middle of the band."""
    view.hold_ms = view.target_ms // 2
    view.contact = True
    view.load_pa = (view.load_low_pa + view.load_high_pa) // 2
    view.softening = _SETTLING


def _map(view: View, step: Step) -> bytes:
    """The point among the others on the body map, beside its figures."""
    canvas = Canvas(*TALL)
    told = {2: f"x {step.x}", 3: f"y {step.y}", 5: f"layer {step.layer}"}
    if step.spots > 1:
        told[6] = f"{step.spots} spots"
    frame = b""
    for page in range(canvas.pages):
        canvas.clear()
        body_map(canvas, page, view)
        canvas.text(0, told.get(page, "").encode())
        frame += canvas.row[1:]
    return frame
