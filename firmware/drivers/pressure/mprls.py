"""Honeywell MPR, 0 to 25 psi absolute (1724 hPa), on I2C, 25 Hz one by one (sheet 32332628)."""

from array import array

from micropython import const

_MEASURE = b"\xaa\x00\x00"
_POWERED = const(0x40)
_BUSY = const(0x20)
_BAD_MEMORY = const(0x04)
_SATURATED = const(0x01)
_NOT_KNOWN_CC = const(-27315)


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor."""
    status = i2c.readfrom(addr, 1)[0]
    if status & (_POWERED | 0x9A) != _POWERED:  # bits that are always 0
        raise OSError("chip not MPR")
    yield Sensor(i2c, addr)


class Sensor:
    """A conversion takes 5 ms: begun at every second read, fetched two reads later, unless its
    status says that it is busy. The part has no thermometer."""

    rate_hz = 25
    noise_pa = 4
    feels_pulse = False
    feels_breath = True
    range_pa = (5000, 172369)

    def __init__(self, i2c, addr):
        self.samples = array("i", [0])
        self.code = 0
        self._i2c = i2c
        self._addr = addr
        self._data = bytearray(4)
        self._rests = False
        i2c.writeto(addr, _MEASURE)

    def read(self):
        """Take the conversion that is done: 1, or 0 while there is none."""
        self._rests = not self._rests
        if self._rests:
            return 0
        data = self._data
        self._i2c.readfrom_into(self._addr, data)
        status = data[0]
        if status & _BAD_MEMORY:
            raise OSError("its memory is damaged")
        if status & _BUSY:
            self._rests = True
            return 0
        self._i2c.writeto(self._addr, _MEASURE)
        if not status & _POWERED:
            return 0
        self.code = raw = data[1] << 16 | data[2] << 8 | data[3]
        limit = status & _SATURATED or raw == 0 or raw == 0xFFFFFF
        self.samples[0] = self.range_pa[1] if limit else self._pascals(raw - 0x19999A)
        return 1

    def stop(self):
        """It does by itself, between two conversions."""

    def read_temp_cc(self):
        """Not known: absolute zero."""
        return _NOT_KNOWN_CC

    def _pascals(self, code):
        """0.0128425 Pa a code, in two pieces below 2^30: 52.60283 for 4096 of them, and the
        rest."""
        high, low = code >> 12, code & 4095
        return high * 52 + (high * 79014 + low * 1683 + 65536 >> 17)
