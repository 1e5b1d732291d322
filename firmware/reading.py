"""The files that are read whole and checked, once a boot: routines, progress, settings."""

import json
import os
from array import array

from strapcore import plan, rules
from strapcore.routine import RoutineError

_FILE_MOST = 16384  # largest JSON file that is read whole


def routines(root):
    """All routines that can be used, and why the others cannot.

    Returns ([(file name, Routine, ids, places, offsets)], [(file name, why)]): for each point
    its id, x and y of its place (two bytes), and where its line begins.
    """
    good, bad = [], []
    for name in sorted(os.listdir(root + "routines")):
        if not name.endswith(".jsonl"):
            continue
        try:
            good.append((name,) + _routine(root + "routines/" + name))
        except RoutineError as e:
            bad.append((name, str(e)))
    return good, bad


def _routine(path):
    with open(path, "rb") as f:
        routine = rules.load_header(_row(f.readline(rules.LINE_BYTES_MOST)))
        ids, places, offsets = [], bytearray(), array("I", [0] * routine.points)
        for i in range(routine.points):
            offsets[i] = f.tell()
            point = rules.load_point(_row(f.readline(rules.LINE_BYTES_MOST)), routine.region)
            ids.append(point.id)
            places.extend(bytes((point.x, point.y)))
    return routine, " ".join(ids), places, offsets


def _row(line):
    try:
        return json.loads(line)
    except ValueError:
        raise RoutineError("cut short or not JSON")


def progress(root):
    """Progress as plan.py describes it; a fresh one when the file is missing or damaged."""
    try:
        with open(root + "progress.json", "rb") as f:
            found = json.loads(f.read(_FILE_MOST))
        if rules.is_progress(found):
            return found
    except (OSError, ValueError):
        pass
    return plan.fresh_progress()


def recall(root, coach, air):
    """What the person chose and what was learned of the ball; as on a new strap where the file is
    missing, damaged or out of bounds."""
    try:
        with open(root + "settings.json", "rb") as f:
            found = rules.settings(json.loads(f.read(_FILE_MOST)))
    except (OSError, ValueError):
        found = rules.settings(None)
    coach.marks = found["exhale_tone"] == 1
    air.stroke_pa = found["stroke_pa"]
    air.leak_most_ppm = found["leak_most_ppm"]
    air.heat_pa_k = found["heat_pa_k"]
    air.heat_doubt_pa_k = found["heat_doubt_pa_k"]
