"""Kills: a command is cut at a random moment, and what is left must be whole.

A moment is a byte on the wire or a change of the flash, drawn with a seed; there the strap loses
its power, or the host its cable. After it the strap must boot, every file must be the old or the
new one, and the command, run again, must complete.
"""

import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from backstrap import board_file, image
from backstrap.device import connect, install, sync
from backstrap.device.link import open_link
from backstrap.device.strap import Strap
from backstrap.device.strap_link import StrapLink
from backstrap.errors import DeviceError
from backstrap.image import manifest
from backstrap.image.manifest import MANIFEST
from backstrap.routines import shipped, source
from backstrap.virtual.node import BOARD, VirtualStrap
from strapcore import VERSION
from tests.link_relay import Relay

_BOOT_S = 20.0
_AT_ONCE = 3  # straps; most of their time is waiting
_APPS_OWN = {
    "crash.txt",
    "log.txt",
    "progress.json",
    "settings.json",
}  # what the app writes when it boots


def _nobody(*_: object) -> None:
    pass


@cache
def _routines() -> dict[str, bytes]:
    compiled = [source.compile_file(shipped.find(name)) for name in shipped.names()]
    return {one.id: one.data for one in compiled}


@cache
def _firmware() -> dict[str, bytes]:
    return image.firmware()


@cache
def _other_firmware() -> dict[str, bytes]:
    files = {name: data for name, data in _firmware().items() if name != MANIFEST}
    changed = {name: data + b"\n" * name.endswith(".txt") for name, data in files.items()}
    return {**changed, MANIFEST: manifest.made(VERSION, changed)}


def _update(strap: Strap) -> None:
    install.install(strap, _other_firmware(), {"main.py": image.main_py()}, _nobody)


def _push(strap: Strap) -> None:
    changed = {name: data.replace(b'"', b' "', 1) for name, data in _routines().items()}
    sync.push(strap, sync.plan(strap, changed, delete=True), _nobody)


def _remove(strap: Strap) -> None:
    there = [row["id"] for row in sync.routines(strap)]
    gone = [name for name in ("neck", "upper-back") if name in there]
    if gone:  # else the run before was cut when all was done
        sync.remove(strap, gone)


def _install(strap: Strap) -> None:
    """A firmware with other words, and a board.json that reads the same, over the running one."""
    board = board_file.board_json(board_file.load(BOARD)) + b"\n"
    install.install(
        strap, _other_firmware(), {"main.py": image.main_py(), "board.json": board}, _nobody
    )


# What is cut: a verb, and what it does with a stopped strap that has the shipped routines.
VERBS: dict[str, Callable[[Strap], None]] = {
    "push": _push,
    "install": _install,
    "update": _update,
    "remove": _remove,
}
POWER_FLASH, POWER_WIRE, CABLE = WAYS = ("power, flash", "power, wire", "cable, wire")


class Moment(NamedTuple):
    """When a run of the verb is cut, and how: before a change of the flash, or after a byte."""

    verb: str
    way: str
    at: int


