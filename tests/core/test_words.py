"""The strap's words: blocks, short forms, values, and what a missing text leaves."""

import unittest

from strapcore.ui.letters import encode
from strapcore.ui.view import View
from words import line, lines, words


class WordsTest(unittest.TestCase):
    def setUp(self):
        self.view = View()

    def test_a_block_is_the_lines_below_its_name(self):
        self.assertEqual(lines(self.view, b"SIDES"), [b"LEFT", b"RIGHT"])
        self.assertEqual(lines(self.view, b"HOLD")[0], b"HOLD")  # the first of the file
        self.assertEqual(lines(self.view, b"FIRST")[-1], b"press: next")  # the last

    def test_each_language_has_its_own(self):
        self.view.language = "de"
        self.assertEqual(lines(self.view, b"MENU")[0], encode("MENÜ"))
        self.view.language = "es"
        self.assertEqual(line(self.view, b"EXERCISE", 0), b"EJERCICIO")

    def test_a_language_the_strap_has_not_is_english(self):
        self.view.language = "fr"
        self.assertEqual(lines(self.view, b"SIDES"), [b"LEFT", b"RIGHT"])

    def test_a_narrow_display_gets_the_short_forms(self):
        self.assertEqual(line(self.view, b"USB", 1), b"Leave the cable in.")
        self.view.width = 12
        self.assertEqual(line(self.view, b"USB", 1), b"Leave cable")
        self.assertEqual(line(self.view, b"SIDES", 0), b"LEFT")

    def test_values_take_their_places(self):
        self.assertEqual(line(self.view, b"REASONS", 0, 3), b"3 done: rest tonight")
        said = line(self.view, b"REASONS", 1, b"Rhomboids", b"LEFT")
        self.assertEqual(said, b"Rhomboids LEFT first")

    def test_what_is_missing_is_empty(self):
        self.assertEqual(lines(self.view, b"NO SUCH"), [])
        self.assertEqual(lines(self.view, b"NO SUCH", 2), [b"", b""])
        self.assertEqual(line(self.view, b"SIDES", 7, 3), b"")

    def test_a_screen_gets_its_own_words_and_in_a_hold_the_prompts(self):
        self.view.state = "HOLD"
        said = words(self.view)
        self.assertEqual((said[0], said[9]), (b"HOLD", b"Awake? Press."))
        self.view.state = "PAUSED"
        self.assertEqual(words(self.view)[5], b"Awake? Press.")
        self.view.state = "NO SUCH"
        self.assertEqual(words(self.view), [b""] * 10)


if __name__ == "__main__":
    unittest.main()
