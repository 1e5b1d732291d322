"""What happened, in words for the screen: why a hold ended, what is lost; what Info tells."""

from strapcore import VERSION

# By the session's `ended`.
_WHY = (
    b"",
    b"You felt it.",
    b"Sensed (an estimate).",
    b"Time reached.",
    b"Longest time reached.",
    b"Nobody on the ball.",
    b"Stopped.",
    b"Part lost.",
)


def explain(view, app):
    """Fill in what an event leaves to say; estimates begin anew."""
    view.ended = _WHY[app.session.ended]
    view.message = _message(app)
    view.softening, view.throb, view.breath, view.pace = 0, 0, -1, -1
    if app.menu:
        view.menu = _info(app) if app.menu.info else app.menu.items


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
