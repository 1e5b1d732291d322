"""The host wants the REPL. Loaded for that."""

from events import AFTER_HOLD
from loader import once
from strapcore import session


def halt(app):
    """Save a running hold, be silent, say so."""
    if app.session.state == session.RELEASE:
        app.settle(AFTER_HOLD)
    elif app.session.running:
        app.happened(app.session.stop(session.STOPPED_EARLY))
    app.settle()
    app.hush()
    once("say", app, "USB", ())
