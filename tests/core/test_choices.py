"""What outlives a night besides progress: choices of the menu, what was learned of the ball."""

import unittest

from remember import NAMES
from strapcore import rules
from strapcore.ui import choices


class ChoicesTest(unittest.TestCase):
    def test_file_table_and_places_name_the_same_things(self):
        self.assertEqual(tuple([row[0] for row in rules.SETTINGS]), NAMES)
        self.assertEqual(NAMES[choices.PERSON], "person")
        self.assertEqual(NAMES[choices.QUIET], "quiet")
        self.assertEqual(NAMES[choices.LANGUAGE], "language")
        self.assertEqual(NAMES[choices.KPA], "kpa")
        self.assertEqual(NAMES[choices.BRIGHT], "bright")
        self.assertEqual(NAMES[choices.MARKS], "exhale_tone")
        self.assertEqual(NAMES[choices.COUNT], "stroke_pa")

    def test_what_is_missing_or_out_of_bounds_is_as_on_a_new_strap(self):
        new = [row[1] for row in rules.SETTINGS]
        for value in (None, [], "x", {}, {"person": 4, "quiet": 2, "language": "de", "kpa": -1}):
            self.assertEqual(rules.settings(value), new)
        found = rules.settings({"person": 3, "language": 2, "heat_pa_k": 150, "other": 1})
        self.assertEqual(found[choices.PERSON], 3)
        self.assertEqual(found[choices.LANGUAGE], 2)
        self.assertEqual(found[choices.QUIET], 0)
        self.assertEqual(found[NAMES.index("heat_pa_k")], 150)


if __name__ == "__main__":
    unittest.main()
