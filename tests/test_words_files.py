"""Language files that are missing or damaged: English then, or nothing, and never a traceback."""

import importlib.util
import shutil

import pytest

from backstrap import FIRMWARE
from backstrap.virtual.simulator import Strap
from strapcore.ui.letters import encode
from strapcore.ui.view import View


@pytest.fixture
def slot(tmp_path):
    """A copy of the words, as in a strap's slot: (folder of the languages, the module)."""
    shutil.copy(FIRMWARE / "words.py", tmp_path)
    shutil.copytree(FIRMWARE / "languages", tmp_path / "languages")
    spec = importlib.util.spec_from_file_location("words_in_a_slot", tmp_path / "words.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return tmp_path / "languages", module


@pytest.fixture
def view():
    view = View()
    view.language = "de"
    return view


def test_the_files_beside_it_are_read(slot, view):
    folder, words = slot
    text = (folder / "de.txt").read_text(encoding="utf-8")
    (folder / "de.txt").write_text(text.replace("LINKS", "ÄUSSERST"), encoding="utf-8")
    assert words.line(view, b"SIDES", 0) == encode("ÄUSSERST")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff" * 3000),
        lambda path: path.write_bytes(path.read_bytes()[:100]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"RECHTS", b"RECH\xfc")),
    ],
)
def test_what_cannot_be_read_is_english(slot, view, damage):
    folder, words = slot
    damage(folder / "de.txt")
    assert words.lines(view, b"SIDES") == [b"LEFT", b"RIGHT"]
    view.state = "PAUSED"
    assert len(words.words(view)) >= 11


def test_a_file_that_ends_within_a_block_gives_what_is_there(slot, view):
    folder, words = slot
    data = (folder / "de.txt").read_bytes()
    (folder / "de.txt").write_bytes(data[: data.index(b"RECHTS")])
    assert words.lines(view, b"SIDES", 2) == [b"LINKS", b""]
    assert words.line(view, b"MUSCLES", 0) == b"Upper trapezius"


def test_without_any_file_texts_are_empty(slot, view):
    folder, words = slot
    shutil.rmtree(folder)
    view.state = "HOLD"
    assert words.words(view) == [b""] * 16
    assert words.line(view, b"REASONS", 0, 3) == b""


def test_a_strap_without_words_holds_a_point(tmp_path, monkeypatch):
    from tests.test_app import DAY, TO_THE_HOLD, flash, records

    flash(tmp_path)
    strap = Strap(tmp_path, day=DAY)
    import words

    monkeypatch.setattr(words, "_PATH", str(tmp_path / "none-%s.txt"))
    script = TO_THE_HOLD.replace("expect screen HOLD within 8s\n", "wait 8s\n")
    strap.play(script + "wait 3min\npress\nexpect tone release\noff\nwait 8s")
    assert records(tmp_path)[0].ended == "felt"


@pytest.mark.parametrize("newline", [b"\n", b""])
def test_the_last_block_needs_no_empty_line(slot, view, newline):
    folder, words = slot
    (folder / "de.txt").write_bytes(b"ONE\na\n\nTWO\n" + b"b" * 700 + b"\nc" + newline)
    assert words.lines(view, b"TWO") == [b"b" * 700, b"c"]
    assert words.lines(view, b"ONE") == [b"a"]
