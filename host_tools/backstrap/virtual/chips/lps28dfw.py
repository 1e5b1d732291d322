"""LPS28DFW pressure sensor by register (ST DS13317 Rev 1), and LPS22DF with the same id.

Samples come by the world's time: 128 deep FIFO, overrun, held outputs (BDU), noise by averaging.
"""
# mypy: ignore-errors

from array import array

from ..noise import Noise
from . import ChipError

_ID = 0xB4
_FIFO_DEPTH = 128
_FIFO_DATA = 0x78

# Writable registers and the bits that exist in each.
_WRITABLE = {
    0x0B: 0xF7,  # INTERRUPT_CFG
    0x0C: 0xFF,  # THS_P
    0x0D: 0x7F,
    0x0E: 0x94,  # IF_CTRL
    0x10: 0x7F,  # CTRL_REG1: ODR, AVG
    0x11: 0xFD,  # CTRL_REG2: BOOT FS_MODE LFPF_CFG EN_LPFP BDU SWRESET ONESHOT
    0x12: 0x0B,  # CTRL_REG3
    0x13: 0x77,  # CTRL_REG4
    0x14: 0x0F,  # FIFO_CTRL
    0x15: 0x7F,  # FIFO_WTM
    0x19: 0xFF,  # I3C_IF_CTRL
    0x1A: 0xFF,  # RPDS
    0x1B: 0xFF,
}
_READ_ONLY = (0x0F, 0x16, 0x17, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C)

_ODR_HZ = bytes((0, 1, 4, 10, 25, 50, 75, 100))
# AVG code: averages (0 = reserved), highest rate in Hz.
_AVERAGES = (4, 8, 16, 32, 64, 128, 0, 512)
_MOST_HZ = (200, 200, 200, 200, 100, 75, 0, 25)
# Noise in mPa RMS by AVG code, each at bandwidth ODR/2, ODR/4, ODR/9.
_NOISE_1260 = (
    (3800, 2760, 1950),
    (2880, 2050, 1450),
    (2100, 1540, 1030),
    (1500, 1100, 800),
    (1140, 830, 580),
    (860, 630, 460),
    (0, 0, 0),
    (560, 420, 320),
)
_NOISE_4060 = (
    (10230, 7330, 5280),
    (7440, 5270, 3840),
    (5350, 3840, 2810),
    (3780, 2770, 1980),
    (2770, 1950, 1440),
    (2030, 1430, 1020),
    (0, 0, 0),
    (1150, 760, 570),
)
_MOST_1260_MPA = 126000000
_MOST_4060_MPA = 406000000
_LEAST_MPA = 26000000


