"""The firmware is well: it has stepped for a while. Loaded for it after a crash, and where the
firmware is new."""

from loader import once
from strapcore import VERSION


def confirm(app):
    """End the row of crashes; of a new firmware /slot names its slot alone from now on. OSError
    where that cannot be kept: then this firmware could keep nothing else, and the trial goes on to
    its end."""
    app.board.rtc.memory(b"")
    slot, left, _ = once("slot", app.store.root)
    if left < 0:
        return
    app.store.write_atomic("slot", slot.encode())
    if not app.session.running:  # the log is no part of a hold
        once("log", app.store.root, "confirmed %s in slot %s" % (VERSION, slot))
