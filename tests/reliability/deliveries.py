"""Power cuts while a host puts files onto the strap, and while a new firmware is on trial: the
files that decide what starts are the old ones or the new ones, always."""

import ast
import hashlib
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from backstrap import FIRMWARE, image
from backstrap.device import install, slots, sync
from backstrap.device.folder import FolderStrap
from backstrap.device.on_strap import TOOLS, commit
from backstrap.device.strap import Survey, Told
from backstrap.image.manifest import MANIFEST, made
from backstrap.virtual import machine
from backstrap.virtual.world import World
from tests.reliability.cuts import furnished, leaked
from tests.reliability.flash import BLOCK, Change, Cut, Flash, cuts
from tests.reliability.mount import mounted

_OLD = {"strap.mpy": b"old " * 2000, "trial.mpy": b"old trial", "words.txt": b"same"}
_SMALL = {"strap.mpy": b"new! " * 1900, "wake.mpy": b"new " * 40, "words.txt": b"same"}
_BESIDE = {"main.py": b"# a main.py of its own\n" * 100}


def _nobody(*_: object) -> None:
    pass


class FlashStrap(FolderStrap):
    """A strap at the prompt: what the host does there to a flash that is mounted."""

    def __init__(self, flash: Flash) -> None:
        super().__init__(Path("/"))
        self._flash = flash

    def names(self, folder: str) -> list[str]:
        return sorted(self._flash.names(folder))

    def survey(self, *paths: str) -> Survey:
        found = Survey({}, set(), (self._flash.blocks - self._flash.used()) * BLOCK)
        for path in self._flash.files():
            if path.startswith(paths):
                found.files[path] = hashlib.sha256(self._flash.read(path)).digest()
                found.folders.add(path.rpartition("/")[0])
        return found

    def make_folders(self, folders: list[str]) -> None:
        exec(TOOLS["_folders"][1] + f"_folders({folders!r})", {})

    def get(self, path: str) -> bytes:
        return self._flash.read(path)

    def stage(self, path: str, data: bytes) -> None:
        with open(path + ".tmp", "wb") as f:  # as `_take` does
            for at in range(0, len(data), 512):
                f.write(data[at : at + 512])

    def stage_all(self, files: dict[str, bytes], told: Told) -> None:
        for path, data in files.items():
            self.stage(path, data)

    def commit(self, paths: list[str], removed: list[str]) -> None:
        exec(commit(paths, removed), {})


def _sealed(files: dict[str, bytes], version: str) -> dict[str, bytes]:
    return {**files, MANIFEST: made(version, files)}


def _push(flash: Flash) -> None:
    strap = FlashStrap(flash)
    old = Flash(furnished()).read("/routines/upper-back.jsonl")
    routines = {"upper-back": old.replace(b'"', b' "', 1), "neck": old, "another": old[:3000]}
    sync.push(strap, sync.plan(strap, routines, delete=True), _nobody)


def _update(files: dict[str, bytes]) -> Callable[[Flash], None]:
    def update(flash: Flash) -> None:
        install.install(FlashStrap(flash), _sealed(files, "9.9.9"), _BESIDE, _nobody)

    return update


def _on_trial(flash: Flash) -> None:
    """A start of the new firmware, under the eyes of the proven one."""
    if flash.read("/slot") == b"ba9":
        assert _choose(machine.HARD_RESET) == "b"


def _confirmed(flash: Flash) -> None:
    """What confirm.py writes."""
    importlib.import_module("store").Store("/").write_atomic("slot", b"b")


def _left(flash: Flash) -> None:
    """The new firmware has too few starts left, or was left before."""
    assert _choose(machine.HARD_RESET) == "a"


def _crashed(flash: Flash) -> None:
    """The third crash in a row of the firmware in a, or the start after it."""
    crashes = 2 if flash.read("/slot") == b"a" else 0
    assert _choose(machine.HARD_RESET, crashes) == "b"


def _choose(cause: int, crashes: int = 0) -> str:
    """The slot that main.py starts, by its own functions."""
    machine.world = World(lambda: 0)
    machine.world.restarted(cause)
    machine.RTC().memory(bytes([crashes]))
    source = ast.parse((FIRMWARE / "main.py").read_text("utf-8"))
    kinds = (ast.Import, ast.FunctionDef)
    source.body = [part for part in source.body if isinstance(part, kinds)]
    names: dict[str, Any] = {"sleep_ms": None}
    exec(compile(source, "main.py", "exec"), names)
    return str(names["choose"]()[0])


