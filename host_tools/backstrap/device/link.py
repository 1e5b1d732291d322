"""A strap on a serial port (or socket://HOST:PORT), through mpremote's transport.

The only file that imports mpremote, which promises no stable interface: its version is pinned.
Ours differ: waits block on the port instead of polling, none is longer than _SILENCE_S, files go
to NAME.tmp and are proved by sha256, and the prompt is awaited before anything is sent.
"""

import ast
import binascii
import hashlib
import json
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport

from backstrap.device import on_strap
from backstrap.device.strap import Survey
from backstrap.errors import DeviceError, RefusedError

_SILENCE_S = 5.0  # nothing heard for so long: the link is lost
_ENTER_S = 7.0  # a strap that was just reset needs some seconds to its prompt
_ANSWER_S = 2.5  # the app answers within a step; a board that opening the port reset boots first
_ASK_AGAIN_S = 0.7
_PROMPT = b">>> "
_PROMPTS = (_PROMPT, b"... ")  # the second inside a block that somebody began
_RAW = b"raw REPL; CTRL-B to exit\r\n"
_HEARD = 4096  # bytes that are kept of what was said


class _Transport(SerialTransport):
    heard = b""

    def read_until(
        self,
        min_num_bytes: int,
        ending: bytes,
        timeout: float | None = _SILENCE_S,
        data_consumer: Callable[[bytes], None] | None = None,
        timeout_overall: float | None = None,
    ) -> bytes:
        """What arrives up to and with ending, or less when it does not come."""
        quiet_s = min(timeout or _SILENCE_S, _SILENCE_S)
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
            self.serial.timeout = _SILENCE_S
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
                if byte == b"\n" or line.endswith(_PROMPTS):
                    return line
        finally:
            self.serial.timeout = _SILENCE_S
        return None


@contextmanager
def _link_errors(address: str) -> Iterator[None]:
    try:
        yield
    except TransportExecError as e:
        said = e.error_output.strip().splitlines()[-1:] or ["an error without text"]
        if "ENOSPC" in said[0] or said[0].endswith("OSError: 28"):
            raise RefusedError(
                f"{address}: the strap's flash is full; `backstrap pull` the records or "
                "`backstrap remove` a routine, then run the command again"
            ) from None
        raise DeviceError(f"{address}: the strap answered '{said[0]}'") from None
    except (TransportError, OSError, struct.error, ValueError) as e:
        raise DeviceError(
            f"{address}: the link was lost ({e}). Every file on the strap is whole, old or new: "
            "check the cable and run the command again"
        ) from None


def open_link(address: str) -> "StrapLink":
    """Open the port; DeviceError says why it cannot be opened and what to do."""
    try:
        return StrapLink(address)
    except (TransportError, OSError, ValueError, TypeError):
        from backstrap.device.doctor.refusal import why_not

        raise DeviceError(f"{address} cannot be opened: {why_not(address)}") from None


