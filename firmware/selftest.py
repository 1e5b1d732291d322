"""The answer to the host's `test`: starts the self-test, or tells how far it is. Loaded when it
asks, forgotten then."""

from loader import forget, load
from strapcore.session import HOME

# Of the numbers of glance.py.
_PARTS = b"sensor ambient display battery storage button tone motor"
_WHY = b"ok silent noisy touched limit slow held cell full heard felt quiet"


def selftest(app, words):
    """`left` (0: all is told) and `parts`, a row each: name, what was found, figure, limit."""
    if words == [b"start"]:
        if app.session.state != HOME:
            return {"error": "not at home"}
        load("home").ask(app, "test")
        forget("home")
    report = app.menu
    if not report or report.name != "test":
        return {"error": "no test"}
    parts, whys = _PARTS.decode().split(), _WHY.decode().split()
    told = [[parts[one[0]], whys[one[1]]] + list(one[2:]) for one in report.found]
    return {"left": report.left, "parts": told}
