"""The body on the ball: the model's own promises, in pascals and seconds."""

from itertools import pairwise

import pytest

from backstrap.virtual.body import BALLS, SETTINGS, Body

SECOND = 50  # steps of 20 ms
STILL = {
    "breath_pa": 0,
    "pulse_pa": 0,
    "fidget_every_s": 0,
    "heat_pa_k": 0,
    "leak_half_min": 100_000,
}
FIRM = {"fast_pct": 0, "slow_pct": 0}


def body(seed=1, **settings):
    made = Body(seed)
    for name, value in {**STILL, **settings}.items():
        made.set(name, value)
    return made


def run(b, seconds):
    """Gauge pressure in Pa, 50 times a second."""
    return [b.step(20) / 1000 - b.ambient_pa for _ in range(seconds * SECOND)]


def test_nobody_is_the_weather():
    assert set(run(body(), 5)) == {0}


@pytest.mark.parametrize("ball", sorted(BALLS))
def test_pressure_grows_with_load(ball):
    seen = []
    for kg in (0, 2, 5, 10, 15, 20, 30, 40, 60, 80, 150):
        b = body(**FIRM, ball=ball)
        b.lie(kg * 1000)
        seen.append(run(b, 2)[-1])
    assert seen == sorted(set(seen))
    assert seen[3] == pytest.approx(BALLS[ball][1], abs=1)
    assert seen[7] == pytest.approx(BALLS[ball][4], abs=1)


def test_getting_on_takes_over_half_a_second():
    b = body(**FIRM)
    b.lie(20_000)
    seen = run(b, 1)
    assert seen == sorted(seen)
    assert 0.4 < sum(p < 15_900 for p in seen) / SECOND <= 0.6
    assert seen[-1] == pytest.approx(16_000, abs=1)


def test_tissue_gives_way_fast_then_slowly():
    b = body(fast_pct=8, slow_pct=5)
    b.lie(20_000)
    run(b, 1)
    after = {}
    for s in range(1, 901):
        after[s] = run(b, 1)[-1]
    lost = {s: after[1] - after[s] for s in (15, 60, 300, 900)}
    assert after[1] > 16_000 * 1.05
    assert lost[60] - lost[15] < lost[15]  # most of the fast term is gone in 15 s
    assert lost[300] > lost[60] and lost[900] - lost[300] < lost[300] - lost[60] + 200
    assert after[900] == pytest.approx(16_000, rel=0.005)


def test_a_leak_halves_the_gauge_pressure():
    b = body(**FIRM, leak_half_min=60)
    b.lie(20_000)
    full = run(b, 2)[-1]
    assert run(b, 3600)[-1] == pytest.approx(full / 2, rel=0.002)


def test_breathing_is_seen_at_its_rate_and_depth():
    b = body(**FIRM, breath_pa=40, breath_per_min=12, breath_uneven_pct=0)
    b.lie(20_000)
    run(b, 2)
    seen = run(b, 60)
    middle = (max(seen) + min(seen)) / 2
    ups = sum(p < middle <= q for p, q in pairwise(seen))
    assert ups == 12
    assert max(seen) - min(seen) == pytest.approx(40, abs=2)


def test_nobody_breathes_or_beats_beside_the_ball():
    b = body(breath_pa=800, pulse_pa=200)
    assert set(run(b, 10)) == {0}


def test_uneven_breathing_is_uneven():
    def intervals(uneven):
        b = body(**FIRM, breath_pa=40, breath_uneven_pct=uneven)
        b.lie(20_000)
        run(b, 2)
        seen = run(b, 300)
        middle = sum(seen) / len(seen)
        ups = [i for i, (p, q) in enumerate(pairwise(seen)) if p < middle <= q]
        return [q - p for p, q in pairwise(ups)]

    even, uneven = intervals(0), intervals(20)
    assert max(even) - min(even) <= 2
    assert max(uneven) - min(uneven) > SECOND


@pytest.mark.parametrize("bpm", [48, 66, 110])
def test_the_pulse_beats_at_its_rate(bpm):
    b = body(**FIRM, pulse_pa=10, pulse_bpm=bpm, pulse_uneven_pct=0)
    b.lie(20_000)
    run(b, 2)
    seen = run(b, 60)
    level = max(seen) - 1
    beats = sum(p < level <= q for p, q in pairwise(seen))
    assert abs(beats - bpm) <= 1
    assert max(seen) - min(seen) == pytest.approx(10, abs=1)


def test_the_throb_grows_as_set():
    b = body(**FIRM, pulse_pa=10, throb_pct=200, throb_after_s=60, throb_over_s=120)
    b.lie(20_000)

    def size(seconds):
        seen = run(b, seconds)
        return max(seen) - min(seen)

    run(b, 2)
    assert size(50) == pytest.approx(10, abs=1.5)
    run(b, 150)
    assert size(20) == pytest.approx(20, abs=2)


def test_the_ball_warms_under_the_body_and_cools_after_it():
    b = body(**FIRM, heat_pa_k=150)
    assert b.temp_cc() == 2400
    b.lie(20_000)
    start = run(b, 2)[-1]
    end = run(b, 900)[-1]
    assert 400 < b.temp_cc() - 2400 < 600  # 4 to 6 K in 15 min
    assert end - start == pytest.approx(150 * (b.heat / 1000 - 2400) / 100, abs=10)
    b.off()
    warm = b.temp_cc()
    run(b, 600)
    assert b.temp_cc() < warm


def test_fidgets_come_now_and_then_and_only_from_somebody():
    b = body(**FIRM, fidget_every_s=30)
    assert set(run(b, 300)) == {0}
    b.lie(20_000)
    run(b, 2)
    seen = run(b, 600)
    assert max(seen) - min(seen) > 200
    still = body(**FIRM)
    still.lie(20_000)
    run(still, 2)
    seen = run(still, 600)
    assert max(seen) - min(seen) < 120


def test_hands_on_the_ball_are_small_and_end():
    b = body(**FIRM)
    b.hands(5000)
    handled = run(b, 5)
    assert 100 < max(handled) < 5000
    run(b, 1)
    assert set(run(b, 2)) == {0}


def test_the_same_seed_is_the_same_person():
    def trace(seed):
        b = Body(seed)
        b.lie(22_000)
        return [b.step(20) for _ in range(120 * SECOND)]

    assert trace(7) == trace(7)
    assert trace(7) != trace(8)


def test_a_body_goes_on_from_its_dump():
    b = Body(3)
    b.lie(22_000)
    run(b, 30)
    other = Body(1)
    other.restore(b.dump())
    assert [other.step(20) for _ in range(3000)] == [b.step(20) for _ in range(3000)]


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_settings_have_limits(name):
    default, least, most = SETTINGS[name]
    assert least <= default <= most
    b = Body()
    b.set(name, str(least))
    b.set(name, most)
    for wrong in (least - 1, most + 1, "much"):
        with pytest.raises(ValueError, match=f"{name} .*: a whole number from {least} to {most}"):
            b.set(name, wrong)


def test_a_wrong_setting_names_the_right_ones():
    with pytest.raises(ValueError, match=r"no setting puls_pa: ball, .*pulse_pa"):
        Body().set("puls_pa", 3)
    with pytest.raises(ValueError, match="one of 10-full-a"):
        Body().set("ball", "football")
    with pytest.raises(ValueError, match="0 to 150000"):
        Body().lie(151_000)
