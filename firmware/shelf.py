"""What the strap keeps, read when it is needed: a routine's header, a step, a person's progress.

Routine files were checked whole at boot (reading.py), so their rows are taken as they are.
"""

import json

from store import progress_file
from strapcore.compat import const
from strapcore.progress import fresh, is_progress
from strapcore.routine import KIT_FIELDS, Routine, known_step

_LINE_MOST = const(1024)  # bytes of a row: rules.LINE_BYTES_MOST
_FILE_MOST = const(32768)


def read_routine(root, name):
    """The Routine of file `name`."""
    fields = _row(root, name, 0)
    fields["kits"] = [dict(zip(KIT_FIELDS, kit)) for kit in fields["kits"]]
    return Routine(fields)


def read_step(root, name, index):
    """The Step of this index in file `name`."""
    return known_step(_row(root, name, index + 1))


def read_progress(root, person):
    """Progress of a person, counted from 0; progress.py says what it is. Where it is lost or
    damaged, twice in a row, it begins anew, and catchup.py fills it from the records."""
    for _ in range(2):
        try:
            with open(root + progress_file(person), "rb") as f:
                found = json.loads(f.read(_FILE_MOST))
            if is_progress(found):
                return found
        except (OSError, ValueError, RuntimeError, MemoryError):  # not there, damaged, too deep
            pass
    return fresh()


def _row(root, name, index):
    try:
        return _read_row(root, name, index)
    except OSError:  # for once, perhaps
        return _read_row(root, name, index)


def _read_row(root, name, index):
    with open(root + "routines/" + name, "rb") as f:
        for _ in range(index):
            f.readline(_LINE_MOST)
        return json.loads(f.readline(_LINE_MOST))
