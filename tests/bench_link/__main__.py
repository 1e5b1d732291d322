"""`make bench-link`: the link beside `mpremote cp -r`, and kills; writes build/bench-link.json.

Everything is measured in this run, on this machine. ARGS="--kills N" for fewer or more of them.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bench_link import copies, kills

# Without any of them nothing could be sent safely: whether a hold runs, the prompt, the file with
# its proof and its rename, the new start.
LEAST_TRIPS = 4
SEED = 20_260_921

# key, what it is, goal, whether the goal is the least (else the most)
TABLE = (
    ("install_times_faster", "first install, times faster than mpremote cp -r", 4, True),
    ("unchanged_times_faster", "nothing changed, times faster", 8, True),
    ("routine_round_trips", "round trips for one routine", LEAST_TRIPS + 2, False),
    ("routine_round_trips_least", "the theoretical least", None, False),
    ("routine_wire_per_byte", "bytes on the wire for a byte of routine", 0.35, False),
    ("kills", "kills at random moments", 200, True),
    ("kills_failed", "of them with a strap or file that is not whole", 0, False),
    ("help_times_click", "backstrap --help, times an import of click", 2, False),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-link")
    parser.add_argument("--kills", type=int, default=200)
    count = parser.parse_args().kills
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("DATA", "CONFIG", "CACHE", "RUNTIME"):  # nobody's data
            (folder / kind).mkdir()
            os.environ[f"XDG_{kind}_{'DIR' if kind == 'RUNTIME' else 'HOME'}"] = str(folder / kind)
        figures = measured(folder, count)
    for key, what, goal, least in TABLE:
        met = ""
        if goal is not None:
            good = figures[key] >= goal if least else figures[key] <= goal
            met = f"goal {'>=' if least else '<='} {goal}: {'met' if good else 'NOT met'}"
        print(f"{what:48} {figures[key]:>7}  {met}".rstrip())
    print(f"{time.monotonic() - begun:.0f} s")
    build = copies.ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-link.json").write_text(json.dumps(figures, indent=1) + "\n")


def measured(folder: Path, count: int) -> dict[str, float]:
    help_times = copies.help_times_click()
    ours, ours_same = copies.backstrap(folder)
    theirs, theirs_same = copies.mpremote(folder)
    print(f"first install {ours:.1f} s, mpremote {theirs:.1f} s; "
          f"nothing changed {ours_same:.1f} s, mpremote {theirs_same:.1f} s")  # fmt: skip
    one = copies.routine(folder)
    print(f"one routine: {one.size} bytes, {one.wire} to the strap for it, {one.all_wire} in all")
    failed = 0
    harness = kills.Kills(folder)
    for done, (moment, wrong) in enumerate(harness.judge(harness.moments(count, SEED)), 1):
        if wrong:
            failed += 1
            print(f"{moment}: {wrong}")
        if sys.stderr.isatty():
            print(f"\r{done} of {count} kills", end="\n" * (done == count), file=sys.stderr)
    return {
        "install_times_faster": round(theirs / ours, 2),
        "unchanged_times_faster": round(theirs_same / ours_same, 2),
        "routine_round_trips": one.trips,
        "routine_round_trips_least": LEAST_TRIPS,
        "routine_wire_per_byte": round(one.wire / one.size, 3),
        "kills": count,
        "kills_failed": failed,
        "help_times_click": round(help_times, 2),
    }


if __name__ == "__main__":
    main()
