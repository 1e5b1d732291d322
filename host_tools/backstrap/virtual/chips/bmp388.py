"""BMP388 and BMP390 by register (Bosch BST-BMP388-DS001-07, BST-BMP390-DS002).

Calibrated as a real part whose memory was published (elixir-sensors/bmp3xx). Normal mode, no FIFO.
"""
# mypy: ignore-errors

from struct import unpack

from . import ChipError
from .part import Part, code_for

NVM = "236B5849F65CFFCEF42300EA636E79F3F6AA4312C4"
_SKIPPED = 0x800000
_NOISE_MPA = (2000, 1400, 1000, 700, 500, 360)  # by osr_p, filter off
_CONFIG_ERROR = 4


class BMP388(Part):
    """Pressure as in the data sheet's floating form (9.2, 9.3)."""

    name = "BMP388"
    chip_id = 0x50
    writable = (0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1F, 0x7E)

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self.calibrate(bytes.fromhex(NVM))
        self._code = 7184279
        self._code_t = 8771699
        self._reset()

    def calibrate(self, image):
        """The 21 bytes from 0x31 on."""
        self._regs[0x31 : 0x31 + len(image)] = image
        self._nvm = unpack("<HHbhhbbHHbbhbb", image)

    def _reset(self):
        regs = self._regs
        for reg in self.writable:
            regs[reg] = 0
        regs[0x00] = self.chip_id
        regs[0x02] = 0
        regs[0x03] = 0x10
        regs[0x1C] = 0x02
        self._left_ms = self._period_ms = 0
        self._place(0x04, _SKIPPED, 3, True)
        self._place(0x07, _SKIPPED, 3, True)

    def _put(self, reg, value):
        regs = self._regs
        if reg == 0x7E:
            if value == 0xB6:
                self._reset()
            return
        if reg == 0x1F and value & 0x0E:
            raise ChipError("BMP388: the filter is not modelled")
        if reg in (0x1C, 0x1D) and regs[0x1B] & 0x30:
            raise ChipError("BMP388: settings change in sleep")
        regs[reg] = value
        if reg == 0x1B:
            self._period_ms = self._left_ms = 0
            if value & 0x30 == 0x30:
                self._begin(5 << regs[0x1D])
            elif value & 0x30:
                raise ChipError("BMP388: forced mode is not modelled")

    def _begin(self, period_ms):
        osr = self._regs[0x1C]
        us = 234 + 392 + 2020 * (1 << (osr & 7)) + 163 + 2020 * (1 << (osr >> 3 & 7))
        if us > 1000 * period_ms:
            self._regs[0x02] |= _CONFIG_ERROR
        else:
            self._left_ms = self._period_ms = period_ms

    def _get(self, reg):
        if 0x04 <= reg <= 0x06:
            self._regs[0x03] &= ~0x20
        elif 0x07 <= reg <= 0x09:
            self._regs[0x03] &= ~0x40
        return self._regs[reg]

    def _done(self):
        regs = self._regs
        self._left_ms = self._period_ms
        code, code_t = self.codes or self._convert(_NOISE_MPA[regs[0x1C] & 7])
        if regs[0x1B] & 1:
            self._place(0x04, code, 3, True)
            regs[0x03] |= 0x20
        if regs[0x1B] & 2:
            self._place(0x07, code_t, 3, True)
            regs[0x03] |= 0x40

    def _convert(self, sd_mpa):
        celsius = self._source.temp_cc() / 100
        self._code_t = code_for(self._celsius, celsius, self._code_t, 0xFFFFFF)
        t = self._celsius(self._code_t)
        pa = self._sensed(sd_mpa) / 1000
        self._code = code_for(lambda c: self._pressure(c, t), pa, self._code, 0xFFFFFF)
        return self._code, self._code_t

    def _celsius(self, code):
        t1, t2, t3 = self._nvm[:3]
        off = code - t1 * 256.0
        return off * t2 / 2.0**30 + off * off * t3 / 2.0**48

    def _pressure(self, code, t):
        p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11 = self._nvm[3:]
        offset = p5 * 8.0 + p6 / 64.0 * t + p7 / 256.0 * t**2 + p8 / 32768.0 * t**3
        gain = (p1 - 16384) / 2.0**20 + (p2 - 16384) / 2.0**29 * t
        gain += p3 / 2.0**32 * t**2 + p4 / 2.0**37 * t**3
        curve = code * code * (p9 + p10 * t) / 2.0**48 + p11 / 2.0**65 * code**3
        return offset + code * gain + curve


class BMP390(BMP388):
    """The same with less drift."""

    name = "BMP390"
    chip_id = 0x60
