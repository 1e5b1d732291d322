"""What the strap writes about itself: a line for each boot, and for what went wrong. Loaded for
it, forgotten then; never in a hold's step."""

import os

import machine

from strapcore.compat import const

_FULL = const(2048)  # bytes; then another one is begun, and the last one kept
_LINE_MOST = const(120)


def log(root, text):
    """Add a line to the log. What the storage refuses is lost: nothing depends on it."""
    now = machine.RTC().datetime()
    when = "%d-%02d-%02d %02d:%02d:%02d " % (now[:3] + now[4:7])
    try:
        with open(root + "log.txt", "a") as f:
            f.write(when + text[:_LINE_MOST].replace("\n", " ") + "\n")
            full = f.tell() >= _FULL
        if full:
            os.rename(root + "log.txt", root + "log.old")
    except OSError:
        pass
