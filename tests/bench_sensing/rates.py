"""Pulse and breath where they are: on recordings with a truth, and on bodies of known pulse."""

import numpy as np

from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import seconds
from tests.bench_sensing.peers import quietly
from tests.bench_sensing.table import CHECKED, CHOSEN, Table, figures

PULSE_GOAL = {  # mean error in bpm, percent accepted, percent of these off by more than 5 bpm
    "fsr_bed_a": (1.0, 85, 1),
    "fsr_sitting_a": (1.0, 85, 1),
    "bidmc01": (0.3, 95, 1),
}
SPEECH = "fsr_bed_o_sound"
PULSE_FAR_BPM = 5
BREATH_GOAL = (0.3, 90)  # mean error in breaths a minute, percent accepted
BREATH_FAR = 3
EXHALE_GOAL = 85  # percent of the time right
NATIVE_HZ = (10, 25, 75)
BODY_BPM = (50, 58, 66, 74, 83, 95, 110)
SLOW_BPM = (43, 45, 47)


def heard_pulse(x, start: int, stop: int, rate_hz: int = 50) -> list[tuple[int, float, bool]]:
    """(second, bpm, accepted) of the seconds scored."""
    heard = [(t, e.pulse.rate / 100, e.pulse.ok) for t, e in seconds(x, rate_hz)]
    return [h for h in heard if start + 10 <= h[0] <= stop]


def scored_pulse(heard, beats: np.ndarray, lag_s: int):
    """Mean error, accepted, far off, against the beats of the 10 s that ended lag_s earlier."""
    known = [(abs(bpm - y), ok) for t, bpm, ok in heard if (y := rec.true_pulse(beats, t - lag_s))]
    return figures(*zip(*known, strict=True), PULSE_FAR_BPM)


def add_pulse(table: Table, what: str, name: str, found, role: str) -> None:
    """One row against the goal of its recording."""
    error, share, far = found
    most, least, far_most = PULSE_GOAL[name]
    met = error is not None and error <= most and share >= least and far <= far_most
    goal = f"<= {most} bpm, >= {least} %, <= {far_most} %"
    table.add(what, name, *found, goal=goal, met=met, role=role)


def pulse_rows(table: Table, peers: dict) -> None:
    """The shared recordings."""
    for name, (column, scale, start, stop) in rec.PULSE.items():
        x = rec.counts(name, column) * scale
        beats = rec.beat_times(name)
        heard = heard_pulse(x, start, stop)
        if name == SPEECH:
            share = 100 * np.mean([ok for _, _, ok in heard])
            goal = "accepted <= 1 %"
            table.add("speech", name, None, share, goal=goal, met=share <= 1, role=CHOSEN)
        else:
            for lag in (0, 1):
                found = scored_pulse(heard, beats, lag)
                add_pulse(table, f"pulse, lag {lag} s", name, found, CHOSEN)
        for peer, method in peers.items():
            known = [(t, y) for t, _, _ in heard if (y := rec.true_pulse(beats, t))]
            read = [quietly(method, x[(t - 10) * 50 : t * 50]) for t, _ in known]
            errors = [abs((r or 0) - y) for r, (_, y) in zip(read, known, strict=True)]
            found = figures(errors, [r is not None for r in read], PULSE_FAR_BPM)
            table.add("pulse, lag 0 s", name, *found, peer=peer)


def native_rows(table: Table) -> None:
    """The same recordings, as sensors of other rates would give them."""
    for rate_hz in NATIVE_HZ:
        for name in PULSE_GOAL:
            column, scale, start, stop = rec.PULSE[name]
            x = rec.at_rate(rec.counts(name, column) * scale, rate_hz)
            heard = heard_pulse(x, start, stop, rate_hz)
            found = scored_pulse(heard, rec.beat_times(name), 0)
            add_pulse(table, f"pulse, lag 0 s, sensor of {rate_hz} Hz", name, found, CHOSEN)


