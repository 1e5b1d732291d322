"""One promise, tried in a process of its own."""

import gc
import importlib
import time


def judged(name: str, seed: int, seconds: int | None) -> tuple[int, list[str], float]:
    """name: "module.function" in here. The cases, what is wrong, and the seconds it took."""
    begun = time.monotonic()
    module, _, function = name.rpartition(".")
    judge = getattr(importlib.import_module(f"tests.reliability.{module}"), function)
    gc.freeze()  # the firmware collects whenever it has forgotten a module: its own garbage only
    cases, failures = judge(seed, seconds)
    return cases, failures, time.monotonic() - begun
