"""Recorded hearts and breaths on a modelled body and ball, through the whole Sense.

The body gives load, settling, leak, warmth and fidgets (host_tools/backstrap/virtual/body.py), the
recordings what beats and breathes. The zero is taken with nobody on the ball, then somebody lies
down. Whole pascals, as a driver gives them.
"""

import math

import numpy as np
from scipy.signal import butter, sosfiltfilt

from backstrap.virtual.body import Body
from strapcore.listening.listener import Listener
from strapcore.sense.sense import Sense
from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import all_of
from tests.bench_sensing.rates import PULSE_FAR_BPM
from tests.bench_sensing.table import CHECKED, CHOSEN, Table, figures

RATE_HZ = 50
FREE_S = 8  # nobody on the ball
SCORED_S = 20  # after contact
SECONDS = 180
GRAMS = 20_000
BREATH_PA = 40
SPEECH_PA = 60
SENSOR = "LPS28DFW 4060 hPa"
SENSORS = {  # RMS at 50 Hz, Pa (BMP581 and LPS28DFW by their data sheets)
    "BMP581": 0.21,
    "LPS28DFW 1260 hPa": 0.63,
    SENSOR: 1.4,
    "BMP280": 3.0,
}
SCENES = {  # settings of the body; speech, percent of the time
    "lies still": ({"fidget_every_s": 0}, 0),
    "fidgets once a minute": ({"fidget_every_s": 60}, 0),
    "speaks a third of the time": ({"fidget_every_s": 0}, 33),
    "leak, warmth, restless": (
        {"fidget_every_s": 90, "leak_half_min": 60, "heat_pa_k": 250, "slow_pct": 10},
        10,
    ),
}
ROW_PA = 8  # peak to peak
FAINT_PA = (1, 1.5, 2, 3)  # here the harmonics of breathing would be found instead
WAVES = ("finger clip", "seat", "mattress")
_SHARED = {"finger clip": "bidmc01", "seat": "fsr_sitting_a", "mattress": "fsr_bed_a"}
_SEEDS = 3
_cut: dict[str, tuple[np.ndarray, np.ndarray]] = {}


