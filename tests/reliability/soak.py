"""`make soak`: sixty nights on one strap that nobody switches off, on real MicroPython as fast as
it goes. The heap in use and its largest free block are as they were after the first nights, no
step is longer than it may be, every minute is that of the same strap on CPython, to the bit."""

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from backstrap.routines.source import compile_file
from strapcore import progress
from tests.reliability import twins
from tests.reliability.twins import Night, Told

NIGHTS = 60
SEED = 8
LIBRARY = Path(__file__).parents[2] / "host_tools" / "backstrap" / "routines" / "library"
CLEARED = json.dumps(progress.fresh() | {"cleared": 1}).encode()  # who has read what to read first
_DAY = 9800  # since 2000-01-01
_HEAP_MOST = 512  # bytes that the last third of the nights may have more than the first
_FREE_MOST = 4096  # bytes that its largest free block may be smaller
_SETTLED = 3  # nights: until then what stays finds its places, and blocks become smaller
_STEP_MOST_US = 20_000  # of the processor: the loop's own time
_BUS_MOST_US = 4000  # as `make bench` has it


def night(chance: random.Random, number: int) -> str:
    """What one does of an evening; each tenth hold goes on until the strap calls."""
    lines = ["wait 3s", "press long", "wait 2s", "press", "wait 40s"]  # a look into the menu
    lines += ["press very long", "wait 7s", f"lie {chance.randint(15, 35)}kg"]
    if number % 10 == 9:
        lines += ["wait 26min"]
    elif chance.random() < 0.3:
        lines += ["wait 40s", "off", "wait 10s", "lie 20kg", f"wait {chance.randint(20, 200)}s"]
        lines += ["press"]
    else:
        lines += [f"wait {chance.randint(30, 150)}s", chance.choice(("press", "press long"))]
    lines += ["off", "wait 25s", "press", "wait 200s"]
    return "\n".join(lines)


def soaked(seed: int, count: int) -> tuple[list[Told], list[str]]:
    """So many nights, and what is wrong with them."""
    chance = random.Random(f"soak {seed}")
    nights = [Night(night(chance, i), None if i else _DAY) for i in range(count)]
    routine = compile_file(str(LIBRARY / "upper-back.yaml"))
    files = {f"routines/{routine.id}.jsonl": routine.data, "progress.json": CLEARED}
    with tempfile.TemporaryDirectory() as folder:
        told, wrong = twins.played(Path(folder), files, nights)
    return told, wrong + weighed(told)


def weighed(told: list[Told]) -> list[str]:
    """What is wrong with the figures of nights, beside their bits."""
    wrong = []
    third = max(1, len(told) // 3)  # the least of it: what the collector takes for in use varies
    (heap, heap_then), (free, free_then) = (
        [min(getattr(one, name) for one in some) for some in (told[1 : third + 1], told[-third:])]
        for name in ("heap", "free_most")
    )
    if heap_then - heap > _HEAP_MOST:
        wrong.append(f"the last nights have {heap_then - heap} B more in use than the first")
    if third >= _SETTLED and free - free_then > _FREE_MOST:
        wrong.append(f"their largest free block is {free - free_then} B smaller")
    for i, one in enumerate(told):
        if one.step_most_us > _STEP_MOST_US:
            wrong.append(f"night {i}: a step of {one.step_most_us} us")
        if one.step_bus_us > _BUS_MOST_US:
            wrong.append(f"night {i}: {one.step_bus_us} us on the bus in a step")
    holds = sum(name.endswith(".hold") for name in told[-1].files)
    return wrong if holds >= len(told) else [*wrong, f"only {holds} holds"]


def judge(seed: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(nights, failures)."""
    return NIGHTS, soaked(seed, NIGHTS)[1]


def main() -> int:
    begun = time.monotonic()
    told, wrong = soaked(SEED, NIGHTS)
    print("night  min  heap in use  largest free  mean step  longest  on the bus")
    for i, one in enumerate(told):
        print(
            f"{i:5}{len(one.moments):5}{one.heap:11} B{one.free_most:12} B"
            f"{one.step_mean_us:8} us{one.step_most_us:6} us{one.step_bus_us:9} us"
        )
    print(f"{len(told)} nights, {time.monotonic() - begun:.0f} s", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
