"""Nights on two straps, one on CPython and one on MicroPython: each minute of them must be the
same to the bit, in the app, on the display, on the bus, in the air and on the flash."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from backstrap.virtual.node import senses
from backstrap.virtual.simulator import STEP_MS, Strap
from backstrap.virtual.state import board_plan
from tests.reliability import digest, on_micropython

STRETCH = 3000  # steps, as in twin.py
LATER_MS = 1 << 28  # by the world's clock; the collector takes a smaller number for an address
# Objects of the app whose public numbers count.
_OBJECTS = (
    "session", "guard", "tonight", "recorder", "coach", "panel.view", "board", "sense.contact",
    "sense.contact.air", "choices",
)  # fmt: skip


class Night(NamedTuple):
    """A script, and the day since 2000-01-01 on which the strap starts anew; None: it goes on."""

    text: str
    day: int | None


class Told(NamedTuple):
    """What a night was: a number a minute, the files at its end; on MicroPython the heap in use
    without names, the largest free block, and what steps took of the processor and of the bus."""

    moments: list[int]
    screens: list[str]
    files: dict[str, int]
    error: str | None
    heap: int = 0
    free_most: int = 0
    steps: int = 0
    step_mean_us: int = 0
    step_most_us: int = 0
    step_bus_us: int = 0


def names(app: Any) -> dict[str, list[str]]:
    """The public numbers and texts of each object."""
    found = {}
    for path in _OBJECTS:
        inner = getattr(digest.thing(app, path), "__dict__", {})
        found[path] = sorted(
            name
            for name, value in inner.items()
            if name[0] != "_" and name != "root" and isinstance(value, digest.NUMBERS)
        )
    return found


class _Later(Strap):
    """A strap in a world that is old already."""

    def _boot(self) -> None:
        if not self.world.now_ms:
            self.world.now_ms = self.world.sensed_ms = LATER_MS
            self.world.clock_s -= LATER_MS // 1000
        super()._boot()


class Simulated:
    """The strap on CPython."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def play(self, nights: list[Night]) -> tuple[list[Told], dict[str, list[str]]]:
        """Each night, and what of the app counts."""
        told, counted, began_ms = [], None, 0
        for night in nights:
            if night.day is not None:
                strap = _Later(self._folder, day=night.day)
            else:
                strap.world.clock_s += 86400 - (strap.now_ms - began_ms) // 1000
            counted = counted or names(strap.app)
            began_ms = strap.now_ms
            told.append(self._night(strap, night.text, counted))
        assert counted
        return told, counted

    def _night(self, strap: Strap, text: str, counted: dict[str, list[str]]) -> Told:
        from backstrap.virtual.scenario import Script

        script, moments = Script(text, "night", strap.senses), []
        strap.world.begin(script)
        while not script.done:
            for _ in range(STRETCH):
                strap.run(STEP_MS)
                if script.done:
                    break
            moments.append(digest.moment(strap.world, strap.app, counted))
        strap.world.scripts.remove(script)
        return Told(moments, script.screens, digest.files(strap.root), script.error)


def real(
    files: dict[str, bytes], nights: list[Night], counted: dict[str, list[str]], stretches: int
) -> list[Told]:
    """The same nights on MicroPython, from the same files."""
    job = {
        "nights": [{"text": n.text, "anew": n.day is not None, "day": n.day} for n in nights],
        "names": counted,
        "later_ms": LATER_MS,
    }
    every = {"/flash/" + name: data for name, data in files.items()}
    every["/nights.json"] = json.dumps(job).encode()
    every["/senses.json"] = json.dumps(senses()).encode()
    every["/home/digest.py"] = Path(digest.__file__).read_bytes()
    told, printed = on_micropython.run("twin.py", every, rounds=stretches)
    names_bytes = [int(re.findall(r"\d+", line)[3]) for line in told["names"]]
    free = [int(n) for n in re.findall(r"max free sz: (\d+)", "\n".join(printed))]
    found = []
    for i in range(len(nights)):
        if f"night{i}" not in told:
            return [*found, *[Told([], [], {}, "is not over in time")] * (len(nights) - i)]
        one = json.loads(told[f"night{i}"])
        one["heap"] -= names_bytes[i]
        found.append(Told(**one, free_most=16 * free[i]))
    return found


def played(
    folder: Path, files: dict[str, bytes], nights: list[Night]
) -> tuple[list[Told], list[str]]:
    """The nights on MicroPython, and how they differ from those on CPython."""
    plan = {"board.json": json.dumps(board_plan("esp32-c3-supermini")).encode()}
    for name, data in (files | plan).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    theirs, counted = Simulated(folder).play(nights)
    stretches = sum(len(night.moments) for night in theirs)
    ours = real(files | plan, nights, counted, stretches)
    return ours, differences(ours, theirs)


def differences(ours: list[Told], theirs: list[Told]) -> list[str]:
    """How nights on MicroPython differ from those on CPython."""
    wrong = []
    for i, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        if our.error:
            wrong.append(f"night {i}: {our.error}")
        minutes = [m for m, two in enumerate(zip(our.moments, their.moments, strict=False))
                   if two[0] != two[1]]  # fmt: skip
        if minutes or len(our.moments) != len(their.moments):
            wrong.append(f"night {i}: another state from minute {minutes[:1]} on")
        other = [name for name in our.files | their.files
                 if our.files.get(name) != their.files.get(name)]  # fmt: skip
        if other:
            wrong.append(f"night {i}: other bytes in {', '.join(sorted(other))}")
    return wrong
