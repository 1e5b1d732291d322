"""An error in a step while somebody lies on the ball: it is kept, and the hold goes on. Loaded for
it, forgotten then."""

import io
import sys

from loader import once
from strapcore.compat import const
from strapcore.session import RELEASE
from strapcore.ui import cues

_MOST = const(5)  # of one boot; then the strap starts again, and the hold goes on


def stumble(app, error):
    """Keep it, and let the next step try again; raise it where nobody lies there, or too often."""
    if not app.session.running or app.stumbles >= _MOST:
        raise error
    app.stumbles += 1
    app.stale = True
    if app.session.state == RELEASE:  # perhaps the buzz was due in this very step
        app.play(cues.RELEASE)
    text = io.StringIO()
    text.write("in a hold, which goes on\n")
    sys.print_exception(error, text)
    try:
        app.store.write_atomic("crash.txt", text.getvalue().encode())
    except OSError:
        pass
    once("log", app.store.root, "stumble " + repr(error))
