"""The night, the step and its kit, in words and figures for the screen.

Loaded when something has happened, forgotten when it is said. So is explain.py.
"""

from strapcore.compat import const
from strapcore.routine import EXERCISE, HOLD
from strapcore.ui.letters import encode
from words import line, lines

# The slugs of rules.py in the order of the block MUSCLES.
MUSCLES = (
    "upper-trapezius",
    "middle-trapezius",
    "levator-scapulae",
    "serratus-posterior-superior",
    "erector-spinae",
    "rhomboids",
    "deep-rotators",
    "suboccipitals",
    "neck-levator-scapulae",
)
_SIDES = ("left", "right")  # "both" has no word

# Lines of the block KIT: the colours, then these.
_COLOURS = ("blue", "orange", "red")
_OR = const(3)
_BALL = const(4)
_BAND = const(5)
_HANDLE = const(6)
_PILLOW = const(7)
_LIE = const(8)
_SIT = const(9)
_KIT_LINES = const(10)

_MOVE_ON = const(1)  # in the block REST
_DOSE = const(0)  # in the block INFO


def describe(view, app):
    """Fill in what changes with the night and its step; a yield a step of the app."""
    tonight, state = app.tonight, view.state
    view.tonight_done = tonight.held
    view.locked = tonight.locked is not None
    view.note = b""
    if state == "HOLD":  # what was read before it makes room
        view.kit = view.lines = view.point = tonight.step.lines = b""
    elif tonight.step:
        view.night_most = tonight.budget
        if state == "PREPARE":
            kit = tonight.routine.kits[0]
            view.kit = _kit(view, kit)
            view.load_low_pa, view.load_high_pa = kit["load_pa"]
            yield
        _step(view, tonight.step)
        yield
        _say(view, tonight)
        dose_min = app.guard.dose_ms // 60000
        if dose_min and state in ("RELEASE", "ENDED"):
            view.note = line(view, b"INFO", _DOSE, dose_min)
        view.marks, view.mark_count = tonight.places, len(tonight.places) // 3
    else:
        view.point = view.side = b""
        view.map_x = -1


def name(view, step):
    """What a step is called."""
    if step.kind == HOLD:
        return line(view, b"MUSCLES", MUSCLES.index(step.muscle))
    return spoken(view, step.name)


def _step(view, step):
    """Its name; of a hold the place, time and load, of an exercise how often or how long."""
    hold = step.kind == HOLD
    view.point = name(view, step)
    view.map_x, view.map_y = (step.x, step.y) if hold else (-1, 0)
    view.spots, view.repeats, view.target_ms, view.side = 1, 0, 0, b""
    if hold:
        view.side = side(view, step.side)
        view.spots = step.spots
        view.least_ms = 1000 * step.least_s
        return
    if step.kind == EXERCISE:
        view.repeats, view.target_ms = step.repeats, 1000 * step.seconds
        if step.band in _COLOURS:
            kit = lines(view, b"KIT", _KIT_LINES)
            view.side = kit[_BAND].replace(b"%s", kit[_COLOURS.index(step.band)])


def _say(view, tonight):
    """What HOME or REST adds; what an author tells of the step."""
    step, state = tonight.step, view.state
    if step.kind == HOLD:
        view.spot = tonight.spot
        view.target_ms = 1000 * tonight.target_s
    if state == "HOME":
        view.note = _note(view, tonight)
    elif state == "REST":
        view.note = line(view, b"REST", _MOVE_ON) if tonight.spot > 1 else view.point
    elif state in ("PLACE", "EXERCISE", "NOTE"):
        view.lines = b"\n".join([encode(text) for text in _tongue(view, step.lines)])


def spoken(view, text):
    """A text of an author, in the strap's code."""
    return encode(_tongue(view, text))


def _tongue(view, text):
    """What an author wrote, in the view's language where it was written in several."""
    return text.get(view.language, text["en"]) if isinstance(text, dict) else text


def _note(view, tonight):
    """Why not now, and what to try instead; else a hint."""
    if tonight.locked:
        values = [_value(view, value) for value in tonight.locked[1:]]
        why = line(view, b"REASONS", tonight.locked[0] - 1, *values)
        if tonight.neighbour:
            why += b", " + line(view, b"NEIGHBOUR", 0, spoken(view, tonight.neighbour))
        return why
    if tonight.hint:
        return line(view, b"TARGETS", tonight.hint[0] - 1)
    return b""


def _value(view, value):
    """A value of a reason: a number, a muscle or a side."""
    if value in MUSCLES:
        return line(view, b"MUSCLES", MUSCLES.index(value))
    return side(view, value) if isinstance(value, str) else value


def side(view, name):
    """The word for a side; none for the midline."""
    return line(view, b"SIDES", _SIDES.index(name)) if name in _SIDES else b""


def _kit(view, kit):
    """Four lines: ball, band, where the band goes, position."""
    said = lines(view, b"KIT", _KIT_LINES)
    between = b" " + said[_OR] + b" "
    told = []
    for thing, names in ((_BALL, kit["balls"]), (_BAND, kit["bands"])):
        colours = between.join([said[_COLOURS.index(name)] for name in names])
        told.append(said[thing].replace(b"%s", colours))
    lying = _PILLOW if kit["pillow"] else _LIE
    told.append(said[_HANDLE])
    told.append(said[lying if kit["position"] == "lying" else _SIT])
    return b"\n".join(told)
