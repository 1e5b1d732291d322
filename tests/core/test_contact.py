"""Contact: zero, hysteresis, movement, on a ball drawn with a few numbers."""

import unittest

from strapcore.sense.contact import Contact

RATE = 50
AMBIENT = 101325 + 1200


class Ball:
    """Pressure of a ball with sensor noise; breathing rides on the load."""

    def __init__(self):
        self.seed = 1
        self.t = 0

    def noise(self):
        self.seed = (self.seed * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.seed >> 16) % 7 - 3

    def breath(self, depth_pa):
        """A triangle of four seconds."""
        phase = self.t % (4 * RATE)
        half = 2 * RATE
        return (phase if phase < half else 2 * half - phase) * depth_pa // half

    def feed(self, contact, seconds, load_pa=0, depth_pa=0):
        for _ in range(int(seconds * RATE)):
            self.t += 1
            contact.feed(AMBIENT + load_pa + self.breath(depth_pa) + self.noise())


class ContactTest(unittest.TestCase):
    def setUp(self):
        self.contact = Contact(RATE, 2)
        self.ball = Ball()

    def settle(self):
        self.ball.feed(self.contact, 3)
        self.contact.zeroing = False

    def test_a_quiet_ball_gives_a_first_zero_at_once_and_a_sure_one_in_two_seconds(self):
        self.ball.feed(self.contact, 0.4)
        self.assertEqual(self.contact.zero_pa, 0)
        self.ball.feed(self.contact, 0.2)
        self.assertTrue(abs(self.contact.zero_pa - AMBIENT) <= 2)
        self.assertFalse(self.contact.zero_fresh)
        self.ball.feed(self.contact, 2)
        self.assertTrue(abs(self.contact.zero_pa - AMBIENT) <= 2)
        self.assertTrue(self.contact.zero_fresh)

    def test_a_zero_that_was_taken_under_load_is_put_right_off_the_ball(self):
        self.ball.feed(self.contact, 3, 9000)
        self.assertTrue(self.contact.zero_pa > AMBIENT + 8000)
        self.ball.feed(self.contact, 2.2, 0)
        self.assertTrue(abs(self.contact.zero_pa - AMBIENT) <= 2)

    def test_a_ball_in_the_hand_gives_no_zero(self):
        self.ball.feed(self.contact, 30, 200, 400)
        self.assertEqual(self.contact.zero_pa, 0)

    def test_the_zero_is_not_taken_where_a_body_lies(self):
        self.settle()
        zero_pa = self.contact.zero_pa
        self.contact.zeroing = True
        self.ball.feed(self.contact, 60, 9000, 60)
        self.assertEqual(self.contact.zero_pa, zero_pa)

    def test_a_pumped_ball_is_the_new_zero_after_six_quiet_seconds(self):
        self.settle()
        self.contact.zeroing = True
        self.ball.feed(self.contact, 5, 3000)
        self.assertTrue(self.contact.on)
        self.ball.feed(self.contact, 5, 3000)
        self.assertTrue(abs(self.contact.zero_pa - AMBIENT - 3000) <= 4)
        self.assertFalse(self.contact.on)

    def test_load_makes_contact_and_its_end_breaks_it(self):
        self.settle()
        self.ball.feed(self.contact, 1, 400)
        self.assertFalse(self.contact.on)
        self.ball.feed(self.contact, 1, 9000, 40)
        self.assertTrue(self.contact.on)
        self.ball.feed(self.contact, 1, 0)
        self.assertFalse(self.contact.on)

    def test_the_load_is_the_slow_mean(self):
        self.settle()
        self.ball.feed(self.contact, 60, 9000, 40)
        self.assertTrue(8950 < self.contact.load_pa < 9100, self.contact.load_pa)

    def test_somebody_who_lies_down_slowly_is_weighed_within_seconds(self):
        self.settle()
        for load_pa in range(2000, 9001, 1000):
            self.ball.feed(self.contact, 0.5, load_pa, 40)
        self.ball.feed(self.contact, 6, 9000, 40)
        self.assertTrue(8800 < self.contact.load_pa < 9200, self.contact.load_pa)

    def test_warmth_does_not_hide_a_lift_off(self):
        """1500 Pa of heat stay in the ball; a third of the load is still more."""
        self.settle()
        self.ball.feed(self.contact, 60, 9000, 40)
        self.ball.feed(self.contact, 1, 1500)
        self.assertFalse(self.contact.on)

    def test_half_the_load_is_no_return(self):
        self.settle()
        self.ball.feed(self.contact, 60, 9000, 40)
        self.ball.feed(self.contact, 5, 0)
        self.ball.feed(self.contact, 1, 4000)
        self.assertFalse(self.contact.on)
        self.ball.feed(self.contact, 1, 6000)
        self.assertTrue(self.contact.on)

    def test_breathing_is_no_movement_and_a_shift_is_one(self):
        self.settle()
        self.ball.feed(self.contact, 60, 9000, 60)
        self.contact.moves = 0
        self.ball.feed(self.contact, 60, 9000, 60)
        self.assertEqual(self.contact.moves, 0)
        self.ball.feed(self.contact, 1, 9700, 60)
        self.assertTrue(self.contact.moving)
        self.ball.feed(self.contact, 5, 9700, 60)
        self.assertFalse(self.contact.moving)
        self.assertEqual(self.contact.moves, 1)

    def test_deep_breathing_becomes_usual(self):
        self.settle()
        self.ball.feed(self.contact, 60, 9000, 800)
        self.contact.moves = 0
        self.ball.feed(self.contact, 60, 9000, 800)
        self.assertEqual(self.contact.moves, 0)

    def test_a_supposed_zero_makes_contact_at_once_and_a_quiet_ball_corrects_it(self):
        self.contact.suppose(AMBIENT - 500)
        self.ball.feed(self.contact, 10, 9000, 40)
        self.assertTrue(self.contact.on)
        self.assertEqual(self.contact.zero_pa, AMBIENT - 500)
        self.assertTrue(9400 < self.contact.load_pa < 9600, self.contact.load_pa)
        self.ball.feed(self.contact, 1, 0)
        self.assertFalse(self.contact.on)
        self.contact.zeroing = True
        self.ball.feed(self.contact, 3, 0)
        self.assertTrue(abs(self.contact.zero_pa - AMBIENT) <= 2)

    def test_a_noisy_sensor_gets_wider_limits(self):
        noisy = Contact(RATE, 20)
        for i in range(3 * RATE):
            noisy.feed(AMBIENT + (100 if i // 2 % 2 else -100))
        self.assertTrue(abs(noisy.zero_pa - AMBIENT) <= 4)

    def test_at_its_limit_the_sensor_ends_no_contact(self):
        self.settle()
        self.ball.feed(self.contact, 5, 20000)
        self.contact.clipped = True
        self.ball.feed(self.contact, 1)
        self.assertTrue(self.contact.on)
        self.contact.clipped = False
        self.ball.feed(self.contact, 1)
        self.assertFalse(self.contact.on)


if __name__ == "__main__":
    unittest.main()
