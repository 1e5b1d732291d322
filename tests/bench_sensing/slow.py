"""Throb and tissue: what changes over minutes. The error is how late it was found, in s."""

from math import exp, log

import numpy as np

from strapcore.listening.throb import THROB
from strapcore.listening.tissue import SOFTENING, Tissue
from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import seconds
from tests.bench_sensing.table import CHOSEN, Table

RISE_S = (130, 430)  # the pulse grows from here to there
THROB_LATE_S = 90
SOFT_LATE_S = 300
BODY_SEEDS = 4
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


def throb_body_row(table: Table, shape: str) -> None:
    """The same rise on made-up bodies: median of those found; accepted: percent found in time."""
    late = []
    for seed in range(BODY_SEEDS):
        rng = np.random.default_rng(92_000 + seed)
        n = 560 * 50
        t = np.arange(n) / 50
        x = bodies.pulse(rng, bodies.beat_times(rng, 560, 72), n, shape, 8)
        x = x * np.interp(t, RISE_S, [1, 1.5]) + bodies.breathing(rng, n, 14, 30)
        x += 4000 + rng.normal(0, 0.3, n)
        found = [s for s, e in seconds(x) if e.throb.state == THROB]
        late += [found[0] - RISE_S[1]] if found else []
    share = 100 * sum(s <= THROB_LATE_S for s in late) / BODY_SEEDS
    table.add(
        "throb, gain 1.5, found in time",
        f"body, {shape}",
        np.median(late) if late else None,
        share,
        goal=f"<= {THROB_LATE_S} s late, all",
        met=share == 100,
        role=CHOSEN,
    )


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
