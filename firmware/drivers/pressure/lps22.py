"""LPS22HB, LPS33HW and LPS35HW pressure sensors on I2C, to 1260 hPa, 25 Hz (ST DocID027083)."""

from array import array

from micropython import const

_CTRL_REG1 = const(0x10)
_STATUS = const(0x27)
_DATA = const(0x28)
_READY = const(0x03)  # pressure and temperature
_NO_CODES = (0, 0x800000, 0x7FFFFF)


class Sensor:
    """It samples by its own clock and says when there is a new one. st.py has set it up, so that
    a sample stays whole until it is read (BDU)."""

    rate_hz = 25
    noise_pa = 1
    feels_pulse = True
    feels_breath = True
    range_pa = (26000, 126000)

    def __init__(self, i2c, addr):
        self.samples = array("i", [0])
        self.code = 0
        self._i2c = i2c
        self._addr = addr
        self._byte = bytearray(1)
        self._data = bytearray(5)
        self._temp_cc = 0

    def read(self):
        """Take the sample that is new: 1, or 0 while there is none."""
        self._i2c.readfrom_mem_into(self._addr, _STATUS, self._byte)
        if self._byte[0] & _READY != _READY:
            return 0
        data = self._data
        self._i2c.readfrom_mem_into(self._addr, _DATA, data)
        celsius = data[3] | data[4] << 8
        self._temp_cc = celsius - 0x10000 if celsius & 0x8000 else celsius
        self.code = raw = data[0] | data[1] << 8 | data[2] << 16  # 4096 a hPa
        self.samples[0] = self.range_pa[1] if raw in _NO_CODES else raw * 25 + 512 >> 10
        return 1

    def stop(self):
        """Powered down; a restart sets it up again."""
        self._i2c.writeto_mem(self._addr, _CTRL_REG1, b"\x00")

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C, as of the last sample."""
        return self._temp_cc
