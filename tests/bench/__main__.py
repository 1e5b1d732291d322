"""`make bench`: measures the firmware, prints a table, writes build/bench.json."""

import base64
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from backstrap import image
from backstrap.routines import source
from backstrap.virtual import runtime
from backstrap.virtual.chips import SENSORS
from backstrap.virtual.node import VirtualStrap
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import NAMED, board_plan
from strapcore import progress
from strapcore.session import STATES
from tests.bench import energy

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VIRTUAL = ROOT / "host_tools" / "backstrap" / "virtual"
LIBRARY = ROOT / "host_tools" / "backstrap" / "routines" / "library"
CLEARED = json.dumps(progress.fresh() | {"cleared": 1}).encode()  # nothing to read first
ROUNDS = 20  # half of them with a sensor that is too coarse to listen
MINUTES = 12
SETTLED_MINUTES = 5  # are enough, where no step is timed
FEW = 250  # steps, as in play.py
GERMAN = {"language": 1}  # has most to say
FAMILIES = (
    "lps28dfw", "lps22hb", "mprls", "bmp581", "bmp280", "bmp388", "dps310", "ms5837-02ba",
    "ms5803-14ba",
)  # fmt: skip

# key, what it is, unit, goal (at most; None: reported only)
TABLE = (
    ("step_mean_iters", "a step that only feels contact, mean", "iterations", 150),
    ("step_worst_iters", "a step that only feels contact, worst", "iterations", 800),
    ("sensing_step_mean_iters", "a step of a hold with all sensing, mean", "iterations", 400),
    ("sensing_step_worst_iters", "a step with all sensing, worst", "iterations", 1200),
    ("sensing_state_bytes", "state of the estimators", "B", 8192),
    ("heap_boot_bytes", "heap after boot", "B", 72 * 1024),
    ("heap_home_bytes", "heap while HOME is shown", "B", 72 * 1024),
    ("heap_hold_bytes", "heap in a hold", "B", 72 * 1024),
    ("heap_main_bytes", "main.py, beside all of these", "B", None),
    ("names_hold", "names the strap has learned by then", "", None),
    ("alloc_step_bytes", "3000 settled steps allocate", "B", 0),
    ("i2c_mean_us", "bus a step, mean", "us", None),
    ("i2c_worst_us", "bus a step, worst", "us", 4000),
    ("hold25_cpython_s", "a 25-minute hold on CPython", "s", None),
    ("hold25_micropython_s", "a 25-minute hold on MicroPython", "s", None),
    ("firmware_bytes", "installed firmware", "B", None),
)


def measured_on_micropython(
    rounds: int,
    size: tuple[int, int] = (128, 64),
    sensor: str = NAMED,
    parts: dict[str, object] | None = None,
    settings: dict[str, object] | None = None,
) -> dict:
    """What tests/bench/play.py tells of a display of this width and height, of this sensor, of
    other `parts` as board.json has them and of choices in settings.json; 0 rounds: all but the
    times."""
    job = {"minutes": MINUTES if rounds else SETTLED_MINUTES, "rounds": rounds, "sensor": sensor}
    job |= {"parts": parts or {}, "settings": settings or {}}
    return as_on_a_strap(told(job, rounds + 1, size))


def with_all_parts(sensor: str, size: tuple[int, int]) -> dict:
    """The same with all that a strap may have besides: motor, battery, the room's barometer."""
    addr = 0x76 if SENSORS[sensor][2][0] == 0x77 else 0x77
    parts = {
        "motor": {"pin": 7},
        "battery": {"pin": 0, "ratio": 2},
        "ambient": {"driver": "bmp280", "addr": addr},
    }
    return measured_on_micropython(0, size, sensor, parts, GERMAN)


def as_on_a_strap(told: dict) -> dict:
    """The firmware's heap in each phase, with names stored as a strap stores its own.

    MicroPython keeps names in pools of 20, 40, 80 ... entries. The bench has names as well, so
    here the pools would be full sooner: all leave the figures, and the firmware's come back.
    """
    pools = [re.findall(r"\d+", line) for line in told.pop("names")]
    seen = dict(zip(("bare", "boot", "home", "hold"), pools, strict=False))
    _, bare, bare_text, bare_total = map(int, seen["bare"])
    for phase in ("boot", "home", "hold"):
        _, names, text, total = map(int, seen[phase])
        code = told.pop(phase) - total - (told["bare"] - bare_total)
        told[f"heap_{phase}_bytes"] = code + text - bare_text + _pool_bytes(names - bare)
        told[f"names_{phase}"] = names - bare
    return told


def _pool_bytes(names: int) -> int:
    """Pools that so many names need; an entry is a pointer, two bytes of hash and the length."""
    size, room, entries = 0, 0, 20
    while room < names:
        size += 7 * entries + 32
        room += entries
        entries *= 2
    return size


