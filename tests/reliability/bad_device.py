"""Bad input to the strap: each file that it reads, and lines on its port. Whatever the bytes are,
it starts, goes through its screens and answers; a board file that is none is refused at the start.

Searched on CPython, where lines can be counted; what the search has kept, and mutants of it, then
goes to the same firmware on MicroPython (boot_cases.py), whose heap must stay as it was.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from backstrap import FIRMWARE
from backstrap.routines import source
from backstrap.virtual import machine
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from strapcore import journal, progress, rules
from tests.records import record
from tests.reliability.bad_host import SMALL_PROGRESS, mended
from tests.reliability.boot_cases import booted
from tests.reliability.mutate import Mutator, search
from tests.reliability.watched import scratch, watched

ROOT = Path(__file__).parents[2]
DAY = 9812  # since 2000-01-01
_CASES = 1 << 30
_SAID_MOST = 120  # letters that are kept in RAM of what is wrong with a file
_BOOTS_A_S = 4

SETTINGS = {
    "person": 0, "quiet": 0, "language": 1, "kpa": 1, "bright": 2, "exhale_tone": 1,
    "stroke_pa": 900, "leak_most_ppm": 200, "heat_pa_k": 30, "heat_doubt_pa_k": 5,
}  # fmt: skip


def open_record() -> bytes:
    """A hold that was interrupted by a reset, 20 s before the strap's noon."""
    pen = journal.Journal()
    pen.fill(journal.OPEN, journal.VERSION, 3, b"neck", b"suboccipitals", 20769, 719, 3)
    blocks = [bytes(pen.block)]
    pen.fill(journal.BEGAN, 43200 - 20)
    blocks.append(bytes(pen.block))
    pen.setup(1, 101325, (300, 420, 1200), 0, 0, 50, 150, 0, 0)
    blocks.append(bytes(pen.block))
    for t_s in range(16):
        if pen.row(t_s, 8000, 3120, journal.CONTACT, 60, 62):
            pen.seal()
            blocks.append(bytes(pen.block))
    return b"".join(blocks)


def flash() -> dict[str, bytes]:
    """A strap's files, one of every kind that it reads."""
    routine = source.compile_file(str(ROOT / "host_tools/backstrap/routines/library/neck.yaml"))
    return {
        "board.json": json.dumps(board_plan("esp32-c3-supermini")).encode(),
        "routines/neck.jsonl": routine.data,
        "progress.json": json.dumps(SMALL_PROGRESS).encode(),
        "progress-2.json": json.dumps(SMALL_PROGRESS).encode(),
        "settings.json": json.dumps(SETTINGS).encode(),
        "sessions/000003.hold": record(3, "neck", "suboccipitals", person=0),
        "sessions/000004.part": open_record(),
        "sessions/pulled": b"2",
        "slot": b"a b crashed three times",
        "name": b"blue 2",
        "log.txt": b"boot 1, slot a, reset cause 1\n",
    }


