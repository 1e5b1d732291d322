"""What a routine is: rows out and in, limits, and what is refused."""

import unittest

from describe import MUSCLES as NAMES
from strapcore.guard import ALARM_PA
from strapcore.routine import EXERCISE, HOLD, NOTE, RoutineError, known_step
from strapcore.rules import MUSCLES, load_header, load_step
from strapcore.whole import dump_rows, never_held, routine_problems


def point(**changes):
    fields = {
        "kind": "hold",
        "id": "upper-trapezius-left",
        "muscle": "upper-trapezius",
        "side": "left",
        "layer": 1,
        "after": [],
        "map": [30, 25],
        "spots": 3,
        "hold_s": [600, 720, 1500],
        "lines": ["Top of the shoulder"],
    }
    fields.update(changes)
    return fields


def deep(**changes):
    fields = point(id="rhomboids-left", muscle="rhomboids", layer=2)
    fields.update(changes)
    return fields


def exercise(**changes):
    fields = {
        "kind": "exercise",
        "id": "pull",
        "name": {"en": "Pull", "de": "Zieh"},
        "band": "red",
        "repeats": 10,
        "seconds": 0,
        "lines": {"en": ["Arms out."], "es": ["\u00a1Brazos!"]},
    }
    fields.update(changes)
    return fields


def note(**changes):
    fields = {"kind": "note", "id": "begin", "name": "Begin", "lines": ["Breathe out."]}
    fields.update(changes)
    return fields


def kit(**changes):
    fields = {
        "position": "lying",
        "balls": ["blue", "orange"],
        "bands": ["red", "blue"],
        "pillow": True,
        "firmness_pa": [0, 5333],
        "load_pa": [2000, 13332],
    }
    fields.update(changes)
    return fields


def phase(weeks=0, days=7, times=None):
    return {
        "phase_weeks": weeks,
        "days_a_week": days,
        "phase_times": times or {"hold": 1},
    }


def whole(**changes):
    fields = {
        "format": 2,
        "id": "upper-back",
        "name": "Upper back",
        "region": "upper-back",
        "night": [1, 3],
        "rest_s": 120,
        "rest_nights": 0,
        "kits": [kit()],
        "schedule": [],
        "steps": [point(), deep()],
    }
    fields.update(changes)
    return fields


def paths(**changes):
    """Where a routine with these changes is wrong."""
    return [path for path, _ in routine_problems(whole(**changes))]


