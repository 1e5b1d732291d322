"""How bytes are read from a port: what mpremote's and ampy's transports have in common here."""

import time
from collections.abc import Callable
from typing import Any

SILENCE_S = 5.0  # nothing heard for so long: the link is lost
PROMPT = b">>> "
_PROMPTS = (PROMPT, b"... ")  # the second inside a block that somebody began
_RAW = b"raw REPL; CTRL-B to exit\r\n>"
_RING = 256  # bytes that a board holds while nobody reads
_ASK_PASTE = b"\x05A\x01"
_PASTE, _NO_PASTE = b"R\x01", b"R\x00"
_PAUSE_S = 0.01  # in which it reads them
_HEARD = 4096


def is_prompt(line: bytes) -> bool:
    return line.endswith(_PROMPTS)


class SaidError(Exception):
    """The strap answered with a traceback: its text."""


class Reading:
    """Waits on the port, at most SILENCE_S, where the transports poll or wait for ever."""

    serial: Any
    raw_paste_write: Callable[[bytes], None]
    use_raw_paste = True
    heard = b""  # the last of what `read_line` read
    _pastes = b""  # what a raw prompt said of raw-paste that was not used yet

    def read_until(
        self,
        min_num_bytes: int,
        ending: bytes,
        timeout: float | None = SILENCE_S,
        data_consumer: Callable[[bytes], None] | None = None,
        timeout_overall: float | None = None,
    ) -> bytes:
        """What arrives up to and with ending, or less when it does not come."""
        quiet_s = min(timeout or SILENCE_S, SILENCE_S)
        data = bytearray()
        begun = last = time.monotonic()
        self.serial.timeout = 0.05
        try:
            while not data.endswith(ending):
                byte = self.serial.read(1)
                now = time.monotonic()
                if byte:
                    last = now
                    data += byte
                    if data_consumer:
                        data_consumer(byte)
                elif now > last + quiet_s:
                    break
                if timeout_overall is not None and now > begun + timeout_overall:
                    break
        finally:
            self.serial.timeout = SILENCE_S
        return bytes(data[-len(ending) :] if data_consumer else data)

    def read_line(self, end: float) -> bytes | None:
        """The next line, or a prompt as soon as it stands there; None when end comes first."""
        line = b""
        self.serial.timeout = 0.05
        try:
            while time.monotonic() < end:
                byte = self.serial.read(1)
                line += byte
                self.heard = (self.heard + byte)[-_HEARD:]
                if byte == b"\n" or is_prompt(line):
                    return line
        finally:
            self.serial.timeout = SILENCE_S
        return None

    def to_raw(self, key: bytes, wait_s: float) -> bool:
        """Send key, which brings a prompt, and in the same breath what makes it a raw one and asks
        whether that takes raw-paste: so few bytes wait in any board's ring. True: `write_first`
        may follow; False: no such prompt within wait_s."""
        if not self.use_raw_paste:  # the > is left for whoever writes
            self.serial.write(key + b"\x01")
            return self.read_until(1, _RAW[:-1], timeout_overall=wait_s).endswith(_RAW[:-1])
        self.serial.write(key + b"\x01" + _ASK_PASTE)
        if not self.read_until(1, _RAW, timeout_overall=wait_s).endswith(_RAW):
            return False
        self._pastes = self.serial.read(2)
        return self._pastes in (_PASTE, _NO_PASTE)

    def ask_raw_paste(self) -> None:
        """Ask at a raw prompt, where neither this nor `to_raw` has asked before."""
        if self._pastes or not self.use_raw_paste:
            return
        if not self.read_until(1, b">").endswith(b">"):
            raise OSError("no prompt for a command")
        self.serial.write(_ASK_PASTE)
        self._pastes = self.serial.read(2)
        if self._pastes not in (_PASTE, _NO_PASTE):
            raise OSError(f"no answer to raw-paste, but {self._pastes!r}")

    def write_first(self, command: bytes) -> bool:
        """Hand over the command that the prompt waits for; False: it was not asked, because it
        takes no raw-paste."""
        pastes, self._pastes = self._pastes, b""
        if pastes == _PASTE:
            self.raw_paste_write(command)
        elif pastes == _NO_PASTE:
            for at in range(0, len(command), _RING):
                self.serial.write(command[at : at + _RING])
                time.sleep(_PAUSE_S)
            self.serial.write(b"\x04")
            self.use_raw_paste = False  # so mpremote does not ask again
            if self.serial.read(2) != b"OK":
                raise OSError("no answer to a command")
        return bool(pastes)

    def leave_raw(self, keys: bytes) -> None:
        """From the raw prompt to the friendly one, and type keys there."""
        waits = self._pastes == _PASTE  # for a program: an empty one
        self._pastes = b""
        self.serial.write((b"\x04" if waits else b"") + b"\x02" + keys)
