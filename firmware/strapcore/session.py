"""One point, from press to buzz: a state machine that only says what happened.

It makes no sound, draws nothing, writes nothing: the app maps its events to cues, screens and
records. Time in contact is counted to the step: the two seconds in which contact is confirmed
count, those in which a lift-off is confirmed do not.
"""

from strapcore.compat import const
from strapcore.limits import PAUSED_MOST_MS
from strapcore.ui.button import LONG, SHORT

HOME = const(0)
PREPARE = const(1)
PLACE = const(2)
HOLD = const(3)
PAUSED = const(4)
RELEASE = const(5)
REST = const(6)
ENDED = const(7)
EXERCISE = const(8)
NOTE = const(9)
STATES = (
    "HOME", "PREPARE", "PLACE", "HOLD", "PAUSED", "RELEASE", "REST", "ENDED", "EXERCISE", "NOTE",
)  # fmt: skip

# Events.
STARTED = const(1)  # HOME -> PREPARE
ZEROED = const(2)  # PREPARE -> PLACE
SEEK = const(3)  # still nobody on the ball, every 2 s
CONTACT_MADE = const(4)  # PLACE -> HOLD
LIFTED = const(5)  # HOLD -> PAUSED
RESUMED = const(6)  # PAUSED -> HOLD
COMPLETE = const(7)  # -> RELEASE, `ended` says why
BUZZ = const(8)  # nobody has answered the release buzz yet
ANSWERED = const(9)  # RELEASE -> REST
RESTED = const(10)  # REST -> HOME
STOPPED = const(11)  # -> ENDED, `ended` says why
CLOSED = const(12)  # ENDED -> HOME
CANCELLED = const(13)  # PREPARE or PLACE -> HOME, nothing was held
ASKED = const(14)  # awake? The guard asks, until
AWAKE = const(15)  # somebody answers
WARNED = const(16)  # the load stays above the routine's band
ALARMED = const(17)  # ... and above what no routine may ask for
NUMB = const(18)  # numb or tingling? asked once in its time, and at a throb
SHOWN = const(19)  # HOME -> EXERCISE
TIMED = const(20)  # an exercise's time is over
DONE = const(21)  # EXERCISE or NOTE -> HOME
NOTED = const(22)  # HOME -> NOTE
FINISHED = const(23)  # RELEASE -> HOME: that was all for tonight

# Why a hold ended: indices of journal.ENDED.
FELT = const(1)
SENSED = const(2)
TARGET = const(3)
CAP = const(4)
LEFT = const(5)
STOPPED_EARLY = const(6)
FAULT = const(7)
DID = const(8)  # an exercise, a note

_KIT_MS = const(3000)  # the kit is shown at least this long unless pressed away
_IMPATIENT_MS = const(8000)  # on the ball this long during PREPARE: the zero before it must do
_CONFIRM_MS = const(2000)
_NOBODY_MS = const(180000)
_SEEK_MS = const(2000)
_LIFT_MS = const(1000)
_HEARD_MS = const(1500)  # the release buzz is heard at least once
_FORGOTTEN_MS = const(600000)  # an exercise, its time over, that nobody presses on


