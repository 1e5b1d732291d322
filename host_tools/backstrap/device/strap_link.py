"""A strap behind a port, whichever library moves the bytes: link.py has mpremote's transport,
ampy_link.py ampy's.

No wait is longer than SILENCE_S, files go to NAME.tmp and are proved by sha256, the prompt is
awaited before anything long is sent, and a link that is lost while files are sent is taken up
again (delivery.py).
"""

import ast
import binascii
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from backstrap.device import on_strap, packing
from backstrap.device.delivery import Delivery, LostError
from backstrap.device.strap import HOLDING, Survey, Told
from backstrap.device.wire import PROMPT, SILENCE_S, SaidError, is_prompt
from backstrap.errors import DeviceError, RefusedError

_ENTER_S = 7.0  # a strap that was just reset needs some seconds to its prompt
_SAVE_S = 3.0  # the app saves a hold before it gives the prompt
_ANSWER_S = 2.5  # the app answers within a step; a board that opening the port reset boots first
_ASK_AGAIN_S = 0.7
_AWAIT_S = 0.1  # an app that is starting is asked sooner, and each time later
_REBOOT = b"soft reboot\r\n"
BACK_S = 30.0  # how long a lost port is waited for
_LOOK_S = 0.25
_PARSING = threading.Lock()  # Python 3.11 counts the depth of all threads' trees as one, and fails

# What opens an address: the result is a wire.Reading, and has run(command), which gives what the
# command printed or raises SaidError or OSError, and close().
Transport = Callable[[str], Any]


@contextmanager
def _link_errors(address: str) -> Iterator[None]:
    try:
        yield
    except SaidError as e:
        said = str(e).strip().splitlines()[-1:] or ["an error without text"]
        if "ENOSPC" in said[0] or said[0].endswith("OSError: 28"):
            raise RefusedError(
                f"{address}: the strap's flash is full; `backstrap pull` the records or "
                "`backstrap remove` a routine, then run the command again"
            ) from None
        raise DeviceError(f"{address}: the strap answered '{said[0]}'") from None
    except (OSError, ValueError) as e:
        raise LostError(
            f"{address}: the link was lost ({e}). Every file on the strap is whole, old or new: "
            "check the cable and run the command again"
        ) from None


def open_link(address: str, transport: Transport, back_s: float = BACK_S) -> "StrapLink":
    """Open the port; DeviceError says why it cannot be opened and what to do.

    back_s: how long a port that is lost while files are sent is waited for.
    """
    try:
        return StrapLink(address, transport, back_s)
    except (OSError, ValueError, TypeError):
        from backstrap.device.doctor.refusal import why_not

        raise DeviceError(f"{address} cannot be opened: {why_not(address)}") from None


