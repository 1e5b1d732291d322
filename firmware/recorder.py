"""The record of the running hold: what the journal packs, the store keeps."""

from strapcore import journal


class Recorder:
    """One hold after another. Every block is durable when its call returns.

    failed: the last write did not reach the flash (full, or damaged).
    """

    def __init__(self, store):
        self.failed = False
        self._store = store
        self._journal = journal.Journal()
        self._rows = 0
        self._load_sum = 0  # units of 4 Pa

    def start(self, hold, setup):
        """Open a record. hold: (routine id, point id, day, minute of the day, boots);
        setup: the arguments of Journal.setup."""
        self._rows = self._load_sum = 0
        number = self._keep(self._store.begin_hold)
        self._journal.begin(number or 0, *hold)
        self._keep(self._store.append, self._journal.block)
        self._journal.setup(*setup)
        self._keep(self._store.append, self._journal.block)

    def second(self, contact, temp_cc, flags):
        """Add the row of one second."""
        if contact.on:
            flags |= journal.CONTACT
        if contact.moving:
            flags |= journal.MOVING
        self._load_sum += contact.gauge_pa >> 2
        full = self._journal.row(self._rows, contact.gauge_pa, temp_cc, flags, 0, 0)
        self._rows += 1
        if full:
            self._write_rows()

    def complete(self, hold, guard, contact):
        """The hold has ended: keep all of it now, in case the battery dies before the lift-off."""
        self._write_rows()
        self._write_end(hold, guard, contact)

    def finish(self, hold, guard, contact):
        """The person is off the ball: the closing figures, and the record's final name."""
        self._write_end(hold, guard, contact)
        self._keep(self._store.finish_hold)

    def save_progress(self, progress):
        """Replace the progress file."""
        self._keep(self._store.save_progress, progress)

    def _write_rows(self):
        if self._journal.seal():
            self._keep(self._store.append, self._journal.block)

    def _write_end(self, hold, guard, contact):
        mean_pa = 4 * (self._load_sum // max(1, self._rows))
        self._journal.end(
            hold.ended, hold.hold_ms, hold.wall_ms, hold.pauses, contact.moves,
            mean_pa, guard.most_pa, guard.dose_ms // 1000, contact.zero_pa,
        )  # fmt: skip
        self._keep(self._store.append, self._journal.block)

    def _keep(self, write, *what):
        """Storage that fails must not end a hold."""
        try:
            result = write(*what)
            self.failed = False
            return result
        except OSError:
            self.failed = True
            return None
