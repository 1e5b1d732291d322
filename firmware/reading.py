"""The files that are read whole and checked, once a boot: routines, progress, settings."""

import json
import os

from strapcore import rules
from strapcore.routine import RoutineError
from strapcore.ui.choices import COUNT, MARKS

_FILE_MOST = 16384  # largest JSON file that is read whole


def routines(root):
    """All routines that can be used, and why the others cannot, each of their rows checked.

    Returns ([(file name, id, region)], [(file name, why)]).
    """
    good, bad = [], []
    try:
        names = os.listdir(root + "routines")
    except OSError:  # there was no room for the folder
        names = []
    for name in sorted(names):
        if not name.endswith(".jsonl"):
            continue
        try:
            good.append((name,) + _routine(root + "routines/" + name))
        except RoutineError as e:
            bad.append((name, str(e)))
    return good, bad


def _routine(path):
    for last in (False, True):
        try:
            return _checked(path)
        except OSError:
            if last:
                raise RoutineError("cannot be read")


def _checked(path):
    with open(path, "rb") as f:
        routine = rules.load_header(_row(f.readline(rules.LINE_BYTES_MOST)))
        for _ in range(routine.steps):
            rules.load_step(_row(f.readline(rules.LINE_BYTES_MOST)), routine)
    return routine.id, routine.region


def _row(line):
    try:
        return json.loads(line)
    except ValueError:
        raise RoutineError("cut short or not JSON")


def recall(root, app):
    """What the person chose and what was learned of the ball; as on a new strap where the file is
    missing, damaged or out of bounds."""
    try:
        with open(root + "settings.json", "rb") as f:
            found = rules.settings(json.loads(f.read(_FILE_MOST)))
    except (OSError, ValueError):
        found = rules.settings(None)
    for i in range(COUNT):
        app.choices[i] = found[i]
    app.coach.marks = app.choices[MARKS] == 1
    air = app.sense.contact.air
    learned = found[COUNT:]
    air.stroke_pa, air.leak_most_ppm, air.heat_pa_k, air.heat_doubt_pa_k = learned[:4]
    air.offset_pa = learned[4]
