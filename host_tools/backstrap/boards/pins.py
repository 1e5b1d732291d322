"""Whether each pin of a board file can do its job; of one that cannot, pins that can."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from backstrap.boards.form import TABLES, Found, Key, is_number, is_pin

ROWS = ("left", "right")
_SHOWN = 6  # pins that a message proposes

# What keeps a pin from a job: the name of a list in chips.toml, and why.
_TAKEN = (("flash", "belongs to the flash memory"), ("console", "carries the USB console"))
_STRAPPING = ("strapping", "is read at reset, and a part on it can keep the chip from starting")
_INPUT_ONLY = ("input_only", "is an input only, without pull resistor")
_DRIVING = (*_TAKEN, _STRAPPING, _INPUT_ONLY)
_NEVER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "battery.pin": _TAKEN
}  # two large resistors do a strapping pin no harm
# What a pin must be, by its job: the name of a list in chips.toml, and what it is without.
_ANY = ("pins", "")
_ABLE = {"button.pin": ("wake", "cannot wake the chip"), "battery.pin": ("adc", "cannot measure")}


class Label(NamedTuple):
    """A pin as printed on the board; gpio is -1 where it is none, as of GND."""

    text: str
    gpio: int


def label(text: str) -> Label:
    """A pin of a row: "D4=6" is GPIO 6, printed D4; "6" is printed so."""
    printed, _, number = text.partition("=")
    number = number or printed
    return Label(printed, int(number) if is_number(number) else -1)


def labels(board: dict[str, Any], row: str) -> list[Label]:
    """The pins of one of the ROWS; none where the file does not say."""
    pins = board.get("pins")
    texts = pins.get(row) if isinstance(pins, dict) else None
    return [label(str(text)) for text in texts] if isinstance(texts, list) else []


def jobs(board: dict[str, Any]) -> Iterator[tuple[Key, int]]:
    """Where the file gives a pin a job, and the pin."""
    for name, keys in TABLES.items():
        yield from _jobs_of((name,), board.get(name), keys)


def wrong_pins(board: dict[str, Any], chip: dict[str, Any]) -> Found:
    """The first thing that keeps each pin from its job."""
    judge = _Judge(board, chip)
    buses: dict[Key, Any] = {
        ("i2c",): board.get("i2c"),
        ("display", "bus"): _bus_of_display(board),
    }
    for at, table in buses.items():
        unit = table.get("id") if isinstance(table, dict) else None
        if type(unit) is int and unit not in chip["i2c"]:
            units = " or ".join(str(number) for number in chip["i2c"])
            yield (*at, "id"), f"{unit} is no I2C unit of the {chip['name']}; allowed: {units}"
    for at, pin in jobs(board):
        said = judge.against(at, pin)
        if said:
            yield at, f"{said}; {judge.advice(at)}"
        judge.used.setdefault(pin, _name(at))
    yield from _wrong_buses(board)
    yield from _wrong_rows(board, chip)


class _Judge:
    """used: the pins that have a job so far, and which."""

    def __init__(self, board: dict[str, Any], chip: dict[str, Any]) -> None:
        self._chip = chip
        self._named = chip["name"]
        self.used: dict[int, str] = {}
        self._flash = chip["flash"] | (chip["octal"] if board.get("octal", True) else set())
        onboard = board.get("onboard")
        onboard = onboard if isinstance(onboard, dict) else {}
        self._onboard = {int(pin): what for pin, what in onboard.items() if is_number(pin)}
        self._rows = {found.gpio for row in ROWS for found in labels(board, row)} - {-1}
        self._wanted = {pin for _, pin in jobs(board)}

    def against(self, at: Key, pin: int) -> str:
        """Why this pin cannot do this job; empty when it can."""
        job = _name(at)
        if pin not in self._chip["pins"]:
            return f"{pin} is no pin of the {self._named}"
        if self._onboard.get(pin) == job:  # the maker of the board has seen to it
            return self._twice(pin)
        for kind, why in _NEVER.get(job, _DRIVING):
            if pin in (self._flash if kind == "flash" else self._chip[kind]):
                return f"pin {pin} {why}"
        kind, why = _ABLE.get(job, _ANY)
        if pin not in self._chip[kind]:
            return f"pin {pin} {why}"
        if pin in self._onboard:
            return f"pin {pin} is taken on the board: {self._onboard[pin]}"
        if self._rows and pin not in self._rows:
            return f"pin {pin} is not led out on this board"
        return self._twice(pin)

    def advice(self, at: Key) -> str:
        """Free pins that can do this job."""
        used, self.used = self.used, {}
        pins = self._rows or self._chip["pins"]
        can = [pin for pin in sorted(pins - self._wanted) if not self.against(at, pin)]
        self.used = used
        if not can:
            return "no other free pin can: give another part's pin away"
        return f"free pins that can: {', '.join(map(str, can[:_SHOWN]))}"

    def _twice(self, pin: int) -> str:
        return f"pin {pin} is {self.used[pin]} already" if pin in self.used else ""


def _jobs_of(at: Key, table: Any, keys: dict[str, Any]) -> Iterator[tuple[Key, int]]:
    if not isinstance(table, dict):
        return
    for key, kind in keys.items():
        if isinstance(kind, dict):
            yield from _jobs_of((*at, key), table.get(key), kind)
        elif is_pin(kind) and type(table.get(key)) is int:
            yield (*at, key), table[key]


def _bus_of_display(board: dict[str, Any]) -> Any:
    display = board.get("display")
    return display.get("bus") if isinstance(display, dict) else None


def _wrong_buses(board: dict[str, Any]) -> Found:
    bus, other = board.get("i2c"), _bus_of_display(board)
    if isinstance(bus, dict) and isinstance(other, dict) and bus.get("id") == other.get("id"):
        text = f"I2C unit {other.get('id')} is i2c.id already; take the other one"
        yield ("display", "bus", "id"), text


def _wrong_rows(board: dict[str, Any], chip: dict[str, Any]) -> Found:
    seen: set[int] = set()
    for row in ROWS:
        for i, found in enumerate(labels(board, row)):
            if found.gpio >= 0 and found.gpio not in chip["pins"]:
                text = f"{found.gpio} is no pin of the {chip['name']}; take it away"
                yield ("pins", row, i), text
            elif found.gpio in seen:
                yield ("pins", row, i), f"GPIO {found.gpio} stands there twice; take one away"
            seen |= {found.gpio} - {-1}


def _name(at: Key) -> str:
    return ".".join(map(str, at))
