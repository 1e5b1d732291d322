"""MS5837-02BA and -30BA, MS5803-02BA, -05BA and -14BA by command (their data sheets).

The memory is that of the data sheets' examples; -05BA has no published one.
"""
# mypy: ignore-errors

from ..noise import Noise
from . import ChipError
from .part import Part, code_for

_RELOAD_MS = 3
_CONVERSION_MS = (1, 2, 3, 5, 10, 19)  # 256 to 8192
_MOST = 0xFFFFFF


def _crc4(words):
    """Of eight words, as AN520 has it: the polynomial 0x3000 over 16 bits."""
    rest = 0
    for i in range(16):
        rest ^= words[i >> 1] & 0xFF if i & 1 else words[i >> 1] >> 8
        for _ in range(8):
            rest = (rest << 1) ^ (0x3000 if rest & 0x8000 else 0)
        rest &= 0xFFFF
    return rest >> 12 & 15


class MS58(Part):
    """A command is one byte; what follows is read at once."""

    most_osr = 5
    shifts = (17, 6, 16, 7, 15)  # offset, its temperature, gain, its temperature, the end
    unit = 1  # Pa
    noise_mpa = 2400

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self._noise = Noise(seed + 271)
        self.words = [int(self.prom[i : i + 4], 16) for i in range(0, len(self.prom), 4)]
        self.calibrate(self.words[1:7])
        self._reload_ms = -1  # not loaded before the first reset
        self._command = 0
        self._result = 0
        self._measured = 0
        self._code_t = 8000000

    def calibrate(self, coefficients):
        """C1 to C6, with the checksum that belongs to them."""
        self.words[1:7] = coefficients
        if len(self.words) == 8:  # in the last nibble, else in the first
            last = self.words[7] & 0xFF00
            self.words[7] = last | _crc4(self.words[:7] + [last])
        else:
            first = self.words[0] & 0x0FFF
            self.words[0] = first | _crc4([first] + self.words[1:] + [0]) << 12

    def write(self, reg, buf):
        if reg < 0:
            reg = buf[0]
            buf = buf[1:]
        if len(buf):
            raise ChipError("%s: a command is one byte" % self.name)
        self._command = reg
        if reg == 0x1E:
            self._reload_ms = _RELOAD_MS
            self._left_ms = self._result = 0
        elif 0x40 <= reg <= 0x5A:
            if reg & 1 or (reg & 15) // 2 > self.most_osr:
                raise ChipError("%s: no command 0x%02x" % (self.name, reg))
            self._measured = reg & 0x10
            self._left_ms = _CONVERSION_MS[(reg & 15) // 2]
            self._result = 0

    def read(self, buf):
        value = 0
        if self._command == 0:
            value = 0 if self._left_ms else self._result  # to look too early ruins it
            self._left_ms = self._result = 0
            value <<= 8 * (len(buf) - 3) if len(buf) > 3 else 0
        elif 0xA0 <= self._command <= 0xAE and self._reload_ms == 0:
            word = (self._command - 0xA0) // 2
            value = self.words[word] if word < len(self.words) else 0
        for i in range(len(buf)):
            buf[i] = value >> 8 * (len(buf) - 1 - i) & 255

    def pass_ms(self, ms):
        if self._reload_ms > 0:
            self._reload_ms = max(0, self._reload_ms - ms)
        Part.pass_ms(self, ms)

    def _done(self):
        if self.codes:
            self._result = self.codes[1 if self._measured else 0]
        elif self._measured:
            celsius = self._source.temp_cc()
            self._code_t = code_for(self._celsius, celsius, self._code_t, _MOST)
            self._result = self._code_t
        else:
            pa = self._sensed(self.noise_mpa) / 1000
            cc = self._source.temp_cc()
            offset, gain = self._lines(code_for(self._celsius, cc, 8000000, _MOST))
            code = int((pa / self.unit * 2 ** self.shifts[4] + offset) * 2097152 / gain)
            self._result = min(max(code, 1), _MOST)

    def _off(self, code_t):
        """dT, and the temperature of the first order in 0.01 C."""
        dt = code_t - self.words[5] * 256
        return dt, 2000 + dt * self.words[6] / 8388608

    def _celsius(self, code_t):
        dt, celsius = self._off(code_t)
        return celsius - self.second(dt, celsius)[0]

    def _lines(self, code_t):
        """Offset and gain."""
        c = self.words
        dt, celsius = self._off(code_t)
        off_by, off_t_by, gain_by, gain_t_by, _ = self.shifts
        _, offset, gain = self.second(dt, celsius // 1)  # whole, as in the data sheet
        offset = c[2] * 2**off_by + c[4] * dt / 2**off_t_by - offset
        return offset, c[1] * 2**gain_by + c[3] * dt / 2**gain_t_by - gain


class MS583702BA(MS58):
    name = "MS5837-02BA"
    prom = "52A0B524ABCD71836CC27B416E05"

    def second(self, dt, celsius):
        """What is taken from temperature, offset and gain."""
        if celsius >= 2000:
            return 0, 0, 0
        x = (celsius - 2000) ** 2
        return 11 * dt * dt / 2**35, 31 * x / 8, 63 * x / 32


class MS583730BA(MS58):
    name = "MS5837-30BA"
    prom = "934088A68E004F68575268166622"
    shifts = (16, 7, 15, 8, 13)
    unit = 10
    noise_mpa = 20000
    warm = 2

    def second(self, dt, celsius):
        x, y = (celsius - 2000) ** 2, (celsius + 1500) ** 2
        if celsius >= 2000:
            return self.warm * dt * dt / 2**37, x / 16, 0
        cold = celsius < -1500
        return 3 * dt * dt / 2**33, 3 * x / 2 + 7 * y * cold, 5 * x / 8 + 4 * y * cold


class MS580314BA(MS583730BA):
    name = "MS5803-14BA"
    prom = "0000B5D2A75D743773117FE971830006"
    shifts = (16, 7, 15, 8, 15)
    most_osr = 4
    warm = 7


class MS580302BA(MS58):
    name = "MS5803-02BA"
    prom = "0000B524ABCD71836CC27B416E050000"
    most_osr = 4

    def second(self, dt, celsius):
        if celsius >= 2000:
            return 0, 0, 0
        x, y = (celsius - 2000) ** 2, (celsius + 1500) ** 2
        cold = celsius < -1500
        return dt * dt / 2**31, 61 * x / 16 + 20 * y * cold, 2 * x + 12 * y * cold


class MS580305BA(MS58):
    name = "MS5803-05BA"
    prom = "0000B524ABCD71836CC27B416E050000"
    shifts = (18, 5, 17, 7, 15)
    noise_mpa = 3600
    most_osr = 4

    def second(self, dt, celsius):
        if celsius >= 2000:
            return 0, 0, 0
        x, y = (celsius - 2000) ** 2, (celsius + 1500) ** 2
        cold = celsius < -1500
        return 3 * dt * dt / 2**33, 3 * x / 8, 7 * x / 8 + 3 * y * cold
