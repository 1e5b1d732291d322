"""boards/NAME.toml -> board.json, once every pin is known to be able to do its job.

What a chip's pins may do is data: boards/chips.toml.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from backstrap import BOARDS, files
from backstrap.boards.chips import chips
from backstrap.boards.form import Found, fitted, wrong_form
from backstrap.boards.pins import wrong_pins
from backstrap.errors import Problem, SourceErrors, UserError, did_you_mean
from backstrap.trees.parse import parse
from backstrap.trees.tree import BYTES_MOST, Lines, Place, Tree, TreeError
from backstrap.trees.tree import Path as TreePath

FORMAT = 1
_USB_ID = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")
_ON_STRAP = (
    "i2c",
    "power",
    "button",
    "buzzer",
    "motor",
    "battery",
    "sensor",
    "ambient",
    "display",
)
_ON_PAPER = {"fitted", "onboard", "label", "ohms", "pullup_ohms"}  # for who builds it


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
    """The checked fields of a board, by its name or the path of its .toml; UserError."""
    if name.endswith(".toml"):
        return load_file(Path(name))
    if name not in names():
        hint = did_you_mean(name, names())
        raise UserError(
            f"no board '{name}'{hint}; there are: {', '.join(names())}; or give a file, NAME.toml"
        )
    return load_file(BOARDS / f"{name}.toml")


def load_file(path: Path) -> dict[str, Any]:
    """The checked fields of one board file; SourceErrors with everything wrong in it."""
    raw = files.read(path, BYTES_MOST, "board file")
    lines = Lines(raw.decode("utf-8-sig", "replace"))
    try:
        source = parse(raw, f"{path.stem}.toml")
        found = list(source.problems)
        wrong = _wrong(source.data, path.stem)
        found += [(_place(source, key, said), said) for key, said in wrong]
    except TreeError as e:
        found = [(e.place, str(e))]
    if found:
        raise SourceErrors(
            Problem.at(str(path), place, said, lines.line(place[0])) for place, said in found
        )
    board: dict[str, Any] = source.data
    return board


def board_json(board: dict[str, Any]) -> bytes:
    """The strap's board.json of a checked board."""
    fields: dict[str, Any] = {"format": FORMAT, "board": board["board"], "chip": board["chip"]}
    for part in _ON_STRAP:
        table = board.get(part) if fitted(board, part) else None
        fields[part] = table and {k: v for k, v in table.items() if k not in _ON_PAPER}
    return (json.dumps(fields, separators=(",", ":")) + "\n").encode()


def _place(source: Tree, path: TreePath, said: str) -> Place:
    """Where the value of a key stands, or the table it is missing in; of one that is unknown the
    key."""
    places = source.keys if said.startswith("unknown key") else source.values
    return places.get(path) or source.place(path)


def _wrong(board: dict[str, Any], stem: str) -> Found:
    """Where something is wrong, and what."""
    yield from wrong_form(board)
    if isinstance(board.get("board"), str) and board["board"] != stem:
        yield ("board",), f"'{board['board']}' is not the file's name; write '{stem}'"
    ids = board.get("usb")
    for i, usb in enumerate(ids if isinstance(ids, list) else ()):
        if not _USB_ID.fullmatch(str(usb)):
            yield ("usb", i), f"'{usb}' is not a USB id; write vvvv:pppp in small hex digits"
    table, name = chips(), board.get("chip")
    if isinstance(name, str) and name in table:
        yield from wrong_pins(board, table[name])
    elif isinstance(name, str):
        hint = did_you_mean(name, table)
        yield ("chip",), f"unknown chip '{name}'{hint}; allowed: {', '.join(sorted(table))}"
