"""One picture of the ball, from its pressure samples."""

from strapcore.sense.contact import Contact


class Sense:
    """Owns the estimators; what the rest of the house sees of the ball."""

    def __init__(self, rate_hz, noise_pa):
        """rate_hz: samples a second; noise_pa: the sensor's noise, Pa RMS, rounded up."""
        self.contact = Contact(rate_hz, noise_pa)

    def feed(self, pa):
        """Take one sample, absolute pressure in Pa."""
        self.contact.feed(pa)

    def restart(self):
        """A new hold begins."""
        self.contact.restart()
