"""Verbs about the strap itself: install, info."""

from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.bars import Progress
from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool

if TYPE_CHECKING:
    from backstrap.device.strap import Strap

_BOOT_S = 10.0
# What `info` shows where it has it: the strap's word, ours.
_SHOWN = (
    ("strap", "strap"),
    ("uid", "uid"),
    ("board", "board"),
    ("backstrap", "BackStrap"),
    ("micropython", "MicroPython"),
    ("machine", "machine"),
    ("state", "state"),
    ("person", "person"),
    ("routine", "routine"),
    ("point", "point"),
    ("hold_ms", "held"),
    ("target_ms", "target"),
    ("gauge_pa", "load, Pa"),
    ("faults", "faults"),
    ("bad", "not usable"),
    ("unpulled", "records new"),
)


@click.command()
@click.option("--board", required=True, metavar="NAME", help="Its file is boards/NAME.toml.")
@force_option
@click.pass_obj
def install(tool: Tool, board: str, force: bool) -> None:
    """Put the firmware and the board's wiring on a strap that runs MicroPython 1.29.

    The firmware goes to the slot that does not run; the last rename switches to it.
    """
    from backstrap import board_file, image

    plan = board_file.load(board)
    beside = {"main.py": image.main_py(), "board.json": board_file.board_json(plan)}
    slot_files = image.firmware()
    tool.each(lambda strap, progress: _install(strap, plan, slot_files, beside, force, progress))


def _install(
    strap: "Strap",
    plan: dict[str, Any],
    slot_files: dict[str, bytes],
    beside: dict[str, bytes],
    force: bool,
    progress: Progress,
) -> tuple[dict[str, Any], str]:
    from backstrap import board_file, image
    from backstrap.device import connect
    from backstrap.device import install as device
    from strapcore import VERSION

    with connect.stopped(strap, force):
        target = device.check_target(strap, board_file.chips()[plan["chip"]], image.MPY)
        done = device.install(strap, slot_files, beside, progress)
    if target["platform"] != "folder":
        device.await_app(strap, VERSION)
    text = (
        f"BackStrap {VERSION}, {done['bytes']} bytes in slot {done['slot']}, "
        f"{done['sent']} files sent"
    )
    value = {"strap": strap.address, "board": plan["board"], "backstrap": VERSION, **done}
    return value, text


@click.command()
@click.pass_obj
def info(tool: Tool) -> None:
    """Say which strap this is and what it does. A hold that runs goes on."""
    tool.each(lambda strap, _: _info(strap))


def _info(strap: "Strap") -> tuple[dict[str, Any], str]:
    from backstrap.device import connect

    found = connect.status(strap)
    runs = found is not None
    if found is None:
        with connect.stopped(strap, force=False):
            found = strap.identity()
        if found["installed"]:  # it waited at the prompt, and was started just now
            answer = strap.status(_BOOT_S)
            runs, found = answer is not None, answer or found
    found = {"strap": strap.address, "app": runs, **found}
    return found, _lines(found)


def _lines(found: dict[str, Any]) -> str:
    lines = [(label, _shown(name, found[name])) for name, label in _SHOWN if found.get(name)]
    if not found["app"]:
        lines.append(("app", "does not run; `backstrap install` puts it there"))
    return "\n".join(f"{label.ljust(14)} {text}" for label, text in lines)


def _shown(name: str, value: Any) -> str:
    if name.endswith("_ms"):
        return f"{value // 60000}:{value // 1000 % 60:02d} min"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
