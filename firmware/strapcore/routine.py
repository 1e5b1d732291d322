"""What a routine is: its kit, its points, the rows of the file that the strap keeps.

A routine file is JSON Lines: a header object and one array per point, so that the strap holds one
point in RAM. rules.py says what is allowed.
"""

FORMAT = 1  # the strap refuses a file of a newer format

HEADER_FIELDS = ("format", "id", "name", "region", "night", "rest_s", "kits", "points")
KIT_FIELDS = ("position", "balls", "bands", "pillow", "firmness_pa")
POINT_FIELDS = ("id", "muscle", "side", "layer", "map", "spots", "hold_s", "lines")


class RoutineError(Exception):
    """A routine that cannot be used. The text is shown to the person."""


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


class Routine:
    """A header: everything but the points, which are read one at a time.

    kits is a list of dicts, one a position: "position", "balls" and "bands" to choose from,
    "pillow", and "firmness_pa", the (lowest, highest) gauge pressure of the ball before anybody
    lies on it, Pa.
    """

    def __init__(self, fields):
        self.id = fields["id"]
        self.name = fields["name"]
        self.region = fields["region"]
        self.night_least, self.night_most = fields["night"]
        self.rest_s = fields["rest_s"]
        self.kits = fields["kits"]
        self.points = fields["points"]  # how many


def known_point(row):
    """The Point of a row that load_point has accepted before."""
    return Point(dict(zip(POINT_FIELDS, row)))
