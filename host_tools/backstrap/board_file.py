"""boards/NAME.toml -> board.json, once every pin is known to be able to do its job.

What a chip's pins may do is data: boards/chips.toml.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from backstrap import BOARDS, FIRMWARE
from backstrap.errors import Problem, SourceErrors, UserError, did_you_mean
from backstrap.trees.parse import parse
from backstrap.trees.tree import Lines, Place, Tree, TreeError
from backstrap.trees.tree import Path as TreePath

FORMAT = 1
USB_ID = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")

# What a pin must not be, by its job: the name of a list in chips.toml, and why.
_NEVER = (("flash", "belongs to the flash memory"), ("console", "carries the USB console"))
_STRAPPING = ("strapping", "is read at reset, a part on it can keep the chip from starting")
_INPUT_ONLY = ("input_only", "is an input without pull resistor")
_PINS = {
    "i2c.sda": (*_NEVER, _STRAPPING, _INPUT_ONLY),
    "i2c.scl": (*_NEVER, _STRAPPING, _INPUT_ONLY),
    "button.pin": (*_NEVER, _STRAPPING, _INPUT_ONLY),
    "buzzer.pin": (*_NEVER, _STRAPPING, _INPUT_ONLY),
    "motor.pin": (*_NEVER, _STRAPPING, _INPUT_ONLY),
    "battery.pin": _NEVER,
}
# What a pin must be, by its job.
_ABLE = {"button.pin": ("wake", "cannot wake the chip"), "battery.pin": ("adc", "cannot measure")}

# key: (least, most), or the texts that are allowed. Of a table, all keys are needed.
_ALLOWED: dict[str, Any] = {
    "i2c.hz": (10_000, 1_000_000),
    "button.pull": ("up",),
    "battery.ratio": (1, 10),
    "sensor.addr": (0x08, 0x77),
    "display.addr": (0x08, 0x77),
    "ambient.addr": (0x08, 0x77),
    "display.offset": (0, 30),
}
# Width and height of the displays that the screens are drawn for.
_SIZES = ((128, 64), (128, 32), (72, 40))
_TOP = ("board", "name", "chip", "firmware", "usb")
_TABLES = {
    "i2c": ("id", "sda", "scl", "hz"),
    "button": ("pin", "pull"),
    "buzzer": ("pin",),
    "motor": ("pin",),
    "battery": ("pin", "ratio"),
    "sensor": ("driver", "addr"),
    "ambient": ("driver", "addr"),
    "display": ("driver", "addr", "width", "height", "offset"),
}
_OPTIONAL = ("battery", "motor", "ambient")


def names() -> list[str]:
    """The boards there are files for."""
    return sorted(path.stem for path in BOARDS.glob("*.toml") if path.stem != "chips")


def usb_ids() -> set[str]:
    """USB ids (vvvv:pppp) of all known boards."""
    found: set[str] = set()
    for name in names():
        text = (BOARDS / f"{name}.toml").read_text(encoding="utf-8")
        found.update(tomllib.loads(text).get("usb", ()))
    return found


def load(name: str) -> dict[str, Any]:
    """The checked fields of a board by its name; UserError names the boards there are."""
    if name not in names():
        hint = did_you_mean(name, names())
        raise UserError(f"no board '{name}'{hint}; there are: {', '.join(names())}")
    return load_file(BOARDS / f"{name}.toml")


def load_file(path: Path) -> dict[str, Any]:
    """The checked fields of one board file; SourceErrors with everything wrong in it."""
    raw = path.read_bytes()
    lines = Lines(raw.decode("utf-8-sig", "replace"))
    try:
        source = parse(raw, path.name)
        found = list(source.problems)
        wrong = _problems(source.data, path.stem)
        found += [(_place(source, key, said), said) for key, said in wrong]
    except TreeError as e:
        found = [(e.place, str(e))]
    if found:
        raise SourceErrors(
            Problem.at(str(path), place, said, lines.line(place[0])) for place, said in found
        )
    board: dict[str, Any] = source.data
    return board


def _place(source: Tree, key: str, said: str) -> Place:
    """Where the value of a key ('table.key' or 'table') stands, or the table it is missing in; of
    one that is unknown the key."""
    path: TreePath = tuple(key.split("."))
    places = source.keys if said.startswith("unknown key") else source.values
    return places.get(path) or source.place(path)


def board_json(board: dict[str, Any]) -> bytes:
    """The strap's board.json of a checked board."""
    fields: dict[str, Any] = {"format": FORMAT, "board": board["board"], "chip": board["chip"]}
    for table in _TABLES:
        fields[table] = board.get(table)
    return (json.dumps(fields, separators=(",", ":")) + "\n").encode()


