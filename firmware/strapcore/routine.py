"""What a routine is: its kit, its steps, the rows of the file that the strap keeps.

A routine file is JSON Lines: a header object and one array a step, so that the strap holds one
step in RAM. rules.py says what is allowed; an author's file is the host's (backstrap/routines).
"""

from strapcore.compat import const

FORMAT = 2  # of the strap's file; the strap refuses a file of another one

# Kinds of steps.
HOLD = const(0)
EXERCISE = const(1)
NOTE = const(2)
KINDS = ("hold", "exercise", "note")  # as a row begins

KIT_FIELDS = ("position", "balls", "bands", "pillow", "firmness_pa", "load_pa")
STEP_FIELDS = (  # by kind: what comes after it in a row
    ("id", "muscle", "side", "layer", "after", "map", "spots", "hold_s", "lines"),
    ("id", "name", "band", "repeats", "seconds", "lines"),
    ("id", "name", "lines"),
)


class RoutineError(Exception):
    """A routine that cannot be used. The text is shown to the person."""


class Step:
    """A point to hold, an exercise, or a note.

    name and lines are text, at most three lines of it, or a dict of language to that.

    Of a hold: after are the ids of the points that come before it, none for the usual ones (see
    plan.py); x, y place it on the body map (0..100 from the person's left shoulder as seen from
    behind, and from the neck down); spots are places half an inch apart; least_s, target_s, most_s
    are seconds of contact.
    Of an exercise: band is red, blue or none; repeats or seconds, the other is 0.
    """

    name = muscle = ""
    side = "both"
    layer = spots = 1
    after = ()
    x = y = 50
    least_s = target_s = most_s = 0
    band = "none"
    repeats = seconds = 0

    def __init__(self, kind, fields):
        self.kind = kind
        self.id = fields["id"]
        self.lines = fields["lines"]
        for field, value in fields.items():
            if field == "map":
                self.x, self.y = value
            elif field == "hold_s":
                self.least_s, self.target_s, self.most_s = value
            else:
                setattr(self, field, value)


class Routine:
    """A header: everything but the steps, which are read one at a time.

    kits is a list of dicts, one a position: "position", "balls" and "bands" to choose from,
    "pillow", and the (lowest, highest) pressure of the ball, Pa: "firmness_pa" before anybody lies
    on it, "load_pa" above its zero while somebody does. Without holds there may be none.
    schedule is a list of [weeks, days a week, {id: times a day}], 0 weeks for from then on; "hold"
    stands for the points, so many a night. Empty: everything is due, always.
    """

    def __init__(self, fields):
        self.id = fields["id"]
        self.name = fields["name"]
        self.region = fields["region"]
        self.night_least, self.night_most = fields["night"]
        self.rest_s = fields["rest_s"]
        self.rest_nights = fields["rest_nights"]  # off after a night with holds
        self.kits = fields["kits"]
        self.schedule = fields["schedule"]
        self.steps = fields["steps"]  # how many


def known_step(row):
    """The Step of a row that load_step has accepted before."""
    kind = KINDS.index(row[0])
    return Step(kind, dict(zip(STEP_FIELDS[kind], row[1:])))
