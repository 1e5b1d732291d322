"""What each event of a hold brings: a cue at once, and deeds.

A deed is done one a step, so that no step is long: the file work of one event takes a few.
"""

import gc

from loader import once
from strapcore import session
from strapcore.compat import const

# What a deed says that is to be done again: in the next step, or as often as there is time.
MORE = const(1)
WAITS = const(2)


def _forget(app):
    app.sense.restart()
    app.coach.restart()
    gc.collect()


def _open_ears(app):
    return MORE if app.ball.open_ears() else None


def _close_ears(app):
    app.ball.close_ears()


def _listen(app):
    app.sense.listen(True)


def _deafen(app):
    app.sense.listen(False)


def _make_room(app):
    app.recorder.make_room()


def _open_record(app):
    app.recorder.open()


def _write_head(app):
    tonight, now = app.tonight, app.board.clock()
    minute, boots = 60 * now[4] + now[5], tonight.progress["boots"]
    routine, point = tonight.routine.id, tonight.point.id
    app.recorder.write_head(routine, point, tonight.number, minute, boots)


def _write_setup(app):
    sensor, point, zero_pa = app.board.sensor, app.tonight.point, app.sense.contact.zero_pa
    hold_s = (point.least_s, point.target_s, point.most_s)
    rate_hz, noise_cpa = (sensor.rate_hz, 100 * sensor.noise_pa) if sensor else (0, 0)
    setup = (app.tonight.spot, zero_pa, hold_s, 0, app.override, rate_hz, noise_cpa)
    app.recorder.write_setup(*setup)


def _await_zero(app):
    """Off the ball its zero is taken once more: what it lacks is leak, less warmth.
    Whoever stays on the ball is not waited for."""
    waited = app.session.in_state_ms >= _ZERO_MS or app.board.sensor is None
    return None if waited or app.sense.contact.zero_fresh else WAITS


def _conclude(app):
    once("conclude", app)


def _stir(app):
    if app.sense.listening:
        app.sense.listener.breath.stir()


def _write_rows(app):
    app.recorder.write_rows()


def _write_end(app):
    app.recorder.write_end(app.session, app.guard, app.sense.contact)


def _close_record(app):
    app.recorder.close()


def _name_record(app):
    app.recorder.name()


def _book(app):
    app.tonight.book(app.session)


def _pack_progress(app):
    app.recorder.pack_progress(app.tonight.progress)


def _write_progress(app):
    app.recorder.write_progress()


def _replace_progress(app):
    app.recorder.replace_progress()


def _choose_next(app):
    app.tonight.choose_next(app.day())


def _read_point(app):
    app.tonight.read_point()
    app.stale = True


def _remember(app):
    once("remember", app)


_ZERO_MS = 15000  # in HOME, REST or ENDED

# Cues that grow with the guard's level.
CALLS = {
    "release": ("release", "release2", "release3"),
    "awake": ("awake", "alarm", "alarm2"),
}

# What a hold leaves to do when its buzz begins, and when the person is off the ball.
SAVE = (_pack_progress, _write_progress, _replace_progress)
_HELD = (_deafen, _write_rows, _conclude, _write_end, _close_ears, _book) + SAVE
NIGHT = (_choose_next, _read_point)
AFTER_HOLD = (_await_zero, _write_end, _close_record, _name_record) + NIGHT + (_remember,)

# event: (cue, deeds)
EVENTS = {
    session.STARTED: ("start", (_forget, _make_room, _open_ears)),
    session.ZEROED: ("zero", ()),
    session.SEEK: ("place", ()),
    session.CONTACT_MADE: ("contact", (_listen, _open_record, _write_head, _write_setup)),
    session.LIFTED: ("paused", (_deafen,)),
    session.RESUMED: ("resumed", (_listen,)),
    session.COMPLETE: ("release", _HELD),
    session.BUZZ: ("release", ()),
    session.ANSWERED: ("rest", AFTER_HOLD),
    session.RESTED: ("ready", ()),
    session.STOPPED: ("ended", _HELD + AFTER_HOLD),
    session.CLOSED: ("click", ()),
    session.CANCELLED: ("no", (_close_ears,)),
    session.ASKED: ("awake", ()),
    session.AWAKE: ("click", (_stir,)),
}
