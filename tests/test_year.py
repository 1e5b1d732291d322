"""A year of nights: hypothesis presses, lies down, lifts off, falls asleep, sets clocks, resets
the strap and pulls its plug. Layers, ceilings, budgets, the buzz and a hold's clock must hold.

The app, its files and all of strapcore are the strap's own. The chips are not there: a ball that
gives ten samples a second, a button, a clock and a buzzer that remembers stand on the desk, so
that a night takes a tenth of a second. test_app.py and test_evenings.py have the chips.
"""

import json
from array import array
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from app import App
from backstrap.virtual import machine
from loader import once
from store import Store
from strapcore import plan, progress, session
from strapcore.limits import POINTS_A_NIGHT, REGIONS
from strapcore.record import decode
from tests.test_app import flash

STEP_MS = 100
MINUTE_MS = 60_000
EVENING = 29_900_000 // 1440 * 1440 + 22 * 60  # minutes since 1970, 22:00
DAYS_TO_2000 = 10_957
PRESSES = {"short": 200, "long": 1500, "very long": 4000}
LOUD = 32768


class Ball:
    """The sensor in the ball: ten samples a second, whatever lies on it."""

    rate_hz = 10
    noise_pa = 2
    feels_breath = feels_pulse = False
    range_pa = (26000, 400000)

    def __init__(self):
        self.code = 0
        self.samples = array("i", [0] * 8)
        self.load_pa = 0
        self.passed = 0  # steps since it was read
        self._seed = 1

    def read(self):
        for i in range(self.passed):
            self._seed = (self._seed * 75 + 74) % 65537
            self.samples[i] = self.code = 104_325 + self.load_pa + self._seed % 5 - 2
        count, self.passed = self.passed, 0
        return count

    def read_temp_cc(self):
        return 3000


class Buzzer:
    """Remembers when it last sounded, and how loud."""

    def __init__(self):
        self.sounds = False
        self.loud = False

    def tone(self, hz, duty, beats):
        self.sounds = hz > 0
        self.loud = self.sounds and duty == LOUD


