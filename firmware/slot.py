"""What /slot says: see main.py. Loaded for it, forgotten then."""

import sys

_SAID_MOST = 100


def slot(root):
    """(the slot that runs, "" for none; boots left of its trial, -1: it is on none; why the other
    one was left, "" where it was not)."""
    running = sys.path[0][5:] if sys.path[0].startswith("/app_") else ""
    try:
        with open(root + "slot", "rb") as f:
            said = f.read(_SAID_MOST)
    except OSError:
        said = b""
    left = -1
    if said[:1] == running.encode() and len(said) == 3 and said[2:].isdigit():
        left = int(said[2:]) // 3
    return running, left, "".join([chr(byte) for byte in said[2:]]) if said[1:2] == b" " else ""
