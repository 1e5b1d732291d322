"""Looks after a new firmware until it has said that it is well: the proven one does, from its own
slot, before anything of the new one is imported. Loaded by main.py, and on a trial only.

/slot is "ba9" then: b is new, a is proven, 9 is left. A boot takes 3; after a loss of power it
takes 1, for whoever pulls a plug is no fault of the firmware. Where too little is left, or the app
does not say in time that it is well, /slot becomes "a b: WHY". confirm.py makes it "b".
"""

import os
import sys

import machine

from strapcore.compat import const

_WATCHDOG_MS = const(30000)  # on while the new one is imported and boots
_TRIAL_MS = const(180000)
_AT_REPL_MS = const(3600000)


def trial(said):
    """(the slot to start, what to call before the REPL gets the strap); said: what /slot says."""
    from log import log

    del sys.modules["log"]  # the new one has its own
    new, proven = chr(said[0]), chr(said[1])
    cause = machine.reset_cause()
    left = int(said[2:]) if said[2:].isdigit() else 0
    left -= 1 if cause == machine.PWRON_RESET else 3

    def fall_back(why):
        log("/", "back to %s: %s %s" % (proven, new, why))
        _put("%s %s %s" % (proven, new, why))
        return proven, None

    def late(timer):
        try:
            if _goes_on(said):
                fall_back("did not say that it is well")
                machine.reset()
        except OSError:
            machine.reset()

    def give_back():
        """Nobody knows how this boot would have ended."""
        timer.deinit()
        machine.WDT(timeout=_AT_REPL_MS)
        if _goes_on(said):
            _put(said.decode())

    try:
        if left < 0:
            return fall_back("did not start, reset cause %d" % cause)
        _put("%s%s%d" % (new, proven, left))
    except OSError:  # a storage that takes nothing keeps what is proven
        return proven, None
    log("/", "trial of %s, reset cause %d, %d left" % (new, cause, left))
    machine.WDT(timeout=_WATCHDOG_MS)
    timer = machine.Timer(0)
    timer.init(mode=machine.Timer.ONE_SHOT, period=_TRIAL_MS, callback=late)
    return new, give_back


def _goes_on(said):
    with open("/slot", "rb") as f:
        return f.read(2) == said[:2]


def _put(text):
    with open("/slot.tmp", "w") as f:
        f.write(text)
    os.rename("/slot.tmp", "/slot")
