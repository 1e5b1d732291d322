"""On MicroPython: the strap starts with one bad file after the other. bad_device.py wrote the
cases, and judges what is told."""

import gc
import io
import json
import sys

import _bench
import micropython

sys.path[:0] = ["/app", "/home", "/home/virtual"]

from aged import STEP_MS, let_pass, world  # noqa: E402

HARD_RESET = 2

with open("/cases.json") as f:
    cases = json.load(f)


def put(name, data):
    with open("/flash/" + name, "wb") as f:
        f.write(data)


def got(name):
    with open("/flash/" + name, "rb") as f:
        return f.read()


names = ("board.json", "progress.json", "progress-2.json", "settings.json", "slot", "name")
names += ("routines/neck.jsonl", "sessions/000003.hold", "sessions/000004.part")
names += ("sessions/pulled", "log.txt")
files = {name: got(name) for name in names}


def steps(app, ms):
    for _ in range(ms // STEP_MS):
        let_pass(STEP_MS)
        app.step(STEP_MS)


def start():
    """The app, as loop.py has it."""
    world.restarted(HARD_RESET)
    from wake import wake

    try:
        return wake("/flash/", let_pass)[0]
    finally:
        sys.modules.pop("wake", None)


def go_through(name):
    """A board file that is none is refused within the first steps: loop.py then keeps the crash,
    and main.py counts it."""
    try:
        app = start()
        steps(app, 1500)
    except (KeyError, ValueError, TypeError, AttributeError, OSError, IndexError):
        if name == "board.json":
            return
        raise
    world.press()
    steps(app, 1500)
    said = [app.answer([b"status"]), app.answer([b"live"])]
    if len(json.dumps(said)) > 4000:
        raise ValueError("answers grow with what a file says")


class Cases:
    at = 0
    modules = ()  # that a reset would leave: none of those that are loaded late


def one():
    import os

    name, data = cases[Cases.at]
    for folder in ("routines", "sessions"):
        for old in os.listdir("/flash/" + folder):
            os.remove("/flash/" + folder + "/" + old)
    for known in names:
        put(known, files[known])
    put(name, bytes.fromhex(data))
    for late in [late for late in sys.modules if late not in Cases.modules]:
        del sys.modules[late]
    wrong = ""
    try:
        go_through(name)
    except Exception as error:
        text = io.StringIO()
        sys.print_exception(error, text)
        wrong = text.getvalue()[-300:]
    _bench.tell("wrong%d" % Cases.at, wrong)


def weigh():
    """What is in use; the names among it, which MicroPython keeps for good, are printed."""
    _bench.tell("heap%d" % Cases.at, gc.mem_alloc())
    micropython.qstr_info()
    Cases.at += 1


import strap  # noqa: E402, F401

Cases.modules = tuple(sys.modules)
_bench.tell("phases", "one() weigh() " * _bench.rounds)
