"""Power cuts: whatever the strap writes, cut after every change of its flash and in the middle of
each; what is left must boot, and hold everything that was acknowledged."""

import importlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from strapcore.record import decode
from strapcore.session import HOLD, PAUSED, STATES
from tests.records import record
from tests.reliability.flash import Change, Cut, Flash, cuts
from tests.reliability.mount import mounted
from tests.test_app import flash as lay

DAY = 9800  # 2026-10-31, noon
LOST_MOST_MS = 10_000
_SELF_TEST_MS = 6000  # of a start, until its self-test has said what it found
_SPARE_BLOCKS = 2  # a folder whose list of files was long once keeps a second pair of blocks
POINT = "upper-trapezius-left"
TO_THE_HOLD = "wait 3s\npress\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\n"


class Run(NamedTuple):
    """One operation, whole: what the flash held before it, what it changed, what each file held
    at some time, and the records when it was over."""

    name: str
    before: bytes
    changes: list[Change]
    held: dict[str, set[bytes]]
    records: dict[str, bytes]


class Reached(NamedTuple):
    """How far a run was: what a person had been told by then."""

    state: int
    hold_ms: int
    number: int
    done: frozenset[tuple[str, bytes]]  # files that were whole, and stay


# ---- what is run


@cache
def furnished() -> bytes:
    """A flash as push and install leave it, of a person who has read what to read first."""
    with TemporaryDirectory() as below:
        lay(Path(below))
        flash = Flash()
        plan = board_plan("esp32-c3-supermini") | {"motor": {"pin": 7}}
        (Path(below) / "board.json").write_text(json.dumps(plan))
        for path in sorted(Path(below).rglob("*.json*")):
            flash.write("/" + path.relative_to(below).as_posix(), path.read_bytes())
        return flash.image()


def _number(path: str) -> int:
    return int(path.rpartition("/")[2].partition(".")[0])


class Recording:
    """A strap on a flash; what it does is recorded, an operation at a time."""

    def __init__(self, image: bytes) -> None:
        self.flash = Flash(image)
        self.strap: Strap | None = None
        self._held: dict[str, set[bytes]] = {}
        self._seen = -1

    def operation(self, name: str, act: Callable[["Recording"], None]) -> Run:
        """Do it, and keep what it did to the flash."""
        flash = self.flash
        before = flash.image()
        flash.chip.changes = []
        self._held, self._seen = {}, -1
        self._look()
        flash.chip.reached = self._reached
        with mounted(flash):
            act(self)
        self._look()
        records = {path: data for path, data in flash.files().items() if "/sessions/0" in path}
        assert not flash.chip.twice
        return Run(name, before, flash.chip.changes, self._held, records)

    def boot(self) -> None:
        self.strap = Strap("/", day=DAY)
        self.strap.world.scripts.append(self)  # which looks at the flash as time passes

    def play(self, lines: str) -> None:
        assert self.strap
        self.strap.play(lines)

    def run(self, world: Any) -> None:
        """A step is over."""
        if len(self.flash.chip.changes) != self._seen:
            self._look()

    def _look(self) -> None:
        self._seen = len(self.flash.chip.changes)
        self._files = self.flash.files()
        for path, data in self._files.items():
            self._held.setdefault(path, set()).add(data)

    def _reached(self) -> Reached:
        done = frozenset((p, d) for p, d in self._files.items() if p.endswith(".hold"))
        if self.strap is None:
            return Reached(0, 0, 0, done)
        app = self.strap.app
        return Reached(app.session.state, app.session.hold_ms, app.store.newest, done)


def _boot(run: Recording) -> None:
    run.boot()
    run.play("wait 2s")


def _hold(run: Recording) -> None:
    run.play("expect screen HOLD within 8s\nwait 35s")


def _end(run: Recording) -> None:
    run.play("press\nexpect screen RELEASE\nwait 3s\noff\nwait 20s\nexpect screen REST\npress")


def _choose(run: Recording) -> None:
    from tests.test_evenings import pick

    run.play(pick("target", 1) + pick("bright", 1))


def _prepare(run: Recording) -> None:
    run.play("wait 3s\npress\nwait 4s")


def _full(free: int, pulled: bool) -> bytes:
    """A flash with so many free blocks, full of records that were pulled, but for the last two;
    or that were not."""
    flash = Flash(furnished())
    number = 0
    while flash.blocks - flash.used() > free:
        number += 1
        flash.write(f"/sessions/{number:06d}.hold", record(number, seconds=600))
    flash.write("/sessions/pulled", b"%d" % (number - 2 if pulled else 0))
    return flash.image()


def evening() -> Iterator[Run]:
    """The operations of an evening on the strap, each from where the last one ended."""
    recording = Recording(furnished())
    yield recording.operation("first boot", _boot)
    recording.operation("before", lambda run: run.play(TO_THE_HOLD.rpartition("expect")[0]))
    yield recording.operation("a hold begins and goes on", _hold)
    cut = recording.flash.image()
    yield recording.operation("a hold ends, and is booked", _end)
    yield recording.operation("choices, and the person's own target", _choose)
    yield Recording(cut).operation("boot after a hold that was cut", _boot)


def troubled() -> Iterator[Run]:
    """A flash with lost progress, and two that are nearly full."""
    lost = Flash(furnished())
    for number in (1, 2):
        lost.write(
            f"/sessions/{number:06d}.hold", record(number, "upper-back", POINT, seconds=700)
        )
    lost.write("/progress.json", b'{"format": 2, "boo')
    yield Recording(lost.image()).operation("boot with lost progress", _boot)
    for name, free, pulled in (("pulled", 8, True), ("unpulled", 3, False)):
        full = Recording(_full(free, pulled))
        full.operation("boot", _boot)
        yield full.operation(f"old records make room, {name}", _prepare)


