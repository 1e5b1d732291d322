"""Which pressure sensor is on the bus, and how its driver begins. Loaded for that, then forgotten.

Parts are told apart by reading; nothing is written to an address before its chip has said what
it is. The order is fixed, so that one part cannot be taken for another.
"""

from errno import ENODEV, ETIMEDOUT

from loader import forget, load

_TOP = b"\x76\x77"

# In the order of asking: a module of drivers/pressure/ with the names that board.json may give its
# parts; where they can be; the register that tells, and what it then holds (None: no such
# register). In bytes: a short str would be a name that the strap keeps for good.
FAMILIES = (
    (b"st lps28dfw lps22df lps22hb lps33hw lps35hw", b"\x5c\x5d", 0x0F, b"\xb4\xb1"),
    (b"bmp581 bmp581 bmp585", b"\x46\x47", 0x01, b"\x50\x51"),
    (b"bmp280 bmp280 bme280", _TOP, 0xD0, b"\x58\x60\x56\x57"),
    (b"bmp388 bmp388 bmp390", _TOP, 0x00, b"\x50\x60"),
    (b"dps310 dps310 dps368 spl06", _TOP, 0x0D, b"\x10\x11"),
    (
        b"ms58 ms5837 ms5837-02ba ms5837-30ba ms5803-02ba ms5803-05ba ms5803-14ba",
        _TOP,
        None,
        b"",
    ),
    (b"mprls mprls", b"\x18", None, b""),
)
_AUTO = b"auto"  # whichever is found
_PLACES = b"\x5c\x5d\x46\x47\x76\x77\x18"


def names():
    """What board.json may call a sensor."""
    return [_AUTO] + [name for family in FAMILIES for name in family[0].split()[1:]]


def seek(board, buses):
    """Find the pressure sensors that board.json names and the board has not; a yield a step.

    buses: by part, the I2C that it is on. What is not found is lost.
    """
    room = board.plan["ambient"]
    taken = room["addr"] if room and buses["ambient"] is buses["sensor"] else None
    for part, other in (("sensor", taken), ("ambient", None)):
        plan = board.plan[part]
        if plan is None or getattr(board, part) is not None:
            continue
        try:
            for found in find(buses[part], plan["driver"], plan.get("addr"), other):
                if found and part == "ambient":
                    found = load(part).Ambient(found)
                if found:
                    setattr(board, part, found)
                yield
        except OSError as error:
            board.lose(part, error)


def find(i2c, driver, addr, taken):
    """A yield a step until it yields the sensor; OSError: there is none, or it is another.

    driver: one of `names`; addr: where it is, None for all places it can be; taken: an address
    that is another part's.
    """
    kind = driver.encode()
    wanted, places = None, _PLACES
    if kind == _AUTO:
        kind = b""
    else:
        for wanted in FAMILIES:
            if kind in wanted[0].split()[1:]:
                places = wanted[1]
                break
        else:
            raise OSError("no driver " + driver)
    said = OSError("no answer")
    for place in (addr,) if addr else places:
        if place == taken:
            continue
        try:
            family = _ask(i2c, place)
            if family is None or (wanted and family != wanted):
                raise OSError("not " + driver.upper() if wanted else "unknown, or two parts")
        except OSError as e:
            if e.errno == ETIMEDOUT:
                raise  # a bus that is held would be held at each address
            if e.errno != ENODEV:
                said = e
            continue
        name = "drivers.pressure." + family[0].split()[0].decode()
        module = load(name)
        for sensor in module.start(i2c, place, kind):
            yield sensor
        del module.start  # the sensor keeps its module, which needs no more of this
        forget(name)
        return
    raise said


def _ask(i2c, addr):
    """The family of the chip that is there, None of one that is not known."""
    for family in FAMILIES:
        _, places, register, ids = family
        if addr not in places:
            continue
        if register is None:
            i2c.readfrom(addr, 1)  # what is there, when it is none of those before
            return family
        if i2c.readfrom_mem(addr, register, 1)[0] in ids:
            return family
    return None
