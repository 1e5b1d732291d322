"""No text is cut, runs into another or is broken within a word: in every language, on every
display, in every place it can come to."""

import re
from itertools import product

import pytest

import describe
import words
from backstrap import FIRMWARE
from backstrap.virtual.drawing import SMALL, TALL
from backstrap.virtual.picture import SIZES
from backstrap.virtual.variants import Findings, Line
from loader import load
from strapcore import rules, whole
from strapcore.guard import TOO_FIRM
from strapcore.ui.canvas import Canvas
from strapcore.ui.choices import LANGUAGES
from strapcore.ui.letters import LETTERS
from strapcore.ui.view import FIRST_PAGES, View

FOLDER = FIRMWARE / "languages"
_TURNS = 6
MUSCLES = [Line(b"MUSCLES", i) for i in range(9)]
SIDES = [Line(b"SIDES", i) for i in range(2)]
NAME = "A name of an exercise"  # as long as one may be


def blocks(language):
    """The lines of each block, as the file has them."""
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    found = {}
    for block in text.rstrip("\n").split("\n\n"):
        name, *lines = block.split("\n")
        assert name not in found
        found[name] = lines
    return found


# ---- the files


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_blocks_and_lines_of_english(language):
    said, english = blocks(language), blocks("en")
    assert list(said) == list(english)
    assert {name: len(lines) for name, lines in said.items()} == {
        name: len(lines) for name, lines in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_every_letter_and_the_values_are_those_of_english(language):
    english = blocks("en")
    for name, lines in blocks(language).items():
        for text, other in zip(lines, english[name], strict=True):
            assert all(" " <= c <= "~" or c in LETTERS for c in text), text
            assert text.count("|") <= 1 and text == text.rstrip() and text, (name, text)
            for form in text.split("|"):
                assert re.findall("%.", form) == re.findall("%.", other.split("|")[0]), text


def test_there_is_a_file_a_language_and_a_name_a_muscle():
    assert {path.stem for path in FOLDER.glob("*")} == set(LANGUAGES)
    assert tuple(rules.MUSCLES) == describe.MUSCLES
    for language in LANGUAGES:
        assert len(blocks(language)["MUSCLES"]) == len(rules.MUSCLES)


def test_what_is_only_an_estimate_wears_a_tilde_in_every_language():
    for language in LANGUAGES:
        said = blocks(language)
        felt = said["HOLD"][2:4] + said["HOLD"][5:9] + said["PAUSED"][2:4]
        assert all(form.startswith("~") for text in felt for form in text.split("|"))


# ---- the ruler


class Ruler(Canvas):
    """A canvas that notes what is wrong with the words drawn on it.

    by_hand: texts of authors, which may be broken anywhere.
    """

    def __init__(self, size, by_hand):
        super().__init__(*size)
        self.wrong = []
        self._by_hand = by_hand
        self._cells = {}

    def clear(self):
        super().clear()
        self._cells = {}

    def part(self, x, text, start, stop, invert=False):
        super().part(x, text, start, stop, invert)
        said = bytes(text[start:stop])
        if x < 0 or (x + 6 * len(said) > self.width and said.strip()):
            self.wrong.append(f"cut: {said!r} at {x}")
        told = isinstance(text, bytes) and text not in self._by_hand  # else figures
        if told and text[stop : stop + 1].strip():
            self.wrong.append(f"broken: {said!r}")
        for i, letter in enumerate(said):
            place = x + 6 * i
            if letter != 32:
                if any(place - 6 < other < place + 6 for other in self._cells):
                    self.wrong.append(f"over another: {said!r}")
                self._cells[place] = letter
        first = next((i for i, letter in enumerate(said) if letter != 32), None)
        if first is not None:
            before = self._cells.get(x + 6 * first - 6, 32)
            after = self._cells.get(x + 6 * len(said), 32)
            for left, right in ((before, said[first]), (said[-1], after)):
                if _is_word(left) and _is_word(right) and not _is_figures(left, right):
                    self.wrong.append(f"no gap: {said!r}")


def _is_word(letter):
    return letter >= 127 or chr(letter).isalnum()


def _is_figures(left, right):
    return chr(left).isdigit() and chr(right).isdigit()


def wrong_with(view, size, by_hand=()):
    """What is wrong with the screen of this view, whichever turn it is."""
    name = "strapcore.ui.screens." + view.state.lower()
    rows = load(name).ROWS if size == TALL else load(name + "_small").ROWS[SMALL.index(size)]
    ruler = Ruler(size, by_hand)
    for view.turn in range(_TURNS):
        for page, row in enumerate(rows):
            ruler.clear()
            row(ruler, page, view)
    return [f"{view.state} {size}: {one}" for one in ruler.wrong]


# ---- every text in every place


def view_of(language, size, state, **facts):
    """The widest that the facts of a view may be, but for those given."""
    view = View()
    view.language, view.width, view.state = language, size[0] // 6, state
    view.words = words.words(view)
    view.target_ms, view.least_ms, view.hold_ms = 25 * 60_000, 600_000, 1_499_000
    view.pause_left_ms = view.rest_left_ms = 1_199_000
    view.night_most = view.tonight_done = 8
    view.battery_pct = 100
    view.load_low_pa, view.load_high_pa, view.load_pa = 2000, 13_300, 10_000
    for name, value in facts.items():
        assert hasattr(view, name)
        setattr(view, name, value.said(view) if isinstance(value, Line) else value)
    return view


def reasons():
    """Each reason with its widest values."""
    for muscle, side in product(MUSCLES, SIDES):
        yield Line(b"REASONS", 1, (muscle, side))
    for index, value in ((0, 8), (2, 72), (5, 6), (6, 240), (8, 52), (9, 16)):
        yield Line(b"REASONS", index, (value,))
    for side in SIDES:
        yield Line(b"REASONS", 3, (side,))
    for index in (4, 7):
        yield Line(b"REASONS", index)


def at_home():
    """What there is to see before a hold: (state, facts of the view)."""
    for muscle, side in product(MUSCLES, [*SIDES, b""]):
        where = {"point": muscle, "side": side}
        yield "HOME", where
        yield "PREPARE", where
        for contact in (True, False):
            yield "PLACE", where | {"spots": 9, "spot": 9, "contact": contact}
    for side in SIDES:
        here = {"point": MUSCLES[3], "side": side}
        for note in reasons():
            yield "HOME", here | {"note": note, "locked": True}
        for index in range(3):
            yield "HOME", here | {"note": Line(b"TARGETS", index)}
            yield "HOME", here | {"message": Line(b"LOST", index)}
    yield "HOME", {"point": b"", "target_ms": 0, "night_most": 0}
    yield "PREPARE", {"zero_ready": True}
    for pa, advice, mmhg in product((0, 30_000), (-1, 0, 1, 2, 9), (True, False)):
        firm = {"zero_ready": True, "firmness_pa": pa, "advice": advice, "units_mmhg": mmhg}
        yield "PREPARE", firm


def on_the_ball():
    """In a hold and after it."""
    nine = {"spots": 9, "spot": 9}
    for side in SIDES:
        for state, prompt in product(("HOLD", "PAUSED"), range(TOO_FIRM + 1)):
            for felt, throb, moving in product(range(5), range(3), (True, False)):
                beside = {"softening": felt, "throb": throb, "moving": moving, "breath": 50}
                yield state, nine | beside | {"prompt": prompt, "side": side}
        for state, index in product(("RELEASE", "ENDED"), range(7)):
            dose = Line(b"INFO", 0, (25,))
            yield state, nine | {"ended": Line(b"WHY", index), "side": side, "note": dose}
    for note in (*MUSCLES, Line(b"REST", 1)):
        yield "REST", nine | {"note": note}


def else_where():
    """The other screens."""
    items = [Line(b"ITEMS", i) for i in range(15)]
    for at in range(15):
        yield "MENU", {"menu": items, "menu_at": at}
        yield "MENU", {"menu": items, "menu_at": at, "menu_title": Line(b"ITEMS", at)}
    yield "MENU", {"menu": [Line(b"INFO", 0, (240,))], "menu_at": -1}
    for index in (1, 2, 3):
        yield "MENU", {"menu": [Line(b"INFO", index)], "menu_at": -1}
    for page in range(FIRST_PAGES):
        yield "FIRST", {"menu_at": page}
    for index in range(3):
        yield "FAULT", {"message": Line(b"LOST", index)}
    for band in (0, 2):
        side = Line(b"KIT", 5, (Line(b"KIT", band),))
        yield "EXERCISE", {"side": side, "repeats": 100, "point": b"Slides"}
        yield "EXERCISE", {"side": side, "target_ms": 1_800_000}
    yield "NOTE", {"point": b"Slides"}
    yield "CRASH", {}
    yield "USB", {}


def kits(language, size):
    """All four lines of every kit there may be."""
    for position, pillow in product(whole.POSITIONS, (True, False)):
        for balls, bands in product((("blue", "orange"), ("blue",)), (("red", "blue"), ("red",))):
            kit = {"position": position, "pillow": pillow, "balls": balls, "bands": bands}
            yield view_of(language, size, "PREPARE"), kit


def parts_tested():
    """(part, what may be found, widest figure) of the self-test: glance.py."""
    for part, figure in ((0, 99), (0, 9999), (1, 99), (1, 9999), (2, 999_000), (3, 9990)):
        yield from ((part, why, figure) for why in range(9))
    for part, figure in ((4, 9999), (4, 16 * 1024), (5, 0)):
        yield from ((part, why, figure) for why in range(9))
    yield from ((6, 9, 0), (6, 11, 0), (7, 10, 0))


def all_wrong(language, size):
    """Everything that is wrong in a language on a display."""
    found = []
    for state, facts in (*at_home(), *on_the_ball(), *else_where()):
        view = view_of(language, size, state, **facts)
        view.menu = [one.said(view) for one in view.menu]
        found += wrong_with(view, size)
    for part, why, figure in parts_tested():
        view = view_of(language, size, "MENU", menu_at=-1, menu_title=Line(b"ITEMS", 12))
        view.menu = Findings(((part, why, figure, 0),)).said(view)
        found += wrong_with(view, size)
        found += [f"margin: {row!r}" for row in view.menu if len(row) > min(20, view.width)]
    for view, kit in kits(language, size):
        view.kit = describe._kit(view, kit)
        found += wrong_with(view, size)
        if size[0] == 128 and view.kit.count(b"\n") != 3:
            found.append(f"PREPARE: four lines are {view.kit!r}")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_wherever_it_comes(language, size):
    assert set(all_wrong(language, size)) == set()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_muscle_in_a_list_may_be_cut_but_shows_its_end_by_turns(language, size):
    for muscle in MUSCLES:
        view = view_of(language, size, "MENU", menu=[], menu_at=0)
        text = muscle.said(view) + b" L"
        assert len(text) <= 2 * view.width
        view.menu = [text]
        found = wrong_with(view, size, (text,))
        assert all(": cut: " in one for one in found) and len(found) < _TURNS


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_author_wrote_may_be_broken_but_not_cut(language, size):
    name = NAME.encode()
    for state in ("HOME", "EXERCISE", "NOTE", "PLACE"):
        lines = b"\n".join([b"W" * 21] * 3)
        view = view_of(language, size, state, point=name, lines=lines, repeats=100)
        assert wrong_with(view, size, (name, lines)) == []
    file = Line(b"LOST", 3, (b"a-routine-of-24-letters--.jsonl",))
    view = view_of(language, size, "HOME", point=MUSCLES[0], message=file)
    assert wrong_with(view, size, (view.message,)) == []
    note = Line(b"NEIGHBOUR", 0, (name,))
    view = view_of(language, size, "HOME", point=MUSCLES[0], note=note)
    assert wrong_with(view, size) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_first_asks_is_read_at_a_glance(language, size):
    """No page of it comes by turns: the press might be quicker."""
    name = "strapcore.ui.screens.first"
    rows = load(name).ROWS if size == TALL else load(name + "_small").ROWS[SMALL.index(size)]
    for page in range(FIRST_PAGES):
        view = view_of(language, size, "FIRST", menu_at=page)
        seen = set()
        for view.turn in range(2):
            canvas, frame = Canvas(*size), b""
            for at, row in enumerate(rows):
                canvas.clear()
                row(canvas, at, view)
                frame += canvas.row
            seen.add(frame)
        assert len(seen) == 1, (language, size, page)


# ---- the ruler finds what it is for


@pytest.mark.parametrize(
    ("block", "text", "longer", "size", "said"),
    [
        ("PROMPTS", "Much pressure|", "Very much pressure on it|", TALL, "cut"),
        ("MUSCLES", "Rhomboids", "Rhomboideusmuskel", TALL, "broken"),
        ("PREPARE", "firm enough", "firm as it should", TALL, "over another"),
        ("SIDES", "RIGHT", "RIGHTER", TALL, "no gap"),
        ("HOLD", "to go", "go on for", SIZES[2], "over another"),
        ("RELEASE", "|Lift off!", "|Lift off, go!", SIZES[2], "cut"),
        ("WHY", "Time reached.", "The time has been reached.", TALL, "cut"),
    ],
)
def test_a_text_that_is_too_long_is_found(tmp_path, monkeypatch, block, text, longer, size, said):
    old = (FOLDER / "en.txt").read_text()
    at = old.index(f"\n{block}\n")
    new = old[:at] + old[at:].replace(text, longer, 1)
    assert new != old
    (tmp_path / "en.txt").write_text(new)
    monkeypatch.setattr(words, "_PATH", str(tmp_path / "%s.txt"))
    assert any(said in one for one in all_wrong("en", size))
