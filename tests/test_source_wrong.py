"""Wrong routine files: each names every mistake with its line and what to do, and nothing else."""

from pathlib import Path

import pytest

from backstrap.errors import SourceErrors
from backstrap.routines import source

FOLDER = Path(__file__).parent / "wrong_routines"

# file: (line, part of the text) of each problem, in the order of the report.
WRONG = {
    # keys
    "key_misspelt": [(3, "unknown key 'namee' (did you mean 'name'?)")],
    "key_in_point": [(17, "unknown key 'maps' (did you mean 'map'?)")],
    "key_in_kit": [(11, "unknown key 'band' (did you mean 'bands'?)")],
    "key_in_hold": [(7, "unknown key 'lest' (did you mean 'least'?)")],
    "key_twice": [(6, "'id' again; the first is on line 2")],
    "key_twice_in_point": [(19, "'map' again; the first is on line 17")],
    "hold_missing": [(1, "'hold' is missing")],
    "muscle_missing": [(19, "'muscle' is missing")],
    # muscles and regions
    "muscle_misspelt": [(19, "unknown muscle 'romboids' (did you mean 'rhomboids'?)")],
    "muscle_list": [(19, "unknown muscle ['rhomboids']")],
    "muscle_never_held": [(19, "never held on a ball: it lies over the carotid artery")],
    "muscle_of_other_region": [(19, "suboccipitals is not in the region upper-back")],
    "region_misspelt": [(4, "unknown region 'uper-back' (did you mean 'upper-back'?)")],
    "region_without_routines": [(4, "unknown region 'lower-back'")],
    # names
    "format_newer": [(1, "format 2 is not known; allowed: 1")],
    "format_text": [(1, "'one': a whole number")],
    "id_with_space": [(2, "'Evening Routine' is not allowed; allowed: a short name of a-z")],
    "id_too_long_with_side": [(19, "an id of 27 characters is too long with its side")],
    "id_twice": [(19, "'upper-trapezius-left' is a point of the entry on line 15")],
    "name_too_long": [(3, "allowed: 1 to 21 plain characters")],
    "name_number": [(3, "2024: text is needed here; put it in quotes")],
    "name_not_ascii": [(3, "allowed: 1 to 21 plain characters")],
    # amounts
    "night_backwards": [(5, "'3 to 1' is not allowed")],
    "night_words": [(5, "write '1 to 3'")],
    "rest_without_unit": [(6, "120 has no unit; did you mean '120 min' or '120 s'?")],
    "rest_too_long": [(6, "'1 h' is not allowed; allowed: 0 s to 10 min")],
    "fraction_of_second": [(6, "is not an amount")],
    "unit_unknown": [(7, "unknown unit 'mins' (did you mean 'min'?)")],
    "hold_too_long": [(7, "most 95 min is not allowed")],
    "hold_too_short": [(7, "hold of 120 to 1500 s is outside the upper-back's 10 to 25 min")],
    "hold_out_of_order": [(7, "least, target and most time in rising order")],
    "hold_of_one_point": [(23, "hold of 600 to 2400 s is outside the upper-back's 10 to 25 min")],
    # kits
    "ball_unknown": [(10, "unknown ball 'organge' (did you mean 'orange'?)")],
    "band_text": [(11, "'red': a list is needed here")],
    "pillow_maybe": [(12, "'maybe' is not allowed; allowed: yes or no")],
    "firmness_one_value": [(13, "'40 mmHg' is not a range; write it as '0 to 40 mmHg'")],
    "firmness_unit": [(13, "unknown unit 'mmhg' (did you mean 'mmHg'?)")],
    "firmness_backwards": [(13, "'40 to 10 mmHg' is not allowed")],
    "kit_twice": [(14, "a second kit for lying")],
    "kits_empty": [(8, "one kit a position")],
    "position_unknown": [(9, "unknown position 'standing'")],
    # points
    "layer_three": [(20, "3 is not allowed; allowed: 1 (released first) or 2")],
    "sides_misspelt": [(20, "(did you mean 'right'?); allowed: [left, right]")],
    "sides_both_off_midline": [(16, "for a point on each side write [left, right]")],
    "map_right_of_spine": [(21, "x 60 is right of the spine")],
    "map_outside": [(21, "[40, 162] is not allowed")],
    "map_three_numbers": [(21, "[40, 62, 3] is not allowed; allowed: two whole numbers")],
    "map_fraction": [(21, "40.5: a whole number is needed here")],
    "spots_too_many": [(20, "12 is not allowed; allowed: 1 to 9")],
    "lines_too_long": [(22, "'Beside the shoulder blade' is not allowed")],
    "lines_too_many": [(22, "['a', 'b', 'c', 'd'] is not allowed; allowed: 1 to 3 lines")],
    "lines_text": [(22, "'Beside the blade.': a list is needed here")],
    "points_empty": [(14, "allowed: 1 to 32 points")],
    "points_too_many": [(15, "allowed: 1 to 32 points")],
    "point_is_text": [(19, "'rhomboids': keys and values are needed here")],
    # all at once
    "several_at_once": [
        (3, "unknown key 'namee'"),
        (6, "120 has no unit"),
        (10, "unknown ball 'bleu' (did you mean 'blue'?)"),
        (19, "unknown muscle 'romboids'"),
        (21, "[40, 162] is not allowed"),
    ],
    # not readable at all
    "indent": [(11, "not readable as YAML: expected <block end>")],
    "tab": [(11, "a tab; indent with spaces")],
    "colon_in_text": [(18, "not readable as YAML")],
    "quote_open": [(3, "unexpected end of stream while scanning a quoted scalar")],
    "alias_unknown": [(7, "*usual has no complete &usual above it")],
    "alias_of_itself": [(14, "*all has no complete &all above it")],
    "alias_bomb": [(1, "more than 20000 values")],
    "deep": [(2, "nested more than 12 deep")],
    "tag_python": [
        (3, "text is needed here"),
        (3, "python/object/apply:os.system is not allowed"),
    ],
    "second_document": [(23, "a second document; one routine per file")],
    "empty": [(1, "the file is empty")],
    "only_comments": [(1, "the file is empty")],
    "just_text": [(1, "not a routine: keys such as 'format:'")],
    "list": [(1, "not a routine: keys such as 'format:'")],
    "latin1": [(3, "not UTF-8 text")],
    "control_character": [(3, "a character that text files do not contain")],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_names_its_lines_and_nothing_else(name):
    path = FOLDER / f"{name}.yaml"
    with pytest.raises(SourceErrors) as caught:
        source.load((str(path),))
    found = caught.value.problems
    assert [problem.line for problem in found] == [line for line, _ in WRONG[name]]
    for problem, (_, text) in zip(found, WRONG[name], strict=True):
        assert text in problem.text
        assert problem.column >= 1
        assert str(problem).startswith(f"{path}:{problem.line}:{problem.column}: ")


def test_every_wrong_file_is_in_the_table():
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(WRONG)


def test_mistakes_of_several_files_come_together():
    files = tuple(str(FOLDER / f"{name}.yaml") for name in ("rest_too_long", "empty"))
    with pytest.raises(SourceErrors) as caught:
        source.load(files)
    assert {problem.file for problem in caught.value.problems} == set(files)


def test_a_file_that_is_too_long_is_refused_unread():
    with pytest.raises(SourceErrors, match="at most 262144"):
        source.compile_text(b"#" * (256 * 1024 + 1), "long.yaml")
