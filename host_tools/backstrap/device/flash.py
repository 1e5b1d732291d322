"""MicroPython onto a chip, over its boot loader. The only file that imports esptool."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from backstrap import files
from backstrap.device import chip_image
from backstrap.device.link import open_link
from backstrap.device.sync import Progress
from backstrap.device.wire import PROMPT
from backstrap.errors import DeviceError, RefusedError

_BACK_S = 15.0  # a port inside the chip goes away with a reset
_LOOK_S = 0.25


def read_image(path: Path, chip: str) -> bytes:
    """The image in the file, checked; UserError when it cannot go onto the chip ('esp32c3')."""
    from esptool.targets import CHIP_DEFS

    data = files.read(path, chip_image.BYTES_MOST, "image")
    ids = {one.CHIP_NAME: one.IMAGE_CHIP_ID for one in CHIP_DEFS.values() if _has_id(one)}
    its = CHIP_DEFS[chip]
    chip_image.check(data, str(path), its.CHIP_NAME, ids, its.BOOTLOADER_FLASH_OFFSET)
    return data


def _has_id(chip: Any) -> bool:
    return getattr(chip, "IMAGE_CHIP_ID", None) is not None


def refuse_strap(port: str) -> None:
    """RefusedError where a strap is: what it knows of a person would be erased with the rest."""
    link = open_link(port)
    try:
        there = link.status() is not None
        if not there and PROMPT in link.heard():
            link.stop()
            there = link.identity()["installed"]
    finally:
        link.close()
    if there:
        raise RefusedError(
            f"{port}: a strap is there, and --image erases its records, routines and progress. "
            "`backstrap pull` and `backstrap progress export` keep them; then use --force"
        )


def write(port: str, chip: str, data: bytes, progress: Progress, baud: int = 460800) -> None:
    """Erase the chip behind the port, write the image and prove it. Returns when the port is back.

    RefusedError, with nothing erased, when another chip is there; DeviceError when none answers.
    """
    import esptool
    from esptool.targets import CHIP_DEFS
    from serial import SerialException

    _quiet(progress)
    its, esp = CHIP_DEFS[chip], None
    try:
        esp = esptool.detect_chip(port)
        if esp.CHIP_NAME != its.CHIP_NAME:
            raise RefusedError(
                f"{port}: this is an {esp.CHIP_NAME}, the board file is for the {its.CHIP_NAME}; "
                "choose another --board. Nothing was erased"
            )
        esp = esptool.run_stub(esp)
        with suppress(esptool.NotImplementedInROMError):
            esp.change_baud(baud)
        esptool.attach_flash(esp)
        esptool.write_flash(esp, [(its.BOOTLOADER_FLASH_OFFSET, data)], erase_all=True)
        esptool.reset_chip(esp, "hard-reset")
    except (esptool.FatalError, SerialException, OSError) as e:
        said = str(e).strip().partition("\n")[0]
        raise DeviceError(
            f"{port}: the chip's boot loader does not do it ({said}). Hold the board's BOOT "
            "button, press reset, let go of BOOT, and run the command again"
        ) from None
    finally:
        if esp is not None:
            esp._port.close()
    _await_port(port)


def _await_port(port: str) -> None:
    end = time.monotonic() + _BACK_S
    while True:
        try:
            open_link(port).close()
            return
        except DeviceError:
            if time.monotonic() > end:
                raise
        time.sleep(_LOOK_S)


def _quiet(progress: Progress) -> None:
    """What esptool prints is not for stdout; its bar is our progress."""
    from esptool.logger import EsptoolLogger, TemplateLogger

    class Quiet(TemplateLogger):
        def print(self, *args: Any, **kwargs: Any) -> None:
            pass

        note = warning = error = stage = set_verbosity = print

        def progress_bar(self, cur_iter: int, total_iters: int, *_: Any, **__: Any) -> None:
            progress("MicroPython", cur_iter, total_iters)

    EsptoolLogger().set_logger(Quiet())