def heartpy_rows(table: Table, peers: dict) -> None:
    """The recordings inside the heartpy package; truth: plain peaks, where beats are even."""
    for name in rec.HEARTPY:
        x = rec.from_heartpy(name)
        beats = rec.clear_beats(x)
        heard = [(t, e.pulse.rate / 100, e.pulse.ok) for t, e in seconds(x) if t >= 15]
        known = [(h, y) for h in heard if (y := rec.clear_pulse(beats, h[0]))]
        errors = [abs(h[1] - y) for h, y in known]
        found = figures(errors, [h[2] for h, _ in known], PULSE_FAR_BPM)
        table.add("pulse, lag 0 s", name, *found, role=CHOSEN)
        for peer, method in peers.items():
            read = [quietly(method, x[(h[0] - 10) * 50 : h[0] * 50]) for h, _ in known]
            errors = [abs((r or 0) - y) for r, (_, y) in zip(read, known, strict=True)]
            found = figures(errors, [r is not None for r in read], PULSE_FAR_BPM)
            table.add("pulse, lag 0 s", name, *found, peer=peer)


def body_rows(table: Table) -> None:
    """Made-up bodies with seeds never tuned on; slow hearts in a row of their own."""
    for what, rates in (("pulse, lag 0 s", BODY_BPM), ("pulse, lag 0 s, 43 to 47 bpm", SLOW_BPM)):
        for shape in bodies.SHAPES:
            errors, accepted = [], []
            for seed, bpm in enumerate(rates):
                rng = np.random.default_rng(90_000 + seed)
                n = 180 * 50
                beats = bodies.beat_times(rng, 180, bpm)
                x = bodies.pulse(rng, beats, n, shape, 10) + bodies.fidgets(rng, n, 2)
                x += bodies.breathing(rng, n, rng.uniform(10, 18), 40) + rng.normal(0, 1, n)
                for t, e in seconds(4000 + x):
                    y = rec.true_pulse(beats, t) if t >= 20 else None
                    if y:
                        errors.append(abs(e.pulse.rate / 100 - y))
                        accepted.append(e.pulse.ok)
            found = figures(errors, accepted, PULSE_FAR_BPM)
            table.add(what, f"body, {shape}", *found, role=CHECKED)


def breath_rows(table: Table, peers: dict) -> None:
    """Rate and exhale phase on the shared recordings with respiration."""
    most, least = BREATH_GOAL
    for name, (column, scale, start, stop) in rec.BREATH.items():
        x = rec.counts(name, column) * scale
        peaks = rec.breath_times(x)
        heard = [(t, e.breath.rate / 100, e.breath.ok, e.breath.rising) for t, e in seconds(x)]
        scored = [h for h in heard if start + 30 < h[0] <= stop]
        for lag in (0, 2):
            known = [(h, y) for h in scored if (y := rec.true_breath(peaks, h[0] - lag))]
            errors = [abs(h[1] - y) for h, y in known]
            error, share, far = figures(errors, [h[2] for h, _ in known], BREATH_FAR)
            met = error is not None and error <= most and share >= least
            goal = f"<= {most} /min, >= {least} %"
            what = f"breath, lag {lag} s"
            table.add(what, name, error, share, far, goal=goal, met=met, role=CHOSEN)
        for peer, method in peers.items():
            known = [(h[0], y) for h in scored if (y := rec.true_breath(peaks, h[0]))]
            read = [quietly(method, x[(t - 30) * 50 : t * 50]) for t, _ in known]
            errors = [abs((r or 0) - y) for r, (_, y) in zip(read, known, strict=True)]
            found = figures(errors, [r is not None for r in read], BREATH_FAR)
            table.add("breath, lag 0 s", name, *found, peer=peer)
        rises = np.diff(rec.slow_wave(x), prepend=0) > 0  # at 5 Hz
        inside = [h for h in heard if start < h[0] <= stop]
        right = [
            100 * np.mean([h[3] == rises[h[0] * 5 - 1 - k] for h in inside]) for k in range(3)
        ]
        late = int(np.argmax(right))
        met = right[late] >= EXHALE_GOAL
        goal = f"right >= {EXHALE_GOAL} %"
        what = f"exhale, {0.2 * late:.1f} s late"
        table.add(what, name, None, right[late], goal=goal, met=met, role=CHOSEN)
