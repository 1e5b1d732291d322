"""The answer to the host's `status`. Loaded when it asks, forgotten when it has its answer."""

from facts import screen
from strapcore import VERSION


def status(app):
    """Where the strap stands, in one dict."""
    hold, contact, tonight = app.session, app.sense.contact, app.tonight
    return {
        "backstrap": VERSION,
        "board": app.board.name,
        "uid": app.board.uid,
        "state": screen(app),
        "routine": tonight.routine.id if tonight.routine else None,
        "point": tonight.point.id if tonight.point else None,
        "hold_ms": hold.hold_ms,
        "target_ms": hold.target_ms,
        "gauge_pa": contact.gauge_pa,
        "contact": int(contact.on),
        "faults": [", ".join(fault) for fault in app.board.faults],
        "bad": ["%s: %s" % bad for bad in tonight.bad],
        "unpulled": app.store.unpulled(),
    }
