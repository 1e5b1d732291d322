"""Whether the flash keeps what is written: a block is renamed, read back, and taken away. Loaded
for it."""

import os

_NAME = "proof"


def proof(store):
    """A yield a step; OSError where it does not. Nothing is left behind."""
    data = bytes(range(256)) * 2  # less than that needs no block of its own
    try:
        store.write_temp(_NAME, data)
        yield
        store.replace(_NAME)
        yield
        with open(store.root + _NAME, "rb") as f:
            if f.read() != data:
                raise OSError("reads otherwise")
        yield
    finally:
        for name in (_NAME, _NAME + ".tmp"):
            try:
                os.remove(store.root + name)
            except OSError:
                pass  # it never came to be
