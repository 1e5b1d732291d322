"""Verbs about the firmware on a strap: install, update, rollback."""

from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.bars import Progress
from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool

if TYPE_CHECKING:
    from backstrap.device.strap import Strap


@click.command()
@click.option("--board", required=True, metavar="NAME", help="Its file is boards/NAME.toml.")
@force_option
@click.pass_obj
def install(tool: Tool, board: str, force: bool) -> None:
    """Put the firmware and the board's wiring on a strap that runs MicroPython 1.29.

    On a strap that has a firmware already this is an update, with the wiring.

    With --json: strap, board, backstrap (the version), slot, trial (whether there was a firmware
    to fall back to), files and bytes of it, sent (files that were not there).
    """
    from backstrap import board_file, image

    plan = board_file.load(board)
    beside = {"main.py": image.main_py(), "board.json": board_file.board_json(plan)}
    files = image.compiled()

    def work(strap: "Strap", progress: Progress) -> tuple[dict[str, Any], str]:
        value, text = _put(strap, files, beside, plan["chip"], force, progress)
        return {**value, "board": plan["board"]}, text

    tool.each(work)


@click.command()
@force_option
@click.pass_obj
def update(tool: Tool, force: bool) -> None:
    """Put this tool's firmware on a strap that has one.

    It goes to the slot that does not run, is read back, and runs on trial: the strap goes back to
    the old one by itself after three starts that fail, or where the new one does not say within
    three minutes that it is well. This waits for that.

    With --json: strap, backstrap (the version), slot, trial (false: it was there already), files
    and bytes of it, sent (files that were not there).
    """
    from backstrap import image

    files, beside = image.compiled(), {"main.py": image.main_py()}
    tool.each(lambda strap, progress: _put(strap, files, beside, None, force, progress))


def _put(
    strap: "Strap",
    files: dict[str, bytes],
    beside: dict[str, bytes],
    chip: str | None,
    force: bool,
    progress: Progress,
) -> tuple[dict[str, Any], str]:
    """chip: the board file's; None: the strap's own is kept."""
    from backstrap import board_file, image
    from backstrap.device import connect
    from backstrap.device import install as device
    from backstrap.errors import RefusedError
    from strapcore import VERSION

    with connect.stopped(strap, force):
        identity = device.check_python(strap, image.MPY)
        if chip is not None:
            device.check_chip(strap, identity, board_file.chips()[chip])
        elif not identity["installed"]:
            raise RefusedError(
                f"{strap.address}: no firmware is there, nor a board file; `backstrap install "
                "--board NAME` puts both there"
            )
        done = device.install(strap, files, beside, progress)
    if identity["platform"] != "folder":
        device.await_well(strap, done["slot"], done["trial"], progress)
    sent = f"{done['sent']} files sent" if done["sent"] else "it was there already"
    text = f"BackStrap {VERSION}, {done['bytes']} bytes in slot {done['slot']}, {sent}"
    return {"strap": strap.address, "backstrap": VERSION, **done}, text


@click.command()
@force_option
@click.pass_obj
def rollback(tool: Tool, force: bool) -> None:
    """Go back to the firmware from before, which is still in the other slot.

    It runs on trial, as after an update; this waits until it is well.

    With --json: strap, backstrap (the version that runs now), slot, trial.
    """
    tool.each(lambda strap, progress: _rollback(strap, force, progress))


def _rollback(strap: "Strap", force: bool, progress: Progress) -> tuple[dict[str, Any], str]:
    from backstrap.device import connect
    from backstrap.device import install as device

    with connect.stopped(strap, force):
        platform = strap.identity()["platform"]
        done = device.rollback(strap)
    if platform != "folder":
        device.await_well(strap, done["slot"], done["trial"], progress)
    text = f"BackStrap {done['backstrap']} runs again, in slot {done['slot']}"
    return {"strap": strap.address, **done}, text
