"""Chooses the firmware and starts it.

One main.py serves both slots, and those of other versions: all it asks of one is `strap.run` and,
of the proven one while the other is new, `trial.trial`. /slot names the live slot: "a". "ba9" has
b on trial, with a to fall back to: see trial.py. After three crashes in a row it is the other
slot's turn; after three of that one too nothing is started: safe mode.
"""

import os
import sys
from time import sleep_ms

import machine


def put(path, text, error=None):
    """Replace a file in one step; what the storage refuses is lost."""
    try:
        with open("/main.tmp", "w") as f:
            f.write(text)
            if error:
                sys.print_exception(error, f)
        os.rename("/main.tmp", path)
    except OSError:
        pass


def crashes():
    """How many starts in a row ended in a reset, 1 to 6; the RTC's memory counts them. confirm.py
    ends the row, and so does whoever pulls the plug or comes to the REPL."""
    rtc = machine.RTC()
    before = rtc.memory()
    if before == b"U":  # no crash: the menu's wish, see wake.py
        return 0
    again = machine.reset_cause() in (machine.HARD_RESET, machine.WDT_RESET)
    now = bytes([(before[0] if before else 0) % 6 + 1]) if again else b""
    if now != before:
        rtc.memory(now)
    return now[0] if now else 0


def choose():
    """The slot to start: "" for files beside main.py, None in safe mode; and what to call before
    the REPL gets the strap."""
    try:
        with open("/slot", "rb") as f:
            text = f.read(3)
    except OSError:
        text = b""
    failed = crashes()
    if text[:2] in (b"ab", b"ba"):
        sys.path.insert(0, "/app_" + chr(text[1]))
        try:
            from trial import trial

            return trial(text)
        except Exception as error:  # the proven one is damaged: nothing is left to fall back to
            sys.print_exception(error)
        finally:
            sys.path.pop(0)
            sys.modules.pop("trial", None)
    there = []  # what /slot names first, then the other
    for name in (text[:1] + b"ab").decode():
        try:
            open("/app_%s/manifest.json" % name).close()
            if name not in there:
                there.append(name)
        except OSError:
            pass
    if failed == 3 and len(there) > 1:
        there.reverse()
        put("/slot", "%s %s crashed three times" % tuple(there))
    elif failed and failed % 3 == 0:
        return None, None
    return there[0] if there else "", None


def start(slot):
    """Run the firmware; what it cannot keep of a crash is kept here."""
    if slot:
        sys.path.insert(0, "/app_" + slot)
    try:
        from strap import run

        run()
    except Exception as error:  # Ctrl-C and machine.reset() are no Exception
        sys.print_exception(error)
        put("/crash.txt", "slot %s, reset cause %d\n" % (slot, machine.reset_cause()), error)
        sleep_ms(5000)  # time to see it, and for a Ctrl-C
        machine.reset()


slot, stop = choose()
try:
    if slot is None:
        print("safe mode: three crashes in a row; /crash.txt says why")
    else:
        start(slot)
except KeyboardInterrupt:
    pass
if stop:
    stop()