class StrapLink:
    """A strap.Strap behind a port."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._port = _Transport(address, timeout=_SILENCE_S)
        self._port.serial.write_timeout = _SILENCE_S
        self._app_runs = False
        self._has_tools = False

    # ---- while the app runs

    def ask(self, request: str, wait_s: float = _ANSWER_S) -> dict[str, Any] | None:
        """The app's answer to a console request; None when no app answers.

        Ctrl-B means nothing to the app. It makes a REPL, left in raw mode by a host that died,
        show its prompt, so that nobody waits for an app that does not run.
        """
        end = time.monotonic() + wait_s
        with _link_errors(self.address):
            self._port.serial.reset_input_buffer()
            while (now := time.monotonic()) < end:
                self._port.serial.write(b"\x02\n#bs " + request.encode() + b"\n")
                until = min(end, now + _ASK_AGAIN_S)
                while (line := self._port.read_line(until)) is not None:
                    if line.endswith(_PROMPTS):
                        return None
                    if line.startswith(b"#bs {"):
                        with suppress(ValueError):
                            return dict(json.loads(line[4:]))
        return None

    def status(self, wait_s: float = _ANSWER_S) -> dict[str, Any] | None:
        answer = self.ask("status", wait_s)
        self._app_runs = answer is not None and "backstrap" in answer
        return answer if self._app_runs else None

    def heard(self) -> bytes:
        """The last of what came while the app was asked."""
        return self._port.heard

    def set_clock(self, now: datetime) -> None:
        fields = now.year, now.month, now.day, now.hour, now.minute, now.second
        if self._app_runs:
            self.ask("time " + " ".join(str(field) for field in fields))
        else:
            self._exec(on_strap.CLOCK % ((*fields[:3], now.weekday(), *fields[3:], 0),))

    # ---- at the REPL

    def stop(self) -> None:
        """Poll for the prompt: a single Ctrl-C is lost while a board that was just reset boots."""
        end = time.monotonic() + _ENTER_S
        # The app saves a hold before it gives the prompt; a REPL answers Ctrl-B at once.
        keys = [(b"\x03", 3.0)] if self._app_runs else [(b"\x02", 0.3)]
        with _link_errors(self.address):
            while True:
                key, wait_s = keys.pop(0) if keys else (b"\x03", 0.3)
                self._port.serial.write(key)
                seen = self._port.read_until(1, _PROMPT, timeout_overall=wait_s)
                if seen.endswith(_PROMPT):
                    break
                if time.monotonic() > end:
                    raise DeviceError(
                        f"{self.address}: opens, but no MicroPython prompt within {_ENTER_S:.0f} "
                        f"s; press the board's reset button and try again (heard: {seen[-80:]!r})"
                    )
                if not keys:
                    keys = [(b"\x02", 0.3), (b"\x03", 0.5)]
            self._port.serial.write(b"\r\x01")
            if not self._port.read_until(1, _RAW).endswith(_RAW):
                raise TransportError("no raw prompt")
        self._port.in_raw_repl = True
        self._app_runs = self._has_tools = False

    def restart(self) -> None:
        with _link_errors(self.address):
            self._port.serial.write(b"\r\x02")
            self._port.read_until(1, _PROMPT, timeout_overall=2.0)
            self._port.serial.write(b"\x04")
            seen = self._port.read_until(1, b"soft reboot", timeout_overall=3.0)
        self._port.in_raw_repl = False
        if not seen.endswith(b"soft reboot"):
            raise DeviceError(
                f"{self.address}: all is written, but the strap did not start again; press its "
                "reset button"
            )

    def identity(self) -> dict[str, Any]:
        return dict(self._answer(on_strap.IDENTITY))

    def names(self, folder: str) -> list[str]:
        return sorted(self._answer(f"_names({folder!r})", tools=True))

    def survey(self, *paths: str) -> Survey:
        found = self._answer(f"_survey({list(paths)!r})", tools=True, many=True)
        files = {path: digest for path, digest in found if isinstance(digest, bytes)}
        free = [size for path, size in found if path == ""]
        folders = {path for path, digest in found if digest is None}
        return Survey(files, folders, free[0] if free else None)

    def make_folders(self, folders: list[str]) -> None:
        self._exec(f"_folders({folders!r})", tools=True)

    def get(self, path: str) -> bytes:
        *lines, digest = self._exec(f"_get({path!r})", tools=True).splitlines()
        with _link_errors(self.address):
            data = b"".join(binascii.a2b_base64(line) for line in lines)
            if hashlib.sha256(data).digest() != ast.literal_eval(digest.decode()):
                raise TransportError(f"{path} arrived damaged")
        return data

    def stage(self, path: str, data: bytes) -> None:
        tmp = path + ".tmp"
        try:
            for call in on_strap.calls_to_write(tmp, data):
                answer = self._exec(call, tools=True)
        except RefusedError:
            self._exec(f"_f.close()\nos.remove({tmp!r})", tools=True)
            raise
        with _link_errors(self.address):
            if ast.literal_eval(answer.decode().strip()) != hashlib.sha256(data).digest():
                raise TransportError(f"{path}: the strap received other bytes than were sent")

    def commit(self, paths: list[str], removed: list[str]) -> None:
        self._exec(f"_commit({paths!r}, {removed!r})", tools=True)

    def close(self) -> None:
        with suppress(TransportError, OSError):
            if self._port.in_raw_repl:  # else a terminal would find no prompt
                self._port.exit_raw_repl()
        with suppress(TransportError, OSError):
            self._port.close()

    def _answer(self, code: str, tools: bool = False, many: bool = False) -> Any:
        """What the code printed, as a value; of many, each with a comma behind it, as a list."""
        text = self._exec(code, tools).decode().strip()
        with _link_errors(self.address):
            try:
                return ast.literal_eval(f"[{text}]" if many else text)
            except SyntaxError:
                raise TransportError(f"not understood: {text[:80]!r}") from None

    def _exec(self, code: str, tools: bool = False) -> bytes:
        with _link_errors(self.address):
            if tools and not self._has_tools:
                self._port.exec(on_strap.TOOLS)
                self._has_tools = True
            return bytes(self._port.exec(code))
