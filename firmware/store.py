"""Every file the strap writes: replaced by temp, close, rename; or appended and made durable.

Nothing is ever removed before its successor is in place.
"""

import os

from loader import forget, load

_KEEPING = "keeping"
_READING = "reading"


class Store:
    """The strap's files below `root`, which ends with a slash.

    pulled: number of the newest record that a host has fetched; 0 for none. newest: of all; -1
    where that cannot be known: then nothing is recorded.
    """

    def __init__(self, root):
        self.root = root
        self._part = None
        self._part_path = ""
        self.pulled, self.newest = 0, -1
        load(_KEEPING).prepare(self)
        forget(_KEEPING)

    def write_atomic(self, path, data):
        """Replace root/path in one step: after a power cut the old or the new file, whole."""
        self.write_temp(path, data)
        self.replace(path)

    def write_temp(self, path, data):
        """The first half: beside the old one. True."""
        with open(self.root + path + ".tmp", "wb") as f:
            f.write(data)
        return True

    def replace(self, path):
        """The second half: what was written takes its place."""
        os.rename(self.root + path + ".tmp", self.root + path)

    # ---- read at boot; shelf.py reads later on

    def routines(self):
        """All routines that can be used, and why the others cannot: see reading.py."""
        return load(_READING).routines(self.root)

    def recall(self, app):
        """What was chosen in the menu and what was learned of the ball, from before."""
        load(_READING).recall(self.root, app)

    # ---- records of holds

    def rotate(self):
        """Make room for another record: see keeping.py."""
        load(_KEEPING).rotate(self)
        forget(_KEEPING)

    def begin_hold(self):
        """Open the next record, or go on with it; its number."""
        if self.newest < 0:
            raise OSError
        self.newest += 1
        self._part_path = self.root + "sessions/%06d" % self.newest
        self._part = open(self._part_path + ".part", "ab")  # noqa: SIM115  stays open
        return self.newest

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


def progress_file(person):
    """The file of a person's progress, counted from 0."""
    return "progress-%d.json" % (person + 1) if person else "progress.json"
