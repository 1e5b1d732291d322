"""What runs in every step of a hold allocates nothing: MicroPython's heap is locked around it."""

import unittest

from strapcore import session
from strapcore.guard import Guard
from strapcore.journal import CONTACT, Journal
from strapcore.listening.listener import Listener
from strapcore.sense.sense import Sense
from strapcore.ui.button import Button
from strapcore.ui.cues import MEANINGS, Player

try:
    from micropython import heap_lock, heap_unlock
except ImportError:  # CPython counts references; nothing to lock

    def heap_lock():
        pass

    heap_unlock = heap_lock


class Strap:
    """The parts that a step passes through, in the app's order."""

    def __init__(self):
        self.sense = Sense(50, 2, Listener(50))
        self.session = session.Session()
        self.guard = Guard()
        self.button = Button()
        self.player = Player()
        self.journal = Journal()
        self.seed = 1
        self.blocks = 0
        self.t_s = 0

    def noise(self):
        self.seed = (self.seed * 75 + 74) % 65537
        return self.seed % 41 - 20

    def steps(self, count, load_pa):
        """So many steps; one row of the record a second."""
        event = None
        sense = self.sense
        for i in range(count):
            sense.feed(101325 + load_pa + self.noise() * (load_pa > 0))
            event = self.session.step(20, sense.contact, self.button.step(20, False))
            if event is None:
                event = self.guard.step(20, self.session, sense.contact, 0)
            self.player.step(20)
            if i % 50 == 0:
                contact = sense.contact
                sense.pass_ms(1000)
                if self.journal.row(self.t_s, contact.gauge_pa, 3000, CONTACT, 0, 0):
                    self.journal.seal()
                    self.blocks += 1
                self.t_s += 1
        return event


class NoAllocTest(unittest.TestCase):
    def locked(self, strap, count, load_pa):
        heap_lock()
        try:
            strap.steps(count, load_pa)
        finally:
            heap_unlock()

    def test_two_minutes_of_a_hold(self):
        strap = Strap()
        strap.guard.begin("upper-back", 1500, 13332)
        strap.session.begin(600000, 720000, 120000, True)
        strap.steps(300, 0)
        self.assertEqual(strap.session.state, session.PLACE)
        strap.sense.contact.zeroing = False
        strap.steps(300, 9000)
        self.assertEqual(strap.session.state, session.HOLD)
        self.locked(strap, 6000, 9000)
        self.assertEqual(strap.session.state, session.HOLD)
        self.assertEqual(strap.blocks, 132 // 8)

    def test_a_pause_the_buzz_and_the_rest(self):
        strap = Strap()
        strap.guard.begin("upper-back", 1500, 13332)
        strap.session.begin(600000, 20000, 3000, True)
        strap.steps(300, 0)
        strap.sense.contact.zeroing = False
        strap.steps(300, 9000)
        self.locked(strap, 500, 0)
        self.assertEqual(strap.session.state, session.PAUSED)
        self.locked(strap, 2500, 9000)
        self.assertEqual(strap.session.state, session.RELEASE)
        self.locked(strap, 200, 0)
        self.assertEqual(strap.session.state, session.REST)
        self.locked(strap, 200, 0)
        self.assertEqual(strap.session.state, session.HOME)

    def test_every_cue(self):
        player = Player()
        for name in range(len(MEANINGS)):
            heap_lock()
            try:
                player.play(name)
                for _ in range(100):
                    player.step(20)
            finally:
                heap_unlock()


if __name__ == "__main__":
    unittest.main()
