"""The only place where CPython and MicroPython differ."""

try:
    from micropython import const
except ImportError:  # CPython

    def const(value):
        return value
