"""BMP280 and BME280 by register (Bosch BST-BMP280-DS001-26, BST-BME280-DS001).

Calibrated as the worked example of the data sheet. Forced mode only: one conversion, then sleep.
"""
# mypy: ignore-errors

from struct import pack

from . import ChipError
from .part import Part, code_for

CALIBRATION = (27504, 26435, -1000)
CALIBRATION += (36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000)
_SKIPPED = 0x80000
_TIMES = (0, 1, 2, 4, 8, 16, 16, 16)
_NOISE_MPA = (0, 3300, 2600, 2100, 1600, 1300, 1300, 1300)  # by osrs_p, filter off


class BMP280(Part):
    """t_fine and pressure as in the data sheet's floating form (8.1)."""

    name = "BMP280"
    chip_id = 0x58
    writable = (0xE0, 0xF2, 0xF4, 0xF5)

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self.calibrate(CALIBRATION)
        self._code = 415148
        self._code_t = 519888
        self._reset()

    def calibrate(self, values):
        """T1 to T3, P1 to P9."""
        self._cal = values
        image = pack("<HhhHhhhhhhhh", *values)
        self._regs[0x88 : 0x88 + len(image)] = image

    def _reset(self):
        self._regs[0xD0] = self.chip_id
        for reg in (0xF2, 0xF3, 0xF4, 0xF5):
            self._regs[reg] = 0
        self._left_ms = 0
        self._results(_SKIPPED, _SKIPPED)

    def _put(self, reg, value):
        if reg == 0xE0:
            if value == 0xB6:
                self._reset()
            return
        if reg == 0xF5 and value & 0x1C:
            raise ChipError("BMP280: the filter is not modelled")
        self._regs[reg] = value
        if reg == 0xF4:
            if value & 3 == 3:
                raise ChipError("BMP280: normal mode is not modelled")
            if value & 3:
                times = _TIMES[value >> 5] + _TIMES[value >> 2 & 7]
                self._left_ms = -(-(1825 + 2300 * times) // 1000)
                self._regs[0xF3] |= 8

    def _done(self):
        regs = self._regs
        regs[0xF3] &= ~8
        regs[0xF4] &= ~3
        times_t, times_p = regs[0xF4] >> 5, regs[0xF4] >> 2 & 7
        code, code_t = self.codes or self._convert(_NOISE_MPA[times_p])
        self._results(code if times_p else _SKIPPED, code_t if times_t else _SKIPPED)

    def _convert(self, sd_mpa):
        celsius = self._source.temp_cc() / 100
        self._code_t = code_for(lambda c: self._fine(c) / 5120, celsius, self._code_t, 0xFFFFF)
        fine = self._fine(self._code_t)
        pa = self._sensed(sd_mpa) / 1000
        self._code = code_for(lambda c: self._pressure(c, fine), pa, self._code, 0xFFFFF)
        return self._code, self._code_t

    def _results(self, code, code_t):
        for reg, value in ((0xF7, code), (0xFA, code_t)):
            self._place(reg, value << 4, 3, False)

    def _fine(self, code):
        t1, t2, t3 = self._cal[:3]
        off = code / 131072 - t1 / 8192
        return (code / 16384 - t1 / 1024) * t2 + off * off * t3

    def _pressure(self, code, fine):
        p1, p2, p3, p4, p5, p6, p7, p8, p9 = self._cal[3:]
        v1 = fine / 2 - 64000
        v2 = v1 * v1 * p6 / 32768
        v2 = (v2 + v1 * p5 * 2) / 4 + p4 * 65536
        v1 = (p3 * v1 * v1 / 524288 + p2 * v1) / 524288
        v1 = (1 + v1 / 32768) * p1
        p = (1048576 - code - v2 / 4096) * 6250 / v1
        return p + (p9 * p * p / 2147483648 + p * p8 / 32768 + p7) / 16


class BME280(BMP280):
    """Measures humidity, too, where it is asked to."""

    name = "BME280"
    chip_id = 0x60
