"""`make bench-sensing`: prints the table, writes build/bench-sensing.json.

Without ../shared/recordings or build/recordings their rows are left out, and it says so.
"""

import json
import sys
import time
from pathlib import Path

from tests.bench_sensing import (
    bodies,
    clock,
    evening,
    nulls,
    others,
    peers,
    rates,
    slow,
    unseen,
    whole,
)
from tests.bench_sensing.recordings import ABSENT, FOLDER
from tests.bench_sensing.table import HEAD, Table, line

ROOT = Path(__file__).resolve().parents[2]
NULL_S = 900


def main() -> None:
    begun = time.monotonic()
    table = Table()
    print(HEAD)
    shared = FOLDER.is_dir()
    if shared:
        rates.pulse_rows(table, peers.PULSE)
        rates.native_rows(table)
        rates.breath_rows(table, peers.BREATH)
        slow.rest_rows(table)
        slow.throb_rows(table)
    else:
        print(f"left out: what {ABSENT}", file=sys.stderr)
    rates.heartpy_rows(table, peers.PULSE)
    rates.body_rows(table)
    other = others.FOLDER.is_dir()
    if shared:
        unseen.shared_pulse_rows(table)
        unseen.breath_rows(table, unseen.shared_belts())
    if other:
        unseen.others_pulse_rows(table)
        unseen.others_breath_rows(table)
    else:
        print(f"left out: what {others.ABSENT}", file=sys.stderr)
    whole.whole_rows(table)
    whole.faint_rows(table)
    clock.clock_rows(table)
    nulls.add_rows(table, nulls.signals(NULL_S, shared) | unseen.null_signals(shared, other))
    for shape in bodies.SHAPES:
        slow.throb_body_rows(table, shape)
    slow.tissue_rows(table)
    evening.tissue_rows(table)
    goals = [row for row in table.rows if row["goal"]]
    missed = [row for row in goals if not row["met"]]
    print(
        f"\n{len(goals) - len(missed)} of {len(goals)} goals met; {time.monotonic() - begun:.0f} s"
    )
    for row in missed:
        print(line(row))
    (ROOT / "build").mkdir(exist_ok=True)
    file = ROOT / "build" / "bench-sensing.json"
    file.write_text(json.dumps(table.rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
