"""What a routine must satisfy, on the desk and on the strap alike; and what progress is.

A problem is a (path, text) pair; the host turns the path into a line and column. The strap needs
this file once a boot (reading.py).
"""

from strapcore import plan
from strapcore.guard import REGIONS
from strapcore.routine import (
    FORMAT,
    KIT_FIELDS,
    POINT_FIELDS,
    Point,
    Routine,
    RoutineError,
)
from strapcore.sense.air import HEAT_MOST_PA_K, LEAK_MOST_PPM

POINTS_MOST = 32
LINE_BYTES_MOST = 640  # longest line the strap reads; a full point stays below 400

# slug: (region, layer). Layer 1 is released first: the maker's text puts the trapezius before
# everything beneath it. describe.py has their names.
MUSCLES = {
    "upper-trapezius": ("upper-back", 1),
    "middle-trapezius": ("upper-back", 1),
    "levator-scapulae": ("upper-back", 2),
    "serratus-posterior-superior": ("upper-back", 2),
    "erector-spinae": ("upper-back", 2),
    "rhomboids": ("upper-back", 2),
    "deep-rotators": ("upper-back", 2),
    "suboccipitals": ("neck", 1),
    "neck-levator-scapulae": ("neck", 1),
}

# Muscles that no ball may be held on, with the reason that is shown.
_NEVER = {
    "sternocleidomastoid": "it lies over the carotid artery",
    "scalenes": "the nerves of the arm pass between them",
}

SIDES = ("left", "right", "both")  # both: a point on the midline
POSITIONS = ("lying", "sitting")
BALLS = ("blue", "orange")
BANDS = ("red", "blue")


def never_held(muscle):
    """Why this muscle is never held on a ball, or None."""
    return _NEVER.get(muscle)


def is_progress(value):
    """Is this progress as `fresh_progress` began it, or something else that was in the file?"""
    if not isinstance(value, dict) or value.get("format") != plan.FORMAT:
        return False
    routines = value.get("routines")
    if not isinstance(value.get("boots"), int) or not isinstance(routines, dict):
        return False
    for done in routines.values():
        if not isinstance(done, dict) or not isinstance(done.get("day"), int):
            return False
        if not isinstance(done.get("tonight"), list) or not isinstance(done.get("points"), dict):
            return False
        for entry in done["points"].values():
            if not isinstance(entry, list) or len(entry) != 4 or not isinstance(entry[0], int):
                return False
    return True


def settings(value):
    """The settings in a file's value: what is missing or out of bounds is as on a new strap."""
    found = {}
    for name, new, least, most in _SETTINGS:
        kept = value.get(name) if isinstance(value, dict) else None
        found[name] = kept if int_in(kept, (least, most)) else new
    return found


def header_problems(fields):
    """Everything wrong with a header's fields, as (path, text) pairs; the points are left out."""
    found = []
    _check(found, fields, _HEADER, ())
    kits = fields.get("kits")
    if not isinstance(kits, list) or not 1 <= len(kits) <= len(POSITIONS):
        found.append((("kits",), "allowed: one kit a position, lying or sitting or both"))
        return found
    for i, kit in enumerate(kits):
        _check(found, kit if isinstance(kit, dict) else {}, _KIT, ("kits", i))
    return found


