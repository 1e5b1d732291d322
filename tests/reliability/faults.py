"""Faults while a person lies on the ball: each strikes a hold a few seconds before its end; the
release cue must come all the same. A case runs in a process of its own, forked from the hold."""

import errno
import json
import os
import pickle
import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from types import CodeType, FrameType
from typing import Any, NamedTuple

from backstrap import FIRMWARE
from backstrap.virtual import machine
from backstrap.virtual.simulator import STEP_MS, Strap
from strapcore.record import decode
from strapcore.session import HOLD
from tests.reliability.cuts import DAY, POINT, TO_THE_HOLD, furnished
from tests.reliability.flash import Flash
from tests.reliability.mount import mounted

LATE_MS = 2000
_TO_GO_MS = 6000
_CRASH_SHOWN_MS = 5000
_AT_ONCE = 2
_BETWEEN = 5  # calls of a function, beside its first and its last
_AFTER_MS = 14_000

Strike = Callable[["Case"], Any]


class Case:
    """A hold that has six seconds to go, on a flash in memory; what strikes it; what is heard."""

    def __init__(self) -> None:
        self.flash = Flash(furnished())
        with mounted(self.flash):
            self.strap = Strap("/", day=DAY)
            self.strap.play(TO_THE_HOLD)
            hold = self.strap.app.session
            while hold.target_ms - hold.hold_ms > _TO_GO_MS:
                self.strap.run(1000)
            assert hold.state == HOLD
        self.due_ms = self.strap.now_ms + hold.target_ms - hold.hold_ms
        self.up_ms = 0  # when the strap was last back from a reset

    def step(self) -> None:
        """One pass of loop.py, and what it does with an error."""
        try:
            self.strap.step()
        except Exception as error:
            self._crash(error)

    def _crash(self, error: Exception) -> None:
        import crash

        crash.show(self.strap.app, error)
        for _ in range(_CRASH_SHOWN_MS // STEP_MS):
            self.strap.app.sound(STEP_MS)
            self.strap.pass_ms(STEP_MS)
        self.reset(machine.HARD_RESET)

    def reset(self, cause: int, away_ms: int = 0) -> None:
        """The chip starts again; nothing ran for so long before."""
        self.flash.mount()
        self.strap.pass_ms(away_ms)
        self.strap.reboot(cause)
        self.up_ms = self.strap.now_ms

    def run(self, ms: int) -> None:
        for _ in range(ms // STEP_MS):
            self.step()

    def late_ms(self, shaken: bool) -> int:
        """How late the first release cue began; shaken: felt, by the motor's rhythm."""
        world, senses = self.strap.world, self.strap.senses
        sound, ear = (world.shaking, senses.skin) if shaken else (world.sound, senses.ear)
        tones, at = sound.tones(0), 0
        if shaken:  # a rhythm that another one runs into is felt to begin there
            ends = [tone for tone in tones if tone[0] + tone[3] > self.due_ms]
            tones = [
                [max(t[0], self.due_ms), *t[1:3], t[3] - max(0, self.due_ms - t[0])] for t in ends
            ]
        for name, used in ear.names(tones, self.strap.now_ms):
            begins = tones[at][0]
            at += used
            if name.startswith("release") and begins >= self.due_ms - 1000:
                return int(begins - max(self.due_ms, self.up_ms))
        return 1 << 30


class Fault(NamedTuple):
    """A row of the table: what fails, what the person gets, what is done to the hold, and how the
    cue is known."""

    name: str
    gets: str
    strike: Strike
    shaken: bool = False
    kept: bool = True  # the hold is recorded and booked
    resets: bool = False  # the strap starts again; else it must not


def _play(*lines: str) -> Strike:
    return lambda case: [_line(case, line) for line in lines]


def _line(case: Case, line: str) -> None:
    from backstrap.virtual.scenario import Script

    case.strap.world.begin(Script(line, "fault", case.strap.senses))


def _mute(case: Case) -> None:
    case.strap.world.sound.change = lambda *_: None  # the piezo is broken: nothing is heard


def _clock(by_s: int) -> Strike:
    def jump(case: Case) -> None:
        case.strap.world.clock_s += by_s

    return jump


def _no_writes(case: Case) -> None:
    def refuse(changes: bool) -> None:
        if changes:
            raise OSError(errno.EIO, "refused")

    case.flash.touch = refuse


def _no_flash(case: Case) -> None:
    def refuse(changes: bool) -> None:
        raise OSError(errno.EIO, "gone")

    case.flash.touch = refuse
    _no_modules(case)


def _no_modules(case: Case) -> None:
    """Nothing can be loaded any more that is not there already."""
    sys.path.remove(str(FIRMWARE))
    for name in [name for name in sys.modules if name.startswith("strapcore")]:
        if hasattr(sys.modules[name], "__path__"):
            sys.modules[name].__path__ = []
    sys.path_importer_cache.clear()


def _reset(cause: int, away_ms: int) -> Strike:
    return lambda case: case.reset(cause, away_ms)


FAULTS = (
    Fault("nothing", "the release cue", lambda case: None),
    Fault("sensor dies", "a warning; the hold goes on by time", _play("unplug sensor")),
    Fault("display dies", "the cues", _play("unplug display")),
    Fault("both die", "the cues", _play("unplug sensor\nunplug display")),
    Fault("a chip holds the data line", "the cues", _play("set data_held 1000")),
    Fault("the clock line is held", "the cues", _play("set clock_held 1")),
    Fault("transfers fail", "nothing is lost", _play("set bus_nacks 2")),
    Fault("buzzer is dead", "the motor's rhythm", _mute, shaken=True),
    Fault("buzzer and sensor", "the motor's rhythm",
          lambda case: [_mute(case), _play("unplug sensor")(case)], shaken=True),
    Fault("clock jumps a day on", "the hold as it was", _clock(86400)),
    Fault("clock jumps an hour back", "the hold as it was", _clock(-3600)),
    Fault("flash refuses every write", "the cue; the record ends there", _no_writes, kept=False),
    Fault("flash is gone", "the cue, on a dark display", _no_flash, kept=False),
    Fault("no room for what is loaded late", "the cue", _no_modules, kept=False),
    Fault("watchdog, 2 s before", "the hold resumes", _reset(machine.WDT_RESET, 2000),
          resets=True),
    Fault("watchdog, over its end", "the cue once it is up", _reset(machine.WDT_RESET, 10_000),
          resets=True),
    Fault("reset", "the hold resumes", _reset(machine.HARD_RESET, 500), resets=True),
)  # fmt: skip


@cache
def hold() -> Case:
    """The hold that every case is forked from."""
    return Case()


def wrong(fault: Fault) -> str:
    """What is wrong after a fault; "" where nothing is."""
    return str(_forked(partial(_judged, fault)))


def _judged(fault: Fault) -> str:
    case = hold()
    with mounted(case.flash):
        fault.strike(case)
        while case.strap.now_ms < max(case.due_ms, case.up_ms) + LATE_MS + 3000:
            case.step()
        if case.up_ms and not fault.resets:
            return "it started again"
        late_ms = case.late_ms(fault.shaken)
        if late_ms > LATE_MS:
            return f"the cue is {late_ms} ms late, {case.strap.tones[-6:]}"
        return _ended(case) if fault.kept else ""


def _ended(case: Case) -> str:
    """The person gets up; what is kept of the hold, now and after the next start."""
    case.strap.off()
    case.run(_AFTER_MS)
    sys.settrace(None)
    case.reset(machine.PWRON_RESET)
    case.run(2000)
    files = case.flash.files()
    names = sorted(path for path in files if path.startswith("/sessions/0"))
    if names != ["/sessions/000001.hold"]:
        return f"records {names}"
    record = decode(files[names[0]])
    if record.damaged or abs(record.hold_ms - 720_000) > 10_000:
        return f"record of {record.hold_ms} ms, {record.damaged} damaged, {record.ended}"
    progress = json.loads(files["/progress.json"])
    times = progress["routines"]["upper-back"]["steps"][POINT][0]
    return "" if times == 1 else f"booked {times} times"


def _forked(work: Callable[[], Any]) -> Any:
    """The work's result, from a process forked for it."""
    hold()
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            result: Any = work()
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        with os.fdopen(writes, "wb") as f:
            f.write(pickle.dumps(result))
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as f:
        data = f.read()
    _, status = os.waitpid(child, 0)
    return pickle.loads(data) if data else f"its process ended with {status}"


# ---- an error in every function


# What catches the errors of a step. Nothing catches its own: the strap starts again and resumes.
_NET = ("app.py", "step")


class Planted(RuntimeError):
    """An error that nobody expects."""


class Injection(NamedTuple):
    """An error on the n-th call of a function of the firmware, in the last seconds of a hold."""

    file: str
    function: str
    line: int
    call: int
    kind: type[Exception]


def _is_firmware(code: CodeType) -> bool:
    return code.co_filename.startswith(str(FIRMWARE))


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename[len(str(FIRMWARE)) + 1 :], code.co_name, code.co_firstlineno


def _called() -> dict[tuple[str, str, int], int]:
    """How often each function is called, until the person is up again."""
    counts: dict[tuple[str, str, int], int] = {}

    def count(frame: FrameType, event: str, arg: Any) -> None:
        if _is_firmware(frame.f_code):
            place = _place(frame.f_code)
            counts[place] = counts.get(place, 0) + 1

    case = hold()
    with mounted(case.flash):
        sys.settrace(count)
        case.run(_TO_GO_MS + 5000)
        sys.settrace(None)
    return counts


def injections(seed: int, most: int | None = None) -> Iterator[Injection]:
    """For each function called then: an error on its first call, its last, and some between,
    of each kind in turn. most: only so many, drawn."""
    chance = random.Random(seed)
    counts = _forked(_called)
    kinds = (Planted, OSError, MemoryError)
    found = []
    for place, count in sorted(counts.items()):
        calls = sorted({1, count, *(chance.randint(1, count) for _ in range(_BETWEEN))})
        found += [Injection(*place, n, kinds[len(found) % 3]) for n in calls]
    yield from found if most is None else chance.sample(found, most)


def failed(injection: Injection) -> str:
    """What is wrong after the error; "" where nothing is."""
    return str(_forked(partial(_injected, injection)))


def _injected(injection: Injection) -> str:
    left = injection.call
    where = (injection.file, injection.function, injection.line)

    def plant(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal left
        if _is_firmware(frame.f_code) and _place(frame.f_code) == where:
            left -= 1
            if left == 0:
                raise injection.kind("planted")

    resets = where[:2] == _NET
    return _judged(Fault(str(injection), "", lambda case: sys.settrace(plant), resets=resets))


def judge(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Each row of the table."""
    told = [(fault.name, wrong(fault)) for fault in FAULTS]
    return len(told), [f"{name}: {text}" for name, text in told if text]


def judge_errors(seed: int, seconds: int | None = None) -> tuple[int, list[str]]:
    """Errors in every function."""
    return planted(list(injections(seed)))


def planted(errors: list[Injection]) -> tuple[int, list[str]]:
    """Plant them; how many, and what is wrong after some of them."""
    hold()  # before there are threads
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        told = list(pool.map(failed, errors))
    return len(errors), [f"{one}: {text}" for one, text in zip(errors, told, strict=True) if text]
