"""What an author of routines has: check --watch, new, schema, preview, and carets."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from backstrap.cli import check
from backstrap.cli.caret import pictured
from backstrap.cli.main import main
from backstrap.cli.tool import Tool
from backstrap.errors import Problem
from backstrap.routines import json_schema, source, start
from backstrap.trees.parse import parse
from backstrap.trees.tree import TreeError
from backstrap.virtual import picture
from tests.test_source import GOOD, LIBRARY

WRONG = Path(__file__).parent / "wrong_routines"


def run(capsys, *words):
    code = main([str(word) for word in words])
    told = capsys.readouterr()
    return code, told.out, told.err


# ---- carets


def picture_of(line, column, columns=60, encoding="utf-8"):
    problem = Problem.at("x.yaml", (7, column), "wrong; mend it", line)
    return pictured([problem._asdict()], columns, encoding, False).splitlines()


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("rest: 120", 7, ["  7 | rest: 120", "    |       ^"]),
        ("\trest: 120", 8, ["  7 |  rest: 120", "    |        ^"]),
        ("a: 腕 x", 6, ["  7 | a: 腕 x", "    |       ^"]),  # two columns wide
        ("a: e\u0301 x", 7, ["  7 | a: e\u0301 x", "    |      ^"]),  # the accent takes none
        ("a: \x1b[2J", 4, ["  7 | a: \\x1b[2J", "    |    ^"]),  # no order to the terminal
        ("a", 2, ["  7 | a", "    |  ^"]),
    ],
)
def test_the_caret_stands_under_the_place(line, column, shown):
    assert picture_of(line, column) == ["x.yaml:7:" + str(column) + ": wrong; mend it", *shown]


@pytest.mark.parametrize("column", [1, 30, 500, 990, 1000])
def test_of_a_long_line_what_is_around_the_place_is_shown(column):
    line = "".join(chr(33 + i % 94) for i in range(1000))
    _, source_row, caret_row = picture_of(line, column)
    assert len(source_row) <= 60 and len(caret_row) <= 60
    assert source_row[caret_row.index("^")] == line[column - 1]


# ---- check --watch


def test_watch_checks_again_when_a_file_changes(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    good, wrong = start.text("mine", "neck"), start.text("mine", "neck").replace("rest:", "rets:")
    path.write_text(good)
    looks = iter([None, None, wrong, None, None, None, good, None, None, None])

    def wait():
        try:
            text = next(looks)
        except StopIteration:
            raise KeyboardInterrupt from None
        if text is not None:
            path.with_suffix(".new").write_text(text)
            path.with_suffix(".new").replace(path)  # as editors do

    tool = Tool()
    tool.as_json = True
    check.watch(tool, (str(path),), wait)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["files" in value for value in told] == [True, False, True]
    assert [p["line"] for p in told[1]["error"]["problems"]] == [
        wrong[: wrong.index("rets")].count("\n") + 1
    ]


# ---- new


@pytest.mark.parametrize("region", ["upper-back", "neck"])
def test_new_writes_a_good_routine_and_its_schema(region, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "new", "in-the-evening", "--region", region)[0] == 0
    assert run(capsys, "check", "in-the-evening.yaml")[:1] == (0,)
    text = (tmp_path / "in-the-evening.yaml").read_text("utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)[1]
    assert json.loads((tmp_path / named).read_text("utf-8")) == json_schema.schema()
    with_schedule = re.sub(r"(?m)^# (schedule:|  (- |  )(weeks|days|times):)", r"\1", text)
    assert with_schedule != text
    assert source.compile_text(with_schedule.encode(), "x.yaml").id == "in-the-evening"


def test_new_leaves_what_is_there(tmp_path, capsys):
    path, schema = tmp_path / "mine.yaml", tmp_path / start.SCHEMA
    path.write_text("mine")
    code, _, err = run(capsys, "new", path)
    assert (code, path.read_text()) == (1, "mine") and "is there already and stays" in err
    schema.write_text("another's")
    code, _, err = run(capsys, "new", tmp_path / "other.yaml")
    assert (code, schema.read_text()) == (1, "another's") and "is another's" in err
    assert not (tmp_path / "other.yaml").exists()


@pytest.mark.parametrize("name", ["Mine", "../x/1", "a" * 25, "a b"])
def test_new_refuses_names_that_are_no_id(name, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "new", name)
    assert code == 1 and "allowed: a-z, 0-9 and -" in err
    assert not list(tmp_path.iterdir())


# ---- schema


def errors(data):
    return list(jsonschema.Draft7Validator(json_schema.schema()).iter_errors(data))


def test_the_schema_of_the_shipped_files_is_the_one_that_is_printed(capsys):
    assert json_schema.FILE.read_text("utf-8") == json_schema.text()
    assert json.loads(run(capsys, "schema")[1]) == json_schema.schema()
    jsonschema.Draft7Validator.check_schema(json_schema.schema())


def test_each_shipped_file_names_the_schema():
    for path in LIBRARY.glob("*.yaml"):
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))[1]
        assert (path.parent / named).resolve() == json_schema.FILE


def test_what_is_good_is_good_by_the_schema():
    for raw, name in GOOD:
        assert not errors(parse(raw, name).data)


# What one value does not tell, or another form of the same: an editor cannot know it.
NOT_IN_THE_SCHEMA = {
    "after_circle", "after_exercise", "after_itself", "after_other_side", "after_too_long",
    "after_unknown", "id_of_a_hold", "id_of_a_point", "id_too_long_with_side", "id_twice",
    "id_twice_across_kinds", "kit_twice", "hold_of_one_point", "hold_most_below_target",
    "hold_out_of_order", "hold_too_long", "hold_too_short", "firmness_backwards",
    "load_above_alarm", "load_backwards", "fraction_of_second", "rest_too_long", "time_too_long",
    "time_too_short", "time_zero", "schedule_goes_on_early", "schedule_last_ends",
    "times_more_than_night", "times_of_a_note", "times_unknown", "times_unknown_dotted",
    "key_twice_in_point", "key_twice_in_inline_table", "dotted_into_inline", "table_twice",
    "steps_too_many", "repeats_fraction", "key_twice.yaml",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(WRONG.iterdir()), ids=lambda path: path.name)
def test_what_is_wrong_is_wrong_by_the_schema_or_beyond_it(path):
    try:
        data = parse(path.read_bytes(), path.name).data
    except TreeError:
        return  # an editor says that itself
    assert bool(errors(data)) != bool({path.stem, path.name} & NOT_IN_THE_SCHEMA)


# ---- preview


def test_preview_draws_each_point_with_its_screens_and_its_place(tmp_path, capsys):
    png, svg = tmp_path / "a.png", tmp_path / "a.svg"
    code, out, _ = run(capsys, "--json", "preview", "neck", "--png", png, "--svg", svg)
    value = json.loads(out)
    assert code == 0
    _, *rows = map(json.loads, source.compile_file(LIBRARY / "neck.yaml").data.splitlines())
    assert [(step["id"], step["kind"]) for step in value["steps"]] == [
        (row[1], row[0]) for row in rows
    ]
    holds = [step["screens"] for step in value["steps"] if step["kind"] == "hold"]
    assert all({"HOME", "PREPARE", "PLACE", "HOLD", "MAP"} <= set(screens) for screens in holds)
    assert len({screens["MAP"] for screens in holds}) == len(holds)
    assert png.read_bytes().startswith(b"\x89PNG")
    frames = [frame for step in value["steps"] for frame in step["screens"].values()]
    drawn = re.findall(r'class="p" d="([^"]*)"', svg.read_text("utf-8"))
    assert len(drawn) == len(frames)
    for path, frame in zip(drawn, frames, strict=True):
        lit = {
            (int(x) + i, int(y))
            for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path)
            for i in range(int(length))
        }
        points = picture.rows_of(bytes.fromhex(frame))
        assert lit == {(x, y) for y, row in enumerate(points) for x in range(len(row))
                       if row[x] == "#"}  # fmt: skip


def test_preview_in_the_terminal_shows_the_chosen_point(capsys):
    code, out, _ = run(capsys, "preview", "neck", "--point", "suboccipitals")
    titles = re.findall(r"^(suboccipitals-\w+) MAP$", out, re.M)
    assert (code, titles) == (0, ["suboccipitals-left", "suboccipitals-right"])
    assert "levator" not in out
    code, _, err = run(capsys, "preview", "neck", "--point", "subocipitals-left")
    assert code == 1 and "did you mean 'suboccipitals-left'" in err
    code, _, err = run(capsys, "preview", "nek")
    assert code == 1 and "did you mean 'neck'" in err


def test_preview_names_mistakes_as_check_does(capsys):
    path = WRONG / "ball_unknown.yaml"
    assert run(capsys, "preview", path) == run(capsys, "check", path)
