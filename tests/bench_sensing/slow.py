"""Throb and tissue: what changes over minutes. The error is how late it was found, in s."""

from math import exp, log

import numpy as np

from strapcore.listening.throb import THROB
from strapcore.listening.tissue import SOFTENING, Tissue
from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import all_of, heard, seconds
from tests.bench_sensing.table import CHECKED, CHOSEN, Table

RISE_S = (130, 430)  # the pulse grows from here to there
THROB_LATE_S = 90
SOFT_LATE_S = 300
BODY_SEEDS = 12
REST_SEEDS = 40
BODY_BPM = (72, 60, 66, 80, 90)
LEAK = log(2) / 3600  # a second: half in an hour


def rest_rows(table: Table) -> None:
    """No throb in the resting recordings."""
    for name in ("fsr_bed_a", "fsr_sitting_a", "bidmc01"):
        column, scale, start, stop = rec.PULSE[name]
        x = rec.counts(name, column)[start * 50 : stop * 50] * scale
        found = any(e.throb.state == THROB for _, e in seconds(x))
        table.add("throb at rest", name, goal="none", met=not found, role=CHOSEN)


def throb_rows(table: Table) -> None:
    """A recorded pulse and breath; the pulse grows, or the load shifts."""
    x = rec.counts("bidmc01", "pleth") * 0.0005
    base = np.median(x)
    t = np.arange(len(x)) / 50
    air = rec.without_pulse(rec.counts("bidmc01", "resp"), 40)
    for gain, shift in ((1.5, 0), (1.0, 0), (1.3, 0), (1.0, 30)):
        grown = (x - base) * np.interp(t, RISE_S, [1, gain]) + air + 4000
        grown += np.where((t > 200) & (t < 280) | (t > 380), 40 * shift, 0)
        found = [s for s, e in seconds(grown) if e.throb.state == THROB]
        late = found[0] - RISE_S[1] if found else None
        what = f"throb, gain {gain}, load shift {shift} %"
        if gain == 1.5:
            goal, met = f"<= {THROB_LATE_S} s late", late is not None and late <= THROB_LATE_S
        else:
            goal, met = "none", not found
        table.add(what, "bidmc01 pleth + resp", late, goal=goal, met=met, role=CHOSEN)


def throb_on_body(job: tuple[str, int, float, int, int]) -> int | None:
    """(shape, seed, gain, load shift in percent, seconds): when a throb was said to be, s."""
    shape, seed, gain, shift, length_s = job
    rng = np.random.default_rng(seed)
    n = length_s * 50
    t = np.arange(n) / 50
    bpm = BODY_BPM[seed % len(BODY_BPM)]
    x = bodies.pulse(rng, bodies.beat_times(rng, length_s, bpm), n, shape, 8)
    x = x * np.interp(t, RISE_S, [1, gain]) + bodies.breathing(rng, n, 14, 30)
    x += 4000 + np.where((t > 200) & (t < 280) | (t > 380), 40 * shift, 0)
    x += rng.normal(0, 0.3, n)
    found = np.flatnonzero(heard(x)["throb"] == THROB)
    return int(found[0]) + 1 if len(found) else None


def throb_body_rows(table: Table, shape: str, seeds: int = BODY_SEEDS) -> None:
    """Made-up bodies. In time: error is the median of those found, accepted is percent in time.
    None wanted: accepted is percent of seeds in which there was one."""
    jobs = [(shape, 92_000 + k, 1.5, 0, RISE_S[1] + 130) for k in range(seeds)]
    late = [s - RISE_S[1] for s in all_of(throb_on_body, jobs) if s]
    share = 100 * sum(s <= THROB_LATE_S for s in late) / seeds
    goal = f"<= {THROB_LATE_S} s late, all"
    table.add(
        "throb, gain 1.5, found in time",
        f"body, {shape}",
        np.median(late) if late else None,
        share,
        goal=goal,
        met=share == 100,
        role=CHOSEN,
    )
    for what, gain, shift, count, length_s in (
        ("throb, gain 1.3", 1.3, 0, seeds, RISE_S[1] + 130),
        ("throb, gain 1.0, load shifts 30 %", 1.0, 30, seeds, RISE_S[1] + 130),
        ("throb at rest, 10 min", 1.0, 0, REST_SEEDS * seeds // BODY_SEEDS, 600),
    ):
        jobs = [(shape, 98_000 + k, gain, shift, length_s) for k in range(count)]
        share = 100 * np.mean([s is not None for s in all_of(throb_on_body, jobs)])
        place = f"body, {shape}, {count} seeds"
        table.add(what, place, None, share, goal="none", met=share == 0, role=CHECKED)


def softening_at(load_pa: float, pa_per_k: float, decay: float, known: bool) -> int | None:
    """When a ball under load was called softening, s: fast fall, leak, +5 K in 15 min, decay."""
    rng = np.random.default_rng(93_000)
    tissue = Tissue()
    if known:
        air = tissue.air
        air.leak_ppm, air.leak_doubt_ppm = int(LEAK * 1e6), int(LEAK * 2e5)
        air.heat_pa_k, air.heat_doubt_pa_k = int(pa_per_k), 20
    lost = 0.0
    for s in range(1200):
        warm = 5 * (1 - exp(-s / 400)) / (1 - exp(-900 / 400))
        p = load_pa * (1 - decay * (1 - exp(-s / 480)) + 0.25 * exp(-s / 15))
        p += pa_per_k * warm - lost
        lost += p * LEAK
        p += 20 * np.sin(2 * np.pi * s / 4.3) + rng.normal(0, 3)
        tissue.air.temp_cc = int(2200 + 100 * warm)
        tissue.second(int(p * 16), False)
        if tissue.state == SOFTENING:
            return s
    return None


def tissue_rows(table: Table) -> None:
    """With and without a slow decay of 10 %; leak and warmth known to the strap, or not."""
    for known in (True, False):
        for load_pa in (3000, 4000, 8000):
            for pa_per_k in (130, 250):
                for decay in (0.0, 0.1):
                    found = softening_at(load_pa, pa_per_k, decay, known)
                    if decay:
                        met = found is not None and found <= SOFT_LATE_S
                        goal = f"<= {SOFT_LATE_S} s"
                    else:
                        met = found is None
                        goal = "never"
                    sure = "" if known else ", leak unknown"
                    what = f"tissue, {decay:.0%} slow decay{sure}"
                    place = f"{load_pa} Pa, {pa_per_k} Pa/K"
                    table.add(what, place, found, goal=goal, met=met, role=CHOSEN)
