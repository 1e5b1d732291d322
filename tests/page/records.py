"""Six weeks of made-up holds, packed by the strap's journal: python -m tests.page.records DIR"""

import math
import random
import sys
from pathlib import Path

import backstrap  # noqa: F401  makes strapcore known
from strapcore import journal
from strapcore.record import ENDED

FIRST_NIGHT = 20730  # 2026-10-04
POINTS = ("upper-trapezius", "levator-scapulae", "serratus-sup", "middle-trapezius", "rhomboids")
_PER_NIGHT = 3
_NIGHTS = 40


def hold(number: int, point: str, night: int, minute: int, seconds: int, ended: str) -> bytes:
    """A record: the load sinks as tissue gives way, somebody breathes, moves twice, and its heart
    beats; the last minutes throb where it was felt."""
    chance = random.Random(number)
    pen = journal.Journal()
    which = (number, b"upper-back", point.encode())
    pen.fill(journal.OPEN, journal.VERSION, *which, night, minute, 3)
    data = bytes(pen.block)
    pen.setup(1, 101325, (600, 720, 1500), 0, 0, 50, 150, 0, 0)
    data += bytes(pen.block)
    pulse, breath = chance.randint(56, 66), chance.randint(58, 70)
    moves = {chance.randrange(60, seconds) for _ in range(2)}
    for t_s in range(seconds):
        load = 7600 * (0.82 + 0.18 * math.exp(-t_s / 240)) + 60 * math.sin(t_s * 1.3)
        moving = any(0 <= t_s - at < 4 for at in moves)
        flags = journal.CONTACT | (journal.MOVING if moving else 0)
        known = t_s > 45
        row = (t_s, int(load) + (700 if moving else 0), 3120 + t_s // 20, flags)
        rates = (breath - t_s // 150, pulse - t_s // 300) if known else (0, 0)
        if pen.row(*row, *rates):
            pen.seal()
            data += bytes(pen.block)
    if pen.seal():
        data += bytes(pen.block)
    pen.end(ENDED.index(ended), 1000 * seconds, 1000 * seconds + 4000, 0, 2, 6600, 7700, 0, 101330)
    return data + bytes(pen.block)


def holds() -> list[bytes]:
    """All of them, oldest first."""
    chance = random.Random(7)
    made: list[bytes] = []
    for night in range(_NIGHTS):
        if chance.random() < 0.4:
            continue
        for n in range(chance.randint(1, _PER_NIGHT)):
            base = POINTS[(night + n) % len(POINTS)]
            point = f"{base}-{'left' if (night // 2 + n) % 2 else 'right'}"
            felt = chance.random() < 0.25 + night / 90
            seconds = chance.randint(500, 860) - 4 * night if felt else 720 + 120 * (night // 14)
            ended = chance.choice(("felt", "sensed") if felt else ("target", "target", "stopped"))
            when = FIRST_NIGHT + night, 1290 + 20 * n
            made.append(hold(len(made) + 1, point, *when, seconds, ended))
    return made


def main(folder: str) -> None:
    """Write them as a pull would."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(holds(), 1):
        Path(folder, f"{number:06d}.hold").write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1])
