"""What a person has done: plain data, kept by the store.

{"format": 2, "boots": n, "record": number of the newest hold that is in it, "cleared": 1 once the
contraindications were read, "night": of the last deed, "minute": its time, "routines": {id:
{"region": its region, "start": its first night, "nights": [its latest, at most 7], "steps": {id:
[how often, how often it let go, last night, how often in it, seconds above 67 mmHg in it, minute
it was last held, seconds, why it ended, next target, 1 when the target is the person's own]}}}}

A night is one integer number: the calendar's, or a count while nobody has set the clock. Minutes
are counted by the strap's clock, from 1970 on; one that was never set counts from 2000. A hold
that was stopped before its least time was not held, but its seconds above 67 mmHg are in.
"""

from strapcore.compat import const
from strapcore.routine import HOLD, NOTE
from strapcore.session import CAP, FELT, SENSED, TARGET

FORMAT = 2

# Places in a step's entry.
TIMES = const(0)
LET_GO = const(1)
NIGHT = const(2)
TONIGHT = const(3)
DOSE_S = const(4)
MINUTE = const(5)
SECONDS = const(6)
ENDED = const(7)
TARGET_S = const(8)  # 0: an exercise or a note
OWN_TARGET = const(9)
NEW = (0,) * 10

_COUNTS = ("boots", "record", "cleared", "night", "minute")
_GAP_MINUTES = const(600)  # so long without a deed makes another night where no clock is set
_NIGHTS_MOST = const(7)
_LONGER_S = const(120)
_ROUND_S = const(30)


def fresh():
    """Progress of a person who has not held a point yet."""
    return {
        "format": FORMAT,
        "boots": 0,
        "record": 0,
        "cleared": 0,
        "night": 0,
        "minute": 0,
        "routines": {},
    }


def night_number(last, last_minute, day, minute):
    """The number of this night, after the night `last` whose last deed was at `last_minute`.

    day: the calendar's, 0 while not known. Then a night is told from the last by a loss of power,
    after which the clock begins anew, or by ten hours without a deed.
    """
    if day:
        # A clock set back by a little, at noon or in autumn, does not begin the night anew.
        return last if day == last - 1 else day
    if not 0 <= minute - last_minute < _GAP_MINUTES:
        last += 1
    return max(last, 1)


def renumber(progress, night, minutes):
    """The clock was set in the middle of a night: its deeds get its number, and its minutes."""
    old = progress["night"]
    progress["night"] = night
    progress["minute"] += minutes
    for done in progress["routines"].values():
        done["nights"] = [night if n == old else n for n in done["nights"]]
        if done["start"] == old:
            done["start"] = night
        for entry in done["steps"].values():
            if entry[NIGHT] == old:
                entry[NIGHT] = night
                entry[MINUTE] += minutes


def is_progress(value):
    """Is this progress as `fresh` began it, or something else that was in the file?"""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return False
    if not all(_is_count(value.get(name)) for name in _COUNTS):
        return False
    routines = value.get("routines")
    if not isinstance(routines, dict):
        return False
    for done in routines.values():
        if not isinstance(done, dict) or not _is_count(done.get("start")):
            return False
        if not isinstance(done.get("region"), str):
            return False
        nights, steps = done.get("nights"), done.get("steps")
        if not isinstance(steps, dict) or not isinstance(nights, list):
            return False
        if not all(_is_count(night) for night in nights):
            return False
        if not all(_is_entry(one) for one in steps.values()):
            return False
    return True


def _is_count(value):
    return isinstance(value, int) and 0 <= value < 1 << 30


def _is_entry(value):
    return isinstance(value, list) and len(value) == len(NEW) and all(_is_count(n) for n in value)


def entry(progress, routine, step):
    """What is known of a step, by the ids of routine and step; NEW where it was never done."""
    done = progress["routines"].get(routine)
    return done["steps"].get(step, NEW) if done else NEW


def target_s(step, known):
    """The hold's time tonight, within the step's own limits. known: its entry."""
    return max(step.least_s, min(known[TARGET_S] or step.target_s, step.most_s))


def book(progress, routine, step, night, minute, ended, seconds, dose_s):
    """A step was done, or a hold begun. One that was stopped before its least time stays next."""
    progress["night"], progress["minute"] = night, minute
    done = _begun(progress, routine, night)
    new = list(done["steps"].get(step.id, NEW))
    if new[NIGHT] != night:
        new[NIGHT : DOSE_S + 1] = [night, 0, 0]
    hold = step.kind == HOLD
    if not hold or FELT <= ended <= CAP or seconds >= step.least_s:
        new[TIMES] += 1
        new[TONIGHT] += 1
        new[MINUTE] = minute
        if step.kind != NOTE and night not in done["nights"]:
            done["nights"] = (done["nights"] + [night])[-_NIGHTS_MOST:]
    if hold:
        new[DOSE_S] += dose_s
        if ended in (FELT, SENSED) and 2 * seconds >= step.least_s:
            new[LET_GO] += 1
        if not new[OWN_TARGET]:
            new[TARGET_S] = _next_target(step, target_s(step, new), ended, seconds)
    new[SECONDS], new[ENDED] = seconds, ended
    done["steps"][step.id] = new


def dose_s(progress, night):
    """Seconds of a night above 67 mmHg, of all holds."""
    sum_s = 0
    for done in progress["routines"].values():
        for known in done["steps"].values():
            if known[NIGHT] == night:
                sum_s += known[DOSE_S]
    return sum_s


def held_in(done, night):
    """How many points of a routine were held in a night. done: what is kept of it."""
    steps = done["steps"].values()
    return sum([known[TONIGHT] for known in steps if known[NIGHT] == night and known[TARGET_S]])


def choose_target(progress, routine, step, night, seconds):
    """The person's own target for a point; 0: the strap proposes again."""
    steps = _begun(progress, routine, night)["steps"]
    new = list(steps.get(step.id, NEW))
    new[TARGET_S], new[OWN_TARGET] = seconds or step.target_s, int(seconds > 0)
    steps[step.id] = new


def _begun(progress, routine, night):
    routines = progress["routines"]
    if routine.id not in routines:
        new = {"region": routine.region, "start": night, "nights": [], "steps": {}}
        routines[routine.id] = new
    return routines[routine.id]


def _next_target(step, last_s, ended, seconds):
    """Longer while it never throbs, shorter when it does early."""
    if ended in (FELT, SENSED):
        return max(step.least_s, (last_s + seconds) // 2 // _ROUND_S * _ROUND_S)
    if ended in (TARGET, CAP):
        return min(step.most_s, last_s + _LONGER_S)
    return last_s
