"""What is left to do when a step is over: it is booked, its record closed, the next one chosen.

As deeds.py, of which it is the second half: a file of half the size is loaded in half the time.
"""

from loader import load, once

_ZERO_MS = 15000  # in HOME, REST or ENDED
_BOOKING = ("strapcore.progress", "strapcore.routine", "shelf", "book")
_EVENING = _BOOKING + ("strapcore.plan", "evening")


def book(app):
    """Count what was done, in the person's progress."""
    yield from _load(_BOOKING)
    yield from load("book").book(app)


def await_zero(app):
    """Off the ball its zero is taken once more: what it lacks is leak, less warmth. Whoever stays
    on the ball is not waited for."""
    while not app.sense.contact.zero_fresh:
        if app.session.in_state_ms >= _ZERO_MS or app.board.sensor is None:
            break
        yield True


def close(app):
    """The person is off the ball: the record gets its last figures and its name."""
    app.recorder.write_end(app.session, app.guard, app.sense.contact)
    yield
    app.recorder.keep(app.store.close_hold)
    yield
    app.recorder.keep(app.store.name_hold)
    yield


def night(app):
    """Which step is next."""
    yield from _load(_EVENING)
    yield from load("evening").propose(app)


def remember(app):
    """Keep what was learned of the ball."""
    once("remember", app)
    yield


def _load(names):
    """A module a step, each behind those that it needs."""
    for name in names:
        load(name)
        yield


# In the order of events.py.
DEEDS = (book, await_zero, close, night, remember)
