"""LPS22HB, LPS33HW and LPS35HW by register (ST DocID027083 Rev 6, DocID029483). No FIFO."""
# mypy: ignore-errors

from . import ChipError
from .part import Part

_HZ = (0, 1, 10, 25, 50, 75)
_NOISE_MPA = 750
_LEAST_MPA, _MOST_MPA = 26000000, 126000000


class LPS22HB(Part):
    """The outputs of a sample stand still while they are read, if BDU is set."""

    name = "LPS22HB"
    writable = (0x0B, 0x0C, 0x0D, 0x10, 0x11, 0x12, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A)

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self._reset()

    def _reset(self):
        regs = self._regs
        for reg in self.writable:
            regs[reg] = 0
        regs[0x0F] = 0xB1
        regs[0x11] = 0x10
        regs[0x27] = 0
        self._left_ms = self._period_ms = 0
        self._held = False

    def _put(self, reg, value):
        if reg == 0x11:
            if value & 0x04:
                self._reset()
                return
            if value & 0x41:
                raise ChipError("LPS22HB: FIFO and one-shot are not modelled")
            if not value & 0x10:
                raise ChipError("LPS22HB: reading without IF_ADD_INC is not modelled")
        self._regs[reg] = value
        if reg == 0x10:
            if value >> 4 & 7 > 5 or value & 0x80:
                raise ChipError("LPS22HB: rate code %d is reserved" % (value >> 4))
            hz = _HZ[value >> 4]
            self._left_ms = self._period_ms = 1000 // hz if hz else 0

    def _get(self, reg):
        value = self._regs[reg]
        if reg == 0x28 or reg == 0x29:
            self._held = self._regs[0x10] & 2 != 0
        elif reg == 0x2A:
            self._held = False
            self._regs[0x27] &= ~0x11
        elif reg == 0x2C:
            self._regs[0x27] &= ~0x22
        return value

    def _done(self):
        regs = self._regs
        self._left_ms = self._period_ms
        regs[0x27] |= 0x30 if regs[0x27] & 3 else 0
        regs[0x27] |= 3
        if self._held:
            return
        if self.codes:
            code, temp_cc = self.codes
        else:
            mpa = min(max(self._sensed(_NOISE_MPA), _LEAST_MPA), _MOST_MPA)
            # 4096 codes a hPa: 128 per 3125 mPa, in two parts because 128 * mPa is too big
            code = (mpa // 3125) * 128 + (mpa % 3125) * 128 // 3125
            temp_cc = self._source.temp_cc()
        self._place(0x28, code, 3, True)
        self._place(0x2B, temp_cc, 2, True)
