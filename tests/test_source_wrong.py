"""Wrong routine files: each names every mistake with its line and what to do, and nothing else."""

from pathlib import Path

import pytest

from backstrap.errors import SourceErrors
from backstrap.routines import source

FOLDER = Path(__file__).parent / "wrong_routines"

# file: (line, column, part of the text) of each problem, in the order of the report.
WRONG = {
    # keys
    "key_misspelt": [(3, 1, "unknown key 'namee' (did you mean 'name'?)")],
    "key_in_point": [(17, 5, "unknown key 'maps' (did you mean 'map'?)")],
    "key_in_kit": [(11, 5, "unknown key 'band' (did you mean 'bands'?)")],
    "key_in_hold": [(7, 8, "unknown key 'lest' (did you mean 'least'?)")],
    "key_twice": [(6, 1, "'id' again; the first is on line 2")],
    "key_twice_in_point": [(19, 5, "'map' again; the first is on line 17")],
    "key_points": [(19, 1, "unknown key 'points' (did you mean 'steps'?)")],
    "key_in_exercise": [
        (34, 5, "unknown key 'repeat' (did you mean 'repeats'?); allowed: exercise")
    ],
    "key_in_note": [(38, 5, "unknown key 'map'; allowed: note, id, lines")],
    "key_in_phase": [(17, 5, "unknown key 'day' (did you mean 'days'?)")],
    "hold_missing": [(1, 1, "'hold' is missing")],
    "kits_missing": [(1, 1, "'kits' is missing")],
    "times_missing": [(17, 5, "'times' is missing")],
    # kinds of steps
    "step_kind_missing": [(19, 5, "'muscle', 'exercise' and 'note'; this one has no such key")],
    "step_two_kinds": [(36, 5, "this one has 'muscle' and 'note'")],
    "step_kind_list": [(31, 15, "['Pull apart']: text is needed here")],
    "exercise_misspelt": [(31, 5, "unknown key 'exercize' (did you mean 'exercise'?)")],
    # muscles and regions
    "muscle_misspelt": [(19, 13, "unknown muscle 'romboids' (did you mean 'rhomboids'?)")],
    "muscle_list": [(19, 13, "unknown muscle ['rhomboids']")],
    "muscle_never_held": [(19, 13, "the carotid artery; write an 'exercise:' with a band")],
    "muscle_never_scm": [(24, 13, "front of the neck: it lies over the carotid artery")],
    "muscle_never_scalenes": [
        (24, 13, "nerves of the arm pass between them; write an 'exercise:'")
    ],
    "muscle_never_longus_colli": [(24, 13, "front of the neck")],
    "muscle_never_longus_capitis": [(24, 13, "front of the neck")],
    "muscle_never_platysma": [(24, 13, "front of the neck")],
    "muscle_never_infrahyoids": [(24, 13, "front of the neck")],
    "muscle_never_suprahyoids": [(24, 13, "front of the neck")],
    "muscle_of_other_region": [(19, 13, "suboccipitals is not in the region upper-back")],
    "region_misspelt": [(4, 9, "unknown region 'uper-back' (did you mean 'upper-back'?)")],
    "region_without_routines": [(4, 9, "unknown region 'lower-back'")],
    # names
    "format_newer": [(1, 9, "format 2 is not known; allowed: 1")],
    "format_text": [(1, 9, "'one': a whole number")],
    "id_with_space": [(2, 5, "'Evening Routine' is not allowed; allowed: a short name of a-z")],
    "id_too_long_with_side": [(19, 13, "an id of 27 characters is too long with its side")],
    "id_twice": [(19, 13, "'upper-trapezius-left' is taken by the entry on line 15")],
    "id_twice_across_kinds": [(37, 9, "'pull' is taken by the entry on line 31")],
    "id_of_a_hold": [(37, 9, "'rhomboids' is taken by the entry on line 24")],
    "id_of_a_point": [(37, 9, "'rhomboids-left' is taken by the entry on line 24")],
    "id_hold": [(32, 9, "'hold' stands for the points in a schedule")],
    "id_number": [(37, 9, "3: text is needed here; put it in quotes")],
    "exercise_without_id": [(31, 5, "'id' is missing")],
    "exercise_name_too_long": [(31, 15, "'Pull the band far apart' is not allowed")],
    "name_too_long": [(3, 7, "allowed: 1 to 21 plain characters")],
    "name_number": [(3, 7, "2024: text is needed here; put it in quotes")],
    "name_letter_unknown": [(3, 7, "allowed: 1 to 21 plain characters or ÄÖÜäöüßÁÉÍÓÚÑáéíóúñ¿¡")],
    "source_too_long": [(7, 9, "allowed: at most 80 characters")],
    "source_number": [(7, 9, "2018: text is needed here")],
    # amounts
    "night_backwards": [(5, 8, "'3 to 1' is not allowed")],
    "night_words": [(5, 8, "write '1 to 3'")],
    "rest_without_unit": [(6, 7, "120 has no unit; did you mean '120 min' or '120 s'?")],
    "rest_nights_seven": [(7, 14, "7 is not allowed; allowed: 0 to 6")],
    "rest_too_long": [(6, 7, "'1 h' is not allowed; allowed: 0 s to 10 min")],
    "fraction_of_second": [(6, 7, "is not an amount")],
    "unit_unknown": [(7, 15, "unknown unit 'mins' (did you mean 'min'?)")],
    "hold_too_long": [(7, 45, "most 95 min is not allowed")],
    "hold_too_short": [(7, 15, "hold of 120 to 1500 s is outside the upper-back's 10 to 25 min")],
    "hold_out_of_order": [(7, 31, "least, target and most time in rising order")],
    "hold_of_one_point": [
        (23, 18, "hold of 600 to 2400 s is outside the upper-back's 10 to 25 min")
    ],
    "exercise_without_amount": [(31, 5, "'repeats' or 'time' is missing")],
    "exercise_both_amounts": [(35, 11, "'repeats' and 'time'; allowed: one of them")],
    "repeats_zero": [(34, 14, "0 is not allowed; allowed: 1 to 100")],
    "repeats_too_many": [(34, 14, "101 is not allowed; allowed: 1 to 100")],
    "repeats_text": [(34, 14, "'ten': a whole number is needed here")],
    "time_zero": [(34, 11, "no time is not allowed; allowed: 5 s to 30 min")],
    "time_too_short": [(34, 11, "'4 s' is not allowed; allowed: 5 s to 30 min")],
    "time_too_long": [(34, 11, "'31 min' is not allowed; allowed: 5 s to 30 min")],
    "time_without_unit": [(34, 11, "did you mean '30 min' or '30 s'?")],
    # kits
    "ball_unknown": [(10, 19, "unknown ball 'organge' (did you mean 'orange'?)")],
    "band_text": [(11, 12, "'red': a list is needed here")],
    "pillow_maybe": [(12, 13, "'maybe' is not allowed; allowed: yes or no")],
    "firmness_one_value": [(13, 15, "'40 mmHg' is not a range; write it as '0 to 40 mmHg'")],
    "firmness_in_strokes": [
        (13, 15, "only the strap learns it; write a pressure, as '0 to 40 mmHg'")
    ],
    "load_in_strokes": [(14, 11, "'1 to 2 pump strokes': what a stroke adds differs from ball")],
    "firmness_unit": [(13, 15, "unknown unit 'mmhg' (did you mean 'mmHg'?)")],
    "firmness_backwards": [(13, 15, "'40 to 10 mmHg' is not allowed")],
    "kit_twice": [(14, 15, "a second kit for lying")],
    "kits_empty": [(8, 7, "a hold needs a kit; allowed: one a position")],
    "load_above_alarm": [
        (14, 11, "'20 to 241 mmHg' is not allowed; allowed: a lower and a higher")
    ],
    "load_backwards": [(14, 11, "'90 to 20 mmHg' is not allowed")],
    "load_one_value": [(14, 11, "'90 mmHg' is not a range")],
    "band_of_exercise": [(33, 11, "unknown band 'orange'")],
    "position_unknown": [(9, 15, "unknown position 'standing'")],
    # points
    "layer_three": [(20, 12, "3 is not allowed; allowed: 1 (released first) or 2")],
    "sides_misspelt": [(20, 12, "(did you mean 'right'?); allowed: [left, right]")],
    "sides_both_off_midline": [(16, 12, "for a point on each side write [left, right]")],
    "map_right_of_spine": [(21, 10, "x 60 is right of the spine")],
    "map_outside": [(21, 10, "[40, 162] is not allowed")],
    "map_three_numbers": [(21, 10, "[40, 62, 3] is not allowed; allowed: two whole numbers")],
    "map_fraction": [(21, 11, "40.5: a whole number is needed here")],
    "spots_too_many": [(20, 12, "12 is not allowed; allowed: 1 to 9")],
    "lines_too_long": [(22, 13, "'Beside the shoulder blade' is not allowed")],
    "lines_too_many": [(22, 12, "['a', 'b', 'c', 'd'] is not allowed; allowed: 1 to 3 lines")],
    "lines_text": [(22, 12, "'Beside the blade.': a list is needed here")],
    "steps_empty": [(14, 8, "allowed: 1 to 32 steps")],
    "steps_too_many": [(15, 3, "allowed: 1 to 32 steps")],
    "step_is_text": [(19, 5, "'rhomboids': keys and values are needed here")],
    "only_notes": [(15, 3, "only notes; at least one hold or exercise is needed")],
    # what comes before a point
    "after_unknown": [(27, 13, "unknown id 'upper-trapezus' (did you mean 'upper-trapezius'?)")],
    "after_misspelt_muscle": [(20, 13, "unknown muscle 'uper-trapezius'")],
    "after_exercise": [(27, 13, "'pull' is no hold; allowed: ids of holds")],
    "after_itself": [(27, 13, "'rhomboids' cannot wait for itself")],
    "after_circle": [
        (27, 13, "a circle: 'deep-rotators' waits for 'rhomboids'"),
        (34, 13, "a circle: 'erector-spinae' waits for 'deep-rotators'"),
        (39, 30, "a circle: 'rhomboids' waits for 'erector-spinae'"),
    ],
    "after_empty": [(27, 12, "an empty list; allowed: ids of holds")],
    "after_text": [(27, 12, "'upper-trapezius': a list is needed here")],
    "after_on_layer_1": [(23, 12, "only a point of layer 2 waits for others")],
    "after_other_side": [(27, 13, "'upper-trapezius' has no point on the right")],
    "after_too_long": [(48, 5, "bytes on the strap; allowed: at most 1024")],
    # schedule
    "schedule_text": [(14, 11, "'daily': a list is needed here")],
    "schedule_too_long": [(15, 3, "allowed: at most 8 phases")],
    "schedule_too_long_and_wrong": [
        (15, 3, "allowed: at most 8 phases"),
        (15, 13, "'two': a whole number is needed here"),
    ],
    "schedule_last_ends": [(17, 12, "the last phase goes on for good; leave its weeks out")],
    "schedule_goes_on_early": [
        (15, 5, "'weeks' is missing; only the last phase goes on for good")
    ],
    "phase_text": [(15, 5, "'two weeks': keys and values are needed here")],
    "weeks_zero": [(15, 12, "0 is not allowed; allowed: 1 to 52")],
    "weeks_too_many": [(15, 12, "53 is not allowed; allowed: 1 to 52")],
    "weeks_text": [(15, 12, "'two': a whole number is needed here")],
    "days_eight": [(17, 11, "8 is not allowed; allowed: 1 to 7 a week")],
    "times_too_often": [(16, 28, "9 is not allowed; allowed: 'hold' and ids of exercises, each")],
    "times_negative": [(16, 19, "-1 is not allowed")],
    "times_text": [(16, 28, "'twice': a whole number is needed here")],
    "times_empty": [(16, 12, "{} is not allowed")],
    "times_list": [(16, 12, "['hold', 'pull']: keys and values are needed here")],
    "times_unknown": [
        (16, 22, "unknown exercise 'pul' (did you mean 'pull'?); allowed: hold, pull")
    ],
    "times_of_a_note": [(16, 22, "unknown exercise 'begin'; allowed: hold, pull")],
    "times_more_than_night": [(16, 19, "4 points a night are more than the routine's 3")],
    "times_hold_without_holds": [
        (16, 13, "'hold' in a routine without holds"),
        (18, 13, "'hold' in a routine without holds"),
    ],
    # languages
    "language_unknown": [(30, 7, "unknown language 'fr'; allowed: en, de, es")],
    "language_misspelt": [(29, 7, "unknown language 'eng' (did you mean 'en'?)")],
    "language_without_english": [(29, 7, "'en' is missing")],
    "lines_too_long_in_german": [(30, 12, "'Neben dem Schulterblatt.' is not allowed in 'de'")],
    "lines_too_many_in_german": [(30, 11, "['a', 'b', 'c', 'd'] is not allowed in 'de'")],
    "lines_text_in_german": [(30, 11, "'Neben dem Blatt.': a list is needed here")],
    "line_letter_unknown": [(38, 13, "'Respire à fond.' is not allowed; allowed: 1 to 3 lines")],
    "name_too_long_in_spanish": [(3, 25, "'Espalda alta por la noche' is not allowed in 'es'")],
    "note_too_long_in_german": [(38, 11, "'Bevor du damit anfängst' is not allowed in 'de'")],
    # all at once
    "several_kinds_at_once": [
        (15, 12, "60 is not allowed; allowed: 1 to 52"),
        (16, 22, "unknown exercise 'pul' (did you mean 'pull'?)"),
        (16, 27, "9 is not allowed"),
        (27, 13, "unknown id 'upper'"),
        (34, 11, "30 has no unit"),
        (38, 12, "'Breathe out.': a list is needed here"),
    ],
    "several_at_once": [
        (3, 1, "unknown key 'namee'"),
        (6, 7, "120 has no unit"),
        (10, 13, "unknown ball 'bleu' (did you mean 'blue'?)"),
        (19, 13, "unknown muscle 'romboids'"),
        (21, 10, "[40, 162] is not allowed"),
    ],
    # not readable at all
    "indent": [(11, 4, "not readable as YAML: expected <block end>")],
    "tab": [(11, 1, "a tab; indent with spaces")],
    "colon_in_text": [(18, 24, "not readable as YAML")],
    "quote_open": [(3, 7, "unexpected end of stream while scanning a quoted scalar")],
    "alias_unknown": [(7, 7, "*usual has no complete &usual above it")],
    "alias_of_itself": [(14, 14, "*all has no complete &all above it")],
    "alias_bomb": [(1, 4, "more than 20000 values")],
    "deep": [(2, 20, "nested more than 12 deep")],
    "tag_python": [
        (3, 7, "text is needed here"),
        (3, 7, "python/object/apply:os.system is not allowed"),
    ],
    "second_document": [(23, 1, "a second document; one routine per file")],
    "empty": [(1, 1, "the file is empty")],
    "only_comments": [(1, 1, "the file is empty")],
    "just_text": [(1, 1, "not a routine; write keys such as 'format'")],
    "list": [(1, 1, "not a routine; write keys such as 'format'")],
    "latin1": [(3, 8, "not UTF-8 text")],
    "control_character": [(3, 7, "a character that text files do not contain")],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_names_its_lines_and_nothing_else(name):
    path = FOLDER / f"{name}.yaml"
    with pytest.raises(SourceErrors) as caught:
        source.load((str(path),))
    found = caught.value.problems
    places = [(problem.line, problem.column) for problem in found]
    assert places == [(line, column) for line, column, _ in WRONG[name]]
    for problem, (line, column, text) in zip(found, WRONG[name], strict=True):
        assert text in problem.text
        assert problem.fix
        assert str(problem).startswith(f"{path}:{line}:{column}: ")


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
