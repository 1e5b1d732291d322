"""What is connected to a board: its parts with their pins, and the net that each pin is on."""

from typing import Any, NamedTuple

from backstrap.boards.form import fitted
from backstrap.boards.pins import ROWS, Label, labels

SUPPLY, GROUND = "3.3 V", "GND"
_SUPPLIES = ("3V3", "3V", "3.3")
_GROUNDS = ("GND", "G")

# What each net is for: its name, the colour of its wire in words and as drawn.
PURPOSES = {
    SUPPLY: ("red", "#d63a3a"),
    "switched": ("pink", "#e0709a"),
    GROUND: ("black", "#2b2f36"),
    "SDA": ("blue", "#2f7de1"),
    "SCL": ("yellow", "#e0a800"),
    "button": ("green", "#2e9e5b"),
    "buzzer": ("violet", "#8a56d8"),
    "motor": ("orange", "#ee7a1b"),
    "battery": ("brown", "#96613d"),
    "reset": ("grey", "#8a93a0"),
}


class Pin(NamedTuple):
    """A pin of a part, by the name printed there, and its net."""

    name: str
    net: str


class Part(NamedTuple):
    """symbol: how it is drawn; optional: not fitted, by the file, or not always needed."""

    name: str
    told: str
    symbol: str
    pins: tuple[Pin, ...]
    optional: bool = False


class Wire(NamedTuple):
    """A wire from a part to a pin of the board."""

    part: Part
    pin: Pin
    label: Label


def parts(board: dict[str, Any]) -> list[Part]:
    """What a maker connects to this board; what is on it is not here."""
    made = (_sensor, _display, _pull_ups, _button, _buzzer, _motor, _battery)
    found = (make(board) for make in made)
    return [part for part in found if part]


def board_pins(board: dict[str, Any]) -> dict[str, list[tuple[str, int, Label]]]:
    """Net -> where the board has it: the row, the place in it from 0, the label."""
    nets = _nets(board)
    found: dict[str, list[tuple[str, int, Label]]] = {}
    for row in ROWS:
        for i, label in enumerate(labels(board, row)):
            net = nets.get(label.gpio) if label.gpio >= 0 else _rail(board, label.text)
            if net:
                found.setdefault(net, []).append((row, i, label))
    return found


def wires(board: dict[str, Any]) -> list[Wire]:
    """Every wire from a part to the board; of several pins of a net the first is named."""
    there = board_pins(board)
    return [
        Wire(part, pin, there[pin.net][0][2])
        for part in parts(board)
        for pin in part.pins
        if pin.net in there
    ]


def on_board(board: dict[str, Any]) -> list[str]:
    """What the board itself has on its pins, as text: 'LED 8'."""
    table = board.get("onboard") or {}
    found = [f"{what} {pin}" for pin, what in table.items() if not _is_job(what)]
    display = board.get("display")
    if display and display.get("onboard"):
        bus = display.get("bus", board["i2c"])
        size = f"{display['width']} x {display['height']}"
        found.insert(0, f"OLED {size}, SDA {bus['sda']}, SCL {bus['scl']}")
        if "reset" in display:
            found[0] += f", RST {display['reset']}"
    if board.get("power"):
        level = "high" if board["power"]["on"] else "low"
        found.append(f"supply on: {board['power']['pin']} {level}")
    return found


def supply_of(board: dict[str, Any]) -> str:
    """The net that feeds what is on the bus: the switched supply, where pins lead to it."""
    label = (board.get("power") or {}).get("label")
    return "switched" if label else SUPPLY


def _is_job(what: str) -> bool:
    """Is it the name of a key, as "i2c.sda", and no part?"""
    return "." in what and " " not in what


def _nets(board: dict[str, Any]) -> dict[int, str]:
    """GPIO -> net, of the pins that a part of the maker's may be on."""
    nets = {board["i2c"]["sda"]: "SDA", board["i2c"]["scl"]: "SCL"}
    for part in ("button", "buzzer", "motor", "battery"):
        if board.get(part):
            nets[board[part]["pin"]] = part
    display = board.get("display") or {}
    if "reset" in display and not display.get("onboard"):
        nets[display["reset"]] = "reset"
    return nets


def _rail(board: dict[str, Any], text: str) -> str | None:
    if text in _GROUNDS:
        return GROUND
    if text in _SUPPLIES:
        return SUPPLY
    return "switched" if text and text == (board.get("power") or {}).get("label") else None


def _bus(board: dict[str, Any], supply: str) -> tuple[Pin, ...]:
    return (
        Pin(supply, supply_of(board)), Pin("GND", GROUND), Pin("SCL", "SCL"), Pin("SDA", "SDA"),
    )  # fmt: skip


def _sensor(board: dict[str, Any]) -> Part:
    sensor = board["sensor"]
    told = f"pressure sensor, address 0x{sensor['addr']:02X}"
    return Part(sensor["driver"].upper(), told, "sensor", _bus(board, "3V3"))


def _display(board: dict[str, Any]) -> Part | None:
    display = board.get("display")
    if not display or display.get("onboard"):
        return None
    pins = _bus(board, "VCC")
    if "reset" in display:
        pins += (Pin("RES", "reset"),)
    told = f"SSD1306 or SH1106, address 0x{display['addr']:02X}"
    name = f"OLED {display['width']} x {display['height']}"
    return Part(name, told, "display", pins, not fitted(board, "display"))


def _pull_ups(board: dict[str, Any]) -> Part | None:
    ohms = board["i2c"].get("pullup_ohms")
    if not ohms:
        return None
    pins = (Pin("SCL", "SCL"), Pin("3V3", supply_of(board)), Pin("SDA", "SDA"))
    return Part(
        "Pull-ups", f"2 x {shown(ohms)}, where the modules have none", "pull-ups", pins, True
    )


def _button(board: dict[str, Any]) -> Part:
    pins = (Pin("1", "button"), Pin("2", GROUND))
    return Part("Push button", "to ground; the pull-up is in the chip", "button", pins)


def _buzzer(board: dict[str, Any]) -> Part | None:
    buzzer = board.get("buzzer")
    if not buzzer:
        return None
    there = not fitted(board, "buzzer")
    if buzzer.get("kind") == "active":
        return Part(
            "Active buzzer",
            "NPN transistor, 1 k\u03a9, diode",
            "switched",
            _switched("buzzer"),
            there,
        )
    pins = (Pin("+", "buzzer"), Pin("-", GROUND))
    return Part("Piezo buzzer", "passive: without a tone of its own", "piezo", pins, there)


def _motor(board: dict[str, Any]) -> Part | None:
    if not board.get("motor"):
        return None
    told = "NPN transistor, 1 k\u03a9, diode"
    return Part("Vibration motor", told, "motor", _switched("motor"), not fitted(board, "motor"))


def _switched(net: str) -> tuple[Pin, ...]:
    return (Pin("3V3", SUPPLY), Pin("IN", net), Pin("GND", GROUND))


def _battery(board: dict[str, Any]) -> Part | None:
    battery = board.get("battery")
    if not battery:
        return None
    lower = battery.get("ohms", 100_000)
    upper = (battery["ratio"] - 1) * lower
    told = f"{shown(upper)} over {shown(lower)}, 100 nF"
    pins = (Pin("OUT", "battery"), Pin("GND", GROUND))
    return Part("Battery divider", told, "divider", pins, not fitted(board, "battery"))


def shown(ohms: int) -> str:
    """Ohms as on a resistor's bag."""
    thousands = f"{ohms / 1000:g}"
    return f"{thousands} k\u03a9"
