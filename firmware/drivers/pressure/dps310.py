"""DPS310, DPS368 and SPL06 barometers on I2C, 25 Hz one by one (Infineon DPS310 v1.2)."""

from array import array
from struct import unpack

from micropython import const

_PRESSURE = const(0x00)
_TEMPERATURE = const(0x03)
_PRS_CFG = const(0x06)
_TMP_CFG = const(0x07)
_MEAS_CFG = const(0x08)
_CFG_REG = const(0x09)
_ID = const(0x0D)
_COEFFICIENTS = const(0x10)
_COEF_SRCE = const(0x28)

_IDS = b"\x10\x11"
_PATIENCE = const(50)
_STARTED = const(0xC0)  # coefficients and sensor are ready
_TMP_RDY = const(0x20)
_PRS_RDY = const(0x10)
_X8 = const(3)  # 14.8 ms; more would need the result shifted
_SCALE = const(7864320)  # of eight conversions
_ONE_P = b"\x01"
_ONE_T = b"\x02"
_NO_CODES = (0, 0x800000, 0x7FFFFF)
_TO_1200 = (b"dps310", b"dps368")  # an SPL06 has the same id and ends at 1100 hPa


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor."""
    if i2c.readfrom_mem(addr, _ID, 1)[0] not in _IDS:
        raise OSError("chip not DPS310")
    for _ in range(_PATIENCE):
        if i2c.readfrom_mem(addr, _MEAS_CFG, 1)[0] & _STARTED == _STARTED:
            break
        yield None
    else:
        raise OSError("gives no coefficients")
    image = i2c.readfrom_mem(addr, _COEFFICIENTS, 18)
    if image == bytes(18):
        raise OSError("calibration is blank")
    # The coefficients hold for one of two thermometers, and only with that one.
    source = i2c.readfrom_mem(addr, _COEF_SRCE, 1)[0] & 0x80
    for register, value in ((_MEAS_CFG, 0), (_PRS_CFG, _X8), (_TMP_CFG, source | _X8)):
        i2c.writeto_mem(addr, register, bytes((value,)))
    i2c.writeto_mem(addr, _CFG_REG, b"\x00")
    i2c.writeto_mem(addr, _MEAS_CFG, _ONE_T)
    yield Sensor(i2c, addr, _unpacked(image), 120000 if kind in _TO_1200 else 110000)


def _signed(value, bits):
    return value - (1 << bits) if value >> bits - 1 else value


def _unpacked(image):
    """c0, c1, c00, c10, c01, c11, c20, c21, c30: all of them signed."""
    packed = int.from_bytes(image[:8], "big")
    firsts = (
        _signed(packed >> 52, 12),
        _signed(packed >> 40 & 0xFFF, 12),
        _signed(packed >> 20 & 0xFFFFF, 20),
        _signed(packed & 0xFFFFF, 20),
    )
    return firsts + unpack(">hhhhh", image[8:])


class Sensor:
    """Temperature and pressure in turn, a read each: begun in one, fetched in the next, 20 ms
    later, where the chip says that it is ready. The compensation needs wide integers, so it
    allocates."""

    rate_hz = 25
    noise_pa = 1
    feels_pulse = True
    feels_breath = True

    def __init__(self, i2c, addr, coefficients, most_pa):
        self.samples = array("i", [0])
        self.code = 0
        self.range_pa = (30000, most_pa)
        self._i2c = i2c
        self._addr = addr
        self._c = coefficients
        self._byte = bytearray(1)
        self._data = bytearray(3)
        self._t = 0  # scaled, * 2^24
        self._pressure = False  # is what is awaited

    def read(self):
        """Take the pressure that is done: 1, or 0 while there is none."""
        i2c, addr, data = self._i2c, self._addr, self._data
        i2c.readfrom_mem_into(addr, _MEAS_CFG, self._byte)
        if not self._byte[0] & (_PRS_RDY if self._pressure else _TMP_RDY):
            return 0
        i2c.readfrom_mem_into(addr, _PRESSURE if self._pressure else _TEMPERATURE, data)
        raw = _signed(data[0] << 16 | data[1] << 8 | data[2], 24)
        self._pressure = not self._pressure
        i2c.writeto_mem(addr, _MEAS_CFG, _ONE_P if self._pressure else _ONE_T)
        if self._pressure:
            self._t = (raw << 24) // _SCALE
            return 0
        self.code = raw
        no_code = raw & 0xFFFFFF in _NO_CODES
        self.samples[0] = self.range_pa[1] if no_code else self._pascals((raw << 24) // _SCALE)
        return 1

    def stop(self):
        """It does by itself, between two conversions."""

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C, as of the last sample."""
        return self._c[0] * 50 + (self._c[1] * self._t * 100 >> 24)

    def _pascals(self, p):
        """The data sheet's polynomial (4.9.1); p and t * 2^24, sums in Pa * 2^8."""
        _, _, c00, c10, c01, c11, c20, c21, c30 = self._c
        t = self._t
        inner = (c20 << 8) + (p * c30 >> 16)
        inner = (c10 << 8) + (p * inner >> 24)
        mixed = (c11 << 8) + (p * c21 >> 16)
        mixed = p * mixed >> 24
        return (c00 << 8) + (p * inner >> 24) + (t * c01 >> 16) + (t * mixed >> 24) + 128 >> 8
