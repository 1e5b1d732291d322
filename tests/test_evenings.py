"""Evenings on the whole strap, on CPython: the menu, the people, locks and overrides, exercises,
the load, what is kept and what is made again."""

import json

import pytest

from backstrap.cli.main import main
from backstrap.history.record import OVERRIDES, figures
from backstrap.virtual import machine
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from halt import halt
from strapcore import plan
from strapcore.limits import ALARM_PA
from strapcore.progress import LET_GO, OWN_TARGET, TARGET_S, TIMES
from strapcore.ui.choices import QUIET
from tests.test_app import DAY, TO_THE_HOLD, flash, records
from wake import wake

NIGHT = DAY + 10957  # the same evening in days since 1970
ITEMS = (
    "points", "routines", "target", "quiet", "bright", "language", "units", "person",
    "valve", "zero", "exhale", "info", "test", "usb", "back",
)  # fmt: skip
READ = 6 * "press\nwait 200ms\n"  # all but the last page of what is read first
FELT = TO_THE_HOLD + "wait 302s\npress\nexpect screen RELEASE\noff\nwait 20s\npress\nwait 2s\n"


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def pick(item, steps=0):
    """Choose an item of the menu, and what is so many lines further in the list it opens."""
    way = "wait 2s\npress long\nexpect screen MENU\n" + ITEMS.index(item) * "press\n"
    return (
        way + "press long\nwait 1s\n" + (steps * "press\n" + "press long\nwait 2s\n") * (steps > 0)
    )


def kept(root, person=0):
    name = f"progress-{person + 1}.json" if person else "progress.json"
    return json.loads((root / name).read_text())


def entries(root, routine="upper-back", person=0):
    return kept(root, person)["routines"][routine]["steps"]


# ---- what is read first


def test_the_first_press_of_all_asks_what_speaks_against_it_and_only_once(tmp_path):
    flash(tmp_path)
    (tmp_path / "progress.json").unlink()
    strap = Strap(tmp_path, day=DAY).play("wait 3s\npress\nexpect screen FIRST")
    strap.play(READ + "expect screen FIRST\npress\nexpect screen PREPARE\nexpect tone start")
    assert kept(tmp_path)["cleared"] == 1
    strap.play("press long\nexpect screen HOME\nwait 1s\npress\nexpect screen PREPARE")
    Strap(tmp_path, day=DAY).play("wait 3s\npress\nexpect screen PREPARE")


def test_who_says_that_something_applies_begins_nothing_and_is_asked_again(tmp_path):
    flash(tmp_path)
    (tmp_path / "progress.json").unlink()
    strap = Strap(tmp_path, day=DAY).play("wait 3s\npress\nexpect screen FIRST\npress\npress long")
    strap.play("expect tone no\nexpect screen HOME\nwait 1s\npress\nexpect screen FIRST")
    strap.play(READ + "press long\nexpect tone no\nexpect screen HOME")
    assert kept(tmp_path)["cleared"] == 0


# ---- the menu


def test_a_point_is_chosen_from_the_list(root):
    strap = Strap(root, day=DAY).play(pick("points", 8))
    assert strap.ask("status")["point"] == "middle-trapezius-left"
    strap.play("expect screen HOME\npress\nexpect screen PREPARE")


def test_a_deep_point_says_what_comes_first_and_takes_a_very_long_press(root, capsys):
    strap = Strap(root, day=DAY).play(pick("points", 2))
    assert strap.app.tonight.locked == (plan.LAYER, "upper-trapezius", "left")
    strap.play('expect text "Upper trapezius"\nexpect text first\npress\nexpect tone no')
    strap.play("press very long\nexpect screen PREPARE\nwait 6s\nlie 12kg\nwait 20s\npress\noff")
    strap.play("wait 20s")
    (record,) = records(root)
    assert (record.point, record.override) == ("levator-scapulae-left", plan.LAYER)
    assert main(["show", str(root / "sessions" / "000001.hold")]) == 0
    said = "override  begun by a very long press, although what lies above it had not let go"
    assert said.split() == next(
        line.split() for line in capsys.readouterr().out.splitlines() if "override" in line
    )


def test_the_persons_own_target_ends_the_hold_and_is_recorded_as_theirs(root):
    strap = Strap(root, day=DAY).play(
        pick("target", 1)
    )  # the first below "as proposed": the least
    assert strap.app.tonight.target_s == 600
    strap.play(TO_THE_HOLD + "expect tone release within 10min\noff\nwait 20s")
    (record,) = records(root)
    assert (record.ended, record.target_s, record.own_target) == ("target", 600, 1)
    entry = entries(root)["upper-trapezius-left"]
    assert (entry[TARGET_S], entry[OWN_TARGET]) == (600, 1)


