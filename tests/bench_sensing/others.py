"""Recordings that come inside other Python packages, as a ball would give them: Pa at 50 Hz.

`make bench-sensing` fetches the packages into build/recordings; nothing of them is kept in the
repository, and none of their code runs.
"""

from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfiltfilt

FOLDER = Path(__file__).resolve().parents[2] / "build" / "recordings"
ABSENT = "needs build/recordings: make bench-sensing fetches them"
PULSE = {  # finger clips: file, samples a second
    "peakdet PPG": ("peakdet/tests/data/PPG.csv", 40),
    "rapidtide pleth": (
        "rapidtide/tests/testdata/100206_REST1_LR_pleth_25.0Hz.txt",
        25,
    ),
}
BELT = "peakdet/tests/data/RESP.csv", 40, 0.02  # file, samples a second, Pa per count
LONG_BELT = "biopeaks/tests/testdata/OSmontage0J.txt", 1000, 0.4  # 85 min of somebody awake


def at_50_hz(x: np.ndarray, rate_hz: float) -> np.ndarray:
    """Low-passed at 22 Hz where it is faster, then linear."""
    if rate_hz > 110:
        x = sosfiltfilt(butter(4, 22, fs=rate_hz, output="sos"), x)
    return np.interp(np.arange(0, len(x) / rate_hz, 1 / 50), np.arange(len(x)) / rate_hz, x)


def pulse(name: str) -> np.ndarray:
    """A photoplethysmogram, 20 Pa high."""
    file, rate_hz = PULSE[name]
    x = at_50_hz(np.loadtxt(FOLDER / file), rate_hz)
    beat = sosfiltfilt(butter(2, [0.7, 8], "band", fs=50, output="sos"), x)
    return (x - np.median(x)) * 20 / (np.percentile(beat, 95) - np.percentile(beat, 5))


def belt() -> np.ndarray:
    """A respiration belt, 10 min of uneven breathing."""
    file, rate_hz, scale = BELT
    return at_50_hz(np.loadtxt(FOLDER / file), rate_hz) * scale


def long_belt() -> np.ndarray:
    """A respiration belt, 85 min."""
    file, rate_hz, scale = LONG_BELT
    x = np.loadtxt(FOLDER / file, usecols=5)
    return at_50_hz(x, rate_hz) * scale
