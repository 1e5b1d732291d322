"""Passive buzzer on a PWM pin."""


class Buzzer:
    """One PWM object for good: after deinit() the next tone would sound on the old pin."""

    def __init__(self, pwm):
        """pwm: a machine.PWM with duty 0."""
        self._pwm = pwm
        self._hz = 0

    def tone(self, hz, duty, beats):
        """Sound hz at this duty (0..65535, loudest at half); 0 Hz is silence. beats is for a
        buzzer without pitch."""
        if hz == self._hz:
            return
        self._hz = hz
        if hz:
            self._pwm.freq(hz)
        self._pwm.duty_u16(duty if hz else 0)
