"""What a press would start, and what of the night is left: facts that evening.py works out."""


class Tonight:
    """The night of one person.

    files      [(file name, id, region)] of the routines that can be used
    bad        [(file name, why)] of the others
    at         which of `files` is chosen
    routine    its header; None while the strap holds none
    step, index  what a press would start, and its place in the routine
    spot       which of the point's spots, from 1
    target_s   how long it will be held
    hint       why that is not the routine's own target: see plan.py; or None
    own        1: the person's own target
    locked     why it should wait: see plan.py; or None
    more       there is room for another point after it
    held, budget  points of this routine tonight: done, allowed
    neighbour  name of the routine to go to when this one has had its share, or None
    places     x, y, kind of each point for the body map, three bytes each
    number     of the night: a calendar's day, or counted
    counted    it was counted, for nobody has set the clock
    dose_s     time above 67 mmHg so far tonight
    cleared    the person has read the contraindications
    boots      of this strap
    """

    def __init__(self, files, bad):
        self.files = files
        self.bad = bad
        self.at = 0
        self.routine = None
        self.step = None
        self.index = 0
        self.spot = 1
        self.target_s = 0
        self.own = 0
        self.hint = self.locked = self.neighbour = None
        self.more = False
        self.held = self.budget = 0
        self.places = b""
        self.number = 0
        self.counted = False
        self.dose_s = 0
        self.cleared = True
        self.boots = 0
