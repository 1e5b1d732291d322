"""A whole routine at once, as an author writes it: what only shows across its points.

The strap reads one point at a time and never needs this.
"""

from strapcore.routine import HEADER_FIELDS, KIT_FIELDS, POINT_FIELDS
from strapcore.rules import POINTS_MOST, header_problems, point_problems


def routine_problems(fields):
    """Everything wrong with a routine's fields, "points" among them, as (path, text) pairs."""
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


def dump_rows(fields):
    """The rows of the strap's file, header first, of a routine given as fields.

    fields is the header's dict with "points" as a list of dicts.
    """
    head = {name: fields[name] for name in HEADER_FIELDS}
    head["kits"] = [[kit[name] for name in KIT_FIELDS] for kit in fields["kits"]]
    head["points"] = len(fields["points"])
    return [head] + [[point[name] for name in POINT_FIELDS] for point in fields["points"]]
