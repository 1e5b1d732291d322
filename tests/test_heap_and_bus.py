"""The whole firmware on MicroPython over a taped hold: what a step may cost in heap and bus time.

The times are for `make bench`; these figures are the same on every machine.
"""

import pytest

from tests.bench.__main__ import TABLE, measured_on_micropython

GOALS = {key: goal for key, _, _, goal in TABLE}


@pytest.fixture(scope="module")
def figures():
    return measured_on_micropython(rounds=0)


def test_settled_steps_of_a_hold_allocate_nothing(figures):
    assert figures["alloc_step_bytes"] == 0
    assert figures["steps_under_heap_lock"] == 3000


@pytest.mark.parametrize("key", ["heap_boot_bytes", "heap_hold_bytes", "i2c_worst_us"])
def test_goals_are_kept(figures, key):
    assert 0 < figures[key] <= GOALS[key]
