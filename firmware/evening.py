"""The night worked out: progress and routine are read, the next step chosen.

Loaded after a hold and when the night is asked, forgotten then. What is long is a generator that
yields between its parts, for no step may be long.
"""

from book import keep, number
from loader import once
from shelf import read_progress, read_routine, read_step
from strapcore import progress as kept
from strapcore.plan import BUDGET, OWN, REGION, Plan
from strapcore.routine import HOLD
from strapcore.ui.choices import PERSON


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
    day, minute = number(app, progress)
    progress["boots"] = tonight.boots
    if behind or boots < tonight.boots:
        yield from keep(app, progress, app.choices[PERSON])
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
