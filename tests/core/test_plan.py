"""Tonight: which step is next, and each reason to wait."""

import unittest

from strapcore import plan as p
from strapcore import progress as kept
from strapcore.plan import Plan
from strapcore.routine import EXERCISE, HOLD, NOTE, Routine, Step
from strapcore.session import CAP, FELT, SENSED, STOPPED_EARLY, TARGET

NIGHT = 20779
EVENING = 1440 * NIGHT + 22 * 60


def hold(name, muscle="upper-trapezius", side="left", layer=1, after=(), spots=3):
    return Step(
        HOLD,
        {
            "id": name, "muscle": muscle, "side": side, "layer": layer, "after": list(after),
            "map": [30, 30], "spots": spots, "hold_s": [600, 720, 1500], "lines": ["here"],
        },
    )  # fmt: skip


def exercise(name):
    fields = {"id": name, "name": name, "band": "red", "repeats": 10, "seconds": 0, "lines": ["x"]}
    return Step(EXERCISE, fields)


def note(name):
    return Step(NOTE, {"id": name, "name": name, "lines": ["x"]})


def routine(steps, region="upper-back", most=3, rest_nights=0, schedule=(), name="mine"):
    return Routine(
        {
            "id": name, "name": name, "region": region, "night": [1, most], "rest_s": 120,
            "rest_nights": rest_nights, "kits": [], "schedule": list(schedule),
            "steps": len(steps),
        },
    )  # fmt: skip


class Nights(unittest.TestCase):
    """Nights with one routine, a deed after the other."""

    def setUp(self):
        self.progress = kept.fresh()
        self.night = NIGHT
        self.minute = EVENING
        self.known = True

    def use(self, *steps, **settings):
        self.steps = list(steps)
        self.routine = routine(steps, **settings)

    def plan(self):
        plan = Plan(self.progress, self.routine, self.night, self.minute, self.known)
        for step in self.steps:
            plan.add(step)
        return plan

    def do(self, index=None, ended=TARGET, seconds=720, dose_s=0):
        """Do a step, else the plan's next one; its id."""
        step = self.steps[self.plan().next() if index is None else index]
        night = (self.night, self.minute, ended, seconds, dose_s)
        kept.book(self.progress, self.routine, step, *night)
        return step.id

    def sleep(self, nights=1):
        self.night += nights
        self.minute += 1440 * nights

    def lock(self, index=None):
        plan = self.plan()
        return plan.lock(plan.next() if index is None else index)


class OrderTest(Nights):
    def test_points_come_in_order_and_begin_again(self):
        self.use(hold("a"), hold("b"), hold("c"), most=1)
        done = []
        for _ in range(4):
            done.append(self.do())
            self.sleep()
        self.assertEqual(done, ["a", "b", "c", "a"])

    def test_no_point_twice_in_one_night(self):
        self.use(hold("a"), hold("b"), hold("c"), hold("d"))
        self.assertEqual([self.do(), self.do(), self.do()], ["a", "b", "c"])
        self.assertEqual(self.lock(0)[0], p.BUDGET)
        self.sleep()
        self.assertEqual(self.do(), "d")

    def test_those_that_have_not_let_go_come_first(self):
        self.use(hold("a"), hold("b"), most=1)
        self.do(ended=FELT)
        self.sleep()
        for _ in range(3):
            self.assertEqual(self.do(), "b")
            self.sleep()
        self.assertEqual(self.do(), "a")  # b was held three times: it counts as done

    def test_a_point_stopped_early_stays_next(self):
        self.use(hold("a"), hold("b"))
        self.do(ended=STOPPED_EARLY, seconds=300)
        self.assertEqual(self.plan().next(), 0)
        self.assertEqual(self.plan().tonight(), 0)

    def test_one_stopped_after_its_least_time_was_held(self):
        self.use(hold("a"), hold("b"))
        self.do(ended=STOPPED_EARLY, seconds=600)
        self.assertEqual(self.plan().tonight(), 1)
        self.assertEqual(self.plan().next(), 1)

    def test_another_spot_each_night(self):
        self.use(hold("a", spots=2), most=1)
        spots = []
        for _ in range(3):
            spots.append(self.plan().spot(self.steps[0]))
            self.do()
            self.sleep()
        self.assertEqual(spots, [1, 2, 1])


