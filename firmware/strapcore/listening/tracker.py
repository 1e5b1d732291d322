"""Which of many rates is the heart's: a path through the scores of the seconds that may glide,
but not jump, so that a few bad seconds do not matter."""

from strapcore.compat import const
from strapcore.listening.filters import fill, zeros

_GLIDE = const(200)  # the cost of one bin a second, / 1024
_DROP = const(1024)  # how far below the best a bin may fall
_KEEP = const(952)  # what a second leaves of the past, / 1024
_NEAR = const(5)  # bins on either side that are no rivals
_LOWEST = const(-1048576)

# A weak preference for 72 bpm, a byte a bin: 20 / 256 of the square of the distance, which is
# counted in sixteenths of 36 bpm. The loop is in tests/core/test_sense_pulse.py: no step has time.
_PRIOR = (
    b"\x0f\x0d\x0d\x0d\x0b\x0b\x09\x09\x07\x07\x07\x06\x06\x05\x05\x03\x03\x02\x01\x01\x01"
    b"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01\x01\x02\x03\x05\x05\x06\x07\x09"
    b"\x0b\x0d\x0f\x11\x14\x16\x19\x1c\x1f\x22\x25\x29\x2d\x34\x38\x3d\x41\x4b\x50\x55\x5f"
)


class Tracker:
    """Once a second call `spread`, `decide` and `lead`, each on a step of its own.

    best     the bin the path has reached
    rival    the best score just now of bins that are not near it
    """

    def __init__(self):
        self._bins = len(_PRIOR)
        self._track = zeros("i", self._bins)
        self.reset()

    def reset(self):
        fill(self._track, 0)
        self._top = 0
        self.best = 0
        self.rival = 0

    def spread(self):
        """Let every bin inherit from its neighbours, at a cost."""
        bins = self._bins
        track = self._track
        top = v = track[0]
        for i in range(1, bins):
            v -= _GLIDE
            w = track[i]
            if w > v:
                v = w
                if v > top:
                    top = v
            else:
                track[i] = v
        for i in range(bins - 2, -1, -1):
            v -= _GLIDE
            w = track[i]
            if w > v:
                v = w
            else:
                track[i] = v
        self._top = top

    def decide(self, score):
        """Fade the past, add the score of each bin, find the best."""
        track = self._track
        prior = _PRIOR
        top = self._top
        best = 0
        high = _LOWEST
        for i in range(self._bins):
            v = track[i] - top
            if v < -_DROP:
                v = -_DROP
            v = (v * _KEEP >> 10) + score[i] - prior[i]
            track[i] = v
            if v > high:
                high = v
                best = i
        self.best = best

    def lead(self, score):
        """By how much the best is ahead of every other; sets `rival`."""
        track = self._track
        first = self.best - _NEAR
        last = self.best + _NEAR
        ahead = _LOWEST
        other = 0
        for i in range(self._bins):
            if i < first or i > last:
                if track[i] > ahead:
                    ahead = track[i]
                if score[i] > other:
                    other = score[i]
        self.rival = other
        return track[self.best] - ahead