def state(folder: Path) -> dict[str, bytes]:
    """The files that hosts put there, by their paths. A .tmp is nobody's yet; of /slot only the
    slot counts: what follows is the strap's account of a trial."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {
        path: file.read_bytes()[: 1 if path == "slot" else None]
        for path, file in found.items()
        if path not in _APPS_OWN and not path.endswith(".tmp") and not path.startswith("sessions/")
    }


def run(link: StrapLink, verb: str) -> None:
    """The command, as the tool does it."""
    with connect.stopped(link, False):
        VERBS[verb](link)


def boots(link: StrapLink) -> bool:
    """Whether the strap, started from wherever it stands, gets to an app without a complaint."""
    answer = link.status(_BOOT_S)
    if answer is None:
        link.stop()
        link.restart()
        answer = link.status(_BOOT_S)
    return bool(answer and answer["backstrap"] == VERSION and not answer["bad"])


@contextmanager
def linked(address: str) -> Iterator[StrapLink]:
    """A link that is not waited for once it is lost."""
    link = open_link(address, back_s=0)
    try:
        yield link
    finally:
        link.close()


class Kills:
    """A strap with firmware and routines, what each verb makes of it, and runs that are cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._old = folder / "old"
        with (
            VirtualStrap(self._old, speed=1.0) as strap,
            linked(strap.address) as link,
            connect.stopped(link, False),
        ):
            sync.push(link, sync.plan(link, _routines(), delete=True), _nobody)
        _half_an_older_firmware(self._old / "app_b")
        self._was = state(self._old)
        self._will: dict[str, dict[str, bytes]] = {}  # by verb: the files after it
        self.spans: dict[tuple[str, str], tuple[int, int]] = {}  # by verb and way: its moments
        for verb in VERBS:
            self._measure(verb)

    def _measure(self, verb: str) -> None:
        """Run the verb once, whole."""
        folder = Path(shutil.copytree(self._old, self._folder / verb))
        with (
            VirtualStrap(folder, speed=1.0) as strap,
            Relay(strap.address) as relay,
            linked(relay.address) as link,
        ):
            link.status()
            first = strap.command("changes")["changes"]
            run(link, verb)
            last = strap.command("changes")["changes"]
            sent = relay.sent
            assert boots(link)
        self._will[verb] = state(folder)
        assert self._will[verb] != self._was
        for way in WAYS:
            self.spans[verb, way] = (first, last) if way == POWER_FLASH else (1, sent)

    def moments(self, count: int, seed: int) -> Iterator[Moment]:
        """Verbs and ways in turn, each at a random moment of its run."""
        chance = random.Random(seed)
        cases = [(verb, way) for way in WAYS for verb in VERBS]
        for n in range(count):
            verb, way = cases[n % len(cases)]
            yield Moment(verb, way, chance.randint(*self.spans[verb, way]))

    def judge(self, moments: Iterable[Moment]) -> Iterator[tuple[Moment, str]]:
        """Each moment with what is wrong after a kill there; empty: nothing."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield from pool.map(lambda moment: (moment, self._judged(moment)), moments)

    def _judged(self, moment: Moment) -> str:
        try:
            return self._wrong(moment)
        except Exception as e:  # whatever the tool fails with is a failure of its own
            return f"{type(e).__name__}: {e}"

    def _wrong(self, moment: Moment) -> str:
        verb, way, at = moment
        changes, cut_after = (at, None) if way == POWER_FLASH else (-1, at)
        with TemporaryDirectory(dir=self._folder) as below:
            folder = Path(shutil.copytree(self._old, Path(below, "strap")))
            with VirtualStrap(folder, speed=1.0, flash_changes=changes) as strap:
                at_cut = strap.kill if way == POWER_WIRE else _nobody
                with (
                    Relay(strap.address, cut_after=cut_after, at_cut=at_cut) as relay,
                    suppress(DeviceError),
                    linked(relay.address) as link,
                ):
                    run(link, verb)
                if way == CABLE:
                    return self._looked_at(strap.address, folder, verb)
            with VirtualStrap(folder, speed=1.0) as strap:
                return self._looked_at(strap.address, folder, verb)

    def _looked_at(self, address: str, folder: Path, verb: str) -> str:
        will = self._will[verb]
        with linked(address) as link:
            if not boots(link):
                return "the strap does not boot"
            found = state(folder)
            for path in sorted({*found, *self._was, *will}):
                if found.get(path) not in (self._was.get(path), will.get(path)):
                    return f"{path} is neither old nor new"
            run(link, verb)
            if state(folder) != will:
                return "the command, run again, does not complete"
            return "" if boots(link) else "the strap does not boot after the command"


def _half_an_older_firmware(slot: Path) -> None:
    """An idle slot as an update finds it: files that stay, differ, are missing or in the way."""
    for n, (name, data) in enumerate(_firmware().items()):
        path = slot / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if n % 8 and name != MANIFEST:
            path.write_bytes(data if n % 8 > 1 else data[: len(data) // 2])
    (slot / "strap.py").write_text("raise SystemExit  # this would hide strap.mpy")