# ---- what must be true after a cut


class Judge:
    """What is wrong with a cut of a run; "" where nothing is."""

    def __init__(self, run: Run) -> None:
        self._run = run
        first = Flash(run.before)
        self._tight = first.blocks - first.used() < 4  # another hold has no room
        self._booted: dict[frozenset[tuple[str, bytes]], str] = {}
        self.boots = 0

    def wrong(self, cut: Cut) -> str:
        """Mount, look, let the strap repair what it repairs, and boot: a strap that finds the same
        files boots the same way, so the app is booted once for each such set."""
        try:
            flash = Flash(cut.image)
            files = flash.files()
            return self._mixture(files) or self._start(flash, cut.reached)
        except Exception as e:  # whatever it is that fails
            return f"{type(e).__name__}: {e}"

    def _mixture(self, files: dict[str, bytes]) -> str:
        for path, data in files.items():
            if path.endswith(".tmp") or path.startswith("/log."):
                continue
            if path.endswith((".part", ".hold")):
                stem = path.partition(".")[0]
                whole = [d for p, d in self._run.records.items() if p.startswith(stem)]
                whole += self._run.held.get(stem + ".hold", set())
                if not any(one.startswith(data) for one in whole):
                    return f"{path} is no beginning of its record"
            elif data not in self._run.held.get(path, ()):
                return f"{path} is a mixture of {len(data)} bytes"
        missing = {p for p in self._always() if p not in files}
        return f"{min(missing)} is gone" if missing else ""

    def _always(self) -> list[str]:
        """Files that were there before and after."""
        first = Flash(self._run.before).files()
        kept = ("/board.json", "/progress.json", "/routines/", "/settings.json")
        return [path for path in first if path.startswith(kept) and not path.endswith(".tmp")]

    def _start(self, flash: Flash, reached: Reached | None) -> str:
        found = frozenset(flash.files().items())
        with mounted(flash):
            if found in self._booted:
                importlib.import_module("store").Store("/")  # it closes what a cut left open
                wrong = self._booted[found]
            else:
                self.boots += 1
                wrong = self._booted[found] = self._boot(flash)
        return wrong or self._kept(flash, reached) or leaked(flash)

    def _boot(self, flash: Flash) -> str:
        strap = Strap("/", day=DAY).run(_SELF_TEST_MS)
        if strap.screen_name() != "HOME" or strap.app.recorder.failed or strap.app.tonight.bad:
            return f"boots to {strap.screen_name()}, bad {strap.app.tonight.bad}"
        if "proof" in flash.names("/"):
            return "the self-test's file stays"
        progress = json.loads(flash.read("/progress.json"))
        steps = [e for done in progress["routines"].values() for e in done["steps"].values()]
        names = [name for name in flash.names("/sessions") if name.endswith(".hold")]
        whole = [decode(flash.read("/sessions/" + name)) for name in names if _opened(flash, name)]
        ended = [one for one in whole if one.routine == "upper-back" and one.ended != "cut"]
        if progress["record"] < max([strap.app.store.pulled, *map(_number, names)]):
            return "a record is not booked"
        if len(ended) < 3 and sum(entry[0] for entry in steps) != len(ended):
            return f"{len(ended)} records ended, booked {[entry[0] for entry in steps]}"
        importlib.import_module("loader").once("remember", strap.app)
        return "what is written next is refused" if strap.app.recorder.failed else ""

    def _kept(self, flash: Flash, reached: Reached | None) -> str:
        if reached is None:
            return ""
        files = flash.files()
        for path, data in reached.done:
            pulled = int(files.get("/sessions/pulled", b"0"))
            may_go = _number(path) <= pulled or self._tight
            if files.get(path) != data and not may_go:
                return f"{path} was whole and is lost"
        if reached.state < HOLD or reached.hold_ms <= LOST_MOST_MS:
            return ""
        data = files.get(f"/sessions/{reached.number:06d}.hold")
        if data is None:
            return "the record of the hold is lost"
        kept_ms = decode(data).hold_ms
        if reached.hold_ms - kept_ms > LOST_MOST_MS:
            return f"{STATES[reached.state]}: {reached.hold_ms} ms held, {kept_ms} kept"
        if reached.state > PAUSED and kept_ms == 0:
            return "the hold's end is lost"
        return ""


def _opened(flash: Flash, name: str) -> bool:
    return len(flash.read("/sessions/" + name)) >= 128


def leaked(flash: Flash) -> str:
    """Space in use that no file explains, and files that nobody will ask for."""
    files = flash.files()
    left = [path for path in files if path.endswith((".tmp", ".part"))]
    if left:
        return f"left behind: {left}"
    if flash.chip.twice:
        return "programmed a place twice"
    fresh = Flash(blocks=flash.blocks)
    for path, data in files.items():
        fresh.write(path, data)
    if flash.used() > fresh.used() + _SPARE_BLOCKS:
        return f"{flash.used()} blocks in use, {fresh.used()} needed"
    return ""


def judge(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Every cut of every operation."""
    told = [tried(run, seed) for runs in (evening(), troubled()) for run in runs]
    return sum(count for count, _ in told), [wrong for _, wrongs in told for wrong in wrongs]


def tried(run: Run, seed: int) -> tuple[int, list[str]]:
    """How many cuts were tried, and what is wrong after some of them."""
    judged, count, failures = Judge(run), 0, []
    for cut in cuts(run.before, run.changes, seed):
        count += 1
        wrong = judged.wrong(cut)
        if wrong:
            failures.append(f"{run.name}, cut at change {cut.at} {cut.torn}: {wrong}")
    return count, failures
