"""The whole firmware on each size of display, read off the emulated glass."""

import json

import pytest

from backstrap.virtual import drawing
from backstrap.virtual.picture import SIZES
from backstrap.virtual.simulator import Strap
from backstrap.virtual.state import board_plan
from crash import show
from strapcore.ui.choices import LANGUAGE
from tests.test_app import DAY, flash

OFFSETS = {72: 28, 128: 0}  # first column of the glass
WORDS = ["Upper", "trapezius", "LEFT", "12 min"]


def strap_with(root, size, chip="ssd1306"):
    """A strap with a display of this size and the shipped routine."""
    plan = board_plan("esp32-c3-supermini")
    width, height = size
    first = 2 if chip == "sh1106" else OFFSETS[width]
    plan["display"] |= {"width": width, "height": height, "offset": first}
    (root / "board.json").write_text(json.dumps(plan))
    flash(root)
    return Strap(root, display=chip, day=DAY)


def glass(strap, size):
    """The frame that the panel shows."""
    width, height = size
    whole = strap.frame()
    rows = [whole[128 * page :][:width] for page in range(height // 8)]
    assert sum(map(sum, rows)) == sum(whole)  # nothing beside the glass
    return b"".join(rows)


@pytest.mark.parametrize(
    ("chip", "size"), [*(("ssd1306", size) for size in SIZES), ("sh1106", (128, 64))]
)
def test_home_and_a_hold_are_on_the_glass_as_drawn(tmp_path, chip, size):
    strap = strap_with(tmp_path, size, chip).play("wait 2s")
    text = " ".join(strap.screen_text())
    assert all(word in text for word in WORDS), text
    strap.play("press\nwait 6s\nlie 25kg\nwait 8s")
    while strap.app.panel.dirty:
        strap.run(20)
    assert strap.app.panel.view.state == "HOLD"
    assert glass(strap, size) == drawing.drawn(strap.app.panel.view, size)


@pytest.mark.parametrize("size", SIZES)
def test_a_crash_is_told_at_once(tmp_path, size):
    strap = strap_with(tmp_path, size).play("wait 1s")
    show(strap.app, ValueError("bad digit in the third line of it"))
    text = " ".join(" ".join(strap.screen_text()).split())
    assert "ValueError:" in text and "digit" in text.replace(" ", "")


@pytest.mark.parametrize("size", SIZES)
def test_another_language_is_there_with_the_next_change(tmp_path, size):
    strap = strap_with(tmp_path, size)
    strap.app.choices[LANGUAGE] = 1
    strap.play("wait 1s\npress long\nwait 31s")
    assert "HEUTE" in strap.screen_text()[0] and "Oberer" in " ".join(strap.screen_text())


def test_a_board_file_without_a_size_is_128x64(tmp_path):
    plan = board_plan("esp32-c3-supermini")
    for name in ("width", "height"):
        del plan["display"][name]
    (tmp_path / "board.json").write_text(json.dumps(plan))
    strap = Strap(tmp_path, day=DAY).play("wait 2s")
    assert "HOME" in strap.screen_text()[0] and strap.app.board.panel == (128, 64)
