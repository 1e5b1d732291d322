"""What a hold takes from the battery, modelled: currents of data sheets over a simulated hold.

Nothing here was measured on a strap. The times are those of the firmware itself: what is lit, what
sounds, when it may sleep.
"""

import json
import tempfile
from pathlib import Path

from backstrap.routines import source
from backstrap.virtual.scenario import Script
from backstrap.virtual.simulator import STEP_MS, Strap
from power import UNTOUCHED_S
from strapcore import progress
from strapcore.session import HOME

LIBRARY = Path(__file__).parents[2] / "host_tools" / "backstrap" / "routines" / "library"
MINUTES = 12
USABLE_MAH = 400  # of a 500 mAh cell
LOOK_MS = 500  # how often the display is looked at
PATIENCE_MS = 3000  # until the question is answered
PIXELS = 128 * 64

# part, when: mA, and where the figure is from
CURRENTS = {
    ("cpu", "awake"): (16.5, "C3 at 80 MHz: between 7.4 at 10 and 26.8 at 160 (robdobson.com)"),
    ("cpu", "light sleep"): (0.35, "C3 in light sleep, the whole board (robdobson.com)"),
    ("cpu", "deep sleep"): (0.005, "C3 data sheet: 5 uA"),
    ("display", "lit"): (1.44, "SSD1306 128x64 at contrast 7F, nothing lit (hsel.co.uk)"),
    ("display", "each % of its pixels"): (0.0541, "the same"),
    ("sensor", "50 Hz, 128 averages"): (0.43, "LPS28DFW: DS13317"),
    ("buzzer", "sounds"): (3.0, "a passive piezo: 1 to 5, not verified"),
    ("motor", "runs"): (75.0, "a coin motor: 60 to 90, not verified"),
    ("bus", "transfers"): (0.7, "3.3 V over 4.7 kOhm; two lines, each low half of the time"),
}
# How long a step is awake: its mean in iterations of the bench, and what is assumed of these.
ITERATION_US = 6  # at 80 MHz
WAKING_US = 1000  # into light sleep and out of it


SCRIPT = (
    "wait 3s\npress\nwait 6s\nlie 25kg\nwait %dmin\nexpect tone release within 70s\noff" % MINUTES
)


def watched(board: str = "esp32-c3-supermini") -> dict[str, float]:
    """A hold from its press to the deep sleep after it: seconds in it, at home, of allowed light
    sleep, lit, of sound and shaking and on the bus; pixel_s: lit pixels times seconds."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "routines").mkdir()
        routine = source.compile_file(str(LIBRARY / "upper-back.yaml"))
        Path(folder, "routines", "upper-back.jsonl").write_bytes(routine.data)
        cleared = progress.fresh() | {"cleared": 1}
        Path(folder, "progress.json").write_text(json.dumps(cleared))
        strap = Strap(folder, board=board).set("usb", 0)
        script = Script(SCRIPT, "energy", strap.senses)
        strap.world.begin(script)
        steps = dict.fromkeys(("hold", "home", "drowsy", "lit", "pixel", "buzzer", "motor"), 0)
        while not strap.world.power.asleep and not script.error:
            strap.step()
            if strap.app.guard.asking and strap.now_ms % PATIENCE_MS == 0:
                strap.world.press()  # she is awake
            _count(strap, steps)
    if script.error:
        raise RuntimeError(script.error)
    seconds = {f"{name}_s": count * STEP_MS / 1000 for name, count in steps.items()}
    return seconds | {"bus_s": strap.world.bus.us / 1e6}


def _count(strap: Strap, steps: dict[str, int]) -> None:
    world = strap.world
    steps["home" if strap.app.session.state == HOME else "hold"] += 1
    steps["drowsy"] += bool(strap.app.drowsy)
    steps["buzzer"] += world.sound.sounding
    steps["motor"] += world.shaking.sounding
    if world.now_ms % LOOK_MS == 0 and not strap.dark:
        steps["lit"] += LOOK_MS // STEP_MS
        steps["pixel"] += LOOK_MS // STEP_MS * sum(byte.bit_count() for byte in strap.frame())


def ledger(seen: dict[str, float], step_iterations: float, light: bool) -> dict[str, float]:
    """mAh of each part from the press to the deep sleep after it. seen: what `watched` tells;
    step_iterations: a mean step of a hold; light: with light sleep."""
    whole_s = seen["hold_s"] + seen["home_s"]
    step_us = step_iterations * ITERATION_US + 1e6 * seen["bus_s"] / whole_s * STEP_MS / 1000
    asleep = max(0.0, 1 - (step_us + WAKING_US) / (1000 * STEP_MS)) if light else 0.0
    asleep_s = asleep * seen["drowsy_s"]
    share = 100 * seen["pixel_s"] / PIXELS
    seconds = {
        ("cpu", "awake"): whole_s - asleep_s,
        ("cpu", "light sleep"): asleep_s,
        ("display", "lit"): seen["lit_s"],
        ("display", "each % of its pixels"): share,
        ("sensor", "50 Hz, 128 averages"): whole_s,
        ("buzzer", "sounds"): seen["buzzer_s"],
        ("motor", "runs"): seen["motor_s"],
        ("bus", "transfers"): seen["bus_s"],
    }
    found = dict.fromkeys((part for part, _ in seconds), 0.0)
    for (part, when), s in seconds.items():
        found[part] += CURRENTS[part, when][0] * s / 3600
    return found


def measure(step_iterations: float) -> dict[str, dict[str, float]]:
    """The ledger with light sleep and without: mAh of each part, of all, and holds a charge."""
    seen = watched()
    found = {}
    for name, light in (("light_sleep", True), ("awake", False)):
        parts = ledger(seen, step_iterations, light)
        whole = sum(parts.values())
        found[name] = {**parts, "hold_mah": whole, "holds_a_charge": USABLE_MAH / whole}
    return found


def lines(found: dict[str, dict[str, float]]) -> list[str]:
    """The ledger as a table."""
    told = [
        f"energy, modelled: a hold of {MINUTES} min, its rest and {UNTOUCHED_S // 60} idle minutes"
    ]
    told.append(f"{'mAh':24} {'light sleep':>12} {'awake':>12}")
    for key in found["awake"]:
        told.append(f"{key:24} {found['light_sleep'][key]:>12.2f} {found['awake'][key]:>12.2f}")
    standby = USABLE_MAH / CURRENTS["cpu", "deep sleep"][0] / 24 / 365
    told.append(f"a charge is {USABLE_MAH} mAh; in deep sleep {standby:.1f} years, bare chip")
    told += [
        f"  {mah:>7} mA  {part}, {when}: {says}" for (part, when), (mah, says) in CURRENTS.items()
    ]
    return told
