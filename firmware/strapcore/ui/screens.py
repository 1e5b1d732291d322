"""What the screen says in each state, page by page: quiet, few words, for a dark bedroom.

SCREENS has eight row functions a state; each draws one page, so that no step draws more than one.
Estimates wear a "~".
"""

from strapcore.compat import const
from strapcore.ui.parts import (
    BESIDE_MAP,
    ask,
    asks,
    big_time,
    blank,
    body_map,
    both,
    breath_line,
    gauge,
    lid,
    load,
    pressure,
    progress,
    right,
    says,
    shows,
    spot,
    title,
)

_ASIDE = const(66)  # ten cells right of the large figures
_MENU_ROWS = const(5)
_SOFTENING = (b"", b"~settling", b"~softening", b"~steady")
_THROB = (b"", b"~throb?", b"~throb")


def draw(canvas, page, view):
    """Draw one page, 0 to 7, of the screen that view.state names."""
    canvas.clear(page)
    SCREENS[view.state][page](canvas, page, view)


# ---- at home, and between points: words beside the body map ----------------------------------


def _home_title(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(page, 0, b"HOME")
    if view.night_most:
        canvas.number(page, 42, view.tonight_done, 1)
        canvas.text(page, 48, b" of ")
        canvas.number(page, 72, view.night_most, 1)


def _name(canvas, page, view):
    """The point's name, on pages 2 and 3."""
    body_map(canvas, page, view)
    text = view.point
    if not text:
        text = b"No more tonight" if view.night_most else b"No routine on the strap"
    canvas.wrapped(page, 0, text, BESIDE_MAP, page - 2)


def _side_and_time(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(page, 0, view.side)
    if view.point:
        canvas.number(page, 42, view.target_ms // 60000, 2)
        canvas.text(page, 54, b" min")


def _note(canvas, page, view):
    """Pages 5 to 7: why other points are locked; a bad routine file; the battery."""
    bad = view.message[0]
    if page < 7:
        body_map(canvas, page, view)
    elif view.battery_pct >= 0:
        canvas.number(page, 102, view.battery_pct, 3)
        canvas.text(page, 120, b"%")
    if page == 7 and bad:
        canvas.text(page, 0, bad)
    elif view.note:
        line = page - 5 if bad else page - 6
        if line >= 0:
            canvas.wrapped(page, 0, view.note, BESIDE_MAP, line)
    elif page == 7 and view.point:
        canvas.text(page, 0, b"press to begin")


def _rest_title(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(page, 0, b"REST")
    if view.spots > 1:
        spot(canvas, page, 54, view)


def _move_on(canvas, page, view):
    """The next spot of this point, or the next point, on pages 6 and 7."""
    if page < 7:
        body_map(canvas, page, view)
    text = b"Move it half an inch" if view.spot > 1 else view.point
    canvas.wrapped(page, 0, text, BESIDE_MAP, page - 6)


# ---- getting ready --------------------------------------------------------------------------


def _zero(canvas, page, view):
    """Hands off while the zero is taken; then how firm the ball is, and what would help."""
    firm = view.firmness_pa
    if not view.zero_ready:
        ask(canvas, page, b"Hands off the ball")
    elif firm < 0:
        canvas.text(page, 0, b"Ready")
    else:
        pressure(canvas, page, 0, firm, view)
        if firm < view.firm_low_pa:
            right(canvas, page, b"pump it up")
        elif firm > view.firm_high_pa > 0:
            right(canvas, page, b"let air out")
        else:
            right(canvas, page, b"firm enough")


def _zero_lid(canvas, page, view):
    if not view.zero_ready:
        lid(canvas, page, view)


def _stay(canvas, page, view):
    canvas.text(page, 0, b"Good. Stay there." if view.contact else view.point)


# ---- holding: words beside the large time -----------------------------------------------------


def _to_go(canvas, page, view):
    right(canvas, page, b"to go")


def _time_to_go(canvas, page, view):
    canvas.clock(page, 96, view.target_ms // 1000 - view.hold_ms // 1000)


def _throb(canvas, page, view):
    right(canvas, page, _THROB[view.throb])


def _of_target(canvas, page, view):
    right(canvas, page, b"of      ")
    canvas.clock(page, 96, view.target_ms // 1000)


def _loudness(canvas, page, view):
    """Three steps, lit up to the level of the release buzz, on pages 2 to 4."""
    for step in range(5 - page, 4):
        if step > view.level:
            bits = 0x20 if page == 4 else 0
        else:
            bits = 0x3F if page == 4 else 255
        canvas.fill(page, 78 + 12 * step, 8, bits)


def _room(canvas, page, view):
    """Time done; the edge of the prompt's bar, if there is one."""
    progress(canvas, page, view)
    if view.prompt:
        lid(canvas, page, view)


def _body(canvas, page, view):
    """How the tissue does, and the breath; a prompt takes their place."""
    if view.prompt:
        ask(canvas, page, view.prompt)
        return
    canvas.text(page, 0, b"moving" if view.moving else _SOFTENING[view.softening])
    if view.breath >= 0:
        breath_line(canvas, page, _ASIDE, 60, view.breath)


def _lie_back(canvas, page, view):
    """What to do, and how long the strap waits for it."""
    ask(canvas, page, b"Lie back down")
    canvas.clock(page, 90, view.pause_left_ms // 1000, True)


# ---- the menu -------------------------------------------------------------------------------


def _item(canvas, page, view):
    """One line of the list, from page 2 on; a longer list moves under the lit bar."""
    at = max(0, view.menu_at - _MENU_ROWS + 1) + page - 2
    if at >= len(view.menu):
        return
    if at == view.menu_at:
        ask(canvas, page, view.menu[at])
    else:
        canvas.text(page, 6, view.menu[at])


def _menu_hint(canvas, page, view):
    canvas.text(page, 0, b"press next, hold pick" if view.menu_at >= 0 else b"press: back")


# ---- the table ------------------------------------------------------------------------------

_LINES = (shows("lines", 0), shows("lines", 1), shows("lines", 2))
_MESSAGE = (shows("message", 0), shows("message", 1), shows("message", 2))
_KIT = (shows("kit", 0), shows("kit", 1), shows("kit", 2), shows("kit", 3))
_ENDED = shows("ended")
_WHILE_HELD = big_time("hold_ms", (_throb, _time_to_go, _to_go))
_AT_END = big_time("hold_ms", (blank, blank, _of_target))
_AT_RELEASE = big_time("hold_ms", (_loudness, _loudness, _loudness))
_REST = big_time("rest_left_ms", (body_map, body_map, body_map))

# fmt: off
SCREENS = {
    "HOME": (_home_title, body_map, _name, _name, _side_and_time, _note, _note, _note),
    "PREPARE": (title(b"PREPARE"), blank) + _KIT + (_zero_lid, _zero),
    "PLACE": (title(b"PLACE"), blank) + _LINES + (blank, _stay, gauge),
    "HOLD": (title(b"HOLD"), blank) + _WHILE_HELD + (_room, _body, load),
    "PAUSED": (title(b"PAUSED"), blank) + _WHILE_HELD
    + (both(progress, lid), _lie_back, gauge),
    "RELEASE": (title(b"RELEASE"), blank) + _AT_RELEASE
    + (_ENDED, lid, asks(b"Lift off, or press")),
    "REST": (_rest_title, body_map) + _REST + (body_map, _move_on, _move_on),
    "ENDED": (title(b"ENDED"), blank) + _AT_END
    + (progress, _ENDED, says(b"Saved: press to close")),
    "MENU": (says(b"MENU"), blank, _item, _item, _item, _item, _item, _menu_hint),
    "FAULT": (says(b"FAULT"), blank) + _MESSAGE
    + (blank, says(b"Check its wires."), says(b"Trying again.")),
    "CRASH": (says(b"CRASH"), blank) + _LINES
    + (blank, says(b"Kept in crash.txt."), says(b"Starting again.")),
    "USB": (says(b"USB: flashing"), blank) + _LINES
    + (blank, says(b"Leave the cable in."), blank),
}
# fmt: on
