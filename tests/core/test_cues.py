"""Cues: each sounds as its table says, and no two can be taken for one another."""

import unittest

from strapcore.ui.cues import CUES, Player


def heard(name, dt_ms=20):
    """(hz, ms) stretches that a player sounds."""
    player = Player()
    player.play(name)
    out = []
    for _ in range(5000 // dt_ms):
        hz = player.step(dt_ms)
        if out and out[-1][0] == hz:
            out[-1][1] += dt_ms
        else:
            out.append([hz, dt_ms])
    return [tuple(stretch) for stretch in out[:-1]]


class CueTest(unittest.TestCase):
    def test_every_cue_sounds_as_its_table_says(self):
        for name, cue in CUES.items():
            wanted = [(cue[i], cue[i + 1]) for i in range(0, len(cue), 2)]
            self.assertEqual(heard(name), wanted, name)

    def test_no_two_cues_are_alike(self):
        self.assertEqual(len(set(CUES.values())), len(CUES))

    def test_times_are_whole_steps(self):
        for name, cue in CUES.items():
            self.assertTrue(all(cue[i] % 20 == 0 for i in range(1, len(cue), 2)), name)

    def test_a_new_cue_takes_the_place_of_the_old(self):
        player = Player()
        player.play("release3")
        player.step(20)
        player.play("click")
        self.assertEqual(player.step(20), CUES["click"][0])
        self.assertEqual(player.step(20), 0)

    def test_stop_is_silence(self):
        player = Player()
        player.play("crash")
        player.step(20)
        player.stop()
        self.assertEqual(player.step(20), 0)


if __name__ == "__main__":
    unittest.main()
