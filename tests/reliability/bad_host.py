"""Bad input to the host: files of authors and makers, and all that a strap may hold or say.

Whatever the bytes are: the documented error or a value, soon, within bounds; nothing written but
where it belongs, nothing evaluated, nothing that steers a terminal, JSON that is JSON.
"""

import json
import os
import random
import re
import struct
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from backstrap import BOARDS, FIRMWARE
from backstrap.errors import UserError
from strapcore import journal, progress, rules
from strapcore.routine import RoutineError
from tests.records import record
from tests.reliability.mutate import search
from tests.reliability.watched import scratch, watched

ROOT = Path(__file__).parents[2]
HOST = ROOT / "host_tools" / "backstrap"
WRONG = ROOT / "tests" / "wrong_routines"
MEMORY_MOST = 64 << 20  # of one input
_CASES = 1 << 30
_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Check = Callable[[bytes], str | None]
SMALL_PROGRESS = {
    **progress.fresh(), "boots": 3, "record": 2, "cleared": 1, "night": 20000, "minute": 28800000,
    "routines": {"upper-back": {"region": "upper-back", "start": 19990, "nights": [19990, 20000],
                 "steps": {"rhomboids-left": [2, 1, 20000, 1, 30, 28799000, 700, 1, 720, 0]}}},
}  # fmt: skip


class Target(NamedTuple):
    """A reader: what it is given to begin with, and who checks what came of it."""

    name: str
    seeds: list[bytes]
    check: Check
    mend: Callable[[random.Random, bytes], bytes] | None = None


def _routine(suffix: str) -> Check:
    """A routine is refused in words that can be shown, or compiled to what a strap takes."""
    from backstrap.routines import source

    def check(data: bytes) -> str | None:
        try:
            compiled = source.compile_text(data, "x" + suffix)
        except UserError as e:
            return shown(str(e))
        head, *rows = [json.loads(line) for line in compiled.data.splitlines()]
        try:
            routine = rules.load_header(head)
            for row in rows:
                rules.load_step(row, routine)
        except RoutineError as e:
            return f"the host takes what the strap refuses: {e}"
        return None if compiled.id == routine.id else "another id"

    return check


def _board(data: bytes) -> str | None:
    from backstrap import board_file

    path = Path(tempfile.gettempdir()) / "mine.toml"  # see at_home_in
    path.write_bytes(data)
    try:
        json.loads(board_file.board_json(board_file.load_file(path)))
    except UserError as e:
        return shown(str(e))
    return None


def _progress(data: bytes) -> str | None:
    from backstrap.device import progress as device

    try:
        value = device.parse(data, "p.json")
    except UserError as e:
        return shown(str(e))
    return None if progress.is_progress(json.loads(json.dumps(value))) else "not what it was"


def _record(data: bytes) -> str | None:
    from backstrap.history import record as history

    try:
        found = history.decode(data, "x.hold")
    except UserError as e:
        return shown(str(e))
    figures = history.figures(found)
    history.began(figures, None)
    json.dumps([figures, history.minutes(found)], allow_nan=False)
    return shown(f"{figures['routine']} {figures['point']} {figures['ended']}")


def _answer(data: bytes) -> str | None:
    """A line that a strap says, as a status and as a reading."""
    from backstrap.cli import strap
    from backstrap.device import connect, known, live, said
    from backstrap.device.strap import HOLDING

    answer = said.answer(b"#bs " + data)
    if answer is None:
        return None
    reading = live.reading(answer, datetime(2026, 1, 1))
    status = said.believed(answer)
    known.meet(status, "socket://x", "")
    strap._lines({"strap": "x", "app": True, **status})
    connect._minutes(status.get("hold_ms"))
    if status.get("state") in HOLDING and not isinstance(status["state"], str):
        return "a hold of another kind"
    known.named("x")
    json.dumps(reading)
    return shown(f"{reading.state} {reading.point} {reading.prompt}")


class _Port:
    """A transport to a strap that prints the same, whatever it is told to run."""

    def __init__(self, prints: bytes) -> None:
        self._prints = prints

    def run(self, command: bytes) -> bytes:
        return self._prints


def _printed(data: bytes) -> str | None:
    """What a strap's REPL printed, as each of the tool's calls reads it."""
    from backstrap.device import strap_link

    link = strap_link.StrapLink("x", lambda _: _Port(data), 0)
    for call in (link.identity, lambda: link.names("/"), lambda: link.survey("/"),
                 lambda: link.get("/x")):  # fmt: skip
        try:
            call()
        except UserError as e:
            if wrong := shown(str(e)):
                return wrong
    return None


