"""What the battery's news brings: the gauge, a warning, the end of a hold. Loaded for it."""

from power import EMPTY, NO_CELL_MV, SURE_S, UNTOUCHED_S
from strapcore.compat import const
from strapcore.session import FAULT, HOLD, HOME, PAUSED, RELEASE
from strapcore.ui import cues
from strapcore.ui.button import LONG

_LOW_MV = const(3600)
_FINE_MV = const(3700)  # until then it stays low, and empty
_LAST_MV = const(3200)  # the cell gives no more, whoever is still called
_READING_S = const(20)  # until one has read that it is empty

# Of a lithium cell that feeds some 20 mA: mV and what is left; in between it is a line.
_LEFT = ((3400, 0), (3600, 10), (3700, 25), (3800, 50), (3900, 70), (4000, 85), (4150, 100))


def charge(app, mv):
    """Show what is left. mv: what was measured.

    app.drained is 1 where the cell should be charged, EMPTY where it must not be drained further:
    then a hold ends, saved before the person is called until she is off the ball, and at home the
    strap goes to sleep.
    """
    app.cell_mv = mv
    app.panel.view.battery_pct = percent(mv)
    worse = _worse(app, mv)
    hold = app.session
    if hold.state == HOME:
        if worse > app.drained:
            app.play(cues.BATTERY)
        app.stale = app.stale or worse != app.drained
        app.drained = worse
        if worse == EMPTY:
            app.idle_s = max(app.idle_s, UNTOUCHED_S - _READING_S)
    elif worse == EMPTY:
        app.drained = EMPTY
        if hold.state == HOLD or hold.state == PAUSED:
            app.happened(hold.complete(FAULT))
            app.settle()
        elif hold.state != RELEASE or mv <= _LAST_MV:
            app.happened(hold.step(0, app.sense.contact, LONG))
            app.settle()


def _worse(app, mv):
    if not NO_CELL_MV < mv < _FINE_MV:
        return 0
    if app.weak >= SURE_S:
        return EMPTY
    return app.drained or int(mv < _LOW_MV)


def percent(mv):
    """What is left of the cell; -1: there is none."""
    if mv < NO_CELL_MV:
        return -1
    left = 0
    for i in range(1, len(_LEFT)):
        at_mv, at = _LEFT[i - 1]
        end_mv, end = _LEFT[i]
        if at_mv <= mv:
            left = at + (end - at) * (min(mv, end_mv) - at_mv) // (end_mv - at_mv)
    return left
