"""On MicroPython: one hold over the emulated chips; what bus and button gave goes on a tape."""

import gc
import json
import sys

import _bench

sys.path[:0] = ["/app", "/home", "/home/virtual"]

import machine  # noqa: E402
from virtual.scenario import Script  # noqa: E402
from virtual.world import World  # noqa: E402

STEP_MS = 20
now_ms = 0
# Every second byte is 255: the collector takes any word of the heap that could be an address for
# one, and what a reading happened to point at would stay and be measured.
tape = bytearray()
presses = bytearray()


I2C = machine.I2C


class Count:
    """What went over the bus."""

    reads = 0


class TapedI2C(I2C):
    """The bus, with all that was read written down."""

    def readfrom_mem_into(self, addr, memaddr, buf, *, addrsize=8):
        I2C.readfrom_mem_into(self, addr, memaddr, buf)
        keep(buf)

    def readfrom_into(self, addr, buf, stop=True):
        I2C.readfrom_into(self, addr, buf)
        keep(buf)

    def readfrom_mem(self, addr, memaddr, nbytes, *, addrsize=8):
        return asked(I2C.readfrom_mem_into, self, addr, memaddr, bytearray(nbytes))

    def readfrom(self, addr, nbytes, stop=True):
        return asked(I2C.readfrom_into, self, addr, bytearray(nbytes))


def asked(read, *where):
    """A read that may find nobody: what became of it goes before it."""
    try:
        read(*where)
    except OSError as e:
        keep((e.errno,))
        raise
    keep((0,))
    keep(where[-1])
    return bytes(where[-1])


def keep(buf):
    for byte in buf:
        tape.append(byte)
        tape.append(255)
    Count.reads += 1


with open("/flash/board.json") as f:
    WIRING = json.load(f)
machine.world = world = World(lambda: now_ms, WIRING, sensor=_bench.sensor)
machine.I2C = TapedI2C

from wake import wake  # noqa: E402

app = wake("/flash/", lambda ms: None)[0]
hold = "wait 3s\npress\nwait 6s\nlie 25kg\nwait %dmin\nwait 10s\n" % _bench.minutes
end = "off\nwait 5s" if _bench.rounds else "press\nwait 1s\noff\nwait 5s"  # who feels it presses
script = Script(hold + end, "bench", None)
world.scripts = [script]
bus_most = bus_sum = steps = 0
while not script.done:
    now_ms += STEP_MS
    world.touch()
    presses.append(0 if world.pin_level(world.wiring["button"]["pin"], True) else 255)
    before = world.bus.us
    app.step(STEP_MS)
    used = world.bus.us - before
    bus_sum += used
    bus_most = max(bus_most, used)
    steps += 1
    if steps % 5000 == 0:
        gc.collect()
if script.error or not 1 <= app.session.ended <= 4:
    raise RuntimeError("no hold was completed: %s" % script.error)
for name, data in (("/tape.bin", tape), ("/presses.bin", presses)):
    with open(name, "wb") as f:
        f.write(data)
    _bench.keep(name)
_bench.tell("i2c_mean_us", bus_sum // steps)
_bench.tell("i2c_worst_us", bus_most)
_bench.tell("steps", steps)
_bench.tell("bus_reads", Count.reads)
_bench.tell("bus_read_bytes", len(tape) // 2)
