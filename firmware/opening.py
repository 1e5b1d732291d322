"""How the record of a hold or an exercise begins. Loaded for it by deeds.py, forgotten with it."""

from strapcore import journal
from strapcore.routine import HOLD
from strapcore.ui.choices import PERSON


def record(app):
    """Begin it, a part a step: which step it is of, and how that was to be done."""
    recorder = app.recorder
    recorder.rows = recorder.load_sum = 0
    recorder.number = recorder.keep(app.store.begin_hold) or 0
    yield
    _head(app)
    yield
    _setup(app)
    yield


def _head(app):
    tonight, now = app.tonight, app.board.clock()
    minute = 60 * now[4] + now[5]
    ids = (tonight.routine.id.encode(), tonight.step.id.encode())
    which = (journal.VERSION, app.recorder.number) + ids
    app.recorder.write(journal.OPEN, *which, tonight.number, minute, tonight.boots)


def _setup(app):
    tonight, sensor, zero_pa = app.tonight, app.board.sensor, app.sense.contact.zero_pa
    step = tonight.step
    hold_s = (step.least_s, tonight.target_s, step.most_s) if step.kind == HOLD else (0, 0, 0)
    rate_hz, noise_cpa = (sensor.rate_hz, 100 * sensor.noise_pa) if sensor else (0, 0)
    setup = (tonight.spot, zero_pa, hold_s, 0, app.override, rate_hz, noise_cpa)
    app.recorder.write_setup(*setup, app.choices[PERSON], tonight.own)
