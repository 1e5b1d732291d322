"""What the buzzer was heard to do: a ring of tones, kept without allocating."""
# mypy: ignore-errors

from array import array

_KEPT = 512
_TICKS = 0x3FFFFFFF


class Sound:
    def __init__(self):
        self.count = 0  # how many tones were heard
        self.used = 0  # how many of them an expectation has looked at
        self._ring = array("i", [0] * (4 * _KEPT))  # start_ms, hz, duty, ms
        self._hz = self._duty = self._since_ms = 0

    @property
    def sounding(self):
        """Is there a tone right now?"""
        return self._duty > 0

    @property
    def hz(self):
        """Of the tone right now; 0 for silence."""
        return self._hz if self._duty else 0

    @property
    def duty(self):
        """Of the tone right now, of 65536: how loud it is."""
        return self._duty

    def change(self, now_ms, hz, duty):
        """The PWM has another frequency or duty from now on; duty 0 is silence."""
        if hz == self._hz and duty == self._duty:
            return
        if self._duty and now_ms > self._since_ms:
            self.add(self._since_ms, self._hz, self._duty, now_ms - self._since_ms)
        self._since_ms = now_ms
        self._hz, self._duty = hz, duty

    def add(self, start_ms, hz, duty, ms):
        i = 4 * (self.count % _KEPT)
        self._ring[i] = start_ms & _TICKS
        self._ring[i + 1] = hz
        self._ring[i + 2] = duty
        self._ring[i + 3] = ms
        self.count += 1

    def tones(self, first=0):
        """[[start_ms, hz, duty, ms], ...] from the first-th on, of those still remembered."""
        out = []
        for i in range(max(first, self.count - _KEPT), self.count):
            i = 4 * (i % _KEPT)
            out.append([self._ring[i + k] for k in range(4)])
        return out