class LockTest(Nights):
    def test_the_budget_closes_the_night(self):
        self.use(hold("a"), hold("b"), hold("c"), most=2)
        self.do()
        self.assertTrue(self.lock() is None)
        self.do()
        self.assertEqual(self.lock(), (p.BUDGET, 2))
        self.sleep()
        self.assertTrue(self.lock() is None)

    def test_a_clock_that_jumps_away_and_back_opens_no_second_night(self):
        self.use(hold("a"), hold("b"), hold("c"), hold("d"))
        self.do()
        self.do()
        self.sleep(5)
        self.assertEqual(self.plan().tonight(), 0)
        self.sleep(-5)
        self.assertEqual(self.plan().tonight(), 2)
        self.do()
        self.assertEqual(self.lock(), (p.BUDGET, 3))

    def test_one_stopped_early_may_be_held_again_at_once(self):
        self.use(hold("a"))
        self.do()
        self.sleep(2)
        self.do(0, STOPPED_EARLY, 100)
        self.assertTrue(self.lock(0) is None)

    def test_a_neck_held_by_another_routine_is_held(self):
        self.use(hold("s", "suboccipitals"), region="neck", name="other")
        self.do()
        self.use(hold("t", "suboccipitals"), region="neck")
        self.assertEqual(self.lock(0), (p.MUSCLE,))

    def test_no_file_raises_the_regions_budget(self):
        self.use(*[hold(name) for name in "abcde"], most=8)
        for _ in range(3):
            self.do()
        self.assertEqual(self.lock(), (p.BUDGET, 3))

    def test_two_routines_of_a_region_share_its_budget(self):
        self.use(hold("a"), hold("b"))
        self.do()
        self.do()
        self.use(hold("x"), hold("y"), name="other")
        self.assertTrue(self.plan().more(0) is False)
        self.do()
        self.assertEqual(self.lock(), (p.REGION, 3))

    def test_deep_points_wait_for_all_above_them_on_their_side(self):
        upper, middle = hold("u", "upper-trapezius"), hold("m", "middle-trapezius")
        right = hold("r", "upper-trapezius", "right")
        self.use(upper, middle, right, hold("deep", "rhomboids", layer=2), most=1)
        self.assertEqual(self.lock(3), (p.LAYER, "upper-trapezius", "left"))
        self.do(0, FELT)
        self.sleep()
        self.assertEqual(self.lock(3), (p.LAYER, "middle-trapezius", "left"))
        for _ in range(3):  # held on three nights is as good as a throb
            self.assertTrue(self.lock(3) is not None)
            self.do(1)
            self.sleep()
        self.assertTrue(self.lock(3) is None)

    def test_a_deep_point_on_the_midline_waits_for_both_sides(self):
        left, right = hold("l"), hold("r", side="right")
        self.use(left, right, hold("deep", "rhomboids", "both", 2), most=1)
        self.do(0, FELT)
        self.sleep()
        self.assertEqual(self.lock(2), (p.LAYER, "upper-trapezius", "right"))

    def test_a_point_may_name_what_it_waits_for(self):
        deep = hold("deep", "rhomboids", layer=2, after=["b"])
        self.use(hold("a"), hold("b"), deep, most=1)
        self.do(0, FELT)
        self.sleep()
        self.assertEqual(self.lock(2)[0], p.LAYER)
        self.do(1, SENSED)
        self.sleep()
        self.assertTrue(self.lock(2) is None)

    def test_names_that_are_no_points_open_nothing(self):
        self.use(hold("a"), hold("deep", "rhomboids", layer=2, after=["nothing"]), most=1)
        self.assertEqual(self.lock(1)[0], p.LAYER)

    def test_a_throb_felt_at_once_has_let_go_of_nothing(self):
        self.use(hold("a"), hold("deep", "rhomboids", layer=2), most=1)
        self.do(0, FELT, seconds=299)
        self.sleep()
        self.assertEqual(self.lock(1)[0], p.LAYER)
        self.do(0, FELT, seconds=300)
        self.sleep()
        self.assertTrue(self.lock(1) is None)

    def test_the_same_point_rests_twenty_hours(self):
        self.use(hold("a"))
        self.do()
        self.night += 1
        self.minute += 15 * 60  # held at 22:00, now 13:00: another night already
        self.assertEqual(self.lock(), (p.SOON, 5))
        self.minute += 5 * 60
        self.assertTrue(self.lock() is None)

    def test_without_a_clock_minutes_of_other_nights_mean_nothing(self):
        self.use(hold("a"))
        self.known = False
        self.do()
        self.night += 1
        self.assertTrue(self.lock() is None)

    def test_the_neck_has_one_side_and_one_muscle_a_night(self):
        one, two = hold("s1", "suboccipitals"), hold("s2", "suboccipitals")
        right = hold("sr", "suboccipitals", "right")
        other = hold("lev", "neck-levator-scapulae")
        self.use(one, two, right, other, region="neck")
        self.do(0)
        self.assertTrue(self.lock(1) is None)
        self.assertEqual(self.lock(2), (p.SIDE, "left"))
        self.assertEqual(self.lock(3), (p.MUSCLE,))
        self.sleep()
        self.assertTrue(self.lock(2) is None)

    def test_a_night_of_work_is_followed_by_nights_of_rest(self):
        self.use(hold("a"), hold("b"), rest_nights=2)
        self.do()
        self.assertTrue(self.lock() is None)  # the night itself goes on
        self.sleep()
        self.assertEqual(self.lock(), (p.RESTING, 2))
        self.sleep()
        self.assertEqual(self.lock(), (p.RESTING, 1))
        self.sleep()
        self.assertTrue(self.lock() is None)

    def test_an_hour_above_67_mmhg_asks_before_another_point(self):
        self.use(hold("a"), hold("b"))
        self.do(ended=CAP, seconds=1500, dose_s=3599)
        self.assertTrue(self.lock() is None)
        self.do(1, STOPPED_EARLY, seconds=5, dose_s=1)  # whatever came of it
        self.assertEqual(self.lock(), (p.DOSE, 60))
        self.sleep()
        self.assertTrue(self.lock() is None)

    def test_more_knows_the_last_point_of_a_night(self):
        self.use(hold("a"), hold("b"), hold("c"), most=2)
        self.assertTrue(self.plan().more(0))
        self.do()
        self.assertFalse(self.plan().more(1))

    def test_more_is_no_other_side_of_the_neck(self):
        self.use(hold("l", "suboccipitals"), hold("r", "suboccipitals", "right"), region="neck")
        self.assertFalse(self.plan().more(0))

    def test_when_all_wait_the_one_that_would_be_next_is_shown(self):
        self.use(hold("a"), hold("b"), most=1)
        self.do()
        self.assertEqual((self.plan().next(), self.lock()), (1, (p.BUDGET, 1)))


