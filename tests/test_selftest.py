"""The self-test: chips that are ill at the bus, a flash that is full, a button that is stuck."""

from pathlib import Path

import pytest

from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from proof import proof
from strapcore.ui import cues
from tests.test_app import DAY, TO_THE_HOLD, flash

BOARD = "esp32-c3-supermini"
FAMILIES = (
    "lps28dfw", "lps22hb", "mprls", "bmp581", "bmp280", "bmp388", "dps310", "ms5837-02ba",
    "ms5803-14ba",
)  # fmt: skip
STEP_US = 4000  # of bus: the goal of the bench


@pytest.fixture
def root(tmp_path):
    flash(tmp_path)
    return tmp_path


def strap_at(root, **changes):
    """A strap that has been on for a while, on a board with these changes."""
    plan = board_plan(BOARD) | changes
    sensor = plan["sensor"]["driver"]
    (root / "board.json").unlink(missing_ok=True)
    return Strap(root, day=DAY, board=plan, sensor=sensor).run(9000)


def found_by(strap, most_s=40):
    """{part: what was found}, {part: its figure} of a whole self-test."""
    assert strap.ask("test", "start") == {"left": 1, "parts": []}
    for _ in range(most_s * 50):
        strap.step()
        if not strap.app.menu.left:
            break
    told = strap.ask("test")
    assert told["left"] == 0
    found = {part: why for part, why, _, _ in told["parts"]}
    assert len(found) == len(told["parts"])
    return found, {part: figure for part, _, figure, _ in told["parts"]}


def text(strap):
    """All rows of the display over all turns."""
    rows = []
    for _ in range(8):
        rows += strap.run(1500).screen_text()
    return "\n".join(rows)


ALL_WELL = {
    "sensor": "ok",
    "display": "ok",
    "battery": "ok",
    "storage": "ok",
    "button": "ok",
    "tone": "heard",
}


# ---- asked for