def test_another_routine_is_chosen_and_kept_for_the_evening(root):
    flash(root, "neck")
    strap = Strap(root, day=DAY).play("wait 2s")
    assert strap.ask("status")["routine"] == "neck"
    strap.play(pick("routines", 1) + 'expect text "Upper"')
    assert strap.ask("status")["routine"] == "upper-back"


def test_language_units_and_brightness_are_kept(root):
    strap = Strap(root, day=DAY).play(pick("language", 1) + "expect screen HEUTE")
    strap.play("press long\nexpect text Helligkeit\nwait 31s\nexpect screen HEUTE")
    later = Strap(root, day=DAY).play("wait 2s\nexpect screen HEUTE")
    later.play('press\nexpect text "Ball blau"')
    assert later.app.panel.view.units_mmhg


def test_pressures_in_kpa_where_that_is_chosen(root):
    strap = Strap(root, day=DAY).play(pick("units", 1) + pick("valve"))
    strap.play("set ball 12-firm5-a\nwait 2min\npress\nexpect text kPa")
    assert json.loads((root / "settings.json").read_text())["kpa"] == 1


def test_a_bright_screen_is_brighter(root):
    strap = Strap(root, day=DAY).play("wait 2s")
    assert strap.world.display.contrast == 0x7F
    strap.play(pick("bright", 1))
    assert strap.world.display.contrast == 0xFF


def test_quiet_needs_a_motor(root):
    strap = Strap(root, day=DAY).play(pick("quiet") + "expect tone no")
    assert strap.app.choices[QUIET] == 0


@pytest.fixture
def shaking(root):
    """A strap with a motor, in quiet mode."""
    board = board_plan("esp32-c3-supermini")
    board["motor"] = {"pin": 7}
    return Strap(root, board=board, day=DAY).play(pick("quiet") + "expect shake zero")


def test_quiet_mode_is_felt_and_not_heard(shaking):
    heard = len(shaking.tones)
    shaking.play("press\nexpect shake start\nexpect shake zero\nwait 6s\nlie 12kg")
    shaking.play("expect shake contact\nwait 1min\npress\nexpect shake release\nwait 10s")
    assert len(shaking.tones) == heard


def test_what_must_wake_somebody_sounds_in_quiet_mode_too(shaking):
    shaking.play(TO_THE_HOLD + "wait 1min\npress\nexpect tone release3 within 40s")
    assert [name for name in shaking.tones if name.startswith("release")] == ["release3"]


def test_the_motor_is_still_when_the_host_takes_over(shaking):
    shaking.play(TO_THE_HOLD + "wait 1min\npress\nwait 100ms")
    assert shaking.world.shaking.sounding
    halt(shaking.app)
    assert not shaking.world.shaking.sounding and not shaking.world.sound.sounding


def test_maintenance_starts_without_app_and_watchdog_once(root):
    strap = Strap(root, day=DAY).play(pick("usb"))
    assert wake(strap.root, strap.pass_ms)[1] is None  # no console: the REPL is wanted
    assert strap.screen_text()[0].startswith("USB")
    assert strap.board.rtc.memory() == b""  # and once only


@pytest.mark.parametrize("cause", [machine.PWRON_RESET, machine.HARD_RESET])
def test_a_button_that_is_down_at_boot_asks_for_the_prompt(root, cause):
    strap = Strap(root, day=DAY)
    strap.world.restarted(cause)
    strap.world.press("very long")
    assert wake(strap.root, strap.pass_ms)[1] is None
    assert strap.screen_text()[0].startswith("USB")


# ---- people


def test_each_person_has_nights_of_their_own(root):
    strap = Strap(root, day=DAY).play("wait 2s\n" + FELT)
    strap.play(pick("person", 1))
    assert strap.ask("status")["point"] == "upper-trapezius-left"
    strap.play("press\nexpect screen FIRST\n" + READ + "press\nexpect screen PREPARE\nwait 6s")
    strap.play("lie 12kg\nwait 30s\npress\noff\nwait 20s")
    mine, theirs = records(root)
    assert (mine.person, theirs.person) == (0, 1)
    assert entries(root)["upper-trapezius-left"][LET_GO] == 1
    assert entries(root, person=1)["upper-trapezius-left"][LET_GO] == 0  # too short for that
    assert strap.app.tonight.held == 1


# ---- exercises and notes


def test_an_evening_with_the_neck(root):
    flash(root, "neck")
    strap = Strap(root, day=DAY).play(
        "wait 2s\npress\nexpect screen NOTE\npress\nexpect tone done\nwait 1s"
    )
    assert entries(root, "neck")["ball-first"][TIMES] == 1
    assert records(root) == []  # a note leaves none
    strap.play(FELT)
    done = [strap.ask("status")["point"]]
    while strap.app.tonight.locked is None:
        strap.play("press\nexpect screen EXERCISE\nexpect tone shown\nwait 2s\npress\nwait 3s")
        done.append(strap.ask("status")["point"])
    assert [r.ended for r in records(root)] == ["felt", "done", "done", "done"]
    assert records(root)[0].dose_s > 200
    assert {(r.dose_s, r.load_most_pa) for r in records(root)[1:]} == {(0, 0)}
    assert strap.ask("status")["dose_s"] == records(root)[0].dose_s
    assert strap.app.tonight.held == 1
    strap.play("press\nexpect tone no")


