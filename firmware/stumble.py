"""An error in a step while somebody lies on the ball: it is kept, and the hold goes on. Loaded for
it, forgotten then."""

import io
import sys

from loader import once
from strapcore.session import RELEASE
from strapcore.ui import cues


def stumble(app, error):
    """Keep it; sound the buzz that was perhaps due in this very step."""
    app.stale = True
    if app.session.state == RELEASE:
        app.play(cues.RELEASE)
    text = io.StringIO()
    text.write("in a hold, which goes on\n")
    sys.print_exception(error, text)
    try:
        app.store.write_atomic("crash.txt", text.getvalue().encode())
    except OSError:
        pass
    once("log", app.store.root, "stumble " + repr(error))
