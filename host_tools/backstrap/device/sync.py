"""Routines on the strap: push, list, remove. And its records: pull."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from backstrap.device.strap import Strap
from backstrap.errors import RefusedError, UserError, did_you_mean
from strapcore.routine import RoutineError
from strapcore.rules import load_header, load_step

_FOLDER = "/routines"
_SESSIONS = "/sessions"
_WATERMARK = "/sessions/pulled"
_RECORD = re.compile(r"([0-9]{6})\.hold")
_KEEP_FREE = 64 * 1024  # for the records of the next nights; the strap's store keeps as much
_BLOCK = 4096  # a file takes whole blocks of the flash

Progress = Callable[[str, int, int], None]  # file, bytes done, bytes in all


def push(strap: Strap, routines: dict[str, bytes], progress: Progress) -> list[dict[str, Any]]:
    """Put routines (id -> file) on the strap: all are written and proved before one is renamed.

    What the strap has already is not sent again.
    """
    files = {f"{_FOLDER}/{name}.jsonl": data for name, data in routines.items()}
    sent, stale = replace(strap, files, _FOLDER, progress)
    strap.commit(sent, stale)
    return [
        {"id": name, "state": "sent" if path in sent else "same", "bytes": len(files[path])}
        for name, path in zip(routines, files, strict=True)
    ]


def replace(
    strap: Strap, files: dict[str, bytes], folder: str, progress: Progress
) -> tuple[list[str], list[str]]:
    """Stage the files that differ from the strap's; (paths to commit, what earlier runs left)."""
    have = strap.survey(folder)
    if folder not in have.folders:
        strap.make_folders([folder])
    changed = [path for path, data in files.items() if have.files.get(path) != _digest(data)]
    stale = [path for path in have.files if path.endswith(".tmp") and path[:-4] not in changed]
    stage(strap, {path: files[path] for path in changed}, have.free, progress)
    return changed, stale


def stage(strap: Strap, files: dict[str, bytes], free: int | None, progress: Progress) -> None:
    """Write each file beside its place; RefusedError when the flash cannot take them all."""
    needed = sum(len(data) // _BLOCK * _BLOCK + 2 * _BLOCK for data in files.values())
    if free is not None and files and needed + _KEEP_FREE > free:
        raise RefusedError(
            f"{strap.address}: {free // 1024} KiB are free and {(needed + _KEEP_FREE) // 1024} "
            "are needed; `backstrap pull` the records or `backstrap remove` a routine first"
        )
    total = sum(map(len, files.values()))
    done = 0
    for path, data in files.items():
        progress(path, done, total)
        strap.stage(path, data)
        done += len(data)
    if files:
        progress("", total, total)


def routines(strap: Strap) -> list[dict[str, Any]]:
    """Every routine file on the strap: id, name, region, steps, bytes; or bad: why not."""
    found = []
    for file in strap.names(_FOLDER):
        if file.endswith(".jsonl"):
            data = strap.get(f"{_FOLDER}/{file}")
            found.append({"id": file.removesuffix(".jsonl"), "bytes": len(data), **_header(data)})
    return found


def _header(data: bytes) -> dict[str, Any]:
    rows = data.splitlines()
    try:
        routine = load_header(json.loads(rows[0]) if rows else None)
        for number in range(1, routine.steps + 1):
            if number >= len(rows):
                raise RoutineError(f"cut short: {len(rows) - 1} of {routine.steps} steps")
            load_step(json.loads(rows[number]), routine)
    except RoutineError as e:
        return {"name": None, "region": None, "steps": None, "bad": str(e)}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {"name": None, "region": None, "steps": None, "bad": "not readable"}
    return {
        "name": routine.name["en"] if isinstance(routine.name, dict) else routine.name,
        "region": routine.region,
        "steps": routine.steps,
        "bad": None,
    }


def remove(strap: Strap, names: list[str]) -> None:
    """Remove routines by id; UserError names those that are there."""
    files = strap.names(_FOLDER)
    have = [file.removesuffix(".jsonl") for file in files if file.endswith(".jsonl")]
    for name in names:
        if name not in have:
            there = ", ".join(have) or "none"
            raise UserError(
                f"no routine '{name}' on the strap{did_you_mean(name, have)}; there: {there}"
            )
    strap.commit([], [f"{_FOLDER}/{name}.jsonl" for name in dict.fromkeys(names)])


def pulled(strap: Strap) -> int:
    """Number of the newest record that a host has fetched; 0 for none."""
    if _WATERMARK.rpartition("/")[2] not in strap.names(_SESSIONS):
        return 0
    text = strap.get(_WATERMARK)[:8].strip()
    return int(text) if text.isdigit() else 0


def records(strap: Strap, after: int) -> Iterator[tuple[int, bytes]]:
    """Number and content of every record with a higher number than after, oldest first."""
    for name in strap.names(_SESSIONS):
        match = _RECORD.fullmatch(name)
        if match and int(match[1]) > after:
            yield int(match[1]), strap.get(f"{_SESSIONS}/{name}")


def mark_pulled(strap: Strap, number: int) -> None:
    """Tell the strap that records up to number are safe with a host."""
    strap.stage(_WATERMARK, str(number).encode())
    strap.commit([_WATERMARK], [])


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
