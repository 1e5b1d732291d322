"""One step of the strap: the only file that knows all the others.

Sample, button, session, guard; what happened is looked up in one table: a cue, and what to do.
Then at most one page of the screen is drawn and sent.
"""

from ball import Ball
from coach import Coach
from events import CALLS, CUES, DEEDS, FOR_DEEDS, NIGHT
from facts import change, refresh
from loader import forget, load, once
from panel import Panel
from power import EMPTY, NO_CELL_MV, SURE_S, UNTOUCHED_S
from recorder import Recorder
from strapcore import journal
from strapcore.compat import const
from strapcore.guard import QUIET, THROBS, Guard
from strapcore.sense.sense import THROB
from strapcore.session import HOLD, HOME, PAUSED, PREPARE, RELEASE, Session
from strapcore.ui import cues
from strapcore.ui.button import Button
from strapcore.ui.choices import COUNT
from strapcore.ui.choices import QUIET as MUTED
from strapcore.ui.cues import Player
from tonight import Tonight

_AWAKE_MS = 60000  # the screen while one reads it
_STUMBLES_MOST = const(5)  # of one boot; then the strap starts again, and the hold goes on
_DARK_MS = 20000  # the screen while one should close the eyes
_MOVES_MV = const(30)  # the gauge moves by no less: what noise and a lit screen do is not shown
_EMPTY_MV = const(3400)

# May a quiet ball be taken for the zero in this state? Not where somebody settles or lies on it.
_ZEROING = (True, True, False, False, True, False, True, True, True, True)


