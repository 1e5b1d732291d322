"""Safety: ceilings that no file can raise, advice on the load, and the buzz that grows until
somebody answers. limits.py has every number and its source."""

from strapcore import session
from strapcore.compat import const
from strapcore.limits import (
    ALARM_EVERY_MS,
    ALARM_MS,
    ALARM_PA,
    DOSE_PA,
    LOUD_MS,
    NUMB_MS,
    NUMB_SHOWN_MS,
    REGIONS,
    SOFT_MS,
    WARN_EVERY_MS,
    WARN_MS,
)

# What the person is told during a hold: lines of the block PROMPTS.
ASKED = const(1)
BREATHE = const(2)
NUMB = const(3)
MUCH = const(4)
LET_OUT = const(5)
TOO_FIRM = const(6)
CLIPPED = const(7)

# What the ball feels of the person: bits of `felt`.
QUIET = const(1)
THROBS = const(2)

# The release buzz: from this many ms on, level, repeated every so many ms; three and three.
_BUZZ = (0, 1, 4000, 12000, 2, 3000, 30000, 3, 2000, LOUD_MS, 3, 60000)

# Quiet for five minutes: awake? Asked softly for a minute, then loud until somebody answers.
_ASK = (0, 1, 15000, SOFT_MS, 2, 3000, 90000, 3, 2000)


class Guard:
    """Watches every hold and overrules the session when a ceiling is reached.

    level    loudness of the release buzz, and of the question, 1..3
    asking   "awake?" waits for an answer
    prompt   what the screen should say now, by code; 0: nothing
    dose_ms  time of this hold above 67 mmHg
    most_pa  highest load of this hold, Pa
    """

    def __init__(self):
        self.level = 1
        self.asking = False
        self.prompt = 0
        self.dose_ms = 0
        self.most_pa = 0
        self._cap_ms = 0
        self._high_pa = 0
        self._next_ms = 0
        self._asked_ms = 0
        self._restless = False  # since the last question; else it was asked already
        self._over_ms = self._firm_ms = 0  # above the band, above the ceiling of all
        self._numb = 0  # times that numbness was asked about, as bits: at its time, at a throb
        self._numb_ms = 0  # the question still stands so long

    def begin(self, region, most_s, high_pa):
        """A point starts: its own most_s and its band's end count only below the ceilings."""
        self._cap_ms = 1000 * min(most_s, REGIONS[region][1])
        self._high_pa = min(high_pa, ALARM_PA)
        self.level = 1
        self.asking = False
        self.prompt = self.dose_ms = self.most_pa = 0
        self._over_ms = self._firm_ms = self._numb = self._numb_ms = 0
        self._next_ms = _BUZZ[2]

    def step(self, dt_ms, hold, contact, felt):
        """Let dt_ms pass; an event of the session `hold` that this causes, or None.

        felt: QUIET, breath and body are so quiet that the person may be asleep, and THROBS; both
        are estimates.
        """
        if hold.state != session.HOLD:
            if self.asking:
                self.answer()
            if hold.state == session.RELEASE:
                return self._call(_BUZZ, hold.in_state_ms, session.BUZZ)
            return None
        if contact.on:
            gauge_pa = contact.gauge_pa
            if gauge_pa > DOSE_PA:
                self.dose_ms += dt_ms
            if gauge_pa > self.most_pa:
                self.most_pa = gauge_pa
        told = None
        hold_ms = hold.hold_ms
        load_pa = contact.load_pa
        over = contact.clipped or load_pa > self._high_pa
        asks = (felt & THROBS | (hold_ms >= NUMB_MS)) & ~self._numb
        if over or asks or self.prompt:
            told = self._say(dt_ms, load_pa, over, asks)
        if hold_ms >= self._cap_ms:
            return hold.complete(session.CAP)
        if felt & QUIET or self.asking:
            return self._watch(dt_ms, contact) or told
        self._restless = True
        return told

    def _say(self, dt_ms, load_pa, over, asks):
        """What there is to say of a load that is `over` the band or the limit, and of numbness,
        where it `asks` about that: an event, or None. `prompt` stays as long as any of it lasts.
        """
        over_ms = self._over_ms = self._over_ms + dt_ms if over else 0
        firm_ms = self._firm_ms = self._firm_ms + dt_ms if load_pa > ALARM_PA else 0
        if firm_ms >= ALARM_MS:
            self.prompt = TOO_FIRM
            return session.ALARMED if (firm_ms - ALARM_MS) % ALARM_EVERY_MS < dt_ms else None
        if over_ms >= WARN_MS:
            self.prompt = LET_OUT
            return session.WARNED if (over_ms - WARN_MS) % WARN_EVERY_MS < dt_ms else None
        if asks:
            self._numb |= asks
            self._numb_ms = NUMB_SHOWN_MS
            self.prompt = NUMB
            return session.NUMB
        if self._numb_ms > 0:
            self._numb_ms -= dt_ms
        else:
            self.prompt = MUCH if over_ms else 0
        return None

    def _watch(self, dt_ms, contact):
        """Ask somebody quiet, once for every time of quiet, until an answer comes."""
        if self.asking:
            if contact.moving:
                return self.answer()
            self._asked_ms += dt_ms
            return self._call(_ASK, self._asked_ms, session.ASKED)
        if self._restless:
            self._restless = False
            self.asking = True
            self._asked_ms = self._next_ms = 0
            return self._call(_ASK, 0, session.ASKED)
        return None

    def answer(self):
        """Somebody pressed, squeezed the ball or lifted off: awake."""
        self.asking = False
        self.level = 1
        self._next_ms = _BUZZ[2]
        return session.AWAKE

    def _call(self, table, waited_ms, event):
        """The event again when it is due, at the level of so long a wait."""
        if waited_ms < self._next_ms:
            return None
        for i in range(0, len(table), 3):
            if waited_ms >= table[i]:
                self.level = table[i + 1]
                self._next_ms = waited_ms + table[i + 2]
        return event
