"""The parts of the board, built from board.json: at boot, and again where one is missing.

Loaded for that only. What is built stays with the Board.
"""

import json
from errno import ETIMEDOUT

import machine

from drivers.buzzer import Buzzer
from drivers.oled import OLED
from loader import forget, load
from strapcore.compat import const

_UNJAM = "drivers.unjam"
_OLED_SETUP = "drivers.oled_setup"
_TIMEOUT_US = 25000  # of a transfer; the longest takes 13 ms at 100 kHz
_ON_BUS = ("sensor", "display", "ambient")
_SIZES = ((128, 64), (128, 32), (72, 40))  # of displays that the screens are drawn for
_ADDR = const(0x3C)  # of a display, where board.json has none
_BEEPER = "drivers.beeper"  # few have one
_ATTN_11DB = const(3)  # up to 2.45 V
_CPU_HZ = const(80000000)  # enough for a step, at half the current
# The frame number of USB-Serial-JTAG, and DSTS of the OTG controller with the one it has.
_FRAMES = {"esp32c3": 0x60043024, "esp32s3": 0x60080808}

# The SSD1306 wants its reset line low for 3 us; to set a pin takes about one.
_RESET = b"\x00\x00\x00\x00\x00\x00\x00\x00\x01"


def wire(board):
    """Build what board.json names, but for what is on a bus: that may have no power yet."""
    plan = plan_of(board)
    board.name = plan["board"]
    board.uid = "".join(["%02x" % byte for byte in machine.unique_id()])
    display = plan["display"] or {}
    board.panel = (display.get("width", 128), display.get("height", 64))
    if board.panel not in _SIZES:
        raise ValueError("board.json: a display of %s x %s" % board.panel)
    board.barometer = plan.get("ambient") is not None
    board.frames = _FRAMES.get(plan["chip"], 0)
    machine.freq(_CPU_HZ)  # before a PWM is made, whose divider counts on it
    button, motor, power = plan["button"], plan.get("motor"), plan.get("power")
    pull = machine.Pin.PULL_UP if button["pull"] == "up" else -1
    board.button = machine.Pin(button["pin"], machine.Pin.IN, pull)
    board.buzzer = _buzzer(plan["buzzer"])
    battery = plan.get("battery")
    if battery:
        board.ratio = battery["ratio"]
        board.cell = machine.ADC(machine.Pin(battery["pin"]), atten=_ATTN_11DB)
    board.motor = machine.Pin(motor["pin"], machine.Pin.OUT, value=0) if motor else None
    if power:
        machine.Pin(power["pin"], machine.Pin.OUT, value=power["on"])


def plan_of(board):
    """What board.json says; not kept, for a part is seldom lost and memory in a hold is short."""
    with open(board.root + "board.json") as f:
        return json.load(f)


def connect(board):
    """Build the parts on the buses that are missing; board.faults says which do not answer.

    The pressure sensors are looked for in steps: board.finding, where it is not None, goes on.
    """
    plan = plan_of(board)
    board.faults = []
    buses, made = {}, {}
    for part in _ON_BUS:
        pins = _pins(plan, part)
        if plan.get(part) and pins["id"] not in made:
            made[pins["id"]] = _bus(board, pins)
        buses[part] = made.get(pins["id"])
    if plan["display"] and board.display is None:
        _light(board, buses["display"], plan["display"])
    board.finding = load("finding").seek(board, plan, buses)


def _light(board, i2c, plan):
    """The display, let out of its reset."""
    reset, addr = plan.get("reset"), plan.get("addr", _ADDR)
    if reset is not None:
        pin = machine.Pin(reset, machine.Pin.OUT)
        for level in _RESET:
            pin.value(level)
    try:
        load(_OLED_SETUP).setup(i2c, addr, *board.panel)
        board.display = OLED(i2c, addr, plan.get("offset", 0))
    except OSError as error:
        board.faults.append(fault(board, "display", error))
    forget(_OLED_SETUP)


def _pins(plan, part):
    """Id, pins and speed of the bus that this part is on."""
    own = plan.get(part)
    return (own and own.get("bus")) or plan["i2c"]


def _bus(board, pins):
    """A new I2C, which also resets the controller; one whose data line is held is clocked free."""
    for freed in (False, True):
        scl, sda = machine.Pin(pins["scl"]), machine.Pin(pins["sda"])
        i2c = machine.I2C(pins["id"], scl=scl, sda=sda, freq=pins["hz"], timeout=_TIMEOUT_US)
        if sda.value() or freed:
            break
        board.freed += 1
        load(_UNJAM).unjam(pins["scl"], pins["sda"])
        forget(_UNJAM)
    return i2c


def fault(board, part, error):
    """Three short texts for the screen: which part, where it should be, what it said."""
    plan = plan_of(board)
    pins, addr = _pins(plan, part), plan[part].get("addr")
    said = error.args[0] if error.args and isinstance(error.args[0], str) else "no answer"
    if error.errno == ETIMEDOUT:
        held = [name.upper() for name in ("scl", "sda") if not machine.Pin(pins[name]).value()]
        said = held[0] + " is held low" if held else "too slow"
    place = "SDA%d SCL%d" % (pins["sda"], pins["scl"])
    if addr:
        place = "0x%02x %s" % (addr, place)
    return (part, place, said)


def _buzzer(plan):
    """What sounds: a passive buzzer, one with its own tone, or nothing."""
    pin = machine.Pin(plan["pin"], machine.Pin.OUT) if plan else None
    if plan and plan.get("kind") != "active":
        return Buzzer(machine.PWM(pin, freq=1000, duty_u16=0))
    buzzer = load(_BEEPER).Beeper(pin)
    forget(_BEEPER)
    return buzzer