def mended(chance: random.Random, data: bytes) -> bytes:
    """Most blocks get the checksum that belongs to them."""
    blocks = bytearray(data)
    for at in range(0, len(blocks) - journal.BLOCK + 1, journal.BLOCK):
        if chance.random() < 0.9:
            end = at + journal.BLOCK - 2
            struct.pack_into("<H", blocks, end, journal.crc16(blocks, at, end))
    return bytes(blocks)


def shown(text: str) -> str | None:
    steers = _STEERS.search(text)
    return f"{steers[0]!r} would go to the terminal" if steers else None


STATUS = {
    "backstrap": "1", "board": "b", "uid": "02b5", "state": "HOLD", "person": 1, "routine": "x",
    "point": "y", "hold_ms": 1, "target_ms": 2, "dose_s": 0, "gauge_pa": 0, "contact": 1,
    "load_pa": 3, "band_pa": [1, 2], "throb": 1, "throb_x256": 300, "tissue": 2, "temp_cc": 3000,
    "prompt": "much", "moving": 0, "breath_x100": 1200, "pulse_x100": 6000, "faults": [],
    "bad": ["a.jsonl: b"], "clock": [2026, 1, 1, 0, 0, 0], "free": 9, "name": "n", "slot": "a",
}  # fmt: skip
PRINTED = (
    b"{'uid': '02', 'installed': True}", b"['a.hold', 'b']", b"('a', b'x'),'/routines',123",
    b"__import__('os').system('x')", b"[" * 300, b"-" * 5000 + b"1", b"(" * 90 + b")" * 90,
    b"1" * 5000,
)  # fmt: skip


def targets() -> list[Target]:
    """Every reader of the host's."""
    start = (HOST / "routines" / "start.yaml").read_bytes()
    wrong = sorted(WRONG.glob("*"))
    small = _small_routine()
    of = {
        suffix: [path.read_bytes() for path in wrong if path.suffix == suffix]
        for suffix in (".yaml", ".json", ".toml")
    }
    records = [record(), record(ended=0, person=3), record(night=3, seconds=0), record()[:200]]
    boards = [path.read_bytes() for path in BOARDS.glob("*.toml") if path.stem != "chips"]
    return [
        Target("routine.yaml", [start, *of[".yaml"]], _routine(".yaml")),
        Target("routine.json", [small, *of[".json"]], _routine(".json")),
        Target("routine.toml", of[".toml"], _routine(".toml")),
        Target("board.toml", boards, _board),
        Target("progress.json", [json.dumps(SMALL_PROGRESS).encode()], _progress),
        Target("record", records, _record, mended),
        Target("a strap's answer", [json.dumps(STATUS).encode()], _answer),
        Target("a REPL's answer", list(PRINTED), _printed),
    ]


def _small_routine() -> bytes:
    from backstrap.trees.parse import parse

    raw = (HOST / "routines" / "library" / "neck.yaml").read_bytes()
    return json.dumps(parse(raw, "neck.yaml").data).encode()


def fuzz(target: Target, seed: int, cases: int, seconds: float | None) -> tuple[int, list[str]]:
    """(cases tried, failures) of one reader; what the search has kept is weighed at the end."""
    from backstrap.cli.main import main  # noqa: F401  imports belong to no input

    code = [HOST, FIRMWARE / "strapcore"]
    with scratch() as folder, at_home_in(folder):
        for data in target.seeds[:4]:  # what is imported late belongs to none either
            target.check(data)
        with watched(folder) as said:
            tried, failed, corpus = search(
                seed, target.seeds, target.check, code, cases, seconds, target.mend
            )
        weighed = [data for data in corpus if _peak(target.check, data) > MEMORY_MOST]
    failed += [f"more than {MEMORY_MOST} B of memory for {data[:80]!r}" for data in weighed]
    return tried, [f"{target.name}: {text}" for text in (*failed, *dict.fromkeys(said))]


@contextmanager
def at_home_in(folder: Path) -> Iterator[None]:
    """What belongs to the user, and what is there for a moment, lies in the folder."""
    names = ("XDG_DATA_HOME", "XDG_CACHE_HOME")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    os.environ.update(dict.fromkeys(names, str(folder / "home")))
    try:
        yield
    finally:
        tempfile.tempdir = before
        for name in names:
            del os.environ[name]
        os.environ.update(kept)


def _peak(check: Check, data: bytes) -> int:
    tracemalloc.start()
    try:
        check(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def judge(seed: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(cases, failures) of all readers in so many seconds, 120 unless said."""
    every = targets()
    cases, failed = 0, []
    for target in every:
        share = (seconds or 120) / len(every)
        tried, wrong = fuzz(target, seed, _CASES, share)
        cases += tried
        failed += wrong
    return cases, failed
