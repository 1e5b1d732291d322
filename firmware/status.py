"""The answer to the host's `status`. Loaded when it asks, forgotten when it has its answer."""

from facts import screen
from loader import forget, load, once
from strapcore import VERSION
from strapcore.ui.choices import PERSON

_NAME_MOST = 24


def status(app, words):
    """Where the strap stands, in one dict."""
    board = app.board
    hold, contact, tonight = app.session, app.sense.contact, app.tonight
    root = app.store.root
    keeping, clock = load("keeping"), board.clock()
    unpulled, free = (
        keeping.unpulled(root, app.store.pulled),
        keeping.free(root),
    )
    forget("keeping")
    slot, trial, fell_back = once("slot", root)
    told = {
        "backstrap": VERSION,
        "board": board.name,
        "uid": board.uid,
        "state": screen(app),
        "person": app.choices[PERSON] + 1,
        "routine": tonight.routine.id if tonight.routine else None,
        "point": tonight.step.id if tonight.step else None,
        "hold_ms": hold.hold_ms,
        "target_ms": hold.target_ms,
        "dose_s": tonight.dose_s + (app.guard.dose_ms // 1000 if hold.running else 0),
        "gauge_pa": contact.gauge_pa,
        "contact": int(contact.on),
        "faults": [", ".join(fault) for fault in board.faults],
        "bus": {"failed": board.failed, "freed": board.freed, "lost": board.lost},
        "bad": ["%s: %s" % bad for bad in tonight.bad],
        "unpulled": unpulled,
        "name": _name(root),
        "slot": slot,
        "clock": clock[:3] + clock[4:7],
        "free": free,
    }
    if trial >= 0:
        told["trial"] = trial
    if fell_back:
        told["fell_back"] = fell_back
    return told


def _name(root):
    """What its owner calls this strap; "" without a name, or with one that is none."""
    try:
        with open(root + "name", "rb") as f:
            said = f.read(_NAME_MOST + 1)
    except OSError:
        return ""
    plain = len(said) <= _NAME_MOST and all(32 <= byte < 127 for byte in said)
    return said.decode() if plain else ""
