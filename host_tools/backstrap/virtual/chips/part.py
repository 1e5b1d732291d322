"""What the simpler pressure sensors have in common: registers behind a pointer that moves on, one
conversion at a time in the world's time, noise.
"""
# mypy: ignore-errors

from ..noise import Noise
from . import ChipError

_IN_ONE_GO_MS = 1000  # longest step of the source


class Part:
    """`source` has step(ms) -> absolute mPa and temp_cc(); time comes by `pass_ms(ms)`.

    noisy   how many times the part's own noise a conversion has
    codes   (pressure, temperature) that every conversion gives instead of the source's; None
    """

    name = ""
    writable = ()  # registers

    def __init__(self, source, seed=1):
        self.noisy = 1
        self.codes = None
        self.mpa = 101325000
        self._source = source
        self._noise = Noise(seed + 271)
        self._regs = bytearray(256)
        self._at = 0
        self._left_ms = 0  # of the conversion that is under way; 0: none

    # the bus

    def write(self, reg, buf):
        first = 0
        if reg < 0:
            reg = buf[0]
            first = 1
        self._at = reg
        for i in range(first, len(buf)):
            if self._at not in self.writable:
                raise ChipError("%s: register 0x%02x cannot be written" % (self.name, self._at))
            self._put(self._at, buf[i])
            self._at = (self._at + 1) & 0xFF

    def read(self, buf):
        for i in range(len(buf)):
            buf[i] = self._get(self._at)
            self._at = (self._at + 1) & 0xFF

    def _put(self, reg, value):
        self._regs[reg] = value

    def _get(self, reg):
        return self._regs[reg]

    # time

    def pass_ms(self, ms):
        """The body and the conversion go on for ms."""
        while ms > 0:
            gap = ms if ms < _IN_ONE_GO_MS else _IN_ONE_GO_MS
            if self._left_ms and self._left_ms < gap:
                gap = self._left_ms
            self.mpa = self._source.step(gap)
            ms -= gap
            if self._left_ms:
                self._left_ms -= gap
                if not self._left_ms:
                    self._done()

    def _done(self):
        """The conversion is finished."""

    def _sensed(self, sd_mpa):
        """Pressure with noise of so many mPa RMS, in mPa."""
        return self.mpa + (self._noise.gauss(sd_mpa * self.noisy) if self.noisy else 0)

    def _place(self, reg, value, size, little):
        """A number into registers."""
        for i in range(size):
            by = 8 * i if little else 8 * (size - 1 - i)
            self._regs[reg + i] = value >> by & 255


def code_for(reading, wanted, code, most):
    """The code from 0 to most for which reading(code) is nearest to wanted. reading goes one way;
    code: where to begin."""
    for _ in range(12):
        here = reading(code)
        slope = (reading(code + 256) - here) / 256
        step = round((wanted - here) / slope) if slope else 0
        if step == 0:
            break
        code = min(max(code + step, 0), most)
    return code
