"""`make bench`: measures the firmware, prints a table, writes build/bench.json."""

import base64
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from backstrap import image
from backstrap.routines import source
from backstrap.virtual import runtime
from backstrap.virtual.node import VirtualStrap
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VIRTUAL = ROOT / "host_tools" / "backstrap" / "virtual"
LIBRARY = ROOT / "host_tools" / "backstrap" / "routines" / "library"
ROUNDS = 10
MINUTES = 12

# key, what it is, unit, goal (at most; None: reported only)
TABLE = (
    ("step_mean_iters", "a step, mean", "iterations", 150),
    ("step_worst_iters", "a step, worst", "iterations", 800),
    ("heap_boot_bytes", "heap after boot", "B", 72 * 1024),
    ("heap_hold_bytes", "heap in a hold", "B", 72 * 1024),
    ("alloc_step_bytes", "3000 settled steps allocate", "B", 0),
    ("i2c_mean_us", "bus a step, mean", "us", None),
    ("i2c_worst_us", "bus a step, worst", "us", 4000),
    ("hold25_cpython_s", "a 25-minute hold on CPython", "s", None),
    ("hold25_micropython_s", "a 25-minute hold on MicroPython", "s", None),
    ("firmware_bytes", "installed firmware", "B", None),
)


def measured_on_micropython(rounds: int) -> dict:
    """What tests/bench/play.py tells; 0 rounds: all but the times."""
    routine = source.compile_file(str(LIBRARY / "upper-back.yaml"))
    files = {"/app/" + name: data for name, data in image.compiled().items()}
    for path in VIRTUAL.rglob("*.py"):
        if "cpython" not in path.parts:
            files["/home/virtual/" + path.relative_to(VIRTUAL).as_posix()] = path.read_bytes()
    for name in ("record.py", "play.py"):
        files["/home/" + name] = (HERE / name).read_bytes()
    for folder in ["flash"] + [f"play{i}" for i in range(rounds + 1)]:
        files[f"/{folder}/routines/upper-back.jsonl"] = routine.data
    files["/flash/board.json"] = json.dumps(board_plan("esp32-c3-supermini")).encode()
    job = {
        "wasm": str(runtime.wasm_package() / "micropython.mjs"),
        "files": {path: base64.b64encode(data).decode() for path, data in files.items()},
        "minutes": MINUTES,
        "rounds": rounds,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "job.json"
        path.write_text(json.dumps(job))
        words = [str(runtime.node()), str(HERE / "bench.mjs"), str(path)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit("the bench failed:\n" + done.stderr)
    return json.loads(done.stdout)


def hold_script() -> str:
    """A hold to the region's ceiling, from press to buzz."""
    return (
        "wait 3s\npress\nwait 6s\nlie 25kg\nwait 25min\nexpect tone release within 30s\n"
        "press\nwait 2s"
    )


def long_routine() -> bytes:
    """The shipped routine with a target of 25 minutes for every point."""
    data = source.compile_file(str(LIBRARY / "upper-back.yaml")).data
    return data.replace(b"[600,720,1500]", b"[600,1500,1500]")


def hold_on_cpython() -> float:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "routines").mkdir()
        Path(folder, "routines", "upper-back.jsonl").write_bytes(long_routine())
        strap = Strap(folder)
        begun = time.perf_counter()
        strap.play(hold_script())
        return time.perf_counter() - begun


def hold_on_micropython() -> float:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "routines").mkdir()
        Path(folder, "routines", "upper-back.jsonl").write_bytes(long_routine())
        with VirtualStrap(folder, speed="max") as strap:
            begun = time.perf_counter()
            strap.play(hold_script())
            return time.perf_counter() - begun


def main() -> None:
    told = measured_on_micropython(ROUNDS)
    # What the tape costs is the emulated chip's part.
    tape = told["bus_reads"] * told["tape_read_iters"]
    tape += told["bus_read_bytes"] * told["tape_byte_iters"]
    told["step_mean_iters"] -= tape / told["steps"]
    figures = {
        **told,
        "step_mean_iters": round(told["step_mean_iters"], 1),
        "step_worst_iters": round(told["step_worst_iters"]),
        "hold25_cpython_s": round(hold_on_cpython(), 2),
        "hold25_micropython_s": round(hold_on_micropython(), 2),
        "firmware_bytes": sum(map(len, image.compiled().values())) + len(image.main_py()),
    }
    for key, what, unit, goal in TABLE:
        met = "" if goal is None else f"goal {goal}: " + ("met" if figures[key] <= goal else "NOT")
        print(f"{what:34} {figures[key]:>10} {unit:11} {met}".rstrip())
    print("dearest steps: " + figures["worst_steps"])
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
