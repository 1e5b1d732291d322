"""What the button does at home: begin what is next, or the menu. Loaded for a press, and while the
menu is open."""

from events import FOR_DEEDS
from loader import forget, load, once
from strapcore.routine import HOLD
from strapcore.ui import cues
from strapcore.ui.button import LONG, VERY_LONG

_FOR_LISTS = ("lists", "describe", "words", "shelf", "strapcore.progress", "strapcore.routine")


def step_home(app, dt_ms, press):
    """Let dt_ms pass at home, with what the button gave."""
    if app.menu:
        chosen = app.menu.step(dt_ms, press)
        if not app.menu.shown:
            _chosen(app, chosen)
    elif press == LONG:
        ask(app, "main")
    elif press:
        begin(app, press == VERY_LONG)


def ask(app, name):
    """Open a list of the menu by its name in lists.py."""
    app.settle()
    try:
        app.menu = getattr(load("lists"), name)(app)
    except (OSError, MemoryError):  # no room, or damaged: the button still holds points
        app.play(cues.NO)
    forget(*_FOR_LISTS)
    app.stale = True


def begin(app, override):
    """Start what is next, unless something is missing or it should wait."""
    app.settle()
    tonight = app.tonight
    app.override = tonight.locked[0] if override and tonight.locked else 0
    if tonight.step is None or (tonight.locked and not override):
        app.play(cues.NO)
    elif tonight.step.kind == HOLD and app.board.sensor is None:
        app.play(cues.FAULT_SENSOR)
    elif not tonight.cleared:
        ask(app, "first")
    else:
        once("start", app)


def _chosen(app, item):
    """The list is closed; what was chosen of it may open another one."""
    menu, app.menu = app.menu, None
    app.stale = True
    if item is not None:
        app.settle()
        try:
            once("choose", app, menu.name, item)
        except (OSError, MemoryError):
            app.play(cues.NO)
    if app.menu is None:
        forget("strapcore.ui.menu", *FOR_DEEDS)
