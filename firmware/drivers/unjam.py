"""A chip that was cut off in the middle of a byte holds the data line: clock it free."""

import machine
from micropython import const

_CLOCKS = const(18)  # two bytes with their acknowledgements


def unjam(scl, sda):
    """Clock until the data line is let go, then START and STOP; the next I2C takes the pins back.

    scl, sda: numbers of pins. Nothing helps where the clock itself is held.
    """
    clock = machine.Pin(scl, machine.Pin.OPEN_DRAIN, value=1)
    data = machine.Pin(sda, machine.Pin.OPEN_DRAIN, value=1)
    for _ in range(_CLOCKS):
        if data.value():
            break
        clock.value(0)
        clock.value(1)
    data.value(0)
    data.value(1)
