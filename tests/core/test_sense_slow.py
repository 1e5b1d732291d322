import unittest

from strapcore.listening.throb import BUILDING, NONE, THROB, Throb
from strapcore.listening.tissue import SETTLING, SOFTENING, STEADY, Tissue
from waves import Noise, sine


class ThrobTest(unittest.TestCase):
    def run_throb(self, gain, load=None, moving=None, seconds=600):
        """Amplitude 400 * gain(s) / 100, wavering by 8 %; the seconds at which states began."""
        throb = Throb()
        noise = Noise(4)
        began = {}
        for s in range(seconds):
            amplitude = 400 * gain(s) // 100 + noise.next(32 * 16)
            throb.second(amplitude, True, bool(moving and moving(s)), load(s) if load else 4000)
            began.setdefault(throb.state, s)
        return began, throb

    def test_rest_is_no_throb(self):
        began, throb = self.run_throb(lambda s: 100)
        self.assertEqual(list(began), [NONE])
        self.assertTrue(240 < throb.ratio < 272, throb.ratio)

    def test_a_rise_over_five_minutes_is_found(self):
        began, _ = self.run_throb(lambda s: 100 + min(50, max(0, (s - 130) // 6)))
        self.assertTrue(began[BUILDING] < began[THROB] <= 430 + 90, began)

    def test_a_third_more_is_only_building(self):
        began, _ = self.run_throb(lambda s: 100 + min(33, max(0, (s - 130) // 6)))
        self.assertTrue(BUILDING in began)
        self.assertFalse(THROB in began)

    def test_another_load_is_another_pulse(self):
        began, throb = self.run_throb(
            lambda s: 180 if s > 200 else 100, lambda s: 5200 if s > 200 else 4000
        )
        self.assertEqual(list(began), [NONE])
        self.assertTrue(throb.frozen)

    def test_a_load_that_creeps_does_not_freeze_it(self):
        _, throb = self.run_throb(lambda s: 100, lambda s: 4000 - s)
        self.assertFalse(throb.frozen)

    def test_movement_is_left_out(self):
        began, _ = self.run_throb(
            lambda s: 300 if s % 10 < 7 and s > 150 else 100,
            None,
            lambda s: s % 10 == 0 and s > 150,
        )
        self.assertFalse(THROB in began and began[THROB] < 200)
        began, throb = self.run_throb(lambda s: 300 if s > 150 else 100, None, lambda s: s > 150)
        self.assertEqual(list(began), [NONE])
        self.assertTrue(throb.frozen)

    def test_a_pulse_that_is_not_believed_is_left_out(self):
        throb = Throb()
        for _ in range(400):
            throb.second(500, False, False, 4000)
        self.assertEqual(throb.base, 0)


class Muscle:
    """Load of a ball at 4 kPa: fast fall, slow fall, leak, warmth, breath."""

    def __init__(self, load=4000, slow=0, leak_ppm=0, kelvin_mk=0, pa_per_k=170):
        self.load = load
        self.slow = slow
        self.leak_ppm = leak_ppm
        self.kelvin_mk = kelvin_mk
        self.pa_per_k = pa_per_k
        self.noise = Noise(9)

    def hold(self, tissue, seconds, moves=()):
        began = {}
        fast = late = warm = 65536
        lost = 0
        for s in range(seconds):
            fast -= fast // 15
            late -= late // 480
            warm -= warm // 400
            mk = self.kelvin_mk * (65536 - warm) >> 16
            x = 16 * self.load + (4 * self.load * fast >> 16)
            x -= self.slow * 16 * (65536 - late) >> 16
            x += mk * self.pa_per_k * 2 // 125
            lost += (x - lost // 1000000) * self.leak_ppm
            x -= lost // 1000000
            x += sine(s * 15000, 200) + self.noise.next(64)
            tissue.air.temp_cc = 2200 + mk // 10
            tissue.second(x, s in moves)
            began.setdefault(tissue.state, s)
        return began


def knowing(leak_ppm=192, pa_per_k=170):
    tissue = Tissue()
    air = tissue.air
    air.leak_ppm = leak_ppm
    air.leak_doubt_ppm = 40
    air.heat_pa_k = pa_per_k
    air.heat_doubt_pa_k = 20
    return tissue


class TissueTest(unittest.TestCase):
    def test_leak_and_warmth_alone_are_no_softening(self):
        for load in (2500, 4000, 8000):
            began = Muscle(load=load, leak_ppm=192, kelvin_mk=5000).hold(knowing(), 1200)
            self.assertFalse(SOFTENING in began, (load, began))
            self.assertTrue(STEADY in began)

    def test_not_even_when_nothing_is_known(self):
        for mk in (0, 5000):
            began = Muscle(leak_ppm=192, kelvin_mk=mk).hold(Tissue(), 1200)
            self.assertFalse(SOFTENING in began, (mk, began))

    def test_a_tenth_lost_slowly_is_found_within_five_minutes(self):
        for load in (4000, 8000):
            muscle = Muscle(load=load, slow=load // 10, leak_ppm=192, kelvin_mk=5000)
            began = muscle.hold(knowing(), 300)
            self.assertTrue(SOFTENING in began, (load, began))

    def test_the_first_minutes_mean_nothing(self):
        tissue = knowing()
        began = Muscle().hold(tissue, 200)
        self.assertEqual(list(began), [SETTLING])

    def test_softening_ends(self):
        tissue = knowing()
        Muscle(slow=800, leak_ppm=192).hold(tissue, 2400)
        self.assertEqual(tissue.state, STEADY)

    def test_movement_starts_anew(self):
        tissue = knowing()
        Muscle(slow=400, leak_ppm=192).hold(tissue, 290)
        self.assertEqual(tissue.state, SOFTENING)
        tissue.second(60000, True)
        self.assertEqual(tissue.state, SETTLING)

    def test_the_doubt_is_shown(self):
        known = knowing()
        unknown = Tissue()
        Muscle(leak_ppm=192).hold(known, 400)
        Muscle(leak_ppm=192).hold(unknown, 400)
        self.assertTrue(unknown.doubt_pa > 2 * known.doubt_pa, unknown.doubt_pa)

    def test_cold_alone_is_no_softening_when_it_is_not_known_what_cold_does(self):
        began = Muscle(kelvin_mk=-5000, pa_per_k=300).hold(Tissue(), 1200)
        self.assertFalse(SOFTENING in began, began)

    def test_steady_is_only_sure_where_leak_and_warmth_are_known(self):
        known, unknown, warmed = knowing(0), Tissue(), Tissue()
        warmed.air.leak_ppm = 0
        Muscle().hold(known, 400)
        Muscle().hold(unknown, 400)
        Muscle(kelvin_mk=5000).hold(warmed, 400)
        self.assertEqual([known.state, unknown.state, warmed.state], [STEADY] * 3)
        self.assertEqual([known.sure, unknown.sure, warmed.sure], [True, False, False])

    def test_what_the_tissue_gave_is_booked_without_leak_and_warmth(self):
        tissue = knowing()
        Muscle(slow=800, leak_ppm=192, kelvin_mk=5000).hold(tissue, 1500)
        given = 800 * 79 // 100  # of it after the first 95 s: exp(-95 / 480) - exp(-1500 / 480)
        self.assertTrue(given - 100 < tissue.gave_pa < given + 100, tissue.gave_pa)
        self.assertTrue(tissue.softened)

    def test_the_end_of_a_long_hold_bounds_the_leak(self):
        tissue = Tissue()
        Muscle(slow=400).hold(tissue, 500)
        self.assertEqual(tissue.late_ppm, -1)
        Muscle(load=8000, slow=400).hold(tissue, 1200)
        self.assertTrue(0 <= tissue.late_ppm < 100, tissue.late_ppm)
        leaking = Tissue()
        Muscle(load=8000, leak_ppm=400).hold(leaking, 1200)
        self.assertTrue(400 <= leaking.late_ppm < 480, leaking.late_ppm)

    def test_a_leak_so_bounded_lets_softening_be_seen(self):
        tissue = Tissue()
        tissue.air.leak_most_ppm = 40
        began = Muscle(load=8000, slow=800).hold(tissue, 300)
        self.assertTrue(SOFTENING in began, began)
        began = Muscle(load=8000, slow=800).hold(Tissue(), 300)
        self.assertFalse(SOFTENING in began, began)

    def test_what_the_leak_took_is_booked(self):
        tissue = knowing()
        Muscle(leak_ppm=192).hold(tissue, 900)
        self.assertTrue(600 < tissue.lost_pa < 720, tissue.lost_pa)


if __name__ == "__main__":
    unittest.main()
