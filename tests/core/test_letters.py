"""Letters beyond ASCII, in the strap's own code."""

import unittest

from strapcore.ui.letters import LETTERS, encode


class LettersTest(unittest.TestCase):
    def test_ascii_is_as_it_is_and_other_letters_follow_it(self):
        self.assertEqual(encode("Fuß ~ 1"), b"Fu" + bytes([127 + LETTERS.find("ß")]) + b" ~ 1")
        self.assertEqual(encode(LETTERS), bytes(range(127, 127 + len(LETTERS))))

    def test_what_the_font_has_not_is_a_question_mark(self):
        self.assertEqual(encode("a€\n\x7f"), b"a???")


if __name__ == "__main__":
    unittest.main()
