"""The whole firmware on MicroPython over a taped hold: what a step may cost in heap and bus time.

The times are for `make bench`; these figures are the same on every machine.
"""

import pytest

from strapcore.session import STATES
from tests.bench.__main__ import TABLE, measured_on_micropython, walked_on_micropython

SCREENS = (*STATES, "MENU", "CRASH", "USB")
GOALS = {key: goal for key, _, _, goal in TABLE}


@pytest.fixture(scope="module")
def figures():
    return measured_on_micropython(rounds=0)


def test_settled_steps_of_a_hold_allocate_nothing(figures):
    assert figures["alloc_step_bytes"] == 0
    assert figures["steps_under_heap_lock"] == 3000


@pytest.mark.parametrize(
    "key",
    [
        "heap_boot_bytes",
        "heap_home_bytes",
        "heap_hold_bytes",
        "i2c_worst_us",
        "sensing_state_bytes",
    ],
)
def test_goals_are_kept(figures, key):
    assert 0 < figures[key] <= GOALS[key]


def test_screens_come_and_go_and_leave_nothing_behind():
    told = walked_on_micropython()
    heaps = {}
    for name in SCREENS:
        first, second, *later = map(int, told[name].split())
        # What a screen leaves for good is its names, once.
        assert abs(second - first) < 4096
        assert set(later) == {second} and len(later) > 10
        needs = {"bodymap"} if name in ("HOME", "REST") else set()
        assert set(told[name + " modules"].split()) == needs | {name.lower()}
        heaps[name] = second
    assert heaps["HOME"] - heaps["USB"] > 1500  # as much as its code takes