class App:
    """Everything between two loops of loop.py: `step` does one pass and returns."""

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
        self.coach = Coach()
        self.choices = bytearray(COUNT)
        store.recall(self)
        files, bad = store.routines()
        self.tonight = Tonight(files, bad)
        self._button = Button()
        self._player = Player()
        self.play = self._player.play
        self.cell_mv = 0  # of the battery, as the gauge has it
        self.drained = self.weak = 0  # see charge.py; seconds that the cell gave too little
        self.idle_s = 0  # since the last press, event or request
        self._reached = 0
        self._felt = 0
        self._second_ms = 0
        self._unshown_ms = 0
        self.hour = board.clock()[4]  # when the night was last looked at
        self.override = 0
        self.stumbles = 0  # errors in a hold, since the start
        self.stale = True
        self._changing = ()  # the rest of a change of the screen
        self.deeds = list(NIGHT)  # what is left to do, one a step, so that no step is long
        self._doing = None  # the one that is begun
        self.settle()
        self.play(cues.READY)
        if board.faults:
            self.play(cues.FAULT_DISPLAY if board.faults[0][0] == "display" else cues.FAULT_SENSOR)

    # ---- one pass

    def step(self, dt_ms):
        """Let dt_ms pass. Allocates nothing while a hold runs."""
        try:
            self._pass(dt_ms)
        except Exception as error:  # a hold goes on; what is at fault is tried again
            if not self.session.running or self.stumbles == _STUMBLES_MOST:
                raise
            self.stumbles += 1
            try:
                once("stumble", self, error)
            except (OSError, MemoryError):
                pass

    def _pass(self, dt_ms):
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
                self.happened(self.guard.answer())
        state = hold.state
        free = not (ball.reading or press)  # this step has time for what can wait
        if state == HOME:
            hold.in_state_ms += dt_ms
            if press or self.menu:
                self._at_home(dt_ms, press)
        else:
            contact = ball.sense.contact
            event = hold.step(dt_ms, contact, press)
            if event is None:
                event = self.guard.step(dt_ms, hold, contact, self._felt)
            if event is not None:
                free = False
                self.happened(event)
        if self._player.busy:
            self.sound(dt_ms)
        self._second_ms += dt_ms
        self._unshown_ms += dt_ms
        if free:
            self._tidy(_DARK_MS if HOLD <= state <= RELEASE else _AWAKE_MS)

    def _at_home(self, dt_ms, press):
        """What the button does there, and the open menu."""
        try:
            home = load("home")
        except OSError:  # no room, or damaged
            self.play(cues.NO)
            return
        home.step_home(self, dt_ms, press)
        if not self.menu:
            forget("home")

    def _tidy(self, dark_ms):
        """Once a second the record, else a deed, else the screen."""
        if self._second_ms >= 1000:
            self._second_ms -= 1000
            self._second()
        elif (self._doing is None and not self.deeds) or self._deed():
            if self.stale or self._changing or not self.panel.asleep:
                self._show(self._unshown_ms, dark_ms)
            self._unshown_ms = 0

    def _deed(self):
        """Do a part of what is left to do; storage or memory that fails must not end a hold. True:
        there is time for other things."""
        try:
            if self._doing is None:
                deed = self.deeds.pop(0)
                self._doing = load(FOR_DEEDS[deed // 10]).DEEDS[deed % 10](self)
                return False  # to load it is enough for a step
            for waits in self._doing:  # one part of it
                return waits
        except (OSError, MemoryError):
            self.recorder.failed = True
        self._doing = None
        if not self.deeds:
            forget(*FOR_DEEDS)
        return False

    def settle(self, more=()):
        """Do all that events have left to do, and more of them; what would wait cannot."""
        self.deeds.extend(more)
        while self.deeds or self._doing:
            if self._deed():
                self._doing = None

    def hush(self):
        """Be silent."""
        self._player.stop()
        self.sound(0)

    def sound(self, dt_ms):
        """Let the cue that plays go on for dt_ms."""
        player, board = self._player, self.board
        hz, beats = player.step(dt_ms), player.shaking
        if board.motor:
            board.motor.value(beats)
            if self.choices[MUTED] and not player.loud:
                hz, beats = 0, False
        board.buzzer.tone(hz, player.duty, beats)

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
            self.play(cues.FAULT_SENSOR)

    def _second(self):
        """Once a second: the battery, what is felt, and a row of the record."""
        self._feed()
        self.ball.second(self.session.running)
        sense = self.sense
        self._felt = QUIET if sense.quiet else 0
        state = self.session.state
        if state == HOME:
            hour = self.board.clock()[4]
            if hour != self.hour and not self.deeds:  # a strap that stays on has a new night
                self.hour = hour
                self.deeds.extend(NIGHT)
        elif HOLD <= state <= PAUSED:
            flags = journal.PAUSED if state == PAUSED else 0
            if sense.contact.clipped:  # nothing can be estimated from a bound
                flags |= journal.CLIPPED
                sense.listen(False)
            elif state == HOLD and not sense.listening:
                sense.listen(True)
            if self.board.sensor is None:
                flags |= journal.SENSOR_LOST
            self.recorder.second(sense, flags)
            if sense.listening:
                if sense.listener.throb.state == THROB:
                    self._felt |= THROBS
                cue = self.coach.second(self.session, sense.listener)
                if cue:
                    self.play(cue)
        elif state == PREPARE:
            band_pa = self.tonight.routine.kits[0]["firmness_pa"]
            self.coach.weigh(self.session, sense.contact.air, band_pa)

    def _feed(self):
        """Once a second: what the battery gives, and whether the strap is needed at all."""
        home = self.session.state == HOME
        self.idle_s += 1
        if self.board.cell and not self._player.busy:
            mv = self.board.cell_mv()
            self.weak = self.weak + 1 if NO_CELL_MV < mv <= _EMPTY_MV else 0
            moved = home and abs(mv - self.cell_mv) >= _MOVES_MV
            if moved or self.weak >= SURE_S or self.drained == EMPTY:
                once("charge", self, mv)
        if home and self.idle_s >= UNTOUCHED_S and not self.menu:
            once("slumber", self)

    # ---- what an event brings

    def happened(self, event):
        """An event of the session: its cue, its deeds, its screen."""
        self.idle_s = 0
        cue = CUES[event]
        if cue in CALLS:
            cue += self.guard.level - 1
        self.play(cue)
        if event in DEEDS:
            self.deeds.extend(DEEDS[event])
        self.sense.contact.zeroing = _ZEROING[self.session.state]
        if self.session.in_state_ms:
            self.panel.wake()  # only a reminder: the screen stands
        else:
            self.stale = True

    # ---- what the host asks

    def answer(self, words):
        """The answer to a request of the console; KeyError when there is no such request."""
        self.idle_s = 0
        return once("asked", self, words)

    @property
    def drowsy(self):
        """May the strap sleep lightly until the next step? In a hold, in silence, on a battery
        alone: the USB port would be gone."""
        if not self.board.cell or self.session.state != HOLD or self._player.busy:
            return False
        return not self.board.hosted()

    # ---- the screen

    def _click(self, reached):
        """A finger in the dark hears how long it has pressed."""
        self.idle_s = 0
        self._reached = reached
        if reached:
            self.play(cues.CLICK)

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
