"""What each pin of a chip may do: boards/chips.toml."""

import tomllib
from typing import Any

from backstrap import BOARDS


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
