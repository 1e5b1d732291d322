"""Every file the strap writes: replaced by temp, close, rename; or appended and made durable.

Nothing is ever removed before its successor is in place.
"""

import errno
import json
import os

from strapcore import plan
from strapcore.routine import LINE_BYTES_MOST, RoutineError, load_header, load_point

_KEEP_FREE = 65536  # rotate the oldest records out below this much free flash, bytes
_FILE_MOST = 16384  # largest JSON file that is read whole


class Store:
    """The strap's files below `root`, which ends with a slash."""

    def __init__(self, root):
        self.root = root
        self._part = None
        self._part_path = None
        for folder in ("routines", "sessions"):
            try:
                os.mkdir(root + folder)
            except OSError as e:
                if e.errno != errno.EEXIST:
                    raise
        self._recover()

    def write_atomic(self, path, data):
        """Replace root/path in one step: after a power cut the old or the new file, whole."""
        tmp = self.root + path + ".tmp"
        with open(tmp, "wb") as f:
            f.write(data)
        os.rename(tmp, self.root + path)

    # ---- routines

    def routines(self):
        """All routines that can be used, and why the others cannot.

        Returns ([(file name, Routine, [(point id, x, y), ...])], [(file name, why)]).
        """
        good, bad = [], []
        for name in sorted(os.listdir(self.root + "routines")):
            if not name.endswith(".jsonl"):
                continue
            try:
                with open(self.root + "routines/" + name, "rb") as f:
                    routine = load_header(_row(f))
                    places = []
                    for _ in range(routine.points):
                        point = load_point(_row(f), routine.region)
                        places.append((point.id, point.x, point.y))
                good.append((name, routine, places))
            except RoutineError as e:
                bad.append((name, str(e)))
        return good, bad

    def point(self, name, routine, index):
        """The Point of this index of the routine in file `name`."""
        with open(self.root + "routines/" + name, "rb") as f:
            for _ in range(index + 1):
                f.readline()
            return load_point(_row(f), routine.region)

    # ---- progress

    def progress(self):
        """Progress as plan.py describes it; a fresh one when the file is missing or damaged."""
        try:
            with open(self.root + "progress.json", "rb") as f:
                progress = json.loads(f.read(_FILE_MOST))
            if progress["format"] == plan.FORMAT:
                return progress
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return plan.fresh_progress()

    def save_progress(self, progress):
        """Replace the progress file."""
        self.write_atomic("progress.json", json.dumps(progress).encode())

    # ---- records of holds

    def begin_hold(self):
        """Open the next record; its number."""
        self._rotate()
        numbers = self._records(".hold")
        number = max([self.pulled()] + numbers) + 1
        self._part_path = self.root + "sessions/%06d" % number
        self._part = open(self._part_path + ".part", "wb")  # noqa: SIM115  stays open
        return number

    def append(self, block):
        """Add one block to the running record, durably. Allocates nothing on the strap."""
        if self._part:
            self._part.write(block)
            self._part.flush()

    def finish_hold(self):
        """The running record is complete: it gets its final name."""
        if self._part:
            self._part.close()
            self._part = None
            os.rename(self._part_path + ".part", self._part_path + ".hold")

    def pulled(self):
        """Number of the newest record that a host has fetched; 0 for none."""
        try:
            with open(self.root + "sessions/pulled", "rb") as f:
                return int(f.read(8))
        except (OSError, ValueError):
            return 0

    def unpulled(self):
        """How many finished records wait to be fetched."""
        seen = self.pulled()
        return len([n for n in self._records(".hold") if n > seen])

    def _records(self, ending):
        numbers = []
        for name in os.listdir(self.root + "sessions"):
            if name.endswith(ending) and name[: -len(ending)].isdigit():
                numbers.append(int(name[: -len(ending)]))
        return sorted(numbers)

    def _recover(self):
        """A record that a power cut left open is kept as far as it goes."""
        for number in self._records(".part"):
            path = self.root + "sessions/%06d" % number
            os.rename(path + ".part", path + ".hold")

    def _rotate(self):
        """Make room: records that were pulled go first, oldest first."""
        seen = self.pulled()
        numbers = self._records(".hold")
        for number in [n for n in numbers if n <= seen] + [n for n in numbers if n > seen]:
            stat = os.statvfs(self.root)
            if stat[0] * stat[3] >= _KEEP_FREE:
                return
            os.remove(self.root + "sessions/%06d.hold" % number)

    # ---- crash

    def save_crash(self, text):
        """Keep the text of the last crash."""
        self.write_atomic("crash.txt", text.encode())


def _row(f):
    line = f.readline(LINE_BYTES_MOST)
    try:
        return json.loads(line)
    except ValueError:
        raise RoutineError("cut short or not JSON")
