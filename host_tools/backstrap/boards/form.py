"""The form of a board file: which tables and keys there are, and what each may be."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from backstrap.errors import closest, did_you_mean

Key = tuple[str | int, ...]
Found = Iterator[tuple[Key, str]]  # where, and what is wrong there

# Kinds of values: (least, most), the set or tuple of what is allowed, or one of these.
_TEXT, _FLAG, _PIN, _TEXTS, _LABELS = "text", "flag", "pin", "texts", "labels"
_OHMS = (1_000, 1_000_000)
_BUS = {"id": (0, 1), "sda": _PIN, "scl": _PIN, "hz": (10_000, 1_000_000)}

TOP = {
    "board": _TEXT, "name": _TEXT, "chip": _TEXT, "firmware": _TEXT, "usb": _TEXTS,
    "octal": _FLAG, "notes": _TEXTS,
}  # fmt: skip
TABLES: dict[str, dict[str, Any]] = {
    "pins": {"left": _LABELS, "right": _LABELS},
    "onboard": {},
    "i2c": _BUS | {"pullup_ohms": _OHMS},
    "power": {"pin": _PIN, "on": (0, 1), "label": _TEXT},
    "button": {"pin": _PIN, "pull": ("up",)},
    "buzzer": {"pin": _PIN, "kind": ("passive", "active"), "fitted": _FLAG},
    "motor": {"pin": _PIN, "fitted": _FLAG},
    "battery": {"pin": _PIN, "ratio": (1, 10), "ohms": _OHMS, "fitted": _FLAG},
    "sensor": {"driver": _TEXT, "addr": (0x08, 0x77)},
    "ambient": {"driver": _TEXT, "addr": (0x08, 0x77), "bus": _BUS},
    "display": {
        "driver": _TEXT, "addr": (0x08, 0x77), "width": {72, 128}, "height": {32, 40, 64},
        "offset": (0, 30), "reset": _PIN, "bus": _BUS, "onboard": _FLAG, "fitted": _FLAG,
    },
}  # fmt: skip
# What need not be there: tables and keys of the top, then keys of any table.
_OPTIONAL = {
    "octal", "notes", "pins", "onboard", "power", "buzzer", "motor", "battery", "ambient",
    "display",
}  # fmt: skip
_OPTIONAL_KEYS = {
    "pullup_ohms", "label", "kind", "fitted", "ohms", "reset", "bus", "onboard",
}  # fmt: skip
_HEX = {"addr"}
# Width and height of the displays that the screens are drawn for.
SIZES = ((128, 64), (128, 32), (72, 40))
_DISPLAYS = ("oled",)


def wrong_form(board: dict[str, Any]) -> Found:
    """What is unknown, missing, or not what it may be."""
    known = [*TOP, *TABLES]
    meant = {closest(key, known) for key in board if key not in known}
    for key, value in board.items():
        if key not in known:
            hint = did_you_mean(key, known)
            yield (key,), f"unknown key '{key}'{hint}; allowed: {', '.join(known)}"
        elif key in TOP:
            yield from _wrong_value((key,), value, TOP[key])
        elif not isinstance(value, dict):
            yield (key,), f"a table is needed; write [{key}] on a line of its own"
        elif key == "onboard":
            yield from _wrong_onboard(value)
        else:
            yield from _wrong_table((key,), value, TABLES[key])
    for key in known:
        if key not in board and key not in _OPTIONAL | meant:
            what = f"[{key}] with its keys" if key in TABLES else f"{key} = ..."
            yield (), f"'{key}' is missing; write {what}"
    yield from _wrong_parts(board)


def is_pin(kind: Any) -> bool:
    """Is a value of this kind the number of a pin?"""
    return kind is _PIN


def is_number(text: str) -> bool:
    """Can the text be the number of a pin?"""
    return text.isascii() and text.isdecimal() and len(text) < 4


def fitted(board: dict[str, Any], part: str) -> bool:
    """Is the part there?"""
    return bool(board.get(part)) and board[part].get("fitted", True) is True


def _wrong_table(at: Key, table: dict[str, Any], keys: dict[str, Any]) -> Found:
    name = ".".join(map(str, at))
    meant = {closest(key, keys) for key in table if key not in keys}
    for key, value in table.items():
        if key not in keys:
            hint = did_you_mean(key, keys)
            yield (*at, key), f"unknown key '{key}'{hint}; allowed: {', '.join(keys)}"
        elif keys[key] is _BUS:
            if isinstance(value, dict):
                yield from _wrong_table((*at, key), value, _BUS)
            else:
                yield (*at, key), f"a table is needed; write [{name}.{key}] on a line of its own"
        else:
            yield from _wrong_value((*at, key), value, keys[key])
    for key in keys:
        if key not in table and key not in _OPTIONAL_KEYS | meant:
            yield at, f"'{key}' is missing in [{name}]; write {key} = ..."


def _wrong_value(at: Key, value: Any, kind: Any) -> Found:
    if kind is _TEXT:
        good, allowed = isinstance(value, str) and bool(value), "text in quotes"
    elif kind is _FLAG:
        good, allowed = isinstance(value, bool), "true or false"
    elif kind is _PIN:
        good, allowed = type(value) is int, "the number of a pin"
    elif kind in (_TEXTS, _LABELS):
        good = isinstance(value, list) and all(isinstance(text, str) for text in value)
        allowed = "texts in quotes, in [ ]"
    elif isinstance(kind, set):
        good = type(value) is int and value in kind
        allowed = ", ".join(str(number) for number in sorted(kind))
    elif isinstance(kind[0], str):
        good, allowed = value in kind, ", ".join(kind)
    else:
        form = "0x{:02x}" if at[-1] in _HEX else "{}"
        allowed = " to ".join(form.format(bound) for bound in kind)
        good = type(value) is int and kind[0] <= value <= kind[1]
    if not good:
        yield at, f"{_shown(value)} is not allowed; allowed: {allowed}"


def _wrong_onboard(table: dict[str, Any]) -> Found:
    for pin, what in table.items():
        if not is_number(pin):
            yield ("onboard", pin), f"'{pin}' is no pin; write the number of the GPIO = what it is"
        yield from _wrong_value(("onboard", pin), what, _TEXT)


def _wrong_parts(board: dict[str, Any]) -> Found:
    """What shows across keys."""
    sensors = [name.decode() for name in import_module("finding").names()]  # the firmware's
    for part, drivers in (("sensor", sensors), ("ambient", sensors), ("display", _DISPLAYS)):
        table = board.get(part)
        name = table.get("driver") if isinstance(table, dict) else None
        if isinstance(name, str) and name not in drivers:
            hint = did_you_mean(name, drivers)
            yield (part, "driver"), f"no driver '{name}'{hint}; there are: {', '.join(drivers)}"
    room, sensor = board.get("ambient"), board.get("sensor")
    if isinstance(room, dict) and isinstance(sensor, dict):
        addr = room.get("addr")
        if "bus" not in room and type(addr) is int and addr == sensor.get("addr"):
            said = "is the sensor's already; write another one, or give it a bus of its own"
            yield ("ambient", "addr"), f"0x{addr:02x} {said}"
    table = board.get("display")
    if isinstance(table, dict):
        size = (table.get("width"), table.get("height"))
        sides = TABLES["display"]["width"] | TABLES["display"]["height"]
        if all(type(side) is int and side in sides for side in size) and size not in SIZES:
            sizes = ", ".join(f"{width} x {height}" for width, height in SIZES)
            yield (
                ("display", "width"),
                f"{size[0]} x {size[1]} is not allowed; allowed: {sizes}",
            )
    if not any(isinstance(board.get(k), dict) and fitted(board, k) for k in ("buzzer", "motor")):
        text = "neither a buzzer nor a motor is fitted; write [buzzer] or [motor]"
        yield (), text


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
