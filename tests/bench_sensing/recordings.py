"""The recordings as a ball would give them: pascals at 50 Hz, with their truth.

The shared ones lie beside the checkout and may be absent; heartpy's come with its package.
"""

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from scipy.signal import butter, find_peaks, sosfilt, sosfiltfilt

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "recordings"
ABSENT = "needs the shared recordings in ../shared/recordings"

# recording: column, Pa per count, seconds of steady contact (the recordings' README)
PULSE = {
    "fsr_bed_a": ("mV", 0.03, 22, 312),
    "fsr_sitting_a": ("mV", 0.03, 10, 78),
    "bidmc01": ("pleth", 0.001, 15, 480),
    "fsr_bed_o_sound": ("mV", 0.03, 20, 238),
}
BREATH = {"bidmc01": ("resp", 0.0007, 15, 480), "nk_rest8": ("rsp", 0.003, 15, 507)}

# heartpy's: file, lines of heading, samples a second by its time stamps (the first has none),
# second from which the sensor is on
HEARTPY = {
    "heartpy 0": ("data.csv", 0, 100.0, 0),
    "heartpy 1": ("data2.csv", 1, 116.9956, 40),
    "heartpy 2": ("data3.csv", 1, 100.4197, 0),
}


def counts(name: str, column: str) -> np.ndarray:
    """One column of a shared recording, in counts."""
    with gzip.open(FOLDER / f"{name}.csv.gz", "rt") as f:
        f.readline()
        names = f.readline().strip().split(",")
        return np.loadtxt(f, delimiter=",", ndmin=2)[:, names.index(column)]


def beat_times(name: str) -> np.ndarray:
    """ECG R peaks, s."""
    return np.loadtxt(FOLDER / f"{name}.beats_ms.txt") / 1000


def from_heartpy(name: str) -> np.ndarray:
    """A photoplethysmogram of the heartpy package at 50 Hz, 20 Pa high.

    Its file is read, the package is not imported: that needs a setuptools of its time.
    """
    spec = find_spec("heartpy")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the heartpy package is not installed: make setup")
    file, heading, rate_hz, start = HEARTPY[name]
    path = Path(spec.origin).parent / "data" / file
    data = np.loadtxt(path, delimiter=",", usecols=-1, skiprows=heading)
    data = data[int(start * rate_hz) :]
    x = np.interp(np.arange(0, len(data) / rate_hz, 1 / 50), np.arange(len(data)) / rate_hz, data)
    return (x - x[0]) * 20 / (np.percentile(x, 95) - np.percentile(x, 5))


def clear_beats(x: np.ndarray) -> np.ndarray:
    """Beats of a clean finger pulse at 50 Hz, s."""
    y = sosfiltfilt(butter(2, [0.7, 6], "band", fs=50, output="sos"), x)
    return find_peaks(y, prominence=10, distance=18)[0] / 50


def clear_pulse(beats: np.ndarray, t: float) -> float | None:
    """Mean rate of the 10 s that end at t, bpm, where the beats are even and none is missing."""
    seen = beats[(beats > t - 10) & (beats <= t)]
    gaps = np.diff(seen)
    if len(gaps) < 5 or gaps.max() > 1.6 or np.ptp(np.log(gaps[1:] / gaps[:-1])) > 0.4:
        return None
    return 60 / gaps.mean()


def true_pulse(beats: np.ndarray, t: float) -> float | None:
    """Mean rate of the beats of the 10 s that end at t, bpm."""
    seen = beats[(beats > t - 10) & (beats <= t)]
    gaps = np.diff(seen)
    gaps = gaps[(gaps > 0.3) & (gaps < 1.8)]
    return 60 / gaps.mean() if len(seen) >= 4 and len(gaps) >= 3 else None


def slow_wave(x: np.ndarray) -> np.ndarray:
    """Breathing without delay: second-order 0.08 to 0.6 Hz, forwards and backwards, at 5 Hz."""
    y = x[: len(x) // 10 * 10].reshape(-1, 10).mean(axis=1)
    high = butter(2, 0.08, "high", fs=5, output="sos")
    sos = np.vstack([high, butter(2, 0.6, fs=5, output="sos")])
    for _ in range(2):
        start = np.concatenate([np.full(300, y[0]), y])
        y = sosfilt(sos, start)[300:][::-1]
    return y


def breath_times(x: np.ndarray) -> np.ndarray:
    """Peaks of the whole recording, s: a second method on the same channel, no second sensor."""
    y = slow_wave(x)
    peaks, _ = find_peaks(y, prominence=0.5 * y.std(), distance=7)
    return (peaks + 0.5) / 5


def true_breath(peaks: np.ndarray, t: float) -> float | None:
    """Breaths a minute over the 30 s that end at t."""
    seen = peaks[(peaks > t - 30) & (peaks <= t)]
    return 60 * (len(seen) - 1) / (seen[-1] - seen[0]) if len(seen) >= 3 else None


def without_pulse(x: np.ndarray, peak_to_peak_pa: float) -> np.ndarray:
    """A respiration channel freed of the heartbeat it carries: 0.04 to 0.7 Hz."""
    y = sosfiltfilt(butter(4, [0.04, 0.7], "band", fs=50, output="sos"), x)
    return y * peak_to_peak_pa / (np.percentile(y, 97.5) - np.percentile(y, 2.5))


def at_rate(x: np.ndarray, rate_hz: int) -> np.ndarray:
    """A 50 Hz signal as a sensor of another rate gives it: slower ones average, as they do."""
    if rate_hz <= 25:
        step = 50 // rate_hz
        return x[: len(x) // step * step].reshape(-1, step).mean(axis=1)
    return np.interp(np.arange(0, len(x) / 50, 1 / rate_hz), np.arange(len(x)) / 50, x)