class Desk:
    """The board: ball, button, clock, buzzer. No display: it is dark anyway."""

    name, uid, panel, display, motor, cell = "desk", "00", (128, 64), *3 * (None,)
    ambient = finding = None
    barometer = False
    failed = 0

    def __init__(self, minute, clock_set):
        self.sensor = Ball()
        self.buzzer = Buzzer()
        self.faults = []
        self.down = False
        self.minute = minute
        self.clock_set = clock_set
        self.on_ms = 0  # since the loss of power

    def search(self):
        self.finding = None
        return True

    def pressed(self):
        return self.down

    def clock(self):
        minute = self.minute if self.clock_set else self.on_ms // MINUTE_MS + DAYS_TO_2000 * 1440
        return (*civil(minute // 1440), 0, minute % 1440 // 60, minute % 60, 0, 0)

    calendar = clock  # the chip's own, which `machine` asks its world for

    @property
    def rtc(self):
        return self

    def datetime(self, when):
        year, month, day, _, hour, minute = when[:6]
        days = (date(year, month, day) - date(1970, 1, 1)).days
        self.minute = 1440 * days + 60 * hour + minute
        self.clock_set = True


def civil(days):
    """(year, month, day) of a day since 1970."""
    day = date(1970, 1, 1) + timedelta(days=days)
    return day.year, day.month, day.day


class Life:
    """A strap, and who uses it. `runs` are the stretches on and off the ball of a hold."""

    def __init__(self, root):
        self.root = root
        self.desk = Desk(EVENING, True)
        self.boot(machine.PWRON_RESET)

    def boot(self, cause):
        machine.world = self.desk
        self.desk.cause = cause
        self.desk.finding = True
        self.runs = []
        self.due_ms = None  # since the hold's time is over and no buzz was heard
        self.app = App(self.desk, Store(str(self.root) + "/"))
        once("resume", self.app, lambda ms: None)
        self.run(500)  # a button that is down at boot counts from its first release

    def reset(self, power):
        """The chip starts again; a loss of power stops its clock as well."""
        if power:
            self.desk.on_ms = 0
            self.desk.clock_set = False
        self.desk.down = False
        if self.app.store._part:
            self.app.store._part.flush()
        self.boot(machine.PWRON_RESET if power else machine.HARD_RESET)

    def run(self, ms):
        for _ in range(ms // STEP_MS):
            self.step()

    def step(self):
        app, desk = self.app, self.desk
        desk.sensor.passed += 1
        desk.on_ms += STEP_MS
        if desk.on_ms % MINUTE_MS == 0:
            desk.minute += 1
        app.step(STEP_MS)
        self.watch()

    def watch(self):
        """What must be so after every step."""
        hold = self.app.session
        if hold.state in (session.PLACE, session.HOLD, session.PAUSED, session.PREPARE):
            on = self.app.sense.contact.on
            if self.runs and self.runs[-1][0] == on:
                self.runs[-1][1] += STEP_MS
            else:
                self.runs.append([on, STEP_MS])
        elif hold.state == session.HOME:
            self.runs = []
        if hold.state == session.HOLD:
            assert abs(hold.hold_ms - contact_ms(self.runs)) <= 100
            over = contact_ms(self.runs) - min(hold.target_ms, 1500 * 1000)
            assert over < 1000, "the buzz is late"
        if hold.state == session.RELEASE and hold.in_state_ms >= 1000 and not self.heard:
            raise AssertionError("no buzz")
        self.heard = hold.state == session.RELEASE and (self.desk.buzzer.sounds or self.heard)

    heard = False

    def press(self, kind):
        self.desk.down = True
        self.run(PRESSES[kind])
        self.desk.down = False
        self.run(300)

    def lie(self, load_pa):
        self.desk.sensor.load_pa = load_pa

    # ---- what one does of an evening

    def hold(self, load_pa, parts, end, override):
        """From press to home: parts are (seconds on, seconds off) the ball, then `end`."""
        self.press("very long" if override else "short")
        if self.app.session.state != session.PREPARE:
            return
        self.run(6000)
        for on_s, off_s in parts:
            self.lie(load_pa)
            self.run(1000 * on_s)
            self.lie(0)
            self.run(1000 * off_s)
        getattr(self, end)(load_pa)
        self.lie(0)
        self.run(3000)
        self.press("short")
        self.run(25_000)

    def felt(self, load_pa):
        """Presses after a while: it throbs."""
        self.lie(load_pa)
        self.run(6 * MINUTE_MS)
        self.press("short")

    def stopped(self, load_pa):
        self.lie(load_pa)
        self.run(40_000)
        self.press("long")

    def lifts(self, load_pa):
        """Holds to the end and lifts off."""
        self.lie(load_pa)
        self.run(26 * MINUTE_MS)

    def sleeps(self, load_pa):
        """Never answers: must be called until awake, as loud as can be."""
        self.lie(load_pa)
        while self.app.session.state in (session.PLACE, session.HOLD, session.PAUSED):
            self.step()
        if self.app.session.state != session.RELEASE:
            return
        self.run(31_000)
        loud = 0
        for _ in range(9 * 60 // 3):
            heard = False
            for _ in range(30):
                self.step()
                heard = heard or self.desk.buzzer.loud
            loud += heard
        assert loud == 9 * 60 // 3, "somebody was left asleep"
        assert self.app.session.state == session.RELEASE

    def cut(self, load_pa):
        """The plug is pulled in the middle."""
        self.lie(load_pa)
        self.run(11 * MINUTE_MS)
        self.lie(0)
        self.reset(True)

    def cut_at_the_end(self, load_pa):
        """The plug is pulled while the hold is being booked."""
        self.lie(load_pa)
        while self.app.session.state in (session.PLACE, session.HOLD, session.PAUSED):
            self.step()
        self.run(700)
        self.lie(0)
        self.reset(True)


def contact_ms(runs):
    """How long somebody lay on the ball, from stretches on and off it: two seconds make contact,
    and two seconds off it a pause."""
    total, held = 0, False
    for on, ms in runs:
        if on and (held or ms >= 2000):
            total += ms
            held = True
        elif not on and ms >= 2000:
            held = False
    return total


# ---- what the records must say


def records(root):
    return [decode(path.read_bytes()) for path in sorted((root / "sessions").glob("*.hold"))]


def steps_of(root, name):
    lines = (root / "routines" / f"{name}.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines[1:]]
    return json.loads(lines[0]), {row[1]: row for row in rows if row[0] == "hold"}


def judge(root, name):
    """Layers, ceilings and budgets, told from the records alone."""
    header, holds = steps_of(root, name)
    times, gone, night, tonight = {}, set(), None, 0
    for record in records(root):
        row = holds.get(record.point)
        if row is None:
            continue
        side, layer, least_s = row[3], row[4], row[8][0]
        if record.day != night:
            night, tonight = record.day, 0
        if not record.override:
            assert tonight < min(header["night"][1], POINTS_A_NIGHT), record.number
            if layer > 1:
                above = {
                    one for one, it in holds.items() if it[4] == 1 and it[3] in (side, "both")
                }
                assert above <= gone, (record.number, record.point, gone)
        assert record.hold_ms <= 1000 * REGIONS[header["region"]][1] + STEP_MS
        whole = record.ended in ("felt", "sensed", "target", "cap")
        if whole or record.hold_ms >= 1000 * least_s:
            tonight += 1
            times[record.point] = times.get(record.point, 0) + 1
        let_go = record.ended in ("felt", "sensed") and 2 * record.hold_ms >= 1000 * least_s
        if let_go or times.get(record.point, 0) >= 3:
            gone.add(record.point)


parts = st.lists(st.tuples(st.sampled_from([3, 20, 100]), st.sampled_from([1, 4, 30])), max_size=3)
ends = st.sampled_from(["felt", "stopped", "lifts", "sleeps", "cut", "cut_at_the_end"])
holds = st.tuples(
    st.just("hold"), st.sampled_from([9_000, 15_000, 33_000]), parts, ends, st.booleans()
)
others = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(sorted(PRESSES))),
    st.tuples(st.just("reset"), st.booleans()),
    st.tuples(st.just("clock"), st.sampled_from([-4000, -70, 70, 1440, 30_000])),
    st.tuples(st.just("unknown")),
    st.tuples(st.just("run"), st.sampled_from([500, 40_000])),
)
evenings = st.lists(st.lists(holds | others, max_size=5), min_size=1, max_size=12)


def live(root, nights):
    life = Life(root)
    for acts in nights:
        for name, *given_ in acts:
            if name == "clock":
                minute = life.desk.minute + given_[0]
                words = (*civil(minute // 1440), minute % 1440 // 60, minute % 60, 0)
                life.app.answer([b"time", *words])  # as the host says it
                life.run(3000)
            elif name == "unknown":
                life.reset(True)
            else:
                getattr(life, name)(*given_)
        day = life.desk.minute // 1440 + 1
        life.desk.minute = 1440 * day + 22 * 60
        life.lie(0)
        life.run(4000)
        life.reset(False)
        life.desk.clock_set = True
    return life


@given(evenings)
@effort(max_examples=60)
def test_a_year_of_nights(tmp_path_factory, nights):
    root = tmp_path_factory.mktemp("life")
    flash(root)
    life = live(root, nights)
    judge(root, "upper-back")
    kept = json.loads((root / "progress.json").read_text())
    assert progress.is_progress(kept)
    assert life.app.recorder.failed is False


def test_a_life_without_mishaps_reaches_the_deep_points(tmp_path):
    """The test above would pass on a strap that never lets anybody near a deep point."""
    flash(tmp_path)
    live(tmp_path, [[("hold", 8_000, [], "felt", False)] * 3] * 5)
    judge(tmp_path, "upper-back")
    _, holds = steps_of(tmp_path, "upper-back")
    layers = [holds[record.point][4] for record in records(tmp_path)]
    assert layers == [1, 1, 1] + [2] * 3 + [1] + [2] * 8


def test_an_override_is_on_record(tmp_path):
    flash(tmp_path)
    live(tmp_path, [[("hold", 8_000, [], "felt", i == 3) for i in range(4)]])
    assert [record.override for record in records(tmp_path)] == [0, 0, 0, plan.BUDGET]


@pytest.mark.parametrize(
    ("runs", "ms"),
    [
        ([[True, 1900]], 0),
        ([[True, 2000]], 2000),
        ([[True, 1900], [False, 100], [True, 1900]], 0),
        ([[True, 5000], [False, 1900], [True, 100]], 5100),
        ([[True, 5000], [False, 2000], [True, 1900], [False, 50], [True, 2000]], 7000),
    ],
)
def test_the_clock_that_the_strap_is_compared_with(runs, ms):
    assert contact_ms(runs) == ms
