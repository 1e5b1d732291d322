"""The night's number, and a person's progress: what was done is booked, and all of it kept.

Loaded after a hold and when the night is asked, forgotten then. The long ones are generators that
yield between file work, for no step may be long.
"""

import json
import os

from shelf import read_progress
from store import progress_file
from strapcore import progress as kept
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
    yield from keep(app, progress, person)


def change(app, edit):
    """Let edit(progress, night) change what is kept of the person, and keep it."""
    progress = read_progress(app.store.root, app.choices[PERSON])
    edit(progress, app.tonight.number)
    _keep(app, progress)


def number(app, progress):
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
    for _ in keep(app, progress, app.choices[PERSON]):
        pass


def keep(app, progress, person):
    """Replace a person's progress, in three parts. A generator."""
    packed = json.dumps(progress).encode()
    yield
    path = progress_file(person)
    written = app.recorder.keep(app.store.write_temp, path, packed)
    yield
    if written:  # else what is there stays
        app.recorder.keep(app.store.replace, path)
