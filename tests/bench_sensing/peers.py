"""What others read from the same 10 s (pulse) or 30 s (breath): offline, zero phase, no gate.

Needs the extra `peers`; the packages are imported by what uses them.
"""

import warnings

import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt

RATE_HZ = 50


def rate(peaks: np.ndarray) -> float | None:
    """Mean rate of peaks at 50 Hz, a minute; None where there are too few."""
    return 60 * RATE_HZ / np.diff(peaks).mean() if len(peaks) >= 3 else None


def scipy_pulse(x: np.ndarray) -> float | None:
    y = sosfiltfilt(butter(2, [0.7, 4], "band", fs=RATE_HZ, output="sos"), x)
    return rate(find_peaks(y, distance=20, prominence=0.5 * y.std())[0])


def heartpy_pulse(x: np.ndarray) -> float | None:
    import heartpy

    y = heartpy.filter_signal(x, [0.7, 4], RATE_HZ, order=2, filtertype="bandpass")
    try:
        bpm = heartpy.process(heartpy.scale_data(y), RATE_HZ)[1]["bpm"]
    except (heartpy.exceptions.BadSignalWarning, ValueError, IndexError):
        return None
    return float(bpm) if np.isfinite(bpm) else None


def neurokit_pulse(x: np.ndarray) -> float | None:
    import neurokit2

    try:
        y = neurokit2.ppg_clean(x, sampling_rate=RATE_HZ)
        return rate(neurokit2.ppg_findpeaks(y, sampling_rate=RATE_HZ)["PPG_Peaks"])
    except (ValueError, IndexError):
        return None


def scipy_breath(x: np.ndarray) -> float | None:
    y = sosfiltfilt(butter(2, [0.08, 0.6], "band", fs=RATE_HZ, output="sos"), x)
    return rate(find_peaks(y, distance=65, prominence=0.5 * y.std())[0])


def neurokit_breath(x: np.ndarray) -> float | None:
    import neurokit2

    try:
        y = neurokit2.rsp_clean(x, sampling_rate=RATE_HZ)
        return rate(neurokit2.rsp_findpeaks(y, sampling_rate=RATE_HZ)["RSP_Peaks"])
    except (ValueError, IndexError):
        return None


PULSE = {"scipy": scipy_pulse, "heartpy": heartpy_pulse, "NeuroKit2": neurokit_pulse}
BREATH = {"scipy": scipy_breath, "NeuroKit2": neurokit_breath}


def quietly(method, x: np.ndarray) -> float | None:
    """A peer's answer without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return method(np.asarray(x, float))
