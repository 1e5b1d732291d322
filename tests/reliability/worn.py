"""Storage that is full, worn out or unreadable: from any moment of an evening on. The strap times
a hold all the same, says what is wrong, and goes on as before once storage does."""

import errno
import random
from collections.abc import Iterator
from typing import NamedTuple

from littlefs import LittleFSError

from backstrap.virtual import machine
from backstrap.virtual.simulator import Strap
from strapcore.record import decode
from tests.reliability.cuts import DAY, TO_THE_HOLD, furnished, leaked
from tests.reliability.flash import Flash
from tests.reliability.mount import mounted

FULL, WORN, READ = "full at write", "worn at change", "no answer to read"
_HELD_MS = 12_000
_READS = 100
_SAYS = b"storage full or bad"
_FILLER = "/app_b/filler"
_SELF_TEST_MS = 6000  # until it has said what it found
_A_HOLD = (
    TO_THE_HOLD + "wait 12s\npress\nexpect screen RELEASE\nexpect tone release\nwait 3s\noff\n"
    "wait 20s\nexpect screen REST within 10s\npress\nwait 5s\n"
)


class Trouble(NamedTuple):
    """What fails: before the `at`-th write of a file the flash gets full; from the `at`-th program
    or erase on none changes anything; or that one read of a file or folder fails."""

    kind: str
    at: int

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Evening:
    """A strap, and one hold in trouble; afterwards there is none, and another hold is held."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self.calls = 0
        self.flash = Flash(furnished())
        self.before = self.flash.files()
        if trouble.kind == WORN:
            self.flash.chip.worn = lambda: self._count() >= trouble.at
        else:
            self.flash.touch = self._touch

    def _count(self) -> int:
        self.calls += 1
        return self.calls

    def _touch(self, changes: bool) -> None:
        if changes != (self.trouble.kind == FULL) or self._count() != self.trouble.at:
            return
        if not changes:
            raise OSError(errno.EIO, "cannot be read")
        self.flash.touch = lambda changes: None
        self._fill()

    def _fill(self) -> None:
        """Take all the room there is."""
        number, size = 0, 4000
        while size:
            try:
                self.flash.write(f"{_FILLER}{number}", b"x" * size)
                number += 1
            except LittleFSError:
                size //= 8

    def wrong(self) -> str:
        """What is wrong; "" where nothing is."""
        with mounted(self.flash):
            strap = self._boot().run(_SELF_TEST_MS)
            seen = " ".join(strap.screen_text())
            told = seen.startswith("Self-test") and "Storage" in seen
            if strap.app.recorder.failed and self.trouble.kind != READ and not told:
                return f"the self-test does not say that storage fails: {seen}"
            if told:
                strap.press()
            strap.play(_A_HOLD)
            if strap.app.session.ended != 1 or strap.app.session.hold_ms < _HELD_MS:
                return f"held {strap.app.session.hold_ms} ms"
            if strap.app.recorder.failed and strap.app.panel.view.message != _SAYS:
                return "does not say that storage fails"
            self._heal()
            return self._lost() or self._goes_on(strap)

    def _boot(self) -> Strap:
        """A start that fails is a crash, which ends in the next."""
        for _ in range(3):
            try:
                return Strap("/", day=DAY)
            except OSError:
                self.flash.mount()
        raise AssertionError("does not boot")

    def _heal(self) -> None:
        self.flash.touch = lambda changes: None
        self.flash.chip.worn = lambda: False
        for path in self.flash.files():
            if path.startswith(_FILLER):
                self.flash.remove(path)

    def _lost(self) -> str:
        before, files = self.before, self.flash.files()
        gone = [path for path in before if path not in files and "filler" not in path]
        empty = [path for path in files if path in before and before[path] and not files[path]]
        return f"lost {gone + empty}" if gone + empty else ""

    def _goes_on(self, strap: Strap) -> str:
        """The next hold is recorded and booked, before a restart and after it."""
        strap.play(_A_HOLD)
        record = decode(self.flash.read(f"/sessions/{strap.app.store.newest:06d}.hold"))
        if record.damaged or abs(record.hold_ms - 1000 * len(record.rows)) > 3000:
            return f"the next record: {record.hold_ms} ms, {len(record.rows)} rows"
        if strap.app.recorder.failed:
            return "still says that storage fails"
        self.flash.mount()
        strap.reboot(machine.PWRON_RESET)
        strap.run(3000)
        if strap.screen_name() != "HOME" or strap.app.recorder.failed:
            return f"boots to {strap.screen_name()}"
        return leaked(self.flash)


def counted(kind: str) -> int:
    """How many of these there are in an evening."""
    evening = Evening(Trouble(kind, 1 << 30))
    assert evening.wrong() == ""
    return evening.calls


def troubles(seed: int) -> Iterator[Trouble]:
    """Each write of a file, each change of the flash, and some of its reads."""
    for kind in (FULL, WORN):
        yield from (Trouble(kind, n) for n in range(1, counted(kind) + 1))
    reads = range(1, counted(READ) + 1)
    yield from (Trouble(READ, n) for n in random.Random(seed).sample(reads, _READS))


def judge(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Each trouble, an evening."""
    told = [(trouble, tried(trouble)) for trouble in troubles(seed)]
    return len(told), [f"{trouble}: {text}" for trouble, text in told if text]


def tried(trouble: Trouble) -> str:
    """What is wrong with an evening in trouble; "" where nothing is."""
    try:
        return Evening(trouble).wrong()
    except Exception as e:  # whatever it is that fails
        return f"{type(e).__name__}: {e}"
