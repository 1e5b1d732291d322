"""BMP388 and BMP390 barometers on I2C, to 1250 hPa, 25 Hz (Bosch BST-BMP388-DS001)."""

from array import array
from struct import unpack

from micropython import const

_ID = const(0x00)
_STATUS = const(0x03)
_DATA = const(0x04)
_PWR_CTRL = const(0x1B)
_OSR = const(0x1C)
_ODR = const(0x1D)
_CONFIG = const(0x1F)
_NVM = const(0x31)

_IDS = b"\x50\x60"
_READY = const(0x60)  # pressure and temperature
_SLEEP = b"\x00"
_NORMAL = b"\x33"  # both measured, again and again
_SETTINGS = ((_OSR, b"\x03"), (_ODR, b"\x03"), (_CONFIG, b"\x00"))  # x8 and x1, 25 Hz, no filter
_NO_CODES = (0, 0x800000, 0xFFFFFF)


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor."""
    if i2c.readfrom_mem(addr, _ID, 1)[0] not in _IDS:
        raise OSError("chip not BMP388")
    image = i2c.readfrom_mem(addr, _NVM, 21)
    if image == bytes(21):
        raise OSError("calibration is blank")
    i2c.writeto_mem(addr, _PWR_CTRL, _SLEEP)
    for register, value in _SETTINGS:
        i2c.writeto_mem(addr, register, value)
    i2c.writeto_mem(addr, _PWR_CTRL, _NORMAL)
    yield Sensor(i2c, addr, unpack("<HHbhhbbHHbbhbb", image))


class Sensor:
    """It samples by its own clock and says when there is a new one. The compensation needs wide
    integers, so it allocates."""

    rate_hz = 25
    noise_pa = 1
    feels_pulse = True
    feels_breath = True
    range_pa = (30000, 125000)

    def __init__(self, i2c, addr, nvm):
        """nvm: T1 to T3, P1 to P11."""
        self.samples = array("i", [0])
        self.code = 0
        self._i2c = i2c
        self._addr = addr
        self._nvm = nvm
        self._byte = bytearray(1)
        self._data = bytearray(6)
        self._temp_cc = 0

    def read(self):
        """Take the sample that is new: 1, or 0 while there is none."""
        self._i2c.readfrom_mem_into(self._addr, _STATUS, self._byte)
        if self._byte[0] & _READY != _READY:
            return 0
        data = self._data
        self._i2c.readfrom_mem_into(self._addr, _DATA, data)  # one burst, so not torn
        self.code = raw = data[0] | data[1] << 8 | data[2] << 16
        pascals = self._pascals(raw, data[3] | data[4] << 8 | data[5] << 16)
        self.samples[0] = self.range_pa[1] if raw in _NO_CODES else pascals
        return 1

    def stop(self):
        """Powered down; a restart sets it up again."""
        self._i2c.writeto_mem(self._addr, _PWR_CTRL, _SLEEP)

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C, as of the last sample."""
        return self._temp_cc

    def _pascals(self, raw, raw_t):
        """Bosch's polynomials (data sheet, 9.2 and 9.3) with the binary point moved: t is degrees
        * 2^16, the offset Pa * 2^16, the gain Pa a code * 2^40."""
        t1, t2, t3, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11 = self._nvm
        d = raw_t - (t1 << 8)
        t = (d * t2 << 18) + d * d * t3 >> 32
        self._temp_cc = t * 100 + 32768 >> 16
        square = t * t >> 16
        cube = square * t >> 16
        offset = (p5 << 19) + (p6 * t >> 6) + (p7 * square >> 8) + (p8 * cube >> 15)
        gain = (p1 - 16384 << 20) + ((p2 - 16384) * t >> 5) + (p3 * square >> 8)
        gain += p4 * cube >> 13
        curve = raw * raw * ((p9 << 16) + p10 * t) >> 48
        return offset + (raw * gain >> 24) + curve + (raw * raw * raw * p11 >> 49) + 32768 >> 16
