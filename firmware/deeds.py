"""What events of a hold leave to do, a step at a time: listening, and the record.

Each is a generator; a yield ends its part of one step, a true one waits for other things. Loaded
when there is something to do, forgotten when it is done. after.py has what comes when it is over.
"""

import gc

from loader import once
from strapcore import journal
from strapcore.compat import const
from strapcore.routine import HOLD, NOTE
from strapcore.ui.choices import PERSON

_CONFIRMED_S = const(2)  # of contact, before it was believed
_DAY_S = const(86400)


def prepare(app):
    """A hold was asked for: forget the last one, load what listens."""
    app.sense.restart()
    app.coach.restart()
    gc.collect()
    yield
    app.recorder.make_room()
    yield
    while app.ball.open_ears():
        yield


def begin(app):
    """Contact: listen, and open the record; what was needed until now makes room."""
    app.sense.listen(True)
    app.tonight.routine.kits = app.tonight.routine.schedule = ()
    yield
    yield from _open(app)
    now = app.board.clock()
    began_s = 3600 * now[4] + 60 * now[5] + now[6] - _CONFIRMED_S
    app.recorder.write(journal.BEGAN, began_s % _DAY_S)
    for _ in range(_CONFIRMED_S):
        app.recorder.second(app.sense, 0)


def resume(app):
    """Back on the ball."""
    app.sense.listen(True)
    yield


def deafen(app):
    """Off the ball, or over: what would be heard now is no body at rest."""
    app.sense.listen(False)
    yield


def conclude(app):
    """The hold is over: its record is closed in case the battery dies before the person is off
    the ball."""
    app.recorder.write_rows()
    yield
    once("conclude", app)
    yield
    app.recorder.write_end(app.session, app.guard, app.sense.contact)
    yield


def hush(app):
    """Forget what listens."""
    app.ball.close_ears()
    yield


def stir(app):
    """Somebody is awake: quiet starts anew."""
    if app.sense.listening:
        app.sense.listener.breath.stir()
    yield


def log(app):
    """An exercise was done: a record of it, without rows. Of a note there is nothing to keep."""
    if app.tonight.step.kind == NOTE:
        return
    yield from _open(app)
    app.recorder.write_end(app.session, app.guard, app.sense.contact)
    app.recorder.close()
    yield
    app.recorder.name()
    yield


def _open(app):
    """A new record: which step it is of, and how it was to be done."""
    app.recorder.open()
    yield
    _head(app)
    yield
    _setup(app)
    yield


def _head(app):
    tonight, now = app.tonight, app.board.clock()
    minute = 60 * now[4] + now[5]
    app.recorder.write_head(
        tonight.routine.id, tonight.step.id, tonight.number, minute, tonight.boots
    )


def _setup(app):
    tonight, sensor, zero_pa = app.tonight, app.board.sensor, app.sense.contact.zero_pa
    step = tonight.step
    hold_s = (step.least_s, tonight.target_s, step.most_s) if step.kind == HOLD else (0, 0, 0)
    rate_hz, noise_cpa = (sensor.rate_hz, 100 * sensor.noise_pa) if sensor else (0, 0)
    setup = (tonight.spot, zero_pa, hold_s, 0, app.override, rate_hz, noise_cpa)
    app.recorder.write_setup(*setup, app.choices[PERSON], tonight.own)


# In the order of events.py.
DEEDS = (prepare, begin, resume, deafen, conclude, hush, log, stir)
