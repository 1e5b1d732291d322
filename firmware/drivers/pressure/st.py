"""ST's pressure sensors with WHO_AM_I at 0F: which one it is, and how it begins. Loaded for that.

B4 is shared by the LPS28DFW and the LPS22DF, whose range bit is reserved: the pressure would read
double. So one sample is taken in each range first: the raw value must halve.
"""

from micropython import const

_WHO_AM_I = const(0x0F)
_CTRL_REG1 = const(0x10)
_CTRL_REG2 = const(0x11)
_FIFO_CTRL = const(0x14)
_STATUS = const(0x27)
_PRESS_OUT_XL = const(0x28)

_HB = const(0xB1)  # LPS22HB, LPS33HW, LPS35HW
_DF = const(0xB4)  # LPS28DFW, LPS22DF
_DF_KINDS = (b"lps28dfw", b"lps22df")
_SWRESET = const(0x04)
_ONESHOT_1260 = const(0x09)  # BDU, full scale 1260 hPa
_ONESHOT_4060 = const(0x49)  # BDU, full scale 4060 hPa
_RUN_1260 = const(0x18)  # low-pass at ODR/4, BDU: no torn reads
_RUN_4060 = const(0x58)
_ODR_50_AVG_128 = const(0x2D)
_FIFO_CONTINUOUS = const(0x02)
_HB_ADD_INC = const(0x10)
_HB_ODR_25 = const(0x32)  # BDU, low-pass off: it would eat the pulse
_P_DA = const(0x01)
_PATIENCE = const(50)


def start(i2c, addr, kind):
    """A yield a step until it yields the sensor. kind: the part's name; empty: any."""
    found = i2c.readfrom_mem(addr, _WHO_AM_I, 1)[0]
    if found == _HB and kind not in _DF_KINDS:
        for _ in _reset(i2c, addr, _HB_ADD_INC):
            yield None
        _write(i2c, addr, _CTRL_REG1, _HB_ODR_25)
        from drivers.pressure.lps22 import Sensor

        yield Sensor(i2c, addr)
        return
    if found != _DF or (kind and kind not in _DF_KINDS):
        raise OSError("chip %02x not %s" % (found, kind.decode().upper()))
    for _ in _reset(i2c, addr, 0):
        yield None
    wide = False
    if kind != _DF_KINDS[1]:
        raws = []
        for shot in (_ONESHOT_1260, _ONESHOT_4060):
            _write(i2c, addr, _CTRL_REG2, shot)
            for _ in _waits(i2c, addr, _STATUS, _P_DA, _P_DA):
                yield None
            raws.append(int.from_bytes(i2c.readfrom_mem(addr, _PRESS_OUT_XL, 3), "little"))
        # half, were it not that somebody may lie down just now
        wide = 4 * raws[1] < 3 * raws[0]
        if not wide and kind == _DF_KINDS[0]:
            raise OSError("LPS22DF, not LPS28DFW")
    _write(i2c, addr, _CTRL_REG2, _RUN_4060 if wide else _RUN_1260)
    _write(i2c, addr, _FIFO_CTRL, 0)
    _write(i2c, addr, _FIFO_CTRL, _FIFO_CONTINUOUS)
    _write(i2c, addr, _CTRL_REG1, _ODR_50_AVG_128)
    from drivers.pressure.lps28dfw import Sensor as Fifo

    yield Fifo(i2c, addr, wide)


def _reset(i2c, addr, kept):
    """kept: bits that stand in CTRL_REG2 by themselves."""
    _write(i2c, addr, _CTRL_REG1, 0)
    _write(i2c, addr, _CTRL_REG2, _SWRESET | kept)
    yield
    yield from _waits(i2c, addr, _CTRL_REG2, _SWRESET, 0)


def _waits(i2c, addr, register, bit, level):
    """Until the bit of the register has this level."""
    for _ in range(_PATIENCE):
        if i2c.readfrom_mem(addr, register, 1)[0] & bit == level:
            return
        yield
    raise OSError("gives no sample")


def _write(i2c, addr, register, value):
    i2c.writeto_mem(addr, register, bytes((value,)))
