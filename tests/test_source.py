"""Routine files: the shipped one is complete, and any bytes at all end in a report."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstrap.errors import SourceErrors, UserError
from backstrap.routines import source
from strapcore import routine, rules
from strapcore.rules import MUSCLES

LIBRARY = Path(source.__file__).parent / "library"
BASE = (LIBRARY / "upper-back.yaml").read_bytes()


def rows(text):
    return [json.loads(line) for line in source.compile_text(text, "x.yaml").data.splitlines()]


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_routine_loads_on_the_strap(path):
    compiled = source.compile_file(str(path))
    head, *points = [json.loads(line) for line in compiled.data.splitlines()]
    loaded = rules.load_header(head)
    assert loaded.id == compiled.id == path.stem
    assert loaded.points == len(points) == compiled.points
    for row in points:
        rules.load_point(row, loaded.region)
    assert max(map(len, compiled.data.splitlines())) < rules.LINE_BYTES_MOST


def test_the_upper_back_is_what_the_source_text_says():
    head, *points = rows(BASE)
    loaded = [rules.load_point(row, "upper-back") for row in points]
    assert [point.muscle for point in loaded[::2]] == [
        "upper-trapezius",
        "levator-scapulae",
        "serratus-posterior-superior",
        "erector-spinae",
        "middle-trapezius",
        "rhomboids",
        "erector-spinae",
        "deep-rotators",
    ]
    assert [point.side for point in loaded] == ["left", "right"] * 8
    for point in loaded:
        assert point.layer == (1 if "trapezius" in point.muscle else 2) == MUSCLES[point.muscle][1]
        assert (point.least_s, point.most_s) == (600, 1500)
        assert 600 <= point.target_s <= 1500
    assert head["night"] == [1, 3]
    lying, sitting = (dict(zip(routine.KIT_FIELDS, kit, strict=True)) for kit in head["kits"])
    assert (lying["position"], lying["balls"]) == ("lying", ["blue", "orange"])
    assert (lying["bands"], lying["pillow"]) == (["red", "blue"], True)
    assert (sitting["position"], sitting["balls"]) == ("sitting", ["blue"])
    assert sitting["bands"] == ["red"]
    assert sitting["firmness_pa"][0] >= lying["firmness_pa"][1]  # pumped hard


def test_the_right_side_is_the_left_one_mirrored():
    _, left, right, *_ = rows(BASE)
    assert left[routine.POINT_FIELDS.index("map")] == [33, 27]
    assert right[routine.POINT_FIELDS.index("map")] == [67, 27]


def test_a_point_on_the_midline_is_one_point():
    text = BASE.replace(
        b"sides: [left, right]\n    map: [46, 67]", b"sides: both\n    map: [50, 67]"
    )
    *_, last = rows(text)
    assert last[:3] == ["deep-rotators", "deep-rotators", "both"]


def test_a_point_may_have_some_hold_times_of_its_own():
    text = BASE.replace(b"map: [33, 27]", b"map: [33, 27]\n    hold: {target: 900 s}")
    _, first, *_ = rows(text)
    assert first[routine.POINT_FIELDS.index("hold_s")] == [600, 900, 1500]


def test_anchors_are_allowed():
    text = BASE.replace(b"lines:\n      - Top", b"lines: &cue\n      - Top", 1)
    text = text.replace(b"lines:\n      - Close to the spine,", b"lines: *cue\n    #", 1)
    text = text.replace(b"      - in the groove at its\n      - side. Keep exhaling.\n", b"")
    _, first, *_, last = rows(text)
    assert first[-1] == last[-1]


@pytest.mark.parametrize(
    ("written", "seconds"), [("90 s", 90), ("1.5 min", 90), ("0 s", 0), ("2min", 120)]
)
def test_amounts_have_units(written, seconds):
    head, *_ = rows(BASE.replace(b"rest: 2 min", f"rest: {written}".encode()))
    assert head["rest_s"] == seconds


def test_pressures_are_pascals():
    head, *_ = rows(BASE.replace(b"0 to 40 mmHg", b"1.5 to 5 kPa"))
    assert head["kits"][0][-1] == [1500, 5000]


def test_two_files_with_one_id_are_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(BASE)
    with pytest.raises(SourceErrors, match=r"b\.yaml:1:1: the id 'upper-back' is taken by"):
        source.load((str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")))


def test_a_missing_file_is_the_callers_mistake(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        source.load((str(tmp_path / "none.yaml"),))


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_report(raw):
    with pytest.raises(SourceErrors):
        source.compile_text(raw, "x.yaml")


@given(st.data())
def test_a_broken_routine_compiles_or_ends_in_a_report(data):
    """One line of a good file is cut, doubled, or replaced by another one."""
    lines = BASE.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[at])))
    new = data.draw(st.sampled_from([b"", lines[at] * 2, lines[other], lines[at][:cut] + b"\n"]))
    lines[at] = new
    try:
        source.compile_text(b"".join(lines), "x.yaml")
    except SourceErrors as e:
        assert e.problems


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(
    st.sampled_from(["id", "night", "rest", "hold", "kits", "points", "name", "format"]), VALUES
)
def test_any_value_in_any_place_ends_in_a_report(key, value):
    document = json.loads(json.dumps({"format": 1, "id": "x", "points": [{"muscle": "x"}]}))
    document[key] = value
    document["points"] = [value, {"muscle": value, "sides": value, "map": value, "hold": value}]
    with pytest.raises(SourceErrors):  # JSON is YAML
        source.compile_text(json.dumps(document).encode(), "x.yaml")
