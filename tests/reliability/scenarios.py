"""Each shipped scenario on CPython and on MicroPython, compared to the bit, minute by
minute; records and progress at its end."""

import re
import tempfile
from pathlib import Path

from backstrap.routines.source import compile_file
from tests.reliability import twins
from tests.reliability.soak import CLEARED, LIBRARY
from tests.reliability.twins import Night

DAY = 9800  # since 2000-01-01
SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.txt"))
_NEXT_NIGHT = "# --- next night\n"


def compared(scenario: Path) -> tuple[int, list[str]]:
    """(minutes that were compared, how they differ) of a scenario."""
    text = scenario.read_text(encoding="utf-8")
    nights = [Night(part, DAY + i) for i, part in enumerate(text.split(_NEXT_NIGHT))]
    files = {"progress.json": CLEARED}
    for name in (re.findall(r"^# routines: (.*)$", text, re.M) or ["upper-back"])[0].split():
        routine = compile_file(str(LIBRARY / f"{name}.yaml"))
        files[f"routines/{routine.id}.jsonl"] = routine.data
    with tempfile.TemporaryDirectory() as folder:
        told, wrong = twins.played(Path(folder), files, nights)
    if "# record:" in text and not any(".hold" in name for name in told[-1].files):
        wrong.append("no record was made")
    minutes = sum(len(night.moments) for night in told)
    return minutes, [f"{scenario.stem}: {text}" for text in wrong]


def judge(seed: int, seconds: float | None = None) -> tuple[int, list[str]]:
    """(minutes compared, failures) of all scenarios; there is no chance in them."""
    found = [compared(scenario) for scenario in SCENARIOS]
    return sum(minutes for minutes, _ in found), [text for _, wrong in found for text in wrong]
