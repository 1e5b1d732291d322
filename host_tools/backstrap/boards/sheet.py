"""The wiring as text: a table a board, and boards/README.md with all of them."""

from textwrap import fill
from typing import Any

from backstrap import board_file
from backstrap.boards.chips import chips
from backstrap.boards.form import fitted
from backstrap.boards.parts import PURPOSES, Wire, on_board, wires

_QUOTE: dict[str, Any] = {"initial_indent": "  > ", "subsequent_indent": "  > "}
_TEXT = """\
# Boards

A file a board: which parts are on which pins. `backstrap install --board NAME` checks it and puts
it on the strap; `backstrap board show NAME --svg FILE` draws the wiring, `backstrap board check
FILE` looks at a file of your own, which `install --board FILE` takes too. What the pins of a chip
may do is in chips.toml. This page is built from the files by `make boards`.

{boards}

## Other parts

- **Display**: {sizes}, SSD1306 or SH1106: set
  `width`, `height` and `offset` in `[display]` (an SH1106 begins at column 2, a 72 x 40 at 28).
- **No display**: write `fitted = false` in `[display]`. The strap is used by its tones and its
  motor alone: [docs/cues.md](../docs/cues.md). Who uses such a strap for the first time reads
  this, and if none of it applies, {presses} presses begin the first hold:

{first}

- **Buzzer**: a passive piezo plays the notes. An active one, `kind = "active"`, has a tone of its
  own and sounds the motor's rhythms; it takes a transistor and a diode, as the motor does.
- **Motor**: `fitted = true` in `[motor]`, through a transistor and a diode. A strap may have it in
  place of the buzzer (`fitted = false` in `[buzzer]`), or beside it.

## Every wire

{wirings}"""


def rows(board: dict[str, Any]) -> list[dict[str, Any]]:
    """Every wire: the part, its pin, the pin of the board as printed, its GPIO, the colour."""
    return [
        {
            "part": wire.part.name,
            "pin": wire.pin.name,
            "board": wire.label.text,
            "gpio": wire.label.gpio if wire.label.gpio >= 0 else None,
            "color": PURPOSES[wire.pin.net][0],
            "optional": wire.part.optional,
        }
        for wire in wires(board)
    ]


def overview(name: str, board: dict[str, Any]) -> dict[str, Any]:
    """A board in the list."""
    display = board["display"] if fitted(board, "display") else {}
    size = f"{display['width']} x {display['height']}" if display else None
    return {
        "board": name,
        "name": board["name"],
        "chip": chips()[board["chip"]]["name"],
        "firmware": board["firmware"],
        "display": size,
        "on_board": bool(display.get("onboard")),
        "sda": board["i2c"]["sda"],
        "scl": board["i2c"]["scl"],
        "button": board["button"]["pin"],
        "buzzer": (board.get("buzzer") or {}).get("pin"),
        "motor": (board.get("motor") or {}).get("pin"),
        "battery": (board.get("battery") or {}).get("pin"),
    }


HEAD = ("board", "chip", "SDA", "SCL", "button", "buzzer", "motor", "battery", "display")


def line(told: dict[str, Any]) -> tuple[Any, ...]:
    """A row of the list under HEAD."""
    size = f"{told['display']}, on board" if told["on_board"] else told["display"]
    keys = ("board", "chip", "sda", "scl", "button", "buzzer", "motor", "battery")
    return (*(told[key] for key in keys), size)


def markdown() -> str:
    """The page."""
    from backstrap.boards.form import SIZES
    from backstrap.words import block
    from strapcore.ui.view import FIRST_PAGES

    boards = {name: board_file.load(name) for name in board_file.names()}
    lines = [line(overview(name, board)) for name, board in boards.items()]
    sizes = [f"{width} x {height}" for width, height in SIZES]
    first, *others = block("FIRST")[1:FIRST_PAGES]
    return _TEXT.format(
        boards=_table(HEAD, lines),
        presses=FIRST_PAGES + 1,
        sizes=", ".join(sizes[:-1]) + " or " + sizes[-1],
        first=fill(f"{first} {', '.join(others)}.", 97, **_QUOTE),
        wirings="\n".join(_section(board) for board in boards.values()),
    )


def _section(board: dict[str, Any]) -> str:
    cells = [
        (_part(wire), wire.pin.name, wire.label.text, _gpio(wire), PURPOSES[wire.pin.net][0])
        for wire in wires(board)
    ]
    more = on_board(board)
    said = [f"On the board: {', '.join(more)}."] if more else []
    notes = "".join(f"{note}\n" for note in (*said, *board.get("notes", ())))
    table = _table(("part", "pin", "board", "GPIO", "wire"), cells)
    return f"### {board['name']}\n\n`{board['board']}`\n\n{table}\n\n{notes}"


def _part(wire: Wire) -> str:
    return f"{wire.part.name} (optional)" if wire.part.optional else wire.part.name


def _gpio(wire: Wire) -> int | None:
    return wire.label.gpio if wire.label.gpio >= 0 else None


def _table(head: tuple[str, ...], cells: list[tuple[Any, ...]]) -> str:
    texts = [head, *(tuple("-" if c is None else str(c) for c in row) for row in cells)]
    lines = [f"| {' | '.join(row)} |" for row in texts]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
