"""Bad input on the strap's port: lines for its console while it runs, and raw bytes that also
reach its REPL. It goes on, answers, starts again when asked to; its heap and its files stay."""

import hashlib
import json
import random
import re
import socket
import time
from pathlib import Path

from backstrap import FIRMWARE
from backstrap.device.link import open_link
from backstrap.errors import UserError
from backstrap.virtual.node import VirtualStrap
from tests.reliability import bad_device, on_micropython
from tests.reliability.mutate import Mutator
from tests.reliability.watched import scratch

_LINES = [
    *(b"#bs status\n", b"#bs live\n", b"#bs time 2026 11 22 20 15 0\n", b"#bs dance 1 2\n"),
    *(b"#bs\n", b"#bs " + b"x" * 75 + b"\n", b"#bs time 9 9 9 9 9 9\n", b"\x02\n", b"print(1)\n"),
]
_BATCH = 12  # lines
_HEAP_MOST = 512  # bytes that the second half of the batches may add
_TRIES = 3  # noise may still be on its way: the tool says "run the command again"
_KEYS = (
    b"\x01",
    b"\x02",
    b"\x03",
    b"\x04",
    b"\x05",
    b"\r",
    b"\x05A\x01",
    b"\x1b[A",
    b"\t",
    b"\x7f",
)
_AGAIN_S = 20.0


def lines(seed: int, batches: int) -> list[str]:
    """What is wrong with a strap on MicroPython that hears so many batches of lines."""
    mutator = Mutator(f"lines {seed}", _LINES)
    heard = [b"".join(mutator.mutant() for _ in range(_BATCH)) for _ in range(batches)]
    flash = {"/flash/" + name: data for name, data in bad_device.flash().items()}
    for path in FIRMWARE.rglob("*"):
        if path.suffix in (".py", ".txt"):
            flash["/firmware/" + path.relative_to(FIRMWARE).as_posix()] = path.read_bytes()
    flash["/batches.json"] = json.dumps([data.hex() for data in heard]).encode()
    told, _ = on_micropython.run("lines.py", flash, rounds=batches)
    names = [int(re.findall(r"\d+", line)[3]) for line in told["names"]]
    heap = [told[f"heap{i}"] - names[i] for i in range(batches)]
    wrong = [f"batch {i}: {told[f'wrong{i}']}" for i in range(batches) if told[f"wrong{i}"]]
    if heap[-1] - heap[batches // 2] > _HEAP_MOST:
        wrong.append(f"the heap grows: {heap}")
    return wrong


def raw(seed: int, rounds: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(rounds, failures): bytes of any kind, keys of the REPL among them, to a strap on
    MicroPython; then its prompt, its files and its app must be there as before."""
    chance, begun = random.Random(f"raw {seed}"), time.monotonic()
    wrong: list[str] = []
    with scratch() as folder, VirtualStrap(folder, speed=10) as strap:
        host, port = strap.tcp_address.removeprefix("socket://").split(":")
        for number in range(rounds):
            if seconds is not None and time.monotonic() - begun > seconds:
                return number, wrong
            before = _files(folder)
            with socket.create_connection((host, int(port))) as wire:
                for _ in range(chance.randint(1, 6)):
                    wire.sendall(_burst(chance))
                    time.sleep(chance.choice((0, 0.05)))
            wrong += [f"round {number}: {text}" for text in _recovered(strap.tcp_address)]
            other = [n for n, digest in before.items() if _files(folder).get(n) != digest]
            if other:
                wrong.append(f"round {number}: other bytes in {other}")
    return rounds, wrong


def _burst(chance: random.Random) -> bytes:
    keys = [chance.choice(_KEYS) for _ in range(chance.randint(0, 3))]
    noise = chance.randbytes(chance.choice((0, 5, 80, 300)))
    return b"".join(keys) + noise.replace(b"\x03", b"\x00")


def _recovered(address: str) -> list[str]:
    """What is wrong with the strap after that."""
    said = ["never tried"]
    for _ in range(_TRIES):
        said = _tried(address)
        if not said:
            break
    return said


def _tried(address: str) -> list[str]:
    try:
        link = open_link(address)
        try:
            link.stop()
            link.restart()
            if link.status(_AGAIN_S) is None:
                return ["the app does not answer"]
        finally:
            link.close()
    except UserError as e:
        return [str(e)]
    return []


def _files(folder: Path) -> dict[str, bytes]:
    """What no byte on the port may change."""
    found = [folder / "main.py", folder / "board.json", folder / "slot"]
    found += [path for path in (folder / "app_a").rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).digest() for path in found}


def judge(seed: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(batches and rounds, failures), raw bytes for half of so many seconds, 120 unless said."""
    batches = int((seconds or 120) / 2)
    wrong = lines(seed, batches)
    rounds, more = raw(seed, 1 << 30, (seconds or 120) / 2)
    return batches + rounds, wrong + more
