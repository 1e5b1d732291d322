"""Chooses the firmware and starts it.

One main.py serves both slots, and those of other versions: all it asks of one is `strap.run` and,
of the proven one while the other is new, `trial.trial`. /slot names the live slot: "a". "ba9" has
b on trial, with a to fall back to: see trial.py.
"""

import os
import sys
from time import sleep_ms

import machine


def choose():
    """The live slot, "" for files beside main.py; what to call before the REPL gets the strap."""
    try:
        with open("/slot", "rb") as f:
            text = f.read(3)
    except OSError:
        text = b""
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
    for name in text[:1] + b"ab":  # what it names; where that is not there, what is
        try:
            open("/app_%s/manifest.json" % chr(name)).close()
            return chr(name), None
        except OSError:
            pass
    return "", None


slot, stop = choose()
if slot:
    sys.path.insert(0, "/app_" + slot)
try:
    try:
        from strap import run

        run()
    except Exception as error:  # Ctrl-C and machine.reset() are no Exception
        sys.print_exception(error)
        try:
            with open("/crash.tmp", "w") as f:
                f.write("slot %s, reset cause %d\n" % (slot, machine.reset_cause()))
                sys.print_exception(error, f)
            os.rename("/crash.tmp", "/crash.txt")
        except OSError:
            pass
        sleep_ms(5000)  # time to see it, and for a Ctrl-C
        machine.reset()
except KeyboardInterrupt:
    pass
if stop:
    stop()
