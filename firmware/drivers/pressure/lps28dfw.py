"""LPS28DFW and LPS22DF pressure sensors on I2C, 50 Hz from their FIFO (ST DS13317 Rev 1)."""

from array import array

from micropython import const

_CTRL_REG1 = const(0x10)
_FIFO_STATUS1 = const(0x25)
_TEMP_OUT_L = const(0x2B)
_FIFO_DATA_XL = const(0x78)
_BURST = const(4)  # samples taken in one read at the most, 80 ms of them


class Sensor:
    """Continuous pressure, set up by st.py; `wide`: to 4060 hPa, which only the LPS28DFW can."""

    rate_hz = 50
    noise_pa = 2  # 1.43 Pa RMS at AVG 128, ODR/4 (DS13317 table 18), rounded up
    feels_pulse = True  # half of the seconds from 4 Pa peak to peak: docs/sensing.md
    feels_breath = True

    def __init__(self, i2c, addr, wide):
        self.samples = array("i", [0] * _BURST)
        self.code = 0
        self.range_pa = (26000, 406000 if wide else 126000)
        self._shift = 9 if wide else 10  # 2048 or 4096 codes a hPa
        self._i2c = i2c
        self._addr = addr
        self._raw = bytearray(3 * _BURST)
        self._bursts = [memoryview(self._raw)[: 3 * n] for n in range(_BURST + 1)]
        self._byte = bytearray(1)
        self._pair = bytearray(2)

    def read(self):
        """Take what the FIFO holds: how many of `samples` (Pa absolute, oldest first) are new."""
        i2c, raw, samples = self._i2c, self._raw, self.samples
        shift = self._shift
        i2c.readfrom_mem_into(self._addr, _FIFO_STATUS1, self._byte)
        count = self._byte[0]
        if count > _BURST:
            count = _BURST
        if count:
            i2c.readfrom_mem_into(self._addr, _FIFO_DATA_XL, self._bursts[count])
            at = code = 0
            for i in range(count):  # a ball's pressure is never negative
                code = raw[at] | raw[at + 1] << 8 | raw[at + 2] << 16
                samples[i] = code * 25 >> shift
                at += 3
            self.code = code
        return count

    def stop(self):
        """Powered down; a restart sets it up again."""
        self._i2c.writeto_mem(self._addr, _CTRL_REG1, b"\x00")

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C."""
        self._i2c.readfrom_mem_into(self._addr, _TEMP_OUT_L, self._pair)
        value = self._pair[0] | self._pair[1] << 8
        return value - 0x10000 if value & 0x8000 else value
