"""The same files onto a strap by `mpremote cp -r` and by backstrap, over a wire of 115200 baud.

Both are run as a person runs them, a program from start to end, each on a bare strap of its own,
and both find the files made: mpremote in a folder, backstrap in its cache.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from backstrap import board_file, image
from backstrap.device import connect, sync
from backstrap.device.link import open_link
from backstrap.routines import shipped, source
from backstrap.virtual.node import BOARD, VirtualStrap
from tests.link_relay import Relay

BYTES_S = 11520  # of 115200 baud, 8N1
ROOT = Path(__file__).parents[2]


def run(*words: str, cwd: Path = ROOT) -> float:
    """Seconds that a Python module takes as a program; it must end well."""
    paths = os.pathsep.join(str(ROOT / name) for name in ("host_tools", "firmware"))
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": paths}, check=False)  # fmt: skip
    seconds = time.monotonic() - begun
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return seconds


def _files() -> dict[str, bytes]:
    """The firmware as `install` puts it on a bare strap."""
    slot = {f"app_a/{name}": data for name, data in image.firmware().items()}
    board = board_file.board_json(board_file.load(BOARD))
    return {**slot, "main.py": image.main_py(), "board.json": board, "slot": b"a"}


def _check(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        assert (folder / name).read_bytes() == data, name


def mpremote(folder: Path) -> tuple[float, float]:
    """Seconds of the first copy, and of the second, which finds nothing changed."""
    files = _files()
    source = folder / "source"
    for name, data in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    state = folder / "mpremote"
    names = sorted({name.partition("/")[0] for name in files})
    with (
        VirtualStrap(state, speed=1.0, bare=True) as strap,
        Relay(strap.address, rate=BYTES_S) as relay,
    ):
        words = ("mpremote", "connect", relay.address, "cp", "-r", *names, ":/.")
        times = [run(*words, cwd=source) for _ in range(2)]
    _check(state, files)
    return times[0], times[1]


def backstrap(folder: Path) -> tuple[float, float]:
    """The same by `backstrap install`, which also proves each file, starts the app and waits for
    its answer."""
    state = folder / "backstrap"
    files = _files()
    with (
        VirtualStrap(state, speed=1.0, bare=True) as strap,
        Relay(strap.address, rate=BYTES_S) as relay,
    ):
        words = ("backstrap", "--port", relay.address, "install", "--board", BOARD)
        times = [run(*words) for _ in range(2)]
    _check(state, files)
    return times[0], times[1]


class Routine(NamedTuple):
    """What one routine takes: round trips of the whole command, bytes to the strap for the file
    (all of the calls that write, prove and rename it), of the whole command, and of the file."""

    trips: int
    wire: int
    all_wire: int
    size: int


def routine(folder: Path) -> Routine:
    """`backstrap push` of a routine that the strap has not."""
    one = source.compile_file(shipped.find("upper-back"))
    with VirtualStrap(folder / "routine", speed=1.0) as strap, Relay(strap.address) as relay:
        link = open_link(relay.address)
        with connect.stopped(link, False):
            planned = sync.plan(link, {one.id: one.data}, False)
            before = relay.sent
            sync.push(link, planned, lambda *_: None)
            wire = relay.sent - before
        link.close()
        found = Routine(relay.trips, wire, relay.sent, len(one.data))
    _check(folder / "routine", {f"routines/{one.id}.jsonl": one.data})
    return found


def help_times_click() -> float:
    """`backstrap --help` over an import of click, each the quickest of some runs in turn."""
    helps, clicks = [], []
    for _ in range(15):
        helps.append(run("backstrap", "--help"))
        clicks.append(_import_click())
    return min(helps) / min(clicks)


def _import_click() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "import click"], check=True)
    return time.monotonic() - begun
