"""The whole firmware over emulated chips and a body model, on CPython: what a person gets."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

import after
import checkup
import deeds
import events
import glance
from backstrap.routines import source
from backstrap.virtual import drawing
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from halt import halt
from strapcore import journal, plan, progress
from strapcore.record import decode

LIBRARY = Path(source.__file__).parent / "library"
LPS22DF = {"sensor": "lps22df", "board": board_plan("esp32-c3-supermini")}  # that names another
DAY = 9800  # 2026-10-31, noon

TO_THE_HOLD = "wait 3s\npress\nwait 6s\nlie 25kg\nexpect screen HOLD within 8s\n"


def flash(root, name="upper-back"):
    """Lay a shipped routine into the strap's folder, as push does."""
    folder = root / "routines"
    folder.mkdir(exist_ok=True)
    compiled = source.compile_file(str(LIBRARY / f"{name}.yaml"))
    (folder / f"{compiled.id}.jsonl").write_bytes(compiled.data)
    if not (root / "progress.json").exists():  # of a person who has read what to read first
        (root / "progress.json").write_text(json.dumps(progress.fresh() | {"cleared": 1}))


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def records(root):
    """The finished records, oldest first."""
    return [decode(p.read_bytes()) for p in sorted((root / "sessions").glob("*.hold"))]


def test_from_press_to_buzz_and_record(root):
    strap = Strap(root, day=DAY)
    strap.play(TO_THE_HOLD + "wait 12min\nexpect tone release\nexpect screen RELEASE\noff")
    strap.play("expect screen REST within 5s\nwait 10s")
    (record,) = records(root)
    assert (record.routine, record.point) == ("upper-back", "upper-trapezius-left")
    assert (record.ended, record.hold_ms, record.pauses) == ("target", 720_000, 0)
    assert len(record.rows) in (718, 719, 720)
    assert all(row["flags"] & journal.CONTACT for row in record.rows)
    kept = json.loads((root / "progress.json").read_text())
    assert list(kept["routines"]["upper-back"]["steps"]) == ["upper-trapezius-left"]
    assert list((root / "sessions").glob("*.part")) == []


def test_the_screen_goes_dark_and_a_change_lights_it(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD)
    strap.play("expect lit\nwait 21s\nexpect dark\noff\nexpect screen PAUSED\nexpect lit")


def test_of_the_screen_before_nothing_is_left(root):
    strap = Strap(root, day=DAY).play(
        TO_THE_HOLD + "wait 1min\noff\nexpect screen PAUSED\nwait 1s"
    )
    strap.play("lie 25kg\nexpect screen HOLD\nwait 1s")
    while strap.app.panel.dirty:
        strap.run(20)
    assert strap.frame() == drawing.drawn(strap.app.panel.view)