def test_all_is_well(root):
    strap = strap_at(root)
    before = sorted(root.rglob("*"))
    found, figures = found_by(strap)
    assert found == ALL_WELL
    assert 8 <= figures["sensor"] <= 25  # 1.43 Pa RMS by the data sheet, 1/10 Pa
    assert figures["display"] == 8 * (47 * 5 // 2 + 1172 * 5 // 2)  # bits, at 400 kHz
    assert figures["battery"] == 3900
    assert figures["storage"] > 0
    strap.run(3000)
    assert strap.tones[-1] == "release2"
    assert sorted(root.rglob("*")) == before
    said = text(strap)
    assert "Sensor" in said and "24 ms ok" in said and "3.90 V ok" in said and "heard?" in said
    assert "bad" not in said
    strap.press().run(1000)
    assert strap.screen_name() == "HOME"


def test_the_whole_display_is_lit_for_a_moment(root):
    strap = strap_at(root)
    strap.ask("test", "start")
    lit = 0
    for _ in range(500):
        strap.step()
        lit += strap.frame() == b"\xff" * 1024
    assert 20 < lit < 70  # steps of 20 ms, with the time it takes to draw anew
    strap.run(2000)
    assert strap.screen_name() == "Self-test"


@pytest.mark.parametrize("sensor", FAMILIES)
def test_a_sensor_with_ten_times_the_noise_that_it_may_have_fails(root, sensor):
    strap = strap_at(root, sensor={"driver": sensor})
    found, figures = found_by(strap)
    assert found["sensor"] == "ok"
    own_x10 = 10 * strap.board.sensor.noise_pa
    assert figures["sensor"] <= 1.2 * own_x10
    strap.set("sensor_noise", min(100, 10 * own_x10 // max(2, figures["sensor"]))).run(1000)
    worse, more = found_by(strap)
    assert worse == found | {"sensor": "noisy"}
    assert 7 * own_x10 < more["sensor"] < 14 * own_x10


def test_what_failed_is_on_the_screen_and_what_to_do(root):
    strap = strap_at(root).set("sensor_noise", 10)
    found_by(strap)
    said = text(strap)
    assert "Pa bad" in said and "Check its supply." in said and "24 ms ok" in said


def test_noise_is_not_taken_for_a_hand_nor_a_hand_for_noise(root):
    strap = strap_at(root).set("sensor_noise", 100)
    assert found_by(strap)[0]["sensor"] == "noisy"
    strap.set("sensor_noise", 1).lie(25).run(3000)
    assert found_by(strap)[0] == ALL_WELL | {"sensor": "touched"}


def test_a_hand_that_lets_go_is_waited_for(root):
    strap = strap_at(root).lie(25).run(3000)
    strap.ask("test", "start")
    strap.run(2000).off().run(12_000)
    assert strap.ask("test")["parts"][0][:2] == ["sensor", "ok"]


def test_a_sensor_that_is_gone_fails(root):
    strap = strap_at(root)
    strap.world.unplug("sensor")
    strap.run(4000)
    assert found_by(strap)[0] == ALL_WELL | {"sensor": "silent"}


def test_a_sensor_that_dies_meanwhile_fails(root):
    strap = strap_at(root)
    strap.ask("test", "start")
    strap.run(400)
    strap.world.unplug("sensor")
    strap.run(8000)
    assert strap.ask("test")["parts"][0][:2] == ["sensor", "silent"]


def test_a_sensor_that_gives_one_code_is_no_quiet_one(root):
    strap = strap_at(root)
    strap.world.sensor.codes = (2_100_000, 2500)
    strap.run(5000)
    assert found_by(strap)[0] == ALL_WELL | {"sensor": "limit"}


def test_a_display_that_does_not_answer_fails(root):
    strap = strap_at(root)
    strap.world.unplug("display")
    assert found_by(strap)[0] == ALL_WELL | {"display": "silent"}


def test_a_display_that_answers_no_more_in_its_own_test_fails(root):
    strap = strap_at(root)
    strap.ask("test", "start")
    while not strap.ask("test")["parts"]:
        strap.step()
    strap.world.unplug("display")
    while len(strap.ask("test")["parts"]) < 2:
        strap.step()
    assert strap.ask("test")["parts"][1] == ["display", "silent", 0, 0]
    assert strap.board.display is None and not strap.app.recorder.failed
    strap.world.plug("display")
    strap.run(9000)
    assert strap.screen_name() == "Self-test"


@pytest.mark.parametrize(("hz", "found", "ms"), [(100_000, "ok", 97), (50_000, "slow", 195)])
def test_a_bus_on_which_a_page_takes_longer_than_a_step_fails(root, hz, found, ms):
    strap = strap_at(root, i2c=board_plan(BOARD)["i2c"] | {"hz": hz})
    seen, figures = found_by(strap)
    assert (seen["display"], figures["display"] // 1000) == (found, ms)


@pytest.mark.parametrize("mv", [3300, 4400])
def test_a_battery_out_of_range_fails(root, mv):
    strap = strap_at(root)
    strap.set("battery_mv", mv)
    found, figures = found_by(strap)
    assert found == ALL_WELL | {"battery": "cell"}
    assert figures["battery"] == mv


def test_a_full_flash_fails(root):
    strap = strap_at(root)
    (root / "proof.tmp").symlink_to("/dev/full")  # the computer's own full disk
    assert found_by(strap)[0] == ALL_WELL | {"storage": "full"}
    assert strap.app.recorder.failed
    assert strap.app.menu.items[0].startswith(b"Storage")  # what failed stands on top
    assert not list(root.glob("proof*"))


def test_a_flash_that_reads_otherwise_fails(root):
    strap = strap_at(root)
    steps = proof(strap.store)
    next(steps)
    next(steps)
    data = bytearray((root / "proof").read_bytes())
    data[300] ^= 1
    (root / "proof").write_bytes(data)
    with pytest.raises(OSError, match="reads otherwise"):
        next(steps)
    assert not list(root.glob("proof*"))


def test_a_button_that_is_stuck_fails(root):
    strap = strap_at(root)
    strap.world.press("very long")
    strap.world.button_until_ms = 1 << 29
    strap.ask("test", "start")
    strap.run(9000)
    assert ["button", "held", 0, 0] in strap.ask("test")["parts"]


def test_a_barometer_is_measured_as_well(root):
    place = {"driver": "bmp280", "addr": 0x76}
    strap = strap_at(root, ambient=place)
    assert found_by(strap)[0] == ALL_WELL | {"ambient": "ok"}
    strap.world.ambient.noisy = 10
    assert found_by(strap)[0] == ALL_WELL | {"ambient": "noisy"}
    strap.world.unplug("ambient")
    assert strap.board.ambient
    assert found_by(strap)[0] == ALL_WELL | {"ambient": "silent"}
    strap.run(15_000)
    assert not strap.board.ambient
    assert found_by(strap)[0] == ALL_WELL | {"ambient": "silent"}


def test_only_what_is_fitted_is_found_by(root):
    plan = {"battery": None, "buzzer": None, "motor": {"pin": 3}, "display": None}
    found, _ = found_by(strap_at(root, **plan))
    assert found == {"sensor": "ok", "storage": "ok", "button": "ok", "motor": "felt"}


def test_in_quiet_mode_the_motor_runs_and_nothing_sounds(root):
    strap = strap_at(root, motor={"pin": 3})
    strap.app.choices[1] = 1
    strap.run(1000)
    heard = len(strap.tones)
    found, _ = found_by(strap)
    strap.run(3000)
    assert found == ALL_WELL | {"tone": "quiet", "motor": "felt"}
    assert len(strap.tones) == heard
    names = strap.senses.skin.names(strap.world.shaking.tones(0), strap.now_ms)
    assert names[-1][0] == "release2"


def test_it_is_chosen_in_the_menu(root):
    strap = strap_at(root).play("press long\nexpect screen MENU")
    for _ in range(12):
        strap.press()
    strap.press("long").run(9000)
    assert strap.screen_name() == "Self-test"
    assert strap.ask("test")["left"] == 0
    assert strap.tones[-1] == "release2"


def test_a_press_ends_it(root):
    strap = strap_at(root)
    strap.ask("test", "start")
    strap.run(1000).press().run(9000)
    assert strap.ask("test") == {"error": "no test"}
    assert "release2" not in strap.tones
    assert strap.screen_name() == "HOME"
    assert found_by(strap)[0] == ALL_WELL


def test_a_press_in_the_midst_of_the_proof_leaves_no_file(root):
    strap = strap_at(root)
    strap.ask("test", "start")
    while not list(root.glob("proof*")):
        strap.step()
    parts = strap.app._doing.gi_frame.f_locals["parts"]  # nothing is collected while it is held
    strap.app.menu.shown = False
    strap.app.menu = None
    strap.run(1000)
    assert parts.gi_frame is None
    assert not list(root.glob("proof*"))


def test_not_in_a_hold(root):
    strap = Strap(root, day=DAY).play(TO_THE_HOLD)
    state = strap.app.session.state
    assert strap.ask("test", "start") == {"error": "not at home"}
    assert strap.ask("test") == {"error": "no test"}
    strap.play("wait 12min\nexpect tone release")
    assert state == 3


def test_none_of_its_steps_is_long(root):
    strap = strap_at(root)
    strap.ask("test", "start")
    worst = 0
    while strap.app.menu.left:
        before = strap.world.bus.us
        strap.step()
        worst = max(worst, strap.world.bus.us - before)
    assert 3000 < worst <= STEP_US


# ---- at boot


def test_at_boot_all_well_is_neither_shown_nor_heard(root):
    strap = Strap(root, day=DAY)
    before = sorted(root.rglob("*"))
    strap.run(20_000)
    assert strap.app.menu is None and not strap.app.deeds
    assert strap.tones == ["ready"]
    assert sorted(root.rglob("*")) == before and not (root / "log.txt").exists()


def test_at_boot_a_noisy_sensor_is_shown_in_silence_and_a_press_closes_it(root):
    strap = Strap(root, day=DAY).set("sensor_noise", 10).run(8000)
    assert strap.screen_name() == "Self-test"
    said = text(strap)
    assert "Pa bad" in said and "Check its supply." in said and "Display" not in said
    assert strap.tones == ["ready"]
    assert "self-test" in (root / "log.txt").read_text()
    strap.press().run(1000)
    assert strap.screen_name() == "HOME" and strap.app.session.state == 0
    strap.press().run(1000)
    assert strap.screen_name() == "PREPARE"


def test_at_boot_a_full_flash_is_shown(root):
    strap = Strap(root, day=DAY)
    (root / "proof.tmp").symlink_to("/dev/full")
    strap.run(8000)
    said = text(strap)
    assert "Storage" in said and "Fetch the records." in said
    strap.press().run(1000)
    assert "storage full or bad"[:15] in "\n".join(strap.screen_text())


def test_at_boot_a_press_does_not_wait(root):
    strap = Strap(root, day=DAY).run(1000)
    assert strap.app._doing  # it feels the sensor just now
    strap.set("sensor_noise", 10).press().run(600)
    assert strap.app.session.state == 1
    strap.run(2000)
    assert strap.app.menu is None and strap.screen_name() == "PREPARE"


def test_at_boot_somebody_on_the_ball_is_no_fault(root):
    strap = Strap(root, day=DAY).lie(25).run(15_000)
    assert strap.app.menu is None
    assert strap.screen_name() == "HOME"


@pytest.mark.parametrize(("ms", "shown"), [(4000, False), (15_000, True)])
def test_at_boot_a_long_press_is_no_stuck_button_but_ten_seconds_are(root, ms, shown):
    strap = Strap(root, day=DAY)
    strap.world.press("very long")
    strap.world.button_until_ms = strap.now_ms + ms
    strap.run(18_000)
    assert (strap.screen_name() == "Self-test") == shown
    assert ("It stays pressed." in text(strap)) == shown


def test_the_cue_is_one_that_keeps_quiet_mode():
    player = cues.Player()
    player.play(cues.RELEASE2)
    assert not player.loud


# ---- what was found has a word everywhere


def test_the_host_knows_all_that_may_be_found():
    import selftest as answer
    from backstrap.device import selftest

    assert answer._WHY.decode().split() == list(selftest._FOUND)
    assert set(selftest._MEASURED) < set(answer._PARTS.decode().split())
    source = (Path(answer.__file__).parent / "glance.py").read_text()
    parts = source.split("# Parts")[1].split("\n\n")[0].split("\n")[1:]
    names = [line.split(" = ")[0].lower() for line in parts]
    assert names == answer._PARTS.decode().split()