def wave(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(a recorded pulse, 1 peak to peak, its beats in s); heartpy's where the folder is absent."""
    if name not in _cut:
        if rec.FOLDER.is_dir():
            column, scale, start, stop = rec.PULSE[_SHARED[name]]
            x = rec.counts(_SHARED[name], column)[start * RATE_HZ : stop * RATE_HZ] * scale
            beats = rec.beat_times(_SHARED[name])
            beats = beats[(beats >= start) & (beats < stop)] - start
        else:
            x = rec.from_heartpy("heartpy 2")
            beats = rec.clear_beats(x)
        x = sosfiltfilt(butter(2, 0.6, "high", fs=RATE_HZ, output="sos"), x)
        pieces = x[: len(x) // 100 * 100].reshape(-1, 100)
        _cut[name] = x / np.median(np.ptp(pieces, axis=1)), beats
    return _cut[name]


def looped(name: str, count: int, rng) -> tuple[np.ndarray, np.ndarray]:
    """`count` samples of it from a random place on, over again, and the beats in them."""
    x, beats = wave(name)
    length_s = len(x) / RATE_HZ
    first = int(rng.integers(len(x)))
    turns = np.arange(count // len(x) + 2)
    times = (beats + turns[:, None] * length_s).ravel() - first / RATE_HZ
    return x[(first + np.arange(count)) % len(x)], times[times > 0]


def air(count: int, rng) -> np.ndarray:
    """Recorded breathing without the heartbeat it carries."""
    if not rec.FOLDER.is_dir():
        return bodies.breathing(rng, count, 14, BREATH_PA)
    x = rec.without_pulse(rec.counts("bidmc01", "resp")[750:], BREATH_PA)
    return x[(int(rng.integers(len(x))) + np.arange(count)) % len(x)]


def speech(count: int, percent: int, rng) -> np.ndarray:
    """Spells of 5 to 15 s."""
    x = np.zeros(count)
    talk = bodies.speech(rng, count, SPEECH_PA)
    i = 0
    while percent and i < count:
        n = int(rng.uniform(5, 15) * RATE_HZ)
        i += n * (100 - percent) // percent
        x[i : i + n] = talk[i : i + n]
        i += n
    return x


def true_pulse(beats: np.ndarray, t: float) -> float | None:
    """By the ECG; without one only where the beats are even."""
    return (rec.true_pulse if rec.FOLDER.is_dir() else rec.clear_pulse)(beats, t)


def lie_on_it(job: tuple[str, str, float, float, int]) -> list[tuple[float, bool]]:
    """(wave, scene, pulse in Pa, sensor's noise in Pa, seed): error and acceptance per second."""
    name, scene, pulse_pa, noise_pa, seed = job
    rng = np.random.default_rng(99_000 + seed)
    settings, percent = SCENES[scene]
    body = Body(seed + 1)
    for key, value in {"pulse_pa": 0, "breath_pa": 0, **settings}.items():
        body.set(key, value)
    count = SECONDS * RATE_HZ
    beat, beats = looped(name, count, rng)
    alive = pulse_pa * beat + air(count, rng) + speech(count, percent, rng)
    noise = rng.normal(0, noise_pa, count)
    listener = Listener(RATE_HZ)
    sense = Sense(RATE_HZ, math.ceil(noise_pa), listener)
    known = []
    for n in range(count):
        if n == FREE_S * RATE_HZ:
            body.lie(GRAMS)
        pa = body.step(1000 // RATE_HZ) / 1000 + noise[n]
        if n > FREE_S * RATE_HZ:
            pa += alive[n]
        sense.contact.air.temp_cc = body.temp_cc()
        sense.feed(round(pa))
        sense.pass_ms(1000 // RATE_HZ)
        if sense.contact.on and not sense.listening and n > (FREE_S + 2) * RATE_HZ:
            sense.listen(True)
        t = (n + 1) / RATE_HZ
        if t % 1 == 0 and t >= FREE_S + SCORED_S:
            truth = true_pulse(beats, t)
            if truth:
                bpm = listener.pulse_rate / 100
                known.append((abs(bpm - truth), bpm > 0))
    return known


def heard(name: str, scene: str, pulse_pa: float, noise_pa: float) -> list[list]:
    """The jobs of one point of a curve, or of one row."""
    return [(name, scene, pulse_pa, noise_pa, seed) for seed in range(_SEEDS)]


def whole_rows(table: Table, names: tuple[str, ...] = WAVES) -> None:
    """A pulse of 8 Pa, each way it comes and everything a body does meanwhile."""
    jobs, places = [], []
    for name in names if rec.FOLDER.is_dir() else WAVES[:1]:
        for scene in SCENES:
            jobs += heard(name, scene, ROW_PA, SENSORS[SENSOR])
            places.append((name, scene))
    known = all_of(lie_on_it, jobs)
    for k, (name, scene) in enumerate(places):
        seconds = [e for found in known[k * _SEEDS : (k + 1) * _SEEDS] for e in found]
        found = figures(*zip(*seconds, strict=True), PULSE_FAR_BPM)
        table.add(f"whole, 8 Pa, {scene}", name, *found, role=CHECKED)


def faint_rows(table: Table) -> None:
    """Pulses too small to be seen, on every sensor; accepted: percent of all seconds."""
    for pulse_pa in FAINT_PA:
        still = next(iter(SCENES))
        jobs = [
            job for noise in SENSORS.values() for job in heard(WAVES[0], still, pulse_pa, noise)
        ]
        seconds = [e for found in all_of(lie_on_it, jobs) for e in found]
        wrong = 100 * np.mean([shown and error > PULSE_FAR_BPM for error, shown in seconds])
        what = f"whole, {pulse_pa} Pa, shown but wrong"
        table.add(what, WAVES[0], None, wrong, goal="<= 1 %", met=wrong <= 1, role=CHOSEN)
