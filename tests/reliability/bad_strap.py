"""A strap whose files may hold anything, and be called anything, through the tool's own verbs: an
exit code that is documented, no traceback, JSON that is JSON, nothing that steers a terminal, no
file but those that were asked for."""

import io
import json
import random
import re
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from backstrap.cli.main import main
from tests.records import record
from tests.reliability.bad_host import HOST, SMALL_PROGRESS, mended, shown
from tests.reliability.mutate import Mutator, bounded
from tests.reliability.watched import scratch, watched

_ROUNDS = 1 << 30
_OURS = re.compile(  # files that a verb makes where it was told to
    r"strap(-[0-9a-f]+)?-[0-9]{6}(-[0-9]+)?\.hold|x\.csv|x\.json|p\.json|h\.db(-.*|\.lock)?"
)

NAMES = (
    "../../evil.hold", "000001.hold", "000002.hold", "..%2f.hold", "999999.hold", "a\nb.hold",
    "pulled", "\x1b[2J.hold", "000003.part", "x" * 200 + ".hold",
)  # fmt: skip
FILES = {
    "progress.json": json.dumps(SMALL_PROGRESS).encode(),
    "routines/upper-back.jsonl": b"",  # filled by strap_folder
    "sessions/000001.hold": record(),
    "sessions/000002.hold": record(2, ended=0),
    "sessions/pulled": b"0",
    "log.txt": b"2026-01-01 boot 1, slot a, reset cause 1\n",
    "crash.txt": b'slot a, reset cause 1\nTraceback\n  File "strap.mpy", line 3, in x\nE: 5\n',
    "slot": b"a b crashed three times",
    "name": b"blue",
    "app_a/manifest.json": b'{"backstrap": "1.0", "files": 0, "sha256": ""}',
    "board.json": b'{"board": "x"}',
}
VERBS = (
    ("list",), ("pull", "{out}", "--all"), ("logs",), ("crash",), ("name",), ("info",),
    ("progress", "show"), ("progress", "export", "{out}/p.json"), ("history",),
    ("export", "--csv", "--out", "{out}/x.csv"), ("export", "--fhir", "--out", "{out}/x.json"),
)  # fmt: skip


def strap_folder(folder: Path) -> None:
    """A strap's flash with one of everything the host reads from it."""
    from backstrap.routines import source

    routine = source.compile_file(str(HOST / "routines" / "library" / "neck.yaml"))
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data or routine.data)


def verbs(seed: int, rounds: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(verbs run, failures): each round some of a strap's files are mutants, and every verb that
    reads them runs."""
    chance = random.Random(f"verbs {seed}")
    begun, tried, failed = time.monotonic(), 0, {}
    with scratch() as top:
        template = top / "template"
        strap_folder(template)
        mutators = {
            name: Mutator(f"{seed} {name}", [(template / name).read_bytes()]) for name in FILES
        }
        for verb in VERBS:  # what is imported late belongs to no input
            _verb(verb, template, top, as_json=False)
        for number in range(rounds):
            if seconds is not None and time.monotonic() - begun > seconds:
                break
            strap, out = top / f"strap{number}", top / f"out{number}"
            out.mkdir()
            strap_folder(strap)
            for name in chance.sample(sorted(FILES), chance.choice((1, 2, 4))):
                data = mutators[name].mutant()
                (strap / name).write_bytes(mended(chance, data) if ".hold" in name else data)
            for name in NAMES:
                if "/" not in name and chance.random() < 0.2:
                    (strap / "sessions" / name).write_bytes(record())
                    bad = name.replace(".hold", ".jsonl")
                    (strap / "routines" / bad).write_bytes(b"{}")
            before = sorted(top.iterdir())
            for verb in VERBS:
                tried += 1
                for wrong in _verb(verb, strap, out, as_json=chance.random() < 0.5):
                    failed.setdefault(f"{verb[0]} {wrong}"[:200], number)
            strange = [path for path in out.rglob("*") if not _OURS.fullmatch(path.name)]
            if strange or before != sorted(top.iterdir()):
                failed.setdefault(f"a file of a name that the strap chose: {strange}", number)
    return tried, [f"verbs: {text} (round {number})" for text, number in failed.items()][:20]


def _verb(verb: tuple[str, ...], strap: Path, out: Path, as_json: bool) -> list[str]:
    """What is wrong with one run of the tool."""
    words = [word.format(out=out) for word in verb]
    if verb[0] in ("pull", "history", "export"):
        words += ["--database", str(out / "h.db")]
    if verb[0] not in ("history", "export"):
        words += ["--port", f"folder:{strap}"]
    words += ["--json"] * as_json
    told, said = io.StringIO(), io.StringIO()
    wrong: list[str] = []
    with watched(strap, out, Path("/dev")) as did, redirect_stdout(told), redirect_stderr(said):
        try:
            with bounded():
                code: Any = main(words)
        except SystemExit as e:
            code = e.code
        except Exception as e:
            wrong.append(f"{type(e).__name__}: {e!s:.80}")
            code = 0
    if code not in (0, 1, 2, 3, None):
        wrong.append(f"exit code {code}")
    wrong += [f"did {text}" for text in did if "__pycache__" not in text]
    for text in (told.getvalue(), said.getvalue()):
        if steers := shown(text):
            wrong.append(steers)
    if as_json and told.getvalue().strip() and not wrong:
        try:
            json.loads(told.getvalue(), parse_constant=lambda name: 1 / 0)
        except (ValueError, ZeroDivisionError):
            wrong.append(f"no JSON on stdout: {told.getvalue()[:60]!r}")
    return wrong


def judge(seed: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(verbs run, failures) in so many seconds, 60 unless said."""
    return verbs(seed, _ROUNDS, seconds or 60)
