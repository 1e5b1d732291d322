"""Chips as their datasheets describe them, seen from the bus.

A chip has `write(reg, buf)` (reg: the first byte when the bus sent it apart, else -1) and
`read(buf)`. What would harm or confuse the real part raises ChipError: that is a driver's bug.
"""
# mypy: ignore-errors


class ChipError(Exception):
    """The driver did what the datasheet forbids."""
