"""What was proposed begins. Loaded for it, then forgotten."""

from power import EMPTY
from strapcore.routine import EXERCISE, HOLD
from strapcore.session import EXERCISE as SHOW_EXERCISE
from strapcore.session import NOTE as SHOW_NOTE
from strapcore.ui.cues import BATTERY, NO


def start(app):
    """From HOME: a hold to be prepared, an exercise or a note to be shown."""
    tonight, hold = app.tonight, app.session
    routine, step = tonight.routine, tonight.step
    if app.drained == EMPTY:
        app.play(BATTERY)
    elif step.kind == HOLD and not routine.kits:  # the last hold's: what is next could not be read
        app.play(NO)
    elif step.kind == HOLD:
        app.guard.begin(routine.region, step.most_s, routine.kits[0]["load_pa"][1])
        times_ms = (1000 * step.least_s, 1000 * tonight.target_s, 1000 * routine.rest_s)
        app.happened(hold.begin(*times_ms, tonight.more))
    else:
        app.guard.begin(routine.region, 0, 0)  # it has no load, and no dose
        state = SHOW_EXERCISE if step.kind == EXERCISE else SHOW_NOTE
        app.happened(hold.show(state, 1000 * step.seconds))
