"""Which routine, which point: the strap's files and the plan, seen from one night."""

from loader import forget, load

_PLAN = "strapcore.plan"


def night(year, month, day, hour):
    """The day number of the night this moment belongs to: it changes at noon.

    0 when the clock was never set (a strap that wakes in the year 2000 or 1970).
    """
    if year < 2024:
        return 0
    # Days of the civil calendar since 1970-01-01, the year starting in March.
    y = year - (month < 3)
    m = (month + 9) % 12
    days = 365 * y + y // 4 - y // 100 + y // 400 + (153 * m + 2) // 5 + day - 719469
    return days - (hour < 12)


class Tonight:
    """The point that a press would start, and what has been done.

    routine, point  None while the strap holds no routine
    point_ids    of the routine, in its order, with blanks between: one text takes less room
    places       x and y of each of them, two bytes each
    spot         which of the point's spots, from 1
    number       of the night: the day, or the count of boots while nobody has set the clock
    bad          [(file name, why)] of the routine files that cannot be used
    locked       why no point should be started, or None
    held         ids of the points held tonight
    more         there will be room for another point after this one
    """

    def __init__(self, store):
        self.progress = store.progress()
        self.progress["boots"] += 1
        self.routine = None
        self.point = None
        self.point_ids = ""
        self.places = b""
        self.spot = 1
        self.number = 0
        self.locked = None
        self.held = ()
        self.more = False
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
        if self.routine:
            self._point_at = self._plan().next(self.number)
            forget(_PLAN)

    def read_point(self):
        """The second half: read the chosen point."""
        if not self.routine:
            return
        name, _, _, _, offsets = self._routines[self._routine_at]
        self.point = self._store.point(name, offsets[self._point_at])
        plan, number = self._plan(), self.number
        self.spot = plan.spot(self.point)
        self.locked = plan.locked(number)
        self.held = plan.held(number)
        self.more = plan.more(number)
        forget(_PLAN)

    def other_point(self):
        """The person wants the point after this one."""
        if self.routine:
            self._point_at = (self._point_at + 1) % self.routine.points
            self.read_point()

    def other_routine(self, day):
        """The person wants the routine after this one."""
        self._open((self._routine_at + 1) % max(1, len(self._routines)))
        self.propose(day)

    def book(self, hold):
        """Count what was held."""
        self._plan().record(self.point.id, self.number, hold.hold_ms // 1000, hold.ended)
        forget(_PLAN)

    def _plan(self):
        return load(_PLAN).Plan(self.routine, self.point_ids.split(), self.progress)

    def _open(self, index):
        self._routine_at = index
        if index < len(self._routines):
            _, self.routine, self.point_ids, self.places, _ = self._routines[index]
