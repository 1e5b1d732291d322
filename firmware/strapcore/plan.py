"""Tonight with one routine: which step is next, and why a step should wait."""

from strapcore.compat import const
from strapcore.limits import AGAIN_MINUTES, DOSE_DAY_S, ONE_A_NIGHT, POINTS_A_NIGHT
from strapcore.progress import (
    ENDED,
    LET_GO,
    MINUTE,
    NIGHT,
    OWN_TARGET,
    TIMES,
    TONIGHT,
    dose_s,
    entry,
    held_in,
    target_s,
)
from strapcore.routine import EXERCISE, HOLD, NOTE
from strapcore.session import CAP, FELT, SENSED, TARGET

# Reasons to wait, each with what its words are said with.
BUDGET = const(1)  # points held tonight
LAYER = const(2)  # muscle and side that come first
SOON = const(3)  # hours still to wait
SIDE = const(4)  # the side of tonight
MUSCLE = const(5)
RESTING = const(6)  # nights still to rest
DOSE = const(7)  # minutes above 67 mmHg
DONE = const(8)
LATER = const(9)  # the week it begins
REGION = const(10)  # points held in this region tonight

# Why tonight's target is not the routine's.
LONGER = const(1)
SHORTER = const(2)
OWN = const(3)

# The maker's text: the upper back goes with the neck and the lower back.
_NEIGHBOURS = {"upper-back": ("neck", "lower-back"), "neck": ("upper-back",)}

_LET_GO_NIGHTS = const(3)  # "it may take a few nights": held so often, a point counts as done
_WEEK = const(7)


