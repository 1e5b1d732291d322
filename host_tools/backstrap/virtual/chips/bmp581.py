"""BMP581 and BMP585 by register (Bosch BST-BMP581-DS004). Normal mode, no FIFO.

Steady work allocates nothing.
"""
# mypy: ignore-errors

from . import ChipError
from .part import Part

_STANDBY_MS = 3  # 2.5 ms
_NOISE_MPA = (780, 560, 400, 290, 210, 150, 110, 80)  # by osr_p
_MOST_HZ = (498, 374, 255, 155, 87, 46, 24, 12)
# Rates by odr code, Hz.
_HZ = (240, 219, 199, 179, 160, 149, 140, 130, 120, 110, 100, 90, 80, 70, 60, 50, 45, 40, 35, 30)
_HZ += (25, 20, 15, 10, 5, 4, 3, 2, 1)


class BMP581(Part):
    """Pressure in 1/64 Pa, temperature in 1/65536 degree."""

    name = "BMP581"
    chip_id = 0x50
    writable = (0x14, 0x15, 0x30, 0x31, 0x36, 0x37, 0x7E)

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self._reset()

    def _reset(self):
        regs = self._regs
        for reg in self.writable:
            regs[reg] = 0
        regs[0x01] = self.chip_id
        regs[0x27] = 0x10  # power was up
        regs[0x28] = 0x02  # memory ready
        regs[0x30] = 0x23
        regs[0x37] = 0x70
        for reg in range(0x1D, 0x23):
            regs[reg] = 0x7F
        self._left_ms = self._period_ms = self._standby_ms = 0

    def _put(self, reg, value):
        regs = self._regs
        if reg == 0x7E:
            if value == 0xB6:
                self._reset()
            return
        if reg == 0x31 and value:
            raise ChipError("BMP581: the filter is not modelled")
        if reg in (0x30, 0x31, 0x36) and (regs[0x37] & 3 or self._standby_ms):
            raise ChipError("BMP581: 0x%02x changes in standby" % reg)
        if reg == 0x37:
            self._change(value)
        regs[reg] = value

    def _change(self, value):
        mode, code = value & 3, value >> 2 & 31
        if mode == 0:
            self._standby_ms = _STANDBY_MS if self._period_ms else 0
            self._left_ms = self._period_ms = 0
            return
        if mode != 1 or not value & 0x80:
            raise ChipError("BMP581: only normal mode, never deep, is modelled")
        if self._standby_ms:
            raise ChipError("BMP581: it is on its way to standby")
        hz = _HZ[code]
        if hz > _MOST_HZ[self._regs[0x36] >> 3 & 7]:
            raise ChipError("BMP581: %d Hz is too fast for its oversampling" % hz)
        self._left_ms = self._period_ms = 1000 // hz

    def _get(self, reg):
        value = self._regs[reg]
        if reg == 0x27:
            self._regs[0x27] = 0  # cleared by reading
        return value

    def pass_ms(self, ms):
        if self._standby_ms:
            self._standby_ms = max(0, self._standby_ms - ms)
        Part.pass_ms(self, ms)

    def _done(self):
        regs = self._regs
        self._left_ms = self._period_ms
        if self.codes:
            code, code_t = self.codes
        else:
            mpa = self._sensed(_NOISE_MPA[regs[0x36] >> 3 & 7])
            # 64 codes a Pa, in two parts because 64 * mPa is too big
            code = (mpa // 1000) * 64 + (mpa % 1000) * 64 // 1000
            temp_cc = self._source.temp_cc()
            code_t = (temp_cc // 25) * 16384 + (temp_cc % 25) * 16384 // 25
        if regs[0x36] & 0x40:
            self._place(0x20, min(max(code, 0), 0xFFFFFF), 3, True)
        self._place(0x1D, code_t, 3, True)
        if regs[0x15] & 1:
            regs[0x27] |= 1


class BMP585(BMP581):
    """The same behind gel."""

    name = "BMP585"
    chip_id = 0x51
