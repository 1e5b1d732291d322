"""Wrong routine files: each names every mistake with its line and what to do, and nothing else."""

from pathlib import Path

import pytest

from backstrap.errors import SourceErrors
from backstrap.routines import source

FOLDER = Path(__file__).parent / "wrong_routines"

# file, YAML where nothing else is said: (line, column, part of the text, part of the fix) of each
# problem, in the order of the report.
WRONG = {
    # keys
    "key_misspelt": [(3, 1, "unknown key 'namee'", "did you mean 'name'")],
    "key_in_point": [(17, 5, "unknown key 'maps'", "did you mean 'map'")],
    "key_in_kit": [(11, 5, "unknown key 'band'", "did you mean 'bands'")],
    "key_in_hold": [(7, 8, "unknown key 'lest'", "did you mean 'least'")],
    "key_twice": [(6, 1, "'id' again", "the first is on line 2; keep one")],
    "key_twice_in_point": [(19, 5, "'map' again", "the first is on line 17; keep")],
    "key_points": [(19, 1, "unknown key 'points'", "did you mean 'steps'")],
    "key_in_exercise": [(34, 5, "unknown key 'repeat'", "did you mean 'repeats'")],
    "key_in_note": [(38, 5, "unknown key 'map'", "allowed: note, id, lines")],
    "key_in_phase": [(17, 5, "unknown key 'day'", "did you mean 'days'")],
    "hold_missing": [(1, 1, "'hold' is missing", "write it: contact time of every")],
    "kits_missing": [(1, 1, "'kits' is missing", "write it: what one needs, one")],
    "times_missing": [(17, 5, "'times' is missing", "write it: how often a day, by")],
    # kinds of steps
    "step_kind_missing": [
        (19, 5, "'muscle', 'exercise' and 'note', this one has none of them", "write one")
    ],
    "step_two_kinds": [(36, 5, "this one has 'muscle' and 'note'", "keep one")],
    "step_kind_list": [(31, 15, "['Pull apart']: text is needed here", "put it in quotes")],
    "exercise_misspelt": [(31, 5, "unknown key 'exercize'", "did you mean 'exercise'")],
    # muscles and regions
    "muscle_misspelt": [(19, 13, "unknown muscle 'romboids'", "did you mean 'rhomboids'")],
    "muscle_list": [(19, 13, "unknown muscle ['rhomboids']", "did you mean 'rhomboids'")],
    "muscle_never_held": [(19, 13, "the carotid artery", "write an 'exercise:' with a band")],
    "muscle_never_scm": [
        (
            24,
            13,
            "front of the neck: it lies over the carotid artery",
            "write an 'exercise:' with a band",
        )
    ],
    "muscle_never_scalenes": [
        (24, 13, "nerves of the arm pass between them", "write an 'exercise:' with a band")
    ],
    "muscle_never_longus_colli": [
        (24, 13, "front of the neck", "write an 'exercise:' with a band")
    ],
    "muscle_never_longus_capitis": [
        (24, 13, "front of the neck", "write an 'exercise:' with a band")
    ],
    "muscle_never_platysma": [(24, 13, "front of the neck", "write an 'exercise:' with a band")],
    "muscle_never_infrahyoids": [
        (24, 13, "front of the neck", "write an 'exercise:' with a band")
    ],
    "muscle_never_suprahyoids": [
        (24, 13, "front of the neck", "write an 'exercise:' with a band")
    ],
    "muscle_of_other_region": [
        (19, 13, "suboccipitals is not in the region upper-back", "its muscles are")
    ],
    "region_misspelt": [(4, 9, "unknown region 'uper-back'", "did you mean 'upper-back'")],
    "region_without_routines": [
        (4, 9, "unknown region 'lower-back'", "did you mean 'upper-back'")
    ],
    # names
    "format_newer": [(1, 9, "format 2 is not known", "allowed: 1")],
    "format_text": [(1, 9, "'one': a whole number", "write it without quotes and")],
    "id_with_space": [(2, 5, "'Evening Routine' is not allowed", "allowed: a short name of a-z,")],
    "id_too_long_with_side": [
        (
            19,
            13,
            "an id of 27 characters is too long with its side",
            "allowed: at most 18; give the",
        )
    ],
    "id_twice": [
        (19, 13, "'upper-trapezius-left' is taken by the entry on line 15", "give another 'id'")
    ],
    "id_twice_across_kinds": [
        (37, 9, "'pull' is taken by the entry on line 31", "give another 'id'")
    ],
    "id_of_a_hold": [(37, 9, "'rhomboids' is taken by the entry on line 24", "give another 'id'")],
    "id_of_a_point": [
        (37, 9, "'rhomboids-left' is taken by the entry on line 24", "give another 'id'")
    ],
    "id_hold": [(32, 9, "'hold' stands for the points in a schedule", "give it another id")],
    "id_number": [(37, 9, "3: text is needed here", "put it in quotes")],
    "exercise_without_id": [(31, 5, "'id' is missing", "write it: its name in records")],
    "exercise_name_too_long": [
        (31, 15, "'Pull the band far apart' is not allowed", "allowed: 1 to 21 plain")
    ],
    "name_too_long": [
        (3, 7, "'Evening routine for the upper back' is not allowed", "allowed: 1 to 21 plain")
    ],
    "name_number": [(3, 7, "2024: text is needed here", "put it in quotes")],
    "name_letter_unknown": [(3, 7, "'Après le travail' is not allowed", "allowed: 1 to 21 plain")],
    "source_too_long": [
        (
            7,
            9,
            "'from a book from a book from a book ... is not allowed",
            "allowed: at most 80 characters",
        )
    ],
    "source_number": [(7, 9, "2018: text is needed here", "put it in quotes")],
    # amounts
    "night_backwards": [(5, 8, "'3 to 1' is not allowed", "allowed: as '1 to 3', at most 3")],
    "night_words": [(5, 8, "'one to three' is not a number of points a night", "write '1 to 3'")],
    "rest_without_unit": [(6, 7, "120 has no unit", "did you mean '120 min'")],
    "rest_nights_seven": [(7, 14, "7 is not allowed", "allowed: 0 to 6 nights")],
    "rest_too_long": [(6, 7, "'1 h' is not allowed", "allowed: 0 s to 10 min")],
    "fraction_of_second": [(6, 7, "is not an amount", "write it as '10 min'")],
    "unit_unknown": [(7, 15, "unknown unit 'mins'", "did you mean 'min'")],
    "hold_too_long": [(7, 45, "most 95 min is not allowed", "allowed: least, target and most")],
    "hold_too_short": [
        (
            7,
            15,
            "ld of 120 to 1500 s is outside the upper-back's 10 to 25 min",
            "write times within these",
        )
    ],
    "hold_out_of_order": [
        (7, 31, "least, target and most time in rising order", "allowed: least, target and most")
    ],
    "hold_of_one_point": [
        (
            23,
            18,
            "ld of 600 to 2400 s is outside the upper-back's 10 to 25 min",
            "write times within these",
        )
    ],
    "exercise_without_amount": [(31, 5, "'repeats' or 'time' is missing", "write one of them")],
    "exercise_both_amounts": [(35, 11, "'repeats' and 'time'", "allowed: one of them")],
    "repeats_zero": [(34, 14, "0 is not allowed", "allowed: 1 to 100")],
    "repeats_too_many": [(34, 14, "101 is not allowed", "allowed: 1 to 100 times")],
    "repeats_text": [
        (34, 14, "'ten': a whole number is needed here", "write it without quotes and")
    ],
    "time_zero": [(34, 11, "no time is not allowed", "allowed: 5 s to 30 min")],
    "time_too_short": [(34, 11, "'4 s' is not allowed", "allowed: 5 s to 30 min")],
    "time_too_long": [(34, 11, "'31 min' is not allowed", "allowed: 5 s to 30 min")],
    "time_without_unit": [(34, 11, "30 has no unit", "did you mean '30 min'")],
    # kits
    "ball_unknown": [(10, 19, "unknown ball 'organge'", "did you mean 'orange'")],
    "band_text": [(11, 12, "'red': a list is needed here", "write [a, b], or in YAML one '-")],
    "pillow_maybe": [(12, 13, "'maybe' is not allowed", "allowed: yes or no")],
    "firmness_one_value": [(13, 15, "'40 mmHg' is not a range", "write it as '0 to 40 mmHg' or")],
    "firmness_in_strokes": [(13, 15, "only the strap learns it", "write a pressure, as '0 to 40")],
    "load_in_strokes": [
        (
            14,
            11,
            "'1 to 2 pump strokes': what a stroke adds differs from ball",
            "write a pressure, as '0 to 40",
        )
    ],
    "firmness_unit": [(13, 15, "unknown unit 'mmhg'", "did you mean 'mmHg'")],
    "firmness_backwards": [
        (13, 15, "'40 to 10 mmHg' is not allowed", "allowed: a lower and a higher")
    ],
    "kit_twice": [(14, 15, "a second kit for lying", "allowed: one a position")],
    "kits_empty": [(8, 7, "a hold needs a kit", "allowed: one a position")],
    "load_above_alarm": [
        (14, 11, "'20 to 241 mmHg' is not allowed", "allowed: a lower and a higher")
    ],
    "load_backwards": [
        (14, 11, "'90 to 20 mmHg' is not allowed", "allowed: a lower and a higher")
    ],
    "load_one_value": [(14, 11, "'90 mmHg' is not a range", "write it as '0 to 40 mmHg' or")],
    "band_of_exercise": [(33, 11, "unknown band 'orange'", "allowed: blue, none, red")],
    "position_unknown": [(9, 15, "unknown position 'standing'", "did you mean 'sitting'")],
    # points
    "layer_three": [(20, 12, "3 is not allowed", "allowed: 1 (released first) or 2")],
    "sides_misspelt": [(20, 12, "(did you mean 'right'?)", "did you mean 'right'")],
    "sides_both_off_midline": [
        (16, 12, "for a point on each side write [left, right]", "allowed: 40 to 60 for a point")
    ],
    "map_right_of_spine": [(21, 10, "x 60 is right of the spine", "give the left side's place,")],
    "map_outside": [(21, 10, "[40, 162] is not allowed", "allowed: two whole numbers, 0")],
    "map_three_numbers": [(21, 10, "[40, 62, 3] is not allowed", "allowed: two whole numbers, 0")],
    "map_fraction": [
        (21, 11, "40.5: a whole number is needed here", "write it without quotes and")
    ],
    "spots_too_many": [(20, 12, "12 is not allowed", "allowed: 1 to 9 places")],
    "lines_too_long": [
        (22, 13, "'Beside the shoulder blade' is not allowed", "allowed: 1 to 3 lines of 1 to")
    ],
    "lines_too_many": [
        (22, 12, "['a', 'b', 'c', 'd'] is not allowed", "allowed: 1 to 3 lines of 1 to")
    ],
    "lines_text": [
        (22, 12, "'Beside the blade.': a list is needed here", "write [a, b], or in YAML one '-")
    ],
    "steps_empty": [(14, 8, "0 of them", "allowed: 1 to 32 steps")],
    "steps_too_many": [(15, 3, "34 of them", "allowed: 1 to 32 steps")],
    "step_is_text": [
        (19, 5, "'rhomboids': keys and values are needed here", "write each key with its value")
    ],
    "only_notes": [(15, 3, "only notes", "at least one hold or exercise")],
    # what comes before a point
    "after_unknown": [(27, 13, "unknown id 'upper-trapezus'", "did you mean 'upper-trapezius'")],
    "after_misspelt_muscle": [
        (20, 13, "unknown muscle 'uper-trapezius'", "did you mean 'upper-trapezius'")
    ],
    "after_exercise": [(27, 13, "'pull' is no hold", "allowed: ids of holds that come")],
    "after_itself": [(27, 13, "'rhomboids' cannot wait for itself", "take it away")],
    "after_circle": [
        (27, 13, "a circle: 'deep-rotators' waits for 'rhomboids'", "take one of the two away"),
        (
            34,
            13,
            "a circle: 'erector-spinae' waits for 'deep-rotators'",
            "take one of the two away",
        ),
        (39, 30, "a circle: 'rhomboids' waits for 'erector-spinae'", "take one of the two away"),
    ],
    "after_empty": [(27, 12, "an empty list", "allowed: ids of holds that come")],
    "after_text": [
        (27, 12, "'upper-trapezius': a list is needed here", "write [a, b], or in YAML one '-")
    ],
    "after_on_layer_1": [
        (23, 12, "only a point of layer 2 waits for others", "take 'after' away")
    ],
    "after_other_side": [
        (27, 13, "'upper-trapezius' has no point on the right", "give each side an entry of its")
    ],
    "after_too_long": [(48, 5, "bytes on the strap", "allowed: at most 1024; shorten")],
    # schedule
    "schedule_text": [
        (14, 11, "'daily': a list is needed here", "write [a, b], or in YAML one '-")
    ],
    "schedule_too_long": [(15, 3, "9 of them", "allowed: at most 8 phases")],
    "schedule_too_long_and_wrong": [
        (15, 3, "9 of them", "allowed: at most 8 phases"),
        (15, 13, "'two': a whole number is needed here", "write it without quotes and"),
    ],
    "schedule_last_ends": [(17, 12, "the last phase goes on for good", "leave its weeks out")],
    "schedule_goes_on_early": [(15, 5, "'weeks' is missing", "only the last phase goes on for")],
    "phase_text": [
        (15, 5, "'two weeks': keys and values are needed here", "write each key with its value")
    ],
    "weeks_zero": [(15, 12, "0 is not allowed", "allowed: 1 to 52")],
    "weeks_too_many": [(15, 12, "53 is not allowed", "allowed: 1 to 52, or left out")],
    "weeks_text": [
        (15, 12, "'two': a whole number is needed here", "write it without quotes and")
    ],
    "days_eight": [(17, 11, "8 is not allowed", "allowed: 1 to 7 a week")],
    "times_too_often": [(16, 28, "9 is not allowed", "allowed: 'hold' and ids of")],
    "times_negative": [(16, 19, "-1 is not allowed", "allowed: 'hold' and ids of")],
    "times_text": [
        (16, 28, "'twice': a whole number is needed here", "write it without quotes and")
    ],
    "times_empty": [(16, 12, "{} is not allowed", "allowed: 'hold' and ids of")],
    "times_list": [
        (
            16,
            12,
            "['hold', 'pull']: keys and values are needed here",
            "write each key with its value",
        )
    ],
    "times_unknown": [(16, 22, "unknown exercise 'pul'", "did you mean 'pull'")],
    "times_of_a_note": [(16, 22, "unknown exercise 'begin'", "allowed: hold, pull")],
    "times_more_than_night": [
        (16, 19, "4 points a night are more than the routine's 3", "write fewer, or raise 'night'")
    ],
    "times_hold_without_holds": [
        (16, 13, "'hold' in a routine without holds", "take it away"),
        (18, 13, "'hold' in a routine without holds", "take it away"),
    ],
    # languages
    "language_unknown": [(30, 7, "unknown language 'fr'", "allowed: en, de, es")],
    "language_misspelt": [(29, 7, "unknown language 'eng'", "did you mean 'en'")],
    "language_without_english": [(29, 7, "'en' is missing", "write it too")],
    "lines_too_long_in_german": [
        (
            30,
            12,
            "'Neben dem Schulterblatt.' is not allowed in 'de'",
            "allowed: 1 to 3 lines of 1 to",
        )
    ],
    "lines_too_many_in_german": [
        (30, 11, "['a', 'b', 'c', 'd'] is not allowed in 'de'", "allowed: 1 to 3 lines of 1 to")
    ],
    "lines_text_in_german": [
        (30, 11, "'Neben dem Blatt.': a list is needed here", "write [a, b], or in YAML one '-")
    ],
    "line_letter_unknown": [
        (38, 13, "'Respire à fond.' is not allowed", "allowed: 1 to 3 lines of 1 to")
    ],
    "name_too_long_in_spanish": [
        (3, 25, "'Espalda alta por la noche' is not allowed in 'es'", "allowed: 1 to 21 plain")
    ],
    "note_too_long_in_german": [
        (38, 11, "'Bevor du damit anfängst' is not allowed in 'de'", "allowed: 1 to 21 plain")
    ],
    # all at once
    "several_kinds_at_once": [
        (15, 12, "60 is not allowed", "allowed: 1 to 52, or left out"),
        (16, 22, "unknown exercise 'pul'", "did you mean 'pull'"),
        (16, 27, "9 is not allowed", "allowed: 'hold' and ids of"),
        (27, 13, "unknown id 'upper'", "allowed: ids of holds that come"),
        (34, 11, "30 has no unit", "did you mean '30 min'"),
        (38, 12, "'Breathe out.': a list is needed here", "write [a, b], or in YAML one '-"),
    ],
    "several_at_once": [
        (3, 1, "unknown key 'namee'", "did you mean 'name'"),
        (6, 7, "120 has no unit", "did you mean '120 min'"),
        (10, 13, "unknown ball 'bleu'", "did you mean 'blue'"),
        (19, 13, "unknown muscle 'romboids'", "did you mean 'rhomboids'"),
        (21, 10, "[40, 162] is not allowed", "allowed: two whole numbers, 0"),
    ],
    # not readable at all
    "indent": [
        (11, 4, "not readable as YAML: expected <block end>", "indent it as far as the lines")
    ],
    "tab": [(11, 1, "a tab", "indent with spaces")],
    "colon_in_text": [(18, 24, "not readable as YAML", "close the bracket, or put a ','")],
    "quote_open": [
        (
            3,
            7,
            "unexpected end of stream while scanning a quoted scalar",
            "close the quote or the bracket",
        )
    ],
    "alias_unknown": [(7, 7, "*usual has no complete &usual above it", "write the value itself")],
    "alias_of_itself": [(14, 14, "*all has no complete &all above it", "write the value itself")],
    "alias_bomb": [(1, 4, "more than 20000 values", "write fewer")],
    "deep": [(2, 20, "nested more than 12 deep", "a routine needs 5: take")],
    "tag_python": [
        (3, 7, "text is needed here", "put it in quotes"),
        (3, 7, "python/object/apply:os.system is not allowed", "use plain values"),
    ],
    "second_document": [(23, 1, "a second document", "one routine per file: take")],
    "empty": [(1, 1, "the file is empty", "`backstrap new NAME` writes one")],
    "only_comments": [(1, 1, "the file is empty", "`backstrap new NAME` writes one")],
    "just_text": [(1, 1, "not a routine", "write keys such as 'format' and")],
    "list": [(1, 1, "not a routine", "write keys such as 'format' and")],
    "latin1": [(3, 8, "not UTF-8 text", "save the file as UTF-8")],
    "control_character": [(3, 7, "a character that text files do not contain", "take it away")],
    # JSON
    "colon_missing.json": [
        (5, 11, "not readable as JSON: no ':' after 'region'", 'write "region": and its value')
    ],
    "comma_at_end.json": [(30, 73, "not readable as JSON: a ',' before ']'", "take it away")],
    "comma_missing.json": [
        (5, 24, "not readable as JSON: neither ',' nor '}'", "put one of them here")
    ],
    "comment.json": [
        (3, 19, "not readable as JSON: a comment", "JSON has none: take it away, or")
    ],
    "deep.json": [(29, 78, "nested more than 12 deep", "a routine needs 5: take")],
    "empty.json": [(1, 1, "the file is empty", "`backstrap new NAME` writes one")],
    "escape_unknown.json": [
        (29, 22, "not readable as JSON: unknown escape \\a", "write \\\\ for a backslash")
    ],
    "exercise_without_amount.json": [
        (29, 3, "'repeats' or 'time' is missing", "write one of them")
    ],
    "id_null.json": [(29, 36, "nothing: text is needed here", "put it in quotes")],
    "key_in_hold.json": [(8, 11, "unknown key 'leest'", "did you mean 'least'")],
    "key_misspelt.json": [(4, 2, "unknown key 'nmae'", "did you mean 'name'")],
    "key_twice.json": [
        (1, 1, "'night' is missing", "write it: points a night, as '1"),
        (6, 2, "'id' again", "the first is on line 3; keep one"),
    ],
    "key_twice_in_point.json": [(27, 4, "'map' again", "the first is on line 26; keep")],
    "key_without_quotes.json": [
        (7, 2, "not readable as JSON: no key", "a key stands in double quotes,")
    ],
    "language_unknown.json": [(27, 43, "unknown language 'fr'", "allowed: en, de, es")],
    "layer_null.json": [(26, 36, "nothing is written here", "write a value, or leave the key")],
    "list.json": [(1, 1, "not a routine", "write keys such as 'format' and")],
    "list_not_closed.json": [
        (24, 36, "not readable as JSON: neither ',' nor ']'", "put one of them here")
    ],
    "map_outside.json": [(26, 62, "[40, 162] is not allowed", "allowed: two whole numbers, 0")],
    "minified.json": [(1, 652, "500 is not allowed", "allowed: 1 to 100 times")],
    "muscle_misspelt.json": [(26, 14, "unknown muscle 'romboids'", "did you mean 'rhomboids'")],
    "not_closed.json": [(1, 1, "not readable as JSON: '{' is never closed", "close it with '}'")],
    "number_endless.json": [
        (29, 55, "not readable as JSON: a number of 5001 characters", "allowed: at most 40")
    ],
    "quotes_single.json": [
        (11, 16, "not readable as JSON: no value", "text stands in double quotes,")
    ],
    "repeats_fraction.json": [
        (29, 55, "10.0: a whole number is needed here", "write it without quotes and")
    ],
    "rest_without_unit.json": [(7, 10, "2 has no unit", "did you mean '2 min'")],
    "several_at_once.json": [
        (4, 2, "unknown key 'nmae'", "did you mean 'name'"),
        (6, 11, "'none' is not a number of points a night", "write '1 to 3'"),
        (24, 14, "'Top of the whole shoulder.' is not allowed", "allowed: 1 to 3 lines of 1 to"),
        (29, 55, "0 is not allowed", "allowed: 1 to 100"),
    ],
    "surrogate_alone.json": [(29, 16, "'Pull �' is not allowed", "allowed: 1 to 21 plain")],
    "text_over_lines.json": [
        (24, 14, "not readable as JSON: a text without an end on its line", "close it with '\"'")
    ],
    "two_values.json": [(33, 1, "not readable as JSON: something after the end", "take it away")],
    "unit_unknown.json": [(8, 40, "unknown unit 'mins'", "did you mean 'min'")],
    "yes_without_quotes.json": [
        (14, 14, "not readable as JSON: no value", "text stands in double quotes,")
    ],
    # TOML
    "ball_unknown.toml": [(16, 18, "unknown ball 'organge'", "did you mean 'orange'")],
    "band_unknown_on_its_line.toml": [(19, 5, "unknown band 'green'", "allowed: blue, red")],
    "colon_for_equals.toml": [
        (5, 7, "adable as TOML: Expected '=' after a key in a key/value pair", "write key = value")
    ],
    "comma_missing.toml": [
        (16, 16, "not readable as TOML: neither ',' nor ']'", "put one of them here")
    ],
    "control_character.toml": [
        (
            4,
            13,
            "not readable as TOML: Illegal character '\\x07'",
            "close the text on its line, or",
        )
    ],
    "deep.toml": [(52, 19, "nested more than 12 deep", "a routine needs 5: take")],
    "deep_key.toml": [(50, 28, "nested more than 12 deep", "a routine needs 5: take")],
    "dotted_into_inline.toml": [(27, 1, "'times' again", "the first is on line 26; keep")],
    "empty.toml": [(1, 1, "the file is empty", "`backstrap new NAME` writes one")],
    "equals_missing.toml": [
        (7, 6, "adable as TOML: Expected '=' after a key in a key/value pair", "write key = value")
    ],
    "escape_unknown.toml": [
        (49, 20, "not readable as TOML: Unescaped '\\' in a string", "write \\\\ for a backslash")
    ],
    "exercise_without_amount.toml": [
        (48, 1, "'repeats' or 'time' is missing", "write one of them")
    ],
    "header_open.toml": [
        (
            14,
            7,
            "not readable as TOML: Expected ']]' at the end of an array d",
            "close it with ']]'",
        )
    ],
    "hold_missing.toml": [(9, 2, "unknown key 'held'", "did you mean 'hold'")],
    "hold_too_long.toml": [
        (
            12,
            8,
            "ld of 600 to 2400 s is outside the upper-back's 10 to 25 min",
            "write times within these",
        )
    ],
    "key_in_table.toml": [(11, 1, "unknown key 'traget'", "did you mean 'target'")],
    "key_misspelt.toml": [(4, 1, "unknown key 'nmae'", "did you mean 'name'")],
    "key_twice.toml": [
        (1, 1, "'night' is missing", "write it: points a night, as '1"),
        (6, 1, "'id' again", "the first is on line 3; keep one"),
    ],
    "key_twice_in_inline_table.toml": [(26, 21, "'pull' again", "the first is on line 26; keep")],
    "latin1.toml": [(4, 10, "not UTF-8 text", "save the file as UTF-8")],
    "line_over_lines.toml": [
        (57, 10, "'Breathe out and in and out.' is not allowed", "allowed: 1 to 3 lines of 1 to")
    ],
    "lines_too_long_in_german.toml": [
        (
            46,
            7,
            "'Neben dem Schulterblatt.' is not allowed in 'de'",
            "allowed: 1 to 3 lines of 1 to",
        )
    ],
    "list_not_closed.toml": [
        (17, 9, "not readable as TOML: '[' is never closed", "close it with ']'")
    ],
    "list_over_table.toml": [
        (9, 3, "{'balls': [{}]}: a list is needed here", "write [a, b], or in YAML one '-"),
        (15, 3, "'kits' again", "the first is on line 9; keep one"),
    ],
    "map_outside.toml": [(42, 7, "[40, 162] is not allowed", "allowed: two whole numbers, 0")],
    "muscle_misspelt.toml": [(40, 10, "unknown muscle 'romboids'", "did you mean 'rhomboids'")],
    "nan.toml": [(51, 11, "nan: a whole number is needed here", "write it without quotes and")],
    "number_endless.toml": [
        (51, 11, "a value of 5001 characters without quotes", "put text in quotes")
    ],
    "quote_open.toml": [
        (11, 10, "not readable as TOML: Illegal character '\\n'", "close the text on its line, or")
    ],
    "rest_is_a_time.toml": [(7, 8, "'00:02:00' is not an amount", "write it as '10 min'")],
    "rest_without_unit.toml": [(7, 8, "120 has no unit", "did you mean '120 min'")],
    "several_at_once.toml": [
        (4, 1, "unknown key 'nmae'", "did you mean 'name'"),
        (6, 9, "'none' is not a number of points a night", "write '1 to 3'"),
        (37, 10, "'Top of the whole shoulder.' is not allowed", "allowed: 1 to 3 lines of 1 to"),
        (51, 11, "0 is not allowed", "allowed: 1 to 100"),
    ],
    "step_kind_missing.toml": [
        (54, 1, "an entry has one of 'muscle', 'exercise' and 'note'", "write one")
    ],
    "table_over_value.toml": [
        (7, 8, "'2 min': keys and values are needed here", "write each key with its value"),
        (10, 2, "'hold' again", "the first is on line 7; keep one"),
    ],
    "table_twice.toml": [(14, 2, "'hold' again", "the first is on line 9; keep one")],
    "tabs_and_wide.toml": [(52, 11, "'腕を' is not allowed", "allowed: 1 to 3 lines of 1 to")],
    "text_open_to_the_end.toml": [
        (46, 7, "not readable as TOML: Expected \"'''\"", "close the text with them")
    ],
    "text_without_quotes.toml": [
        (5, 10, "not readable as TOML: Invalid value", "put text in quotes")
    ],
    "times_too_often_dotted.toml": [(31, 14, "9 is not allowed", "allowed: 'hold' and ids of")],
    "times_unknown_dotted.toml": [(31, 7, "unknown exercise 'pul'", "did you mean 'pull'")],
    "two_on_a_line.toml": [
        (
            40,
            22,
            "not readable as TOML: Expected newline or end of document af",
            "put a text in quotes, and the",
        )
    ],
    "unit_unknown.toml": [(12, 8, "unknown unit 'mins'", "did you mean 'min'")],
    "windows_lines.toml": [(16, 18, "unknown ball 'organge'", "did you mean 'orange'")],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_names_its_lines_and_nothing_else(name):
    path = FOLDER / (name if "." in name else f"{name}.yaml")
    with pytest.raises(SourceErrors) as caught:
        source.load((str(path),))
    found = caught.value.problems
    places = [(problem.line, problem.column) for problem in found]
    assert places == [(line, column) for line, column, _, _ in WRONG[name]]
    for problem, (line, column, text, fix) in zip(found, WRONG[name], strict=True):
        assert text in problem.text
        assert fix and fix in problem.fix
        assert str(problem).startswith(f"{path}:{line}:{column}: ")


def test_every_wrong_file_is_in_the_table():
    names = (path.name.removesuffix(".yaml") for path in FOLDER.iterdir())
    assert sorted(names) == sorted(WRONG)
    assert len(WRONG) > 60


def test_mistakes_of_several_files_come_together():
    files = tuple(str(FOLDER / f"{name}.yaml") for name in ("rest_too_long", "empty"))
    with pytest.raises(SourceErrors) as caught:
        source.load(files)
    assert {problem.file for problem in caught.value.problems} == set(files)


def test_a_file_that_is_too_long_is_refused_unread():
    with pytest.raises(SourceErrors, match="at most 262144"):
        source.compile_text(b"#" * (256 * 1024 + 1), "long.yaml")
