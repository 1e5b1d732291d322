"""The loop, the watchdog, the crash file. Nothing else may loop or sleep."""

import io
import sys
from time import sleep_ms, ticks_diff, ticks_ms

import machine
import micropython

STEP_MS = 20
WATCHDOG_MS = 10000
AT_REPL_MS = 3600000  # nobody feeds the watchdog there, and it cannot be stopped
CRASH_SHOWN_MS = 5000


def use_slot():
    """Put the live firmware folder first on the path; files beside main.py serve without one."""
    try:
        with open("/slot") as f:
            sys.path.insert(0, "/app_" + f.read(1))
    except OSError:
        pass


def run(app, console):
    """Step for ever. Ctrl-C ends it at the REPL, where the host tool waits."""
    watchdog = machine.WDT(timeout=WATCHDOG_MS)
    last = ticks_ms()
    try:
        while True:
            now = ticks_ms()
            dt_ms = ticks_diff(now, last)
            last = now
            app.step(dt_ms)
            console.step(dt_ms)
            watchdog.feed()
            sleep_ms(max(0, STEP_MS - ticks_diff(ticks_ms(), now)))
    except KeyboardInterrupt:
        micropython.kbd_intr(-1)  # the host sends several: the hold is saved first
        machine.WDT(timeout=AT_REPL_MS)
        app.stop()
        micropython.kbd_intr(3)


def crashed(error, store, app):
    """Keep the traceback, show and sound that it happened, and start afresh."""
    text = io.StringIO()
    sys.print_exception(error, text)
    text = "reset cause %d\n%s" % (machine.reset_cause(), text.getvalue())
    print(text)
    if store:
        store.save_crash(text)
    if app:
        app.crashed(text)
    for _ in range(CRASH_SHOWN_MS // STEP_MS):
        if app:
            app.sound(STEP_MS)
        sleep_ms(STEP_MS)
    machine.reset()


def main():
    store = app = None
    try:
        use_slot()
        from strap import App, Board, Console, Port, Store, forget_reading

        store = Store("/")
        board = Board("/")
        app = App(board, store)
        forget_reading()
        if board.for_usb():  # maintenance, chosen in the menu: no watchdog, at the REPL
            app.say("USB", ())
            return
        run(app, Console(Port(), app.answer))
    except Exception as error:  # Ctrl-C and machine.reset() are no Exception
        crashed(error, store, app)


main()
