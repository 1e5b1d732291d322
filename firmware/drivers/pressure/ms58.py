"""MS5837-02BA and -30BA, MS5803-02BA, -05BA and -14BA on I2C, 25 Hz one by one (their data sheets;
AN520 for the checksum).

An MS5837 names itself in its memory. The MS5803s do not: board.json has to say which one it is.
"""

from array import array

from micropython import const

_RESET = b"\x1e"
_RESET_STEPS = const(2)  # 3 ms, which one step may not be
_PROM = const(0xA0)
_ADC = const(0x00)
_PRESSURE_4096 = b"\x48"  # 9.04 ms
_TEMPERATURE_4096 = b"\x58"
_NAMES = {0x00: b"ms5837-02ba", 0x15: b"ms5837-02ba", 0x1A: b"ms5837-30ba"}  # bits 11:5 of word 0

# By kind: how far to shift for offset (C2, C4) and gain (C1, C3), and at the end; Pa a unit then;
# the second order below 20 C as (factor, shift) for temperature, offset, gain; factors for offset
# and gain below -15 C; (factor, 37) for temperature from 20 C on, where the offset falls as well;
# range in Pa; noise in Pa at 4096.
_FINE = (11, 35), (31, 3), (63, 5)
_COARSE = (3, 33), (3, 1), (5, 3)
_KINDS = {
    b"ms5837-02ba": ((17, 6, 16, 7, 15), 1, _FINE, (0, 0), 0, (1000, 200000), 3),
    b"ms5837-30ba": ((16, 7, 15, 8, 13), 10, _COARSE, (7, 4), 2, (1000, 3000000), 20),
    b"ms5803-02ba": (
        (17, 6, 16, 7, 15), 1, ((1, 31), (61, 4), (2, 0)), (20, 12), 0, (1000, 200000), 3,
    ),
    b"ms5803-05ba": (
        (18, 5, 17, 7, 15), 1, ((3, 33), (3, 3), (7, 3)), (0, 3), 0, (1000, 600000), 4,
    ),
    b"ms5803-14ba": ((16, 7, 15, 8, 15), 10, _COARSE, (7, 4), 7, (1000, 1400000), 20),
}  # fmt: skip


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor."""
    i2c.writeto(addr, _RESET)
    for _ in range(_RESET_STEPS):
        yield None
    words = []
    for i in range(8):
        pair = i2c.readfrom_mem(addr, _PROM + 2 * i, 2)
        words.append(pair[0] << 8 | pair[1])
    if min(words[:7]) == max(words[:7]):  # all zero has a checksum that is right
        raise OSError("memory is blank")
    if _crc4(words[:7] + [0], 0x0FFF, 0xFFFF) == words[0] >> 12:
        named = _NAMES.get(words[0] >> 5 & 0x7F)
        if kind and named and not named.startswith(kind):
            raise OSError("%s, not %s" % (named.decode().upper(), kind.decode().upper()))
        kind = named
    elif _crc4(words, 0xFFFF, 0xFF00) != words[7] & 15:
        raise OSError("memory is damaged")
    if kind not in _KINDS:
        raise OSError("name its kind")
    yield Sensor(i2c, addr, words[1:7], _KINDS[kind])


def _crc4(words, first, last):
    """CRC-4 (polynomial 3) of eight words; the masks take its own place out of the first and the
    last."""
    rest = 0
    for i in range(8):
        word = words[i] & (first if i == 0 else last if i == 7 else 0xFFFF)
        for byte in (word >> 8, word & 0xFF):
            rest ^= byte
            for _ in range(8):
                rest = (rest << 1 ^ 0x3000 if rest & 0x8000 else rest << 1) & 0xFFFF
    return rest >> 12


class Sensor:
    """Temperature and pressure in turn, a read each: begun in one, fetched in the next, 20 ms
    later. No bit says when a conversion is done, and to look too early ruins it, so reads are
    counted; a code of 0 then is no sample. The compensation needs 64 bits, so it allocates."""

    rate_hz = 25
    feels_pulse = False  # it takes 2 Pa RMS or less

    def __init__(self, i2c, addr, coefficients, kind):
        """coefficients: C1 to C6; kind: a row of the table."""
        self.samples = array("i", [0])
        self.code = 0
        self.range_pa = kind[5]
        self.noise_pa = kind[6]
        self.feels_breath = kind[6] <= 10
        self._i2c = i2c
        self._addr = addr
        self._c = coefficients
        self._kind = kind
        self._data = bytearray(3)
        self._pressure = False  # is what was begun
        self._temperature = 0  # raw
        self._temp_cc = 0
        i2c.writeto(addr, _TEMPERATURE_4096)

    def read(self):
        """Take the pressure that is done: 1, or 0 while there is none."""
        data, pressure = self._data, self._pressure
        self._i2c.readfrom_mem_into(self._addr, _ADC, data)
        raw = data[0] << 16 | data[1] << 8 | data[2]
        if raw and not pressure:
            self._temperature = raw
        self._pressure = not pressure if raw else pressure
        command = _PRESSURE_4096 if self._pressure else _TEMPERATURE_4096
        self._i2c.writeto(self._addr, command)
        if not pressure or raw == 0:
            return 0
        self.code = raw
        self.samples[0] = self.range_pa[1] if raw == 0xFFFFFF else self._pascals(raw)
        return 1

    def stop(self):
        """It does by itself, between two conversions."""

    def read_temp_cc(self):
        """Temperature of the chip, hundredths of a degree C, as of the last sample."""
        return self._temp_cc

    def _pascals(self, raw):
        c1, c2, c3, c4, c5, c6 = self._c
        shifts, unit, below20, colder, warm, _, _ = self._kind
        off_by, off_t_by, gain_by, gain_t_by, end_by = shifts
        dt = self._temperature - (c5 << 8)
        celsius = 2000 + (dt * c6 >> 23)
        offset = (c2 << off_by) + (c4 * dt >> off_t_by)
        gain = (c1 << gain_by) + (c3 * dt >> gain_t_by)
        off = celsius - 2000
        square = off * off
        if off < 0:
            (t, t_by), (o, o_by), (g, g_by) = below20
            celsius -= t * dt * dt >> t_by
            offset -= o * square >> o_by
            gain -= g * square >> g_by
            if off < -3500:
                cold = off + 3500
                offset -= colder[0] * cold * cold
                gain -= colder[1] * cold * cold
        elif warm:
            celsius -= warm * dt * dt >> 37
            offset -= square >> 4
        self._temp_cc = celsius
        return ((raw * gain >> 21) - offset) * unit >> end_by
