"""A sensor whose clock is off, at every rate there is: are the rates right after a minute of it?

The whole Sense, told the time by a clock that is right: the zero off the ball, then contact.
"""

import numpy as np

from backstrap import FIRMWARE  # noqa: F401  (puts strapcore on the path)
from strapcore.listening.listener import Listener
from strapcore.sense.sense import Sense
from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import all_of
from tests.bench_sensing.table import CHECKED, Table

RATES_HZ = (10, 25, 50, 75)
CLOCKS = (-3, -1, 1, 3)  # percent: the sensor's seconds against true ones
FREE_S = 6
SECONDS = 240
KNOWN_S = 60 + FREE_S  # from here its rate is known
PULSE_BPM = 0.7
BREATH_BPM = 0.3
PER_MINUTE = 15


def listen(job: tuple[int, int]) -> tuple[float, float]:
    """(Hz, percent): mean error of pulse and breath after the first minute, percent."""
    rate_hz, percent = job
    rng = np.random.default_rng(94_000)
    n = SECONDS * 50
    beats = bodies.beat_times(rng, SECONDS, 70)
    x = bodies.pulse(rng, beats, n, "finger", 10) + bodies.breathing(rng, n, PER_MINUTE, 40)
    peaks = rec.breath_times(x)
    true_hz = rate_hz * (1 + percent / 100)
    at = np.arange(0, SECONDS, 1 / true_hz)
    width = max(1, round(50 / true_hz))  # slower sensors average
    x = np.interp(at, np.arange(n) / 50, np.convolve(x, np.ones(width) / width, "same"))
    x = np.where(at < FREE_S, 0, 4000 + x) + rng.normal(0, 0.5, len(at))
    listener = Listener(rate_hz)
    sense = Sense(rate_hz, 2, listener)
    errors = [], []
    ms, second = 0, 1
    for t, pa in zip(at, np.round(101_325 + x).astype(int).tolist(), strict=True):
        sense.feed(pa)
        sense.pass_ms(int(1000 * t) - ms)
        ms = int(1000 * t)
        if sense.contact.on and not sense.listening:
            sense.listen(True)
        if t < second:
            continue
        second += 1
        if t > KNOWN_S:
            found = listener.pulse_rate, listener.breath_rate
            truth = rec.true_pulse(beats, t), rec.true_breath(peaks, t)
            for k in range(2):
                if found[k] and truth[k]:
                    errors[k].append(found[k] / truth[k] - 100)
    return float(np.mean(errors[0])), float(np.mean(errors[1]))


def clock_rows(table: Table) -> None:
    """Per sensor rate: the worst of the clocks, as the bias of the reported rates."""
    jobs = [(rate_hz, percent) for rate_hz in RATES_HZ for percent in CLOCKS]
    heard = dict(zip(jobs, all_of(listen, jobs), strict=True))
    for rate_hz in RATES_HZ:
        for k, (what, bpm, most) in enumerate(
            (("pulse", 70, PULSE_BPM), ("breath", PER_MINUTE, BREATH_BPM))
        ):
            worst = max(abs(heard[rate_hz, percent][k]) for percent in CLOCKS) * bpm / 100
            goal = f"bias <= {most} a minute"
            name = f"{what}, clock off by up to 3 %"
            place = f"sensor of {rate_hz} Hz"
            table.add(name, place, worst, goal=goal, met=worst <= most, role=CHECKED)
