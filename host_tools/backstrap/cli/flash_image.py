"""`backstrap image`: the strap's file system as one file, for factory flashing."""

import hashlib
import tempfile
from pathlib import Path

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
    from backstrap import board_file, files, image
    from backstrap.boards.chips import chips
    from backstrap.image import littlefs_image
    from strapcore import VERSION

    plan = board_file.load(board)
    chip = chips()[plan["chip"]]
    offset = chip["vfs"]
    fresh = _freshly_installed(
        image.firmware(), {"main.py": image.main_py(), "board.json": board_file.board_json(plan)}
    )
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


def _freshly_installed(slot_files: dict[str, bytes], beside: dict[str, bytes]) -> dict[str, bytes]:
    """Every file that an install leaves on a bare strap, by its absolute path."""
    from backstrap.device.folder import FolderStrap
    from backstrap.device.install import install

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install(FolderStrap(folder), slot_files, beside, lambda *_: None)
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return {"/" + path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
