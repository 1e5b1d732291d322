"""What a routine must satisfy, on the desk and on the strap alike; and what progress is.

A problem is a (path, text) pair; the host turns the path into a line and column. The strap needs
this file once a boot (reading.py).
"""

from strapcore.limits import REGIONS
from strapcore.routine import (
    EXERCISE,
    FORMAT,
    HOLD,
    KINDS,
    STEP_FIELDS,
    Routine,
    RoutineError,
    Step,
)
from strapcore.sense.air import HEAT_MOST_PA_K, LEAK_MOST_PPM
from strapcore.ui.choices import LANGUAGES, PEOPLE
from strapcore.values import RULES, int_in

_HEADER, _LISTS, _STEPS, _LANGUAGES, _STEPS_MOST = RULES

LINE_BYTES_MOST = 1024  # longest line the strap reads; a full hold in three languages has 650

# What a ball may be held on; whole.py says why some other muscles may not, languages/*.txt have
# the names. slug: (region, layer). Layer 1 is released first: the maker's text puts the trapezius
# before everything beneath it.
MUSCLES = {
    "upper-trapezius": ("upper-back", 1),
    "middle-trapezius": ("upper-back", 1),
    "levator-scapulae": ("upper-back", 2),
    "serratus-posterior-superior": ("upper-back", 2),
    "erector-spinae": ("upper-back", 2),
    "rhomboids": ("upper-back", 2),
    "deep-rotators": ("upper-back", 2),
    "suboccipitals": ("neck", 1),
    "neck-levator-scapulae": ("neck", 1),
}

# name, on a new strap, least, most: first those of choices.py in its order, then those of Air.
SETTINGS = (
    ("person", 0, 0, PEOPLE - 1),
    ("quiet", 0, 0, 1),
    ("language", 0, 0, len(LANGUAGES) - 1),
    ("kpa", 0, 0, 1),
    ("bright", 1, 0, 2),
    ("exhale_tone", 0, 0, 1),
    ("stroke_pa", 0, 0, 20000),
    ("leak_most_ppm", 200, 0, LEAK_MOST_PPM),
    ("heat_pa_k", -1, -1, HEAT_MOST_PA_K),
    ("heat_doubt_pa_k", 0, 0, 1000),
    ("offset_pa", 0, -5000, 5000),
)


def settings(value):
    """The settings in a file's value, in the order of the table: what is missing or out of bounds
    is as on a new strap."""
    found = []
    for name, new, least, most in SETTINGS:
        kept = value.get(name) if isinstance(value, dict) else None
        found.append(kept if int_in(kept, (least, most)) else new)
    return found


def header_problems(fields):
    """Everything wrong with a header's fields, as (path, text) pairs; the steps are left out."""
    found = []
    _check(found, fields, _HEADER, ())
    for name, most, rules, allowed in _LISTS:
        rows = fields.get(name)
        if not isinstance(rows, list) or len(rows) > most:
            found.append(((name,), "allowed: %s" % allowed))
            continue
        for i, row in enumerate(rows):
            _check(found, row if isinstance(row, dict) else {}, rules, (name, i))
    return found


def step_problems(fields, region):
    """Everything wrong with one step's fields, "kind" among them, as (path, text) pairs."""
    if fields.get("kind") not in KINDS:
        return [(("kind",), "allowed: %s" % ", ".join(KINDS))]
    kind = KINDS.index(fields["kind"])
    found = []
    _check(found, fields, _STEPS[kind], ())
    if kind == HOLD:
        _check_hold(found, fields, region)
    elif kind == EXERCISE and (fields.get("repeats") == 0) == (fields.get("seconds") == 0):
        found.append((("repeats",), "one of repeats and time is needed, not both"))
    return found


def _check_hold(found, fields, region):
    region = region if isinstance(region, str) and region in REGIONS else None
    wrong = [path for path, _ in found]
    muscle = fields.get("muscle")
    if isinstance(muscle, str):
        if muscle not in MUSCLES:
            found.append((("muscle",), "unknown muscle '%s'" % muscle))
        elif region and MUSCLES[muscle][0] != region:
            found.append((("muscle",), "%s is not in the region %s" % (muscle, region)))
    if fields.get("layer") == 1 and fields.get("after"):
        found.append((("after",), "only a point of layer 2 waits for others"))
    if region and ("hold_s",) not in wrong:
        hold = fields["hold_s"]
        least, most = REGIONS[region]
        if hold[0] < least or hold[2] > most:
            text = "hold of %d to %d s is outside the %s's %d to %d min"
            found.append((("hold_s",), text % (hold[0], hold[2], region, least // 60, most // 60)))


def load_header(row):
    """The Routine of a file's first row; RoutineError when it is not one."""
    if not isinstance(row, dict):
        raise RoutineError("not a routine file")
    if row.get("format") != FORMAT:
        raise RoutineError("format %s, this strap reads %d" % (row.get("format"), FORMAT))
    fields = dict(row)
    for name, _, rules, _ in _LISTS:
        names = [rule[0] for rule in rules]
        rows = row.get(name)
        if not isinstance(rows, list) or not all(_is_row(values, names) for values in rows):
            raise RoutineError(name + ": not readable")
        fields[name] = [dict(zip(names, values)) for values in rows]
    _refuse(header_problems(fields))
    fields["schedule"] = row["schedule"]
    count = fields.get("steps")
    if not int_in(count, (1, _STEPS_MOST)):
        raise RoutineError("steps: %s, allowed 1 to %d" % (count, _STEPS_MOST))
    return Routine(fields)


def load_step(row, routine):
    """The Step of one further row of the routine; RoutineError when it is not one."""
    name = row[0] if isinstance(row, list) and row else None
    if name not in KINDS:
        raise RoutineError("cut short or not a step")
    kind = KINDS.index(name)
    if not _is_row(row[1:], STEP_FIELDS[kind]):
        raise RoutineError("cut short or not a step")
    fields = dict(zip(STEP_FIELDS[kind], row[1:]))
    _refuse(step_problems(dict(fields, kind=name), routine.region))
    if kind == HOLD and not routine.kits:
        raise RoutineError("kits: none, and a hold needs one")
    return Step(kind, fields)


def _is_row(row, names):
    return isinstance(row, list) and len(row) == len(names)


def _refuse(problems):
    if problems:
        path, text = problems[0]
        raise RoutineError(".".join([str(step) for step in path]) + ": " + text)


def _check(found, fields, rules, path):
    for name, fits, limits, allowed in rules:
        if name not in fields:
            found.append((path + (name,), "is missing; allowed: " + allowed))
        elif name in ("name", "lines") and isinstance(fields[name], dict):
            _check_languages(found, fields[name], (fits, limits, allowed), path + (name,))
        elif not fits(fields[name], limits):
            text = "%s is not allowed; allowed: %s" % (fields[name], allowed)
            found.append((path + (name,), text))


def _check_languages(found, texts, rule, path):
    fits, limits, allowed = rule
    if "en" not in texts:
        found.append((path, "'en' is missing: who speaks another language reads it"))
    for language, text in texts.items():
        if language not in _LANGUAGES:
            said = "unknown language '%s'; allowed: %s" % (language, ", ".join(_LANGUAGES))
            found.append((path + (language,), said))
        elif not fits(text, limits):
            said = "%s is not allowed in '%s'; allowed: %s" % (text, language, allowed)
            found.append((path + (language,), said))
