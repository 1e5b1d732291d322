"""A crash is kept, shown and heard before the strap starts again."""

import io
import sys

import machine

from loader import once
from strapcore.compat import const
from strapcore.ui import cues

_STEP_MS = const(20)
_SHOWN_MS = const(5000)


def crash(root, app, error):
    """Keep it; show it for a while, or wait as long where it came too early to be shown."""
    from time import sleep_ms

    text = io.StringIO()
    slot, _, _ = once("slot", root)
    text.write("slot %s, reset cause %d\n" % (slot, machine.reset_cause()))
    sys.print_exception(error, text)
    print(text.getvalue())
    once("log", root, "crash " + repr(error))
    if app is None:
        raise error  # main.py keeps it, without a store
    try:
        app.store.write_atomic("crash.txt", text.getvalue().encode())
    except OSError:
        pass  # it is seen at least
    show(app, error)
    for _ in range(_SHOWN_MS // _STEP_MS):
        app.sound(_STEP_MS)
        sleep_ms(_STEP_MS)


def show(app, error):
    """Say what kind of error it was; `sound` plays the cue that goes with it."""
    last = "%s: %s" % (type(error).__name__, error)
    app.hush()
    app.play(cues.CRASH)
    try:
        once("say", app, "CRASH", (last[:63],))
    except OSError:
        pass  # it is heard