def point_problems(fields, region):
    """Everything wrong with one point's fields, as (path, text) pairs."""
    found = []
    _check(found, fields, _POINT, ())
    region = region if region in _REGION_NAMES else None
    muscle = fields.get("muscle")
    if isinstance(muscle, str):
        reason = never_held(muscle)
        if reason:
            found.append((("muscle",), "%s is never held on a ball: %s" % (muscle, reason)))
        elif muscle not in MUSCLES:
            found.append((("muscle",), "unknown muscle '%s'" % muscle))
        elif region and MUSCLES[muscle][0] != region:
            found.append((("muscle",), "%s is not in the region %s" % (muscle, region)))
    hold = fields.get("hold_s")
    if region and _ints(hold, _HOLD_S):
        least, most = REGIONS[region]
        if hold[0] < least or hold[2] > most:
            text = "hold of %d to %d s is outside the %s's %d to %d min"
            found.append((("hold_s",), text % (hold[0], hold[2], region, least // 60, most // 60)))
    return found


def load_header(row):
    """The Routine of a file's first row; RoutineError when it is not one."""
    if not isinstance(row, dict):
        raise RoutineError("not a routine file")
    if row.get("format") != FORMAT:
        raise RoutineError("format %s, this strap reads %d" % (row.get("format"), FORMAT))
    kits = row.get("kits")
    if not isinstance(kits, list) or not all(_is_row(kit, KIT_FIELDS) for kit in kits):
        raise RoutineError("kits: not readable")
    fields = dict(row)
    fields["kits"] = [dict(zip(KIT_FIELDS, kit)) for kit in kits]
    _refuse(header_problems(fields))
    count = fields.get("points")
    if not int_in(count, (1, POINTS_MOST)):
        raise RoutineError("points: %s, allowed 1 to %d" % (count, POINTS_MOST))
    return Routine(fields)


def load_point(row, region):
    """The Point of one further row; RoutineError when it is not one."""
    if not _is_row(row, POINT_FIELDS):
        raise RoutineError("cut short or not a point")
    fields = dict(zip(POINT_FIELDS, row))
    _refuse(point_problems(fields, region))
    return Point(fields)


def _is_row(row, names):
    return isinstance(row, list) and len(row) == len(names)


def _refuse(problems):
    if problems:
        path, text = problems[0]
        raise RoutineError(".".join([str(step) for step in path]) + ": " + text)


def _check(found, fields, rules, path):
    for name, fits, limits, allowed in rules:
        if name not in fields:
            found.append((path + (name,), "is missing; allowed: " + allowed))
        elif not fits(fields[name], limits):
            text = "%s is not allowed; allowed: %s" % (fields[name], allowed)
            found.append((path + (name,), text))


# ---- one value each: does it fit its limits? ------------------------------------------------


def int_in(value, limits):
    """A whole number within (least, most); a truth value is none."""
    least, most = limits
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _ints(value, limits):
    """So many whole numbers, each within bounds, each at least `gap` above the one before it."""
    count, least, most, gap = limits
    if not isinstance(value, list) or len(value) != count:
        return False
    before = least - gap
    for number in value:
        if not int_in(number, (max(least, before + gap), most)):
            return False
        before = number
    return True


def _one_of(value, names):
    return value in names


def _some_of(value, names):
    return isinstance(value, list) and bool(value) and all(v in names for v in value)


def _text(value, limits):
    """A word for people: so many plain characters."""
    least, most = limits
    return (
        isinstance(value, str)
        and least <= len(value) <= most
        and all(" " <= c <= "~" for c in value)
    )


def _texts(value, limits):
    most, size = limits
    return (
        isinstance(value, list) and 1 <= len(value) <= most and all(_text(v, size) for v in value)
    )


def _id(value, limits):
    """A word for files and commands."""
    return (
        _text(value, limits)
        and "a" <= value[0] <= "z"
        and all("a" <= c <= "z" or "0" <= c <= "9" or c == "-" for c in value)
    )


# ---- the tables: field, check, its limits, what a message says is allowed --------------------

_ID = (1, 24)
_ID_SAYS = "a short name of a-z, 0-9 and -, at most 24 long"
_LINE = (1, 21)
_HOLD_S = (3, 60, 3600, 0)
_UNORDERED = -10000
_REGION_NAMES = tuple(sorted(REGIONS))

# name, on a new strap, least, most: see Air and Coach.
_SETTINGS = (
    ("exhale_tone", 0, 0, 1),
    ("stroke_pa", 0, 0, 20000),
    ("leak_most_ppm", 200, 0, LEAK_MOST_PPM),
    ("heat_pa_k", -1, -1, HEAT_MOST_PA_K),
    ("heat_doubt_pa_k", 0, 0, 1000),
)

_HEADER = (
    ("id", _id, _ID, _ID_SAYS),
    ("name", _text, _LINE, "1 to 21 plain characters"),
    ("region", _one_of, _REGION_NAMES, "one of " + ", ".join(_REGION_NAMES)),
    ("night", _ints, (2, 1, 8, 0), "two whole numbers such as 1, 3, each 1 to 8"),
    ("rest_s", int_in, (0, 600), "0 s to 10 min"),
)

_KIT = (
    ("position", _one_of, POSITIONS, " or ".join(POSITIONS)),
    ("balls", _some_of, BALLS, " or ".join(BALLS)),
    ("bands", _some_of, BANDS, " or ".join(BANDS)),
    ("pillow", _one_of, (True, False), "yes or no"),
    ("firmness_pa", _ints, (2, 0, 30000, 1), "a lower and a higher pressure, 0 to 225 mmHg"),
)

_POINT = (
    ("id", _id, _ID, _ID_SAYS),
    ("muscle", isinstance, str, "the name of a muscle"),
    ("side", _one_of, SIDES, "left, right or both"),
    ("layer", _one_of, (1, 2), "1 (released first) or 2"),
    ("map", _ints, (2, 0, 100, _UNORDERED), "two whole numbers, 0 to 100"),
    ("spots", int_in, (1, 9), "1 to 9"),
    ("hold_s", _ints, _HOLD_S, "least, target and most time in rising order"),
    ("lines", _texts, (3, _LINE), "1 to 3 lines of 1 to 21 plain characters"),
)