def walked_on_micropython(size: tuple[int, int]) -> dict[str, tuple[list[int], list[str]]]:
    """What tests/bench/walk.py tells of a display of this width and height: of each screen the
    heap in use, names apart, every time it was shown, and the modules it had loaded."""
    seen = told({"program": "/home/walk.py", "states": " ".join(STATES)}, 0, size)
    names = [int(re.findall(r"\d+", line)[3]) for line in seen.pop("names")]
    screens = [name for name in seen if not name.endswith(" modules")]
    found = {}
    for i, name in enumerate(screens):
        heaps = map(int, seen[name].split())
        used = [heap - its for heap, its in zip(heaps, names[i :: len(screens)], strict=True)]
        found[name] = (used, seen[name + " modules"].split())
    return found


def told(job: dict, plays: int, size: tuple[int, int]) -> dict:
    """What the programs of a job tell; plays: how many more straps than one they need."""
    routine = source.compile_file(str(LIBRARY / "upper-back.yaml"))
    files = {"/app/" + name: data for name, data in image.compiled().items()}
    for path in VIRTUAL.rglob("*.py"):
        if "cpython" not in path.parts:
            files["/home/virtual/" + path.relative_to(VIRTUAL).as_posix()] = path.read_bytes()
    files["/home/main.py"] = image.main_py()
    for name in ("record.py", "play.py", "walk.py"):
        files["/home/" + name] = (HERE / name).read_bytes()
    folders = ["flash"] + [f"play{i}" for i in range(plays)]
    for folder in folders:
        files[f"/{folder}/routines/upper-back.jsonl"] = routine.data
        files[f"/{folder}/progress.json"] = CLEARED
    plan = board_plan("esp32-c3-supermini", sensor=job.get("sensor", NAMED))
    plan["display"]["width"], plan["display"]["height"] = size
    plan |= job.get("parts", {})
    for folder in folders:
        files[f"/{folder}/board.json"] = json.dumps(plan).encode()
        if job.get("settings"):
            files[f"/{folder}/settings.json"] = json.dumps(job["settings"]).encode()
    job |= {
        "wasm": str(runtime.wasm_package() / "micropython.mjs"),
        "files": {path: base64.b64encode(data).decode() for path, data in files.items()},
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
        Path(folder, "progress.json").write_bytes(CLEARED)
        strap = Strap(folder)
        begun = time.perf_counter()
        strap.play(hold_script())
        return time.perf_counter() - begun


def hold_on_micropython() -> float:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "routines").mkdir()
        Path(folder, "routines", "upper-back.jsonl").write_bytes(long_routine())
        Path(folder, "progress.json").write_bytes(CLEARED)
        with VirtualStrap(folder, speed="max") as strap:
            begun = time.perf_counter()
            strap.play(hold_script())
            return time.perf_counter() - begun


def measure_sensors() -> dict[str, dict[str, float]]:
    """Of one sensor of each family: heap in a hold, bytes a step allocates, bus time a step; last
    the strap that has most."""
    found = {}
    rows = {name: measured_on_micropython(0, sensor=name) for name in FAMILIES}
    rows["bmp388, all"] = with_all_parts("bmp388", (72, 40))
    for name, told in rows.items():
        found[name] = {
            "heap_hold_bytes": told["heap_hold_bytes"],
            "alloc_step_bytes": told["alloc_few_bytes"] / FEW,
            "i2c_mean_us": told["i2c_mean_us"],
            "i2c_worst_us": told["i2c_worst_us"],
        }
    return found


def main() -> None:
    seen = measured_on_micropython(ROUNDS)
    # What the tape costs is the emulated chip's part.
    tape = seen["bus_reads"] * seen["tape_read_iters"]
    tape += seen["bus_read_bytes"] * seen["tape_byte_iters"]
    figures = {
        **seen,
        "step_mean_iters": round(seen["step_mean_iters"] - tape / seen["steps"], 1),
        "step_worst_iters": round(seen["step_worst_iters"]),
        "sensing_step_mean_iters": round(
            seen["sensing_step_mean_iters"] - tape / seen["steps"], 1
        ),
        "sensing_step_worst_iters": round(seen["sensing_step_worst_iters"]),
        "hold25_cpython_s": round(hold_on_cpython(), 2),
        "hold25_micropython_s": round(hold_on_micropython(), 2),
        "firmware_bytes": sum(map(len, image.compiled().values())) + len(image.main_py()),
    }
    for key, what, unit, goal in TABLE:
        met = "" if goal is None else f"goal {goal}: " + ("met" if figures[key] <= goal else "NOT")
        print(f"{what:39} {figures[key]:>10} {unit:11} {met}".rstrip())
    figures["sensors"] = measure_sensors()
    print(
        f"{'sensor':14} {'heap in a hold':>16} {'allocates':>17} {'bus a step':>11} {'worst':>9}"
    )
    for name, told in figures["sensors"].items():
        heap, alloc, mean, worst = told.values()
        print(f"{name:14} {heap:>14} B {alloc:>15.0f} B {mean:>8} us {worst:>6} us")
    print("dearest steps: " + figures["worst_steps"])
    print("with all sensing: " + figures["sensing_worst_steps"])
    figures["energy_modelled"] = energy.measure(figures["sensing_step_mean_iters"])
    print("\n".join(energy.lines(figures["energy_modelled"])))
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