def chips() -> dict[str, Any]:
    """chips.toml with its pin lists as sets of numbers."""
    table = tomllib.loads((BOARDS / "chips.toml").read_text(encoding="utf-8"))
    for chip in table.values():
        for key, value in chip.items():
            if isinstance(value, list) and key != "i2c":
                chip[key] = {pin for span in value for pin in _span(span)}
    return table


def _span(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _problems(board: dict[str, Any], stem: str) -> Iterator[tuple[str, str]]:
    """(key, what is wrong with it)"""
    yield from _shape_problems(board)
    if board.get("board", stem) != stem:
        yield "board", f"'{board['board']}' is not the file's name; write '{stem}'"
    for usb in board.get("usb", ()) if isinstance(board.get("usb"), list) else ():
        if not USB_ID.fullmatch(str(usb)):
            yield "usb", f"'{usb}' is not a USB id; write vvvv:pppp in small hex digits"
    yield from _value_problems(board)
    sensors = import_module("finding")  # of the firmware
    parts = [name.decode() for name in sensors.names()]
    drivers = sorted(path.stem for path in (FIRMWARE / "drivers").glob("[a-z]*.py"))
    named = (("sensor.driver", parts), ("ambient.driver", parts), ("display.driver", drivers))
    for key, known in named:
        value = _get(board, key)
        if value is not None and value not in known:
            hint = did_you_mean(value, known)
            yield key, f"no driver '{value}'{hint}; there are: {', '.join(known)}"
    table = chips()
    name = str(board.get("chip", ""))
    if name in table:
        yield from _pin_problems(board, table[name])
    elif "chip" in board:
        hint = did_you_mean(name, table)
        yield "chip", f"unknown chip '{name}'{hint}; known: {', '.join(sorted(table))}"


def _value_problems(board: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, allowed in _ALLOWED.items():
        value = _get(board, key)
        if value is None:
            continue
        if isinstance(allowed[0], str):
            if value not in allowed:
                yield key, f"{value!r} is not allowed; allowed: {', '.join(allowed)}"
        elif type(value) is not int or not allowed[0] <= value <= allowed[1]:
            yield key, f"{value!r} is not allowed; allowed: {allowed[0]} to {allowed[1]}"

    addr = _get(board, "ambient.addr")
    if addr is not None and addr == _get(board, "sensor.addr"):
        yield (
            "ambient.addr",
            f"{addr:#x} is the sensor's already; two parts cannot share an address",
        )
    size = (_get(board, "display.width"), _get(board, "display.height"))
    if None not in size and size not in _SIZES:
        sizes = ", ".join(f"{width} x {height}" for width, height in _SIZES)
        yield "display.width", f"{size[0]!r} x {size[1]!r} is not allowed; allowed: {sizes}"


def _shape_problems(board: dict[str, Any]) -> Iterator[tuple[str, str]]:
    known = [*_TOP, *_TABLES]
    for key in board:
        if key not in known:
            hint = did_you_mean(key, known)
            yield key, f"unknown key '{key}'{hint}; allowed: {', '.join(known)}"
    for key in known:
        if key not in board and key not in _OPTIONAL:
            yield key, f"'{key}' is missing"
    for name, keys in _TABLES.items():
        table = board.get(name)
        if table is None:
            continue
        if not isinstance(table, dict):
            yield name, f"a table is needed: [{name}] on a line of its own"
            continue
        for key in table:
            if key not in keys:
                hint = did_you_mean(key, keys)
                yield f"{name}.{key}", f"unknown key '{key}'{hint}; allowed: {', '.join(keys)}"
        for key in keys:
            if key not in table:
                yield name, f"'{key}' is missing in [{name}]"


def _pin_problems(board: dict[str, Any], chip: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if (unit := _get(board, "i2c.id")) is not None and unit not in chip["i2c"]:
        yield "i2c.id", f"{unit!r} is no I2C unit of the {chip['name']}; allowed: {chip['i2c']}"
    used: dict[int, str] = {}
    for key, never in _PINS.items():
        pin = _get(board, key)
        if pin is None:
            continue
        if type(pin) is not int or pin not in chip["pins"]:
            yield key, f"{pin!r} is no pin of the {chip['name']}"
            continue
        for kind, why in never:
            if pin in chip[kind]:
                yield key, f"pin {pin} {why}"
        kind, why = _ABLE.get(key, ("pins", ""))
        if pin not in chip[kind]:
            able = ", ".join(str(p) for p in sorted(chip[kind] - chip["flash"]))
            yield key, f"pin {pin} {why}; these can: {able}"
        if pin in used:
            yield key, f"pin {pin} is {used[pin]} already"
        used.setdefault(pin, key)


def _get(board: dict[str, Any], key: str) -> Any:
    table, _, name = key.partition(".")
    inner = board.get(table)
    return inner.get(name) if isinstance(inner, dict) else None
