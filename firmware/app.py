"""One step of the strap: the only file that knows all the others.

Sample, button, session, guard; what happened is looked up in one table: a cue, and what to do.
Then at most one page of the screen is drawn and sent.
"""

from events import AFTER_HOLD, EVENTS, RELEASE_CUES, SAVE
from facts import describe, refresh, status
from panel import Panel
from recorder import Recorder
from strapcore import journal, plan, session
from strapcore.guard import Guard
from strapcore.sense.sense import Sense
from strapcore.session import HOLD, HOME, PAUSED, RELEASE, Session
from strapcore.ui import menu
from strapcore.ui.button import LONG, VERY_LONG, Button
from strapcore.ui.cues import Player
from tonight import Tonight

_SILENT_MS = 2000  # no sample for so long: the sensor is gone
_RETRY_MS = 5000
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
        self.sense = Sense(50, 2)
        self.menu = menu.Menu()
        self.panel = Panel(board)
        self.recorder = Recorder(store)
        self.tonight = Tonight(store)
        self.verbs = {b"status": self._status, b"time": self._set_time}
        self._button = Button()
        self._player = Player()
        self._reached = 0
        self._second_ms = 0
        self._unshown_ms = 0
        self._silent_ms = 0
        self._rest = -1  # the sample left over from the last burst
        self._retry_ms = 0
        self.override = False
        self.stale = True
        self._deeds = list(SAVE)  # what is left to do, one a step, so that no step is long
        self.tonight.propose(self.day())
        self._listen()
        self._player.play("ready")
        if board.faults:
            self._player.play("fault_" + board.faults[0][0])

    # ---- one pass

    def step(self, dt_ms):
        """Let dt_ms pass. Allocates nothing while a hold runs."""
        press = self._button.step(dt_ms, self.board.pressed())
        self._click()
        self._sample(dt_ms)
        state = self.session.state
        if state == HOME:
            self._step_home(dt_ms, press)
        else:
            event = self.session.step(dt_ms, self.sense.contact, press)
            if event is None:
                event = self.guard.step(dt_ms, self.session, self.sense.contact)
            if event is not None:
                self._happened(event)
        self.sound(dt_ms)
        if press:
            self.stale = True
        self._second_ms += dt_ms
        self._unshown_ms += dt_ms
        if self._rest < 0:  # this step read no burst: it has time for what can wait
            self._tidy(_DARK_MS if HOLD <= state <= RELEASE else _AWAKE_MS)

    def _tidy(self, dark_ms):
        """Once a second the record, else a deed, else the screen."""
        if self._second_ms >= 1000:
            self._second_ms -= 1000
            self._second()
        elif self._deeds:
            self._deeds.pop(0)(self)
        else:
            self._show(self._unshown_ms, dark_ms)
            self._unshown_ms = 0

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
        self._player.play("crash")
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
            self.board.lose("display", e)

    # ---- the ball

    def _sample(self, dt_ms):
        sensor = self.board.sensor
        if self.board.faults:
            self._retry(dt_ms)
        if sensor is None:
            return
        sense, samples = self.sense, sensor.samples
        # Of a burst the last sample is left for the next step, which then reads nothing: half the
        # bus transactions, and the work spread evenly.
        if self._rest >= 0:
            sense.feed(samples[self._rest])
            self._rest = -1
            return
        try:
            count = sensor.read()
        except OSError as e:
            self._lose_sensor(e)
            return
        if count == 0:
            self._silent_ms += dt_ms
            if self._silent_ms >= _SILENT_MS:
                self._lose_sensor(OSError("gives no sample"))
            return
        self._silent_ms = 0
        self._rest = count - 1
        for i in range(count - 1):
            sense.feed(samples[i])

    def _lose_sensor(self, error):
        """A running hold goes on by time: its last contact stands."""
        self.board.lose("sensor", error)
        self._silent_ms = 0
        self._rest = -1
        self._player.play("fault_sensor")
        self.stale = True

    def _retry(self, dt_ms):
        """A part that is plugged in again is found within 5 s."""
        self._retry_ms += dt_ms
        if self._retry_ms < _RETRY_MS:
            return
        self._retry_ms = 0
        lost = len(self.board.faults)
        self.board.connect()
        if len(self.board.faults) < lost:
            self._listen()
            self.stale = True

    def _listen(self):
        """Start feeling afresh, as this sensor needs it; a running hold keeps what it knows."""
        sensor = self.board.sensor
        if sensor and not self.session.running:
            self.sense = Sense(sensor.rate_hz, sensor.noise_pa)

    def _second(self):
        """Once a second: the chip's temperature, and a row of the record."""
        self.sense.pass_ms(1000)
        sensor = self.board.sensor
        if sensor:
            try:
                self.sense.temp_cc = sensor.read_temp_cc()
            except OSError as e:
                self._lose_sensor(e)
        state = self.session.state
        if state == HOME:
            self._new_night()
        elif HOLD <= state <= PAUSED:
            flags = journal.PAUSED if state == PAUSED else 0
            if sensor is None:
                flags |= journal.SENSOR_LOST
            self.recorder.second(self.sense, flags)

    # ---- at home

    def _step_home(self, dt_ms, press):
        if self.menu.shown:
            chosen = self.menu.step(dt_ms, press)
            if chosen == menu.POINT:
                self.tonight.other_point()
            elif chosen == menu.ROUTINE:
                self.tonight.other_routine(self.day())
            if not self.menu.shown:
                self.stale = True
        elif press == LONG:
            self.menu.open()
        elif press:
            self._begin(press == VERY_LONG)

    def _begin(self, override):
        """Start the chosen point, unless something is missing or the night is full."""
        self._settle()
        tonight = self.tonight
        point = tonight.point
        if self.board.sensor is None:
            self._player.play("fault_sensor")
        elif point is None or (tonight.locked and not override):
            self._player.play("no")
        else:
            self.override = override
            routine = tonight.plan.routine
            self.guard.begin(routine.region, point.most_s)
            times_ms = (1000 * point.least_s, 1000 * point.target_s, 1000 * routine.rest_s)
            self._happened(self.session.begin(*times_ms, tonight.more))

    def _new_night(self):
        """A strap that stays on overnight has a new budget at noon."""
        day = self.day()
        if day and day != self.tonight.number:
            self.tonight.propose(day)
            self.stale = True

    def day(self):
        """The calendar's day number, 0 while nobody has set the clock."""
        now = self.board.clock()
        return plan.night(now[0], now[1], now[2], now[4])

    # ---- what an event brings

    def _happened(self, event):
        cue, deeds = EVENTS[event]
        if cue == "release":
            cue = RELEASE_CUES[self.guard.level]
        self._player.play(cue)
        self._deeds.extend(deeds)
        self.sense.contact.zeroing = _ZEROING[self.session.state]
        self.stale = True

    def _settle(self):
        """Do all that events have left to do."""
        while self._deeds:
            self._deeds.pop(0)(self)

    # ---- what the host asks

    def _status(self, words):
        return status(self)

    def _set_time(self, words):
        self.board.set_clock(*[int(word) for word in words])
        return {"ok": 1}

    # ---- the screen

    def _click(self):
        """A finger in the dark hears how long it has pressed."""
        reached = self._button.reached
        if reached != self._reached:
            self._reached = reached
            if reached:
                self._player.play("click")

    def _show(self, dt_ms, dark_ms):
        panel = self.panel
        try:
            if self.stale:
                self.stale = False
                describe(panel.view, self)
                panel.wake()
            elif panel.due(dt_ms, dark_ms):
                refresh(panel.view, self)
            elif panel.dirty:
                panel.step()
        except OSError as e:
            self.board.lose("display", e)
