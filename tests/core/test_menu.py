"""The lists of the one button: next, choose, read, go away."""

import unittest

from strapcore.ui.button import LONG, SHORT, VERY_LONG
from strapcore.ui.menu import Menu, Pages


class MenuTest(unittest.TestCase):
    def setUp(self):
        self.menu = Menu("main", [b"a", b"b", b"c"])

    def test_short_presses_go_round_and_choose_nothing(self):
        places = []
        for _ in range(4):
            self.assertTrue(self.menu.step(20, SHORT) is None)
            places.append(self.menu.at)
        self.assertEqual(places, [1, 2, 0, 1])
        self.assertTrue(self.menu.shown)

    def test_a_long_press_chooses_the_lit_one_and_closes(self):
        self.menu.step(20, SHORT)
        self.assertEqual(self.menu.step(20, LONG), 1)
        self.assertFalse(self.menu.shown)
        self.assertEqual(Menu("x", [b"a"]).step(20, VERY_LONG), 0)

    def test_it_may_begin_at_what_is_chosen_now(self):
        self.assertEqual(Menu("x", [b"a", b"b"], 1).step(20, LONG), 1)

    def test_nobody_there_for_30_s_closes_it(self):
        for _ in range(1499):
            self.menu.step(20, 0)
        self.assertTrue(self.menu.shown)
        self.menu.step(20, SHORT)
        for _ in range(1499):
            self.menu.step(20, 0)
        self.assertTrue(self.menu.shown)
        self.assertTrue(self.menu.step(20, 0) is None)
        self.assertFalse(self.menu.shown)

    def test_what_is_read_goes_with_any_press(self):
        for press in (SHORT, LONG):
            read = Menu("info", [b"a"], -1)
            self.assertTrue(read.step(20, press) is None)
            self.assertFalse(read.shown)


class PagesTest(unittest.TestCase):
    def setUp(self):
        self.pages = Pages("first", 3)

    def test_only_who_has_seen_the_last_page_can_say_that_nothing_applies(self):
        self.assertTrue(self.pages.step(20, SHORT) is None)
        self.assertTrue(self.pages.step(20, SHORT) is None)
        self.assertEqual(self.pages.at, 2)
        self.assertTrue(self.pages.shown)
        self.assertEqual(self.pages.step(20, SHORT), 0)
        self.assertFalse(self.pages.shown)

    def test_a_long_press_on_any_page_says_that_something_does(self):
        self.assertEqual(self.pages.step(20, LONG), 1)
        self.assertFalse(self.pages.shown)

    def test_pages_that_nobody_reads_go_after_three_minutes(self):
        self.pages.step(20, SHORT)
        for _ in range(3 * 60 * 50 - 1):
            self.pages.step(20, 0)
        self.assertTrue(self.pages.shown)
        self.assertTrue(self.pages.step(20, 0) is None)
        self.assertFalse(self.pages.shown)


if __name__ == "__main__":
    unittest.main()
