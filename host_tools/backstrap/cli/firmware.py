"""Verbs about the firmware on a strap: install, update, rollback."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.bars import Progress
from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool

if TYPE_CHECKING:
    from backstrap.device.strap import Strap


@click.command()
@click.option(
    "--board", required=True, metavar="NAME", help="Its file is boards/NAME.toml; or a file."
)
@click.option("--image", "flash_image", metavar="FILE", type=click.Path(path_type=Path),
              help="Erase the board first, and put this MicroPython on it.")  # fmt: skip
@force_option
@click.pass_obj
def install(tool: Tool, board: str, flash_image: Path | None, force: bool) -> None:
    """Put the firmware and the board's wiring on a strap that runs MicroPython 1.29.

    With --image it puts MicroPython there first: the .bin for the board from
    micropython.org/download. The file is checked before anything is erased, and the chip too.

    On a strap that has a firmware already this is an update, with the wiring.

    With --json: strap, board, backstrap (the version), slot, trial (whether there was a firmware
    to fall back to), files and bytes of it, sent (files that were not there).
    """
    from backstrap import board_file, image

    plan = board_file.load(board)
    beside = {"main.py": image.main_py(), "board.json": board_file.board_json(plan)}
    data = _image(tool, plan["chip"], flash_image) if flash_image else b""
    files = image.firmware()
    if flash_image:
        _flash(tool, plan["chip"], data, force)

    def work(strap: "Strap", progress: Progress) -> tuple[dict[str, Any], str]:
        value, text = _put(strap, files, beside, plan["chip"], force, progress)
        return {**value, "board": plan["board"]}, text

    tool.each(work)


def _image(tool: Tool, chip: str, path: Path) -> bytes:
    """The image for the one chip that --port names: a bare one answers nobody who looks."""
    from backstrap.device import connect, flash
    from backstrap.errors import UserError

    if len(tool.ports) != 1 or tool.ports[0] == connect.ALL or tool.ports[0].startswith("folder:"):
        raise UserError("--image takes one board, by its port: --port /dev/ttyACM0, COM3 ...")
    return flash.read_image(path, chip)


def _flash(tool: Tool, chip: str, data: bytes, force: bool) -> None:
    from backstrap.cli.bars import Bars
    from backstrap.device import connect, flash

    port = connect.last_port(tool.ports[0])
    if not force:
        flash.refuse_strap(port)
    with Bars() as bars:
        flash.write(port, chip, data, bars.line(port))


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

    files, beside = image.firmware(), {"main.py": image.main_py()}
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
    from backstrap import image
    from backstrap.boards.chips import chips
    from backstrap.device import connect
    from backstrap.device import install as device
    from backstrap.errors import RefusedError
    from strapcore import VERSION

    with connect.stopped(strap, force):
        identity = device.check_python(strap, image.MPY)
        if chip is not None:
            device.check_chip(strap, identity, chips()[chip])
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
