"""Modules that are needed for a moment only: loaded by name, forgotten afterwards."""

import gc
import sys


def load(name):
    """The module of this dotted name; OSError, whatever keeps it from being loaded."""
    try:
        __import__(name)
    except (ImportError, MemoryError, OSError, ValueError) as e:  # not there, no room, not whole
        forget(name)
        raise OSError(str(e))
    return sys.modules[name]


def forget(*starts):
    """Forget the modules whose names start so, and free at once what they took."""
    for name in list(sys.modules):
        if any(name.startswith(start) for start in starts):
            del sys.modules[name]
            package, _, last = name.rpartition(".")
            if package:
                delattr(sys.modules[package], last)
    gc.collect()


def once(name, *given):
    """Call the function of a module of the same name, and forget the module."""
    made = getattr(load(name), name)(*given)
    forget(name)
    return made
