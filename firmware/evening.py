"""The night worked out: progress and routine are read, the next step chosen, what was done booked.

Loaded after a hold and when the night is asked, forgotten then. The long ones are generators that
yield between steps, for no step may be long.
"""

import json
import os

from loader import once
from shelf import read_progress, read_routine, read_step
from store import progress_file
from strapcore import progress as kept
from strapcore.plan import BUDGET, OWN, REGION, Plan
from strapcore.routine import HOLD
from strapcore.ui.choices import PEOPLE, PERSON


def calendar(now):
    """(day number of the night, minutes since 1970) of a clock's time; the night changes at noon.
    The day is 0 when the clock was never set: such a strap wakes in the year 2000."""
    year, month, day, _, hour, minute = now[:6]
    y = year - (month < 3)
    m = (month + 9) % 12
    days = 365 * y + y // 4 - y // 100 + y // 400 + (153 * m + 2) // 5 + day - 719469
    return (days - (hour < 12) if year >= 2024 else 0), 1440 * days + 60 * hour + minute


def propose(app, index=-1):
    """Make the plan's next step the one that a press starts; or the step `index`, whatever the
    plan says. What was proposed before stands until then. A generator."""
    tonight, root = app.tonight, app.store.root
    progress = read_progress(root, app.choices[PERSON])
    yield
    behind, boots = progress["record"] < app.store.newest, progress["boots"]
    if behind:
        once("catchup", root, tonight.files, app.choices[PERSON], progress)
        progress["record"] = app.store.newest
    day, minute = _number(app, progress)
    progress["boots"] = tonight.boots
    if behind or boots < tonight.boots:
        yield from _kept(app, progress, app.choices[PERSON])
    tonight.dose_s = kept.dose_s(progress, tonight.number)
    tonight.cleared = progress["cleared"] == 1
    if not tonight.files:
        return
    yield
    name = tonight.files[tonight.at][0]
    routine = read_routine(root, name)
    plan = Plan(progress, routine, tonight.number, minute, day > 0)
    places = bytearray()
    yield
    for i in range(routine.steps):
        step = read_step(root, name, i)
        plan.add(step)
        if step.kind == HOLD:
            places.extend(bytes((step.x, step.y, plan.times(i) > 0)))
        yield
    tonight.index = index if 0 <= index < routine.steps else plan.next()
    yield
    tonight.locked = plan.lock(tonight.index)
    tonight.more = plan.more(tonight.index)
    yield
    step = read_step(root, name, tonight.index)
    tonight.spot = plan.spot(step)
    tonight.target_s, tonight.hint = plan.target(step)
    tonight.own = int(tonight.hint == (OWN,))
    tonight.held, tonight.budget = plan.tonight(), plan.budget()
    full = tonight.locked and tonight.locked[0] in (BUDGET, REGION)
    at = plan.neighbour([file[2] for file in tonight.files]) if full else -1
    tonight.neighbour = read_routine(root, tonight.files[at][0]).name if at >= 0 else None
    tonight.places = places
    tonight.routine, tonight.step = routine, step
    app.stale = True


def book(app):
    """Count what was done, and keep it. A generator."""
    tonight, hold, person = app.tonight, app.session, app.choices[PERSON]
    progress = read_progress(app.store.root, person)
    _, minute = calendar(app.board.clock())
    yield
    progress["record"] = max(progress["record"], app.store.newest)
    dose_s = app.guard.dose_ms // 1000 if tonight.step.kind == HOLD else 0
    done = (tonight.number, minute, hold.ended, hold.hold_ms // 1000, dose_s)
    kept.book(progress, tonight.routine, tonight.step, *done)
    yield
    yield from _kept(app, progress, person)


def change(app, edit):
    """Let edit(progress, night) change what is kept of the person, and keep it."""
    progress = read_progress(app.store.root, app.choices[PERSON])
    edit(progress, app.tonight.number)
    _keep(app, progress)


def _number(app, progress):
    """Give the night its number; (the calendar's day, 0 while not known; minutes since 1970)."""
    tonight, number = app.tonight, app.tonight.number
    day, minute = calendar(app.board.clock())
    if number == 0:
        known = [progress] + _others(app)
        tonight.boots = 1 + max([one["boots"] for one in known])
        last = max([(one["night"], one["minute"]) for one in known])
        number = kept.night_number(last[0], last[1], day, minute)
    elif day and tonight.counted:
        if progress["night"] == number:  # what was done was done just now
            kept.renumber(progress, day, minute - progress["minute"])
            _keep(app, progress)
        number = day
    elif day or progress["night"] == number:
        number = kept.night_number(number, progress["minute"], day, minute)
    tonight.counted = day == 0
    tonight.number = number
    return day, minute


def _others(app):
    """Progress of the other people who use this strap."""
    root, mine = app.store.root, app.choices[PERSON]
    files = os.listdir(root)
    return [
        read_progress(root, person)
        for person in range(PEOPLE)
        if person != mine and progress_file(person) in files
    ]


def _keep(app, progress):
    for _ in _kept(app, progress, app.choices[PERSON]):
        pass


def _kept(app, progress, person):
    """Replace a person's progress, in three parts. A generator."""
    packed = json.dumps(progress).encode()
    yield
    path = progress_file(person)
    written = app.recorder.keep(app.store.write_temp, path, packed)
    yield
    if written:  # else what is there stays
        app.recorder.keep(app.store.replace, path)
