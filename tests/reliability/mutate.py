"""Bytes that nobody meant: a mutator, and a search that keeps what reaches new lines of code."""

import json
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

HANG_S = 10.0  # of the processor: no reader takes so long
_BYTES_MOST = 4096  # of a mutant that grows
_SEEDS_MOST = 8  # of them are tried as they are

# What readers trip over, in text and in binary.
_WORDS = [
    *(b'"\\ud800"', b"1e999", b"-0", b"1" * 40, b"true", b"null", b"NaN", b"[]", b"{}", b"[" * 40),
    *(b"{" * 20, b"\x00", b"\xff\xfe", b"\xf0\x9f\x98\x80", b"\r", b"\n", b"\t", b"\x1b[2J", b"#"),
    *(b"../", b"/", b"&a ", b"*a", b"<<: ", b"!!python/object/apply:os.system ", b"__class__"),
    *(b"%s%n", b"{[1]: 2}", b"{1: 2}", b'"\\u0000"', b"99999999999", b"\x7f\xff\xff\xff", b"\x80"),
]
_ODD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        1 << 30,
        1 << 31,
        1 << 70,
        -(1 << 40),
        0.5,
        1e30,
        "",
        "x" * 200,
    ),
    *([], {}, [[]], [[[[[[[[1]]]]]]]], {"a": {}}, "\x00", "\u202e", "ä", "../../x", [1, 2, 3]),
]

Check = Callable[[bytes], str | None]


class HangError(BaseException):
    """Passes through every `except Exception`."""


class Mutator:
    """Mutants of what is in `corpus`, the same ones for the same seed."""

    def __init__(self, seed: int | str, corpus: list[bytes]) -> None:
        self.corpus = list(corpus)
        self._random = random.Random(f"bad input {seed}")

    def mutant(self) -> bytes:
        chance = self._random
        data = bytearray(chance.choice(self.corpus))
        if data[:1] in (b"{", b"[") and chance.random() < 0.4:
            return self._odd_line(bytes(data))
        for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
            chance.choice((_flip, _set, _cut, _double, _word, self._splice))(chance, data)
        return bytes(data[:_BYTES_MOST])

    def _splice(self, chance: random.Random, data: bytearray) -> None:
        """The end of another one."""
        other = chance.choice(self.corpus)
        data[_at(chance, data) :] = other[chance.randint(0, len(other)) :]

    def _odd_line(self, data: bytes) -> bytes:
        """One value of one line of JSON is something else, or is gone."""
        lines = data.splitlines(keepends=True)
        i = self._random.randrange(len(lines))
        try:
            value = json.loads(lines[i])
        except (ValueError, RecursionError):
            return data
        places = list(_places(value))
        if places:
            within, key = self._random.choice(places)
            if self._random.random() < 0.2 and isinstance(within, dict):
                del within[key]
            else:
                within[key] = self._random.choice(_ODD)
        lines[i] = (
            json.dumps(value, ensure_ascii=self._random.random() < 0.5).encode(errors="replace")
            + b"\n"
        )
        return b"".join(lines)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """(list or dict, index or key) of everything in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner if isinstance(value, dict | list) else ():
        yield value, key
        if isinstance(one, dict | list):
            yield from _places(one)


def _at(chance: random.Random, data: bytearray) -> int:
    return chance.randint(0, len(data))


def _flip(chance: random.Random, data: bytearray) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(chance: random.Random, data: bytearray) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice(
            (0, 255, 127, 128, chance.randrange(256))
        )


def _cut(chance: random.Random, data: bytearray) -> None:
    at = _at(chance, data)
    del data[at : at + chance.choice((1, 2, 8, 64, 10_000))]


def _double(chance: random.Random, data: bytearray) -> None:
    at = _at(chance, data)
    part = data[at : at + chance.choice((1, 4, 16, 64))]
    data[at:at] = part * chance.choice((1, 2, 30))


def _word(chance: random.Random, data: bytearray) -> None:
    at = _at(chance, data)
    data[at : at + chance.choice((0, 0, 1, 4))] = chance.choice(_WORDS)


@contextmanager
def bounded(seconds: float = HANG_S) -> Iterator[None]:
    """HangError, once so much processor time has passed: a busy machine is no hang."""

    def late(number: int, frame: FrameType | None) -> None:
        raise HangError(f"not done after {seconds:.0f} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class _Lines:
    """Which lines of some folders were ever reached."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = tuple(str(folder) for folder in folders)
        self.seen: set[tuple[int, int]] = set()

    def call(self, frame: FrameType, event: str, arg: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(self._folders) else None

    def _line(self, frame: FrameType, event: str, arg: object) -> Any:
        self.seen.add((hash(frame.f_code), frame.f_lineno))
        return self._line


def search(
    seed: int | str,
    seeds: list[bytes],
    check: Check,
    code: list[Path],
    cases: int,
    seconds: float | None = None,
    mend: Callable[[random.Random, bytes], bytes] | None = None,
) -> tuple[int, list[str], list[bytes]]:
    """(cases tried, failures, the corpus at the end) of a reader of bytes.

    check: says what is wrong with what came of an input, None where it is as it should be; what it
    raises is a failure too. code: the folders whose lines count. mend: makes a mutant look sound,
    its checksums say. At most so many cases, and so many seconds.
    """
    lines, mutator = _Lines(code), Mutator(seed, seeds)
    chance = random.Random(f"mend {seed}")
    failures: dict[str, str] = {}
    begun, tried = time.monotonic(), 0
    for tried in range(cases):
        if seconds is not None and time.monotonic() - begun > seconds:
            return tried, list(failures.values()), mutator.corpus
        known = tried < min(len(seeds), _SEEDS_MOST)  # tests have them all
        data = seeds[tried] if known else mutator.mutant()
        if mend and not known:
            data = mend(chance, data)
        before = len(lines.seen)
        wrong = _tried(check, data, lines)
        if wrong:
            failures.setdefault(wrong, f"{wrong}: {data[:120]!r}")
        elif len(lines.seen) > before and not known:
            mutator.corpus.append(data)
    return tried + 1, list(failures.values()), mutator.corpus


def _tried(check: Check, data: bytes, lines: _Lines) -> str | None:
    tracer = sys.gettrace()
    try:
        with bounded():
            sys.settrace(lines.call)
            try:
                return check(data)
            finally:
                sys.settrace(tracer)
    except HangError as e:
        return str(e)
    except Exception as e:  # what a reader must not raise, whatever it is
        at = e.__traceback__
        while at and at.tb_next:
            at = at.tb_next
        place = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
        return f"{type(e).__name__} at {place}: {str(e)[:80]}"
