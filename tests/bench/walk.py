"""On MicroPython: every screen again and again, in the app as it is, and the heap with each."""

import gc
import sys
from array import array

import _bench
import micropython

sys.path[:0] = ["/app", "/home", "/home/virtual"]

import machine  # noqa: E402
from virtual.world import World  # noqa: E402

STEP_MS = 20
A_PRESS = 80  # steps of a long press
A_CHANGE = 40  # and until a screen is whole
A_START = 600  # until the self-test of the start is over
WALKS = 20


class Clock:
    """The time of the world."""

    now_ms = 0


machine.world = world = World(lambda: Clock.now_ms)

from wake import wake  # noqa: E402

STATES = _bench.states.split()
SCREENS = list(STATES)
SCREENS.extend(("MENU", "CRASH", "USB"))
app = wake("/flash/", lambda ms: None)[0]
app.guard.begin("upper-back", 1500, 13332)
app.session.begin(600000, 720000, 120000, True)
heaps = {name: array("i", [0] * WALKS) for name in SCREENS}  # made before, not to be measured
seen = dict.fromkeys(SCREENS, 0)


def pass_steps(count):
    for _ in range(count):
        Clock.now_ms += STEP_MS
        world.touch()
        app.step(STEP_MS)


def settle():
    """What the start has left to do is no part of any screen."""
    app.session.state = 0
    pass_steps(A_START)


def show(name):
    """Bring up the screen of this name."""
    sys.modules.pop("home", None)  # as the app forgets it when the menu closes
    if name in ("CRASH", "USB"):
        __import__("say").say(app, name, ())
        del sys.modules["say"]
        return
    app.menu = None
    app.session.state = STATES.index(name) if name in STATES else 0
    app.session.in_state_ms = 0
    app.stale = True
    if name == "MENU":
        world.press("long")
    pass_steps(A_PRESS * (name == "MENU") + A_CHANGE)
    if app.panel.view.state != name:
        raise RuntimeError("%s is shown, not %s" % (app.panel.view.state, name))


def look(name):
    """The collector has just run: what is in use with this screen, and which modules are."""
    heaps[name][seen[name]] = gc.mem_alloc()
    micropython.qstr_info()  # what of it are names
    seen[name] += 1
    loaded = [m for m in sys.modules if m.startswith("strapcore.ui.screens.")]
    _bench.tell(name, " ".join([str(heap) for heap in heaps[name]]))
    _bench.tell(name + " modules", " ".join(sorted([m.split(".")[-1] for m in loaded])))


phases = ["%s('%s')" % (do, name) for name in SCREENS for do in ("show", "look")]
_bench.tell("phases", " ".join(["settle()"] + phases * WALKS))
