"""Line protocol on the USB serial port: it answers while the strap runs and never interrupts it.

A request is one line that starts with "#bs " (a comment, should a REPL get it); the answer is one
line, "#bs " and a JSON object.
"""

import json
import sys
from select import POLLIN, poll

_LINE_MOST = 80
_LOOK_MS = 100


class Port:
    """The USB serial port, one byte at a time, without waiting and without garbage."""

    def __init__(self):
        self._poll = poll()
        self._poll.register(sys.stdin, POLLIN)
        self._byte = bytearray(1)

    def read(self):
        """The next byte, or -1 when there is none."""
        for _ in self._poll.ipoll(0):
            if sys.stdin.buffer.readinto(self._byte):
                return self._byte[0]
        return -1

    def write(self, text):
        """Send text. Blocks up to 0.2 s where no host listens, so only ever as an answer."""
        sys.stdout.write(text)


class Console:
    """Collects lines from a port and answers them."""

    def __init__(self, port, answer):
        """answer: function(words of a request) -> dict; KeyError when there is no such request."""
        self._port = port
        self._ask = answer
        self._line = bytearray(_LINE_MOST)
        self._used = 0
        self._idle_ms = 0
        self.quiet_ms = 0  # since the last byte

    def step(self, dt_ms):
        """Look at the port every 100 ms; take at most one line."""
        self._idle_ms += dt_ms
        if self._idle_ms < _LOOK_MS:
            return
        self.quiet_ms += self._idle_ms
        self._idle_ms = 0
        for _ in range(_LINE_MOST):
            byte = self._port.read()
            if byte < 0:
                return
            self.quiet_ms = 0
            if byte == 10 or byte == 13:
                self._answer()
                return
            if self._used < _LINE_MOST:
                self._line[self._used] = byte
            self._used += 1

    def _answer(self):
        used, self._used = self._used, 0
        if not 4 <= used <= _LINE_MOST or self._line[0] != 35:
            return
        words = bytes(self._line[:used]).split()
        if words[0] != b"#bs" or len(words) < 2:
            return
        try:
            answer = self._ask(words[1:])
        except KeyError:
            answer = {"error": "unknown request"}
        except (OSError, MemoryError, ValueError, TypeError, IndexError) as e:
            answer = {"error": str(e)}
        self._port.write("#bs " + json.dumps(answer) + "\n")
