"""One step of the strap: the only file that knows all the others.

Sample, button, session, guard; what happened is looked up in one table: a cue, and what to do.
Then at most one page of the screen is drawn and sent.
"""

from ball import Ball
from coach import Coach
from events import AFTER_HOLD, CALLS, EVENTS, NIGHT, SAVE, WAITS
from facts import change, refresh
from loader import forget, load, once
from panel import Panel
from recorder import Recorder
from strapcore import journal, session
from strapcore.guard import Guard
from strapcore.session import HOLD, HOME, PAUSED, PREPARE, RELEASE, Session
from strapcore.ui.button import LONG, VERY_LONG, Button
from strapcore.ui.cues import Player
from tonight import Tonight, night

_MENU = "strapcore.ui.menu"
_AWAKE_MS = 60000  # the screen while one reads it
_DARK_MS = 20000  # the screen while one should close the eyes

# May a quiet ball be taken for the zero in this state? Not where somebody settles or lies on it.
_ZEROING = (True, True, False, False, True, False, True, True)


class App:
    """Everything between two loops of main.py: `step` does one pass and returns."""

    def __init__(self, board, store):
        """board, store: see their files. Nothing below knows more of the machine than these."""
        self.board = board
        self.store = store
        self.session = Session()
        self.guard = Guard()
        self.ball = Ball(board)
        self.menu = None  # while it is not open
        self.panel = Panel(board)
        self.recorder = Recorder(store)
        self.tonight = Tonight(store)
        self.coach = Coach()
        store.recall(self.coach, self.sense.contact.air)
        self.verbs = {b"status": self._status, b"time": self._set_time}
        self._button = Button()
        self._player = Player()
        self.play = self._player.play
        self._reached = 0
        self._quiet = False
        self._second_ms = 0
        self._unshown_ms = 0
        self.override = False
        self.stale = True
        self._changing = ()  # the rest of a change of the screen
        self._deeds = list(SAVE)  # what is left to do, one a step, so that no step is long
        self.tonight.propose(self.day())
        self.play("ready")
        if board.faults:
            self.play("fault_" + board.faults[0][0])

    # ---- one pass

    def step(self, dt_ms):
        """Let dt_ms pass. Allocates nothing while a hold runs."""
        button, ball, hold = self._button, self.ball, self.session
        press = button.step(dt_ms, self.board.pressed())
        if button.reached != self._reached:
            self._click(button.reached)
        ball.step(dt_ms)
        if ball.news:
            self._news()
        if press:
            self.stale = True
            if self.guard.asking:  # this press only says "awake"
                press = 0
                self._happened(self.guard.answer())
        state = hold.state
        if state == HOME:
            self._step_home(dt_ms, press)
        else:
            contact = ball.sense.contact
            event = hold.step(dt_ms, contact, press)
            if event is None:
                event = self.guard.step(dt_ms, hold, contact, self._quiet)
            if event is not None:
                self._happened(event)
        if self._player.busy:
            self.sound(dt_ms)
        self._second_ms += dt_ms
        self._unshown_ms += dt_ms
        if not ball.reading:  # this step has time for what can wait
            self._tidy(_DARK_MS if HOLD <= state <= RELEASE else _AWAKE_MS)

    def _tidy(self, dark_ms):
        """Once a second the record, else a deed, else the screen."""
        if self._second_ms >= 1000:
            self._second_ms -= 1000
            self._second()
        elif not self._deeds or self._deed() == WAITS:
            if self.stale or self._changing or not self.panel.asleep:
                self._show(self._unshown_ms, dark_ms)
            self._unshown_ms = 0

    def _deed(self):
        """Do the next of what events have left to do."""
        left = self._do(self._deeds[0])
        if not left:
            self._deeds.pop(0)
        return left

    def _do(self, deed):
        """What a deed says; storage or memory that fails must not end a hold."""
        try:
            return deed(self)
        except (OSError, MemoryError):
            self.recorder.failed = True
            return None

    def stop(self):
        """Save a running hold, be silent, say so: the host wants the REPL."""
        if self.session.state == RELEASE:
            self._deeds.extend(AFTER_HOLD)
        elif self.session.running:
            self._happened(self.session.stop(session.STOPPED_EARLY))
        self._settle()
        self._player.stop()
        self.board.buzzer.tone(0, 0)
        self.say("USB", ())

    def crashed(self, text):
        """Show the last line of a traceback; `sound` plays the cue that goes with it."""
        last = text.strip().split("\n")[-1]
        self.board.buzzer.tone(0, 0)
        self.play("crash")
        self.say("CRASH", (last[:21], last[21:42], last[42:63]))

    def sound(self, dt_ms):
        """Let the cue that plays go on for dt_ms."""
        player = self._player
        self.board.buzzer.tone(player.step(dt_ms), player.duty)

    def say(self, name, lines):
        """Show one whole screen now, outside the loop; lines: up to three texts."""
        try:
            self.panel.say(name, [line.encode() for line in lines])
        except OSError as e:
            self.panel.lose(e)

    # ---- the ball

    @property
    def sense(self):
        """The picture of the ball as it is now."""
        return self.ball.sense

    def _news(self):
        """A part was lost, or found again."""
        self.ball.news = False
        self.stale = True
        if self.board.sensor is None:
            self.play("fault_sensor")

    def _second(self):
        """Once a second: what is felt, and a row of the record."""
        self.ball.second(self.session.running)
        sense = self.sense
        self._quiet = sense.quiet
        state = self.session.state
        if state == HOME:
            self._new_night()
        elif HOLD <= state <= PAUSED:
            flags = journal.PAUSED if state == PAUSED else 0
            if self.board.sensor is None:
                flags |= journal.SENSOR_LOST
            self.recorder.second(sense, flags)
            if sense.listening:
                cue = self.coach.second(self.session, sense.listener)
                if cue:
                    self.play(cue)
        elif state == PREPARE:
            band_pa = self.tonight.routine.kits[0]["firmness_pa"]
            self.coach.weigh(self.session, sense.contact.air, band_pa)

    # ---- at home

    def _step_home(self, dt_ms, press):
        self.session.in_state_ms += dt_ms
        if self.menu:
            chosen = self.menu.step(dt_ms, press)
            if not self.menu.shown:
                self._close_menu(chosen)
        elif press == LONG:
            self.open_menu()
        elif press:
            self._begin(press == VERY_LONG)

    def open_menu(self):
        """Show what else the button can do."""
        try:
            self.menu = load(_MENU).Menu()
        except OSError:  # no room, or damaged: the button still holds points
            self.play("no")

    def _close_menu(self, chosen):
        self.menu = None
        forget(_MENU)
        self.stale = True
        if chosen is not None:
            self._settle()
            try:
                once("choose", self, chosen)
            except OSError:
                self.play("no")

    def _begin(self, override):
        """Start the chosen point, unless something is missing or the night is full."""
        self._settle()
        tonight = self.tonight
        point = tonight.point
        if self.board.sensor is None:
            self.play("fault_sensor")
        elif point is None or (tonight.locked and not override):
            self.play("no")
        else:
            self.override = override
            routine = tonight.routine
            self.guard.begin(routine.region, point.most_s)
            times_ms = (1000 * point.least_s, 1000 * point.target_s, 1000 * routine.rest_s)
            self._happened(self.session.begin(*times_ms, tonight.more))

    def _new_night(self):
        """A strap that stays on overnight has a new budget at noon."""
        day = self.day()
        if day and day != self.tonight.number and not self._deeds:
            self._deeds.extend(NIGHT)

    def day(self):
        """The calendar's day number, 0 while nobody has set the clock."""
        now = self.board.clock()
        return night(now[0], now[1], now[2], now[4])

    # ---- what an event brings

    def _happened(self, event):
        cue, deeds = EVENTS[event]
        if cue in CALLS:
            cue = CALLS[cue][self.guard.level - 1]
        self.play(cue)
        self._deeds.extend(deeds)
        self.sense.contact.zeroing = _ZEROING[self.session.state]
        if self.session.in_state_ms:
            self.panel.wake()  # only a reminder: the screen stands
        else:
            self.stale = True

    def _settle(self):
        """Do all that events have left to do."""
        while self._deeds:
            self._do(self._deeds.pop(0))  # one that wants to wait cannot

    # ---- what the host asks

    def _status(self, words):
        return once("status", self)

    def _set_time(self, words):
        self.board.set_clock(*[int(word) for word in words])
        return {"ok": 1}

    # ---- the screen

    def _click(self, reached):
        """A finger in the dark hears how long it has pressed."""
        self._reached = reached
        if reached:
            self.play("click")

    def _show(self, dt_ms, dark_ms):
        panel = self.panel
        try:
            if self.stale:
                self.stale = False
                self._changing = change(self)
            for _ in self._changing:  # one part of it a step
                return
            self._changing = ()
            if panel.due(dt_ms, dark_ms):
                refresh(panel.view, self)
            elif panel.dirty:
                panel.step()
        except (OSError, MemoryError) as e:  # a hold goes on without its words
            self.panel.lose(e)
