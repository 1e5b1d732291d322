"""Chips as their datasheets describe them, seen from the bus.

A chip has `write(reg, buf)` (reg: the first byte when the bus sent it apart, else -1) and
`read(buf)`. What would harm or confuse the real part raises ChipError: that is a driver's bug.
"""
# mypy: ignore-errors

import sys


class ChipError(Exception):
    """The driver did what the datasheet forbids."""


# Pressure sensors: module, class, addresses they can have, the usual one first.
SENSORS = {
    "lps28dfw": ("lps28dfw", "LPS28DFW", (0x5C, 0x5D)),
    "lps22df": ("lps28dfw", "LPS22DF", (0x5C, 0x5D)),
    "lps22hb": ("lps22hb", "LPS22HB", (0x5C, 0x5D)),
    "lps33hw": ("lps22hb", "LPS22HB", (0x5D, 0x5C)),
    "lps35hw": ("lps22hb", "LPS22HB", (0x5D, 0x5C)),
    "bmp280": ("bmp280", "BMP280", (0x76, 0x77)),
    "bme280": ("bmp280", "BME280", (0x76, 0x77)),
    "bmp388": ("bmp388", "BMP388", (0x77, 0x76)),
    "bmp390": ("bmp388", "BMP390", (0x77, 0x76)),
    "bmp581": ("bmp581", "BMP581", (0x47, 0x46)),
    "bmp585": ("bmp581", "BMP585", (0x47, 0x46)),
    "dps310": ("dps310", "DPS310", (0x77, 0x76)),
    "dps368": ("dps310", "DPS310", (0x77, 0x76)),
    "spl06": ("dps310", "SPL06", (0x76, 0x77)),
    "ms5837-02ba": ("ms58", "MS583702BA", (0x76,)),
    "ms5837-30ba": ("ms58", "MS583730BA", (0x76,)),
    "ms5803-02ba": ("ms58", "MS580302BA", (0x76, 0x77)),
    "ms5803-05ba": ("ms58", "MS580305BA", (0x76, 0x77)),
    "ms5803-14ba": ("ms58", "MS580314BA", (0x76, 0x77)),
    "mprls": ("mprls", "MPRLS", (0x18,)),
}


def sensor(kind, source, seed=1):
    """The chip of this kind, powered up; only its own module is loaded."""
    module, name, _ = SENSORS[kind]
    full = __name__ + "." + module
    __import__(full)
    return getattr(sys.modules[full], name)(source, seed)


def place(kind, wanted=None):
    """Its address: the wanted one where it can have that, else the usual one."""
    places = SENSORS[kind][2] if kind in SENSORS else ()
    return wanted if wanted in places or not places else places[0]
