"""A whole routine at once, as an author writes it: what only shows across its steps, and why some
muscles are never held.

The strap reads one step at a time and never needs this.
"""

from strapcore.routine import KINDS, KIT_FIELDS, STEP_FIELDS
from strapcore.rules import header_problems, step_problems
from strapcore.values import RULES, int_in

HEADER_FIELDS = (
    "format",
    "id",
    "name",
    "region",
    "night",
    "rest_s",
    "rest_nights",
    "kits",
    "schedule",
    "steps",
)

LANGUAGES, STEPS_MOST = RULES[3:]
_KIT, _PHASE = [rules for _, _, rules, _ in RULES[1]]
POSITIONS, BALLS, BANDS = [limits for _, _, limits, _ in _KIT[:3]]

MAKER_REGIONS = ("upper-back", "neck")  # those that a text of the maker is known for
_MAKER = ("thebackstrap", "themaker", "individualizedphysicaltherapy")
SOURCE_MOST = 80

_CAROTID = "front of the neck: it lies over the carotid artery"
_AIRWAY = "front of the neck: windpipe and carotid arteries would be under the ball"
_NEVER = {
    "sternocleidomastoid": _CAROTID,
    "scm": _CAROTID,
    "scalenes": "side of the neck: the nerves of the arm pass between them",
    "longus-colli": "front of the neck: it lies behind windpipe and throat",
    "longus-capitis": "front of the neck: it lies behind windpipe and throat",
    "platysma": "front of the neck: carotid arteries and jugular veins lie under it",
    "infrahyoids": _AIRWAY,
    "suprahyoids": _AIRWAY,
}


def never_held(muscle):
    """Why this muscle is never held on a ball and what to do instead, or None."""
    reason = _NEVER.get(muscle)
    if not reason:
        return None
    return "%s is never held on a ball: %s; write an 'exercise:' with a band" % (muscle, reason)


def routine_problems(fields):
    """Everything wrong with a routine's fields, "steps" among them, as (path, text) pairs.

    "source", which the strap does not keep, may be left out.
    """
    found = header_problems(fields)
    _check_source(found, fields.get("source", ""), fields.get("region"))
    steps = fields.get("steps")
    if not isinstance(steps, list) or not 1 <= len(steps) <= STEPS_MOST:
        found.append((("steps",), "allowed: 1 to %d steps" % STEPS_MOST))
        return found
    ids = {}
    kinds = {}
    for i, step in enumerate(steps):
        if not isinstance(step, dict):
            found.append((("steps", i), "allowed: the fields of a step"))
            continue
        _check_step(found, step, fields.get("region"), i)
        name = step.get("id")
        if name in ids:
            text = "'%s' is the id of step %d already" % (name, ids[name] + 1)
            found.append((("steps", i, "id"), text))
        elif isinstance(name, str):
            ids[name] = i
        kinds.setdefault(step.get("kind"), []).append(name)
    if "hold" in kinds and fields.get("kits") == []:
        found.append((("kits",), "a hold needs a kit; allowed: one a position"))
    if list(kinds) == ["note"]:
        found.append((("steps",), "only notes; at least one hold or exercise is needed"))
    _check_schedule(found, fields, kinds)
    return found


def _check_step(found, step, region, i):
    for path, text in step_problems(step, region):
        if path == ("muscle",) and isinstance(step.get("muscle"), str):
            text = never_held(step["muscle"]) or text
        found.append((("steps", i) + path, text))
    if step.get("kind") == "exercise" and step.get("id") == "hold":
        text = "'hold' stands for the points in a schedule; give it another id"
        found.append((("steps", i, "id"), text))


def _check_source(found, source, region):
    if not isinstance(source, str) or len(source) > SOURCE_MOST:
        text = "%s is not allowed; allowed: at most %d characters" % (source, SOURCE_MOST)
        found.append((("source",), text))
        return
    letters = "".join([c for c in source.lower() if "a" <= c <= "z"])
    if region not in MAKER_REGIONS and any(name in letters for name in _MAKER):
        text = "no text of the maker is known for the region %s; name who wrote it" % region
        found.append((("source",), text))


def _check_schedule(found, fields, kinds):
    """What the phases say of each other, of the steps and of the night."""
    phases = fields.get("schedule")
    if not isinstance(phases, list) or not all(isinstance(phase, dict) for phase in phases):
        return
    for i, phase in enumerate(phases):
        weeks = phase.get("phase_weeks")
        if i + 1 == len(phases) and weeks:
            text = "the last phase goes on for good; leave its weeks out"
            found.append((("schedule", i, "phase_weeks"), text))
        elif i + 1 < len(phases) and weeks == 0:
            text = "'weeks' is missing; only the last phase goes on for good"
            found.append((("schedule", i, "phase_weeks"), text))
        times = phase.get("phase_times")
        for name in times if isinstance(times, dict) else ():
            text = _times_problem(name, times[name], kinds, fields.get("night"))
            if text:
                found.append((("schedule", i, "phase_times", name), text))


def _times_problem(name, count, kinds, night):
    if name != "hold":
        known = name in kinds.get("exercise", ())
        return None if known else "unknown exercise '%s'" % name
    if "hold" not in kinds:
        return "'hold' in a routine without holds"
    most = night[-1] if isinstance(night, list) and night else 0
    if int_in(most, (1, 8)) and int_in(count, (most + 1, 8)):
        return "%d points a night are more than the routine's %d" % (count, most)
    return None


def dump_rows(fields):
    """The rows of the strap's file, header first, of a routine given as fields.

    fields is the header's dict with "kits", "schedule" and "steps" as lists of dicts.
    """
    head = {name: fields[name] for name in HEADER_FIELDS}
    head["kits"] = [[kit[name] for name in KIT_FIELDS] for kit in fields["kits"]]
    head["schedule"] = [[phase[name] for name, _, _, _ in _PHASE] for phase in fields["schedule"]]
    head["steps"] = len(fields["steps"])
    return [head] + [
        [step["kind"]] + [step[name] for name in STEP_FIELDS[KINDS.index(step["kind"])]]
        for step in fields["steps"]
    ]
