"""MicroPython's `esp32` over a virtual world: what wakes the chip, each in its own way."""
# mypy: ignore-errors

import machine

WAKEUP_ALL_LOW, WAKEUP_ANY_HIGH = False, True


def _wake_on_ext0(pin, level):
    machine.world.power.wake_on((pin.id,), level)


def _wake_on_gpio(pins, level):
    machine.world.power.wake_on([pin.id for pin in pins], level)


def __getattr__(name):
    """An ESP32-C3 has no ext0, the others nothing that wakes by any pin."""
    if machine.world.power.wakes_by == name:
        return {"wake_on_ext0": _wake_on_ext0, "wake_on_gpio": _wake_on_gpio}[name]
    raise AttributeError(name)
