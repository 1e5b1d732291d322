"""The strap's listener on a signal, second by second."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from backstrap import FIRMWARE  # noqa: F401  (puts strapcore on the path)
from strapcore.listening.listener import Listener


def seconds(pa, rate_hz: int = 50) -> Iterator[tuple[int, Listener]]:
    """Feed pa, rounded to whole pascals as a driver gives them; yield after each full second."""
    listener = Listener(rate_hz)
    for n, value in enumerate(np.round(np.asarray(pa)).astype(int).tolist(), 1):
        listener.feed(value, False)
        if n % rate_hz == 0:
            yield n // rate_hz, listener


HEARD = np.dtype(
    [
        ("t", int),
        ("pulse", float),
        ("pulse_ok", bool),
        ("breath", float),
        ("breath_ok", bool),
        ("rising", bool),
        ("throb", int),
    ]
)


def row(t: int, e: Listener) -> tuple:
    """One second as HEARD has it."""
    pulse, breath = e.pulse, e.breath
    return (
        t,
        pulse.rate / 100,
        pulse.ok,
        breath.rate / 100,
        breath.ok,
        breath.rising,
        e.throb.state,
    )


def heard(pa) -> np.ndarray:
    """All seconds of a 50 Hz signal."""
    return np.array([row(t, e) for t, e in seconds(pa)], HEARD)


def all_of(work, jobs: Iterable) -> list:
    """work(job) for each, on every core, in order."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, jobs))
