"""The plug is pulled at random moments of whole evenings, on real MicroPython: the virtual
strap's process is killed, its folder is kept; started again, it goes on with the night."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from backstrap.errors import DeviceError, UserError
from backstrap.virtual.node import VirtualStrap
from strapcore.record import decode
from tests.reliability.cuts import DAY, LOST_MOST_MS
from tests.test_app import flash as lay

_STRAPS = 2
_LIVES = 120  # of each
_LIVES_A_NIGHT = 2
_CHANGES_MOST = 45  # of the flash, in an evening

# Line by line, each with how much longer somebody has been held for sure, ms.
_EVENING = (
    ("expect screen HOME within 20s", 0), ("wait 3s", 0), ("press very long", 0), ("wait 6s", 0),
    ("lie 25kg", 0), ("expect screen HOLD within 20s", 0), ("wait 20s", 20_000), ("off", 0),
    ("expect screen PAUSED", 0), ("wait 2s", 0), ("lie 25kg", 0),
    ("expect screen HOLD within 20s", 0), ("wait 40s", 40_000), ("press", 0),
    ("expect screen RELEASE", 0), ("wait 3s", 0), ("off", 0), ("wait 20s", 0),
    ("press", 0), ("wait 4s", 0), ("press long", 0), ("wait 1s", 0), ("press long", 0),
    ("wait 4s", 0),
)  # fmt: skip
_BOOTED = 2  # lines


class Life(NamedTuple):
    """From one start of a strap to the next. changes: of the flash, then the power goes; -1: it
    goes after so many lines of the evening and so many ms."""

    number: int
    changes: int
    lines: int
    wait_ms: int


def lives(seed: int, count: int) -> list[Life]:
    """What ends each life of a strap: by turns a moment of the evening, a change of the flash."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        changes = chance.randrange(_CHANGES_MOST) if number % 2 else -1
        lines = len(_EVENING) if number % 2 else chance.randint(0, len(_EVENING))
        made.append(Life(number, changes, lines, chance.randrange(5000)))
    return made


def wrong(folder: Path, life: Life) -> str:
    """Start the strap of this folder, use it until the plug is pulled, and look at what is left;
    what is wrong, "" where nothing is."""
    before = {path.name: path.read_bytes() for path in (folder / "sessions").glob("*")}
    day = DAY + life.number // _LIVES_A_NIGHT
    told = ""
    with VirtualStrap(folder, day=day, speed="play", flash_changes=life.changes) as strap:
        lines = [line for line, _ in _EVENING[: life.lines]]
        try:
            strap.play("\n".join([*lines, f"wait {life.wait_ms}ms"]), timeout_s=300)
        except DeviceError as e:
            told = str(e) if life.changes < 0 else ""  # else the power went
        except UserError as e:
            told = str(e)
    return told or _left(folder, life, before)


def _left(folder: Path, life: Life, before: dict[str, bytes]) -> str:
    if (folder / "crash.txt").exists():
        return (folder / "crash.txt").read_text()
    files = {path.name: path.read_bytes() for path in sorted((folder / "sessions").glob("0*"))}
    lost = [name for name in before if name.endswith(".hold") and files.get(name) != before[name]]
    if lost:
        return f"{lost} changed or lost"
    opened = {name: decode(data) for name, data in files.items() if data}  # not cut at once
    records = list(opened.values())
    if any(record.damaged for record in records):
        return "a damaged record"
    if life.changes >= 0 or life.lines < _BOOTED:
        return ""
    progress = json.loads((folder / "progress.json").read_text())
    booked = [e[0] for done in progress["routines"].values() for e in done["steps"].values()]
    whole = [one for name, one in opened.items() if name.endswith(".hold")]
    ended = [one for one in whole if one.ended != "cut"]
    if sum(booked) < len(ended):
        return f"{len(ended)} records ended, {sum(booked)} booked"
    held_ms = sum(ms for _, ms in _EVENING[: life.lines])
    if held_ms and records[-1].hold_ms < held_ms - LOST_MOST_MS:
        return f"held {held_ms} ms, {records[-1].hold_ms} kept"
    return ""


def tried(count: int, seed: int) -> list[str]:
    """So many lives of one strap; what is wrong after some of them."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "strap"
        folder.mkdir()
        lay(folder)
        told = [(life, wrong(folder, life)) for life in lives(seed, count)]
    return [f"{life}: {text}" for life, text in told if text]


def judge(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Some straps, each with its own lives."""
    with ThreadPoolExecutor(_STRAPS) as pool:
        told = list(pool.map(partial(tried, _LIVES), range(seed, seed + _STRAPS)))
    return _STRAPS * _LIVES, [wrong for wrongs in told for wrong in wrongs]
