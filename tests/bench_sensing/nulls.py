"""Pulse and breath where there is none: the share of seconds accepted."""

import numpy as np

from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import seconds
from tests.bench_sensing.table import CHECKED, CHOSEN, Table


def signals(length_s: int, shared: bool) -> dict:
    """name: the signal, the most percent accepted as pulse and as breath (None: no goal), role."""
    n = length_s * 50
    rng = [np.random.default_rng(91_000 + i) for i in range(11)]

    def quiet(i: int) -> np.ndarray:
        return rng[i].normal(0, 0.5, n)

    found = {
        "white 1.3 Pa": (rng[0].normal(0, 1.3, n), 0, 0, CHECKED),
        "white 20 Pa": (rng[1].normal(0, 20, n), 0, 0, CHECKED),
        "brown 0.3 Pa": (bodies.brown(rng[2], n, 0.3), 0, 0, CHECKED),
        "brown 1.5 Pa": (bodies.brown(rng[3], n, 1.5), 0, 0, CHOSEN),
        "brown + white": (
            bodies.brown(rng[4], n, 0.4) + rng[4].normal(0, 1.3, n),
            0,
            0,
            CHECKED,
        ),
        "speech": (bodies.speech(rng[5], n) + bodies.brown(rng[5], n, 0.2), 1, None, CHECKED),
        "breathing 14": (bodies.breathing(rng[6], n, 14, 60) + quiet(6), 2, None, CHECKED),
        "breathing 21": (bodies.breathing(rng[7], n, 21, 60) + quiet(7), 2, None, CHECKED),
        "machine 13": (bodies.harmonics(rng[8], n, 0.217, 100) + quiet(8), 2, None, CHOSEN),
        "machine 19": (bodies.harmonics(rng[9], n, 0.317, 100) + quiet(9), 2, None, CHOSEN),
        "movements": (
            bodies.fidgets(rng[10], n, length_s * 2 // 9) + rng[10].normal(0, 1, n),
            1,
            None,
            CHECKED,
        ),
    }
    if shared:
        air = rec.without_pulse(rec.counts("bidmc01", "resp"), 60)
        found["bidmc01 resp 60 Pa"] = (air, 2, None, CHOSEN)
    return found


def add_rows(table: Table, found: dict) -> None:
    """Signals as `signals` gives them; the first 15 s are for settling."""
    for name, (x, pulse_most, breath_most, role) in found.items():
        heard = [(e.pulse.ok, e.breath.ok) for t, e in seconds(x) if t > 15]
        shares = 100 * np.mean(heard, axis=0)
        for what, share, most in zip(
            ("pulse", "breath"), shares, (pulse_most, breath_most), strict=True
        ):
            if most is not None:
                goal = f"accepted <= {most} %"
                table.add(f"no {what}", name, None, share, goal=goal, met=share <= most, role=role)
