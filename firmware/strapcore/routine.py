"""What a routine is, and the rows of the JSON Lines file that the strap keeps.

A routine file is a header object and one array per point, so that the strap holds one point in
RAM. Host and strap check with the same functions (rules.py).
"""

from strapcore.rules import (
    FORMAT,
    MUSCLES,
    POINTS_MOST,
    header_problems,
    is_int,
    is_row,
    point_problems,
)

LINE_BYTES_MOST = 640  # longest line the strap reads; a full point stays below 400

HEADER_FIELDS = ("format", "id", "name", "region", "night", "rest_s", "kits", "points")
KIT_FIELDS = ("position", "balls", "bands", "pillow", "firmness_pa")
POINT_FIELDS = ("id", "muscle", "side", "layer", "map", "spots", "hold_s", "lines")


class RoutineError(Exception):
    """A routine that cannot be used. The text is shown to the person."""


class Kit:
    """What one position needs: balls and bands to choose from, a pillow, the ball's firmness.

    firmness_pa is the (lowest, highest) gauge pressure of the ball before anybody lies on it, Pa.
    """

    def __init__(self, fields):
        self.position = fields["position"]
        self.balls = fields["balls"]
        self.bands = fields["bands"]
        self.pillow = fields["pillow"]
        self.firmness_pa = fields["firmness_pa"]


class Point:
    """One place to hold.

    x, y place it on the body map (0..100 from the person's left shoulder as seen from behind, and
    from the neck down); spots are places half an inch apart; least_s, target_s, most_s are seconds
    of contact; lines are at most three lines of how to get there.
    """

    def __init__(self, fields):
        self.id = fields["id"]
        self.muscle = fields["muscle"]
        self.side = fields["side"]
        self.layer = fields["layer"]
        self.x, self.y = fields["map"]
        self.spots = fields["spots"]
        self.least_s, self.target_s, self.most_s = fields["hold_s"]
        self.lines = fields["lines"]

    @property
    def name(self):
        """Name of the muscle as the screen shows it."""
        return MUSCLES[self.muscle][2]


class Routine:
    """A header: everything but the points, which are read one at a time."""

    def __init__(self, fields):
        self.id = fields["id"]
        self.name = fields["name"]
        self.region = fields["region"]
        self.night_least, self.night_most = fields["night"]
        self.rest_s = fields["rest_s"]
        self.kits = [Kit(kit) for kit in fields["kits"]]
        self.points = fields["points"]  # how many


def dump_rows(fields):
    """The rows of the strap's file, header first, of a routine given as fields.

    fields is the header's dict with "points" as a list of dicts.
    """
    head = {name: fields[name] for name in HEADER_FIELDS}
    head["kits"] = [[kit[name] for name in KIT_FIELDS] for kit in fields["kits"]]
    head["points"] = len(fields["points"])
    return [head] + [[point[name] for name in POINT_FIELDS] for point in fields["points"]]


def load_header(row):
    """The Routine of a file's first row; RoutineError when it is not one."""
    if not isinstance(row, dict):
        raise RoutineError("not a routine file")
    if row.get("format") != FORMAT:
        raise RoutineError("format %s, this strap reads %d" % (row.get("format"), FORMAT))
    kits = row.get("kits")
    if not isinstance(kits, list) or not all(is_row(kit, KIT_FIELDS) for kit in kits):
        raise RoutineError("kits: not readable")
    fields = dict(row)
    fields["kits"] = [dict(zip(KIT_FIELDS, kit)) for kit in kits]
    _refuse(header_problems(fields))
    count = fields.get("points")
    if not is_int(count, 1, POINTS_MOST):
        raise RoutineError("points: %s, allowed 1 to %d" % (count, POINTS_MOST))
    return Routine(fields)


def load_point(row, region):
    """The Point of one further row; RoutineError when it is not one."""
    if not is_row(row, POINT_FIELDS):
        raise RoutineError("cut short or not a point")
    fields = dict(zip(POINT_FIELDS, row))
    _refuse(point_problems(fields, region))
    return Point(fields)


def _refuse(problems):
    if problems:
        path, text = problems[0]
        raise RoutineError(".".join([str(step) for step in path]) + ": " + text)
