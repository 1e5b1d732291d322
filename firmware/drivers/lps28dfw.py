"""LPS28DFW pressure sensor on I2C, 4060 hPa range, 50 Hz from its FIFO (ST DS13317 Rev 1)."""

from array import array

from micropython import const

_WHO_AM_I = const(0x0F)
_CTRL_REG1 = const(0x10)
_CTRL_REG2 = const(0x11)
_FIFO_CTRL = const(0x14)
_FIFO_STATUS1 = const(0x25)
_STATUS = const(0x27)
_PRESS_OUT_XL = const(0x28)
_TEMP_OUT_L = const(0x2B)
_FIFO_DATA_XL = const(0x78)

_ID = const(0xB4)
_SWRESET = const(0x04)
_ONESHOT_1260 = const(0x09)  # BDU, full scale 1260 hPa
_ONESHOT_4060 = const(0x49)  # BDU, full scale 4060 hPa
_RUN_4060 = const(0x58)  # full scale 4060 hPa, low-pass at ODR/4, BDU: no torn reads
_ODR_50_AVG_128 = const(0x2D)
_FIFO_CONTINUOUS = const(0x02)
_P_DA = const(0x01)
_BURST = const(8)  # samples taken in one read at the most, 160 ms of them
_PATIENCE = const(50)

# Steps of the start, one a read.
_RESET = const(0)
_WAIT_1260 = const(1)
_WAIT_4060 = const(2)
_RUN = const(3)


class LPS28DFW:
    """Continuous pressure. `read()` never waits: the start-up check is spread over reads.

    WHO_AM_I 0xB4 is shared with the 1260 hPa LPS22DF, on which the range bit is reserved and the
    pressure would read double. So one sample is taken in each range first: the raw value must
    halve.
    """

    rate_hz = 50
    feels_pulse = True  # half of the seconds from 4 Pa peak to peak: docs/sensing.md
    noise_pa = 2  # 1.43 Pa RMS at AVG 128, ODR/4 (DS13317 table 18), rounded up

    def __init__(self, i2c, addr=0x5C):
        self.samples = array("i", [0] * _BURST)
        self._i2c = i2c
        self._addr = addr
        self._raw = bytearray(3 * _BURST)
        self._bursts = [memoryview(self._raw)[: 3 * n] for n in range(_BURST + 1)]
        self._byte = bytearray(1)
        self._pair = bytearray(2)
        self._start = _RESET
        self._raw_1260 = 0
        self._waited = 0
        if self._read(_WHO_AM_I) != _ID:
            raise OSError("chip %02x not LPS28DFW" % self._byte[0])
        self._write(_CTRL_REG1, 0)
        self._write(_CTRL_REG2, _SWRESET)

    def read(self):
        """Take what the FIFO holds: how many of `samples` (Pa absolute, oldest first) are new."""
        if self._start != _RUN:
            self._check_range()
            return 0
        i2c, raw, samples = self._i2c, self._raw, self.samples
        i2c.readfrom_mem_into(self._addr, _FIFO_STATUS1, self._byte)
        count = self._byte[0]
        if count > _BURST:
            count = _BURST
        if count:
            i2c.readfrom_mem_into(self._addr, _FIFO_DATA_XL, self._bursts[count])
            at = 0
            for i in range(count):  # 2048 LSB per hPa; a ball's pressure is never negative
                samples[i] = (raw[at] | raw[at + 1] << 8 | raw[at + 2] << 16) * 25 >> 9
                at += 3
        return count

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C."""
        self._i2c.readfrom_mem_into(self._addr, _TEMP_OUT_L, self._pair)
        value = self._pair[0] | self._pair[1] << 8
        return value - 0x10000 if value & 0x8000 else value

    def _check_range(self):
        """One sample at 1260 hPa, one at 4060 hPa, then continuous."""
        if self._start == _RESET:
            if not self._read(_CTRL_REG2) & _SWRESET:
                self._next(_ONESHOT_1260)
            return
        self._waited += 1
        if self._waited > _PATIENCE:
            raise OSError("gives no sample")
        if not self._read(_STATUS) & _P_DA:
            return
        self._i2c.readfrom_mem_into(self._addr, _PRESS_OUT_XL, self._bursts[1])
        value = self._value(0)
        if self._start == _WAIT_1260:
            self._raw_1260 = value
            self._next(_ONESHOT_4060)
        elif (
            4 * value < 3 * self._raw_1260
        ):  # half, were it not that somebody may lie down just now
            self._write(_CTRL_REG2, _RUN_4060)
            self._write(_FIFO_CTRL, 0)
            self._write(_FIFO_CTRL, _FIFO_CONTINUOUS)
            self._write(_CTRL_REG1, _ODR_50_AVG_128)
            self._start = _RUN
        else:
            raise OSError("LPS22DF, not LPS28DFW")

    def _next(self, oneshot):
        self._start += 1
        self._waited = 0
        self._write(_CTRL_REG2, oneshot)

    def _value(self, at):
        raw = self._raw
        value = raw[at] | raw[at + 1] << 8 | raw[at + 2] << 16
        return value - 0x1000000 if value & 0x800000 else value

    def _read(self, reg):
        self._i2c.readfrom_mem_into(self._addr, reg, self._byte)
        return self._byte[0]

    def _write(self, reg, value):
        self._byte[0] = value
        self._i2c.writeto_mem(self._addr, reg, self._byte)
