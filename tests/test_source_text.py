"""What the source text demands (docs/design.md has the table), a scenario each, on MicroPython.

tests/scenarios/*.txt are scripts; their comments also say what the test does with them:
  # routines: upper-back neck     which of the shipped ones the strap holds; else upper-back
  # --- next night                the strap starts anew a day later, on the same flash
  # unheard: NAME ...             cues that this night may not have
  # record: spot=2 ended=felt     what the next finished record has, in their order
  # kept: ROUTINE/STEP times=1    what the progress has of a step at the end
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from backstrap import FIRMWARE, image
from backstrap.errors import UserError
from backstrap.virtual.node import BOARD, VirtualStrap
from backstrap.virtual.state import prepare_state
from strapcore import progress
from tests.test_app import DAY, flash, records

SCENARIOS = {path.stem: path.read_text() for path in Path(__file__).parent.glob("scenarios/*.txt")}
NEXT_NIGHT = "# --- next night\n"

# What takes the care out of the firmware, so that the scenario of this name must fail:
# (file, its line, what stands there instead).
CARELESS = {
    "trapezius_first": ("strapcore/plan.py", "if layer > 1:", "if layer > 9:"),
    "band": ("describe.py", "told.append(said[_HANDLE])", "pass"),
    "firm": ("coach.py", "hold.firm_ok = self.advice == 0", "hold.firm_ok = True"),
}


@pytest.fixture(scope="module")
def flashed(tmp_path_factory):
    """A strap's folder with the firmware on it."""
    root = tmp_path_factory.mktemp("flashed")
    prepare_state(root, BOARD)
    return root


@pytest.fixture
def root(flashed, tmp_path):
    return shutil.copytree(flashed, tmp_path / "strap")


def told(script, word):
    """The words of each comment `# word: ...`."""
    return [line.split() for line in re.findall(rf"^# {word}: (.*)$", script, re.M)]


def values(words):
    """{name: text} of name=text."""
    return dict(word.split("=") for word in words)


def found(thing, names):
    """The same of a record."""
    return {
        name: str(thing.hold_ms // 1000 if name == "hold_s" else getattr(thing, name))
        for name in names
    }


def play(name, root):
    """Play the nights of a scenario on the strap of this folder, and look at what they leave."""
    script = SCENARIOS[name]
    for routine in (told(script, "routines") or [["upper-back"]])[0]:
        flash(root, routine)
    first = 0
    for i, night in enumerate(script.split(NEXT_NIGHT)):
        with VirtualStrap(root, speed="play", day=DAY + i) as strap:
            lines = "\n" * first + night  # errors have the file's own line
            tones = strap.play(lines, f"{name}.txt")["tones"]
        for words in told(night, "unheard"):
            assert not set(words) & set(tones)
        first += night.count("\n") + 1
    wanted = [values(words) for words in told(script, "record")]
    done = records(root)
    if wanted:
        assert [found(record, want) for record, want in zip(done, wanted, strict=True)] == wanted
    for place, *words in told(script, "kept"):
        routine, step = place.split("/")
        entry = json.loads((root / "progress.json").read_text())["routines"][routine]["steps"][
            step
        ]
        kept = {key: str(entry[getattr(progress, key.upper())]) for key in values(words)}
        assert kept == values(words), place
    assert not (root / "crash.txt").exists()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_the_strap_does_what_the_source_text_demands(name, root):
    play(name, root)


@pytest.mark.parametrize("name", CARELESS)
def test_without_the_care_the_scenario_fails(name, root, tmp_path):
    file, line, instead = CARELESS[name]
    source = tmp_path / "firmware"
    shutil.copytree(FIRMWARE, source, ignore=shutil.ignore_patterns("__pycache__"))
    text = (source / file).read_text()
    assert text.count(line) == 1
    (source / file).write_text(text.replace(line, instead))
    for path, data in image.compiled(source).items():
        (root / "app_a" / path).write_bytes(data)
    with pytest.raises((UserError, AssertionError)):
        play(name, root)
