"""Every file the strap writes: replaced by temp, close, rename; or appended and made durable.

Nothing is ever removed before its successor is in place.
"""

import errno
import json
import os

from loader import forget, load
from strapcore.routine import known_point

_KEEP_FREE = 65536  # bytes of flash; below it pulled records go
_HOLD_BYTES = 16384  # room for one record of 25 min
_LINE_MOST = 640  # bytes of a point's line that are read: rules.LINE_BYTES_MOST


class Store:
    """The strap's files below `root`, which ends with a slash.

    pulled: number of the newest record that a host has fetched; 0 for none.
    """

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
        self.pulled = self._read_pulled()
        self._last = max([self.pulled] + self._records(".hold"))

    def write_atomic(self, path, data):
        """Replace root/path in one step: after a power cut the old or the new file, whole."""
        self._write_temp(path, data)
        self._replace(path)

    def _write_temp(self, path, data):
        with open(self.root + path + ".tmp", "wb") as f:
            f.write(data)

    def _replace(self, path):
        os.rename(self.root + path + ".tmp", self.root + path)

    # ---- routines

    def routines(self):
        """All routines that can be used, and why the others cannot: see reading.py."""
        return load("reading").routines(self.root)

    def point(self, name, offset):
        """The Point at this offset of file `name`, which was read whole at boot."""
        with open(self.root + "routines/" + name, "rb") as f:
            f.seek(offset)
            line = f.read(_LINE_MOST)
        return known_point(json.loads(line[: line.find(b"\n")]))

    # ---- progress

    def progress(self):
        """Progress as plan.py describes it; a fresh one when the file is missing or damaged."""
        return load("reading").progress(self.root)

    def recall(self, coach, air):
        """What the person chose and what was learned of the ball, from before."""
        load("reading").recall(self.root, coach, air)

    def write_progress(self, data):
        """Write progress beside the old one; `replace_progress` makes it count."""
        self._write_temp("progress.json", data)

    def replace_progress(self):
        """What was last written by `write_progress` takes the place of the old progress."""
        self._replace("progress.json")

    # ---- records of holds

    def rotate(self):
        """Make room: records that were pulled go first, oldest first; others only for the next
        hold's own sake."""
        if self._free() >= _KEEP_FREE:
            return
        numbers = self._records(".hold")
        for needed, pulled in ((_KEEP_FREE, True), (_HOLD_BYTES, False)):
            for number in numbers:
                if self._free() >= needed:
                    return
                if (number <= self.pulled) == pulled:
                    os.remove(self.root + "sessions/%06d.hold" % number)

    def begin_hold(self):
        """Open the next record; its number."""
        self._last += 1
        self._part_path = self.root + "sessions/%06d" % self._last
        self._part = open(self._part_path + ".part", "wb")  # noqa: SIM115  stays open
        return self._last

    def append(self, block):
        """Add one block to the running record, durably. Allocates nothing on the strap."""
        if self._part:
            self._part.write(block)
            self._part.flush()

    def close_hold(self):
        """Nothing more is added to the running record."""
        if self._part:
            self._part.close()
            self._part = None

    def name_hold(self):
        """The closed record is whole: it gets its final name."""
        os.rename(self._part_path + ".part", self._part_path + ".hold")

    def unpulled(self):
        """How many finished records wait to be fetched."""
        return len([n for n in self._records(".hold") if n > self.pulled])

    def _free(self):
        stat = os.statvfs(self.root)
        return stat[0] * stat[3]

    def _read_pulled(self):
        try:
            with open(self.root + "sessions/pulled", "rb") as f:
                return int(f.read(8))
        except (OSError, ValueError):
            return 0

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

    # ---- crash

    def save_crash(self, text):
        """Keep the text of the last crash."""
        self.write_atomic("crash.txt", text.encode())


def forget_reading():
    """Files are read whole and checked once a boot; after it their rules only take room."""
    forget("reading")
    forget("strapcore.rules")
