"""What happened, in words for the screen: why a hold ended, what is lost."""

from strapcore.compat import const
from strapcore.ui.letters import encode
from words import line

# Lines of the block LOST.
_SENSOR = const(0)
_DISPLAY = const(1)
_STORAGE = const(2)
_FILE = const(3)
_BAROMETER = const(4)
_LOW = const(5)  # and that it is empty


def explain(view, app):
    """Fill in what an event leaves to say; estimates begin anew. A yield a step of the app."""
    ended = app.session.ended
    view.ended = line(view, b"WHY", ended - 1) if ended else b""
    yield
    view.message = _message(view, app)
    view.softening, view.throb, view.breath, view.pace = 0, 0, -1, -1
    if app.menu:
        view.menu, view.menu_title = app.menu.items, app.menu.title


def _message(view, app):
    """Three lines: the lost part; at home, the first file that cannot be used."""
    if app.board.faults:
        part, place, said = app.board.faults[0]
        names = {"sensor": _SENSOR, "display": _DISPLAY, "ambient": _BAROMETER}
        lost = line(view, b"LOST", names[part])
        return b"\n".join((lost, place.encode(), said.encode()))
    if app.recorder.failed:
        return line(view, b"LOST", _STORAGE)
    if app.drained:
        return line(view, b"LOST", _LOW + app.drained - 1)
    if app.tonight.bad:
        return line(view, b"LOST", _FILE, encode(app.tonight.bad[0][0]))
    return b""
