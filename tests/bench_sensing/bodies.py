"""Made-up bodies of known pulse: for what no recording covers, and seeds never tuned on."""

import numpy as np
from scipy.signal import butter, sosfiltfilt

RATE_HZ = 50
SHAPES = ("finger", "direct", "mattress", "ringing")


def beat_times(rng, seconds: float, bpm: float, sway: float = 3.0) -> np.ndarray:
    """Beats with respiratory and slow sway, bpm each, and a little jitter, s."""
    t, drift, beats = 0.3, 0.0, []
    a, b, c = rng.uniform(0, 2 * np.pi, 3)
    while t < seconds:
        drift = 0.98 * drift + rng.normal(0, 0.25)
        rate = bpm + drift + sway * np.sin(1.5 * t + a) + 2 * np.sin(0.63 * t + b)
        rate += 4 * np.sin(2 * np.pi * t / 200 + c)
        beats.append(t)
        t += 60 / rate * (1 + rng.normal(0, 0.008))
    return np.array(beats)


def one_beat(shape: str, rng) -> np.ndarray:
    """A beat of 1.2 s: as a finger or a thigh shows it, or ringing through a mattress."""
    t = np.arange(0, 1.2, 1 / RATE_HZ)
    if shape == "finger":
        return np.exp(-(((t - 0.18) / 0.09) ** 2)) + 0.45 * np.exp(-(((t - 0.45) / 0.13) ** 2))
    if shape == "direct":
        return np.exp(-(((t - 0.2) / 0.13) ** 2)) - 0.3 * np.exp(-(((t - 0.5) / 0.2) ** 2))
    hz, fade = (
        (rng.uniform(4, 6), rng.uniform(0.25, 0.5))
        if shape == "mattress"
        else (rng.uniform(3.6, 5), rng.uniform(0.5, 1.2))
    )
    return np.exp(-t / fade) * np.sin(2 * np.pi * hz * t) * (1 - np.exp(-t / 0.03))


def pulse(rng, beats: np.ndarray, count: int, shape: str, peak_to_peak_pa: float) -> np.ndarray:
    """The pulse wave of these beats, each of slightly different size."""
    t = np.arange(0, 1.2, 1 / RATE_HZ)
    beat = one_beat(shape, rng)
    x = np.zeros(count + 100)
    for b in beats:
        i = int(np.ceil(b * RATE_HZ))
        wave = np.interp(t + i / RATE_HZ - b, t, beat, right=0)[: max(0, len(x) - i)]
        x[i : i + len(wave)] += (1 + 0.15 * rng.normal()) * wave
    some = x[500:1500]
    return x[:count] * peak_to_peak_pa / (np.percentile(some, 98) - np.percentile(some, 2))


def breathing(rng, count: int, per_minute: float, peak_to_peak_pa: float) -> np.ndarray:
    """Breaths of uneven length and depth, quick in and slow out."""
    x = np.zeros(count)
    i = 0
    while i < count:
        n = int(RATE_HZ * 60 / per_minute * max(0.5, 1 + 0.08 * rng.normal()))
        k = np.arange(n) / n
        wave = np.where(
            k < 0.4,
            0.5 - 0.5 * np.cos(np.pi * k / 0.4),
            0.5 + 0.5 * np.cos((k - 0.4) * np.pi / 0.6),
        )
        x[i : i + n] = (wave * (1 + 0.1 * rng.normal()))[: count - i]
        i += n
    sos = butter(2, 1.5, fs=RATE_HZ, output="sos")
    return peak_to_peak_pa * sosfiltfilt(sos, x)


def harmonics(rng, count: int, hz: float, size_pa: float) -> np.ndarray:
    """Breathing that is almost a machine's: strong harmonics up to the fifth."""
    p = 2 * np.pi * hz * np.arange(count) / RATE_HZ + 0.6 * np.cumsum(rng.normal(0, 0.02, count))
    sizes = ((1, 0), (0.4, 1), (0.25, 2), (0.15, 0.5), (0.08, 0))
    return size_pa / 2 * sum(s * np.sin((k + 1) * p + a) for k, (s, a) in enumerate(sizes))


def speech(rng, count: int, size_pa: float = 60) -> np.ndarray:
    """Phrases of 1.5 to 6 s with syllables, 0.6 to 6 Hz, and pauses."""
    carrier = sosfiltfilt(
        butter(2, [0.6, 6], "band", fs=RATE_HZ, output="sos"), rng.normal(0, 1, count)
    )
    loud = np.zeros(count)
    i = 0
    while i < count:
        n = min(int(rng.uniform(1.5, 6) * RATE_HZ), count - i)
        k = np.arange(n)
        syllables = 0.6 + 0.4 * np.sin(2 * np.pi * rng.uniform(2.5, 5) * k / RATE_HZ)
        loud[i : i + n] = syllables * (1 - 0.5 * k / n)
        i += n + int(rng.uniform(0.4, 1.5) * RATE_HZ)
    return size_pa / 2 * (carrier * loud / np.std(carrier * loud) + 0.8 * loud)


def brown(rng, count: int, step_pa: float) -> np.ndarray:
    """A random walk."""
    return np.cumsum(rng.normal(0, step_pa, count))


def fidgets(rng, count: int, how_many: int) -> np.ndarray:
    """Movements of half a second to two, each leaving another load."""
    x = np.zeros(count)
    for _ in range(how_many):
        i = int(rng.integers(500, count - 300))
        n = int(rng.uniform(0.5, 2) * RATE_HZ)
        x[i : i + n] += rng.normal(0, 150) * np.hanning(n)
        x[i + n // 2 :] += rng.normal(0, 60)
    return x