class StepsTest(Nights):
    WEEKS = ([1, 7, {"hold": 1, "a": 2, "c": 1}], [3, 7, {"hold": 1, "a": 2, "b": 1}],
             [0, 3, {"hold": 1, "a": 1, "b": 1, "c": 1}])  # fmt: skip

    def neck(self):
        self.use(
            note("read"), hold("l", "suboccipitals"), hold("r", "suboccipitals", "right"),
            exercise("a"), exercise("b"), exercise("c"),
            region="neck", schedule=self.WEEKS,
        )  # fmt: skip

    def evening(self):
        done = []
        while self.lock() is None:
            done.append(self.do())
        return done

    def test_a_day_of_each_phase(self):
        self.neck()
        self.assertEqual(self.evening(), ["read", "l", "a", "a", "c"])
        self.sleep(7)
        self.assertEqual(self.evening(), ["read", "r", "a", "a", "b"])
        self.sleep(21)
        self.assertEqual(self.evening(), ["read", "l", "a", "b", "c"])

    def test_what_a_later_week_has_says_when(self):
        self.neck()
        self.assertEqual(self.lock(4), (p.LATER, 2))
        self.do(3)
        self.sleep(7)
        self.assertEqual(self.lock(5), (p.LATER, 5))

    def test_three_days_a_week_are_spread_over_it(self):
        self.neck()
        self.do(3)
        self.sleep(28)
        worked = []
        for day in range(14):
            if self.lock() is None:
                self.evening()
                worked.append(day)
            else:
                self.assertEqual(self.lock()[0], p.RESTING)
            self.sleep()
        self.assertEqual(worked, [0, 2, 4, 7, 9, 11])

    def test_an_exercise_without_schedule_is_due_once_a_day(self):
        self.use(exercise("a"))
        self.assertEqual(self.evening(), ["a"])
        self.assertEqual(self.lock(), (p.DONE,))

    def test_a_note_is_read_once_a_night_where_something_follows(self):
        self.use(note("n"), hold("a"), most=1)
        self.assertEqual(self.evening(), ["n", "a"])
        self.sleep()
        self.assertEqual(self.plan().next(), 0)
        self.use(hold("a"), note("end"), most=1)
        self.assertEqual(self.plan().next(), 0)

    def test_when_nothing_is_due_no_note_is_shown(self):
        self.use(note("n"), exercise("a"))
        self.evening()
        self.use(note("other"), exercise("a"))
        self.assertEqual((self.plan().next(), self.lock()), (1, (p.DONE,)))

    def test_exercises_take_nothing_of_the_points_budget(self):
        self.use(exercise("a"), hold("x"), most=1)
        self.assertEqual(self.evening(), ["a", "x"])


