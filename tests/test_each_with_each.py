"""A hold of twelve minutes with each sensor, display and board, from board.json alone.

`make each-with-each` plays them all; else each board meets each display that it can have, and
every sensor is among them.
"""

import gc
import json
import os
from itertools import cycle
from pathlib import Path

import pytest

from backstrap import board_file
from backstrap.virtual import drawing
from backstrap.virtual.chips import SENSORS
from backstrap.virtual.simulator import Strap
from strapcore import journal
from tests.test_app import DAY, flash, records

SCRIPT = (Path(__file__).parent / "twelve_minutes.txt").read_text()
LOAD_PA = 21000  # with its breath; a sensor whose limit is below that has a bound of it

# kind of the chip, what board.json has of it
DISPLAYS = {
    "128x64": ("ssd1306", {"width": 128, "height": 64, "offset": 0}),
    "128x32": ("ssd1306", {"width": 128, "height": 32, "offset": 0}),
    "72x40": ("ssd1306", {"width": 72, "height": 40, "offset": 28}),
    "sh1106": ("sh1106", {"width": 128, "height": 64, "offset": 2}),
    "none": ("none", None),
}


def displays_of(board):
    """Those that a board claims: any, or the one that is soldered to it."""
    own = board_file.load(board)["display"]
    if not own.get("onboard"):
        return list(DISPLAYS)
    size = f"{own['width']}x{own['height']}"
    assert DISPLAYS[size][1]["offset"] == own["offset"]
    return [size]


PAIRS = [(board, display) for board in board_file.names() for display in displays_of(board)]


def cases():
    """Board, display and sensor of each hold."""
    if os.environ.get("BACKSTRAP_EACH_WITH_EACH"):
        return [(*pair, sensor) for pair in PAIRS for sensor in SENSORS]
    return [(*pair, sensor) for pair, sensor in zip(PAIRS, cycle(SENSORS), strict=False)]


def test_the_cases_have_each_board_display_and_sensor():
    boards, displays, sensors = map(set, zip(*cases(), strict=True))
    assert boards == set(board_file.names())
    assert displays == set(DISPLAYS)
    assert sensors == set(SENSORS)


def written(root, board, display, sensor):
    """The board.json a maker would write: the board's own with these parts, each by its name."""
    plan = json.loads(board_file.board_json(board_file.load(board)))
    chip, glass = DISPLAYS[display]
    plan["display"] = plan["display"] | glass if glass else None
    plan["sensor"] = {"driver": sensor}
    (root / "board.json").write_text(json.dumps(plan))
    return chip


def glass(strap, size):
    """What is lit on a panel of this size, once the screen is whole."""
    while strap.app.panel.dirty:
        strap.run(20)
    rows = [strap.frame()[128 * page :][: size[0]] for page in range(size[1] // 8)]
    assert sum(map(sum, rows)) == sum(strap.frame())  # and nothing beside it
    return b"".join(rows)


@pytest.fixture(autouse=True)
def _no_garbage_of_the_case_before():
    """Which the firmware would look through whenever it collects."""
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize(("board", "display", "sensor"), cases())
def test_a_hold_of_twelve_minutes(tmp_path, board, display, sensor):
    flash(tmp_path)
    chip = written(tmp_path, board, display, sensor)
    strap = Strap(tmp_path, sensor=sensor, display=chip, day=DAY)
    strap.play(SCRIPT, "twelve_minutes.txt")
    (record,) = records(tmp_path)
    assert (record.ended, record.hold_ms, record.pauses) == ("target", 720_000, 0)
    flags = [row["flags"] for row in record.rows]
    assert all(flag & journal.CONTACT for flag in flags)
    assert not any(flag & journal.SENSOR_LOST for flag in flags)
    assert strap.board.faults == []
    assert (strap.board.failed, strap.board.freed, strap.board.lost) == (0, 0, 0)
    view, size = strap.app.panel.view, strap.board.panel
    if display == "none":
        assert strap.board.display is None
    else:
        assert glass(strap, size) == drawing.drawn(view, size)
    if strap.board.sensor.range_pa[1] * 49 // 50 - record.zero_pa > LOAD_PA:
        assert 19000 < sum(row["load_pa"] for row in record.rows) / len(record.rows) < 22000
        assert not any(flag & journal.CLIPPED for flag in flags)
    else:
        assert sum(flag & journal.CLIPPED > 0 for flag in flags) > 700
