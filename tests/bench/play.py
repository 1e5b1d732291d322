"""On MicroPython: the taped hold again, measured. Times are in iterations of `reference`."""

import gc
import sys
from array import array

import _bench
import micropython

sys.path[:0] = ["/app", "/home", "/home/virtual"]

import machine  # noqa: E402

STEP_MS = 20
with open("/tape.bin", "rb") as f:
    TAPE = f.read()
with open("/presses.bin", "rb") as f:
    PRESSES = f.read()


class Deck:
    """Where the tape and the button stand."""

    at = 0
    down = 0


class TapeI2C:
    """A bus that gives what the tape says."""

    def __init__(self, *pins, **settings):
        pass

    def readfrom_mem_into(self, addr, reg, buf):
        at = Deck.at
        for i in range(len(buf)):
            buf[i] = TAPE[at]
            at += 2
        Deck.at = at

    def readfrom_into(self, addr, buf):
        self.readfrom_mem_into(addr, 0, buf)

    def readfrom(self, addr, size):
        return self.readfrom_mem(addr, 0, size)

    def readfrom_mem(self, addr, reg, size):
        error = bytearray(1)
        self.readfrom_mem_into(addr, reg, error)
        if error[0]:
            raise OSError(error[0])
        buf = bytearray(size)
        self.readfrom_mem_into(addr, reg, buf)
        return bytes(buf)

    def writeto(self, addr, buf):
        pass

    def writeto_mem(self, addr, reg, buf):
        pass


class TapePin:
    """A button that is pressed as it was."""

    IN, OUT, PULL_UP = 1, 3, 2

    def __init__(self, *settings, value=None):
        pass

    def value(self, level=None):
        return 0 if Deck.down else 1


class Silence:
    """A PWM that takes everything."""

    def __init__(self, *settings, **more):
        pass

    def freq(self, hz):
        pass

    def duty_u16(self, duty):
        pass


class Cell:
    """A charged battery behind its divider."""

    ATTN_11DB = 3

    def __init__(self, pin, atten):
        pass

    def read_uv(self):
        return 1950000


class Noon:
    """A clock that was never set."""

    def datetime(self):
        return (2000, 1, 1, 0, 12, 0, 0, 0)

    def memory(self):
        return b""


class World:
    """What `machine` asks of one."""

    cause = 1
    uid = b"bench!"


machine.world = World
machine.I2C, machine.Pin, machine.PWM, machine.RTC = TapeI2C, TapePin, Silence, Noon
machine.ADC = Cell
us = _bench.us
flash_us = _bench.flash_us


def reference(n):
    a = 0
    while n:
        n -= 1
        a = (a + n) & 255
    return a


def iteration_ns():
    """Time of one iteration of the reference loop, the best of several."""
    best = 1 << 30
    for _ in range(5):
        t = us()
        reference(20000)
        best = min(best, us() - t)
    return best // 20


def clock_us():
    """What looking at the clock twice costs, on average."""
    t = us()
    for _ in range(2000):
        us()
    return (us() - t) / 2000


def pass_steps(app, console, first, last):
    for i in range(first, last):
        Deck.down = PRESSES[i]
        app.step(STEP_MS)
        console.step(STEP_MS)


def tape_us():
    """What a read from the tape and a byte of it cost: the emulated chip's part of a step."""
    cost = []
    for buf in (bytearray(1), bytearray(6)):
        bus = TapeI2C()
        least = 1 << 30
        for _ in range(5):
            Deck.at = 0
            t = us()
            for _ in range(1000):
                bus.readfrom_mem_into(0, 0, buf)
            least = min(least, us() - t)
        cost.append(least / 1000)
    a_byte = (cost[1] - cost[0]) / 5
    return cost[0] - a_byte, a_byte


def weigh_heap(name):
    """What is in use now, and the names among it: qstr_info prints them."""
    _bench.tell(name, gc.mem_alloc())
    micropython.qstr_info()


