"""The whole firmware with the parts that board.json names, whichever they are."""

import json

import pytest

from backstrap import board_file
from backstrap.virtual import drawing
from backstrap.virtual.node import VirtualStrap
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from strapcore import progress
from strapcore.ui.choices import QUIET
from tests.test_app import DAY, flash, records
from tests.test_small_displays import glass

C3 = "esp32-c3-supermini"

# As a person without a display goes through it: by what is heard alone.
BY_EAR = """
wait 2s
expect tone ready
press
expect tone start
expect tone zero within 10s
lie 25kg
expect tone contact within 10s
wait 12min
expect tone release within 5s
off
expect tone rest within 5s
wait 5s
"""
BY_TOUCH = BY_EAR.replace("tone", "shake")


def strap_with(root, board=C3, chip="ssd1306", **parts):
    """A strap whose board.json has these parts in place of the board's."""
    plan = board_plan(board, chip)
    plan.update(parts)
    flash(root)
    return Strap(root, plan, display=chip, day=DAY)


def assert_held(root):
    (record,) = records(root)
    assert (record.routine, record.point) == ("upper-back", "upper-trapezius-left")
    assert (record.ended, record.hold_ms) == ("target", 720_000)


@pytest.mark.parametrize("board", board_file.names())
def test_a_hold_on_every_board(tmp_path, board):
    strap = strap_with(tmp_path, board)
    strap.play(BY_EAR)
    while strap.app.panel.dirty:
        strap.run(20)
    size = strap.board.panel
    assert strap.app.panel.view.state == "REST"
    assert glass(strap, size) == drawing.drawn(strap.app.panel.view, size)
    assert (strap.board.faults, strap.board.name) == ([], board)
    assert_held(tmp_path)


def test_a_hold_on_an_sh1106(tmp_path):
    strap_with(tmp_path, chip="sh1106").play(BY_EAR + "expect screen REST\nexpect lit")
    assert_held(tmp_path)


@pytest.mark.parametrize(
    ("script", "parts"),
    [
        (BY_EAR, {}),
        (BY_TOUCH, {"motor": {"pin": 7}, "buzzer": None}),
        (BY_TOUCH, {"motor": {"pin": 7}}),
        (BY_TOUCH, {"motor": {"pin": 7}, "buzzer": {"pin": 10, "kind": "active"}}),
    ],
    ids=["piezo", "motor", "piezo and motor", "active buzzer and motor"],
)
def test_a_whole_hold_without_a_display(tmp_path, script, parts):
    strap = strap_with(tmp_path, display=None, **parts)
    strap.play(script)
    assert_held(tmp_path)
    assert strap.board.faults == [] and strap.board.display is None
    assert strap.world.display is None and not any(strap.frame())


def test_without_a_display_nobody_is_sent_to_one(tmp_path):
    """The bus carries the sensor's bytes only, and no cue speaks of a lost display."""
    strap = strap_with(tmp_path, display=None).play("wait 2s\nexpect tone ready\nwait 30s")
    assert strap.tones == ["ready"]


def test_without_a_display_a_new_person_answers_by_ear(tmp_path):
    """Seven pages, a click each; only then does a press begin."""
    (tmp_path / "progress.json").write_text(json.dumps(progress.fresh()))
    strap = strap_with(tmp_path, display=None).play("wait 2s\nexpect tone ready\n")
    strap.play("press\nexpect tone click\nwait 2s\n" * 7)
    assert strap.app.session.state == 0
    strap.play("press\nexpect tone start within 2s")


def test_an_active_buzzer_sounds_the_rhythm(tmp_path):
    strap = strap_with(tmp_path, buzzer={"pin": 10, "kind": "active"})
    strap.play(BY_EAR)  # `tone` is what is heard: of this buzzer, the rhythm
    assert {hz for _, hz, _, _ in strap.world.tones()} == {1}
    assert_held(tmp_path)


def test_in_quiet_mode_the_active_buzzer_is_silent_but_for_what_must_wake(tmp_path):
    strap = strap_with(tmp_path, buzzer={"pin": 10, "kind": "active"}, motor={"pin": 7})
    strap.play("wait 2s")
    strap.app.choices[QUIET] = 1
    heard = strap.world.sound.count
    strap.play("press\nexpect shake start\nexpect shake zero within 10s\nlie 25kg\n")
    strap.play("expect shake contact within 10s\nwait 12min\nexpect shake release within 5s")
    assert strap.world.sound.count == heard
    strap.play("expect shake release3 within 35s")
    assert strap.world.sound.count > heard


def test_with_a_motor_alone_quiet_changes_nothing(tmp_path):
    strap = strap_with(tmp_path, buzzer=None, motor={"pin": 7})
    strap.app.choices[QUIET] = 1
    strap.play(BY_TOUCH)
    assert strap.world.sound.count == 0
    assert_held(tmp_path)


@pytest.mark.parametrize(
    "board", ["feather-esp32-s3", "heltec-wifi-kit-32-v2", "heltec-wifi-kit-32-v3"]
)
def test_the_strap_waits_for_the_supply_that_it_switches(tmp_path, board):
    """On MicroPython, from power-up on: nothing is missing, not even for the first seconds."""
    flash(tmp_path)
    with VirtualStrap(tmp_path, board=board, speed="play", day=DAY) as strap:
        strap.play("wait 3s\nexpect screen HOME within 1s\nexpect lit")
        assert strap.command("tones")["tones"] == ["ready"]
