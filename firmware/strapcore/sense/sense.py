"""One picture of the ball, from its pressure samples."""

from strapcore.compat import const
from strapcore.sense.contact import Contact

_CONTACT_HZ = const(25)  # contact and movement are slow: means of two samples serve at 50 Hz


class Sense:
    """Owns the estimators; what the rest of the house sees of the ball."""

    def __init__(self, rate_hz, noise_pa):
        """rate_hz: samples a second; noise_pa: the sensor's noise, Pa RMS, rounded up."""
        self._block = max(1, rate_hz // _CONTACT_HZ)
        self._sum = self._count = 0
        self.contact = Contact(rate_hz // self._block, noise_pa)

    def feed(self, pa):
        """Take one sample, absolute pressure in Pa."""
        self._sum += pa
        self._count += 1
        if self._count == self._block:
            self.contact.feed(self._sum // self._count)
            self._sum = self._count = 0

    def restart(self):
        """A new hold begins."""
        self.contact.restart()
