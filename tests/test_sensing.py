"""The estimators against the goals: on recordings, on models, and where there is nothing to feel.

The same measurements as `make bench-sensing`, without its peers. What misses a goal is listed in
docs/sensing.md with its figure.
"""

import pytest

from tests.bench_sensing import clock, evening, nulls, rates, slow, unseen, whole
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.table import Table, line

shared = pytest.mark.skipif(not rec.FOLDER.is_dir(), reason=rec.ABSENT)


def measured(add_rows, *args):
    """The rows of one measurement by (what, recording)."""
    table = Table(quiet=True)
    add_rows(table, *args)
    return {(row["what"], row["recording"]): row for row in table.rows}


def missed(rows):
    return [line(row) for row in rows if row["goal"] and not row["met"]]


@shared
def test_pulse_on_recordings_and_none_in_speech():
    rows = measured(rates.pulse_rows, {})
    for name in ("fsr_bed_a", "fsr_sitting_a"):
        row = rows["pulse, lag 0 s", name]
        assert row["mean_error"] <= 1.0
        assert row["accepted"] >= 85
        assert row["far_off"] <= 1
    row = rows["pulse, lag 0 s", "bidmc01"]
    assert row["mean_error"] <= 0.3
    assert row["accepted"] >= 95
    assert rows["speech", "fsr_bed_o_sound"]["accepted"] <= 1
    assert missed(rows.values()) == []


@shared
def test_breath_and_exhale_on_recordings():
    rows = measured(rates.breath_rows, {})
    for name in ("bidmc01", "nk_rest8"):
        row = rows["breath, lag 0 s", name]
        assert row["mean_error"] <= 0.3
        assert row["accepted"] >= 90
    exhale = [row for (what, _), row in rows.items() if what.startswith("exhale")]
    assert len(exhale) == 2
    assert all(row["accepted"] >= 85 for row in exhale)
    assert missed(rows.values()) == []


@shared
def test_other_sample_rates():
    rows = measured(rates.native_rows)
    slow_bed = rows.pop(("pulse, lag 0 s, sensor of 10 Hz", "fsr_bed_a"))
    assert slow_bed["far_off"] <= 1  # too slow for 5 Hz of ringing: fewer accepted, none wrong
    assert len(rows) == 8
    assert missed(rows.values()) == []


@shared
@pytest.mark.parametrize("add_rows", [slow.rest_rows, slow.throb_rows])
def test_throb(add_rows):
    rows = measured(add_rows)
    assert len(rows) >= 3
    assert missed(rows.values()) == []


@shared
def test_no_pulse_in_recorded_breath():
    name = "bidmc01 resp 60 Pa"
    rows = measured(nulls.add_rows, {name: nulls.signals(60, True)[name]})
    assert rows["no pulse", name]["accepted"] <= 2


@pytest.fixture(scope="module")
def finger():
    return measured(rates.heartpy_rows, {})


@pytest.mark.parametrize("name", ["heartpy 0", "heartpy 1", "heartpy 2"])
def test_pulse_on_bundled_recordings(finger, name):
    assert finger["pulse, lag 0 s", name]["mean_error"] <= 1.0


# Not here, but in docs/sensing.md: of heartpy 0 only ten seconds count, and three are refused; of
# heartpy 2 1.7 % of the accepted seconds are off by 5 to 15 bpm.


@pytest.mark.parametrize("name", ["heartpy 1", "heartpy 2"])
def test_share_accepted_on_bundled_recordings(finger, name):
    assert finger["pulse, lag 0 s", name]["accepted"] >= 85


@pytest.mark.parametrize("name", ["heartpy 0", "heartpy 1"])
def test_share_far_off_on_bundled_recordings(finger, name):
    assert finger["pulse, lag 0 s", name]["far_off"] <= 1


@pytest.mark.parametrize("name", list(nulls.signals(60, False)))
def test_nothing_is_felt_where_nothing_is(name):
    table = Table(quiet=True)
    nulls.add_rows(table, {name: nulls.signals(300, False)[name]})
    assert len(table.rows) > 0
    assert missed(table.rows) == []


def test_tissue():
    rows = measured(slow.tissue_rows)
    known = {key: row for key, row in rows.items() if "unknown" not in key[0]}
    assert len(known) == 12
    assert missed(known.values()) == []
    never = [row for row in rows.values() if row["goal"] == "never"]
    assert len(never) == 12
    assert all(row["met"] for row in never)


def test_throb_on_a_body():
    rows = measured(slow.throb_body_rows, "direct", 2)
    assert len(rows) == 4
    assert missed(rows.values()) == []


def test_a_clock_that_is_off():
    rows = measured(clock.clock_rows)
    assert len(rows) == 8
    assert missed(rows.values()) == []


@shared
def test_recorded_hearts_on_a_modelled_body():
    rows = measured(whole.whole_rows, whole.WAVES[:1])
    still = rows["whole, 8 Pa, lies still", "finger clip"]
    assert still["accepted"] >= 85
    assert still["far_off"] <= 1


@shared
def test_changed_recordings():
    rows = measured(unseen.shared_pulse_rows)
    assert len(rows) == 27
    noise = {key: row for key, row in rows.items() if "noise" in key[0] or "noisy" in key[0]}
    assert all(row["far_off"] <= 1 for row in noise.values())  # fewer accepted, none wrong
    assert missed(row for key, row in rows.items() if key not in noise) == []


def test_tissue_over_an_evening():
    rows = measured(evening.tissue_rows, evening.BALLS[1:2])
    assert len(rows) == 4
    assert missed(rows.values()) == []
