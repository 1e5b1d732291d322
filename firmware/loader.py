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


def forget(*names):
    """Forget these modules, and free at once what they took. A name that ends with a dot stands
    for all that begin so."""
    modules = sys.modules
    for name in names:
        if name in modules:
            _drop(name)
        elif name[-1] == ".":
            for full in list(modules):
                if full.startswith(name):
                    _drop(full)
    gc.collect()


def _drop(name):
    del sys.modules[name]
    package, _, last = name.rpartition(".")
    if package:
        delattr(sys.modules[package], last)


def once(name, *given):
    """Call the function of a module of the same name, and forget the module."""
    try:
        return getattr(load(name), name)(*given)
    finally:
        forget(name)