class TargetTest(Nights):
    def after(self, *ends):
        """(target, hint) after holds that ended so, at so many seconds."""
        self.use(hold("a"))
        for ended, seconds in ends:
            self.do(0, ended, seconds)
            self.sleep()
        return self.plan().target(self.steps[0])

    def test_the_routines_own_at_first(self):
        self.assertEqual(self.after(), (720, None))

    def test_longer_while_it_never_throbs_up_to_the_most(self):
        self.assertEqual(self.after((TARGET, 720)), (840, (p.LONGER,)))
        self.assertEqual(self.after(*[(TARGET, 720)] * 20), (1500, (p.LONGER,)))

    def test_shorter_when_it_throbs_early_down_to_the_least(self):
        self.assertEqual(self.after((FELT, 610)), (660, (p.SHORTER,)))
        self.assertEqual(self.after(*[(FELT, 300)] * 9), (600, (p.SHORTER,)))

    def test_stopped_changes_nothing(self):
        self.assertEqual(self.after((STOPPED_EARLY, 100)), (720, None))

    def test_the_persons_own_stays_until_it_is_given_back(self):
        self.use(hold("a"))
        kept.choose_target(self.progress, self.routine, self.steps[0], self.night, 900)
        self.do()
        self.assertEqual(self.plan().target(self.steps[0]), (900, (p.OWN,)))
        kept.choose_target(self.progress, self.routine, self.steps[0], self.night, 0)
        self.assertEqual(self.plan().target(self.steps[0]), (720, None))

    def test_a_kept_target_outside_the_steps_limits_is_brought_within(self):
        self.use(hold("a"))
        kept.choose_target(self.progress, self.routine, self.steps[0], self.night, 5000)
        self.assertEqual(self.plan().target(self.steps[0])[0], 1500)


class NeighbourTest(Nights):
    def test_the_neck_goes_with_the_upper_back(self):
        self.use(hold("a"))
        self.assertEqual(self.plan().neighbour(["upper-back", "neck"]), 1)
        self.assertEqual(self.plan().neighbour(["upper-back"]), -1)

    def test_not_where_it_has_had_a_point_tonight(self):
        self.use(hold("s", "suboccipitals"), region="neck", name="neck")
        self.do()
        self.use(hold("a"))
        self.assertEqual(self.plan().neighbour(["neck"]), -1)


if __name__ == "__main__":
    unittest.main()
