"""Firmware onto the strap: into the slot that does not run, then one rename switches to it.

Cut anywhere, the strap still starts: with the old firmware until /slot is renamed, with the new
one from then on.
"""

import hashlib
from typing import Any

from backstrap.device import sync
from backstrap.device.strap import Strap
from backstrap.errors import DeviceError, RefusedError

_BOOT_S = 10.0
_OLDEST = [1, 29]
_SLOTS = ("a", "b")


def check_target(strap: Strap, chip: dict[str, Any], mpy: int) -> dict[str, Any]:
    """The strap's identity; RefusedError when the firmware cannot run there."""
    identity = strap.identity()
    if identity["mpy"] != mpy or _version(identity) < _OLDEST:
        raise RefusedError(
            f"{strap.address}: MicroPython {identity['micropython']} cannot run this firmware; "
            "put MicroPython 1.29 for your board on it first (micropython.org/download)"
        )
    machine = str(identity["machine"])
    if identity["platform"] == "esp32" and machine.split()[-1:] != [chip["machine"]]:
        raise RefusedError(
            f"{strap.address}: this is a '{machine}', the board file is for the {chip['name']}; "
            "choose another --board"
        )
    return identity


def install(
    strap: Strap, slot_files: dict[str, bytes], beside: dict[str, bytes], progress: sync.Progress
) -> dict[str, Any]:
    """Put slot_files into the idle slot and `beside` (main.py, board.json) into the root.

    What is there already is not sent. Returns slot, files, sent (a count) and bytes of the slot.
    """
    have = strap.survey("/app_a", "/app_b", "/slot", *("/" + name for name in beside))
    live = _live_slot(strap, have.files)
    slot = live
    files = _wanted(live or "a", slot_files, beside)
    if live is None or _differs(files, have.files, f"/app_{live}/"):
        slot = "b" if live == "a" else "a"
        files = _wanted(slot, slot_files, beside)
    if slot != live:
        files["/slot"] = str(slot).encode()
    folders = sorted({path.rpartition("/")[0] for path in files} - have.folders - {""})
    if folders:
        strap.make_folders(_with_parents(folders))
    changed = {path: data for path, data in files.items() if have.files.get(path) != _sha(data)}
    sync.stage(strap, changed, have.free, progress)
    # The order is the files': the slot's first, /slot last. Nothing in an idle slot is in use, so
    # its leftovers go before the switch: a stale strap.py would hide the new strap.mpy.
    stale = [
        path
        for path in have.files
        if path.startswith(f"/app_{slot}/") and path not in files and path[:-4] not in changed
    ]
    last = [path for path in changed if path == "/slot"]
    first = [path for path in changed if path != "/slot"]
    if first or stale:
        strap.commit(first, stale)
    if last:
        strap.commit(last, [])
    return {
        "slot": slot,
        "files": len(files),
        "sent": len(changed),
        "bytes": sum(len(data) for data in slot_files.values()),
    }


def await_app(strap: Strap, version: str) -> None:
    """Wait until the new firmware answers; DeviceError when it does not."""
    answer = strap.status(_BOOT_S)
    if answer is None or answer["backstrap"] != version:
        raise DeviceError(
            f"{strap.address}: all is written, but BackStrap {version} does not answer; press the "
            "board's reset button, then `backstrap info`"
        )


def _version(identity: dict[str, Any]) -> list[int]:
    return [int(part) for part in str(identity["micropython"]).split(".") if part.isdigit()]


def _live_slot(strap: Strap, files: dict[str, bytes]) -> str | None:
    if "/slot" not in files:
        return None
    text = strap.get("/slot").decode(errors="replace")[:1]
    return text if text in _SLOTS else None


def _wanted(slot: str, slot_files: dict[str, bytes], beside: dict[str, bytes]) -> dict[str, bytes]:
    files = {f"/app_{slot}/{name}": data for name, data in slot_files.items()}
    return {**files, **{"/" + name: data for name, data in beside.items()}}


def _differs(files: dict[str, bytes], have: dict[str, bytes], folder: str) -> bool:
    """Whether the folder on the strap holds anything but exactly the files meant for it."""
    wanted = {path: _sha(data) for path, data in files.items() if path.startswith(folder)}
    return wanted != {path: digest for path, digest in have.items() if path.startswith(folder)}


def _with_parents(folders: list[str]) -> list[str]:
    found: set[str] = set()
    for folder in folders:
        steps = folder.split("/")[1:]
        found.update("/" + "/".join(steps[: i + 1]) for i in range(len(steps)))
    return sorted(found)


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
