"""Routines on the strap: push, list, remove. And its records: pull."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from backstrap.device.strap import Strap, Survey
from backstrap.errors import RefusedError, UserError, did_you_mean
from strapcore.routine import RoutineError
from strapcore.rules import load_header, load_step

_FOLDER = "/routines"
_SUFFIX = ".jsonl"
_SESSIONS = "/sessions"
_WATERMARK = "/sessions/pulled"
_RECORD = re.compile(r"([0-9]{6})\.hold")
_KEEP_FREE = 64 * 1024  # for the records of the next nights; the strap's store keeps as much
_BLOCK = 4096  # a file takes whole blocks of the flash

Progress = Callable[[str, int, int], None]  # file, bytes done, bytes in all


class Plan(NamedTuple):
    """What a push would do: files to send, what is there already, what would go, and what earlier
    runs left behind; all by their paths."""

    send: dict[str, bytes]
    same: dict[str, bytes]
    delete: list[str]
    leftover: list[str]
    found: Survey

    def rows(self) -> list[dict[str, Any]]:
        """id, state and bytes of each routine; of what goes only the strap knows the bytes."""
        return [
            *_rows("send", self.send),
            *_rows("same", self.same),
            *_rows("delete", dict.fromkeys(self.delete)),
        ]


def _rows(state: str, files: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, data in files.items():
        name = path.removeprefix(_FOLDER + "/").removesuffix(_SUFFIX)
        yield {"id": name, "state": state, "bytes": None if data is None else len(data)}


def plan(strap: Strap, routines: dict[str, bytes], delete: bool) -> Plan:
    """Look what it takes to have the routines (id -> file) on the strap; and no others: delete."""
    files = {f"{_FOLDER}/{name}{_SUFFIX}": data for name, data in routines.items()}
    found = strap.survey(_FOLDER)
    send = {path: data for path, data in files.items() if found.files.get(path) != _digest(data)}
    others = [path for path in found.files if path.endswith(_SUFFIX) and path not in files]
    return Plan(
        send,
        {path: data for path, data in files.items() if path not in send},
        others if delete else [],
        [path for path in found.files if path.endswith(".tmp") and path[:-4] not in send],
        found,
    )


def push(strap: Strap, planned: Plan, progress: Progress) -> list[dict[str, Any]]:
    """Do what was planned: all is written and proved before one file is renamed, and nothing goes
    before that. The rows of the plan, in what has become of them."""
    if planned.send and _FOLDER not in planned.found.folders:
        strap.make_folders([_FOLDER])
    stage(strap, planned.send, planned.found.free, progress)
    gone = planned.delete + planned.leftover
    if planned.send or gone:
        strap.commit(list(planned.send), gone)
    done = {"send": "sent", "same": "same", "delete": "deleted"}
    return [{**row, "state": done[row["state"]]} for row in planned.rows()]


def stage(strap: Strap, files: dict[str, bytes], free: int | None, progress: Progress) -> None:
    """Write each file beside its place; RefusedError when the flash cannot take them all."""
    needed = sum(len(data) // _BLOCK * _BLOCK + 2 * _BLOCK for data in files.values())
    if free is not None and files and needed + _KEEP_FREE > free:
        raise RefusedError(
            f"{strap.address}: {free // 1024} KiB are free and {(needed + _KEEP_FREE) // 1024} "
            "are needed; `backstrap pull` the records or `backstrap remove` a routine first"
        )
    total = sum(map(len, files.values()))
    strap.stage_all(files, lambda path, done: progress(path, done, total))
    if files:
        progress("", total, total)


def routines(strap: Strap) -> list[dict[str, Any]]:
    """Every routine file on the strap: id, name, region, steps, bytes; or bad: why not."""
    found = []
    for file in strap.names(_FOLDER):
        if file.endswith(_SUFFIX):
            data = strap.get(f"{_FOLDER}/{file}")
            found.append({"id": file.removesuffix(_SUFFIX), "bytes": len(data), **_header(data)})
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
    have = [file.removesuffix(_SUFFIX) for file in files if file.endswith(_SUFFIX)]
    for name in names:
        if name not in have:
            there = ", ".join(have) or "none"
            raise UserError(
                f"no routine '{name}' on the strap{did_you_mean(name, have)}; there: {there}"
            )
    strap.commit([], [f"{_FOLDER}/{name}{_SUFFIX}" for name in dict.fromkeys(names)])


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
