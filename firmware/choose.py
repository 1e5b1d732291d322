"""What the items of the menu do. Loaded when one was chosen, forgotten when it is done."""

import machine

from board import FOR_USB
from home import ask, begin
from loader import load, once
from strapcore import progress as kept
from strapcore.ui import cues
from strapcore.ui.choices import BRIGHT, KPA, LANGUAGE, MARKS, PERSON, QUIET
from words import line


def choose(app, name, item):
    """Do what was chosen of the list of this name (lists.py), counted from 0."""
    _LISTS[name](app, item)


def _main(app, item):
    """In the order of ITEMS in languages/*.txt; Back is the last."""
    if item < len(_ITEMS):
        chosen = _ITEMS[item]
        if isinstance(chosen, str):
            ask(app, chosen)
            if app.menu:
                app.menu.title = line(app.panel.view, b"ITEMS", item)
        else:
            chosen(app)


def _points(app, item):
    _propose(app, item)


def _routines(app, item):
    app.tonight.at = item
    _propose(app, -1)


def _target(app, item):
    step = app.tonight.step
    seconds = 60 * (step.least_s // 60 + item - 1) if item else 0

    def edit(progress, night):
        kept.choose_target(progress, app.tonight.routine, step, night, seconds)

    load("book").change(app, edit)
    _propose(app, app.tonight.index)


def _bright(app, item):
    _set(app, BRIGHT, item)


def _language(app, item):
    _set(app, LANGUAGE, item)


def _units(app, item):
    _set(app, KPA, item)


def _person(app, item):
    _set(app, PERSON, item)
    _propose(app, -1)


def _first(app, item):
    """The contraindications were read: 0, none of them applies."""
    if item:
        app.play(cues.NO)
        return

    def edit(progress, night):
        progress["cleared"] = 1

    load("book").change(app, edit)
    app.tonight.cleared = True
    begin(app, app.override > 0)


def _info(app, item):
    pass


def _quiet(app):
    """Only where a motor can take the place of the tones."""
    if app.board.motor:
        _set(app, QUIET, 1 - app.choices[QUIET])
        app.play(cues.ZERO)
    else:
        app.play(cues.NO)


def _open_valve(app):
    contact = app.sense.contact
    if contact.untouched:
        contact.air.opened(contact.zero_pa)
        once("remember", app)
    app.play(cues.ZERO if contact.untouched else cues.NO)


def _zero(app):
    """Hands off: the next quiet moment is the zero."""
    app.sense.contact.zero_pa = 0
    app.play(cues.ZERO)


def _mark_exhales(app):
    _set(app, MARKS, 1 - app.choices[MARKS])
    app.play(cues.EXHALE if app.choices[MARKS] else cues.NO)


def _for_usb(app):
    """Start again without the app and its watchdog, which cannot be stopped."""
    app.board.rtc.memory(bytes([FOR_USB]))
    machine.reset()


def _set(app, choice, value):
    app.choices[choice] = value
    app.coach.marks = app.choices[MARKS] == 1
    once("remember", app)


def _propose(app, index):
    for _ in load("evening").propose(app, index):
        pass


_ITEMS = (
    "points", "routines", "target", _quiet, "bright", "language", "units", "person",
    _open_valve, _zero, _mark_exhales, "info", "test", _for_usb,
)  # fmt: skip
_LISTS = {
    "main": _main,
    "points": _points,
    "routines": _routines,
    "target": _target,
    "bright": _bright,
    "language": _language,
    "units": _units,
    "person": _person,
    "first": _first,
    "info": _info,
}
