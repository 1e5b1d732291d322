"""The lists of the menu, made when one is opened: names and values as they are now.

Each function gives a list; choose.py has one of the same name that does what was chosen of it.
"""

from describe import name, side, spoken
from events import CHECKUP
from loader import forget, load
from shelf import read_routine, read_step
from strapcore import VERSION
from strapcore.compat import const
from strapcore.routine import HOLD
from strapcore.ui.choices import BRIGHT, KPA, LANGUAGE, MARKS, PEOPLE, PERSON, QUIET
from strapcore.ui.letters import encode
from strapcore.ui.menu import Menu, Pages
from strapcore.ui.view import FIRST_PAGES
from words import line, lines

_ITEMS = const(15)
# What has two states, by its place in the block ITEMS.
_SWITCHES = ((3, QUIET), (10, MARKS))
_TONGUES = ("English", "Deutsch", "Español")

# Lines of the block INFO.
_DOSE = const(0)
_NO_POINT = const(1)
_PROPOSED = const(2)
_PERSON = const(3)


def main(app):
    """What there is to choose."""
    view = app.panel.view
    items = lines(view, b"ITEMS", _ITEMS)
    off, on = lines(view, b"SWITCH", 2)
    for i, choice in _SWITCHES:
        items[i] += on if app.choices[choice] else off
    return Menu("main", items)


def points(app):
    """The steps of this routine."""
    tonight, view = app.tonight, app.panel.view
    if tonight.routine is None:
        return Menu("info", [line(view, b"HOME", 2)], -1)
    file = tonight.files[tonight.at][0]
    items = []
    for i in range(tonight.routine.steps):
        step = read_step(app.store.root, file, i)
        items.append((name(view, step) + b" " + side(view, step.side)[:1]).rstrip())
    return Menu("points", items, tonight.index)


def routines(app):
    """The routines on the strap."""
    tonight, view, root = app.tonight, app.panel.view, app.store.root
    if not tonight.files:
        return Menu("info", [line(view, b"HOME", 2)], -1)
    items = [spoken(view, read_routine(root, file[0]).name) for file in tonight.files]
    return Menu("routines", items, tonight.at)


def target(app):
    """How long this point is held: as the strap proposes, or so many minutes."""
    step, view = app.tonight.step, app.panel.view
    if step is None or step.kind != HOLD:
        return Menu("info", [line(view, b"INFO", _NO_POINT)], -1)
    minutes = range(step.least_s // 60, step.most_s // 60 + 1)
    items = [line(view, b"INFO", _PROPOSED)] + [b"%d min" % n for n in minutes]
    at = app.tonight.target_s // 60 - minutes[0] + 1 if app.tonight.own else 0
    return Menu("target", items, at)


def bright(app):
    """How bright the screen is."""
    return Menu("bright", [b"*", b"**", b"***"], app.choices[BRIGHT])


def language(app):
    """In which language it speaks."""
    return Menu("language", [encode(tongue) for tongue in _TONGUES], app.choices[LANGUAGE])


def units(app):
    """In what it says a pressure."""
    return Menu("units", [b"mmHg", b"kPa"], app.choices[KPA])


def person(app):
    """Whose nights these are."""
    word = line(app.panel.view, b"INFO", _PERSON)
    return Menu("person", [word + b" %d" % (i + 1) for i in range(PEOPLE)], app.choices[PERSON])


def first(app):
    """The contraindications, before the first hold of a person."""
    return Pages("first", FIRST_PAGES)


def info(app):
    """Which strap this is, and what of the night is known."""
    board, view = app.board, app.panel.view
    dose = line(view, b"INFO", _DOSE, app.tonight.dose_s // 60)
    mine = (b"BackStrap " + VERSION.encode(), board.name.encode(), b"id " + board.uid.encode())
    return Menu("info", list(mine) + [dose], -1)


def test(app):
    """What works, part by part: what checkup.py finds from now on."""
    app.deeds.append(CHECKUP)
    report = load("report").Report(app.panel.view)
    forget("report")
    return report
