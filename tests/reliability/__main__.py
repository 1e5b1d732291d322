"""`make reliability`: every promise is tried, and one table says with how many cases and failures;
also build/reliability.json. ARGS="--seed N" repeats a run, "--only WORD" tries some promises."""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.reliability.judged import judged

SEED = 8
_BUILD = Path(__file__).parents[2] / "build"


class Promise(NamedTuple):
    """A row of the table.

    text     what is promised
    judge    "module.function" in here: (seed, seconds) -> (cases, what is wrong, a line each)
    seconds  how long it may look for something wrong; None: it tries all there is
    """

    text: str
    judge: str
    seconds: int | None = None


# Those that take longest come first.
PROMISES = (
    Promise("sixty nights: heap and steps as on the first, bits as on CPython", "soak.judge"),
    Promise("the plug pulled 240 times, on MicroPython: the night goes on", "kills.judge"),
    Promise("bad files of authors and makers, all that a strap may say", "bad_host.judge", 180),
    Promise("bad files on the strap: it starts, its heap stays", "bad_device.judge", 180),
    Promise("an error in any function ends no hold, loses no cue", "faults.judge_errors"),
    Promise("lines for the console, raw bytes for the REPL: it goes on", "bad_port.judge", 120),
    Promise("each scenario gives the same bits on both interpreters", "scenarios.judge"),
    Promise("storage full, worn, unreadable: a hold is timed, the next kept", "worn.judge"),
    Promise("power cut: the whole firmware arrives", "deliveries.judge_whole"),
    Promise("a strap that may hold anything, through every verb", "bad_strap.judge", 90),
    Promise("power cut: a hold, its end, booking, first boot, old records", "cuts.judge"),
    Promise("each fault in a hold: its release cue comes in 2 s", "faults.judge"),
    Promise("power cut: routines arrive, slots switch", "deliveries.judge"),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make reliability")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", help="promises whose text or judge has this word")
    asked = parser.parse_args()
    promises = [one for one in PROMISES if asked.only in one.text + one.judge]
    begun = time.monotonic()
    rows, wrongs = [], []
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="backstrap-reliability-") as own,
        ProcessPoolExecutor(os.cpu_count(), context, max_tasks_per_child=1) as pool,
    ):
        for name in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "RUNTIME_DIR"):
            os.environ[f"XDG_{name}"] = own  # nobody's data, and no firmware that others compile
        runs = [pool.submit(judged, one.judge, asked.seed, one.seconds) for one in promises]
        print(f"{'promise':66}{'cases':>7}{'failures':>10}{'s':>6}", flush=True)
        for one, run in zip(promises, runs, strict=True):
            error = run.exception()
            cases, failures, seconds = (0, [repr(error)], 0.0) if error else run.result()
            failures = failures if cases or error else ["nothing was tried"]
            print(f"{one.text:66}{cases:>7}{len(failures):>10}{seconds:>6.0f}", flush=True)
            told = {"cases": cases, "failures": len(failures), "seed": asked.seed}
            rows.append({"promise": one.text, **told})
            wrongs += [f"{one.judge}: {wrong}" for wrong in failures]
    print(f"seed {asked.seed}, {time.monotonic() - begun:.0f} s", *wrongs, sep="\n")
    _BUILD.mkdir(exist_ok=True)
    (_BUILD / "reliability.json").write_text(json.dumps(rows, indent=1) + "\n")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