class Plan:
    """`add` every step of the routine in its order, then ask. Steps are named by their index."""

    def __init__(self, progress, routine, night, minute, known):
        """minute: now; known: the clock was set, so minutes of other nights mean something."""
        self._routine = routine
        self._night = night
        self._minute = minute
        self._known = known
        self._done = progress["routines"].get(routine.id)
        self._progress = progress
        self._supposed = None  # a hold that is taken to be done
        self._steps = []  # (id, kind, side, muscle, layer, after)
        self._phase, self._times = self._today()

    def add(self, step):
        """The routine's next step."""
        after = tuple(step.after)
        self._steps.append((step.id, step.kind, step.side, step.muscle, step.layer, after))

    def next(self):
        """The step to propose: the first that is due; of the holds the one least often held, and
        those first that have not let go. When none is due, the hold that would come next, else
        the first exercise."""
        first = hold = waiting = rest = None
        for i, step in enumerate(self._steps):
            due = self.lock(i) is None and (step[1] != NOTE or self._leads(i))
            if due and first is None:
                first = i
            if step[1] == HOLD and due:
                hold = self._rarer(hold, i)
            elif step[1] == HOLD:
                waiting = self._rarer(waiting, i)
            if step[1] == EXERCISE and rest is None:
                rest = i
        if first is None:
            return rest or 0 if waiting is None else waiting
        return hold if self._steps[first][1] == HOLD else first

    def lock(self, index):
        """Why this step should wait, as (reason, its words' values ...); None when it need not."""
        step = self._steps[index]
        if step[1] == NOTE:
            return (DONE,) if self.times(index) else None
        resting = self._resting()
        if resting:
            return (RESTING, resting)
        if step[1] == EXERCISE:
            return self._lock_exercise(index)
        return self._lock_night() or self._lock_point(index)

    def more(self, index):
        """Is there another hold to do tonight, after this one?"""
        if self._steps[index][1] != HOLD:
            return False
        others = [i for i, step in enumerate(self._steps) if i != index and step[1] == HOLD]
        self._supposed = index
        found = any(self.lock(i) is None for i in others)
        self._supposed = None
        return found

    def times(self, index):
        """How often this step was done tonight."""
        known = self._entry(self._steps[index][0])
        tonight = known[TONIGHT] if known[NIGHT] == self._night else 0
        return tonight + (index == self._supposed)

    def tonight(self):
        """How many points of this routine were held tonight."""
        return sum([self.times(i) for i, step in enumerate(self._steps) if step[1] == HOLD])

    def budget(self):
        """How many of them may be."""
        most = min(self._routine.night_most, POINTS_A_NIGHT)
        return most if self._times is None else min(most, self._times.get("hold", 0))

    def spot(self, step):
        """Which of the point's spots is next, from 1: another one each night."""
        return self._entry(step.id)[TIMES] % step.spots + 1

    def target(self, step):
        """(the hold's time tonight in seconds, why it is not the routine's; None when it is)."""
        known = self._entry(step.id)
        seconds = target_s(step, known)
        if known[OWN_TARGET]:
            return seconds, (OWN,)
        if seconds > step.target_s and known[ENDED] in (TARGET, CAP):
            return seconds, (LONGER,)
        if seconds < step.target_s and known[ENDED] in (FELT, SENSED):
            return seconds, (SHORTER,)
        return seconds, None

    def neighbour(self, regions):
        """Index of the first of `regions` to go to once this one has had its share; -1: none."""
        for i, region in enumerate(regions):
            if region in _NEIGHBOURS.get(self._routine.region, ()) and not self._in(region):
                return i
        return -1

    # ---- reasons

    def _lock_exercise(self, index):
        wanted = 1  # a day, without a schedule
        if self._times is not None:
            name = self._steps[index][0]
            wanted = self._times.get(name, 0)
            if wanted == 0:
                return self._later(name)
        return (DONE,) if self.times(index) >= wanted else None

    def _lock_night(self):
        """What was done tonight forbids any further hold."""
        if self._times is not None and not self._times.get("hold", 0):
            return self._later("hold")
        dose = dose_s(self._progress, self._night)
        if dose >= DOSE_DAY_S:
            return (DOSE, dose // 60)
        held = self.tonight()
        if held >= self.budget():
            return (BUDGET, held)
        held = self._in(self._routine.region)
        if held >= POINTS_A_NIGHT:
            return (REGION, held)
        return None

    def _lock_point(self, index):
        name, _, side, muscle, layer, _ = step = self._steps[index]
        if self.times(index):
            return (DONE,)
        known = self._entry(name)
        away = self._minute - known[MINUTE]
        if self._known and known[TIMES] and 0 <= away < AGAIN_MINUTES:
            return (SOON, (AGAIN_MINUTES - away + 59) // 60)
        if self._routine.region in ONE_A_NIGHT:
            for i, other in enumerate(self._steps):
                if other[1] == HOLD and self.times(i):
                    if other[3] != muscle:
                        return (MUSCLE,)
                    if other[2] != side:
                        return (SIDE, other[2])
            if self._in(self._routine.region) > self.tonight():  # by another routine
                return (MUSCLE,)
        if layer > 1:
            for other in self._above(step):
                if not self._gone(other[0]):
                    return (LAYER, other[3], other[2])
        return None

    def _above(self, step):
        """The holds that must have let go before this deep one: those that its author names, else
        all of the first layer that have a side with it in common."""
        named = [other for other in self._steps if other[0] in step[5]]
        return named or [
            other
            for other in self._steps
            if other[1] == HOLD
            and other[4] == 1
            and ("both" in (step[2], other[2]) or step[2] == other[2])
        ]

    def _resting(self):
        """Nights still to rest: after a night of work, or because the week has had its share."""
        nights = sorted(self._done["nights"]) if self._done else []
        if self._night in nights:
            return 0
        nights = [night for night in nights if night < self._night]  # the clock was wrong before
        if not nights:
            return 0
        days = self._routine.schedule[self._phase][1] if self._times is not None else _WEEK
        off = max(self._routine.rest_nights, _WEEK // days - 1)  # spread over the week
        rest = nights[-1] + off + 1 - self._night
        week = [night for night in nights if night > self._night - _WEEK]
        if len(week) >= days:
            rest = max(rest, week[len(week) - days] + _WEEK - self._night)
        return max(0, rest)

    def _today(self):
        """(index of the schedule's phase, its times a day); the times are None without one."""
        schedule = self._routine.schedule
        if not schedule:
            return 0, None
        week = max(0, self._night - self._done["start"]) // _WEEK if self._done else 0
        for i, phase in enumerate(schedule):
            week -= phase[0]
            if phase[0] == 0 or week < 0:
                return i, phase[2]
        return len(schedule) - 1, schedule[-1][2]

    def _later(self, name):
        """When does the schedule have it again?"""
        week = 1
        for i, phase in enumerate(self._routine.schedule):
            if i > self._phase and name in phase[2]:
                return (LATER, week)
            week += phase[0]
        return (DONE,)

    # ---- small things

    def _entry(self, name):
        return entry(self._progress, self._routine.id, name)

    def _gone(self, name):
        """Has this point let go, or been held often enough?"""
        known = self._entry(name)
        return known[LET_GO] > 0 or known[TIMES] >= _LET_GO_NIGHTS

    def _rank(self, index):
        name = self._steps[index][0]
        return (self._gone(name), self._entry(name)[TIMES])

    def _rarer(self, one, other):
        """The hold that comes first, of one that stands before the other."""
        return other if one is None or self._rank(other) < self._rank(one) else one

    def _in(self, region):
        """How many points of a region were held tonight, by whatever routine."""
        count = self.tonight() if region == self._routine.region else 0
        for name, done in self._progress["routines"].items():
            if done["region"] == region and name != self._routine.id:
                count += held_in(done, self._night)
        return count

    def _leads(self, index):
        """Does anything that is due come after this note?"""
        after = range(index + 1, len(self._steps))
        return any(self._steps[i][1] != NOTE and self.lock(i) is None for i in after)
