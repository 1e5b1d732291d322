"""BMP280 and BME280 barometers on I2C, to 1100 hPa, 25 Hz one by one (Bosch BST-BMP280-DS001)."""

from array import array
from struct import unpack

from micropython import const

_CALIBRATION = const(0x88)
_ID = const(0xD0)
_STATUS = const(0xF3)
_CTRL_MEAS = const(0xF4)
_DATA = const(0xF7)

_IDS = b"\x58\x60\x56\x57"  # BMP280, BME280, samples of the BMP280
_MEASURING = const(0x08)
_FORCED_X1_X8 = const(0x31)  # temperature once, pressure eight times, one conversion
_NO_CODES = (0, 0x80000, 0xFFFFF)  # rails, and "measurement skipped", which looks like 819 hPa


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor."""
    if i2c.readfrom_mem(addr, _ID, 1)[0] not in _IDS:
        raise OSError("chip not BMP280")
    yield Sensor(i2c, addr, unpack("<HhhHhhhhhhhh", i2c.readfrom_mem(addr, _CALIBRATION, 24)))


class Sensor:
    """A conversion takes up to 22.5 ms: begun at every second read, fetched two reads later when
    the chip no longer says that it measures. The compensation needs 64 bits, so it allocates.

    No filter in the chip: it would eat the pulse.
    """

    rate_hz = 25
    noise_pa = 2
    feels_pulse = True
    feels_breath = True
    range_pa = (30000, 110000)

    def __init__(self, i2c, addr, calibration):
        """calibration: T1 to T3, P1 to P9."""
        self.samples = array("i", [0])
        self.code = 0
        self._i2c = i2c
        self._addr = addr
        self._t, self._p = calibration[:3], calibration[3:]
        self._byte = bytearray(1)
        self._data = bytearray(6)
        self._temp_cc = 0
        self._rests = False
        if self._p[0] == 0:
            raise OSError("calibration is blank")
        self._begin()

    def read(self):
        """Take the conversion that is done: 1, or 0 while there is none."""
        self._rests = not self._rests
        if self._rests:
            return 0
        self._i2c.readfrom_mem_into(self._addr, _STATUS, self._byte)
        if self._byte[0] & _MEASURING:
            self._rests = True
            return 0
        data = self._data
        self._i2c.readfrom_mem_into(self._addr, _DATA, data)  # one burst, so not torn
        self._begin()
        self.code = raw = data[0] << 12 | data[1] << 4 | data[2] >> 4
        fine = self._fine(data[3] << 12 | data[4] << 4 | data[5] >> 4)
        self._temp_cc = fine * 5 + 128 >> 8
        self.samples[0] = self.range_pa[1] if raw in _NO_CODES else self._pascals(raw, fine)
        return 1

    def stop(self):
        """It does by itself, between two conversions."""

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C, as of the last sample."""
        return self._temp_cc

    def _begin(self):
        self._byte[0] = _FORCED_X1_X8
        self._i2c.writeto_mem(self._addr, _CTRL_MEAS, self._byte)

    def _fine(self, raw):
        """The temperature as the pressure needs it."""
        t1, t2, t3 = self._t
        off = (raw >> 4) - t1
        return (((raw >> 3) - (t1 << 1)) * t2 >> 11) + ((off * off >> 12) * t3 >> 14)

    def _pascals(self, raw, fine):
        p1, p2, p3, p4, p5, p6, p7, p8, p9 = self._p
        t = fine - 128000
        offset = t * t * p6 + (t * p5 << 17) + (p4 << 35)
        gain = ((1 << 47) + (t * t * p3 >> 8) + (t * p2 << 12)) * p1 >> 33
        if gain == 0:
            return self.range_pa[1]
        p = ((1048576 - raw << 31) - offset) * 3125 // gain
        p += (p9 * (p >> 13) * (p >> 13) >> 25) + (p8 * p >> 19)
        return (p >> 8) + (p7 << 4) + 128 >> 8
