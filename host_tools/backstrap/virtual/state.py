"""The folder that is a virtual strap's flash: its board file, and firmware for an empty one."""

import json
from pathlib import Path
from typing import Any

from backstrap import board_file, image

NAMED = "lps28dfw"  # the sensor in the boards' files


def board_plan(
    board: str | dict[str, Any], display: str = "ssd1306", sensor: str = NAMED
) -> dict[str, Any]:
    """What board.json holds: `board`, or the board of that name with this display and sensor. The
    glass of an SH1106 begins at column 2. Another sensor than the one that the boards name is
    looked for; an MS5803 does not say which one it is. A battery is there where the board's file
    has a place for it: scripts set it."""
    named = isinstance(board, str)
    if isinstance(board, str):
        checked = board_file.load(board)
        if "battery" in checked:
            checked["battery"]["fitted"] = True
        board = json.loads(board_file.board_json(checked))
    plan: dict[str, Any] = json.loads(json.dumps(board))
    if display == "sh1106" and plan["display"]:
        plan["display"]["offset"] = 2
    if named and sensor not in (NAMED, "none"):
        plan["sensor"] = {"driver": sensor if sensor.startswith("ms5803") else "auto"}
    return plan


def wiring_of(
    state_dir: Path, board: str | dict[str, Any], display: str, sensor: str = NAMED
) -> dict[str, Any]:
    """The strap's own board.json; written first where there is none."""
    path = state_dir / "board.json"
    if not path.exists():
        path.write_text(json.dumps(board_plan(board, display, sensor)), "utf-8")
    plan: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return plan


def prepare_state(
    state_dir: Path, board: str, display: str = "ssd1306", sensor: str = NAMED
) -> bool:
    """Put the firmware into a folder without one, as `backstrap install` would; False: it has."""
    state_dir.mkdir(parents=True, exist_ok=True)
    if (state_dir / "main.py").exists():
        return False
    for name, data in image.firmware().items():
        path = state_dir / "app_a" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (state_dir / "slot").write_text("a", "utf-8")
    wiring_of(state_dir, board, display, sensor)
    (state_dir / "main.py").write_bytes(image.main_py())
    return True
