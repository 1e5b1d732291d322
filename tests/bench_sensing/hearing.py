"""The strap's listener on a signal, second by second."""

from collections.abc import Iterator

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
