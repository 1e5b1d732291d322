"""The record of the running hold: what the journal packs, the store keeps."""

import json

from store import progress_file
from strapcore import journal


class Recorder:
    """One hold after another. Every block is durable when its call returns.

    failed: the last write did not reach the flash (full, or damaged).
    """

    def __init__(self, store):
        self.failed = False
        self._store = store
        self._number = 0
        self._journal = journal.Journal()
        self._rows = 0
        self._load_sum = 0  # units of 4 Pa

    def make_room(self):
        """See to it that another record fits."""
        self._keep(self._store.rotate)

    def open(self, rows=0, load_sum=0):
        """Begin the next record; or go on with one that has rows, and so much load in them."""
        self._rows, self._load_sum = rows, load_sum
        self._number = self._keep(self._store.begin_hold) or 0

    def write_head(self, routine, point, day, minute, boots):
        """Which hold this is: ids of routine and point, night, minute of the day, boots."""
        self._journal.begin(self._number, routine, point, day, minute, boots)
        self._append()

    def write_setup(self, *setup):
        """The hold's settings: the arguments of Journal.setup."""
        self._journal.setup(*setup)
        self._append()

    def second(self, sense, flags):
        """Add the row of one second."""
        contact = sense.contact
        if contact.on:
            flags |= journal.CONTACT
        if sense.moving:
            flags |= journal.MOVING
        self._load_sum += contact.gauge_pa >> 2
        breath = pulse = 0
        if sense.listening:
            breath = min(sense.listener.breath_rate // 20, 255)  # fifths of a breath a minute
            pulse = min((sense.listener.pulse_rate + 50) // 100, 255)
        gauge_pa = contact.gauge_pa
        full = self._journal.row(self._rows, gauge_pa, contact.air.temp_cc, flags, breath, pulse)
        if full:
            self.write_rows()
        self._rows += 1

    def write_rows(self):
        """Make the rows so far durable."""
        if self._journal.seal():
            self._append()

    def write_end(self, hold, guard, contact):
        """The closing figures. Written when the hold ends, in case the battery dies before the
        person is off the ball, and once more then."""
        mean_pa = 4 * (self._load_sum // max(1, self._rows))
        self._journal.end(
            hold.ended, hold.hold_ms, hold.wall_ms, hold.pauses, contact.moves,
            mean_pa, guard.most_pa, guard.dose_ms // 1000, contact.zero_pa,
        )  # fmt: skip
        self._append()

    def write(self, layout, *values):
        """Write a block of another layout of the journal's."""
        self._journal.fill(layout, *values)
        self._append()

    def close(self):
        """Nothing more is added to the record."""
        self._keep(self._store.close_hold)

    def name(self):
        """Give the closed record its final name."""
        self._keep(self._store.name_hold)

    def keep_progress(self, progress, person):
        """Replace a person's progress, in three parts. A generator."""
        packed = json.dumps(progress).encode()
        yield
        path = progress_file(person)
        self._keep(self._store.write_temp, path, packed)
        yield
        self._keep(self._store.replace, path)

    def keep_settings(self, settings):
        """Replace what is kept of the person's choices and of the ball."""
        self._keep(self._store.write_atomic, "settings.json", json.dumps(settings).encode())

    def _append(self):
        """Write the journal's block. Allocates nothing."""
        try:
            self._store.append(self._journal.block)
        except OSError:
            self.failed = True

    def _keep(self, write, *what):
        """Storage that fails must not end a hold."""
        try:
            result = write(*what)
            self.failed = False
            return result
        except OSError:
            self.failed = True
            return None
