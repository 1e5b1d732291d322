"""What can fail while somebody lies on the ball, and what the person gets: each row of the table
in tests/reliability/faults.py."""

import json
from pathlib import Path

import pytest

from backstrap.virtual import machine
from backstrap.virtual.simulator import Strap
from tests.reliability import faults
from tests.test_app import DAY, TO_THE_HOLD, flash, records

HELD = TO_THE_HOLD + "wait 60s\n"
LATE_MS = 2000


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def released(strap):
    """Let the hold go on until the buzz: how late it is, ms. A name is known when its cue is over,
    a second after it began."""
    hold = strap.app.session
    due_ms = strap.now_ms + hold.target_ms - hold.hold_ms
    count = len(strap.tones)
    while not any(name.startswith("release") for name in strap.tones[count:]):
        strap.run(100)
        assert strap.now_ms < due_ms + 30_000
    return strap.now_ms - due_ms


@pytest.mark.parametrize("cause", [machine.WDT_RESET, machine.HARD_RESET])
@pytest.mark.parametrize("away_s", [0, 10])
def test_a_reset_in_a_hold_costs_no_time(root, cause, away_s):
    strap = Strap(root, day=DAY).play(HELD)
    held_ms = strap.app.session.hold_ms
    strap.pass_ms(1000 * away_s)
    strap.reboot(cause)
    hold = strap.app.session
    assert abs(hold.hold_ms - held_ms - 1000 * away_s) <= 1500
    strap.play("expect screen HOLD\nexpect tone resumed")
    assert released(strap) <= LATE_MS
    strap.play("off\nwait 25s")
    (record,) = records(root)
    assert (record.ended, record.number, record.damaged) == ("target", 1, 0)
    assert abs(record.hold_ms - 720_000) <= 1500
    assert [row["t_s"] for row in record.rows] == list(range(len(record.rows)))
    entries = json.loads((root / "progress.json").read_text())["routines"]["upper-back"]["steps"]
    assert [entry[0] for entry in entries.values()] == [1]


def test_a_plug_that_was_pulled_ends_the_hold_whatever_the_clock_says_then(root):
    strap = Strap(root, day=DAY)
    strap.world.clock_s += 43200 - 82  # the hold is cut at midnight, where the clock begins
    strap.play(HELD)
    strap.reboot(machine.PWRON_RESET)
    assert strap.run(2000).screen_name() == "HOME"
    (record,) = records(root)
    assert (record.ended, record.number) == ("cut", 1)


@pytest.mark.parametrize("fault", faults.FAULTS, ids=lambda fault: fault.name)
def test_the_release_cue_comes_through_whatever_still_works(fault):
    assert faults.wrong(fault) == ""


def test_an_error_anywhere_in_a_step_loses_neither_the_cue_nor_the_record():
    assert faults.planted(list(faults.injections(seed=8, most=8))) == (8, [])


def test_the_documents_table_has_each_fault_and_what_the_person_gets():
    text = (Path(__file__).parents[1] / "docs" / "reliability.md").read_text()
    for fault in faults.FAULTS:
        assert f"| {fault.name} | {fault.gets} |\n" in text
