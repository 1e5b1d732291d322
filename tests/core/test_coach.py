"""What the strap does with what it feels, on a breath and a tissue set by hand."""

import unittest

from coach import Coach, pace
from strapcore.listening.listener import Listener
from strapcore.listening.throb import BUILDING, THROB
from strapcore.listening.tissue import SOFTENING, STEADY
from strapcore.sense.air import Air
from strapcore.session import Session
from strapcore.ui.cues import BREATHE, EXHALE


class CoachTest(unittest.TestCase):
    def setUp(self):
        self.coach = Coach()
        self.session = Session()
        self.listener = Listener(50)

    def seconds(self, count):
        """(second of the hold, cue) of each cue."""
        cues = []
        for _ in range(count):
            self.session.hold_ms += 1000
            cue = self.coach.second(self.session, self.listener)
            if cue:
                cues.append((self.session.hold_ms // 1000, cue))
        return cues

    def test_a_long_exhale_is_asked_for_once_the_breath_is_seen(self):
        self.assertEqual(self.seconds(50), [])
        self.listener.breath.ok = True
        self.assertEqual(self.seconds(1), [(51, BREATHE)])
        self.assertTrue(self.coach.breathe)
        self.assertEqual(self.seconds(8), [])
        self.assertFalse(self.coach.breathe)

    def test_not_before_the_ball_has_settled_and_not_when_it_is_known(self):
        self.listener.breath.ok = True
        self.assertEqual(self.seconds(44), [])
        self.listener.breath.inhale = -1
        self.assertEqual(self.seconds(300), [])

    def test_it_is_asked_twice_at_most_a_hold(self):
        self.listener.breath.ok = True
        self.assertEqual(self.seconds(600), [(45, BREATHE), (120, BREATHE)])
        self.coach.restart()
        self.session.hold_ms = 0
        self.assertEqual(self.seconds(60), [(45, BREATHE)])

    def test_a_long_exhale_is_marked_once_where_that_is_wanted(self):
        breath = self.listener.breath
        breath.ok, breath.inhale, breath.exhale = True, 1, True
        breath.turn_ms = 5000
        self.assertEqual(self.seconds(5), [])
        self.coach.marks = True
        self.assertEqual(self.seconds(5), [(6, EXHALE)])
        breath.turn_ms = 200
        breath.exhale = False
        self.assertEqual(self.seconds(2), [])
        breath.exhale = True
        self.assertEqual(self.seconds(2), [])
        breath.turn_ms = 4000
        self.assertEqual(self.seconds(2), [(15, EXHALE)])

    def test_a_throb_or_tissue_that_has_softened_and_surely_rests_is_sensed(self):
        tissue, throb = self.listener.tissue, self.listener.throb

        def sensed():
            self.seconds(1)
            return self.session.sensed

        self.assertFalse(sensed())
        throb.state = BUILDING
        self.assertFalse(sensed())
        throb.state = THROB
        self.assertTrue(sensed())
        throb.state = 0
        tissue.state, tissue.sure = STEADY, True
        self.assertFalse(sensed())
        tissue.softened = True
        self.assertTrue(sensed())
        tissue.sure = False
        self.assertFalse(sensed())
        tissue.state, tissue.sure = SOFTENING, True
        self.assertFalse(sensed())

    def test_firmness_outside_the_band_holds_prepare_back(self):
        air = Air()
        self.coach.weigh(self.session, air, (2000, 5000))
        self.assertTrue(self.session.firm_ok)
        air.firm_pa = 1000
        self.coach.weigh(self.session, air, (2000, 5000))
        self.assertFalse(self.session.firm_ok)
        self.assertEqual(self.coach.advice, 1)
        air.firm_pa = 9000
        self.coach.weigh(self.session, air, (2000, 5000))
        self.assertEqual(self.coach.advice, -1)

    def test_the_pace_is_six_a_minute(self):
        self.assertEqual([pace(ms) for ms in (0, 2000, 4000, 7000, 9940)], [0, 50, 100, 50, 1])
        self.assertEqual(pace(60000), 0)


if __name__ == "__main__":
    unittest.main()