class Shelf:
    """The readers of the strap's files, on CPython, each with what is done next with its value."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._root = folder, f"{folder}/"
        self._files = flash()
        (folder / "board.json").write_bytes(self._files["board.json"])
        strap = Strap(folder, day=DAY)  # puts the firmware on the path, a world behind machine
        strap.world.restarted(machine.HARD_RESET)

    def check(self, name: str, data: bytes) -> str | None:
        """What is wrong with what came of the file, or None."""
        (self._folder / name).write_bytes(data)
        return READERS[name](self._root)


def _routines(root: str) -> str | None:
    import reading
    import shelf

    good, bad = reading.routines(root)
    for name, _, _ in good:
        for i in range(shelf.read_routine(root, name).steps):
            shelf.read_step(root, name, i)
    said = max([len(why) for _, why in bad], default=0)
    return f"{said} letters are kept of what is wrong" if said > _SAID_MOST else None


def _progress(root: str) -> str | None:
    import shelf

    kept = shelf.read_progress(root, 0)
    progress.dose_s(kept, 20000)
    progress.renumber(kept, 20001, 5)
    step = shelf.read_step(root, "neck.jsonl", 0)
    routine = shelf.read_routine(root, "neck.jsonl")
    progress.book(kept, routine, step, 20002, 28_900_000, 1, 300, 5)
    again = json.loads(json.dumps(kept))
    return None if progress.is_progress(again) else "what is kept of it is no progress"


def _settings(root: str) -> str | None:
    import reading

    air = SimpleNamespace()
    app = SimpleNamespace(
        choices=bytearray(6),
        coach=SimpleNamespace(),
        sense=SimpleNamespace(contact=SimpleNamespace(air=air)),
    )
    reading.recall(root, app)
    kept = dict(zip((name for name, *_ in rules.SETTINGS), [*app.choices, *vars(air).values()],
                    strict=True))  # fmt: skip
    return None if rules.settings(kept) == list(kept.values()) else "out of bounds"


def _records(root: str) -> str | None:
    import catchup

    kept = progress.fresh()
    catchup.catchup(root, [("neck.jsonl", "neck", "neck")], 0, kept)
    return None if progress.is_progress(kept) else "it makes no progress"


def _interrupted(root: str) -> str | None:
    import resume

    resume.interrupted(root + "sessions/000004.part")
    return None


def _pulled(root: str) -> str | None:
    import keeping

    store = SimpleNamespace(root=root, pulled=0, newest=-1)
    keeping.prepare(store)
    pulled, newest = store.pulled, store.newest
    return None if 0 <= pulled <= newest < 10_000_000 else f"{pulled} were pulled of {newest}"


def _slot(root: str) -> str | None:
    import slot

    json.dumps(slot.slot(root))
    return None


READERS: dict[str, Callable[[str], str | None]] = {
    "routines/neck.jsonl": _routines,
    "progress.json": _progress,
    "settings.json": _settings,
    "sessions/000003.hold": _records,
    "sessions/000004.part": _interrupted,
    "sessions/pulled": _pulled,
    "slot": _slot,
}


def searched(
    name: str, seed: int, cases: int, seconds: float | None
) -> tuple[int, list[str], list[bytes]]:
    """(cases, failures, corpus) of one of the strap's files, on CPython."""
    with scratch() as folder:
        shelf = Shelf(folder)
        for other, data in flash().items():
            (folder / other).write_bytes(data)
        shelf.check(name, flash()[name])  # what is imported late belongs to no input
        mend = mended if name.endswith((".hold", ".part")) else None
        with watched(folder) as said:
            tried, failed, corpus = search(
                f"{seed} {name}", [flash()[name]], lambda data: shelf.check(name, data),
                [FIRMWARE], cases, seconds, mend,
            )  # fmt: skip
    return tried, [f"{name}: {text}" for text in (*failed, *dict.fromkeys(said))][:10], corpus


def judge(seed: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(cases, failures): each reader searched on CPython, then the whole strap on MicroPython
    with what was found, with mutants of it, and of the files that have no reader here; in about
    so many seconds, 120 unless said."""
    share = (seconds or 120) / 2 / len(READERS)
    tried, failed, kept = 0, [], {name: [data] for name, data in flash().items()}
    for name in READERS:
        cases, wrong, corpus = searched(name, seed, _CASES, share)
        tried += cases
        failed += wrong
        kept[name] = corpus
    chance, count = random.Random(f"boots {seed}"), int(_BOOTS_A_S * (seconds or 120) / 2)
    mutators = {name: Mutator(f"{seed} {name}", corpus) for name, corpus in kept.items()}
    boots = [(name, data) for name, corpus in kept.items() for data in corpus]
    while len(boots) < count:
        name = chance.choice(list(mutators))
        boots.append((name, mutators[name].mutant()))
    return tried + len(boots), failed + booted(flash(), boots)
