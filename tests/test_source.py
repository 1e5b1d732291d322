"""Routine files: the shipped one is complete, and any bytes at all end in a report."""

import json
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstrap.errors import SourceErrors, UserError
from backstrap.routines import source
from backstrap.trees.parse import parse
from backstrap.trees.tree import Lines
from strapcore import rules
from strapcore.routine import EXERCISE, HOLD, NOTE, known_step
from strapcore.rules import MUSCLES
from tests import toml_text

LIBRARY = Path(source.__file__).parent / "library"
DOCS = Path(__file__).parents[1] / "docs" / "routines.md"
BASE = (LIBRARY / "upper-back.yaml").read_bytes()


def rows(text):
    return [json.loads(line) for line in source.compile_text(text, "x.yaml").data.splitlines()]


def shipped(name):
    """The header and the steps of a shipped routine, as the strap has them."""
    head, *steps = rows((LIBRARY / f"{name}.yaml").read_bytes())
    routine = rules.load_header(head)
    return routine, [rules.load_step(row, routine) for row in steps]


def after_of(text, name):
    """What the point of this id waits for."""
    return next(known_step(row).after for row in rows(text)[1:] if row[1] == name)


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_routine_loads_on_the_strap(path):
    compiled = source.compile_file(str(path))
    head, *steps = compiled.data.splitlines(keepends=True)
    loaded = rules.load_header(json.loads(head))
    assert loaded.id == compiled.id == path.stem
    assert loaded.steps == len(steps) == compiled.steps
    texts = [loaded.name]
    for row in steps:
        step = rules.load_step(json.loads(row), loaded)
        texts += [step.lines] + [step.name] * (step.kind != HOLD)
    assert all(list(text) == ["en", "de", "es"] for text in texts)
    assert max(map(len, [head, *steps])) < rules.LINE_BYTES_MOST


def test_the_upper_back_is_what_the_source_text_says():
    head, points = shipped("upper-back")
    assert [point.muscle for point in points[::2]] == [
        "upper-trapezius",
        "levator-scapulae",
        "serratus-posterior-superior",
        "erector-spinae",
        "middle-trapezius",
        "rhomboids",
        "erector-spinae",
        "deep-rotators",
    ]
    assert [point.side for point in points] == ["left", "right"] * 8
    for point in points:
        assert point.layer == (1 if "trapezius" in point.muscle else 2) == MUSCLES[point.muscle][1]
        assert (point.least_s, point.most_s) == (600, 1500)
        assert 600 <= point.target_s <= 1500
    assert (head.night_least, head.night_most) == (1, 3)
    (lying,) = head.kits
    assert (lying["position"], lying["balls"]) == ("lying", ["blue", "orange"])
    assert (lying["bands"], lying["pillow"]) == (["red", "blue"], True)


def test_sitting_the_blue_ball_is_pumped_hard():
    lying, _ = shipped("upper-back")
    head, points = shipped("upper-back-sitting")
    (kit,) = head.kits
    assert (kit["position"], kit["balls"], kit["bands"]) == ("sitting", ["blue"], ["red"])
    assert kit["firmness_pa"][0] >= lying.kits[0]["firmness_pa"][1]
    assert {point.muscle for point in points} == {
        "middle-trapezius", "rhomboids", "erector-spinae", "deep-rotators"
    }  # fmt: skip
    for point in points:
        assert point.layer == (1 if "trapezius" in point.muscle else 2)
        assert (point.least_s, point.most_s) == (600, 1500)


def test_the_neck_is_what_the_makers_page_says():
    head, (note, *steps) = shipped("neck")
    assert note.kind == NOTE
    points = [step for step in steps if step.kind == HOLD]
    assert [point.muscle for point in points[::2]] == ["suboccipitals", "neck-levator-scapulae"]
    assert [point.side for point in points] == ["left", "right"] * 2
    assert all((point.least_s, point.most_s) == (300, 1200) for point in points)
    assert (head.night_least, head.night_most) == (1, 1)  # one side and one muscle a night
    assert head.kits[0]["balls"] == ["blue", "orange"]
    a, b, c = (step.id for step in steps if step.kind == EXERCISE)
    assert [step.kind for step in steps] == [HOLD] * 4 + [EXERCISE] * 3  # the points come first
    assert [step.band for step in steps[4:]] == ["none", "none", "red"]
    assert head.schedule == [
        [1, 7, {"hold": 1, a: 2, c: 1}],
        [3, 7, {"hold": 1, a: 2, b: 1, c: 1}],
        [0, 3, {"hold": 1, a: 1, b: 1, c: 1}],
    ]


