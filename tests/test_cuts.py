"""Power is cut after every change of the flash: see tests/reliability. Here the operations that
matter most; `make reliability` has all of them."""

import itertools

from tests.reliability import cuts, deliveries

SEED = 8


def test_a_hold_whose_power_is_cut_anywhere_loses_ten_seconds_at_most():
    for run in itertools.islice(cuts.evening(), 3):
        count, failures = cuts.tried(run, SEED)
        assert failures == [] and count == 3 * len(run.changes) + 1 > 6


def test_whoever_pulls_the_plug_while_files_arrive_has_the_old_ones_or_the_new():
    for delivery in deliveries.deliveries():
        count, failures = deliveries.tried(delivery, SEED)
        assert failures == [] and count == 3 * len(delivery.changes) + 1
