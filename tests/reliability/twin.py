"""On MicroPython: nights on one strap, stepped exactly as simulator.py steps one on CPython, and
weighed. twins.py wrote the nights and compares what is told."""

import gc
import json
import sys

import _bench
import micropython

sys.path[:0] = ["/app", "/home", "/home/virtual"]

import digest  # noqa: E402
import machine  # noqa: E402
from virtual.scenario import Script  # noqa: E402
from virtual.seen import Ear, Reader  # noqa: E402
from virtual.world import Reset, World  # noqa: E402

STEP_MS = 20
STRETCH = 3000  # steps of a phase: the collector only runs between them
ROOT = "/flash/"
us = _bench.cpu_us


class Now:
    ms = 0


class Senses:
    """As plant.py has them."""

    def __init__(self):
        with open("/senses.json") as f:
            told = json.load(f)
        self.reader = Reader(bytes.fromhex(told["font"]), told["letters"])
        self.ear, self.skin = Ear(told["cues"]), Ear(told["rhythms"])


with open("/nights.json") as f:
    job = json.load(f)
with open(ROOT + "board.json") as f:
    wiring = json.load(f)
senses = Senses()


class Twin:
    """night: which; at each end of a stretch what is there is told as one number."""

    def __init__(self):
        self.night = -1
        self.script = self.app = None
        self.told = []

    def pass_ms(self, ms):
        Now.ms += ms
        self.world.touch()

    def boot(self):
        from wake import wake

        self.app = None
        gc.collect()
        self.app = wake(ROOT, self.pass_ms)[0]
        sys.modules.pop("wake")

    def begin(self):
        """The next night, where there is one."""
        self.night += 1
        night = job["nights"][self.night]
        if night["anew"]:
            machine.world = self.world = World(lambda: Now.ms, wiring, 1, "lps28dfw", "ssd1306",
                                               night["day"])  # fmt: skip
            self.world.now_ms = self.world.sensed_ms = job["later_ms"]
            self.world.clock_s -= job["later_ms"] // 1000
            self.boot()
        else:
            self.world.clock_s += 86400 - (self.world.now_ms - self.began_ms) // 1000
        self.began_ms = self.world.now_ms
        self.script = Script(night["text"], "night", senses)
        self.world.begin(self.script)
        self.most_us = self.bus_us = self.sum_us = self.steps = 0

    def go(self):
        """A stretch of the night, or nothing where it is over."""
        if self.script is None:
            if self.night + 1 == len(job["nights"]):
                return
            self.begin()
        for _ in range(STRETCH):
            self.step()
            if self.script.done:
                break
        self.told.append(digest.moment(self.world, self.app, job["names"]))

    def step(self):
        Now.ms += STEP_MS
        try:
            self.world.touch()
            bus, t = self.world.bus.us, us()
            self.app.step(STEP_MS)
            t = us() - t
            self.sum_us += t
            self.steps += 1
            self.most_us = max(self.most_us, t)
            self.bus_us = max(self.bus_us, self.world.bus.us - bus)
        except Reset as reset:
            self.world.restarted(reset.cause)
            self.boot()

    def end(self):
        """After each stretch: where the night is over, what is left of it."""
        if self.script is None or not self.script.done:
            return
        heap = gc.mem_alloc()  # first: what tells of the night is made now
        micropython.mem_info()
        told = {
            "error": self.script.error,
            "moments": self.told,
            "screens": self.script.screens,
            "files": digest.files(ROOT),
            "heap": heap,
            "steps": self.steps,
            "step_mean_us": self.sum_us // self.steps,
            "step_most_us": self.most_us,
            "step_bus_us": self.bus_us,
        }
        self.world.scripts.remove(self.script)
        self.script, self.told = None, []
        _bench.tell("night%d" % self.night, json.dumps(told))
        micropython.qstr_info()


twin = Twin()
_bench.tell("phases", "twin.go() twin.end() " * _bench.rounds)
