"""Nights: what is done, which point is next, why no more tonight.

A night is one integer day number. Progress is plain data, kept by the store:
{"format": 1, "boots": n, "routines": {id: {"day": n, "tonight": [point id, ...],
"points": {point id: [nights, last day, last hold s, why it ended]}}}}
"""

from strapcore import session

FORMAT = 1


def fresh_progress():
    """Progress of a strap that has not held a point yet."""
    return {"format": FORMAT, "boots": 0, "routines": {}}


class Plan:
    """What to do tonight with one routine."""

    def __init__(self, routine, point_ids, progress):
        """routine: a Routine; point_ids: its points in order; progress: all progress, changed."""
        self.routine = routine
        self.point_ids = point_ids
        routines = progress["routines"]
        if routine.id not in routines:
            routines[routine.id] = {"day": 0, "tonight": [], "points": {}}
        self._done = routines[routine.id]

    def tonight(self, day):
        """How many points were held this night."""
        return len(self.held(day))

    def more(self, day):
        """Is there room for another point after the one now held?"""
        return self.tonight(day) + 1 < self.routine.night_most

    def next(self, day):
        """Index of the next point: the least often held, first in the routine's order."""
        best = 0
        fewest = None
        held = self.held(day)
        points = self._done["points"]
        for i, name in enumerate(self.point_ids):
            if name in held:
                continue
            nights = points[name][0] if name in points else 0
            if fewest is None or nights < fewest:
                best, fewest = i, nights
        return best

    def held(self, day):
        """Ids of the points held this night."""
        return self._done["tonight"] if self._done["day"] == day else ()

    def spot(self, point):
        """Which of the point's spots is next, from 1: another one each night."""
        return self._nights(point.id) % point.spots + 1

    def locked(self, day):
        """Why no point should be started now, as text for the screen; None when one may."""
        if self.tonight(day) >= self.routine.night_most:
            return "%d done: rest tonight" % self.tonight(day)
        return None

    def record(self, point_id, day, hold_s, ended):
        """Book a hold. A point that was stopped early stays next, but its time was spent."""
        done = self._done
        if done["day"] != day:
            done["day"] = day
            done["tonight"] = []
        complete = session.FELT <= ended <= session.CAP
        if complete:
            done["tonight"].append(point_id)
        nights = self._nights(point_id) + (1 if complete else 0)
        done["points"][point_id] = [nights, day, hold_s, ended]

    def _nights(self, point_id):
        entry = self._done["points"].get(point_id)
        return entry[0] if entry else 0
