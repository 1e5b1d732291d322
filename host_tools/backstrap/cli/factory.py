"""Verbs for who installs with another tool: image, for factories; mip, for mpremote."""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import click

from backstrap.cli.tool import Tool

_FLASH_MIB = ("4", "8", "16")


@click.command("image")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--board", required=True, metavar="NAME", help="Its file is boards/NAME.toml.")
@click.option(
    "--flash-mib",
    type=click.Choice(_FLASH_MIB),
    default=_FLASH_MIB[0],
    help="The board's flash memory; 4 unless said.",
)
@click.pass_obj
def image_(tool: Tool, file: Path, board: str, flash_mib: str) -> None:
    """Write the whole file system of a freshly installed strap to FILE.

    A flasher puts it behind stock MicroPython 1.29, at the offset that is printed. It is mounted
    again and each of its files compared before FILE is written. No strap is needed.
    """
    from backstrap import board_file, files
    from backstrap.boards.chips import chips
    from backstrap.image import littlefs_image
    from strapcore import VERSION

    plan = board_file.load(board)
    offset = chips()[plan["chip"]]["vfs"]
    fresh = _freshly_installed(plan)
    data = littlefs_image.packed(fresh, int(flash_mib) * 1024 * 1024 - offset)
    files.write(file, data)
    value = {
        "file": str(file),
        "board": board,
        "backstrap": VERSION,
        "offset": offset,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "files": len(fresh),
    }
    text = (
        f"{file}: BackStrap {VERSION} for {board}, {len(fresh)} files; behind "
        f"{plan['firmware']} 1.29:\n"
        f"esptool --chip {plan['chip']} write-flash {offset:#x} {file}"
    )
    tool.result(value, text)


@click.command("mip")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--board", required=True, metavar="NAME", help="Its file is boards/NAME.toml; or a file."
)
@click.pass_obj
def mip_(tool: Tool, folder: Path, board: str) -> None:
    """Write the firmware to DIR as a package that `mpremote mip install` puts on a board.

    For a first install, from DIR or from the web server that DIR is copied to. Nothing is proved,
    and a strap that has a firmware should get another with `backstrap update`.
    """
    from backstrap import board_file, files
    from strapcore import VERSION

    fresh = _freshly_installed(board_file.load(board))
    for path, data in fresh.items():
        at = folder / path[1:]
        at.parent.mkdir(parents=True, exist_ok=True)
        files.write(at, data)
    package = folder / "package.json"
    # mip writes in this order; /slot, which makes a slot the live one, comes last.
    listed = {"version": VERSION, "urls": [[path[1:], path[1:]] for path in fresh]}
    files.write(package, json.dumps(listed, indent=1).encode() + b"\n")
    value = {"folder": str(folder), "board": board, "backstrap": VERSION, "files": len(fresh)}
    text = (
        f"{folder}: BackStrap {VERSION} for {board}, {len(fresh)} files; on a board with "
        f"MicroPython 1.29:\nmpremote mip install --target / {package}"
    )
    tool.result(value, text)


def _freshly_installed(plan: dict[str, Any]) -> dict[str, bytes]:
    """Every file that an install leaves on a bare strap, by its absolute path, in order."""
    from backstrap import board_file, image
    from backstrap.device.folder import FolderStrap
    from backstrap.device.install import install

    beside = {"main.py": image.main_py(), "board.json": board_file.board_json(plan)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install(FolderStrap(folder), image.firmware(), beside, lambda *_: None)
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return {"/" + path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
