"""Safety: ceilings that no file can raise, and the buzz that grows until somebody answers."""

from strapcore import session
from strapcore.compat import const

# region: (least, most) seconds of one hold.
# Source: the maker's texts: upper back 10 to 25 min, neck 5 to 20 min.
REGIONS = {"upper-back": (600, 1500), "neck": (300, 1200)}

# The release buzz: (from this many ms on, level, repeated every so many ms).
_BUZZ = ((0, 1, 4000), (12000, 2, 3000), (30000, 3, 2000), (600000, 3, 60000))

# Quiet for five minutes: awake? Asked softly for a minute, then loud until somebody answers.
_ASK = ((0, 1, 15000), (60000, 2, 3000), (90000, 3, 2000))

_DOSE_PA = const(8933)  # 67 mmHg: Linder-Ganz 2006, cell death in rat muscle after 2 h


class Guard:
    """Watches every hold and overrules the session when a ceiling is reached.

    level    loudness of the release buzz, and of the question, 1..3
    asking   "awake?" waits for an answer
    dose_ms  time of this hold above 67 mmHg
    most_pa  highest load of this hold, Pa
    """

    def __init__(self):
        self.level = 1
        self.asking = False
        self.dose_ms = 0
        self.most_pa = 0
        self._cap_ms = 0
        self._next_ms = 0
        self._asked_ms = 0
        self._restless = False  # since the last question; else it was asked already

    def begin(self, region, most_s):
        """A point starts: its own most_s counts only below the region's ceiling."""
        self._cap_ms = 1000 * min(most_s, REGIONS[region][1])
        self.level = 1
        self.asking = False
        self.dose_ms = 0
        self.most_pa = 0
        self._next_ms = _BUZZ[0][2]

    def step(self, dt_ms, hold, contact, quiet):
        """Let dt_ms pass; an event of the session `hold` that this causes, or None.

        quiet: breath and body are so quiet that the person may be asleep (an estimate).
        """
        if hold.state != session.HOLD:
            if self.asking:
                self.answer()
            if hold.state == session.RELEASE:
                return self._call(_BUZZ, hold.in_state_ms, session.BUZZ)
            return None
        if contact.on:
            if contact.gauge_pa > _DOSE_PA:
                self.dose_ms += dt_ms
            if contact.gauge_pa > self.most_pa:
                self.most_pa = contact.gauge_pa
        if hold.hold_ms >= self._cap_ms:
            return hold.complete(session.CAP)
        if quiet or self.asking:
            return self._watch(dt_ms, contact)
        self._restless = True
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
        self._next_ms = _BUZZ[0][2]
        return session.AWAKE

    def _call(self, table, waited_ms, event):
        """The event again when it is due, at the level of so long a wait."""
        if waited_ms < self._next_ms:
            return None
        for since_ms, level, every_ms in table:
            if waited_ms >= since_ms:
                self.level = level
                self._next_ms = waited_ms + every_ms
        return event
