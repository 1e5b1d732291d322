"""What a routine is: rows out and in, limits, and what is refused."""

import unittest

from describe import MUSCLES as NAMES
from strapcore.routine import RoutineError
from strapcore.rules import MUSCLES, load_header, load_point
from strapcore.whole import dump_rows, routine_problems


def point(**changes):
    fields = {
        "id": "upper-trapezius-left",
        "muscle": "upper-trapezius",
        "side": "left",
        "layer": 1,
        "map": [30, 25],
        "spots": 3,
        "hold_s": [600, 720, 1500],
        "lines": ["Top of the shoulder"],
    }
    fields.update(changes)
    return fields


def whole(**changes):
    kit = {
        "position": "lying",
        "balls": ["blue", "orange"],
        "bands": ["red", "blue"],
        "pillow": True,
        "firmness_pa": [0, 5333],
    }
    fields = {
        "format": 1,
        "id": "upper-back",
        "name": "Upper back",
        "region": "upper-back",
        "night": [1, 3],
        "rest_s": 120,
        "kits": [kit],
        "points": [point(), point(id="rhomboids-left", muscle="rhomboids", layer=2)],
    }
    fields.update(changes)
    return fields


class RoutineTest(unittest.TestCase):
    def test_a_good_routine_has_no_problems(self):
        self.assertEqual(routine_problems(whole()), [])

    def test_rows_come_back_as_they_were(self):
        rows = dump_rows(whole())
        header = load_header(rows[0])
        self.assertEqual((header.id, header.name, header.points), ("upper-back", "Upper back", 2))
        self.assertEqual((header.night_least, header.night_most, header.rest_s), (1, 3, 120))
        self.assertEqual(header.kits[0]["bands"], ["red", "blue"])
        first = load_point(rows[1], header.region)
        self.assertEqual((first.least_s, first.target_s, first.most_s), (600, 720, 1500))
        self.assertEqual((first.x, first.y, first.side), (30, 25, "left"))
        self.assertEqual(first.muscle, "upper-trapezius")

    def test_each_wrong_value_is_named_with_what_is_allowed(self):
        cases = (
            (point(id="Upper"), "id", "a-z"),
            (point(id="1st"), "id", "a-z"),
            (point(side="top"), "side", "left, right or both"),
            (point(layer=3), "layer", "1 (released first) or 2"),
            (point(map=[30, 101]), "map", "0 to 100"),
            (point(map=[30]), "map", "0 to 100"),
            (point(spots=0), "spots", "1 to 9"),
            (point(spots=True), "spots", "1 to 9"),
            (point(hold_s=[700, 600, 1500]), "hold_s", "rising"),
            (point(hold_s=[600, 720, 1560]), "hold_s", "10 to 25 min"),
            (point(hold_s=[540, 720, 1500]), "hold_s", "10 to 25 min"),
            (point(lines=[]), "lines", "1 to 3 lines"),
            (point(lines=["x" * 22]), "lines", "21"),
            (point(lines=["caf\u00e9"]), "lines", "plain"),
            (point(muscle=3), "muscle", "name of a muscle"),
            (point(muscle="triceps"), "muscle", "unknown muscle 'triceps'"),
            (point(muscle="suboccipitals"), "muscle", "not in the region upper-back"),
            (point(muscle="sternocleidomastoid"), "muscle", "carotid"),
        )
        for wrong, name, text in cases:
            problems = routine_problems(whole(points=[point(id="other"), wrong]))
            self.assertEqual([path for path, _ in problems], [("points", 1, name)], wrong)
            self.assertTrue(text in problems[0][1], problems)

    def test_all_problems_are_found_at_once(self):
        wrong = whole(id="", night=[3, 1], rest_s=-1, points=[point(spots=0), point(layer=0)])
        paths = [path for path, _ in routine_problems(wrong)]
        self.assertTrue(("id",) in paths and ("night",) in paths and ("rest_s",) in paths)
        self.assertTrue(("points", 0, "spots") in paths and ("points", 1, "layer") in paths)

    def test_a_second_point_of_one_id_points_at_the_first(self):
        problems = routine_problems(whole(points=[point(), point()]))
        self.assertEqual(problems[0][0], ("points", 1, "id"))
        self.assertTrue("point 1" in problems[0][1])

    def test_missing_fields_are_named(self):
        bare = point()
        del bare["muscle"]
        del bare["spots"]
        paths = [path for path, _ in routine_problems(whole(points=[bare]))]
        self.assertTrue(("points", 0, "muscle") in paths and ("points", 0, "spots") in paths)

    def test_a_newer_format_says_so(self):
        row = dict(dump_rows(whole())[0])
        row["format"] = 2
        with self.assertRaises(RoutineError) as caught:
            load_header(row)
        self.assertEqual(str(caught.exception), "format 2, this strap reads 1")

    def test_rows_that_are_something_else_are_refused(self):
        for row in (None, 3, [], "x", {}, {"format": 1}, {"format": 1, "kits": [[]]}):
            with self.assertRaises(RoutineError):
                load_header(row)
        for row in (None, 3, {}, [], [1] * 8, [None] * 8, [[]] * 8, [{}] * 8, ["a"] * 9):
            with self.assertRaises(RoutineError):
                load_point(row, "upper-back")

    def test_every_muscle_has_a_name_that_fits_the_screen(self):
        self.assertEqual(sorted(NAMES), sorted(MUSCLES))
        for name in NAMES.values():
            self.assertTrue(len(name) <= 21, name)


if __name__ == "__main__":
    unittest.main()
