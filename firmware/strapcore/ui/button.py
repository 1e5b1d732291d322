"""One button: debounced, told apart by how long it was held."""

from strapcore.compat import const

SHORT = const(1)
LONG = const(2)
VERY_LONG = const(3)

_DEBOUNCE_MS = const(30)
_LONG_MS = const(800)
_VERY_LONG_MS = const(3000)


class Button:
    """Polled once a step.

    `reached` is the press that letting go now would give (0 while up): the app clicks when it
    changes, so that a finger in the dark knows. A button that is down at boot counts from its
    first release.
    """

    def __init__(self):
        self.reached = 0
        self._down = True
        self._armed = False
        self._held_ms = 0
        self._change_ms = 0

    def step(self, dt_ms, down):
        """Let dt_ms pass with the contact down or up; SHORT, LONG, VERY_LONG on release, or 0."""
        if down == self._down:
            self._change_ms = 0
        else:
            self._change_ms += dt_ms
            if self._change_ms >= _DEBOUNCE_MS:
                self._down = down
                self._change_ms = 0
                if down:
                    self._held_ms = 0
                else:
                    press = self.reached  # still 0 when it was down at boot
                    self._armed = True
                    self.reached = 0
                    return press
        if self._down and self._armed:
            self._held_ms += dt_ms
            if self._held_ms >= _VERY_LONG_MS:
                self._held_ms = _VERY_LONG_MS
                self.reached = VERY_LONG
            elif self._held_ms >= _LONG_MS:
                self.reached = LONG
            else:
                self.reached = SHORT
        return 0
