"""DPS310, DPS368 and SPL06 by register (Infineon DPS310 data sheet 1.2, Goertek SPL06-001).

Calibrated as two real parts whose coefficients were published. One conversion at a time.
"""
# mypy: ignore-errors

from struct import unpack

from . import ChipError
from .part import Part, code_for

_SCALES = (524288, 1572864, 3670016, 7864320, 253952, 516096, 1040384, 2088960)
_CONVERSION_MS = (4, 6, 9, 15, 28, 54, 105, 207)
_NOISE_MPA = (2500, 1500, 1000, 600, 350, 250, 200, 200)  # by oversampling
_COEFFICIENTS_MS = 40
_SENSOR_MS = 12
_MOST = 0x7FFFFF
_WRONG_SOURCE = 400000  # what the other thermometer's code is off by


def signed(value, bits):
    """Two's complement."""
    return value - (1 << bits) if value & 1 << (bits - 1) else value


class DPS310(Part):
    """The polynomial of 4.9, in floats."""

    name = "DPS310"
    chip_id = 0x10
    coefficients = "0dfedd138caf251df3b70598d9410098fad7"  # DPS310 library, issue 23
    source = 0x80  # the thermometer its coefficients are for
    writable = (0x06, 0x07, 0x08, 0x09, 0x0C)

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self.calibrate(bytes.fromhex(self.coefficients))
        self._code = self._code_t = 0
        self._reset()

    def calibrate(self, image):
        """The 18 bytes from 0x10 on."""
        self._regs[0x10 : 0x10 + len(image)] = image
        b = image
        self._c = (
            signed(b[0] << 4 | b[1] >> 4, 12),
            signed((b[1] & 15) << 8 | b[2], 12),
            signed(b[3] << 12 | b[4] << 4 | b[5] >> 4, 20),
            signed((b[5] & 15) << 16 | b[6] << 8 | b[7], 20),
        ) + unpack(">hhhhh", b[8:18])

    def _reset(self):
        regs = self._regs
        for reg in self.writable:
            regs[reg] = 0
        regs[0x0D] = self.chip_id
        regs[0x28] = self.source
        self._place(0x00, 0x800000, 3, False)
        self._place(0x03, 0x800000, 3, False)
        self._up_ms = 0
        self._left_ms = 0

    def _put(self, reg, value):
        regs = self._regs
        if reg == 0x0C:
            if value & 15 == 9:
                self._reset()
            return
        if reg in (0x06, 0x07) and value & 15 > 3:
            raise ChipError("%s: results that need a shift are not modelled" % self.name)
        if reg != 0x08:
            regs[reg] = value
            return
        mode = value & 7
        if mode > 2:
            raise ChipError("%s: continuous modes are not modelled" % self.name)
        if mode and self._up_ms < _SENSOR_MS:
            raise ChipError("%s: SENSOR_RDY is not set" % self.name)
        regs[8] = regs[8] & 0xF0 | mode
        if mode:
            self._left_ms = _CONVERSION_MS[regs[0x05 + mode] & 7]

    def _get(self, reg):
        if 0x10 <= reg <= 0x21 and self._up_ms < _COEFFICIENTS_MS:
            return 0
        value = self._regs[reg]
        if reg <= 0x02:
            self._regs[8] &= ~0x10
        elif reg <= 0x05:
            self._regs[8] &= ~0x20
        return value

    def pass_ms(self, ms):
        if self._up_ms < _COEFFICIENTS_MS:
            self._up_ms += ms
            if self._up_ms >= _SENSOR_MS:
                self._regs[8] |= 0x40
            if self._up_ms >= _COEFFICIENTS_MS:
                self._regs[8] |= 0x80
        Part.pass_ms(self, ms)

    def _done(self):
        regs = self._regs
        mode = regs[8] & 7
        regs[8] &= ~7
        if mode == 1:
            code = self.codes[0] if self.codes else self._pressure_code(regs[6] & 7)
            self._place(0x00, code, 3, False)
            regs[8] |= 0x10
        else:
            code = self.codes[1] if self.codes else self._temperature_code(regs[7] & 7)
            if regs[7] & 0x80 != self.source:
                code += _WRONG_SOURCE
            self._place(0x03, code, 3, False)
            regs[8] |= 0x20

    def _temperature_code(self, times):
        c0, c1 = self._c[:2]
        return int((self._source.temp_cc() / 100 - c0 / 2) / c1 * _SCALES[times])

    def _pressure_code(self, times):
        t = (self._source.temp_cc() / 100 - self._c[0] / 2) / self._c[1]
        pa = self._sensed(_NOISE_MPA[times]) / 1000

        def reading(code):
            return self._pressure((code - _MOST) / _SCALES[times], t)

        self._code = code_for(reading, pa, self._code, 2 * _MOST)
        return self._code - _MOST

    def _pressure(self, p, t):
        _, _, c00, c10, c01, c11, c20, c21, c30 = self._c
        return c00 + p * (c10 + p * (c20 + p * c30)) + t * c01 + t * p * (c11 + p * c21)


class SPL06(DPS310):
    """The same id and registers, another part (rv701 issue 3)."""

    name = "SPL06"
    coefficients = "0c5f0513a30f34b8f45005c6d71a0110f9a8"
