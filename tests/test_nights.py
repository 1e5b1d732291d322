"""Nights ahead of time: what the plan lets through, and the calendar that shows it."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstrap import words
from backstrap.cli.main import main
from backstrap.nights import calendar, picture, simulate
from strapcore import plan
from strapcore.routine import HOLD, NOTE, STEP_FIELDS

LIBRARY = Path(__file__).parents[1] / "host_tools/backstrap/routines/library"
SIDES = ("left", "right", "both")

TEXT = "HOME\nHOME\n\nREASONS\n%d done: rest|%d done\n%s %s first\n\nSIDES\nLEFT\nRIGHT\n"


def hold(name, side="left", layer=1, after=(), muscle="rhomboids"):
    fields = {
        "id": name, "muscle": muscle, "side": side, "layer": layer, "after": list(after),
        "map": [30, 30], "spots": 3, "hold_s": [600, 720, 1500], "lines": ["here"],
    }  # fmt: skip
    return ["hold", *(fields[field] for field in STEP_FIELDS[HOLD])]


def exercise(name):
    return ["exercise", name, name, "none", 10, 0, ["so"]]


def note(name):
    return ["note", name, name, ["so"]]


def strap_file(rows, most=3, rest_nights=0, schedule=()):
    head = {
        "format": 2, "id": "mine", "name": "Mine", "region": "upper-back", "night": [1, most],
        "rest_s": 120, "rest_nights": rest_nights, "kits": [], "schedule": list(schedule),
        "steps": len(rows),
    }  # fmt: skip
    return "".join(json.dumps(row) + "\n" for row in (head, *rows)).encode()


DEEP = [hold("top"), hold("top-right", "right"), hold("deep", layer=2), exercise("bands")]


def run(data, count=60, seed=1, rate=8.0):
    return list(simulate.nights(data, count, simulate.Person(seed, rate)))


def held(night):
    return [deed for deed in night.deeds if deed.step.kind == HOLD]


# ---- what must hold on every night


@st.composite
def routines(draw):
    """(rows, most points a night, nights off, phases) of a routine with two layers."""
    tops = draw(st.lists(st.sampled_from(SIDES), min_size=1, max_size=5))
    rows = [hold(f"top-{i}", side) for i, side in enumerate(tops)]
    for i, side in enumerate(draw(st.lists(st.sampled_from(SIDES), max_size=5))):
        after = draw(st.lists(st.sampled_from([row[1] for row in rows]), max_size=2, unique=True))
        rows.append(hold(f"deep-{i}", side, 2, after))
    rows = draw(st.permutations([*rows, exercise("bands"), note("first")]))
    often = st.fixed_dictionaries({"hold": st.integers(0, 2), "bands": st.integers(0, 2)})
    phases = draw(
        st.lists(st.tuples(st.integers(1, 3), st.integers(1, 7), often), max_size=2).map(
            lambda found: [list(phase) for phase in found]
        )
    )
    if phases:
        phases[-1][0] = 0
    return rows, draw(st.integers(1, 8)), draw(st.integers(0, 2)), phases


def above(deep, rows):
    """Ids of what comes before a deep point, as docs/routines.md has it."""
    after = deep[5]
    if after:
        return after
    sides = {"both", deep[3]} if deep[3] != "both" else set(SIDES)
    return [row[1] for row in rows if row[0] == "hold" and row[4] == 1 and row[3] in sides]


def allowed(phases, night, nights):
    """Points that the schedule has for a night, in weeks from the first with a deed."""
    first = next((one.number for one in nights if one.deeds), night.number)
    week = (night.number - first) // 7
    for weeks, _, often in phases:
        week -= weeks
        if weeks == 0 or week < 0:
            return often["hold"]
    return 3


@given(routines(), st.integers(0, 999), st.floats(0, 50))
@settings(max_examples=150)
def test_no_deep_point_before_its_layer_and_no_night_above_its_budget(routine, seed, rate):
    rows, most, rest_nights, phases = routine
    by_id = {row[1]: row for row in rows}
    nights = run(strap_file(rows, most, rest_nights, phases), 40, seed, rate)
    let_go, counted, worked = set(), dict.fromkeys(by_id, 0), []
    for night in nights:
        points = held(night)
        names = [deed.step.id for deed in points]
        assert len(names) == len(set(names)) <= min(most, 3, allowed(phases, night, nights))
        assert not set(names) & set(night.locks)
        for deed in points:
            row = by_id[deed.step.id]
            if row[4] == 2:
                for name in above(row, rows):
                    assert name in let_go or counted[name] >= 3
            least_ms = 1000 * row[8][0]
            counted[row[1]] += deed.ended != "stopped" or deed.hold_ms >= least_ms
            if deed.ended == "felt" and 2 * deed.hold_ms >= least_ms:
                let_go.add(row[1])
            assert deed.hold_ms <= 1000 * row[8][2]
        if any(deed.ended != "stopped" and deed.step.kind != NOTE for deed in night.deeds):
            worked.append(night.number)
    assert all(after - before > rest_nights for before, after in pairwise(worked))


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_budget_is_reached_but_not_passed(most):
    rows = [hold(f"p-{i}") for i in range(8)]
    assert max(len(held(night)) for night in run(strap_file(rows, most))) == most


def test_a_deep_point_waits_and_then_comes():
    nights = run(strap_file(DEEP, most=1))
    first = next(night.number for night in nights for d in held(night) if d.step.id == "deep")
    layer = (plan.LAYER, "rhomboids", "left")
    waits = [night.number for night in nights if night.locks.get("deep") == layer]
    assert waits == list(range(1, len(waits) + 1))
    assert 1 <= len(waits) < first


def test_a_reason_of_the_nights_end_is_told_too():
    rows = [hold("one"), hold("two")]
    nights = run(strap_file(rows, most=1))
    for night in nights:
        if night.deeds and night.deeds[0].ended != "stopped":
            (other,) = {"one", "two"} - {night.deeds[0].step.id}
            assert night.locks == {other: (plan.BUDGET, 1)}


def test_the_same_seed_gives_the_same_nights_and_another_others():
    data = strap_file(DEEP)
    assert repr_of(run(data, seed=5)) == repr_of(run(data, seed=5))
    assert repr_of(run(data, seed=5)) != repr_of(run(data, seed=6))


def repr_of(nights):
    return [[(d.step.id, d.hold_ms, d.ended) for d in night.deeds] for night in nights]


def test_the_person_is_one_of_chance():
    nights = run(strap_file([hold(f"p-{i}") for i in range(4)]), 300)
    deeds = [deed for night in nights for deed in held(night)]
    assert {"felt", "target", "stopped"} == {deed.ended for deed in deeds}
    assert any(not night.deeds for night in nights)
    assert {len(held(night)) for night in nights} == {0, 1, 2, 3}
    felt = [deed.hold_ms for deed in deeds if deed.ended == "felt"]
    assert sum(felt[-20:]) < sum(felt[:20])


# ---- the verb


def verb(capsys, *words):
    code = main(["simulate-nights", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_json_has_points_and_locks_of_every_night(capsys):
    code, out, _ = verb(capsys, "upper-back", "--json")
    assert code == 0
    nights = json.loads(out)["nights"]
    assert [night["night"] for night in nights] == list(range(1, 61))
    assert all(set(night) == {"night", "points", "locked"} for night in nights)
    points = [point for night in nights for point in night["points"]]
    assert all(set(point) == {"id", "layer", "hold_ms", "ended"} for point in points)
    assert {point["layer"] for point in points} == {1, 2}
    locked = [lock for night in nights for lock in night["locked"]]
    assert all(set(lock) == {"id", "reason"} for lock in locked)
    assert all(isinstance(lock["reason"], str) and lock["reason"] for lock in locked)


def test_exercises_and_notes_have_no_layer(capsys):
    nights = json.loads(verb(capsys, "neck", "--json", "--nights", "3")[1])["nights"]
    layers = {point["id"]: point["layer"] for night in nights for point in night["points"]}
    assert layers["ball-first"] is None and layers["neck-sitting"] is None
    assert layers["suboccipitals-left"] == 1


def test_a_file_is_taken_as_a_shipped_id_is(capsys):
    by_id = verb(capsys, "upper-back", "--nights", "9", "--json")
    assert verb(capsys, LIBRARY / "upper-back.yaml", "--nights", "9", "--json") == by_id


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["uper-back"], "(did you mean 'upper-back'?); shipped are: "),
        (["no/such.yaml"], "no/such.yaml: cannot be read"),
        (["upper-back", "--nights", "0"], "--nights"),
        (["upper-back", "--rate", "99"], "--rate"),
        (["upper-back", "--nights", "2", "--png", "no/such/folder.png"], "cannot be written"),
    ],
)
def test_a_wrong_word_says_what_is_allowed(capsys, words, why):
    code, out, err = verb(capsys, *words)
    assert (code, out) == (1, "")
    assert why in err


def test_the_terminal_has_a_row_a_point_and_fits(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "64")
    _, out, _ = verb(capsys, "upper-back", "--nights", "30")
    lines = out.splitlines()
    assert max(map(len, lines)) <= 64
    assert sum(line.startswith("  levator-scapulae-left") for line in lines) == 2
    first = next(line for line in lines if line.startswith("  levator-scapulae-left "))
    assert first.split()[1].startswith("───")
    assert "─ locked" in out and "● throbbed" in out


def test_a_terminal_without_such_signs_gets_plain_ones():
    tool = [sys.executable, "-m", "backstrap", "simulate-nights", "upper-back", "--nights", "9"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(tool, capture_output=True, text=True, check=True, env=env)
    assert "- locked" in done.stdout and "# throbbed" in done.stdout


# ---- the calendar and its picture


def calendar_of(rows, count=60):
    data = strap_file(rows, most=1)
    nights = run(data, count)
    return calendar.rows(simulate.load(data)[1], nights), nights


def test_rows_stand_by_layer_and_mark_every_night():
    groups, nights = calendar_of([hold("deep", layer=2), exercise("bands"), hold("top")])
    assert [(title, [row.id for row in rows]) for title, rows in groups] == [
        ("layer 1", ["top"]),
        ("layer 2", ["deep"]),
        (calendar.OTHERS, ["bands"]),
    ]
    deep = groups[1][1][0]
    assert len(deep.marks) == 60
    for night, mark in zip(nights, deep.marks, strict=True):
        ended = [deed.ended for deed in night.deeds if deed.step.id == "deep"]
        assert (mark == calendar.LOCKED) == (night.locks.get("deep", (0,))[0] == plan.LAYER)
        assert (mark == calendar.STOPPED) == (ended == ["stopped"])
    assert deep.marks[0] == calendar.LOCKED


def pixels(png):
    """Rows of palette numbers, and the palette, of a PNG as png.py writes it."""
    width = int.from_bytes(png[16:20], "big")
    parts = {png[at + 4 : at + 8]: at for at in chunks(png)}
    at = parts[b"IDAT"]
    data = zlib.decompress(png[at + 8 : at + 8 + int.from_bytes(png[at : at + 4], "big")])
    stride = 1 + (width + 1) // 2
    rows = []
    for start in range(0, len(data), stride):
        packed = data[start + 1 : start + stride]
        rows.append([nibble for byte in packed for nibble in (byte >> 4, byte & 15)][:width])
    at = parts[b"PLTE"]
    palette = png[at + 8 : at + 8 + int.from_bytes(png[at : at + 4], "big")]
    return rows, [palette[i : i + 3].hex() for i in range(0, len(palette), 3)]


def chunks(png):
    at = 8
    while at < len(png):
        yield at
        at += 12 + int.from_bytes(png[at : at + 4], "big")


def test_png_and_svg_show_every_mark_and_say_what_they_are():
    groups, _ = calendar_of(DEEP)
    drawn = picture.draw("Mine & yours, 60 nights", "chance", groups)
    marks = [mark for _, rows in groups for row in rows for mark in row.marks]
    shown = [shape.colour for shape in drawn.shapes if isinstance(shape, picture.Box)]
    for mark in set(marks) - {calendar.FREE}:
        assert shown.count(mark) == marks.count(mark) + 1  # the key's
    for shape in drawn.shapes:
        assert 0 <= shape.x < drawn.width and 0 <= shape.y < drawn.height
    dots, palette = pixels(picture.png(drawn))
    assert (len(dots[0]), len(dots)) == (drawn.width, drawn.height)
    for text in (shape for shape in drawn.shapes if isinstance(shape, picture.Text)):
        ends = text.x + 12 * len(text.text)
        last = [dot for row in dots[text.y : text.y + 16] for dot in row[ends - 12 : ends]]
        assert palette[max(set(last), key=last.count)] != palette[min(set(last), key=last.count)]
    svg = ET.fromstring(picture.svg(drawn))
    texts = [element.text for element in svg.iter() if element.tag.endswith("text")]
    assert {"Mine & yours, 60 nights", "layer 1", "layer 2", "deep", "chance"} <= set(texts)
    boxes = [e for e in svg.iter() if e.tag.endswith("rect")][1:]
    for box in boxes:
        x, y = (int(box.get(side)) for side in ("x", "y"))
        if box.get("fill")[1:] not in ("f0f2f5", "edge"):
            assert palette[dots[y][x]] == box.get("fill")[1:]


def test_the_pictures_are_written(capsys, tmp_path):
    png, svg = tmp_path / "n.png", tmp_path / "n.svg"
    code, _, err = verb(capsys, "upper-back", "--png", png, "--svg", svg)
    assert code == 0 and f"{png}: written" in err
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Upper back, 60 nights" in svg.read_text(encoding="utf-8")


# ---- the words of a reason


def test_a_reason_is_said_with_the_straps_words(tmp_path):
    file = tmp_path / "en.txt"
    file.write_text(TEXT)
    assert words.block("REASONS", file) == ["%d done: rest", "%s %s first"]
    assert words.block("SIDES", file) == ["LEFT", "RIGHT"]
    assert words.block("DONE", file) == []
    assert words.reason((plan.BUDGET, 3), file) == "3 done: rest"
    assert words.reason((plan.LAYER, "rhomboids", "left"), file) == "rhomboids LEFT first"
    assert words.reason((plan.LAYER, "rhomboids", "both"), file) == "rhomboids first"


def test_a_reason_without_words_is_still_told(tmp_path):
    missing = tmp_path / "none.txt"
    assert words.reason((plan.LAYER, "rhomboids", "left"), missing) == "reason 2 rhomboids left"
    assert words.reason((plan.DONE,), missing) == "reason 8"


def test_every_reason_has_words():
    values = {plan.LAYER: ("rhomboids", "left"), plan.SIDE: ("right",)}
    none = {plan.MUSCLE, plan.DONE}
    for code in range(plan.BUDGET, plan.REGION + 1):
        said = words.reason((code, *values.get(code, () if code in none else (2,))))
        assert not said.startswith("reason")
    assert words.reason((plan.LAYER, "rhomboids", "left")) == "Rhomboids LEFT first"
