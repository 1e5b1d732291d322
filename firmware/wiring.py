"""The parts of the board, built from board.json: at boot, and again where one is missing.

Loaded for that only. What is built stays with the Board.
"""

import json

import machine

from drivers.buzzer import Buzzer
from drivers.motor import Motor
from drivers.oled import OLED
from loader import load


def wire(board, root):
    """Build everything that root/board.json names."""
    with open(root + "board.json") as f:
        plan = json.load(f)
    board.name = plan["board"]
    board.uid = "".join(["%02x" % byte for byte in machine.unique_id()])
    display = plan["display"]
    board.panel = (display.get("width", 128), display.get("height", 64))
    board.plan = {part: plan[part] for part in ("i2c", "sensor", "display")}
    button, motor = plan["button"], plan.get("motor")
    pull = machine.Pin.PULL_UP if button["pull"] == "up" else -1
    board.button = machine.Pin(button["pin"], machine.Pin.IN, pull)
    pwm = machine.PWM(machine.Pin(plan["buzzer"]["pin"]), freq=1000, duty_u16=0)
    board.buzzer = Buzzer(pwm)
    board.motor = Motor(machine.Pin(motor["pin"], machine.Pin.OUT)) if motor else None
    connect(board)


def connect(board):
    """Build the parts on the bus that are missing; board.faults says which do not answer."""
    bus = board.plan["i2c"]
    scl, sda = machine.Pin(bus["scl"]), machine.Pin(bus["sda"])
    board.i2c = machine.I2C(bus["id"], scl=scl, sda=sda, freq=bus["hz"])
    board.faults = []
    if board.sensor is None:
        wanted = board.plan["sensor"]
        find = load("finding").find
        board.finding = find(board.i2c, wanted["driver"], wanted.get("addr"), None)
        board.search()
    if board.display is None:
        settings = dict(board.plan["display"])
        settings.pop("driver")
        try:
            board.display = OLED(board.i2c, **settings)
        except OSError as error:
            board.faults.append(fault(board, "display", error))


def fault(board, part, error):
    """Three short texts for the screen: which part, where it should be, what it said."""
    bus = board.plan["i2c"]
    said = error.args[0] if error.args and isinstance(error.args[0], str) else "no answer"
    addr = board.plan[part].get("addr")
    place = "SDA%d SCL%d" % (bus["sda"], bus["scl"])
    if addr:
        place = "0x%02x %s" % (addr, place)
    return (part, place, said)
