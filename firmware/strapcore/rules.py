"""What a routine must satisfy, on the desk and on the strap alike.

A problem is a (path, text) pair; the host turns the path into a line and column.
"""

from strapcore.guard import REGIONS, never_held

FORMAT = 1  # the strap refuses a file of a newer format
POINTS_MOST = 32

SIDES = ("left", "right", "both")  # both: a point on the midline
POSITIONS = ("lying", "sitting")
BALLS = ("blue", "orange")
BANDS = ("red", "blue")

# slug: (region, layer, name on the screen). Layer 1 is released first: the maker's text puts the
# trapezius before everything beneath it.
MUSCLES = {
    "upper-trapezius": ("upper-back", 1, "Upper trapezius"),
    "middle-trapezius": ("upper-back", 1, "Middle trapezius"),
    "levator-scapulae": ("upper-back", 2, "Levator scapulae"),
    "serratus-posterior-superior": ("upper-back", 2, "Serratus post. sup."),
    "erector-spinae": ("upper-back", 2, "Erector spinae"),
    "rhomboids": ("upper-back", 2, "Rhomboids"),
    "deep-rotators": ("upper-back", 2, "Deep rotators"),
    "suboccipitals": ("neck", 1, "Suboccipitals"),
    "neck-levator-scapulae": ("neck", 1, "Levator scapulae"),
}


def header_problems(fields):
    """Everything wrong with a header's fields, as (path, text) pairs; the points are left out."""
    found = []
    _need(found, fields, "id", _is_id, "a short name of a-z, 0-9 and -, at most 24 long")
    _need(found, fields, "name", _is_line, "1 to 21 plain characters")
    _need(found, fields, "region", _is_region, "one of " + ", ".join(sorted(REGIONS)))
    _need(found, fields, "night", _is_night, "two whole numbers such as 1, 3, each 1 to 8")
    _need(found, fields, "rest_s", _is_rest, "0 s to 10 min")
    kits = fields.get("kits")
    if not isinstance(kits, list) or not 1 <= len(kits) <= len(POSITIONS):
        found.append((("kits",), "allowed: one kit a position, lying or sitting or both"))
        return found
    for i, kit in enumerate(kits):
        if not isinstance(kit, dict):
            _need(found, {}, i, None, "position, balls, bands, pillow, firmness_pa", ("kits",))
            continue
        for name, check, allowed in _KIT_CHECKS:
            _need(found, kit, name, check, allowed, ("kits", i))
    return found


def point_problems(fields, region):
    """Everything wrong with one point's fields, as (path, text) pairs."""
    found = []
    for name, check, allowed in _POINT_CHECKS:
        _need(found, fields, name, check, allowed)
    muscle = fields.get("muscle")
    if not isinstance(muscle, str):
        found.append((("muscle",), "is missing; allowed: the name of a muscle"))
        return found
    reason = never_held(muscle)
    if reason:
        found.append((("muscle",), "%s is never held on a ball: %s" % (muscle, reason)))
    elif muscle not in MUSCLES:
        found.append((("muscle",), "unknown muscle '%s'" % (muscle,)))
    elif _is_region(region) and MUSCLES[muscle][0] != region:
        found.append((("muscle",), "%s is not in the region %s" % (muscle, region)))
    hold = fields.get("hold_s")
    if _is_region(region) and _is_hold(hold):
        least, most = REGIONS[region]
        if hold[0] < least or hold[2] > most:
            text = "hold of %d to %d s is outside the %s's %d to %d min"
            found.append((("hold_s",), text % (hold[0], hold[2], region, least // 60, most // 60)))
    return found


def routine_problems(fields):
    """Everything wrong with a whole routine: header, points, and what only shows across points."""
    found = header_problems(fields)
    points = fields.get("points")
    if not isinstance(points, list) or not 1 <= len(points) <= POINTS_MOST:
        found.append((("points",), "allowed: 1 to %d points" % POINTS_MOST))
        return found
    first = {}
    for i, point in enumerate(points):
        if not isinstance(point, dict):
            found.append((("points", i), "allowed: the fields of a point"))
            continue
        for path, text in point_problems(point, fields.get("region")):
            found.append((("points", i) + path, text))
        name = point.get("id")
        if name in first:
            text = "'%s' is the id of point %d already" % (name, first[name] + 1)
            found.append((("points", i, "id"), text))
        elif isinstance(name, str):
            first[name] = i
    return found


def _need(found, fields, name, check, allowed, path=()):
    if name not in fields:
        found.append((path + (name,), "is missing; allowed: " + allowed))
    elif not check(fields[name]):
        found.append((path + (name,), "%s is not allowed; allowed: %s" % (fields[name], allowed)))


def is_int(value, least, most):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_row(row, names):
    return isinstance(row, list) and len(row) == len(names)


def _is_id(value):
    if not isinstance(value, str) or not 1 <= len(value) <= 24:
        return False
    for i, c in enumerate(value):
        if not ("a" <= c <= "z" or (i and ("0" <= c <= "9" or c == "-"))):
            return False
    return True


def _is_line(value):
    if not isinstance(value, str) or not 1 <= len(value) <= 21:
        return False
    return all(" " <= c <= "~" for c in value)


def _is_lines(value):
    return isinstance(value, list) and 1 <= len(value) <= 3 and all(_is_line(v) for v in value)


def _is_region(value):
    return isinstance(value, str) and value in REGIONS


def _is_ints(value, count, least, most):
    return (
        isinstance(value, list)
        and len(value) == count
        and all(is_int(v, least, most) for v in value)
    )


def _is_night(value):
    return _is_ints(value, 2, 1, 8) and value[0] <= value[1]


def _is_rest(value):
    return is_int(value, 0, 600)


def _is_hold(value):
    return _is_ints(value, 3, 60, 3600) and value[0] <= value[1] <= value[2]


def _is_map(value):
    return _is_ints(value, 2, 0, 100)


def _is_firmness(value):
    return _is_ints(value, 2, 0, 30000) and value[0] < value[1]


def _is_some_of(names):
    def check(value):
        return isinstance(value, list) and bool(value) and all(v in names for v in value)

    return check


def _is_one_of(names):
    def check(value):
        return value in names

    return check


_KIT_CHECKS = (
    ("position", _is_one_of(POSITIONS), " or ".join(POSITIONS)),
    ("balls", _is_some_of(BALLS), " or ".join(BALLS)),
    ("bands", _is_some_of(BANDS), " or ".join(BANDS)),
    ("pillow", _is_one_of((True, False)), "yes or no"),
    ("firmness_pa", _is_firmness, "a lower and a higher pressure, 0 to 225 mmHg"),
)

_POINT_CHECKS = (
    ("id", _is_id, "a short name of a-z, 0-9 and -, at most 24 long"),
    ("side", _is_one_of(SIDES), "left, right or both"),
    ("layer", _is_one_of((1, 2)), "1 (released first) or 2"),
    ("map", _is_map, "two whole numbers, 0 to 100"),
    ("spots", lambda value: is_int(value, 1, 9), "1 to 9"),
    ("hold_s", _is_hold, "least, target and most time in rising order"),
    ("lines", _is_lines, "1 to 3 lines of 1 to 21 plain characters"),
)
