"""The world inside MicroPython: made at boot by boot.mjs, whose commands it serves."""
# mypy: ignore-errors

import gc
import json
import sys
import time

import _plant
import machine
import micropython
import uctypes

from .scenario import ScenarioError, Script
from .seen import Ear, Reader
from .wiring import WIRING
from .world import World


class _Senses:
    """Made when they are first asked for: a strap without scripts keeps its heap."""

    def __init__(self):
        self._reader = self._ear = self._skin = None

    @property
    def reader(self):
        if self._reader is None:
            told = json.loads(_plant.senses())
            self._reader = Reader(bytes.fromhex(told["font"]), told["letters"])
        return self._reader

    @property
    def ear(self):
        if not world.pitched:
            return self.skin
        if self._ear is None:
            self._ear = Ear(json.loads(_plant.senses())["cues"])
        return self._ear

    @property
    def skin(self):
        if self._skin is None:
            self._skin = Ear(json.loads(_plant.senses())["rhythms"])
        return self._skin


class _Host:
    """What the world asks of the thread it runs in."""

    def poll(self):
        if world.signals[2]:
            serve()
        if world.signals[3]:
            _answer_finished()

    def sleep(self, ms):
        """Neither Ctrl-C nor anything else that is sent is heard."""
        micropython.kbd_intr(-1)
        time.sleep_ms(ms)
        _plant.deaf()
        micropython.kbd_intr(3)

    def restart(self, cause):
        _plant.restart(cause, dump(cause))


_waiting = []  # (request number, script)


def _make():
    parts = json.loads(_plant.parts)
    try:
        made = _wired(parts.get("wiring") or _own_wiring(), parts)
    except (KeyError, TypeError):
        made = _wired(WIRING, parts)  # a board file that makes no sense
    if _plant.world:
        saved = json.loads(_plant.world)
        made.restore(saved["world"], saved["cause"])
    return made


def _wired(wiring, parts):
    sensor, display, day = parts["sensor"], parts["display"], parts.get("day")
    return World(time.ticks_ms, wiring, parts["seed"], sensor, display, day)


def _own_wiring():
    try:
        with open("/board.json") as f:
            return json.load(f)
    except (OSError, ValueError):
        return WIRING  # a bare strap: wired like the default board


def _resume():
    if not _plant.world:
        return
    for number, saved in json.loads(_plant.world)["scripts"]:
        script = Script(saved["text"], saved["name"], senses)
        script.restore(saved)
        world.scripts.append(script)
        _attend(number, script)


def dump(cause=5):
    """All of the world that outlives a reset, as JSON."""
    scripts = [(number, script.dump()) for number, script in _waiting]
    return json.dumps({"world": world.dump(), "cause": cause, "scripts": scripts})


def touch():
    world.touch()


def serve():
    """Do what the thread has in its mailbox."""
    while True:
        text = _plant.take()
        if not text:
            return
        request = json.loads(text)
        try:
            answer = VERBS.get(request["do"], _status)(request)
        except (ScenarioError, ValueError) as e:
            answer = {"error": e.args[0]}
        if answer is not None:
            _reply(request["n"], answer)


def _reply(number, answer):
    answer["n"] = number
    _plant.reply(json.dumps(answer))


def _play(request):
    script = Script(request["text"], request["name"], senses)
    world.begin(script)
    _attend(request["n"], script)


def _screen(_):
    frame = world.frame()
    return {
        "frame": frame.hex(),
        "text": senses.reader.rows(frame),
        "screen": world.screen_name(senses.reader),
        "dark": not any(frame),
    }


def _tones(_):
    return {"tones": _names(0), "segments": world.tones()}


def _names(first):
    return [name for name, _ in senses.ear.names(world.tones(first), world.now_ms)]


def _status(_):
    world.sync()
    return {
        "ms": world.now_ms,
        "screen": world.screen_name(senses.reader),
        "button": world.button_down,
        "load_g": world.body.load >> 8,
        "pressure_pa": world.body.mpa // 1000,
        "watchdog_ms": world.wdt_ms,
        "asleep": world.power.asleep,
        "light_ms": world.power.light_ms,
        "cpu_hz": world.cpu_hz,
        "runtime": "MicroPython %d.%d" % sys.implementation.version[:2],
        "bus_us": world.bus.us,
        "bus_bytes": world.bus.bytes,
        "world_heap_bytes": world_heap_bytes,
    }


def _attend(number, script):
    def show(caption, frame):
        _reply(number, {"event": "show", "caption": caption, "frame": frame.hex()})

    script.on_show = show
    _waiting.append((number, script))
    world.signals[3] = 1


def _answer_finished():
    for item in [item for item in _waiting if item[1].done]:
        number, script = item
        _waiting.remove(item)
        world.scripts = [s for s in world.scripts if s is not script]
        _reply(
            number,
            {
                "done": True,
                "error": script.error,
                "ms": world.now_ms - script.began_ms,
                "tones": _names(script.first_sound),
                "screens": script.screens,
            },
        )
    world.signals[3] = 1 if _waiting else 0


# What a request may ask for; an answer of None comes later.
VERBS = {"play": _play, "screen": _screen, "tones": _tones, "status": _status}

senses = _Senses()
world = _make()
machine.world = world
address = uctypes.addressof(world.signals)
_resume()
world.host = _Host()
gc.collect()
world_heap_bytes = gc.mem_alloc() - _plant.heap_before  # not the firmware's
