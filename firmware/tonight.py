"""Which routine, which point: the strap's files and the plan, seen from one night."""

from strapcore.plan import Plan


class Tonight:
    """The point that a press would start, and what has been done.

    plan, point  None while the strap holds no routine
    spot         which of the point's spots, from 1
    places       x and y of every point of the routine, two bytes each
    number       of the night: the day, or the count of boots while nobody has set the clock
    bad          [(file name, why)] of the routine files that cannot be used
    locked       why no point should be started, or None
    done         points held tonight
    """

    def __init__(self, store):
        self.progress = store.progress()
        self.progress["boots"] += 1
        self.plan = None
        self.point = None
        self.spot = 1
        self.places = b""
        self.number = 0
        self.locked = None
        self.done = 0
        self._store = store
        self._routines, self.bad = store.routines()
        self._point_at = 0
        self._open(0)

    def propose(self, day):
        """Make the plan's next point the one that a press starts. day: 0 when not known."""
        self.choose_next(day)
        self.read_point()

    def choose_next(self, day):
        """The first half of `propose`: which point it is."""
        self.number = day or self.progress["boots"]
        if self.plan:
            self._point_at = self.plan.next(self.number)

    def read_point(self):
        """The second half: read the chosen point."""
        if not self.plan:
            return
        name, _, _, _, offsets = self._routines[self._routine_at]
        self.point = self._store.point(name, offsets[self._point_at])
        self.spot = self.plan.spot(self.point)
        self.locked = self.plan.locked(self.number)
        self.done = self.plan.tonight(self.number)

    def other_point(self):
        """The person wants the point after this one."""
        if self.plan:
            self._point_at = (self._point_at + 1) % len(self.plan.point_ids)
            self.read_point()

    def other_routine(self, day):
        """The person wants the routine after this one."""
        self._open((self._routine_at + 1) % max(1, len(self._routines)))
        self.propose(day)

    @property
    def more(self):
        """Will there be room for another point after this one?"""
        return self.plan.more(self.number)

    def book(self, hold):
        """Count what was held."""
        self.plan.record(self.point.id, self.number, hold.hold_ms // 1000, hold.ended)

    def _open(self, index):
        self._routine_at = index
        if index < len(self._routines):
            _, routine, ids, self.places, _ = self._routines[index]
            self.plan = Plan(routine, ids, self.progress)