# ---- the load


def test_too_firm_a_ball_is_hinted_warned_of_and_alarmed(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + 'expect text "Much pressure"')
    strap.play('expect tone air within 70s\nexpect text "Let some air out"\nlie 60kg\nwait 20s')
    assert strap.app.sense.contact.load_pa > ALARM_PA
    strap.play(
        'expect tone alarm within 60s\nexpect text "Too firm"\nexpect tone alarm within 11s'
    )
    strap.play("off\nexpect screen PAUSED\nwait 30s")
    heard = strap.tones
    assert heard[-1] == "paused" and "alarm" in heard


def test_an_hour_of_dose_asks_before_another_point(root):
    strap = Strap(root, day=DAY)
    for _ in range(2):  # twice 25 min above 67 mmHg
        strap.play("wait 2s\n" + pick("target", 16) + TO_THE_HOLD)
        strap.play("wait 25min\nexpect screen RELEASE\noff\nwait 20s\npress\nwait 2s")
    assert strap.app.tonight.locked is None
    strap.play(pick("target", 16) + TO_THE_HOLD + "wait 11min\npress long\noff\nwait 20s\npress")
    strap.play("wait 2s")
    assert strap.app.tonight.locked == (plan.DOSE, strap.app.tonight.dose_s // 60)
    assert strap.app.tonight.dose_s >= 3600
    strap.play('expect text "high pressure"\npress\nexpect tone no')


# ---- what is kept, and made again


def test_lost_progress_is_made_again_from_the_records(root):
    strap = Strap(root, day=DAY)
    for _ in range(2):
        strap.play(FELT)
    strap.play(pick("target", 3) + TO_THE_HOLD + "wait 2min\npress long\noff\nwait 20s\npress")
    before = kept(root)
    for damage in (b"", b"{", b'{"format":2}', json.dumps(before).encode()[:-9]):
        (root / "progress.json").write_bytes(damage)
        Strap(root, day=DAY).run(2000)
        after = kept(root)
        for key in ("record", "night", "cleared"):
            assert after[key] == before[key]
        assert list(entries(root)) == list(before["routines"]["upper-back"]["steps"])
        for name, was in before["routines"]["upper-back"]["steps"].items():
            now = entries(root)[name]
            assert now[:5] == was[:5] and now[6:] == was[6:]
            assert abs(now[5] - was[5]) <= 2  # minutes


def test_a_hold_that_was_cut_before_it_was_booked_is_booked_at_the_next_start(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD + "wait 11min")
    strap.store._part.flush()
    later = Strap(root, day=DAY).run(2000)
    (record,) = records(root)
    assert record.ended == "cut" and record.hold_ms >= 650_000
    assert entries(root)["upper-trapezius-left"][TIMES] == 1
    assert later.app.tonight.held == 1
    assert later.ask("status")["point"] == "upper-trapezius-right"


def test_what_was_booked_is_not_booked_again(root):
    strap = Strap(root, day=DAY).play(FELT + TO_THE_HOLD + "wait 11min")
    strap.store._part.flush()
    Strap(root, day=DAY).run(2000)
    assert [r.ended for r in records(root)] == ["felt", "cut"]
    assert [entry[TIMES] for entry in entries(root).values()] == [1, 1]


def test_without_a_clock_a_loss_of_power_makes_another_night_and_a_reset_none(root):
    strap = Strap(root)
    for _ in range(3):
        strap.play(FELT)
    assert strap.app.tonight.locked == (plan.BUDGET, 3)
    shown = figures(records(root)[0])
    assert (shown["night"], shown["night_number"], shown["minute"]) == (None, 1, None)
    strap.reboot()
    assert strap.app.tonight.locked == (plan.BUDGET, 3)
    assert Strap(root).run(2000).app.tonight.locked is None


def test_a_clock_that_is_set_takes_the_evening_along(root):
    strap = Strap(root)
    for _ in range(3):
        strap.play(FELT)
    strap.ask("time", "2026", "10", "31", "23", "0", "0")
    strap.run(3000)
    assert strap.app.tonight.number == NIGHT
    assert strap.app.tonight.locked == (plan.BUDGET, 3)
    assert kept(root)["night"] == NIGHT


def test_every_reason_to_wait_has_words_in_a_record():
    assert len(OVERRIDES) == plan.REGION + 1
