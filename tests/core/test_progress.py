"""What was done: nights told apart, deeds booked, damaged files told from whole ones."""

import unittest

from strapcore import progress as kept
from strapcore.progress import is_progress, night_number
from strapcore.session import STOPPED_EARLY, TARGET
from test_plan import hold, routine

DAY = 20779
NOON = 1440 * DAY + 720


class NightTest(unittest.TestCase):
    def test_the_calendars_day_is_the_night(self):
        self.assertEqual(night_number(DAY - 5, 0, DAY, NOON), DAY)
        self.assertEqual(night_number(0, 0, DAY, NOON), DAY)

    def test_a_clock_set_back_by_a_little_begins_no_night(self):
        self.assertEqual(night_number(DAY, NOON, DAY - 1, NOON - 5), DAY)

    def test_a_clock_that_was_far_off_is_corrected(self):
        self.assertEqual(night_number(DAY + 400, 0, DAY, NOON), DAY)

    def test_without_a_clock_a_loss_of_power_is_a_night(self):
        self.assertEqual(night_number(0, 0, 0, 5), 1)
        self.assertEqual(night_number(4, 100, 0, 5), 5)  # its clock began anew

    def test_without_a_clock_a_reset_is_none_and_ten_hours_are(self):
        self.assertEqual(night_number(4, 100, 0, 130), 4)
        self.assertEqual(night_number(4, 100, 0, 699), 4)
        self.assertEqual(night_number(4, 100, 0, 700), 5)


class BookTest(unittest.TestCase):
    def setUp(self):
        self.progress = kept.fresh()
        self.step = hold("a")
        self.routine = routine([self.step])

    def book(self, night=DAY, minute=NOON):
        kept.book(self.progress, self.routine, self.step, night, minute, TARGET, 720, 60)

    def test_what_is_kept_of_a_hold(self):
        self.book()
        known = kept.entry(self.progress, "mine", "a")
        self.assertEqual(known, [1, 0, DAY, 1, 60, NOON, 720, TARGET, 840, 0])
        self.assertEqual(self.progress["routines"]["mine"]["region"], "upper-back")
        self.assertEqual(kept.dose_s(self.progress, DAY), 60)
        self.assertEqual(kept.dose_s(self.progress, DAY + 1), 0)

    def test_another_night_begins_anew_and_at_most_seven_are_kept(self):
        for night in range(9):
            self.book(DAY + night)
        done = self.progress["routines"]["mine"]
        self.assertEqual(kept.held_in(done, DAY + 8), 1)
        self.assertEqual(kept.dose_s(self.progress, DAY + 8), 60)
        self.assertEqual(done["nights"], list(range(DAY + 2, DAY + 9)))
        self.assertEqual(done["start"], DAY)

    def test_one_stopped_early_is_no_time_held_but_its_dose_counts(self):
        kept.book(self.progress, self.routine, self.step, DAY, NOON, STOPPED_EARLY, 99, 40)
        known = kept.entry(self.progress, "mine", "a")
        self.assertEqual(known, [0, 0, DAY, 0, 40, 0, 99, STOPPED_EARLY, 720, 0])

    def test_a_clock_set_in_the_night_takes_its_deeds_along(self):
        self.book(night=3, minute=15000)
        kept.renumber(self.progress, DAY, NOON - 15000)
        known = kept.entry(self.progress, "mine", "a")
        self.assertEqual((known[kept.NIGHT], known[kept.MINUTE]), (DAY, NOON))
        self.assertEqual((self.progress["night"], self.progress["minute"]), (DAY, NOON))
        self.assertEqual(self.progress["routines"]["mine"]["nights"], [DAY])
        self.assertEqual(self.progress["routines"]["mine"]["start"], DAY)


class DamageTest(unittest.TestCase):
    def whole(self):
        book = BookTest()
        book.setUp()
        book.book()
        return book.progress

    def test_what_was_kept_is_progress(self):
        self.assertTrue(is_progress(self.whole()))
        self.assertTrue(is_progress(kept.fresh()))

    def test_other_things_are_not(self):
        for other in (None, 3, [], {}, {"format": 2}):
            self.assertFalse(is_progress(other), other)
        changes = (
            ("format", 1),
            ("boots", -1),
            ("night", "x"),
            ("minute", None),
            ("routines", []),
            ("routines", {"a": 1}),
            ("routines", {"a": {"region": 1, "start": 1, "nights": [], "steps": {}}}),
            ("routines", {"a": {"region": "neck", "start": 1, "nights": [], "steps": []}}),
            ("routines", {"a": {"region": "neck", "start": 1, "nights": ["x"], "steps": {}}}),
            ("routines", {"a": {"region": "neck", "start": 1, "nights": [], "steps": {"p": [1]}}}),
            (
                "routines",
                {"a": {"region": "neck", "start": 1, "nights": [], "steps": {"p": ["x"] * 10}}},
            ),
        )
        for name, value in changes:
            progress = self.whole()
            progress[name] = value
            self.assertFalse(is_progress(progress), (name, value))
            del progress[name]
            self.assertFalse(is_progress(progress), name)


if __name__ == "__main__":
    unittest.main()