def test_a_page_that_stands_is_sent_once_and_again_with_what_happens(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 3s\nexpect lit")
    ram = strap.world.display.ram
    for column in range(128):
        ram[column] = ram[5 * 128 + column] = 0xFF  # a spark, in the title and in the time's bar
    strap.run(2000)
    assert set(ram[:128]) == {0xFF}
    assert set(ram[5 * 128 : 6 * 128]) != {0xFF}
    strap.play("unplug display\nwait 2s\nplug display\nwait 8s")
    while strap.app.panel.dirty:
        strap.run(20)
    assert strap.frame() == drawing.drawn(strap.app.panel.view)


def test_lifting_off_pauses_the_clock_and_the_record_says_so(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD)
    strap.play("wait 1min\noff\nexpect tone paused\nwait 1min\nlie 25kg\nexpect tone resumed")
    strap.play("wait 12min\nexpect tone release\noff\nwait 8s")
    (record,) = records(root)
    assert (record.ended, record.pauses) == ("target", 1)
    assert 60_000 < record.wall_ms - record.hold_ms < 75_000
    assert 55 < sum(bool(row["flags"] & journal.PAUSED) for row in record.rows) < 75


def test_a_press_says_it_throbs(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 3min\npress\nexpect tone release\noff")
    strap.run(5000)
    assert records(root)[0].ended == "felt"


def test_a_long_press_ends_early_and_the_point_stays_next(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 3min\npress long\nexpect screen ENDED")
    strap.play("press\nexpect screen HOME\nwait 16s")
    assert records(root)[0].ended == "stopped"
    assert strap.ask("status")["point"] == "upper-trapezius-left"


def test_nobody_for_five_minutes_ends_it(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 1min\noff\nwait 5min")
    strap.play("expect screen ENDED\nwait 3s")
    assert records(root)[0].ended == "left"


def test_somebody_asleep_is_called_louder_and_louder(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 13min")
    heard = [name for name in strap.tones if name.startswith("release")]
    assert heard[-1] == "release3"
    strap.play("press\nexpect screen REST")


def test_three_points_are_enough_for_one_night(root):
    strap = Strap(root, day=DAY)
    for _ in range(3):
        strap.play(TO_THE_HOLD + "wait 2min\npress\noff\nwait 4s\npress\nwait 1s")
    strap.play("expect screen HOME\nwait 3s\npress\nexpect tone no\nexpect screen HOME")
    strap.play('expect text "3 done: rest"')
    assert [r.point for r in records(root)] == [
        "upper-trapezius-left",
        "upper-trapezius-right",
        "middle-trapezius-left",
    ]
    assert [r.override for r in records(root)] == [0, 0, 0]
    strap.play("press very long\nexpect screen PREPARE\nwait 6s\nlie 25kg\nwait 1min\npress\noff")
    strap.play("wait 5s")
    assert records(root)[3].override == plan.BUDGET


def test_the_next_night_goes_on_where_the_last_ended(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 2min\npress\noff\nwait 5s\npress")
    strap.run(24 * 3600_000 // 60)  # the menu and the screen idle; the calendar is what counts
    later = Strap(root, day=DAY + 1).run(1000)
    assert later.ask("status")["point"] == "upper-trapezius-right"
    assert later.app.tonight.held == 0


def test_pressing_and_lying_down_at_once_still_works(root):
    """Nobody waits for a zero in the dark: the ball at rest before the press must do."""
    strap = Strap(root, day=DAY).play("wait 1s\npress\nlie 25kg\nexpect screen HOLD")
    strap.play("wait 12min\nexpect tone release")


def test_deeds_stand_where_events_look_for_them():
    places = {name: n for name, n in vars(events).items() if isinstance(n, int)}
    for name, place in places.items():
        deed = (deeds, after, glance, checkup)[place // 10].DEEDS[place % 10]
        assert deed.__name__ == name.strip("_").lower()
    assert len(places) == sum(len(one.DEEDS) for one in (deeds, after, glance, checkup))


def test_who_lies_down_as_the_strap_wakes_makes_no_other_chip_of_its_sensor(root):
    """It is told from its look-alike by two samples, and the load may change between them."""
    for after_ms in range(0, 200, 20):
        strap = Strap(root, day=DAY).run(after_ms)
        strap.lie(25).run(2000)
        assert strap.app.board.sensor is not None, after_ms


def test_a_routine_that_was_cut_is_named_and_the_others_work(root):
    whole = (root / "routines" / "upper-back.jsonl").read_bytes()
    (root / "routines" / "neck.jsonl").write_bytes(whole[: len(whole) // 2])
    newer = whole.replace(b'"format":2', b'"format":9', 1)
    (root / "routines" / "sitting.jsonl").write_bytes(newer)
    (root / "routines" / "bytes.jsonl").write_bytes(bytes(range(256)) * 8)
    strap = Strap(root, day=DAY).run(2000)
    assert strap.screen_name() == "HOME"
    assert "bad: bytes.jsonl" in strap.screen_text()[7]
    bad = strap.ask("status")["bad"]
    assert [line.split(": ", 1)[0] for line in bad] == [
        "bytes.jsonl",
        "neck.jsonl",
        "sitting.jsonl",
    ]
    assert bad[2] == "sitting.jsonl: format 9, this strap reads 2"
    assert strap.ask("status")["routine"] == "upper-back"


def test_an_empty_strap_says_so(tmp_path):
    strap = Strap(tmp_path).run(2000)
    assert "No routine" in " ".join(strap.screen_text())
    strap.play("press\nexpect tone no\npress long\nexpect screen MENU\npress long")


@pytest.mark.parametrize(
    ("parts", "screen", "cue", "said"),
    [
        ({"sensor": "none"}, "FAULT", "fault_sensor", "no answer"),
        (LPS22DF, "FAULT", "fault_sensor", "LPS22DF, not LPS28DFW"),
        ({"display": "none"}, "", "fault_display", "no answer"),
        ({"sensor": "none", "display": "none"}, "", "fault_sensor", "no answer"),
    ],
)
def test_a_missing_part_is_said(root, parts, screen, cue, said):
    strap = Strap(root, **parts).run(4000)
    assert strap.screen_name() == screen
    assert cue in strap.tones
    assert said in strap.ask("status")["faults"][0]
    if screen:
        assert said in " ".join(strap.screen_text())


def test_without_a_display_the_tones_carry_a_whole_hold(root):
    strap = Strap(root, display="none", day=DAY).play("wait 3s\npress\nwait 6s\nlie 25kg")
    strap.play(
        "expect tone contact\nwait 12min\nexpect tone release\noff\nexpect tone rest\nwait 5s"
    )
    assert records(root)[0].ended == "target"


def test_a_sensor_that_is_plugged_in_again_is_found(root):
    strap = Strap(root, day=DAY).play("wait 3s\nunplug sensor\nexpect tone fault_sensor")
    strap.play("expect screen FAULT\nplug sensor\nexpect screen HOME within 8s")
    strap.play(TO_THE_HOLD)


def test_a_sensor_lost_in_a_hold_does_not_lose_the_buzz(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 1min\nunplug sensor")
    strap.play("expect tone fault_sensor\nwait 11min\nexpect tone release\npress\nwait 2s")
    (record,) = records(root)
    assert record.ended == "target"
    assert any(row["flags"] & journal.SENSOR_LOST for row in record.rows)


def test_a_display_that_dies_and_comes_back_is_used_again(root):
    strap = Strap(root, day=DAY).play("wait 3s\nunplug display\nwait 2s\nplug display\nwait 8s")
    strap.play("expect screen HOME\nexpect lit")


def test_ctrl_c_in_a_hold_saves_it(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 5min")
    halt(strap.app)
    assert records(root)[0].ended == "stopped"
    assert strap.screen_text()[0].startswith("USB")


def test_ctrl_c_while_the_buzz_calls_keeps_why_it_ended_and_is_silent(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 12min\nexpect tone release")
    while not strap.world.sound.sounding:
        strap.run(20)
    halt(strap.app)
    assert not strap.world.sound.sounding
    assert records(root)[0].ended == "target"


def test_a_power_cut_in_a_hold_costs_eight_seconds_at_the_most(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 100s")
    held_s = strap.app.session.hold_ms // 1000
    strap.store._part.flush()
    later = Strap(root, day=DAY).run(100)
    (record,) = records(root)
    assert record.ended == "cut"
    assert 0 <= held_s - len(record.rows) <= 10
    assert later.ask("status")["unpulled"] == 1


def test_storage_that_fails_does_not_end_the_hold(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 1min")
    assert not strap.app.recorder.failed
    strap.store._part.close()
    strap.store._part = Full()
    strap.play("wait 10s")  # a block of rows was due
    assert strap.app.recorder.failed
    strap.play("wait 11min\nexpect tone release\noff\nwait 3s\npress\nexpect screen HOME")


class Full:
    """An open file on a full flash."""

    def write(self, data):
        raise OSError(28, "ENOSPC")

    def flush(self):
        raise OSError(28, "ENOSPC")

    def close(self):
        raise OSError(28, "ENOSPC")


def test_time_from_the_host_makes_it_a_night(root):
    strap = Strap(root).run(1000)
    assert strap.app.tonight.number == 1  # boots, while the clock is not set
    assert strap.ask("time", "2026", "11", "22", "23", "5", "0") == {"ok": 1}
    strap.run(2000)
    assert strap.app.tonight.number == 20779


# First words of the lists of the menu.
LISTS = (
    "Point",
    "Routine",
    "My",
    "Brightness",
    "Language",
    "Units",
    "Person",
    "Info",
    "Self-test",
)

presses = st.sampled_from(["press", "press long", "press very long"])
acts = st.sampled_from(
    ["lie 25kg", "lie 8kg", "off", "wait 3s", "wait 40s", "wait 6min", "wait 0s"]
)


@given(st.lists(presses | acts, min_size=1, max_size=25))
@effort(max_examples=60)
def test_any_press_at_any_moment_is_no_exception(tmp_path_factory, lines):
    root = tmp_path_factory.mktemp("strap")
    flash(root)
    strap = Strap(root, day=DAY).play("\n".join(lines))
    session = strap.app.session
    assert session.hold_ms <= 25 * 60_000
    assert strap.screen_name() in ("", "HOME", "MENU", "PREPARE", "PLACE", "HOLD", "PAUSED",
                                   "RELEASE", "REST", "ENDED", *LISTS)  # fmt: skip
    for record in records(root):
        assert record.damaged == 0
        assert record.hold_ms <= record.wall_ms
