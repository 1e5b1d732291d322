"""The page's window on the world: what it shows as it goes, and what the page does to it.

It runs inside MicroPython beside plant.py. `_window` is the page's side: sample, sound, due and
frame.
"""
# mypy: ignore-errors

import _window
import uctypes

from .plant import VERBS, world

_SAMPLE_MS = 40  # as the firmware reads the sensor
_HELD_MS = 600000  # a finger that never lets go

# Of a sample: what begins there.
_BREATH, _BEAT = 1, 2


class _Watch:
    """Looks at the world whenever the firmware touches its hardware; it has a script's form."""

    def __init__(self):
        self._due_ms = 0
        self._breath = self._beat = 0
        self._hz = self._duty = self._shaking = 0
        self._frame = bytearray(1024)
        self._address = uctypes.addressof(self._frame)

    def run(self, world):
        now = world.now_ms
        sound, motor = world.sound, world.shaking
        if sound.hz != self._hz or sound.duty != self._duty or motor.hz != self._shaking:
            self._hz, self._duty, self._shaking = sound.hz, sound.duty, motor.hz
            _window.sound(now, self._hz, self._duty, self._shaking)
        if now < self._due_ms:
            return
        self._due_ms = now + _SAMPLE_MS
        world.sync()
        body = world.body
        marks = 0
        if body.breath_phase < self._breath:
            marks |= _BREATH
        if body.pulse_phase < self._beat:
            marks |= _BEAT
        self._breath, self._beat = body.breath_phase, body.pulse_phase
        _window.sample(now, body.mpa, body.load >> 8, marks, world.signals[1])
        if _window.due():
            self._frame[:] = world.frame()
            _window.frame(self._address)


def _button(request):
    world.button_down = request["down"]
    world.button_until_ms = world.now_ms + _HELD_MS
    return {}


def _lie(request):
    world.lie(int(request["grams"]))
    return {}


def _off(_):
    world.off()
    return {}


def _set(request):
    world.set(request["name"], request["value"])
    return {}


VERBS.update({"button": _button, "lie": _lie, "off": _off, "set": _set})
world.scripts.append(_Watch())