class RoutineTest(unittest.TestCase):
    def test_a_good_routine_has_no_problems(self):
        self.assertEqual(routine_problems(whole()), [])

    def test_rows_come_back_as_they_were(self):
        steps = [note(), deep(after=["upper-trapezius-left"]), exercise()]
        phases = [phase(2, 3, {"hold": 2, "pull": 1}), phase()]
        rows = dump_rows(whole(steps=steps, schedule=phases, rest_nights=2, source="a book"))
        self.assertFalse("source" in rows[0])
        header = load_header(rows[0])
        self.assertEqual((header.id, header.name, header.steps), ("upper-back", "Upper back", 3))
        self.assertEqual((header.night_least, header.night_most, header.rest_s), (1, 3, 120))
        self.assertEqual(header.rest_nights, 2)
        self.assertEqual(header.schedule, [[2, 3, {"hold": 2, "pull": 1}], [0, 7, {"hold": 1}]])
        self.assertEqual(header.kits, [kit()])
        for known in (load_step(rows[2], header), known_step(rows[2])):
            self.assertEqual((known.kind, known.id, known.name), (HOLD, "rhomboids-left", ""))
            self.assertEqual((known.least_s, known.target_s, known.most_s), (600, 720, 1500))
            self.assertEqual((known.x, known.y, known.side), (30, 25, "left"))
            self.assertEqual((known.muscle, known.layer, known.spots), ("rhomboids", 2, 3))
            self.assertEqual(known.after, ["upper-trapezius-left"])
            self.assertEqual((known.band, known.repeats, known.seconds), ("none", 0, 0))
        for known in (load_step(rows[3], header), known_step(rows[3])):
            self.assertEqual((known.kind, known.id, known.name["de"]), (EXERCISE, "pull", "Zieh"))
            self.assertEqual((known.band, known.repeats, known.seconds), ("red", 10, 0))
            self.assertEqual(known.lines["es"], ["\u00a1Brazos!"])
            self.assertEqual((known.muscle, known.side, known.layer), ("", "both", 1))
            self.assertEqual((known.after, known.x, known.y, known.spots), ((), 50, 50, 1))
            self.assertEqual((known.least_s, known.target_s, known.most_s), (0, 0, 0))
        for known in (load_step(rows[1], header), known_step(rows[1])):
            self.assertEqual((known.kind, known.id, known.name), (NOTE, "begin", "Begin"))
            self.assertEqual(known.lines, ["Breathe out."])

    def test_each_wrong_value_is_named_with_what_is_allowed(self):
        cases = (
            (point(kind="stretch"), "kind", "hold, exercise, note"),
            (point(id="Upper"), "id", "a-z"),
            (point(id="1st"), "id", "a-z"),
            (point(side="top"), "side", "left, right or both"),
            (point(layer=3), "layer", "1 (released first) or 2"),
            (point(after=["x"]), "after", "only a point of layer 2"),
            (deep(after="x"), "after", "ids of holds"),
            (deep(after=["X"]), "after", "ids of holds"),
            (point(map=[30, 101]), "map", "0 to 100"),
            (point(map=[30]), "map", "0 to 100"),
            (point(spots=0), "spots", "1 to 9"),
            (point(spots=True), "spots", "1 to 9"),
            (point(hold_s=[700, 600, 1500]), "hold_s", "rising"),
            (point(hold_s=[600, 720, 1560]), "hold_s", "10 to 25 min"),
            (point(hold_s=[540, 720, 1500]), "hold_s", "10 to 25 min"),
            (point(lines=[]), "lines", "1 to 3 lines"),
            (point(lines=["x" * 22]), "lines", "21"),
            (point(lines=["\u00e8"]), "lines", "plain"),
            (point(muscle=3), "muscle", "name of a muscle"),
            (point(muscle="triceps"), "muscle", "unknown muscle 'triceps'"),
            (point(muscle="suboccipitals"), "muscle", "not in the region upper-back"),
            (point(muscle="sternocleidomastoid"), "muscle", "carotid"),
            (exercise(name=""), "name", "1 to 21"),
            (exercise(band="blu"), "band", "red, blue or none"),
            (exercise(repeats=101), "repeats", "1 to 100"),
            (exercise(repeats=0), "repeats", "one of repeats and time"),
            (exercise(seconds=30), "repeats", "not both"),
            (exercise(repeats=0, seconds=4), "seconds", "5 s to 30 min"),
            (exercise(repeats=0, seconds=1801), "seconds", "5 s to 30 min"),
            (note(name="x" * 22), "name", "1 to 21"),
            (note(lines=[3]), "lines", "1 to 3 lines"),
        )
        for wrong, name, text in cases:
            problems = routine_problems(whole(steps=[point(id="other"), wrong]))
            self.assertEqual([path for path, _ in problems], [("steps", 1, name)], wrong)
            self.assertTrue(text in problems[0][1], problems)

    def test_a_text_may_be_in_several_languages(self):
        cases = (
            ({"en": "x", "de": "\u00fc", "es": "\u00bf"}, None, ""),
            ({"de": "x"}, (), "'en' is missing"),
            ({"en": "x", "fr": "x"}, ("fr",), "unknown language 'fr'; allowed: en, de, es"),
            ({"en": "x", "de": "x" * 22}, ("de",), "is not allowed in 'de'; allowed: 1 to 21"),
            ({"en": 3}, ("en",), "3 is not allowed in 'en'"),
        )
        for name, at, text in cases:
            problems = routine_problems(whole(name=name))
            expected = [] if at is None else [("name",) + at]
            self.assertEqual([path for path, _ in problems], expected)
            self.assertTrue(not problems or text in problems[0][1], problems)
        self.assertEqual(
            paths(steps=[note(lines={"en": ["x"], "de": ["x"] * 4}), point()]),
            [("steps", 0, "lines", "de")],
        )

    def test_muscles_of_the_front_of_the_neck_are_never_held(self):
        header = load_header(dump_rows(whole(region="neck"))[0])
        for muscle in (
            "sternocleidomastoid",
            "scm",
            "scalenes",
            "longus-colli",
            "longus-capitis",
            "platysma",
            "infrahyoids",
            "suprahyoids",
        ):
            self.assertFalse(muscle in MUSCLES)
            self.assertTrue("write an 'exercise:' with a band" in never_held(muscle))
            row = dump_rows(whole(steps=[point(muscle=muscle, hold_s=[300, 400, 1200])]))[1]
            with self.assertRaises(RoutineError):
                load_step(row, header)
        self.assertEqual(never_held("rhomboids"), None)

    def test_no_file_goes_above_the_alarm(self):
        self.assertEqual(ALARM_PA, 240 * 133322 // 1000)
        self.assertEqual(paths(kits=[kit(load_pa=[2000, ALARM_PA])]), [])
        self.assertEqual(paths(kits=[kit(load_pa=[2000, ALARM_PA + 1])]), [("kits", 0, "load_pa")])

    def test_wrong_headers_are_named(self):
        cases = (
            ({"rest_nights": 7}, ("rest_nights",)),
            ({"kits": [kit(load_pa=[2000, 2000])]}, ("kits", 0, "load_pa")),
            ({"kits": [kit()] * 3}, ("kits",)),
            ({"kits": [kit(balls=[])]}, ("kits", 0, "balls")),
            ({"schedule": "daily"}, ("schedule",)),
            ({"schedule": [phase(1)] * 8 + [phase()]}, ("schedule",)),
            ({"schedule": [phase(53), phase()]}, ("schedule", 0, "phase_weeks")),
            ({"schedule": [phase(days=0)]}, ("schedule", 0, "days_a_week")),
            ({"schedule": [phase(times={"hold": 9})]}, ("schedule", 0, "phase_times")),
            ({"schedule": [phase(times=[1])]}, ("schedule", 0, "phase_times")),
        )
        for changes, path in cases:
            self.assertEqual(paths(**changes), [path])
        self.assertEqual(paths(kits=[kit(bands=[])]), [])

    def test_a_schedule_fits_itself_and_its_routine(self):
        cases = (
            ([phase(1), phase()], None),
            ([phase(1)], (0, "phase_weeks")),
            ([phase(), phase()], (0, "phase_weeks")),
            ([phase(times={"pul": 1})], (0, "phase_times", "pul")),
            ([phase(times={"begin": 1})], (0, "phase_times", "begin")),
            ([phase(times={"hold": 4})], (0, "phase_times", "hold")),
        )
        steps = [note(), point(), exercise()]
        for phases, path in cases:
            found = paths(schedule=phases, steps=steps)
            self.assertEqual(found, [] if path is None else [("schedule",) + path])
        found = paths(schedule=[phase()], steps=[exercise()])
        self.assertEqual(found, [("schedule", 0, "phase_times", "hold")])
        self.assertEqual(paths(steps=[exercise(id="hold")]), [("steps", 0, "id")])

    def test_without_holds_there_may_be_no_kit(self):
        self.assertEqual(paths(kits=[], steps=[note(), exercise()]), [])
        self.assertEqual(paths(kits=[], steps=[note(), point()]), [("kits",)])
        self.assertEqual(paths(steps=[note()]), [("steps",)])
        rows = dump_rows(whole(kits=[]))
        with self.assertRaises(RoutineError):
            load_step(rows[1], load_header(rows[0]))

    def test_only_a_region_with_a_text_of_the_maker_may_name_the_maker(self):
        for source in ("TheBackStrap.co", "by the  Maker", "INDIVIDUALIZED PHYSICAL THERAPY, INC"):
            self.assertEqual(paths(source=source), [])
            self.assertTrue(("source",) in paths(source=source, region="hip"), source)
        self.assertFalse(("source",) in paths(source="This project", region="hip"))
        self.assertEqual(paths(source="x" * 81), [("source",)])
        self.assertEqual(paths(source=3), [("source",)])

    def test_all_problems_are_found_at_once(self):
        wrong = whole(id="", night=[3, 1], rest_s=-1, steps=[point(spots=0), point(layer=0)])
        found = [path for path, _ in routine_problems(wrong)]
        self.assertTrue(("id",) in found and ("night",) in found and ("rest_s",) in found)
        self.assertTrue(("steps", 0, "spots") in found and ("steps", 1, "layer") in found)

    def test_a_second_step_of_one_id_points_at_the_first(self):
        for second in (point(), exercise(id=point()["id"]), note(id=point()["id"])):
            problems = routine_problems(whole(steps=[point(), second]))
            self.assertEqual(problems[0][0], ("steps", 1, "id"))
            self.assertTrue("step 1" in problems[0][1])

    def test_missing_fields_are_named(self):
        bare = point()
        del bare["muscle"]
        del bare["spots"]
        found = paths(steps=[bare])
        self.assertTrue(("steps", 0, "muscle") in found and ("steps", 0, "spots") in found)

    def test_another_format_says_so(self):
        for number in (1, 3):
            row = dict(dump_rows(whole())[0])
            row["format"] = number
            with self.assertRaises(RoutineError) as caught:
                load_header(row)
            self.assertEqual(str(caught.exception), "format %d, this strap reads 2" % number)

    def test_rows_that_are_something_else_are_refused(self):
        head = dump_rows(whole())[0]
        for row in (None, 3, [], "x", {}, {"format": 2}, {"format": 2, "kits": [[]]}):
            with self.assertRaises(RoutineError):
                load_header(row)
        for name, value in (
            ("kits", [[1, 2]]),
            ("schedule", [[1, 2]]),
            ("schedule", [3]),
            ("schedule", [[None] * 3]),
            ("steps", 0),
            ("steps", 33),
            ("steps", "2"),
        ):
            with self.assertRaises(RoutineError):
                load_header(dict(head, **{name: value}))
        header = load_header(head)
        for row in (None, 3, {}, [], "hold", [[]], [{}], ["hold"], ["stretch", "x"]):
            with self.assertRaises(RoutineError):
                load_step(row, header)
        for row in dump_rows(whole(steps=[point(), exercise(), note()]))[1:]:
            for wrong in (row + [1], row[:-1]):
                with self.assertRaises(RoutineError) as caught:
                    load_step(wrong, header)
                self.assertEqual(str(caught.exception), "cut short or not a step")
        for name, size in (("hold", 9), ("exercise", 6), ("note", 3)):
            for value in (None, 3, [], {}, "a", True):
                for count in (size, size + 1):
                    with self.assertRaises(RoutineError):
                        load_step([name] + [value] * count, header)

    def test_every_muscle_has_a_name_on_the_screen(self):
        self.assertEqual(sorted(NAMES), sorted(MUSCLES))


if __name__ == "__main__":
    unittest.main()