def test_the_right_side_is_the_left_one_mirrored():
    _, (left, right, *_) = shipped("upper-back")
    assert ((left.x, left.y), (right.x, right.y)) == ((33, 27), (67, 27))


def test_a_point_on_the_midline_is_one_point():
    text = BASE.replace(
        b"sides: [left, right]\n    map: [46, 67]", b"sides: both\n    map: [50, 67]"
    )
    *_, last = rows(text)
    assert last[:4] == ["hold", "deep-rotators", "deep-rotators", "both"]


def test_a_point_may_have_some_hold_times_of_its_own():
    text = BASE.replace(b"map: [33, 27]", b"map: [33, 27]\n    hold: {target: 900 s}")
    first = known_step(rows(text)[1])
    assert (first.least_s, first.target_s, first.most_s) == (600, 900, 1500)


def test_what_an_author_leaves_out_is_filled_in():
    text = BASE.replace(b"    load: 15 to 100 mmHg\n", b"").replace(b"    layer: 2\n", b"")
    assert rows(text) == rows(BASE)
    head, first, *_ = rows(BASE)
    assert (head["format"], head["rest_nights"], head["schedule"]) == (2, 0, [])
    assert "source" not in head
    assert known_step(first).after == []
    head, *_ = rows(BASE.replace(b"rest: 2 min", b"rest: 2 min\nrest_nights: 3"))
    assert head["rest_nights"] == 3


def test_what_comes_before_a_point_lies_on_its_side():
    text = BASE.replace(b"map: [40, 62]", b"map: [40, 62]\n    after: [middle-trapezius]")
    assert after_of(text, "rhomboids-left") == ["middle-trapezius-left"]
    assert after_of(text, "rhomboids-right") == ["middle-trapezius-right"]
    sides = b"sides: [left, right]\n    map: [37, 53]"
    one = text.replace(sides, b"sides: both\n    map: [50, 53]")
    assert after_of(one, "rhomboids-left") == ["middle-trapezius"]


def test_a_point_on_the_midline_waits_for_both_sides():
    text = BASE.replace(
        b"sides: [left, right]\n    map: [46, 67]",
        b"sides: both\n    map: [50, 67]\n    after: [upper-trapezius, serratus-sup]",
    )
    assert after_of(text, "deep-rotators") == [
        "upper-trapezius-left",
        "upper-trapezius-right",
        "serratus-sup-left",
        "serratus-sup-right",
    ]


def test_exercises_alone_need_no_kit_no_night_and_no_times():
    text = """
        {"format": 1, "id": "x", "name": "x", "region": "neck", "steps": [
            {"exercise": "Turn", "id": "turn", "repeats": 10, "lines": ["x"]},
            {"exercise": "Rest", "id": "rest", "time": "90 s", "band": "blue", "lines": ["x"]}]}
    """
    head, turn, rest = rows(text.encode())
    assert (head["kits"], head["schedule"], head["steps"]) == ([], [], 2)
    assert turn == ["exercise", "turn", "Turn", "none", 10, 0, ["x"]]
    assert rest == ["exercise", "rest", "Rest", "blue", 0, 90, ["x"]]
    rules.load_header(head)


def test_the_examples_of_the_documentation_are_right():
    hold, others, schedule = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    head, steps = BASE.decode().split("steps:\n")
    middle = steps[steps.index("  - muscle: middle") : steps.index("  - muscle: rhomboids")]
    text = head + schedule + "steps:\n" + middle + textwrap.indent(hold + others, "  ")
    _, *found = rows(text.encode())
    assert [row[0] for row in found] == ["hold"] * 4 + ["exercise", "note"]


def test_text_stays_as_it_was_written():
    data = source.compile_text(BASE, "x.yaml").data
    assert "Oberer Rücken".encode() in data and b"\\u" not in data


