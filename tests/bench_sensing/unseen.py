"""Signals like recordings nobody has seen: known ones changed, and other people's.

CHOSEN changes and recordings were in sight while parameters were chosen, CHECKED ones were not.
"""

import numpy as np

from tests.bench_sensing import others, rates
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import all_of, heard
from tests.bench_sensing.table import CHECKED, CHOSEN, Table, figures

SENSOR_PA = 1.4  # RMS at 50 Hz: the LPS28DFW in its 4060 hPa range
CHANGES = {  # name: (faster by, gain, sensor noise and drift, role)
    "slower 15 %": (0.85, 1, False, CHECKED),
    "slower 10 %": (0.9, 1, False, CHOSEN),
    "faster 5 %": (1.05, 1, False, CHECKED),
    "faster 15 %": (1.15, 1, False, CHECKED),
    "half as strong": (1, 0.5, False, CHOSEN),
    "twice as strong": (1, 2, False, CHOSEN),
    "turned over": (1, -1, False, CHOSEN),
    "noise and drift": (1, 1, True, CHECKED),
    "5 % slower, weak, noisy": (0.95, 0.7, True, CHECKED),
}
SEEN = ("slower 15 %",)  # for breath
SPEECHES = ((0.85, 0.5), (0.93, 1), (1, 2), (1.08, 0.5), (1.15, 1))
PARTS = 6  # of the long belt


def changed(x: np.ndarray, faster: float, gain: float, noisy: bool, seed: int) -> np.ndarray:
    """A recording as of another heart and breath, another coupling, another sensor."""
    x = gain * np.interp(np.arange(int(len(x) / faster)) * faster, np.arange(len(x)), x)
    if noisy:
        rng = np.random.default_rng(60_000 + seed)
        x = x + np.cumsum(rng.normal(0, 0.3, len(x))) + rng.normal(0, SENSOR_PA, len(x))
    return x


def add_pulse(table: Table, what: str, name: str, h, truth, goal, role: str) -> None:
    """h: seconds heard; truth: bpm of the 10 s that end at t, or None."""
    known = [
        (abs(p - y), ok)
        for t, p, ok in zip(h["t"], h["pulse"], h["pulse_ok"], strict=True)
        if (y := truth(t))
    ]
    found = figures(*zip(*known, strict=True), rates.PULSE_FAR_BPM)
    if goal:
        rates.add_pulse(table, what, name, found, role)
    else:
        table.add(what, name, *found, role=role)


def shared_pulse_rows(table: Table) -> None:
    """The shared recordings, changed; their goals stay."""
    jobs = [(name, change) for name in rates.PULSE_GOAL for change in CHANGES]
    signals = []
    for seed, (name, change) in enumerate(jobs):
        column, scale, _, _ = rec.PULSE[name]
        signals.append(changed(rec.counts(name, column) * scale, *CHANGES[change][:3], seed))
    for (name, change), h in zip(jobs, all_of(heard, signals), strict=True):
        faster, role = CHANGES[change][0], CHANGES[change][3]
        beats = rec.beat_times(name) / faster
        _, _, start, stop = rec.PULSE[name]

        def truth(t, beats=beats, start=start / faster + 10, stop=stop / faster):
            return rec.true_pulse(beats, t) if start <= t <= stop else None

        add_pulse(table, f"pulse, {change}", name, h, truth, True, role)


def others_pulse_rows(table: Table) -> None:
    """Finger clips of other people: as they are (chosen on), and changed."""
    changes = {"as it is": (1, 1, False, CHOSEN), **CHANGES}
    jobs = [(name, change) for name in others.PULSE for change in changes]
    signals = [changed(others.pulse(n), *changes[c][:3], k) for k, (n, c) in enumerate(jobs)]
    for (name, change), h in zip(jobs, all_of(heard, signals), strict=True):
        faster, role = changes[change][0], changes[change][3]
        beats = rec.clear_beats(others.pulse(name)) / faster

        def truth(t, beats=beats):
            return rec.clear_pulse(beats, t) if t >= 15 else None

        add_pulse(table, f"pulse, {change}", name, h, truth, False, role)


def add_breath(table: Table, what: str, name: str, x, h, span, role: str, goal=True) -> None:
    peaks = rec.breath_times(x)
    known = [
        (abs(b - y), ok)
        for t, b, ok in zip(h["t"], h["breath"], h["breath_ok"], strict=True)
        if span[0] + 30 < t <= span[1] and (y := rec.true_breath(peaks, t))
    ]
    found = figures(*zip(*known, strict=True), rates.BREATH_FAR)
    most, least = rates.BREATH_GOAL
    met = found[0] is not None and found[0] <= most and found[1] >= least
    text = f"<= {most} /min, >= {least} %" if goal else None
    table.add(what, name, *found, goal=text, met=met, role=role)


def breath_rows(table: Table, belts: dict) -> None:
    """belts: name: (signal, first second, last second). As they are or changed."""
    jobs = [(name, change) for name in belts for change in CHANGES]
    signals = [
        changed(belts[name][0], *CHANGES[change][:3], seed)
        for seed, (name, change) in enumerate(jobs)
    ]
    for (name, change), x, h in zip(jobs, signals, all_of(heard, signals), strict=True):
        faster, role = CHANGES[change][0], CHOSEN if change in SEEN else CHANGES[change][3]
        span = belts[name][1] / faster, belts[name][2] / faster
        add_breath(table, f"breath, {change}", name, x, h, span, role)


def shared_belts() -> dict:
    return {
        name: (rec.counts(name, column) * scale, start, stop)
        for name, (column, scale, start, stop) in rec.BREATH.items()
    }


def others_breath_rows(table: Table) -> None:
    """Two belts; the long one in parts."""
    x = others.belt()
    add_breath(table, "breath", "peakdet RESP", x, heard(x), (15, len(x) // 50), CHOSEN)
    breath_rows(table, {"peakdet RESP": (x, 15, len(x) // 50)})
    parts = np.array_split(others.long_belt(), PARTS)
    for k, (x, h) in enumerate(zip(parts, all_of(heard, parts), strict=True)):
        name = f"biopeaks RESP {k + 1}/{PARTS}"
        add_breath(table, "breath, awake, uneven", name, x, h, (15, len(x) // 50), CHOSEN, False)


def null_signals(shared: bool, other: bool) -> dict:
    """Where no pulse may be found: as nulls.signals gives them."""
    found = {}
    if shared:
        column, scale, start, stop = rec.PULSE["fsr_bed_o_sound"]
        x = rec.counts("fsr_bed_o_sound", column)[start * 50 : stop * 50] * scale
        for faster, gain in SPEECHES:
            name = f"o_sound x {gain}, {100 * faster - 100:+.0f} %"
            found[name] = (changed(x, faster, gain, False, 0), 1, None, CHOSEN)
        found["nk_rest8 60 Pa"] = (
            rec.without_pulse(rec.counts("nk_rest8", "rsp"), 60),
            2,
            None,
            CHOSEN,
        )
    if other:
        found["peakdet RESP 60 Pa"] = (rec.without_pulse(others.belt(), 60), 2, None, CHOSEN)
        x = np.array_split(others.long_belt(), PARTS)[3]
        found["biopeaks RESP 4/6 60 Pa"] = (rec.without_pulse(x, 60), 2, None, CHOSEN)
    return found
