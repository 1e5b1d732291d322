"""In place of a passive buzzer: one that has its own tone, or none."""


class Beeper:
    """Sounds or does not: what it has to say is told by a rhythm."""

    def __init__(self, pin):
        """pin: a machine.Pin set up as an output, high sounds; None: a strap that only shakes."""
        self._pin = pin
        self.tone(0, 0, 0)

    def tone(self, hz, duty, beats):
        """Sound while the rhythm beats."""
        if self._pin:
            self._pin.value(beats)
