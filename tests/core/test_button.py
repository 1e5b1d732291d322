"""The button: bounces, short, long, very long, held at boot."""

import unittest

from strapcore.ui.button import LONG, SHORT, VERY_LONG, Button


def presses(button, *stretches):
    """Drive (down, ms) stretches in 10 ms steps; the presses that came out."""
    out = []
    for down, ms in stretches:
        for _ in range(ms // 10):
            press = button.step(10, down)
            if press:
                out.append(press)
    return out


class ButtonTest(unittest.TestCase):
    def setUp(self):
        self.button = Button()
        presses(self.button, (False, 100))

    def test_the_length_of_a_press_names_it(self):
        for ms, name in ((150, SHORT), (780, SHORT), (900, LONG), (2900, LONG), (4000, VERY_LONG)):
            self.assertEqual(presses(self.button, (True, ms), (False, 100)), [name], ms)

    def test_a_press_counts_when_it_ends(self):
        self.assertEqual(presses(self.button, (True, 2000)), [])
        self.assertEqual(self.button.reached, LONG)
        self.assertEqual(presses(self.button, (False, 40)), [LONG])
        self.assertEqual(self.button.reached, 0)

    def test_bounces_are_one_press(self):
        bouncing = ((True, 10), (False, 10), (True, 20), (False, 20), (True, 200), (False, 10))
        self.assertEqual(presses(self.button, *bouncing, (True, 10), (False, 100)), [SHORT])

    def test_a_spark_is_no_press(self):
        self.assertEqual(presses(self.button, (True, 20), (False, 100)), [])

    def test_a_button_held_at_boot_gives_nothing(self):
        button = Button()
        self.assertEqual(presses(button, (True, 5000), (False, 100)), [])
        self.assertEqual(presses(button, (True, 100), (False, 100)), [SHORT])


if __name__ == "__main__":
    unittest.main()
