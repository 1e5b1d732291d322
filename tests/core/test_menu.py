"""The menu: short moves, long chooses, patience ends."""

import unittest

from strapcore.ui import menu
from strapcore.ui.button import LONG, SHORT


class MenuTest(unittest.TestCase):
    def setUp(self):
        self.menu = menu.Menu()

    def choose(self, item):
        for _ in range(item):
            self.menu.step(20, SHORT)
        return self.menu.step(20, LONG)

    def test_short_presses_go_round(self):
        seen = []
        for _ in menu.ITEMS:
            seen.append(self.menu.at)
            self.assertEqual(self.menu.step(20, SHORT), None)
        self.assertEqual(seen, list(range(menu.BACK + 1)))
        self.assertEqual(self.menu.at, 0)

    def test_a_long_press_chooses_and_closes(self):
        self.assertEqual(self.choose(1), 1)
        self.assertFalse(self.menu.shown)

    def test_back_chooses_nothing(self):
        self.assertEqual(self.choose(menu.BACK), None)
        self.assertFalse(self.menu.shown)

    def test_info_is_read_and_closed_by_any_press(self):
        self.assertEqual(self.choose(menu.INFO), None)
        self.assertTrue(self.menu.shown and self.menu.info)
        self.menu.step(20, SHORT)
        self.assertFalse(self.menu.shown or self.menu.info)

    def test_half_a_minute_of_nothing_closes(self):
        shown = []
        for _ in range(30):
            self.menu.step(1000, 0)
            shown.append(self.menu.shown)
        self.assertEqual(shown, [True] * 29 + [False])


if __name__ == "__main__":
    unittest.main()
