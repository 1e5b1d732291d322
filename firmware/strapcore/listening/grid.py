"""From the sensor's own sample rate to the 25 Hz at which pulse and breath listen."""

from strapcore.compat import const
from strapcore.listening.filters import zeros

_GRID_HZ = const(25)
_QUEUE = const(16)  # a power of two


class Grid:
    """Samples at the sensor's own rate in, samples at 25 Hz out, in 1/256 Pa.

    Faster sensors are averaged, slower ones interpolated linearly. Call `feed` once a sample,
    then `take` for each of the `ready` values, oldest first.
    """

    def __init__(self, rate_hz=50):
        self.rate_hz = rate_hz
        self.ready = 0
        self._queue = zeros("i", _QUEUE)
        self._tail = 0
        self._phase = 0
        self._sum = 0
        self._count = 0
        self._last = 0
        self._cold = True

    def pass_on(self, pa, listener):
        """One sample, and what it makes ready is heard."""
        self.feed(pa)
        if not self.ready:
            listener.pulse.work()
        while self.ready:
            listener.hear(self.take())

    def feed(self, pa):
        """One sample, Pa; |pa| at most 400 000 and at most 8 samples a 25 Hz step."""
        rate = self.rate_hz
        if rate >= _GRID_HZ:
            self._sum += pa
            self._count += 1
            self._phase += _GRID_HZ
            if self._phase >= rate:
                self._phase -= rate
                self._push((self._sum << 8) // self._count)
                self._sum = 0
                self._count = 0
            return
        if self._cold:
            self._cold = False
            self._last = pa
        phase = self._phase
        last = self._last
        while phase < _GRID_HZ:  # phase counts input steps in units of 1 / 25
            self._push((last << 8) + ((pa - last) << 8) // _GRID_HZ * phase)
            phase += rate
        self._phase = phase - _GRID_HZ
        self._last = pa

    def _push(self, x):
        if self.ready < _QUEUE:  # else nobody listens: the newest is lost
            self._queue[(self._tail + self.ready) & (_QUEUE - 1)] = x
            self.ready += 1

    def take(self):
        """The oldest value that is ready."""
        x = self._queue[self._tail]
        self._tail = (self._tail + 1) & (_QUEUE - 1)
        self.ready -= 1
        return x
