"""On MicroPython: the console of a strap that runs hears one batch of lines after the other, and
after each a question that must be answered. bad_port.py wrote them, and judges what is told."""

import gc
import io
import json
import sys

import _bench
import micropython

sys.path[:0] = ["/firmware", "/home", "/home/virtual"]

from aged import STEP_MS, let_pass  # noqa: E402

from console import Console  # noqa: E402
from wake import wake  # noqa: E402


class Wire:
    """The bytes that wait on the port, and the last that was said."""

    waiting = b""
    at = 0
    said = ""

    def read(self):
        if self.at == len(self.waiting):
            return -1
        self.at += 1
        return self.waiting[self.at - 1]

    def write(self, text):
        self.said = text


class Now:
    batch = 0


with open("/batches.json") as f:
    batches = json.load(f)
app = wake("/flash/", let_pass)[0]
wire = Wire()
console = Console(wire, app.answer)


def hear(data):
    """The strap goes on until it has taken all of it."""
    wire.waiting, wire.at = data, 0
    while wire.at < len(data):
        let_pass(STEP_MS)
        app.step(STEP_MS)
        console.step(STEP_MS)


def one():
    wrong = ""
    try:
        hear(bytes.fromhex(batches[Now.batch]))
        wire.said = ""
        hear(b"\n#bs live\n" + b"\n" * 160)
        if "gauge_pa" not in wire.said:
            wrong = "no answer, but %r" % wire.said[:80]
    except Exception as error:
        text = io.StringIO()
        sys.print_exception(error, text)
        wrong = text.getvalue()[-300:]
    wire.waiting, wire.at, wire.said = b"", 0, ""
    _bench.tell("wrong%d" % Now.batch, wrong)


def weigh():
    _bench.tell("heap%d" % Now.batch, gc.mem_alloc())
    micropython.qstr_info()
    Now.batch += 1


_bench.tell("phases", "one() weigh() " * _bench.rounds)
