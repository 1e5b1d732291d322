"""A hold goes on after a reset in the middle of it, with its time. Loaded at boot, where a record
was left open.

Only the chip's clock can tell how long the strap was away, and only a reset leaves it running.
"""

import os
import struct

import machine

from events import FOR_DEEDS
from loader import forget, load
from strapcore import journal, session
from strapcore.compat import const
from strapcore.limits import DOSE_PA
from strapcore.ui import cues
from strapcore.ui.choices import PERSON

_AWAY_MOST_S = const(40)  # rows that were not yet written, the watchdog, a crash shown, a boot
_STEP_MS = const(20)
_DAY_S = const(86400)


class Interrupted:
    """What an open record says. ended: 0 while nothing says that the hold is over."""

    def __init__(self, path):
        """path: of the record; ValueError where it says too little to go on."""
        self.rows = self.held_s = self.dose_s = self.most_pa = self.load_sum = self.flags = 0
        self.ended = 0
        self.began_s = self.zero_pa = -1
        with open(path, "rb") as f:
            block = f.read(journal.BLOCK)
            while len(block) == journal.BLOCK:
                self._take(block)
                block = f.read(journal.BLOCK)
        if self.began_s < 0 or self.zero_pa < 0 or not self.rows:
            raise ValueError("no hold")
        now = machine.RTC().datetime()
        now_s = 3600 * now[4] + 60 * now[5] + now[6]
        self.away_s = (now_s - self.began_s - self.rows) % _DAY_S

    def _take(self, block):
        end = journal.BLOCK - 2
        if struct.unpack_from("<H", block, end)[0] != journal.crc16(block, 0, end):
            return
        kind = block[0]
        if kind == journal.OPEN[0]:
            names = struct.unpack_from(journal.OPEN[1], block, 0)[3:5]
            self.routine, self.point = [name.rstrip(b"\x00").decode() for name in names]
        elif kind == journal.SETUP[0]:
            fields = struct.unpack_from(journal.SETUP[1], block, 0)
            self.spot, self.zero_pa, _, self.target_s = fields[1:5]
            self.override, self.person, self.own = fields[7], fields[10], fields[11]
        elif kind == journal.BEGAN[0]:
            self.began_s = struct.unpack_from(journal.BEGAN[1], block, 0)[1]
        elif kind == journal.END[0]:
            self.ended = block[1]
        elif kind == journal.DATA[0]:
            self._rows(block)

    def _rows(self, block):
        _, count, first_s = struct.unpack_from(journal.DATA[1], block, 0)
        for i in range(min(count, journal.ROWS)):
            at = 4 + i * journal.ROW_BYTES
            load, _, self.flags, _, _ = struct.unpack_from(journal.ROW, block, at)
            self.load_sum += load
            if self.flags & journal.CONTACT:
                self.held_s += 1
                self.dose_s += 4 * load > DOSE_PA
                self.most_pa = max(self.most_pa, 4 * load)
        self.rows = first_s + count


def interrupted(path):
    """Was the hold of this open record interrupted just now, by a reset?"""
    if machine.reset_cause() == machine.PWRON_RESET:
        return False
    try:
        return Interrupted(path).away_s <= _AWAY_MOST_S
    except (OSError, ValueError):
        return False


def resume(app, wait_ms):
    """Go on with the hold that was interrupted, if one was; wait_ms: sleeps."""
    folder = app.store.root + "sessions/"
    try:
        held = [name for name in os.listdir(folder) if name.endswith(".held")]
    except OSError:  # there was no room for the folder
        held = []
    if not held:
        return
    settle = load("keeping").settle
    forget("keeping")
    try:
        found = Interrupted(folder + held[0])
        if found.person != app.choices[PERSON] or not _propose(app, found):
            raise ValueError("no such point")
    except (OSError, ValueError):
        app.recorder.keep(settle, app.store.root, False)
        app.store.newest += 1
        return
    if not app.recorder.keep(settle, app.store.root, True):
        app.store.newest = -1  # it goes on without a record
    _go_on(app, found, wait_ms)


def _propose(app, found):
    """Make the point of the hold the one of tonight; False where it is not on the strap."""
    tonight = app.tonight
    for at, (file, name, _) in enumerate(tonight.files):
        if name == found.routine:
            tonight.at = at
            evening = load("evening")
            for _ in evening.propose(app):
                pass
            for index in range(tonight.routine.steps):
                if load("shelf").read_step(app.store.root, file, index).id == found.point:
                    for _ in evening.propose(app, index):
                        pass
                    forget(*FOR_DEEDS)
                    return True
    return False


def _go_on(app, found, wait_ms):
    tonight, hold, guard = app.tonight, app.session, app.guard
    routine, step = tonight.routine, tonight.step
    tonight.target_s, tonight.spot, tonight.own = found.target_s, found.spot, found.own
    app.override = found.override
    guard.begin(routine.region, step.most_s, routine.kits[0]["load_pa"][1])
    hold.begin(1000 * step.least_s, 1000 * found.target_s, 1000 * routine.rest_s, tonight.more)
    while app.board.finding:
        wait_ms(_STEP_MS)
        app.ball.step(_STEP_MS)
    for _ in load("deeds").prepare(app):
        pass
    forget(*FOR_DEEDS)
    routine.kits = routine.schedule = ()
    paused = found.flags & journal.PAUSED
    lay_s = 0 if paused or found.ended else found.away_s
    hold.hold_ms = 1000 * (found.held_s + lay_s)
    hold.wall_ms = 1000 * (found.rows + found.away_s)
    guard.dose_ms, guard.most_pa = 1000 * found.dose_s, found.most_pa
    app.sense.contact.suppose(found.zero_pa)
    recorder = app.recorder
    recorder.number = recorder.keep(app.store.begin_hold) or 0
    recorder.rows, recorder.load_sum = found.rows, found.load_sum
    if found.ended:  # the buzz was not answered; what was not booked is booked with the next
        app.stale = True
        hold.complete(found.ended)
        app.play(cues.RELEASE)
        return
    for _ in range(found.away_s):
        recorder.second(app.sense, found.flags | journal.SENSOR_LOST)
    hold.state = session.PAUSED if paused else session.HOLD
    app.happened(session.RESUMED)