# name: (what /slot says, whether b is whole, what is done)
_OPERATIONS: dict[str, tuple[bytes, bool, Callable[[Flash], None]]] = {
    "routines arrive, one goes": (b"a", False, _push),
    "an update arrives": (b"a", False, _update(_SMALL)),
    "a new firmware starts on trial": (b"ba9", True, _on_trial),
    "a new firmware is well": (b"ba6", True, _confirmed),
    "a new firmware is left": (b"ba1", True, _left),
    "after three crashes the other slot": (b"a", True, _crashed),
}


class Delivery(NamedTuple):
    """One operation, whole: the flash before it, what it changed, what each file holds before and
    after it, and how to do it (again)."""

    name: str
    before: bytes
    changes: list[Change]
    was: dict[str, bytes]
    will: dict[str, bytes]
    act: Callable[[Flash], None]

    def wrong(self, cut: Cut, known: set[frozenset[tuple[str, bytes]]]) -> str:
        """What is wrong after a cut: the files, what main.py starts, and what the operation makes
        of it when it is done again; "" where nothing is."""
        try:
            flash = Flash(cut.image)
            found = frozenset(flash.files().items())
            wrong = self._mixture(dict(found))
            if wrong or found in known:
                return wrong
            known.add(found)
            return self._start(cut) or self._again(flash)
        except Exception as e:  # whatever it is that fails
            return f"{type(e).__name__}: {e}"

    def _mixture(self, files: dict[str, bytes]) -> str:
        for path in {*files, *self.was, *self.will}:
            told = path.startswith("/log.") or path.endswith(".tmp")
            both = (self.was.get(path), self.will.get(path))
            if not told and files.get(path) not in both:
                return f"{path} is neither old nor new"
        return ""

    def _start(self, cut: Cut) -> str:
        """After the plug was pulled: a slot that is whole, and its main.py."""
        flash = Flash(cut.image)
        with mounted(flash):
            slot = _choose(machine.PWRON_RESET)
            strap = FlashStrap(flash)
            whole = slots.whole(strap, strap.survey("/app_a", "/app_b"), slot)
        return "" if whole else f"/slot {flash.read('/slot')!r}: {slot!r} starts, and is not whole"

    def _again(self, flash: Flash) -> str:
        with mounted(flash):
            self.act(flash)
            importlib.import_module("store").Store("/")
        files = flash.files()
        for path in {*files, *self.will}:
            if not path.startswith("/log.") and files.get(path) != self.will.get(path):
                return f"{path} is not what it should be, after it was done again"
        return leaked(flash)


def judge(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Every cut of every operation, but for the real firmware."""
    told = [tried(delivery, seed) for delivery in deliveries()]
    return sum(count for count, _ in told), [wrong for _, wrongs in told for wrong in wrongs]


def judge_whole(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Every cut while the real firmware arrives."""
    return tried(whole_update(), seed)


def tried(delivery: Delivery, seed: int) -> tuple[int, list[str]]:
    """How many cuts were tried, and what is wrong after some of them. Where the files are the same
    as after another cut, it is not done again."""
    count, failures = 0, []
    known: set[frozenset[tuple[str, bytes]]] = set()
    for cut in cuts(delivery.before, delivery.changes, seed):
        count += 1
        wrong = delivery.wrong(cut, known)
        if wrong:
            failures.append(f"{delivery.name}, cut at change {cut.at} {cut.torn}: {wrong}")
    return count, failures


def whole_update() -> Delivery:
    """The real firmware, all of its files, into the idle slot."""
    files = {name: data for name, data in image.firmware().items() if name != MANIFEST}
    return _recorded("the whole firmware arrives", _flash(512, b"a", False), _update(files))


def deliveries() -> Iterator[Delivery]:
    """The operations above, each by itself."""
    for name, (slot, both, act) in _OPERATIONS.items():
        yield _recorded(name, _flash(128, slot, both), act)


def _flash(blocks: int, slot: bytes, both: bool) -> bytes:
    """Firmware in slot a, and in b; or there what was left long ago."""
    flash = Flash(blocks=blocks)
    for path, data in Flash(furnished()).files().items():
        flash.write(path, data)
    for path, data in _sealed(_OLD, "0.0.1").items():
        flash.write("/app_a/" + path, data)
    rest = {"strap.mpy": b"from long ago", "stale.mpy": b"from long ago"}
    for path, data in (_sealed(_SMALL, "9.9.9") if both else rest).items():
        flash.write("/app_b/" + path, data)
    flash.write("/slot", slot)
    flash.write("/main.py", b"# old")
    return flash.image()


def _recorded(name: str, before: bytes, act: Callable[[Flash], None]) -> Delivery:
    flash = Flash(before)
    was = flash.files()
    with mounted(flash):
        act(flash)
    assert not flash.chip.twice and flash.chip.changes
    return Delivery(name, before, flash.chip.changes, was, flash.files(), act)