class Session:
    """State and times of one point. `step` returns an event or None.

    Set by the owner: `firm_ok`, the ball is as firm as the routine wants it, or it is not known;
    `sensed`, what the ball feels says that the point is done (an estimate).
    """

    def __init__(self):
        self.state = HOME
        self.in_state_ms = 0
        self.hold_ms = 0  # in contact
        self.wall_ms = 0  # from the first contact to the hold's end, pauses and all
        self.target_ms = 0
        self.least_ms = 0
        self.rest_ms = 0
        self.pauses = 0
        self.ended = 0
        self.more = False  # more points tonight: REST follows
        self.firm_ok = True
        self.sensed = False
        self._run_ms = 0  # how long contact, or its absence, has lasted
        self._kit_ms = 0
        self._as_it_is = False  # pressed: this firmness must do

    @property
    def running(self):
        """A hold is under way or asks to be answered."""
        return HOLD <= self.state <= RELEASE

    def begin(self, least_ms, target_ms, rest_ms, more):
        """Start a point from HOME."""
        self.least_ms = least_ms
        self.target_ms = target_ms
        self.rest_ms = rest_ms
        self.more = more
        self.hold_ms = self.wall_ms = self.pauses = self.ended = 0
        self.sensed = False
        self._kit_ms = _KIT_MS
        self._as_it_is = False
        return self._enter(PREPARE, STARTED)

    def show(self, state, target_ms):
        """Show an EXERCISE or a NOTE from HOME. target_ms: its time, 0: it is done by a press."""
        self.target_ms = target_ms
        self.hold_ms = self.wall_ms = self.pauses = self.ended = 0
        return self._enter(state, SHOWN if state == EXERCISE else NOTED)

    def complete(self, why):
        """End the hold well: the release buzz is due now."""
        self.ended = why
        return self._enter(RELEASE, COMPLETE)

    def stop(self, why):
        """End the hold early."""
        self.ended = why
        return self._enter(ENDED, STOPPED)

    def step(self, dt_ms, contact, press):
        """Let dt_ms pass. contact: a Contact; press: what the button gave, or 0."""
        self.in_state_ms += dt_ms
        return _STEPS[self.state](self, dt_ms, contact, press)

    def _enter(self, state, event):
        self.state = state
        self.in_state_ms = 0
        self._run_ms = 0
        return event

    def _home(self, dt_ms, contact, press):
        return None

    def _prepare(self, dt_ms, contact, press):
        if press >= LONG:
            return self._enter(HOME, CANCELLED)
        if press == SHORT:
            self._kit_ms = 0
            self._as_it_is = True
        run_ms = self._run_ms + dt_ms if contact.on else 0
        self._run_ms = run_ms
        if self.in_state_ms < self._kit_ms:
            return None
        firm = self.firm_ok or self._as_it_is
        if (contact.zero_fresh and firm) or run_ms >= _IMPATIENT_MS:
            self._enter(PLACE, ZEROED)
            self._run_ms = run_ms  # time on the ball counts from its beginning
            return ZEROED
        return None

    def _place(self, dt_ms, contact, press):
        if press >= LONG:
            return self._enter(HOME, CANCELLED)
        if contact.on:
            self._run_ms += dt_ms
            if self._run_ms >= _CONFIRM_MS:
                self.hold_ms = self.wall_ms = self._run_ms
                return self._enter(HOLD, CONTACT_MADE)
            return None
        self._run_ms = 0
        if self.in_state_ms >= _NOBODY_MS:
            return self._enter(HOME, CANCELLED)
        if self.in_state_ms % _SEEK_MS < dt_ms:
            return SEEK
        return None

    def _answer(self, press):
        """A press during the hold: short, "it throbs"; longer, enough."""
        return self.complete(FELT) if press == SHORT else self.stop(STOPPED_EARLY)

    def _hold(self, dt_ms, contact, press):
        self.wall_ms += dt_ms
        if press:
            return self._answer(press)
        if contact.on:
            self._run_ms = 0
            self.hold_ms = hold_ms = self.hold_ms + dt_ms
            if hold_ms >= self.target_ms:
                return self.complete(TARGET)
            if self.sensed and hold_ms >= self.least_ms:
                return self.complete(SENSED)
            return None
        self._run_ms += dt_ms
        if self._run_ms < _CONFIRM_MS:
            return None
        self.pauses += 1
        return self._enter(PAUSED, LIFTED)

    def _paused(self, dt_ms, contact, press):
        self.wall_ms += dt_ms
        if press:
            return self._answer(press)
        if contact.on:
            self._run_ms += dt_ms
            if self._run_ms >= _CONFIRM_MS:
                self.hold_ms += self._run_ms
                return self._enter(HOLD, RESUMED)
            return None
        self._run_ms = 0
        if self.in_state_ms >= PAUSED_MOST_MS:
            return self.stop(LEFT)
        return None

    def _release(self, dt_ms, contact, press):
        self._run_ms = 0 if contact.on else self._run_ms + dt_ms
        heard = self.in_state_ms >= _HEARD_MS
        if press or (heard and self._run_ms >= _LIFT_MS):
            return self._enter(REST, ANSWERED) if self.more else self._enter(HOME, FINISHED)
        return None

    def _rest(self, dt_ms, contact, press):
        if not contact.on:
            self._run_ms += dt_ms
        if press or self._run_ms >= self.rest_ms:
            return self._enter(HOME, RESTED)
        return None

    @property
    def rest_left_ms(self):
        """Time off the ball still to go in REST."""
        return max(0, self.rest_ms - self._run_ms)

    def _ended(self, dt_ms, contact, press):
        if press:
            return self._enter(HOME, CLOSED)
        return None

    def _shown(self, dt_ms, contact, press):
        self.hold_ms += dt_ms
        over_ms = self.hold_ms - self.target_ms
        if press == SHORT:
            self.ended = DID
            return self._enter(HOME, DONE)
        if press or over_ms >= _FORGOTTEN_MS:
            return self._enter(HOME, CANCELLED)
        return TIMED if self.target_ms and 0 <= over_ms < dt_ms else None


_STEPS = (
    Session._home,
    Session._prepare,
    Session._place,
    Session._hold,
    Session._paused,
    Session._release,
    Session._rest,
    Session._ended,
    Session._shown,
    Session._shown,
)
