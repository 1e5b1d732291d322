"""The states of a hold, one row of the design's table after another."""

import unittest

from strapcore import session as s
from strapcore.guard import LET_OUT, MUCH, NUMB, QUIET, THROBS, TOO_FIRM, Guard
from strapcore.ui.button import LONG, SHORT

SECOND = 1000
MINUTE = 60 * SECOND


class Ball:
    """What a session reads of a Contact, set by hand."""

    def __init__(self):
        self.on = False
        self.moving = False
        self.clipped = False
        self.zero_fresh = True
        self.gauge_pa = 0
        self.load_pa = 0


class SessionTest(unittest.TestCase):
    def setUp(self):
        self.ball = Ball()
        self.felt = 0
        self.session = s.Session()
        self.guard = Guard()

    def run_for(self, ms, press=0):
        """Events of so many milliseconds; the press comes with the first step."""
        events = []
        for _ in range(ms // 20):
            event = self.session.step(20, self.ball, press)
            if event is None:
                event = self.guard.step(20, self.session, self.ball, self.felt)
            press = 0
            if event is not None:
                events.append(event)
        return events

    def lie(self, on=True):
        self.ball.on = on
        self.press(9000 if on else 0)

    def press(self, pa):
        self.ball.gauge_pa = self.ball.load_pa = pa

    def begin(self, target_ms=10 * MINUTE, more=False, most_s=1500, high_pa=13332):
        self.guard.begin("upper-back", most_s, high_pa)
        return self.session.begin(10 * MINUTE, target_ms, 2 * MINUTE, more)

    def hold(self, **settings):
        self.begin(**settings)
        self.run_for(4 * SECOND)
        self.lie()
        self.assertEqual(self.run_for(2 * SECOND), [s.CONTACT_MADE])

    def test_from_press_to_home_by_the_target(self):
        self.assertEqual(self.begin(), s.STARTED)
        self.assertEqual(self.run_for(3 * SECOND), [s.ZEROED])
        self.lie()
        self.assertEqual(self.run_for(2 * SECOND), [s.CONTACT_MADE])
        self.assertEqual(self.session.hold_ms, 2 * SECOND)
        self.assertEqual(self.run_for(10 * MINUTE - 2 * SECOND), [s.NUMB, s.COMPLETE])
        self.assertEqual(self.session.ended, s.TARGET)
        self.assertEqual(self.session.hold_ms, 10 * MINUTE)
        self.run_for(2 * SECOND)
        self.lie(False)
        self.assertEqual(self.run_for(1 * SECOND), [s.FINISHED])
        self.assertEqual(self.session.state, s.HOME)

    def test_prepare_waits_for_the_zero(self):
        self.ball.zero_fresh = False
        self.begin()
        self.assertEqual(self.run_for(60 * SECOND), [])
        self.ball.zero_fresh = True
        self.assertEqual(self.run_for(20), [s.ZEROED])

    def test_a_press_skips_the_kit(self):
        self.begin()
        self.assertEqual(self.run_for(20, SHORT), [s.ZEROED])

    def test_somebody_who_lies_down_too_soon_is_believed_in_the_end(self):
        self.begin()
        self.ball.zero_fresh = False
        self.lie()
        self.assertEqual(self.run_for(7900), [])
        self.assertEqual(self.run_for(1 * SECOND), [s.ZEROED, s.CONTACT_MADE])
        self.assertTrue(abs(self.session.hold_ms - 8900) <= 20)

    def test_prepare_waits_for_the_right_firmness_or_a_press(self):
        self.session.firm_ok = False
        self.begin()
        self.assertEqual(self.run_for(30 * SECOND), [])
        self.assertEqual(self.run_for(20, SHORT), [s.ZEROED])
        self.session.state = s.HOME
        self.begin()
        self.assertEqual(self.run_for(30 * SECOND), [])
        self.session.firm_ok = True
        self.assertEqual(self.run_for(20), [s.ZEROED])

    def test_a_press_for_the_kit_of_one_hold_is_none_for_the_next(self):
        self.begin()
        self.run_for(20, SHORT)
        self.session.state = s.HOME
        self.session.firm_ok = False
        self.begin()
        self.assertEqual(self.run_for(30 * SECOND), [])

    def test_place_gives_up_after_three_minutes(self):
        self.begin()
        self.run_for(3 * SECOND)
        events = self.run_for(3 * MINUTE)
        self.assertEqual(events[-1], s.CANCELLED)
        self.assertEqual(events[:-1], [s.SEEK] * 89)
        self.assertEqual(self.session.state, s.HOME)

    def test_a_touch_is_no_contact(self):
        self.begin()
        self.run_for(3 * SECOND)
        self.lie()
        self.run_for(1900)
        self.lie(False)
        self.run_for(200)
        self.lie()
        self.assertEqual(self.run_for(1900), [])

    def test_the_clock_stands_while_lifted(self):
        self.hold()
        self.run_for(1 * MINUTE)
        self.lie(False)
        self.assertEqual(self.run_for(2 * SECOND), [s.LIFTED])
        self.run_for(30 * SECOND)
        self.assertEqual(self.session.hold_ms, 62 * SECOND)
        self.lie()
        self.assertEqual(self.run_for(2 * SECOND), [s.RESUMED])
        self.assertEqual(self.session.hold_ms, 64 * SECOND)
        self.assertEqual(self.session.wall_ms, 96 * SECOND)
        self.assertEqual(self.session.pauses, 1)

    def test_a_short_lift_counts_neither_as_time_nor_as_pause(self):
        self.hold()
        self.lie(False)
        self.assertEqual(self.run_for(1900), [])
        self.lie()
        self.run_for(1 * SECOND)
        self.assertEqual(self.session.hold_ms, 3 * SECOND)
        self.assertEqual(self.session.pauses, 0)

    def test_gone_for_five_minutes_ends_it(self):
        self.hold()
        self.lie(False)
        self.assertEqual(self.run_for(6 * MINUTE), [s.LIFTED, s.STOPPED])
        self.assertEqual(self.session.ended, s.LEFT)
        self.assertEqual(self.run_for(20, SHORT), [s.CLOSED])

    def test_a_press_says_it_throbs(self):
        self.hold()
        self.assertEqual(self.run_for(20, SHORT), [s.COMPLETE])
        self.assertEqual(self.session.ended, s.FELT)

    def test_a_long_press_stops(self):
        self.hold()
        self.assertEqual(self.run_for(20, LONG), [s.STOPPED])
        self.assertEqual(self.session.ended, s.STOPPED_EARLY)

    def test_what_is_sensed_ends_it_after_the_least_time(self):
        self.hold(target_ms=12 * MINUTE)
        self.session.sensed = True
        self.assertEqual(self.run_for(10 * MINUTE - 2 * SECOND - 20), [s.NUMB])
        self.assertEqual(self.run_for(20), [s.COMPLETE])
        self.assertEqual(self.session.ended, s.SENSED)
        self.begin()
        self.assertFalse(self.session.sensed)

    def test_no_target_passes_the_ceiling(self):
        self.hold(target_ms=60 * MINUTE, most_s=3600)
        events = self.run_for(25 * MINUTE)
        self.assertEqual(events[:2], [s.NUMB, s.COMPLETE])
        self.assertEqual(self.session.ended, s.CAP)
        self.assertEqual(self.session.hold_ms, 25 * MINUTE)

    def test_the_release_buzz_grows_until_a_press(self):
        self.hold()
        self.run_for(20, SHORT)
        levels = []
        for _ in range(60):
            if s.BUZZ in self.run_for(1 * SECOND):
                levels.append(self.guard.level)
        self.assertEqual(levels[0], 1)
        self.assertEqual(levels[-1], 3)
        self.assertEqual(levels, sorted(levels))
        self.assertTrue(len(levels) >= 15)
        self.assertEqual(self.run_for(20, SHORT), [s.FINISHED])

    def test_nobody_answering_is_called_for_ten_minutes_and_then_once_a_minute(self):
        self.hold()
        self.run_for(20, SHORT)
        self.assertTrue(self.run_for(10 * MINUTE).count(s.BUZZ) > 250)
        self.run_for(1 * MINUTE)
        self.assertEqual(self.run_for(10 * MINUTE).count(s.BUZZ), 10)

    def test_the_buzz_is_heard_before_a_lift_off_ends_it(self):
        self.hold()
        self.run_for(20, SHORT)
        self.lie(False)
        self.assertEqual(self.run_for(1400), [])
        self.assertEqual(self.run_for(200), [s.FINISHED])

    def test_rest_counts_only_off_the_ball(self):
        self.hold(more=True)
        self.run_for(20, SHORT)
        self.run_for(20, SHORT)
        self.assertEqual(self.session.state, s.REST)
        self.run_for(1 * MINUTE)
        self.assertEqual(self.session.rest_left_ms, 2 * MINUTE)
        self.lie(False)
        self.assertEqual(self.run_for(2 * MINUTE), [s.RESTED])
        self.assertEqual(self.session.state, s.HOME)

    def test_somebody_quiet_is_asked_softly_and_then_louder(self):
        self.hold(target_ms=20 * MINUTE)
        self.assertEqual(self.run_for(1 * MINUTE), [])
        self.felt = QUIET
        levels = []
        for _ in range(150):
            if s.ASKED in self.run_for(1 * SECOND):
                levels.append(self.guard.level)
        self.assertEqual(levels[:5], [1, 1, 1, 1, 2])
        self.assertEqual(levels, sorted(levels))
        self.assertTrue(levels.count(2) >= 9)
        self.assertTrue(levels.count(3) >= 25)
        self.assertTrue(self.guard.asking)

    def test_a_press_a_squeeze_and_a_lift_off_are_answers(self):
        self.hold(target_ms=20 * MINUTE)
        self.run_for(20)
        self.felt = QUIET
        self.assertEqual(self.run_for(1 * SECOND), [s.ASKED])
        self.assertEqual(self.guard.answer(), s.AWAKE)
        self.assertEqual(self.run_for(2 * MINUTE), [])  # asked once
        self.felt = 0
        self.assertEqual(self.run_for(2 * MINUTE), [])
        self.felt = QUIET
        self.run_for(1 * SECOND)
        self.ball.moving = True
        self.assertEqual(self.run_for(20), [s.AWAKE])
        self.ball.moving = False
        self.felt = 0
        self.run_for(20)
        self.felt = QUIET
        self.run_for(1 * SECOND)
        self.lie(False)
        self.assertEqual(self.run_for(3 * SECOND), [s.LIFTED])
        self.assertFalse(self.guard.asking)

    def test_the_question_does_not_stop_the_clock_and_the_buzz_takes_its_place(self):
        self.hold()
        self.run_for(20)
        self.felt = QUIET
        self.assertEqual(self.run_for(10 * MINUTE)[-1], s.COMPLETE)
        self.assertEqual(self.session.hold_ms, 10 * MINUTE)
        self.assertEqual(self.run_for(5 * SECOND), [s.BUZZ])
        self.assertEqual(self.guard.level, 1)
        self.assertFalse(self.guard.asking)

    # ---- the load

    def test_above_the_band_is_hinted_and_a_minute_of_it_is_warned_of(self):
        self.hold(target_ms=20 * MINUTE)
        self.press(14000)
        self.assertEqual(self.run_for(SECOND), [])
        self.assertEqual(self.guard.prompt, MUCH)
        self.assertEqual(self.run_for(59 * SECOND), [s.WARNED])
        self.assertEqual(self.guard.prompt, LET_OUT)
        self.assertEqual(self.run_for(3 * MINUTE), [s.WARNED])
        self.press(13000)
        self.assertEqual(self.run_for(20), [])
        self.assertEqual(self.guard.prompt, 0)
        self.press(14000)
        self.assertEqual(self.run_for(59 * SECOND), [s.NUMB])  # five minutes are over

    def test_above_240_mmhg_for_a_minute_is_an_alarm_that_lasts(self):
        self.hold(target_ms=20 * MINUTE, high_pa=30000)
        self.press(32000)
        self.assertEqual(self.run_for(59980), [])
        self.assertEqual(self.run_for(20)[-1], s.ALARMED)
        self.assertEqual(self.guard.prompt, TOO_FIRM)
        self.assertEqual(self.run_for(30 * SECOND), [s.ALARMED] * 3)
        self.press(31000)
        self.assertEqual(self.run_for(20 * SECOND), [])
        self.assertEqual(self.guard.prompt, LET_OUT)  # a minute above its own band it was as well

    def test_no_routine_raises_the_alarm(self):
        self.hold(target_ms=20 * MINUTE, high_pa=99999)
        self.press(32000)
        self.run_for(SECOND)
        self.assertEqual(self.guard.prompt, MUCH)
        self.assertEqual(self.run_for(59 * SECOND), [s.ALARMED])

    def test_a_load_that_comes_and_goes_is_no_alarm(self):
        self.hold(target_ms=20 * MINUTE, high_pa=30000)
        for _ in range(3):
            self.press(40000)
            self.assertEqual(self.run_for(59 * SECOND), [])
            self.press(20000)
            self.run_for(SECOND)

    def test_numb_is_asked_at_five_minutes_and_at_a_throb_each_once(self):
        self.hold(target_ms=20 * MINUTE)
        self.assertEqual(self.run_for(5 * MINUTE - 2 * SECOND), [s.NUMB])
        self.assertEqual(self.guard.prompt, NUMB)
        self.run_for(21 * SECOND)
        self.assertEqual(self.guard.prompt, 0)
        self.felt = THROBS
        self.assertEqual(self.run_for(MINUTE), [s.NUMB])
        self.felt = 0
        self.run_for(MINUTE)
        self.felt = THROBS
        self.assertEqual(self.run_for(MINUTE), [])
        self.assertEqual(self.session.state, s.HOLD)

    def test_the_ceiling_comes_before_what_there_is_to_say(self):
        self.hold(target_ms=60 * MINUTE, most_s=1500)
        self.press(40000)
        events = self.run_for(24 * MINUTE + 57 * SECOND)
        self.assertTrue(s.ALARMED in events)
        self.assertEqual(self.run_for(SECOND)[-1], s.COMPLETE)

    # ---- exercises and notes

    def test_an_exercise_is_done_by_a_press(self):
        self.assertEqual(self.session.show(s.EXERCISE, 0), s.SHOWN)
        self.assertEqual(self.run_for(30 * SECOND), [])
        self.assertEqual(self.run_for(20, SHORT), [s.DONE])
        self.assertEqual((self.session.state, self.session.ended), (s.HOME, s.DID))

    def test_the_time_of_an_exercise_is_told_once_and_waits_for_the_press(self):
        self.session.show(s.EXERCISE, 30 * SECOND)
        self.assertEqual(self.run_for(MINUTE), [s.TIMED])
        self.assertEqual(self.session.hold_ms, MINUTE)
        self.assertEqual(self.run_for(20, SHORT), [s.DONE])

    def test_a_long_press_leaves_an_exercise_undone(self):
        self.session.show(s.EXERCISE, 30 * SECOND)
        self.assertEqual(self.run_for(20, LONG), [s.CANCELLED])
        self.assertEqual((self.session.state, self.session.ended), (s.HOME, 0))

    def test_a_note_that_nobody_presses_away_goes_after_ten_minutes(self):
        self.assertEqual(self.session.show(s.NOTE, 0), s.NOTED)
        self.assertEqual(self.run_for(10 * MINUTE), [s.CANCELLED])

    def test_dose_is_the_time_above_67_mmhg(self):
        self.hold()
        self.run_for(1 * MINUTE)
        self.press(8000)
        self.run_for(1 * MINUTE)
        self.assertTrue(abs(self.guard.dose_ms - 1 * MINUTE) <= 20)
        self.assertEqual(self.guard.most_pa, 9000)


if __name__ == "__main__":
    unittest.main()