class Bench:
    """The phases. The collector only runs between them, as nothing else is then on the stack."""

    def load(self):
        """Import the firmware; what is in use before it belongs to the bench.

        Here the heap begins at low addresses, and some words of the firmware's tables of bytes are
        such: two of cues.py are below 0x63000. On a strap it is at 0x3FFxxxxx. So all up to there
        is taken first, or what lies there would never be freed.
        """
        self.below = None
        for _ in range(_BELOW):
            self.below = (self.below,)
        weigh_heap("bare")
        with open("/home/main.py") as f:
            text = f.read().replace("        run()\n", "")  # all of it, but the firmware
        code, names = compile(text, "main.py", "exec"), {}
        exec(code, names)
        if "strap" not in sys.modules or "stop" not in names:
            raise RuntimeError("main.py did not come to its end")
        self.main = (code, names)  # both stay as long as the strap runs

    def weigh_main(self):
        """With it ..."""
        self.with_main = gc.mem_alloc()

    def forget_main(self):
        """... and without it: it is told by itself. Its names are the strap's, too."""
        self.main = None

    def without_main(self):
        _bench.tell("heap_main_bytes", self.with_main - gc.mem_alloc())

    def boot(self, folder):
        Deck.at = Deck.down = 0
        from wake import wake

        app, console, _ = wake(folder, lambda ms: None)
        del sys.modules["wake"]
        return app, console

    def wake(self):
        self.app, self.console = self.boot("/play0/")

    def see_home(self):
        """Two seconds into the tape: HOME is shown."""
        weigh_heap("boot")
        pass_steps(self.app, self.console, 0, AT_HOME)

    def settle(self):
        """Three minutes into the tape: contact made, screen dark."""
        weigh_heap("home")
        pass_steps(self.app, self.console, AT_HOME, SETTLED - FEW)
        if self.app.session.state != 3:
            raise RuntimeError("the tape is not in a hold")

    def allocate(self):
        """A minute of settled steps must not allocate: counted, and under a locked heap."""
        weigh_heap("hold")
        before = gc.mem_alloc()
        pass_steps(self.app, self.console, SETTLED - FEW, SETTLED)
        _bench.tell("alloc_few_bytes", gc.mem_alloc() - before)
        if gc.mem_alloc() != before:  # a sensor whose arithmetic needs wide integers
            return
        before = gc.mem_alloc()
        pass_steps(self.app, self.console, SETTLED, SETTLED + 3000)
        after = gc.mem_alloc()
        _bench.tell("alloc_step_bytes", after - before)
        micropython.heap_lock()
        try:
            pass_steps(self.app, self.console, SETTLED + 3000, SETTLED + 6000)
        finally:
            micropython.heap_unlock()
        _bench.tell("steps_under_heap_lock", 3000)

    def listen(self):
        """One more Listener, its code loaded already,"""
        self.before = gc.mem_alloc()
        self.listener = None
        if self.app.board.sensor.feels_pulse:
            self.listener = sys.modules["strapcore.listening.listener"].Listener(50)

    def weigh(self):
        """is the state of all estimators."""
        _bench.tell("sensing_state_bytes", gc.mem_alloc() - self.before)
        self.listener = None

    def calibrate(self):
        self.bests = [array("i", [1 << 30] * len(PRESSES)) for _ in range(2)]
        self.states = bytearray(len(PRESSES))
        self.iteration = iteration_ns()
        self.look = clock_us()
        self.played = 0

    def rewind(self, listens):
        """Another round over the whole tape; listens: the sensor is good enough for it."""
        self.played += 1
        self.app, self.console = self.boot("/play%d/" % self.played)
        self.listens = listens
        self.best = self.bests[listens]

    def stretch(self, first):
        """Cost of each step, the least of the rounds so far."""
        app, console, best = self.app, self.console, self.best
        for i in range(first, min(first + STRETCH, len(PRESSES))):
            Deck.down = PRESSES[i]
            if i == AT_HOME and not self.listens:
                app.board.sensor.feels_breath = False
            f = flash_us()
            t = us()
            app.step(STEP_MS)
            console.step(STEP_MS)
            t = us() - t
            t -= flash_us() - f
            self.states[i] = app.session.state
            if t < best[i]:
                best[i] = t
        self.iteration = min(self.iteration, iteration_ns())

    def tell(self):
        deaf, heard, iteration = self.bests[0], self.bests[1], self.iteration

        def iters(t_us):
            return (t_us - self.look) * 1000 / iteration

        a_read, a_byte = tape_us()
        _bench.tell("iteration_ns", iteration)
        _bench.tell("tape_read_iters", a_read * 1000 / iteration)
        _bench.tell("tape_byte_iters", a_byte * 1000 / iteration)
        _bench.tell("step_mean_iters", iters(sum(deaf) / len(deaf)))
        _bench.tell("step_worst_iters", iters(max(deaf)))
        held = [heard[i] for i in range(len(heard)) if self.states[i] == 3]
        _bench.tell("sensing_step_mean_iters", iters(sum(held) / len(held)))
        _bench.tell("sensing_step_worst_iters", iters(max(heard)))
        for name, best in (("worst_steps", deaf), ("sensing_worst_steps", heard)):
            worst = sorted(range(len(best)), key=lambda i: -best[i])[:12]
            lines = ["step %d state %d: %d" % (i, self.states[i], iters(best[i])) for i in worst]
            _bench.tell(name, ", ".join(lines))


_BELOW = 20000  # of 16 bytes
AT_HOME = 100
SETTLED = 9000
FEW = 250  # steps, in which the collector does not run
STRETCH = 500
bench = Bench()
phases = ["load()", "weigh_main()", "forget_main()", "without_main()", "wake()", "see_home()"]
phases.extend(("settle()", "allocate()", "listen()", "weigh()"))
if _bench.rounds:
    phases.append("calibrate()")
    for played in range(_bench.rounds):
        phases.append("rewind(%d)" % (played & 1))
        phases.extend(["stretch(%d)" % first for first in range(0, len(PRESSES), STRETCH)])
    phases.append("tell()")
_bench.tell("phases", " ".join(["bench." + phase for phase in phases]))
