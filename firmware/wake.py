"""How a strap starts: its parts, and whether for its app or for the REPL. Forgotten then."""

import machine

from app import App
from board import FOR_USB, Board
from console import Console, Port
from events import GLANCE
from loader import forget, once
from store import Store
from strapcore import VERSION

_SUPPLY_MS = 100  # some boards switch the supply of the parts: until those can answer
_HEALTHY_MS = 20000  # of steps, each of which has fed the watchdog
_READ = (
    "reading",
    "remember",
    "strapcore.rules",
    "strapcore.values",
    "strapcore.routine",
    "strapcore.ui.letters",
)


def wake(root, wait_ms):
    """(app, console, ms until this firmware is known to be well; 0 where nobody doubts it).

    Without a console the REPL is wanted: the button is down, or the menu said so.
    """
    board = Board(root)
    wait_ms(_SUPPLY_MS)
    board.connect()
    app = App(board, Store(root))
    forget(*_READ)  # files are read whole and checked once a boot
    once("resume", app, wait_ms)
    slot, left, _ = once("slot", root)
    started = (VERSION, slot or "-", machine.reset_cause())
    once("log", root, "boot %s, slot %s, reset cause %d" % started)
    if app.recorder.failed:
        once("log", root, "storage refuses what is written")
    memory = app.board.rtc.memory()
    # A press ends deep sleep, too: that one begins the app.
    held = board.pressed() and machine.reset_cause() != machine.DEEPSLEEP_RESET
    if memory == bytes([FOR_USB]) or (held and not app.session.running):
        app.board.rtc.memory(b"")  # the next start is as usual
        once("say", app, "USB", ())
        return app, None, 0
    if not app.session.running:
        app.deeds.append(GLANCE)
    doubted = memory or left >= 0  # after a crash, or new
    return app, Console(Port(), app.answer), _HEALTHY_MS if doubted else 0
