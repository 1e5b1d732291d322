"""What the host may ask, and the module that answers. Loaded for it."""

from loader import once

_ANSWERS = {b"live": "live", b"status": "status", b"test": "selftest", b"time": "clock"}


def asked(app, words):
    """The answer, a dict; KeyError when there is no such request."""
    return once(_ANSWERS[words[0]], app, words[1:])
