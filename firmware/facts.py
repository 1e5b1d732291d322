"""What the app knows comes to the screen: which one, what changes by itself, what by an event."""

from coach import pace
from loader import forget, load
from strapcore.compat import const
from strapcore.guard import ASKED, BREATHE, CLIPPED, LET_OUT, MUCH, TOO_FIRM
from strapcore.sense.sense import STEADY
from strapcore.session import HOME, PAUSED, PAUSED_MOST_MS, REST, STATES
from strapcore.ui.choices import BRIGHT, KPA, LANGUAGE, LANGUAGES

_TURN_MS = const(3000)  # one reads a part of a text that does not fit at once


def screen(app):
    """Name of the screen that belongs to the app's state."""
    state = app.session.state
    if state != HOME:
        return STATES[state]
    if app.menu:
        return app.menu.screen
    board = app.board
    return "FAULT" if board.sensor is None and board.finding is None else "HOME"


def change(app):
    """Something happened: forget the old screen, put the new one into words; a yield a step."""
    panel, name = app.panel, screen(app)
    view, choices = panel.view, app.choices
    view.language = LANGUAGES[choices[LANGUAGE]]
    view.units_mmhg = not choices[KPA]
    panel.dim(choices[BRIGHT])
    if name != view.state:
        panel.turn(name)
        yield
    yield
    load("words")
    yield
    if not view.words:
        view.words = load("words").words(view)
        yield
    for part in ("describe", "explain"):
        told = getattr(load(part), part)(view, app)
        yield
        for _ in told:
            yield
        forget(part)
        yield
    forget("words")
    panel.wake()


def refresh(view, app):
    """Fill in what changes by itself, whenever a lit screen is drawn. Allocates nothing."""
    hold, contact = app.session, app.sense.contact
    view.hold_ms = hold.hold_ms
    view.gauge_pa = contact.gauge_pa
    view.load_pa = contact.load_pa if contact.load_pa else contact.gauge_pa
    view.contact = contact.on
    view.moving = app.sense.moving
    view.zero_ready = contact.untouched
    view.level = app.guard.level
    view.turn = hold.in_state_ms // _TURN_MS
    if app.sense.listening:
        _feel(view, app.sense.listener)
        view.pace = pace(hold.in_state_ms)
    view.prompt = prompt(app)
    view.firmness_pa = contact.air.firm_pa
    view.advice = app.coach.advice
    if app.menu:
        view.menu_at = app.menu.at
    if hold.state == PAUSED:
        view.pause_left_ms = PAUSED_MOST_MS - hold.in_state_ms
    elif hold.state == REST:
        view.rest_left_ms = hold.rest_left_ms


def prompt(app):
    """What the person is told now, a code of guard.py."""
    told = app.guard.prompt
    if app.guard.asking:
        return ASKED
    if app.sense.contact.clipped and told != TOO_FIRM:
        return LET_OUT if app.session.in_state_ms // _TURN_MS & 1 else CLIPPED
    if app.coach.breathe and (told == 0 or told == MUCH):
        return BREATHE
    return told


def _feel(view, listener):
    """Softening, throb, and how far the breath is in: 0 to 100 over 2 s a way; -1 not known."""
    tissue = listener.tissue
    view.softening = 4 if tissue.state == STEADY and not tissue.sure else tissue.state + 1
    view.throb = listener.throb.state
    breath = listener.breath
    if breath.ok:
        part = min(breath.turn_ms // 20, 100)
        view.breath = 100 - part if breath.exhale else part
    else:
        view.breath = -1
