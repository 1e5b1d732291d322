"""The whole self-test, asked for by menu or host: each part that board.json names, one after the
other. Loaded for it; what it finds it tells its report (report.py), which is open meanwhile."""

from glance import (
    AMBIENT,
    BATTERY,
    BUTTON,
    CELL,
    DISPLAY,
    FELT,
    HEARD,
    HELD,
    MOTOR,
    MUTED,
    PASSED,
    SILENT,
    SLOW,
    TONE,
    TOUCHED,
    feel,
    keep,
    noise,
)
from loader import forget, load
from strapcore.compat import const
from strapcore.ui import cues
from strapcore.ui.choices import QUIET

_TRIES = const(3)  # until nobody touches the ball
_PAGE_US = const(20000)  # of a step: longer, and the loop is late
_LIT = const(5)  # steps of 40 ms that the whole display is lit, to be looked at
_EMPTY_MV = const(3400)
_FULL_MV = const(4350)  # no cell has more: the divider's ratio is wrong


def checkup(app):
    """A yield a step, a true one where it only waits. It ends where its report was closed."""
    report = app.menu
    found, told = report.found, 0
    parts = _parts(app, found)
    for waits in parts:
        if app.menu is not report:
            parts.close()  # it leaves no file behind
            break
        if len(found) > told:
            report.tell(app.panel.view, found[told])
            told += 1
            app.stale = True
        yield waits
    report.end()
    forget("words")
    app.stale = True


def _parts(app, found):
    board, one, held = app.board, [], True
    for _ in range(_TRIES):
        one.clear()
        for waits in feel(app, one):
            held = held and board.pressed()
            yield waits
        if one[0][1] != TOUCHED:
            break
    found.append(one[0])
    yield
    if board.ambient:
        yield from noise(AMBIENT, board.ambient.sensor, found, True)
        yield
    elif board.barometer:
        found.append((AMBIENT, SILENT, 0, 0))
        yield
    plan = load("wiring").plan_of(board)
    forget("wiring")
    if plan["display"]:
        yield from _frame(app, found)
        yield
    if board.cell:
        mv = board.cell_mv()
        found.append((BATTERY, PASSED if _EMPTY_MV < mv <= _FULL_MV else CELL, mv, _EMPTY_MV))
        yield
    yield from keep(app, found)
    yield
    found.append((BUTTON, HELD if held else PASSED, 0, 0))
    yield
    app.play(cues.RELEASE2)
    if plan["buzzer"]:
        found.append((TONE, MUTED if app.choices[QUIET] else HEARD, 0, 0))
    yield
    if board.motor:
        found.append((MOTOR, FELT, 0, 0))
    yield


def _frame(app, found):
    """All points lit, a page a step. The figure: us that the bus took for them."""
    board, pages = app.board, app.board.panel[1] // 8
    if board.display is None:
        found.append((DISPLAY, SILENT, 0, 0))
        return
    row = bytearray(b"\xff" * (board.panel[0] + 1))
    taken, slow = 0, PASSED
    for page in range(pages):
        try:
            before = board.clock()[7]
            board.display.show_page(page, row)
            us = (board.clock()[7] - before) % 1000000
        except OSError as e:
            app.panel.lose(e)
            found.append((DISPLAY, SILENT, 0, 0))
            return
        taken += us
        if us > _PAGE_US:
            slow = SLOW
        yield
    for _ in range(_LIT):
        yield
    found.append((DISPLAY, slow, taken, pages * _PAGE_US))


DEEDS = (checkup,)
