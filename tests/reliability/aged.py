"""On MicroPython, for the programs beside it: the world of a strap, with that in it which is
wired in /flash/board.json, and its time. `let_pass` is how a strap waits."""

import json

import machine
from virtual.world import World

STEP_MS = 20
_NOON = 9812  # its day, since 2000-01-01
_LATER_MS = 1 << 28  # by its clock; the collector takes a smaller number for an address


class Now:
    ms = 0


def let_pass(ms):
    Now.ms += ms
    world.touch()


with open("/flash/board.json") as f:
    world = World(lambda: Now.ms, json.load(f), 1, "lps28dfw", "ssd1306", _NOON)
machine.world = world
world.now_ms = world.sensed_ms = _LATER_MS
world.clock_s -= _LATER_MS // 1000
