"""The energy ledger of `make bench`: what it counts, and where each figure is from."""

import pytest

from tests.bench import energy

STEP_ITERATIONS = 400


@pytest.fixture(scope="module")
def seen():
    return energy.watched()


def test_a_hold_from_its_press_to_deep_sleep_is_counted_whole(seen):
    assert 12 * 60 < seen["hold_s"] < 16 * 60
    assert 600 <= seen["home_s"] < 640
    assert 0.9 * 720 < seen["drowsy_s"] < 720
    assert 60 < seen["lit_s"] < 0.5 * (seen["hold_s"] + seen["home_s"])
    assert 0.02 < seen["pixel_s"] / energy.PIXELS / seen["lit_s"] < 0.5
    assert 0 < seen["buzzer_s"] < 30
    assert seen["motor_s"] == 0


def test_a_part_takes_its_current_for_its_time():
    seen = dict.fromkeys(("home_s", "drowsy_s", "lit_s", "pixel_s", "motor_s", "bus_s"), 0)
    seen |= {"hold_s": 3600, "buzzer_s": 1800, "lit_s": 3600, "pixel_s": 3600 * energy.PIXELS / 10}
    parts = energy.ledger(seen, STEP_ITERATIONS, light=False)
    assert parts["cpu"] == pytest.approx(16.5)
    assert parts["buzzer"] == pytest.approx(1.5)
    assert parts["display"] == pytest.approx(1.44 + 10 * 0.0541)
    assert parts["sensor"] == pytest.approx(0.43)


def test_light_sleep_takes_from_the_cpu_alone_and_only_where_it_is_allowed(seen):
    awake = energy.ledger(seen, STEP_ITERATIONS, light=False)
    light = energy.ledger(seen, STEP_ITERATIONS, light=True)
    assert light.pop("cpu") < 0.75 * awake.pop("cpu")
    assert light == awake
    never = energy.ledger(seen | {"drowsy_s": 0}, STEP_ITERATIONS, light=True)
    assert never == energy.ledger(seen, STEP_ITERATIONS, light=False)


def test_a_step_without_an_end_leaves_no_time_to_sleep(seen):
    busy = energy.ledger(seen, 10_000, light=True)
    assert busy == energy.ledger(seen, 10_000, light=False)


def test_each_current_has_its_source_and_the_table_says_that_it_is_modelled():
    told = energy.lines(energy.measure(STEP_ITERATIONS))
    assert "modelled" in told[0]
    for _, (_, says) in energy.CURRENTS.items():
        assert any(says in line for line in told)
