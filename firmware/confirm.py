"""A new firmware is well: it has stepped for a while. Loaded once in its life."""

from loader import once
from strapcore import VERSION


def confirm(app):
    """/slot names this slot alone from now on. OSError where that cannot be kept: then this
    firmware could keep nothing else, and the trial goes on to its end."""
    slot, _, _ = once("slot", app.store.root)
    app.store.write_atomic("slot", slot.encode())
    if not app.session.running:  # the log is no part of a hold
        once("log", app.store.root, "confirmed %s in slot %s" % (VERSION, slot))
