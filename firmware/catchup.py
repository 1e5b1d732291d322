"""Holds that are recorded but not in a person's progress: the battery died before they were
booked, or progress was lost or damaged, and all of it is made again."""

import os

from shelf import read_routine, read_step
from strapcore import journal, record
from strapcore import progress as kept

_COUNTED_MOST = 15000  # nights below were counted: their clock began on day
_DAY_2000 = 10957


def catchup(root, files, person, progress):
    """Book the person's records that are newer than those in progress, oldest first.

    files: [(file name, id, region)] of the routines that can be used.
    """
    known = {}
    for name in sorted(os.listdir(root + "sessions")):
        number = name[:-5]
        if name[-5:] != ".hold" or not number.isdigit() or int(number) <= progress["record"]:
            continue
        progress["record"] = int(number)
        hold = _read(root + "sessions/" + name)
        if hold is None or hold.person != person:
            continue
        progress["boots"] = max(progress["boots"], hold.boots)
        progress["cleared"] = 1  # nobody holds a point before that
        routine, steps = _routine(root, files, known, hold.routine)
        if hold.point in steps:
            step, ended = steps[hold.point], record.ENDED.index(hold.ended)
            done = (hold.day, _minute(hold), ended, hold.hold_ms // 1000, hold.dose_s)
            kept.book(progress, routine, step, *done)
            if hold.own_target:
                kept.choose_target(progress, routine, step, hold.day, hold.target_s)


def _read(path):
    """The record without its rows, of which a strap has no room for all; None when damaged."""
    blocks, rows = [], 0
    with open(path, "rb") as f:
        block = f.read(journal.BLOCK)
        while len(block) == journal.BLOCK:
            if block[0] == journal.DATA[0]:
                rows += _held_rows(block)
            else:
                blocks.append(block)
            block = f.read(journal.BLOCK)
    try:
        hold = record.decode(b"".join(blocks))
    except ValueError:
        return None
    if hold.ended == record.ENDED[0]:  # it was cut, at most 8 s ago
        hold.hold_ms = 1000 * rows
    return hold if hold.ended in record.ENDED and hasattr(hold, "own_target") else None


def _held_rows(block):
    """How many rows of a data block were on the ball: its flags are the fifth byte of a row."""
    flags = [block[8 + i * journal.ROW_BYTES] for i in range(min(block[1], journal.ROWS))]
    return len([one for one in flags if one & journal.CONTACT])


def _routine(root, files, known, name):
    """(the Routine of this id, {id: Step}); nothing when it is not on the strap any more."""
    if name not in known:
        known[name] = (None, {})
        for file, its_name, _ in files:
            if its_name == name:
                routine = read_routine(root, file)
                steps = [read_step(root, file, i) for i in range(routine.steps)]
                known[name] = (routine, {step.id: step for step in steps})
    return known[name]


def _minute(hold):
    """When the hold ended, in minutes since 1970."""
    day = hold.day + (hold.minute < 720) if hold.day >= _COUNTED_MOST else _DAY_2000
    return 1440 * day + hold.minute + hold.wall_ms // 60000
