"""Firmware onto the strap: into the idle slot, read back, then one rename switches to it.

Cut anywhere, the strap still starts: with the old firmware until /slot is renamed, with the new
one from then on; and with the old one again where the new one does not say that it is well.
"""

import hashlib
import time
from typing import Any

from backstrap.device import slots, sync
from backstrap.device.strap import Strap, Survey
from backstrap.errors import DeviceError, RefusedError
from backstrap.image.manifest import MANIFEST

_OLDEST = [1, 29]
_BOOT_S = 10.0
_TRIAL_S = 240.0  # the strap gives up a new firmware after 180
_LOOK_S = 0.5
_PROMPTS = 3  # so many times at the prompt: no app will come


def check_python(strap: Strap, mpy: int) -> dict[str, Any]:
    """The strap's identity; RefusedError when its MicroPython cannot run the firmware."""
    identity = strap.identity()
    if identity["mpy"] != mpy or _version(identity) < _OLDEST:
        raise RefusedError(
            f"{strap.address}: MicroPython {identity['micropython']} cannot run this firmware; "
            "put MicroPython 1.29 for your board on it first: `backstrap install --image FILE` "
            "(micropython.org/download)"
        )
    return identity


def check_chip(strap: Strap, identity: dict[str, Any], chip: dict[str, Any]) -> None:
    """RefusedError when a board file for this chip cannot be the strap's."""
    machine = str(identity["machine"])
    if identity["platform"] == "esp32" and machine.split()[-1:] != [chip["machine"]]:
        raise RefusedError(
            f"{strap.address}: this is a '{machine}', the board file is for the {chip['name']}; "
            "choose another --board"
        )


def install(
    strap: Strap, slot_files: dict[str, bytes], beside: dict[str, bytes], progress: sync.Progress
) -> dict[str, Any]:
    """Put slot_files into the idle slot and `beside` (main.py, board.json) into the root.

    What is there already is not sent. Returns slot, trial (a bool: the strap has another firmware
    to fall back to), files, sent (a count) and bytes of the slot.
    """
    have = strap.survey("/app_a", "/app_b", slots.PATH, *("/" + name for name in beside))
    was = slots.read(strap, have)
    wanted = {path: _sha(data) for path, data in slot_files.items()}
    same = was.proven is not None and slots.content(have, was.proven) == wanted
    slot = was.proven if was.proven and same else was.idle
    if was.proven and was.trial:  # what is on trial may be overwritten now, or is not wanted
        _switch(strap, slots.proven(was.proven))
    files = {f"/app_{slot}/{path}": data for path, data in slot_files.items()}
    files |= {"/" + path: data for path, data in beside.items()}
    changed = {path: data for path, data in files.items() if have.files.get(path) != _sha(data)}
    _put(strap, slot, changed, set(files), have, progress)
    if not same:
        kept = strap.survey(f"/app_{slot}")
        if slots.content(kept, slot) != wanted:
            raise DeviceError(
                f"{strap.address}: slot {slot} does not hold what was written; the old firmware "
                "stays. Run the command again; if it fails again, the flash is worn"
            )
        _switch(strap, slots.on_trial(slot) if was.proven else slots.proven(slot))
    return {
        "slot": slot,
        "trial": bool(was.proven) and not same,
        "files": len(files),
        "sent": len(changed),
        "bytes": sum(len(data) for data in slot_files.values()),
    }


def _put(
    strap: Strap,
    slot: str,
    changed: dict[str, bytes],
    files: set[str],
    have: Survey,
    progress: sync.Progress,
) -> None:
    """The changed files into their places, and what does not belong into the slot out of it: a
    stale strap.py would hide the new strap.mpy."""
    folders = {path.rpartition("/")[0] for path in files} - have.folders - {""}
    if folders:
        strap.make_folders(_with_parents(folders))
    sync.stage(strap, changed, have.free, progress)
    seal = f"/app_{slot}/{MANIFEST}"
    if seal in changed and seal in have.files:
        strap.commit([], [seal])  # while a slot changes it is not whole
    stale = [
        path
        for path in have.files
        if path.startswith(f"/app_{slot}/") and path not in files and path[:-4] not in changed
    ]
    if changed or stale:
        strap.commit(list(changed), stale)


def rollback(strap: Strap) -> dict[str, Any]:
    """Switch to the other firmware; slot, trial and backstrap (its version). RefusedError where
    there is none that is whole."""
    have = strap.survey("/app_a", "/app_b", slots.PATH)
    was = slots.read(strap, have)
    if was.left:
        raise RefusedError(
            f"{strap.address}: slot {was.proven} runs because of the other: {was.left}; "
            "`backstrap update` puts this tool's firmware in its place"
        )
    slot = was.proven if was.proven and was.trial else was.idle
    found = slots.whole(strap, have, slot) if was.proven else None
    if found is None:
        raise RefusedError(
            f"{strap.address}: slot {slot} holds no whole firmware to go back to; `backstrap "
            "update` puts this tool's there"
        )
    _switch(strap, slots.proven(slot) if was.trial else slots.on_trial(slot))
    return {"slot": slot, "trial": not was.trial, "backstrap": found.version}


def await_well(strap: Strap, slot: str, trial: bool, progress: sync.Progress) -> dict[str, Any]:
    """Wait until the firmware in the slot runs, and says that it is well; its status.

    RefusedError when the strap has fallen back to the other; DeviceError when nothing answers.
    """
    end = time.monotonic() + (_TRIAL_S if trial else _BOOT_S)
    prompts = 0
    while (begun := time.monotonic()) < end:
        answer = strap.status(min(_BOOT_S, end - begun))
        if answer is None:
            prompts += time.monotonic() - begun < _LOOK_S
            if prompts == _PROMPTS:
                break
        elif answer.get("slot") != slot:
            raise RefusedError(
                f"{strap.address}: the new firmware was left: "
                f"{answer.get('fell_back') or 'it did not start'}; slot {answer.get('slot')} with "
                f"BackStrap {answer['backstrap']} runs again. `backstrap crash` says more"
            )
        elif "trial" not in answer:
            return answer
        else:
            progress("it runs; waiting until it says that it is well", 1, 1)
        time.sleep(_LOOK_S)
    raise DeviceError(
        f"{strap.address}: all is written, but nothing answers; press the board's reset button, "
        "then `backstrap doctor`"
    )


def _switch(strap: Strap, text: bytes) -> None:
    strap.stage(slots.PATH, text)
    strap.commit([slots.PATH], [])


def _version(identity: dict[str, Any]) -> list[int]:
    return [int(part) for part in str(identity["micropython"]).split(".") if part.isdigit()]


def _with_parents(folders: set[str]) -> list[str]:
    found: set[str] = set()
    for folder in folders:
        steps = folder.split("/")[1:]
        found.update("/" + "/".join(steps[: i + 1]) for i in range(len(steps)))
    return sorted(found)


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
