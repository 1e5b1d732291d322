"""The record of the running hold: what the journal packs, the store keeps."""

from strapcore import journal


class Recorder:
    """One hold after another. Every block is durable when its call returns.

    failed           the last write did not reach the flash (full, or damaged)
    number           of the record; deeds.py sets it, and the next two to 0, when it opens one
    rows, load_sum   seconds so far, and their load in units of 4 Pa
    """

    def __init__(self, store):
        self.failed = store.newest < 0
        self._store = store
        self.number = 0
        self._journal = journal.Journal()
        self.rows = 0
        self.load_sum = 0

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
        self.load_sum += contact.gauge_pa >> 2
        breath = pulse = 0
        if sense.listening:
            breath = min(sense.listener.breath_rate // 20, 255)  # fifths of a breath a minute
            pulse = min((sense.listener.pulse_rate + 50) // 100, 255)
        gauge_pa = contact.gauge_pa
        full = self._journal.row(self.rows, gauge_pa, contact.air.temp_cc, flags, breath, pulse)
        if full:
            self.write_rows()
        self.rows += 1

    def write_rows(self):
        """Make the rows so far durable."""
        if self._journal.seal():
            self._append()

    def write_end(self, hold, guard, contact):
        """The closing figures. Written when the hold ends, in case the battery dies before the
        person is off the ball, and once more then."""
        mean_pa = 4 * (self.load_sum // max(1, self.rows))
        self._journal.end(
            hold.ended, hold.hold_ms, hold.wall_ms, hold.pauses, contact.moves,
            mean_pa, guard.most_pa, guard.dose_ms // 1000, contact.zero_pa,
        )  # fmt: skip
        self._append()

    def write(self, layout, *values):
        """Write a block of another layout of the journal's."""
        self._journal.fill(layout, *values)
        self._append()

    def _append(self):
        """Write the journal's block. Allocates nothing."""
        try:
            self._store.append(self._journal.block)
        except OSError:
            self.failed = True

    def keep(self, write, *what):
        """What the store's `write` returns, or None. Storage that fails must not end a hold."""
        try:
            result = write(*what)
            self.failed = False
            return result
        except OSError:
            self.failed = True
            return None
