"""One picture of the ball, from its pressure samples."""

from strapcore.compat import const
from strapcore.sense.contact import Contact

# What the pulse's strength has done since the hold began, and what the load does: estimates.
NONE = const(0)
BUILDING = const(1)
THROB = const(2)
SETTLING = const(0)
SOFTENING = const(1)
STEADY = const(2)

_CONTACT_HZ = const(25)  # contact and movement are slow: means of two samples serve at 50 Hz
_CLOCK_MS = const(60000)


class Sense:
    """Owns contact, and a listener where the sensor is good enough for one.

    contact    always at work; it owns `air`, what is known of the ball itself
    listener   at work while `listening`; None: only contact is felt. `give` sets it
    true_mhz   the sensor's true sample rate against the strap's clock, mHz
    """

    def __init__(self, rate_hz, noise_pa, listener=None, air=None):
        """rate_hz: samples a second, 10 to 75; noise_pa: its noise, Pa RMS, rounded up.

        air: an Air that already knows the ball; else a new one.
        """
        self.rate_hz = rate_hz
        self.contact = Contact(rate_hz // max(1, rate_hz // _CONTACT_HZ), noise_pa)
        if air:
            self.contact.air = air
        self.true_mhz = 1000 * rate_hz
        self._block = max(1, rate_hz // _CONTACT_HZ)
        self._sum = self._count = 0
        self._clock_ms = self._blocks = 0
        self.give(listener)

    def give(self, listener):
        """From now on this Listener, or None."""
        self.listening = False
        self.listener = listener
        if listener:
            listener.tissue.air = self.contact.air
            listener.tell(self.true_mhz)

    @property
    def moving(self):
        """A movement, seen by load or by pulse."""
        return self.contact.moving or (self.listening and self.listener.pulse.moving)

    @property
    def quiet(self):
        """Breath even and deep, no movement for five minutes: reason to ask "awake?"."""
        return self.listening and self.listener.breath.quiet

    def restart(self):
        """A new hold begins."""
        self.contact.restart()
        self.listening = False

    def listen(self, on):
        """Begin to listen, at contact; or stop."""
        self.listening = on and self.listener is not None
        if self.listening:
            self.listener.reset()

    def pass_ms(self, dt_ms):
        """Time by the strap's clock: after a minute of it the sensor's true rate is known."""
        self._clock_ms += dt_ms
        if self._clock_ms < _CLOCK_MS:
            return
        mhz = self._blocks * self._block * 10000 // (self._clock_ms // 100)
        nominal = 1000 * self.rate_hz
        if nominal * 9 < mhz * 10 < nominal * 11:  # else samples were lost
            self.true_mhz = mhz
            if self.listener:
                self.listener.tell(mhz)
        self._clock_ms = self._blocks = 0

    def feed(self, pa):
        """Take one sample, absolute pressure in Pa."""
        contact = self.contact
        count = self._count + 1
        if count < self._block:
            self._sum += pa
            self._count = count
        else:
            contact.feed((self._sum + pa) // count)
            self._sum = self._count = 0
            self._blocks += 1
        if self.listening:
            self.listener.feed(pa - contact.zero_pa, contact.moving)
