"""The console on bytes as a serial port brings them: whole lines, torn, mixed with noise."""

import json

from hypothesis import given
from hypothesis import strategies as st

from backstrap.virtual import simulator  # noqa: F401  (puts the firmware on the path)
from console import Console


class Wire:
    """The bytes that wait on a serial port, and what was sent back."""

    def __init__(self):
        self.waiting = bytearray()
        self.sent = []

    def read(self):
        return self.waiting.pop(0) if self.waiting else -1

    def write(self, text):
        self.sent.append(text)


def whole(words):
    if words:
        raise ValueError("no words, please")
    return {"ok": 1}


ANSWERS = {b"status": whole, b"time": lambda words: {"n": int(words[0])}}


def say(data, steps=200):
    """The answers to these bytes, as dicts."""
    wire = Wire()
    console = Console(wire, lambda words: ANSWERS[words[0]](words[1:]))
    wire.waiting += data
    for _ in range(steps):
        console.step(20)
    assert not wire.waiting
    for line in wire.sent:
        assert line.startswith("#bs ")
        assert line.endswith("\n")
        assert line.count("\n") == 1
    return [json.loads(line[4:]) for line in wire.sent]


def test_a_request_is_answered_on_one_line():
    assert say(b"#bs status\n") == [{"ok": 1}]
    assert say(b"#bs status\r\n") == [{"ok": 1}]
    assert say(b"#bs time 7\n#bs status\n") == [{"n": 7}, {"ok": 1}]


def test_what_is_no_request_is_left_alone():
    assert say(b"\x02\n\r\nprint(1)\n#hello\n#bs\n# bs status\n") == []


def test_a_wrong_request_says_so_and_the_next_one_works():
    assert say(b"#bs dance\n#bs status\n") == [{"error": "unknown request"}, {"ok": 1}]
    answers = say(b"#bs time\n#bs time x\n#bs status now\n#bs status\n")
    assert [("error" in answer) for answer in answers] == [True, True, True, False]


def test_a_line_too_long_is_dropped_whole():
    assert say(b"#bs status" + b" " * 200 + b"\n#bs status\n") == [{"ok": 1}]


@given(st.binary(max_size=300))
def test_noise_is_no_exception_and_the_next_request_is_heard(noise):
    assert say(noise + b"\n#bs status\n")[-1] == {"ok": 1}
