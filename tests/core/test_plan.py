"""Nights: the next point, the budget, what counts as done."""

import unittest

from strapcore import session
from strapcore.plan import Plan, fresh_progress
from strapcore.rules import is_progress
from tonight import night


class Routine:
    """What a plan reads of one."""

    id = "upper-back"
    night_most = 3


IDS = ["a", "b", "c", "d"]


class PlanTest(unittest.TestCase):
    def setUp(self):
        self.progress = fresh_progress()
        self.plan = Plan(Routine(), IDS, self.progress)

    def hold(self, day, ended=session.TARGET):
        point = IDS[self.plan.next(day)]
        self.plan.record(point, day, 720, ended)
        return point

    def test_points_come_in_order_and_begin_again(self):
        self.assertEqual([self.hold(day) for day in range(100, 106)], list("abcdab"))

    def test_no_point_twice_in_one_night(self):
        self.assertEqual([self.hold(100), self.hold(100), self.hold(100)], list("abc"))
        self.assertEqual(self.hold(101), "d")

    def test_the_budget_closes_the_night(self):
        for _ in range(3):
            self.assertEqual(self.plan.locked(100), None)
            self.hold(100)
        self.assertEqual(self.plan.locked(100), "3 done: rest tonight")
        self.assertEqual(self.plan.locked(101), None)

    def test_more_knows_the_last_point_of_a_night(self):
        self.assertTrue(self.plan.more(100))
        self.hold(100)
        self.assertTrue(self.plan.more(100))
        self.hold(100)
        self.assertFalse(self.plan.more(100))

    def test_a_point_stopped_early_stays_next(self):
        self.hold(100, session.STOPPED_EARLY)
        self.assertEqual(IDS[self.plan.next(100)], "a")
        self.assertEqual(self.plan.tonight(100), 0)

    def test_progress_outlives_the_plan(self):
        self.hold(100)
        self.assertEqual(IDS[Plan(Routine(), IDS, self.progress).next(101)], "b")

    def test_what_was_kept_is_progress_and_other_things_are_not(self):
        self.hold(100)
        self.assertTrue(is_progress(self.progress))
        self.assertTrue(is_progress(fresh_progress()))
        wrong = (
            3,
            [],
            {"a": 1},
            {"a": {}},
            {"a": {"day": 1, "tonight": 2, "points": {}}},
            {"a": {"day": 1, "tonight": [], "points": {"p": [1]}}},
            {"a": {"day": 1, "tonight": [], "points": {"p": ["x", 1, 2, 3]}}},
        )
        for routines in wrong:
            self.assertFalse(is_progress({"format": 1, "boots": 1, "routines": routines}))
        for other in (None, 3, [], {}, {"format": 1}, {"format": 2, "boots": 0, "routines": {}}):
            self.assertFalse(is_progress(other), other)

    def test_a_night_changes_at_noon(self):
        self.assertEqual(night(1970, 1, 1, 12), 0)  # unset clock
        self.assertEqual(night(2026, 11, 22, 12), 20779)
        self.assertEqual(night(2026, 11, 23, 3), 20779)
        self.assertEqual(night(2026, 11, 23, 12), 20780)
        self.assertEqual(night(2028, 3, 1, 12) - night(2028, 2, 28, 12), 2)

    def test_an_unset_clock_is_no_night(self):
        self.assertEqual(night(2000, 1, 1, 22), 0)


if __name__ == "__main__":
    unittest.main()
