"""What the page asks of strapcore: is a routine good, what does it look like, what is in a record.

It runs on MicroPython in a worker of its own. Everything comes and goes as JSON or as bytes.
"""
# mypy: ignore-errors

import json

from drawing import of_step

from strapcore import record as records
from strapcore import rules
from strapcore.routine import HOLD, RoutineError, known_step
from strapcore.ui.view import OTHER
from strapcore.whole import routine_problems

_ROWS = 8192  # seconds of a record that are told; the longest hold has fewer


def problems(text):
    """[[path, what is wrong], ...] of a routine's fields."""
    found = routine_problems(json.loads(text))
    return json.dumps([[list(path), said] for path, said in found])


def readable(rows):
    """What the strap would say against the rows of its file; "" for nothing."""
    head, *steps = [json.loads(row) for row in rows.split("\n") if row]
    try:
        routine = rules.load_header(head)
        for step in steps:
            rules.load_step(step, routine)
    except RoutineError as e:
        return str(e)
    return ""


def drawn(rows, index, language):
    """[[screen, frame in hex], ...] of a step of the strap's file."""
    head, *steps = [json.loads(row) for row in rows.split("\n") if row]
    routine = rules.load_header(head)
    known = [known_step(step) for step in steps]
    places = b"".join([bytes((s.x, s.y, OTHER)) for s in known if s.kind == HOLD])
    step = known_step(steps[index])  # describing a step takes its lines away
    frames = of_step(routine, step, places, language)
    return json.dumps([[name, frame.hex()] for name, frame in frames])


def record(data):
    """A hold's record: its fields, and of each second [s, Pa, 1/100 C, flags, breath, pulse]."""
    found = records.decode(bytes(data))
    told = dict(found.__dict__)
    names = ("t_s", "load_pa", "temp_cc", "flags", "breath", "pulse")
    told["rows"] = [[row[name] for name in names] for row in found.rows[:_ROWS]]
    return json.dumps(told)
