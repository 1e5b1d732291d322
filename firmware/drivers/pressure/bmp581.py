"""BMP581 and BMP585 barometers on I2C, to 1250 hPa, 25 Hz (Bosch BST-BMP581-DS004)."""

from array import array

from micropython import const

_ID = const(0x01)
_INT_SOURCE = const(0x15)
_DATA = const(0x1D)
_INT_STATUS = const(0x27)
_STATUS = const(0x28)
_OSR_CONFIG = const(0x36)
_ODR_CONFIG = const(0x37)

_IDS = b"\x50\x51"
_NVM_STATE = const(0x06)  # its memory: ready, in error
_NVM_READY = const(0x02)
_STANDBY = b"\x80"  # never deep
_STANDBY_STEPS = const(2)  # 2.5 ms, which one step may not be
# Data-ready is told, pressure x16, 25 Hz.
_SETTINGS = ((_INT_SOURCE, b"\x01"), (_OSR_CONFIG, b"\x60"), (_ODR_CONFIG, b"\xd1"))
_READY = const(0x01)
_NO_CODES = (0, 0x7F7F7F, 0xFFFFFF)  # 7F in every byte: nothing was measured yet


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor."""
    if i2c.readfrom_mem(addr, _ID, 1)[0] not in _IDS:
        raise OSError("chip not BMP581")
    if i2c.readfrom_mem(addr, _STATUS, 1)[0] & _NVM_STATE != _NVM_READY:
        raise OSError("its memory is damaged")
    i2c.writeto_mem(addr, _ODR_CONFIG, _STANDBY)
    for _ in range(_STANDBY_STEPS):
        yield None
    for register, value in _SETTINGS:
        i2c.writeto_mem(addr, register, value)
    yield Sensor(i2c, addr)


class Sensor:
    """It samples by its own clock, says when there is a new one, and gives it compensated."""

    rate_hz = 25
    noise_pa = 1  # 0.21 Pa at x16
    feels_pulse = True
    feels_breath = True
    range_pa = (30000, 125000)

    def __init__(self, i2c, addr):
        self.samples = array("i", [0])
        self.code = 0
        self._i2c = i2c
        self._addr = addr
        self._byte = bytearray(1)
        self._data = bytearray(6)
        self._temp_cc = 0

    def read(self):
        """Take the sample that is new: 1, or 0 while there is none."""
        self._i2c.readfrom_mem_into(self._addr, _INT_STATUS, self._byte)
        if not self._byte[0] & _READY:
            return 0
        data = self._data
        self._i2c.readfrom_mem_into(self._addr, _DATA, data)  # one burst, so not torn
        celsius = data[0] | data[1] << 8 | data[2] << 16
        if celsius & 0x800000:
            celsius -= 0x1000000
        self._temp_cc = celsius * 25 >> 14  # 65536 codes a degree
        self.code = raw = data[3] | data[4] << 8 | data[5] << 16
        self.samples[0] = self.range_pa[1] if raw in _NO_CODES else raw + 32 >> 6
        return 1

    def stop(self):
        """Powered down; a restart sets it up again."""
        self._i2c.writeto_mem(self._addr, _ODR_CONFIG, _STANDBY)

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C, as of the last sample."""
        return self._temp_cc
