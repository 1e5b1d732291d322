"""Vibration motor on a pin, through a transistor."""


class Motor:
    """Runs or does not."""

    def __init__(self, pin):
        """pin: a machine.Pin set up as an output; high runs the motor."""
        self._pin = pin
        self._runs = False
        pin.value(0)

    def run(self, runs):
        """Run, or stop."""
        if runs != self._runs:
            self._runs = runs
            self._pin.value(1 if runs else 0)
