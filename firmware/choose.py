"""What the items of the menu do. Loaded when one was chosen, forgotten when it is done."""

from loader import once


def choose(app, item):
    """Do what the item says, counted from 0 as in strapcore/ui/menu.py."""
    (_other_point, _other_routine, _open_valve, _mark_exhales)[item](app)


def _other_point(app):
    app.tonight.other_point()


def _other_routine(app):
    app.tonight.other_routine(app.day())


def _open_valve(app):
    contact = app.sense.contact
    if contact.untouched:
        contact.air.opened(contact.zero_pa)
    app.play("zero" if contact.untouched else "no")


def _mark_exhales(app):
    app.coach.marks = not app.coach.marks
    app.play("exhale" if app.coach.marks else "no")
    once("remember", app)
