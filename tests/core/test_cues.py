"""Cues: each sounds and shakes as its table says, and no two can be taken for one another."""

import unittest

from strapcore import guard
from strapcore.ui import cues
from strapcore.ui.cues import MEANINGS, Player, hertz

STEP_MS = 20


def played(cue, dt_ms=STEP_MS):
    """([hz, ms] stretches that a player sounds, [on, ms] stretches of the motor)."""
    player = Player()
    player.play(cue)
    heard, felt = [], []
    for _ in range(10000 // dt_ms):
        hz = player.step(dt_ms)
        if not player.busy:
            break
        for what, found in ((hz, heard), (player.shaking, felt)):
            if found and found[-1][0] == what:
                found[-1][1] += dt_ms
            else:
                found.append([what, dt_ms])
    return heard, felt


def number(name):
    return [known for known, _ in MEANINGS].index(name)


class CueTest(unittest.TestCase):
    def test_a_cue_sounds_as_its_row_says(self):
        heard, _ = played(cues.START)
        self.assertEqual(heard[:3], [[880, 80], [0, 40], [1174, 120]])
        heard, _ = played(cues.RELEASE)
        self.assertEqual(heard[:3], [[523, 300], [0, 200], [659, 300]])

    def test_the_motor_has_a_rhythm_of_its_own(self):
        _, felt = played(cues.PAUSED)
        self.assertEqual(felt, [[True, 160], [False, 160], [True, 160], [False, felt[-1][1]]])

    def test_every_name_has_its_number(self):
        for name, _ in MEANINGS:
            self.assertEqual(getattr(cues, name.upper()), number(name))

    def test_every_cue_has_a_row_and_ends(self):
        for i in range(len(MEANINGS)):
            heard, felt = played(i)
            self.assertTrue(any(hz for hz, _ in heard), MEANINGS[i])
            self.assertTrue(any(on for on, _ in felt), MEANINGS[i])
            self.assertTrue(sum([ms for _, ms in heard]) < 4000)
        with self.assertRaises(IndexError):
            played(len(MEANINGS))

    def test_no_two_sound_or_shake_alike(self):
        """By ear: another row of notes and lengths. By touch, which is coarser: another number of
        beats, or one of them a third and 40 ms longer."""
        sounds = [str(played(i)[0]) for i in range(len(MEANINGS))]
        self.assertEqual(len(set(sounds)), len(MEANINGS))
        rhythms = [[ms for _, ms in played(i)[1]] for i in range(len(MEANINGS))]
        for i in range(len(rhythms)):
            for j in range(i):
                self.assertTrue(differ(trimmed(i), trimmed(j)), (MEANINGS[i][0], MEANINGS[j][0]))

    def test_what_must_wake_somebody_is_loud(self):
        player = Player()
        for cue in range(len(MEANINGS)):
            player.play(cue)
            self.assertEqual(player.loud, cue in (cues.RELEASE3, cues.ALARM2))

    def test_a_call_is_over_before_it_comes_again(self):
        for first, table in ((cues.RELEASE, guard._BUZZ), (cues.AWAKE, guard._ASK)):
            for i in range(0, len(table), 3):
                for stretches in played(first + table[i + 1] - 1):
                    self.assertTrue(sum([ms for _, ms in stretches]) < table[i + 2])

    def test_louder_levels_follow_each_other(self):
        self.assertEqual([cues.RELEASE2, cues.RELEASE3], [cues.RELEASE + 1, cues.RELEASE + 2])
        self.assertEqual([cues.ALARM, cues.ALARM2], [cues.AWAKE + 1, cues.AWAKE + 2])

    def test_notes_are_those_of_the_scale(self):
        self.assertEqual([hertz(n) for n in (0, 1, 13, 25, 37)], [0, 110, 220, 440, 880])

    def test_a_new_cue_takes_the_place_of_the_old(self):
        player = Player()
        player.play(cues.RELEASE3)
        player.step(20)
        player.play(cues.CLICK)
        self.assertEqual(player.step(20), hertz(0x34))
        self.assertEqual(player.step(20), 0)

    def test_stop_is_silence(self):
        player = Player()
        player.play(cues.CRASH)
        player.step(20)
        player.stop()
        self.assertEqual(player.step(20), 0)
        self.assertFalse(player.shaking)
        self.assertFalse(player.busy)


def trimmed(cue):
    """Lengths of the motor's beats and gaps, ms, without the end's silence."""
    felt = played(cue)[1]
    return [ms for on, ms in (felt if felt[-1][0] else felt[:-1])]


def differ(one, other):
    if len(one) != len(other):
        return True
    return any(10 * max(a, b) >= 13 * min(a, b) and abs(a - b) >= 40 for a, b in zip(one, other))


if __name__ == "__main__":
    unittest.main()
