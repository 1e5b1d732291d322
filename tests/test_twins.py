"""One strap twice, on CPython and on MicroPython: bit for bit the same, and weighed over nights.
`make soak` and `make reliability` have sixty nights and every scenario."""

import pytest

from tests.reliability import scenarios, soak, twins

SHORT = {path.stem: path for path in scenarios.SCENARIOS}


@pytest.mark.parametrize("name", ["band", "half_inch"])
def test_a_scenario_is_the_same_to_the_bit(name):
    minutes, wrong = scenarios.compared(SHORT[name])
    assert minutes > 0
    assert wrong == []


def test_a_few_nights_leave_the_heap_as_it_was():
    told, wrong = soak.soaked(1, 4)
    assert wrong == []
    assert len(told) == 4 and all(one.heap > 0 < one.free_most for one in told)


def test_what_differs_is_told():
    night = twins.Told([1, 2], ["HOME"], {"a.hold": 1}, None)
    assert twins.differences([night], [night]) == []
    for change, said in (
        ({"moments": [1, 3]}, "another state from minute [1] on"),
        ({"moments": [1]}, "another state"),
        ({"files": {"a.hold": 2}}, "other bytes in a.hold"),
        ({"files": {}}, "other bytes in a.hold"),
    ):
        (wrong,) = twins.differences([night._replace(**change)], [night])
        assert said in wrong
    assert twins.differences([night._replace(error="x")], [night]) == ["night 0: x"]


def test_a_trend_is_told():
    good = twins.Told([1], [], {f"{i}.hold": 0 for i in range(9)}, None, 1000, 9000, 9, 1, 2, 3)
    assert soak.weighed([good] * 9) == []
    for change, said in (
        ({"heap": 2000}, "1000 B more"),
        ({"free_most": 1000}, "8000 B smaller"),
    ):
        (wrong,) = soak.weighed([*[good] * 6, *[good._replace(**change)] * 3])
        assert said in wrong
    for change, said in (
        ({"step_most_us": 20_001}, "a step of 20001 us"),
        ({"step_bus_us": 4001}, "4001 us on the bus"),
        ({"files": {}}, "only 0 holds"),
    ):
        (wrong,) = soak.weighed([*[good] * 8, good._replace(**change)])
        assert said in wrong