def test_anchors_are_allowed():
    text = BASE.replace(b"lines:\n      en", b"lines: &cue\n      en", 1)
    at = text.rindex(b"    lines:\n")
    _, first, *_, last = rows(text[:at] + b"    lines: *cue\n")
    assert first[-1] == last[-1]


@pytest.mark.parametrize(
    ("written", "seconds"), [("90 s", 90), ("1.5 min", 90), ("0 s", 0), ("2min", 120)]
)
def test_amounts_have_units(written, seconds):
    head, *_ = rows(BASE.replace(b"rest: 2 min", f"rest: {written}".encode()))
    assert head["rest_s"] == seconds


def test_pressures_are_pascals():
    head, *_ = rows(BASE.replace(b"0 to 40 mmHg", b"1.5 to 5 kPa"))
    assert head["kits"][0][-2:] == [[1500, 5000], [2000, 13332]]


def test_two_files_with_one_id_are_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(BASE)
    said = r"b\.yaml:10:5: the id .upper-back. is taken by .*a\.yaml:10; change one"
    with pytest.raises(SourceErrors, match=said):
        source.load((str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")))


def test_a_missing_file_is_the_callers_mistake(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        source.load((str(tmp_path / "none.yaml"),))


def report(raw, name):
    """The problems of a file that is wrong: each with a place, a fix and its own line; else []."""
    try:
        source.compile_text(raw, name)
    except SourceErrors as e:
        lines = Lines(raw.decode("utf-8-sig", "replace"))
        for problem in e.problems:
            assert problem.fix, problem.text
            assert problem.text.isprintable()
            line = lines.line(problem.line)
            assert 1 <= problem.column <= len(line) + 1 or problem.column == 1
            assert problem.source == line or len(line) > 160
        return e.problems
    return []


FORMS = st.sampled_from(["x.yaml", "x.json", "x.toml"])


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), FORMS)
def test_any_bytes_end_in_a_report(raw, name):
    assert report(raw, name)


GOOD = [(path.read_bytes(), "x.yaml") for path in sorted(LIBRARY.glob("*.yaml"))]
GOOD += [
    (writer(parse(raw, name).data).encode(), other)
    for raw, name in GOOD
    for writer, other in ((lambda data: json.dumps(data, indent=1), "x.json"),
                          (toml_text.text, "x.toml"))
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(GOOD) // 3))
def test_a_routine_is_the_same_in_all_forms(at):
    yaml, *others = (GOOD[at], *GOOD[len(GOOD) // 3 + 2 * at :][:2])
    for raw, name in others:
        assert source.compile_text(raw, name).data == source.compile_text(*yaml).data


@given(st.sampled_from(GOOD), st.data())
def test_a_broken_routine_compiles_or_ends_in_a_report(good, data):
    """One line of a good file is cut, doubled, or replaced by another one."""
    raw, name = good
    lines = raw.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[at])))
    new = data.draw(st.sampled_from([b"", lines[at] * 2, lines[other], lines[at][:cut] + b"\n"]))
    lines[at] = new
    report(b"".join(lines), name)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def without_null(value):
    """What TOML can say of it."""
    if isinstance(value, dict):
        return {k: without_null(v) for k, v in value.items() if v is not None}
    return [without_null(v) for v in value if v is not None] if isinstance(value, list) else value


KEYS = [
    "id", "night", "rest", "hold", "kits", "steps", "name", "format", "schedule", "source"
]  # fmt: skip


@given(st.sampled_from(KEYS), VALUES, FORMS)
def test_any_value_in_any_place_ends_in_a_report(key, value, name):
    document = {"format": 1, "id": "x", "steps": [{"muscle": "x"}]}
    document["schedule"] = [value, {"weeks": value, "times": value}, {"times": {"x": value}}]
    document["kits"] = [{"load": value}]
    document[key] = value
    document["steps"] = [
        value,
        {"muscle": value, "sides": value, "map": value, "hold": value, "after": value},
        {"muscle": "rhomboids", "after": [value], "lines": {"en": value, "de": [value]}},
        {"exercise": value, "id": value, "repeats": value, "time": value, "lines": value},
        {"note": {"en": value}, "id": "x", "lines": {"xx": value}},
    ]
    if name == "x.toml":
        text = toml_text.text(without_null(document))
    else:
        text = json.dumps(document)  # JSON is YAML
    assert report(text.encode("utf-8", "surrogatepass"), name)
