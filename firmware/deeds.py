"""What events of a hold leave to do, a step at a time: listening, and the record.

Each is a generator; a yield ends its part of one step, a true one waits for other things. Loaded
when there is something to do, forgotten when it is done. after.py has what comes when it is over.
"""

import gc

from loader import forget, load, once
from strapcore.routine import NOTE
from strapcore.sense.air import WEATHER_PA

_LISTENING = "strapcore.listening."


def prepare(app):
    """A hold was asked for: forget the last one, load what listens."""
    app.sense.restart()
    app.coach.restart()
    gc.collect()
    yield
    app.recorder.keep(app.store.rotate)
    yield
    if app.board.plan["ambient"]:
        load("ambient").know(app.sense.contact.air, WEATHER_PA)
        forget("ambient")
        app.board.ambient = False
    yield from _open_ears(app)


def begin(app):
    """Contact: listen, and open the record; what was needed until now makes room."""
    app.sense.listen(True)
    app.tonight.routine.kits = app.tonight.routine.schedule = ()
    yield
    yield from _open(app)


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
    _close_ears(app)
    yield
    if app.board.ambient is False:  # there is room for it again
        app.board.ambient = None
        app.board.connect()
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
    app.recorder.keep(app.store.close_hold)
    yield
    app.recorder.keep(app.store.name_hold)
    yield


def _open(app):
    """A new record."""
    opening = load("opening")
    yield
    yield from opening.record(app)


def _open_ears(app):
    """For a hold: load what listens, a part a step.

    It is a quarter of the heap, and only estimates: a hold goes on without it.
    """
    sensor, sense = app.board.sensor, app.sense
    if sensor is None or not sensor.feels_breath or sense.listener:
        return
    try:
        breath = load(_LISTENING + "breath")
        yield
        listener = load(_LISTENING + "listener")
        yield
        pulse = load(_LISTENING + ("pulse" if sensor.feels_pulse else "deaf"))
        yield
        breath = breath.Breath()
        yield
        pulse = pulse.Pulse()
        yield
        sense.give(listener.Listener(sense.rate_hz, breath, pulse))
    except (OSError, MemoryError):
        _close_ears(app)


def _close_ears(app):
    """After a hold: forget what listened."""
    app.sense.give(None)
    forget(_LISTENING)


# In the order of events.py.
DEEDS = (prepare, begin, resume, deafen, conclude, hush, log, stir)
