"""Vibration motor on a pin, through a transistor."""


class Motor:
    """Runs or does not."""

    def __init__(self, pin):
        """pin: a machine.Pin set up as an output; high runs the motor."""
        self._pin = pin
        pin.value(0)

    def run(self, runs):
        """Run, or stop."""
        self._pin.value(runs)
