"""Honeywell MPR, 0 to 25 psi absolute, by command (data sheet 32332628). Steady work allocates
nothing."""
# mypy: ignore-errors

from . import ChipError
from .part import Part

_CONVERSION_MS = 5
_NOISE_MPA = 3000
_POWERED, _BUSY, _BAD_MEMORY, _SATURATED = 0x40, 0x20, 0x04, 0x01
_ZERO = 0x19999A  # the code of no pressure: a tenth of all
_FULL_MPA = 172368932  # 25 psi, 0xCCCCCC codes above it


class MPRLS(Part):
    """Four bytes: the status and the last conversion."""

    name = "MPR"

    def __init__(self, source, seed=1):
        Part.__init__(self, source, seed)
        self.status = _POWERED
        self._code = 0

    def write(self, reg, buf):
        if reg >= 0 or len(buf) != 3 or buf[0] != 0xAA or buf[1] or buf[2]:
            raise ChipError("MPR: no command %02x %s" % (reg & 255, bytes(buf).hex()))
        self._left_ms = _CONVERSION_MS
        self.status |= _BUSY

    def read(self, buf):
        for i in range(len(buf)):
            buf[i] = self._code >> 8 * (3 - i) & 255 if 0 < i < 4 else self.status

    def _done(self):
        self.status &= ~(_BUSY | _SATURATED)
        if self.codes:
            self._code = self.codes[0]
            return
        mpa = self._sensed(_NOISE_MPA)
        if not 0 <= mpa <= _FULL_MPA:
            self.status |= _SATURATED
            mpa = min(max(mpa, 0), _FULL_MPA)
        # 77.8665 codes a Pa, in parts because their product is too big
        pa = mpa // 1000
        self._code = _ZERO + pa * 77 + pa * 866 // 1000 + pa // 2000 + mpa % 1000 * 78 // 1000
