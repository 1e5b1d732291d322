"""The control port of a running virtual strap: JSON lines, one request, its events, its answer."""

import json
import socket
from collections.abc import Callable
from typing import Any

from backstrap.errors import DeviceError, UserError

Event = Callable[[dict[str, Any]], None]
_PATIENCE_S = 15.0


class Control:
    """One connection. `play` lasts as long as its script; everything else has 15 s."""

    def __init__(self, port: int) -> None:
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_S)
        except OSError as e:
            raise DeviceError(f"the virtual strap does not answer on port {port}: {e}") from e
        self._lines = self._socket.makefile("r", encoding="utf-8")

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> "Control":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def play(
        self,
        text: str,
        name: str = "script",
        on_event: Event | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """Play a script to its end: {"ms", "tones", "screens"}. UserError says which line failed.

        on_event gets {"event": "show", "caption", "frame" (hex)} for every `show` line.
        """
        answer = self.ask("play", timeout_s, on_event, text=text, name=name)
        return {key: answer[key] for key in ("ms", "tones", "screens")}

    def ask(
        self,
        do: str,
        timeout_s: float | None = _PATIENCE_S,
        on_event: Event | None = None,
        **words: Any,
    ) -> dict[str, Any]:
        """Ask for play, screen, tones or status and wait for the answer."""
        self._socket.settimeout(timeout_s)
        try:
            self._socket.sendall((json.dumps({"do": do, **words}) + "\n").encode())
            while True:
                line = self._lines.readline()
                if not line:
                    raise DeviceError("the virtual strap has ended")
                answer: dict[str, Any] = json.loads(line)
                if "event" not in answer:
                    break
                if on_event:
                    on_event(answer)
        except TimeoutError:
            raise DeviceError(f"no answer within {timeout_s:.0f} s") from None
        except OSError as e:
            raise DeviceError(f"the virtual strap has ended: {e}") from e
        if answer.get("busy"):
            raise DeviceError(answer["error"])
        if answer.get("error"):
            raise UserError(answer["error"])
        return answer