class StrapLink:
    """A strap.Strap behind a port."""

    def __init__(self, address: str, opened: Transport, back_s: float) -> None:
        self.address = address
        self._opened = opened
        self._back_s = back_s
        self._port = opened(address)
        self._app_runs = False
        self._tools: set[str] | None = None  # what the REPL has; None: nothing of ours yet
        self._first = ""  # source that goes with the next call
        self._delivery = Delivery(self)

    # ---- while the app runs

    def ask(self, request: str, wait_s: float = _ANSWER_S) -> dict[str, Any] | None:
        """The app's answer to a console request, any but `time`; None when no app answers.

        Ctrl-B means nothing to the app. It makes a REPL, left in raw mode by a host that died,
        show its prompt, so that nobody waits for an app that does not run.
        """
        return self._ask((request,), wait_s, _ASK_AGAIN_S)

    def _ask(
        self, requests: tuple[str, ...], wait_s: float, again_s: float, key: str = ""
    ) -> dict[str, Any] | None:
        """The first answer with the key; without one, the first that is none to `time`."""
        lines = b"".join(b"#bs " + request.encode() + b"\n" for request in requests)
        end = time.monotonic() + wait_s
        with _link_errors(self.address):
            self._port.serial.reset_input_buffer()
            while (now := time.monotonic()) < end:
                self._port.serial.write(b"\x02\n" + lines)
                until, again_s = min(end, now + again_s), again_s * 1.5
                while (line := self._port.read_line(until)) is not None:
                    if is_prompt(line):
                        return None
                    answer = _answer(line)
                    if answer and (key in answer if key else answer != {"ok": 1}):
                        return answer
        return None

    def status(
        self, wait_s: float = _ANSWER_S, now: datetime | None = None
    ) -> dict[str, Any] | None:
        requests = (_time(now), "status") if now else ("status",)
        answer = self._ask(requests, wait_s, _ASK_AGAIN_S, "backstrap")
        self._app_runs = answer is not None
        return answer

    def await_app(self, wait_s: float) -> bool:
        """Whether the app, just started, answers in time; its clock is set on the way."""
        answer = self._ask((_time(datetime.now()),), wait_s, _AWAIT_S, "ok")
        self._app_runs = answer is not None
        return self._app_runs

    def heard(self) -> bytes:
        """The last of what came while the app was asked."""
        return self._port.heard

    def set_clock(self, now: datetime) -> None:
        """A REPL's is set with the next call."""
        if self._app_runs:
            self._ask((_time(now),), _ANSWER_S, _ASK_AGAIN_S, "ok")
        else:
            fields = (*now.timetuple()[:3], now.weekday(), *now.timetuple()[3:6], 0)
            self._first += on_strap.CLOCK % (fields,)

    # ---- at the REPL

    def stop(self) -> None:
        """Poll for the prompt: a single Ctrl-C is lost while a board that was just reset boots."""
        with _link_errors(self.address):
            if not (self._app_runs and self._port.to_raw(b"\x03", _SAVE_S)):
                self._to_raw_from_anywhere()
        self._port.in_raw_repl = True
        self._app_runs = False
        self._tools = None

    def _to_raw_from_anywhere(self) -> None:
        end = time.monotonic() + _ENTER_S
        keys = [(b"\x02", 0.3)]  # a REPL answers Ctrl-B at once
        while True:
            key, wait_s = keys.pop(0) if keys else (b"\x03", 0.3)
            self._port.serial.write(key)
            seen = self._port.read_until(1, PROMPT, timeout_overall=wait_s)
            if seen.endswith(PROMPT):
                break
            if time.monotonic() > end:
                raise DeviceError(
                    f"{self.address}: opens, but no MicroPython prompt within {_ENTER_S:.0f} "
                    f"s; press the board's reset button and try again (heard: {seen[-80:]!r})"
                )
            if not keys:
                keys = [(b"\x02", 0.3), (b"\x03", 0.5)]
        if not self._port.to_raw(b"\r", SILENCE_S):
            raise OSError("no raw prompt")

    def restart(self) -> None:
        with _link_errors(self.address):
            self._port.leave_raw(b"\x04")
            seen = self._port.read_until(1, _REBOOT, timeout_overall=5.0)
        self._port.in_raw_repl = False
        if not seen.endswith(_REBOOT):
            raise DeviceError(
                f"{self.address}: all is written, but the strap did not start again; press its "
                "reset button"
            )

    def reopen(self, lost: LostError) -> None:
        """Wait for the port that was lost, and for its prompt; lost is raised when none comes."""
        self.close()
        end = time.monotonic() + self._back_s
        while time.monotonic() < end:
            time.sleep(_LOOK_S)
            with suppress(OSError, ValueError, DeviceError):
                self._port = self._opened(self.address)
                answer = self.status(now=datetime.now())
                if answer and answer.get("state") in HOLDING:
                    raise RefusedError(
                        f"{self.address}: the link was lost, and a hold has begun since; run the "
                        "command again after it"
                    )
                self.stop()
                return
        raise lost

    def identity(self) -> dict[str, Any]:
        return dict(self._value(self.call(on_strap.IDENTITY)))

    def names(self, folder: str) -> list[str]:
        return sorted(self._value(self.call(f"_names({folder!r})", "_names")))

    def survey(self, *paths: str) -> Survey:
        rows = self._value(b"[" + self.call(f"_survey({list(paths)!r})", "_survey") + b"]")
        files: dict[str, bytes] = {}
        folders: list[str] = []
        free = None
        with _link_errors(self.address):
            for row in rows:
                if isinstance(row, str):
                    folders.append(row)
                elif isinstance(row, int):
                    free = row
                else:
                    name, digest = row
                    path = name if name.startswith("/") else f"{folders[-1]}/{name}"
                    files[path] = binascii.a2b_base64(digest + b"=")
        self._delivery.saw(files)
        return Survey(files, set(folders), free)

    def make_folders(self, folders: list[str]) -> None:
        self.call(f"_folders({folders!r})", "_folders")

    def get(self, path: str) -> bytes:
        *lines, digest = self.call(f"_get({path!r})", "_get").splitlines()
        with _link_errors(self.address):
            data = b"".join(binascii.a2b_base64(line) for line in lines)
            if hashlib.sha256(data).digest() != _parsed(digest):
                raise OSError(f"{path} arrived damaged")
        return data

    def stage(self, path: str, data: bytes) -> None:
        self._delivery.stage({path: data}, lambda *_: None)
        self._delivery.flush()

    def stage_all(self, files: dict[str, bytes], told: Told) -> None:
        self._delivery.stage(files, told)

    def commit(self, paths: list[str], removed: list[str]) -> None:
        self._delivery.commit(paths, removed)

    def close(self) -> None:
        with suppress(OSError):
            if self._port.in_raw_repl:  # else a terminal would find no prompt
                self._port.exit_raw_repl()
        with suppress(OSError):
            self._port.close()

    def _value(self, text: bytes) -> Any:
        """What the strap printed, as a value."""
        with _link_errors(self.address):
            try:
                return _parsed(text)
            except SyntaxError:
                raise OSError(f"not understood: {text[:80]!r}") from None

    def call(self, source: str, *tools: str, carrying: bytes = b"") -> bytes:
        """What the source prints on the strap. The tools that it needs, and are not there yet, go
        with it; carrying is a call that goes before it."""
        have = self._tools or set()
        wanted = {name for tool in tools for name in on_strap.needed(tool)} - have
        defined = on_strap.program(wanted, self._first)
        first = self._tools is None
        if carrying:
            parts = [packing.packed(defined, first), carrying, packing.packed(source, False)]
        else:
            parts = [packing.packed(defined + source, first)]
        command = b"\n".join(parts)
        with _link_errors(self.address):
            answer = bytes(self._port.run(command))
        self._first, self._tools = "", have | wanted
        return answer


def _parsed(text: bytes) -> Any:
    with _PARSING:
        return ast.literal_eval(text.decode().strip())


def _answer(line: bytes) -> dict[str, Any] | None:
    if line.startswith(b"#bs {"):
        with suppress(ValueError):
            return dict(json.loads(line[4:]))
    return None


def _time(now: datetime) -> str:
    return "time " + " ".join(str(field) for field in now.timetuple()[:6])
