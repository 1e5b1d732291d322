"""The loop and its watchdog: what main.py runs. Nothing else loops."""

from time import sleep_ms, ticks_diff, ticks_ms

import machine
import micropython

from loader import once
from strapcore.compat import const

STEP_MS = const(20)
_WATCHDOG_MS = const(10000)
_ASKED_MS = const(300000)  # a host that has spoken is heard for so long: no light sleep
_AT_REPL_MS = const(3600000)  # nobody feeds the watchdog there, and it cannot be stopped


def run():
    """Start the strap and step for ever. Ctrl-C ends it at the REPL, where the host tool waits;
    so does the wish of the menu."""
    app = None
    try:
        app, console, trial_ms = once("wake", "/", sleep_ms)
        if console is None:
            return
        watchdog = machine.WDT(timeout=_WATCHDOG_MS)
        last = ticks_ms()
        while True:
            now = ticks_ms()
            dt_ms = ticks_diff(now, last)
            last = now
            app.step(dt_ms)
            console.step(dt_ms)
            watchdog.feed()
            if trial_ms > 0:
                trial_ms -= dt_ms
                if trial_ms <= 0:
                    once("confirm", app)
            left_ms = max(0, STEP_MS - ticks_diff(ticks_ms(), now))
            if left_ms and console.quiet_ms >= _ASKED_MS and app.drowsy:
                machine.lightsleep(left_ms)  # of 0 ms it would be without end
            else:
                sleep_ms(left_ms)
    except KeyboardInterrupt:
        micropython.kbd_intr(-1)  # the host sends several: the hold is saved first
        machine.WDT(timeout=_AT_REPL_MS)
        if app:
            once("halt", app)
        micropython.kbd_intr(3)
    except Exception as error:  # machine.reset() is none
        try:
            once("crash", "/", app, error)
        except (OSError, MemoryError):
            raise error  # main.py keeps it
        machine.reset()
