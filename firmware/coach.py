"""What the strap does with what the ball feels: asks for a long exhale, marks one, tells when the
point seems done. All of it rests on estimates."""

from strapcore.compat import const
from strapcore.sense.sense import STEADY, THROB
from strapcore.ui.cues import BREATHE, EXHALE

_FIRST_ASK_S = const(45)  # of a contact: by then the ball's own settling does not hide a breath
_NEXT_ASK_S = const(75)
_ASKS_MOST = const(2)
_ANSWER_S = const(8)
_LONG_MS = const(4000)  # an exhale of more than this is a long one
_PACE_MS = const(10000)  # six breaths a minute: four seconds in, six out
_IN_MS = const(4000)


class Coach:
    """Call `second` once a second of a hold, `weigh` once a second before it.

    advice      on the ball's air before a hold: see Air.advice
    breathe     the person was just asked to breathe out, long
    marks       long exhales get a tone; a setting of the person
    """

    def __init__(self):
        self.marks = False
        self.advice = 0
        self.restart()

    def restart(self):
        """A new hold."""
        self.breathe = False
        self._asks = 0
        self._next_s = _FIRST_ASK_S
        self._left_s = 0
        self._marked = False

    def weigh(self, hold, air, band_pa):
        """Is the ball as firm as the routine wants it? band_pa: (lowest, highest)."""
        self.advice = air.advice(band_pa[0], band_pa[1])
        hold.firm_ok = self.advice == 0

    def second(self, hold, listener):
        """What the session `hold` may end for; the name of a cue to play, or None."""
        tissue = listener.tissue
        steady = tissue.softened and tissue.sure and tissue.state == STEADY
        hold.sensed = steady or listener.throb.state == THROB
        if self.breathe:
            self._left_s -= 1
            self.breathe = self._left_s > 0
            return None
        breath = listener.breath
        if not breath.ok:
            return None
        if breath.inhale == 0 and self._asks < _ASKS_MOST and hold.hold_ms >= self._next_s * 1000:
            breath.ask()
            self._asks += 1
            self._next_s = hold.hold_ms // 1000 + _NEXT_ASK_S
            self._left_s = _ANSWER_S
            self.breathe = True
            return BREATHE
        if not breath.exhale:
            self._marked = False
        elif self.marks and breath.turn_ms >= _LONG_MS and not self._marked:
            self._marked = True
            return EXHALE
        return None


def pace(ms):
    """How far to have breathed in by now, 0 to 100, at six breaths a minute."""
    ms %= _PACE_MS
    return ms * 100 // _IN_MS if ms < _IN_MS else (_PACE_MS - ms) * 100 // (_PACE_MS - _IN_MS)