class LPS28DFW:
    """`source` has step(ms) -> absolute mPa and temp_cc(); time comes by `pass_ms(ms)`."""

    full_scale = True  # bit FS_MODE exists
    noisy = 1  # times the noise of its data sheet

    def __init__(self, source, seed=1):
        self.codes = None  # (pressure, temperature) instead of the source's
        self._source = source
        self._noise = Noise(seed + 271)
        self._regs = bytearray(128)
        self._fifo = array("i", [0] * _FIFO_DEPTH)
        self._at = 0
        self._shot_ms = self._boot_ms = 0
        self._reset()

    def _reset(self):
        regs = self._regs
        for i in range(len(regs)):
            regs[i] = 0
        regs[0x0F] = _ID
        regs[0x12] = 0x01
        regs[0x19] = 0x80
        self._head = self._level = 0
        self._overrun = False
        self._held = False  # BDU: the outputs wait until 2A is read
        self._hz = 0
        self._rest_ms = 0  # 1/Hz of a millisecond, carried to the next sample
        self._wait_ms = 0  # time that has not become a sample yet

    # the bus

    def write(self, reg, buf):
        if reg < 0:
            self._at = buf[0]
            for i in range(1, len(buf)):
                self._put(buf[i])
        else:
            self._at = reg
            for i in range(len(buf)):
                self._put(buf[i])

    def read(self, buf):
        if self._at == _FIFO_DATA and len(buf) % 3:
            raise ChipError("LPS28DFW: %d bytes from 0x78; samples have 3" % len(buf))
        for i in range(len(buf)):
            buf[i] = self._get()

    def _next(self):
        if self._regs[0x12] & 1:  # IF_ADD_INC
            self._at = _FIFO_DATA if self._at == 0x7A else self._at + 1

    def _put(self, value):
        reg = self._at
        if reg not in _WRITABLE or value & ~_WRITABLE[reg]:
            raise ChipError("LPS28DFW: 0x%02x to register 0x%02x is reserved" % (value, reg))
        self._regs[reg] = value
        if reg == 0x10:
            self._set_rate(value)
        elif reg == 0x11:
            self._control(value)
        elif reg == 0x14:
            if value & 4:
                raise ChipError("LPS28DFW: FIFO trigger modes are not modelled")
            if value & 3 == 0:
                self._head = self._level = 0
                self._overrun = False
        elif reg == 0x0B and value & 0xF0:
            raise ChipError("LPS28DFW: AUTOREFP and AUTOZERO are not modelled")
        self._next()

    def _set_rate(self, value):
        odr, avg = value >> 3 & 15, value & 7
        hz = 200 if odr & 8 else _ODR_HZ[odr]
        if hz > _MOST_HZ[avg] or not _AVERAGES[avg]:
            raise ChipError("LPS28DFW: %d Hz with AVG code %d is not allowed" % (hz, avg))
        if hz != self._hz:
            self._hz = hz
            self._wait_ms = self._rest_ms = 0

    def _control(self, value):
        if value & 4:
            self._reset()
            return
        if value & 0x80:
            self._boot_ms = 10
        if value & 1:
            if self._hz:
                raise ChipError("LPS28DFW: ONESHOT only with ODR 0")
            self._shot_ms = 3 + _AVERAGES[self._regs[0x10] & 7] // 16

    def _get(self):
        reg = self._at
        if reg >= _FIFO_DATA and reg <= 0x7A:
            value = self._fifo_byte(reg - _FIFO_DATA)
        elif reg in _READ_ONLY or reg in _WRITABLE:
            value = self._register(reg)
        else:
            raise ChipError("LPS28DFW: register 0x%02x is reserved" % reg)
        self._next()
        return value

    def _register(self, reg):
        regs = self._regs
        if reg == 0x25:
            return self._level
        if reg == 0x26:
            mark = regs[0x15]
            value = 0x20 if self._level == _FIFO_DEPTH else 0
            if self._overrun:
                value |= 0x40
            return value | 0x80 if mark and self._level >= mark else value
        value = regs[reg]
        if reg == 0x24:
            regs[0x24] = 0x80 if self._boot_ms else 0
        elif reg == 0x28 or reg == 0x29:
            self._held = regs[0x11] & 8 != 0
        elif reg == 0x2A:
            self._held = False
            regs[0x27] &= ~0x11
        elif reg == 0x2C:
            regs[0x27] &= ~0x22
        return value

    def _fifo_byte(self, i):
        if not self._level:
            raise ChipError("LPS28DFW: FIFO read beyond its level")
        value = self._fifo[self._head] >> 8 * i & 255
        if i == 2:
            self._head = (self._head + 1) % _FIFO_DEPTH
            self._level -= 1
        return value

    # time

    def pass_ms(self, ms):
        """The body and the conversions go on for ms."""
        if self._boot_ms:
            self._boot_ms = max(0, self._boot_ms - ms)
            if not self._boot_ms:
                self._regs[0x11] &= 0x7F
        if not self._hz:
            self._idle(ms)
            return
        self._wait_ms += ms
        left = self._wait_ms * self._hz // 1000 - _FIFO_DEPTH - 2
        while left > 0:  # nobody looked for long: only the newest samples can be seen
            gap = min(1000, left * 1000 // self._hz)
            if gap == 0:
                break
            self._source.step(gap)
            self._wait_ms -= gap
            left -= max(1, gap * self._hz // 1000)
        while True:
            period = (1000 + self._rest_ms) // self._hz
            if self._wait_ms < period:
                return
            self._rest_ms = (1000 + self._rest_ms) % self._hz
            self._wait_ms -= period
            self._sample(self._source.step(period))

    def _idle(self, ms):
        while ms > 0:
            gap = min(ms, self._shot_ms or 1000)
            mpa = self._source.step(gap)
            ms -= gap
            if self._shot_ms:
                self._shot_ms -= gap
                if not self._shot_ms:
                    self._regs[0x11] &= 0xFE
                    self._sample(mpa)

    def _sample(self, mpa):
        regs = self._regs
        wide = regs[0x11] & 0x40 and self.full_scale
        if not regs[0x11] & 0x10:
            band = 0
        else:
            band = 2 if regs[0x11] & 0x20 else 1
        if self.noisy:
            table = _NOISE_4060 if wide else _NOISE_1260
            mpa += self._noise.gauss(table[regs[0x10] & 7][band] * self.noisy)
        mpa = max(_LEAST_MPA, min(mpa, _MOST_4060_MPA if wide else _MOST_1260_MPA))
        # 2048 LSB per hPa: 64 per 3125 mPa, in two parts because 64 * mpa is too big
        raw = (mpa // 3125) * 64 + (mpa % 3125) * 64 // 3125
        if not wide:
            raw *= 2
        offset = regs[0x1A] | regs[0x1B] << 8
        if offset:
            raw -= (offset - 65536 if offset & 0x8000 else offset) << 8
        if self.codes:
            raw = self.codes[0]
        self._output(raw)
        if regs[0x14] & 3:
            self._push(raw)

    def _output(self, raw):
        regs = self._regs
        if regs[0x27] & 1:
            regs[0x27] |= 0x10
        if regs[0x27] & 2:
            regs[0x27] |= 0x20
        regs[0x27] |= 3
        if self._held:
            return
        regs[0x28] = raw & 255
        regs[0x29] = raw >> 8 & 255
        regs[0x2A] = raw >> 16 & 255
        temp = self.codes[1] if self.codes else self._source.temp_cc()
        regs[0x2B] = temp & 255
        regs[0x2C] = temp >> 8 & 255

    def _push(self, raw):
        depth = _FIFO_DEPTH
        if self._regs[0x14] & 8 and self._regs[0x15]:
            depth = self._regs[0x15]  # STOP_ON_WTM
        if self._level >= depth:
            self._overrun = True
            if not self._regs[0x14] & 2:
                return  # FIFO mode stops when full
            self._head = (self._head + 1) % _FIFO_DEPTH
            self._level -= 1
        self._fifo[(self._head + self._level) % _FIFO_DEPTH] = raw
        self._level += 1


class LPS22DF(LPS28DFW):
    """Answers with the same id; its FS_MODE bit does nothing, it ends at 1260 hPa."""

    full_scale = False
