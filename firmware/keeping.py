"""Room for the records of holds: made at boot, looked after before each hold. Loaded for that."""

import errno
import os

from loader import load
from strapcore.compat import const

_KEEP_FREE = const(65536)  # bytes of flash; below it pulled records go
_DAMAGED = const(100000)  # a night's three holds make so many in a century
_RESUME = "resume"
_HOLD_BYTES = const(16384)  # room for one record of 25 min


def prepare(store):
    """Make the folders, close what a power cut left open; tell the store what is there. A storage
    that fails keeps no strap from starting: all this is tried again before the next hold."""
    root = store.root
    try:
        for folder in ("routines", "sessions"):
            try:
                os.mkdir(root + folder)
            except OSError as e:
                if e.errno != errno.EEXIST:
                    raise
        for name in os.listdir(root):
            if name.endswith(".tmp"):  # cut before it took its place
                os.remove(root + name)
        _close(root, ".held")  # one that was to go on and did not
        _close(root, ".part")
        store.pulled = _pulled(root)
        store.newest = max([store.pulled] + _records(root, ".hold"))
    except OSError:
        pass


def _close(root, ending):
    """A record is kept as far as it goes; the newest may go on: see resume.py."""
    numbers = _records(root, ending)
    for number in numbers:
        path = root + "sessions/%06d" % number
        newest = ending == ".part" and number == numbers[-1]
        goes_on = newest and load(_RESUME).interrupted(path + ending)
        os.rename(path + ending, path + (".held" if goes_on else ".hold"))


def settle(root, goes_on):
    """The record that was to go on does, or does not: as an open one, or as one that was cut.
    True."""
    for number in _records(root, ".held"):
        path = root + "sessions/%06d" % number
        os.rename(path + ".held", path + (".part" if goes_on else ".hold"))
    return True


def rotate(store):
    """Make room: records that were pulled go first, oldest first; others only for the next hold's
    own sake."""
    root, pulled = store.root, store.pulled
    if store.newest < 0:
        prepare(store)
    if free(root) >= _KEEP_FREE:
        return
    numbers = _records(root, ".hold")
    for needed, was_pulled in ((_KEEP_FREE, True), (_HOLD_BYTES, False)):
        for number in numbers:
            if free(root) >= needed:
                return
            if (number <= pulled) == was_pulled:
                os.remove(root + "sessions/%06d.hold" % number)


def unpulled(root, pulled):
    """How many finished records wait to be fetched."""
    return len([number for number in _records(root, ".hold") if number > pulled])


def free(root):
    """Bytes of flash that are free."""
    stat = os.statvfs(root)
    return stat[0] * stat[3]


def _pulled(root):
    try:
        with open(root + "sessions/pulled", "rb") as f:
            number = int(f.read(8))
    except (OSError, ValueError):
        return 0
    return number if 0 < number < _DAMAGED else 0


def _records(root, ending):
    numbers = []
    for name in os.listdir(root + "sessions"):
        if name.endswith(ending) and name[: -len(ending)].isdigit():
            numbers.append(int(name[: -len(ending)]))
    return sorted(numbers)
