"""Which routine, which point: the strap's files and the plan, seen from one night."""

from strapcore.plan import Plan


class Tonight:
    """The point that a press would start, and what has been done.

    plan, point  None while the strap holds no routine
    spot         which of the point's spots, from 1
    places       [(point id, x, y)] of the routine's points
    number       of the night: the day, or the count of boots while nobody has set the clock
    bad          [(file name, why)] of the routine files that cannot be used
    locked       why no point should be started, or None
    done         points held tonight
    """

    def __init__(self, store, recorder):
        self.progress = store.progress()
        self.progress["boots"] += 1
        recorder.save_progress(self.progress)
        self.plan = None
        self.point = None
        self.spot = 1
        self.places = []
        self.number = 0
        self.locked = None
        self.done = 0
        self._store = store
        self._recorder = recorder
        self._routines, self.bad = store.routines()
        self._routine_at = self._point_at = 0

    def propose(self, day):
        """Make the plan's next point the one that a press starts. day: 0 when not known."""
        self.number = day or self.progress["boots"]
        if not self._routines:
            return
        _, routine, self.places = self._routines[self._routine_at]
        self.plan = Plan(routine, [place[0] for place in self.places], self.progress)
        self._choose(self.plan.next(self.number))

    def other_point(self):
        """The person wants the point after this one."""
        if self.plan:
            self._choose((self._point_at + 1) % len(self.places))

    def other_routine(self, day):
        """The person wants the routine after this one."""
        if self._routines:
            self._routine_at = (self._routine_at + 1) % len(self._routines)
            self.propose(day)

    @property
    def more(self):
        """Will there be room for another point after this one?"""
        return self.plan.more(self.number)

    def record(self, hold):
        """Book what was held, durably."""
        self.plan.record(self.point.id, self.number, hold.hold_ms // 1000, hold.ended)
        self._recorder.save_progress(self.progress)

    def _choose(self, index):
        name, routine, _ = self._routines[self._routine_at]
        self._point_at = index
        self.point = self._store.point(name, routine, index)
        self.spot = self.plan.spot(self.point)
        self.locked = self.plan.locked(self.number)
        self.done = self.plan.tonight(self.number)
