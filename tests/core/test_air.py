"""The untouched ball: firmness, leak, warmth, and the pump, on a ball drawn with a few numbers."""

import unittest

from strapcore.sense.contact import Contact
from waves import Noise

RATE = 25
ROOM = 101325


class Ball:
    """Untouched: firm_pa above the room, leaking leak_ppm of that a second, warm by warm_cc."""

    def __init__(self, firm_pa, leak_ppm=0, pa_per_k=150, noise_x16=23):
        self.contact = Contact(RATE, 2)
        self.contact.air.temp_cc = 2300
        self.firm_x1000 = firm_pa * 1000
        self.leak_ppm = leak_ppm
        self.pa_per_k = pa_per_k
        self.noise_x16 = noise_x16
        self.noise = Noise(3)
        self.ms = 0

    def rest(self, seconds, cc_in_1000_s=0):
        """Let it lie; its temperature goes so far."""
        air = self.contact.air
        warm_x1000 = (air.temp_cc - 2300) * 1000
        for i in range(seconds * RATE):
            if i % RATE == 0:
                self.firm_x1000 -= self.firm_x1000 // 1000 * self.leak_ppm // 1000
                warm_x1000 += cc_in_1000_s
                air.temp_cc = 2300 + warm_x1000 // 1000
            x16 = self.firm_x1000 * 2 // 125 + warm_x1000 // 1000 * self.pa_per_k * 4 // 25
            self.contact.feed(ROOM + (x16 + self.noise.next(self.noise_x16 * 16) + 8 >> 4))
        return air

    def handle(self):
        for i in range(2 * RATE):
            self.contact.feed(ROOM + (self.firm_x1000 // 1000) + (200 if i % 10 < 5 else -100))


class AirTest(unittest.TestCase):
    def test_firmness_needs_the_room(self):
        ball = Ball(4000)
        self.assertEqual(ball.rest(10).firm_pa, -1)
        ball.contact.air.room_pa = ROOM
        self.assertTrue(3995 < ball.rest(4).firm_pa < 4005)

    def test_an_open_valve_tells_the_room(self):
        ball = Ball(0)
        ball.rest(10)
        ball.contact.air.opened(ball.contact.zero_pa)
        self.assertEqual(ball.contact.air.firm_pa, 0)
        ball.firm_x1000 = 3_000_000
        self.assertTrue(2990 < ball.rest(10).firm_pa < 3010)

    def test_no_ball_is_below_the_room(self):
        ball = Ball(0)
        ball.contact.air.room_pa = ROOM + 700  # the weather has turned since
        self.assertTrue(0 <= ball.rest(10).firm_pa < 5)
        self.assertTrue(ROOM - 5 < ball.contact.air.room_pa < ROOM + 5)

    def test_a_firm_ball_shows_its_leak_within_two_minutes(self):
        for leak_ppm in (0, 48, 192, 770):  # none, half in 4 h, 1 h, 15 min
            ball = Ball(5000, leak_ppm)
            ball.contact.air.room_pa = ROOM
            air = ball.rest(110)
            off = air.leak_ppm - leak_ppm
            self.assertTrue(-air.leak_doubt_ppm <= off <= air.leak_doubt_ppm, (leak_ppm, off))
            self.assertTrue(air.leak_doubt_ppm < 15 + leak_ppm // 8, air.leak_doubt_ppm)

    def test_a_touch_starts_it_anew(self):
        ball = Ball(5000, 192)
        ball.contact.air.room_pa = ROOM
        for _ in range(4):
            ball.rest(50)
            ball.handle()
        self.assertEqual(ball.contact.air.leak_ppm, -1)

    def test_a_soft_ball_shows_no_leak(self):
        ball = Ball(500, 192)
        ball.contact.air.room_pa = ROOM
        self.assertEqual(ball.rest(200).leak_ppm, -1)
        self.assertTrue(ball.contact.air.fade >= 0)

    def test_a_ball_that_cools_does_not_leak(self):
        ball = Ball(5000)
        ball.contact.air.room_pa = ROOM
        ball.rest(32, -900)
        air = ball.rest(70, -900)
        self.assertEqual(air.leak_ppm, -1)

    def test_what_warmth_does_is_learned_when_the_leak_is_known(self):
        for pa_per_k in (0, 130, 250, 348):
            ball = Ball(5000, 192, pa_per_k)
            ball.contact.air.room_pa = ROOM
            ball.rest(110)
            ball.handle()
            air = ball.rest(240, -300)
            off = air.heat_pa_k - pa_per_k
            self.assertTrue(-air.heat_doubt_pa_k <= off <= air.heat_doubt_pa_k, (pa_per_k, off))
            self.assertTrue(air.heat_doubt_pa_k < 50, air.heat_doubt_pa_k)

    def test_a_poorer_look_does_not_replace_a_better_one_but_another_leak_does(self):
        ball = Ball(5000, 192, 150)
        ball.contact.air.room_pa = ROOM
        ball.rest(110)
        air = ball.contact.air
        ball.handle()
        ball.rest(240, -300)
        self.assertTrue(air.heat_pa_k > 0)
        doubt = air.leak_doubt_ppm
        ball.rest(200, -300)
        self.assertEqual(air.leak_doubt_ppm, doubt)
        ball.leak_ppm = 600
        ball.handle()
        ball.rest(200, -100)
        off = air.leak_ppm - 600
        self.assertTrue(-air.leak_doubt_ppm <= off <= air.leak_doubt_ppm, air.leak_ppm)

    def test_a_band_is_reached_by_pump_and_valve(self):
        ball = Ball(1000)
        air = ball.contact.air
        air.room_pa = ROOM
        self.assertEqual(air.advice(2000, 5000), 0)  # nothing is known yet
        ball.rest(8)
        self.assertEqual(air.advice(2000, 5000), 1)  # the pump is not known
        ball.firm_x1000 += 300_000
        ball.rest(10)
        self.assertTrue(290 < air.stroke_pa < 310, air.stroke_pa)
        self.assertEqual(air.advice(2000, 5000), 3)
        ball.firm_x1000 += 900_000
        ball.rest(10)
        self.assertEqual(air.advice(2000, 5000), 0)
        self.assertEqual(air.advice(0, 2000), -1)

    def test_what_was_pumped_unasked_says_nothing_of_the_pump(self):
        ball = Ball(1000)
        air = ball.contact.air
        air.room_pa = ROOM
        ball.rest(8)
        air.advice(1500, 5000)
        ball.firm_x1000 += 300_000
        ball.rest(10)
        learned = air.stroke_pa
        ball.firm_x1000 += 2_000_000
        ball.rest(10)
        self.assertEqual(air.stroke_pa, learned)

    def test_nobody_pumped(self):
        ball = Ball(1000)
        air = ball.contact.air
        air.room_pa = ROOM
        ball.rest(8)
        for _ in range(10):
            self.assertEqual(air.advice(2000, 5000), 1)
            ball.rest(4)
        self.assertEqual(air.stroke_pa, 0)

    def test_a_weak_pump_is_not_asked_for_a_hundred_strokes(self):
        ball = Ball(1000)
        air = ball.contact.air
        air.room_pa = ROOM
        ball.rest(8)
        air.stroke_pa = 31
        self.assertEqual(air.advice(9000, 9500), 9)


if __name__ == "__main__":
    unittest.main()
