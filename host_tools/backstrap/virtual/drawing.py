"""Screens drawn by the strap's own code from what a view holds: of any view, and of the steps of a
routine. Runs on both interpreters."""
# mypy: ignore-errors

import sys

import describe
import words
from strapcore.routine import EXERCISE, HOLD, NOTE
from strapcore.ui.canvas import Canvas
from strapcore.ui.screens.bodymap import body_map
from strapcore.ui.view import View
from tonight import Tonight

TALL = (128, 64)
SMALL = ((128, 32), (72, 40))
_TURNS = 4  # as many parts of a text that does not fit are shown
# kind of a step: the screens that show what its author wrote, in the order of an evening.
_SCREENS = {
    HOLD: ("HOME", "PREPARE", "PLACE", "HOLD"),
    EXERCISE: ("HOME", "EXERCISE"),
    NOTE: ("HOME", "NOTE"),
}
_SETTLING = 2  # of View.softening


def drawn(view, size=TALL):
    """The frame of what a view holds."""
    canvas = Canvas(*size)
    name = "strapcore.ui.screens." + view.state.lower()
    if size != TALL:
        name += "_small"
    __import__(name)
    rows = sys.modules[name].ROWS
    if size != TALL:
        rows = rows[SMALL.index(size)]
    frame = b""
    for page, row in enumerate(rows):
        canvas.clear()
        row(canvas, page, view)
        frame += bytes(canvas.row[1:])
    return frame


def turns(view, name, size=TALL):
    """(name, frame) of a view, and under "NAME+1" and so on what comes by turns."""
    found = []
    for turn in range(_TURNS):
        view.turn = turn
        frame = drawn(view, size)
        if frame not in found:
            found.append(frame)
            yield ("%s+%d" % (name, turn) if turn else name), frame


class _Guard:
    dose_ms = 0


class _App:
    """As much of one as a description asks for."""

    guard = _Guard()

    def __init__(self, tonight):
        self.tonight = tonight


def of_step(routine, step, places, language, size=TALL):
    """(name, frame) of each screen that shows a step, and MAP of a hold; places: x, y and kind of
    every hold of the routine."""
    view = View()
    view.language, view.width = language, size[0] // 6
    tonight = Tonight([], [])
    tonight.routine, tonight.step, tonight.places = routine, step, places
    tonight.spot, tonight.target_s, tonight.budget = 1, step.target_s, routine.night_most
    for state in _SCREENS[step.kind]:
        view.state = state
        view.words = words.words(view)
        for _ in describe.describe(view, _App(tonight)):
            pass
        if state == "HOLD":
            _lie_on(view)
        for one in turns(view, state, size):
            yield one
    if step.kind == HOLD:
        yield "MAP", _map(view, step)


def _lie_on(view):
    """Half of the time is over, in the middle of the band."""
    view.hold_ms = view.target_ms // 2
    view.contact = True
    view.load_pa = (view.load_low_pa + view.load_high_pa) // 2
    view.softening = _SETTLING


def _map(view, step):
    """The point among the others on the body map, beside its figures."""
    canvas = Canvas(*TALL)
    told = {2: "x %d" % step.x, 3: "y %d" % step.y, 5: "layer %d" % step.layer}
    if step.spots > 1:
        told[6] = "%d spots" % step.spots
    frame = b""
    for page in range(canvas.pages):
        canvas.clear()
        body_map(canvas, page, view)
        canvas.text(0, told.get(page, "").encode())
        frame += bytes(canvas.row[1:])
    return frame
