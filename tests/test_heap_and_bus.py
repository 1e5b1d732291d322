"""The whole firmware on MicroPython over a taped hold: what a step may cost in heap and bus time.

The times are for `make bench`; these figures are the same on every machine.
"""

import pytest

from backstrap.virtual.picture import SIZES
from strapcore.session import STATES
from tests.bench.__main__ import (
    FAMILIES,
    TABLE,
    measured_on_micropython,
    walked_on_micropython,
    with_all_parts,
)

SCREENS = (*STATES, "MENU", "CRASH", "USB")
NO_WIDE_ARITHMETIC = ("lps28dfw", "lps22hb", "mprls", "bmp581")
GOALS = {key: goal for key, _, _, goal in TABLE}


@pytest.fixture(scope="module", params=SIZES, ids=str)
def figures(request):
    return measured_on_micropython(0, request.param)


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


@pytest.mark.parametrize("sensor", FAMILIES)
def test_with_every_part_the_heap_is_kept(sensor):
    """Motor, battery, the room's barometer, and the display whose screens take most."""
    told = with_all_parts(sensor, (72, 40))
    for key in ("heap_boot_bytes", "heap_home_bytes", "heap_hold_bytes", "i2c_worst_us"):
        assert 0 < told[key] <= GOALS[key]
    if sensor in NO_WIDE_ARITHMETIC:
        assert told["alloc_few_bytes"] == told["alloc_step_bytes"] == 0
        assert told["steps_under_heap_lock"] == 3000
    else:
        assert told["alloc_few_bytes"] > 0  # what `make bench` tells of it


# What a screen loads besides its own module, on the large display and on the small ones.
NEEDS = {
    "HOME": ("bodymap text", "text"),
    "PREPARE": ("text", "pages prepare text"),
    "PLACE": ("text", "pages text"),
    "HOLD": ("", "small"),
    "PAUSED": ("", "small"),
    "RELEASE": ("", "release small"),
    "REST": ("bodymap text", "small text"),
    "ENDED": ("", "ended small text"),
    "EXERCISE": ("text", "exercise pages text"),
    "NOTE": ("text", "pages text"),
    "MENU": ("", "menu"),
    "CRASH": ("text", "pages text"),
    "USB": ("text", "pages text"),
}


@pytest.mark.parametrize("size", SIZES)
def test_screens_come_and_go_and_leave_nothing_behind(size):
    told = walked_on_micropython(size)
    heaps = {}
    for name in SCREENS:
        used, modules = told[name]
        # The walk opens the menu and never closes it: its code stays from the first round on.
        assert max(abs(heap - used[0]) for heap in used) < 2048
        assert max(used[-10:]) - min(used[-10:]) <= 32
        small = size != SIZES[0]
        assert set(modules) == {name.lower() + "_small" * small, *NEEDS[name][small].split()}
        heaps[name] = used[-1]
    if size == SIZES[0]:
        assert heaps["HOME"] - heaps["USB"] > 1500  # as much as its code takes
