"""What the app knows, put into words and figures: for the eye, and for the host.

`describe` runs when something happened, `refresh` whenever a lit screen is drawn: it allocates
nothing. `status` answers the host.
"""

from strapcore import VERSION
from strapcore.journal import ENDED
from strapcore.session import HOME, PAUSED, PAUSED_MOST_MS, REST, STATES
from strapcore.ui import bodymap, menu

_WHY = {
    "felt": b"You felt it.",
    "sensed": b"Sensed (an estimate).",
    "target": b"Time reached.",
    "cap": b"Longest time reached.",
    "left": b"Nobody on the ball.",
    "stopped": b"Stopped.",
    "fault": b"Part lost.",
    "cut": b"",
}


def screen(app):
    """Name of the screen that belongs to the app's state."""
    state = app.session.state
    if state != HOME:
        return STATES[state]
    if app.menu.shown:
        return "MENU"
    return "FAULT" if app.board.sensor is None else "HOME"


def describe(view, app):
    """Fill in all that changes only with an event."""
    tonight, hold = app.tonight, app.session
    view.state = screen(app)
    view.ended = _WHY[ENDED[hold.ended]]
    view.tonight_done = tonight.done
    view.note = (tonight.locked or "").encode()
    view.message = _message(app)
    view.softening, view.throb, view.breath = 0, 0, -1
    view.menu = _info(app) if app.menu.info else menu.ITEMS
    if tonight.plan:
        routine = tonight.plan.routine
        view.night_least, view.night_most = routine.night_least, routine.night_most
        view.kit = _kit(routine.kits[0])
        _point(view, tonight)


def refresh(view, app):
    """Fill in what changes by itself."""
    hold, contact = app.session, app.sense.contact
    view.hold_ms = hold.hold_ms
    view.gauge_pa = contact.gauge_pa
    view.load_pa = contact.load_pa if contact.load_pa else contact.gauge_pa
    view.contact = contact.on
    view.moving = app.sense.moving
    view.zero_ready = contact.zero_fresh
    view.level = app.guard.level
    if app.sense.listening:
        _feel(view, app.sense.listener)
    view.menu_at = -1 if app.menu.info else app.menu.at
    if hold.state == PAUSED:
        view.pause_left_ms = PAUSED_MOST_MS - hold.in_state_ms
    elif hold.state == REST:
        view.rest_left_ms = hold.rest_left_ms


def _feel(view, listener):
    """Softening, throb, and how far the breath is in: 0 to 100 over 2 s a way; -1 not known."""
    view.softening = listener.tissue.state + 1
    view.throb = listener.throb.state
    breath = listener.breath
    if breath.ok:
        part = min(breath.turn_ms // 20, 100)
        view.breath = 100 - part if breath.exhale else part
    else:
        view.breath = -1


def status(app):
    """The answer to the host's `status`: where the strap stands, in one dict."""
    hold, contact, tonight = app.session, app.sense.contact, app.tonight
    return {
        "backstrap": VERSION,
        "board": app.board.name,
        "uid": app.board.uid,
        "state": screen(app),
        "routine": tonight.plan.routine.id if tonight.plan else None,
        "point": tonight.point.id if tonight.point else None,
        "hold_ms": hold.hold_ms,
        "target_ms": hold.target_ms,
        "gauge_pa": contact.gauge_pa,
        "contact": int(contact.on),
        "faults": [", ".join(fault) for fault in app.board.faults],
        "bad": ["%s: %s" % bad for bad in tonight.bad],
        "unpulled": app.store.unpulled(),
    }


def _point(view, tonight):
    point, plan = tonight.point, tonight.plan
    view.point = b"" if tonight.locked else point.name.encode()
    view.side = b"" if point.side == "both" else point.side.upper().encode()
    view.layer = point.layer
    view.map_x, view.map_y = point.x, point.y
    view.spots, view.spot = point.spots, tonight.spot
    view.target_ms = 1000 * point.target_s
    view.least_ms = 1000 * point.least_s
    view.most_ms = 1000 * point.most_s
    view.lines = [point.lines[i].encode() if i < len(point.lines) else b"" for i in range(3)]
    held, marks, places = plan.held(tonight.number), view.marks, tonight.places
    for i, name in enumerate(plan.point_ids):
        marks[3 * i] = places[2 * i]
        marks[3 * i + 1] = places[2 * i + 1]
        marks[3 * i + 2] = bodymap.DONE if name in held else bodymap.OTHER
    view.mark_count = len(plan.point_ids)


def _kit(kit):
    """Four lines: ball, band, where the band goes, position."""
    lying = b"Lie, head on a pillow" if kit["pillow"] else b"Lie down"
    return [
        (" or ".join(kit["balls"]) + " ball").encode(),
        (" or ".join(kit["bands"]) + " band").encode(),
        b"on the ball's handle",
        lying if kit["position"] == "lying" else b"Sit, lean back",
    ]


def _message(app):
    """Three lines: the lost part; at home, the first file that cannot be used."""
    if app.board.faults:
        part, place, said = app.board.faults[0]
        return [("No %s: " % part).encode(), place.encode()[:21], said.encode()[:21]]
    if app.recorder.failed:
        return [b"storage full or bad", b"", b""]
    if app.tonight.bad:
        name, _ = app.tonight.bad[0]
        return [("bad: " + name).encode()[:21], b"", b""]
    return [b"", b"", b""]


def _info(app):
    """What the menu's Info shows."""
    sensor = "sensor ok" if app.board.sensor else "no sensor"
    lines = ("BackStrap " + VERSION, app.board.name, sensor, "id " + app.board.uid)
    return [line.encode()[:20] for line in lines]
