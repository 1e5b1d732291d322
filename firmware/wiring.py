"""The parts of the board, built from board.json: at boot, and again where one is missing.

Loaded for that only. What is built stays with the Board.
"""

import json

import machine

from drivers.buzzer import Buzzer
from drivers.lps28dfw import LPS28DFW
from drivers.motor import Motor
from drivers.oled import OLED
from loader import forget, load

_DRIVERS = {"sensor": LPS28DFW, "display": OLED}
_BEEPER = "drivers.beeper"  # few have one

# The SSD1306 wants its reset line low for 3 us; to set a pin takes about one.
_RESET = b"\x00\x00\x00\x00\x00\x00\x00\x00\x01"


def wire(board, root):
    """Build what root/board.json names, but for what is on a bus: that may have no power yet."""
    with open(root + "board.json") as f:
        plan = json.load(f)
    board.name = plan["board"]
    board.uid = "".join(["%02x" % byte for byte in machine.unique_id()])
    display = plan["display"] or {}
    board.panel = (display.get("width", 128), display.get("height", 64))
    board.plan = {part: plan[part] for part in ("i2c", "sensor", "display")}
    button, motor, power = plan["button"], plan.get("motor"), plan.get("power")
    pull = machine.Pin.PULL_UP if button["pull"] == "up" else -1
    board.button = machine.Pin(button["pin"], machine.Pin.IN, pull)
    board.buzzer = _buzzer(plan["buzzer"])
    board.motor = Motor(machine.Pin(motor["pin"], machine.Pin.OUT)) if motor else None
    if power:
        machine.Pin(power["pin"], machine.Pin.OUT, value=power["on"])


def connect(board):
    """Build the parts on the bus that are missing; board.faults says which do not answer."""
    board.faults = []
    buses = {}
    for part in ("sensor", "display"):
        if board.plan[part] is None or getattr(board, part):
            continue
        settings = dict(board.plan[part])
        settings.pop("driver")
        bus = settings.pop("bus", board.plan["i2c"])
        reset = settings.pop("reset", None)
        if bus["id"] not in buses:
            scl, sda = machine.Pin(bus["scl"]), machine.Pin(bus["sda"])
            buses[bus["id"]] = machine.I2C(bus["id"], scl=scl, sda=sda, freq=bus["hz"])
        if reset is not None:
            pin = machine.Pin(reset, machine.Pin.OUT)
            for level in _RESET:
                pin.value(level)
        try:
            setattr(board, part, _DRIVERS[part](buses[bus["id"]], **settings))
        except OSError as error:
            board.faults.append(fault(board, part, error))


def fault(board, part, error):
    """Three short texts for the screen: which part, where it should be, what it said."""
    plan = board.plan[part]
    bus = plan.get("bus", board.plan["i2c"])
    said = error.args[0] if error.args and isinstance(error.args[0], str) else "no answer"
    place = "0x%02x SDA%d SCL%d" % (plan["addr"], bus["sda"], bus["scl"])
    return (part, place, said)


def _buzzer(plan):
    """What sounds: a passive buzzer, one with its own tone, or nothing."""
    pin = machine.Pin(plan["pin"], machine.Pin.OUT) if plan else None
    if plan and plan.get("kind") != "active":
        return Buzzer(machine.PWM(pin, freq=1000, duty_u16=0))
    buzzer = load(_BEEPER).Beeper(pin)
    forget(_BEEPER)
    return buzzer
