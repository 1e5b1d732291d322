"""A virtual strap as a process: real MicroPython under Node, its REPL on TCP or a PTY."""

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from backstrap.errors import DeviceError, UserError
from backstrap.virtual import registry, runtime
from backstrap.virtual.control import Control, Event
from backstrap.virtual.pty_relay import PtyRelay
from backstrap.virtual.state import board_plan, prepare_state

_HERE = Path(__file__).resolve().parent
_START_S = 30
BOARD = "esp32-c3-supermini"


class VirtualStrap:
    """Runs while the context lasts; killing this process, however, ends it too.

    speed: times as fast as a clock; "max": as fast as it can, always; "play": as fast as it can
    while a script plays, else like a clock. An empty state folder gets the firmware, unless bare;
    None is a folder that is gone afterwards. board: how the parts are wired; None follows the
    strap's own board.json.
    """

    def __init__(
        self,
        state_dir: Path | str | None = None,
        tcp: tuple[str, int] = ("127.0.0.1", 0),
        speed: float | str = "max",
        seed: int = 1,
        board: str | None = None,
        sensor: str = "lps28dfw",
        display: str = "ssd1306",
        bare: bool = False,
        day: int | None = None,
        pty: Path | str | None = None,
        flash_changes: int = -1,
    ) -> None:
        """day: days since 2000-01-01 in the chip's clock, at noon; None: a clock never set.

        flash_changes: so many changes of the flash (a file made, closed, renamed, removed) are
        made, then the power is cut; below 0: never.
        """
        self._given = Path(state_dir) if state_dir is not None else None
        self.state_dir = self._given or Path()
        self._tcp = tcp
        self._speed = speed if speed in ("max", "play") else _factor(speed)
        self._board = board
        self._parts = {"seed": seed, "sensor": sensor, "display": display, "day": day}
        self._bare = bare
        self._pty = pty
        self._flash_changes = flash_changes
        self._relay: PtyRelay | None = None
        self._process: subprocess.Popen[str] | None = None
        self._entry: Path | None = None
        self._control: Control | None = None
        self.tcp_address = self.address = ""

    def __enter__(self) -> "VirtualStrap":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Boot. DeviceError: the port is taken; UserError: Node or the package is missing."""
        self.state_dir = self._given or Path(tempfile.mkdtemp(prefix="backstrap-"))
        command = [runtime.node(), str(_HERE / "strap.mjs"), json.dumps(self._config())]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,  # its end is the child's end
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=os.name == "posix",  # Ctrl-C in a terminal is for this process
        )
        try:
            self._ready()
        except BaseException:
            self.stop()
            raise

    def _config(self) -> dict[str, Any]:
        parts = (self._display, str(self._parts["sensor"]))
        wiring = board_plan(self._board, *parts) if self._board else None
        if not self._bare:
            prepare_state(self.state_dir, self._board or BOARD, *parts)
        return {
            "state": str(self.state_dir.resolve()),
            "speed": self._speed,
            "sources": str(_HERE),
            "wasmPackage": str(runtime.wasm_package()),
            "senses": json.dumps(senses()),
            "parts": {**self._parts, "wiring": wiring},
            "tcpHost": self._tcp[0],
            "tcpPort": self._tcp[1],
            "flashChanges": self._flash_changes,
        }

    @property
    def _display(self) -> str:
        return str(self._parts["display"])

    def _ready(self) -> None:
        assert self._process and self._process.stdout
        line = self._process.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line else {"error": "Node ended at once"}
        if "error" in said:
            host, port = self._tcp
            raise DeviceError(f"the virtual strap cannot start on {host}:{port}: {said['error']}")
        self.tcp_address = self.address = f"socket://{self._tcp[0]}:{said['tcp']}"
        self._control = Control(said["control"])
        if self._pty is not None:
            self._relay = PtyRelay(Path(self._pty), (self._tcp[0], said["tcp"]))
            self.address = str(self._pty)
        entry = {"address": self.address, "control": said["control"]}
        state = str(self.state_dir.resolve())
        self._entry = registry.add({**entry, "pid": os.getpid(), "state": state})

    def stop(self) -> None:
        """End the process and what belongs to it. What was not flushed on the strap is lost."""
        if self._entry:
            self._entry.unlink(missing_ok=True)
        if self._relay:
            self._relay.close()
        if self._control:
            self._control.close()
        if self._process:
            self.kill()
        if self._given is None:
            shutil.rmtree(self.state_dir, ignore_errors=True)
        self._entry = self._relay = self._control = self._process = None

    def kill(self) -> None:
        """Cut the power: the process is gone at once, the state folder is what flash would be."""
        assert self._process and self._process.stdin and self._process.stdout
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()

    def wait(self) -> int:
        """Wait for the process to end by itself; its exit code."""
        assert self._process
        return self._process.wait()

    # steering

    def command(self, do: str, **words: Any) -> dict[str, Any]:
        """screen, tones or status: see plant.py for what they answer; changes: of the flash."""
        assert self._control, "start() first"
        return self._control.ask(do, **words)

    def play(
        self,
        text: str,
        name: str = "script",
        on_event: Event | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """Play a script: {"ms", "tones", "screens"}; UserError says which line failed."""
        assert self._control, "start() first"
        return self._control.play(text, name, on_event, timeout_s)


def _factor(speed: float | str) -> float:
    try:
        factor = float(speed)
    except ValueError:
        factor = 0
    if not 0 < factor <= 100:
        raise UserError(f"speed {speed}: a number above 0 and at most 100, or max, or play")
    return factor


def senses() -> dict[str, Any]:
    """Font and cues of the firmware, as data for the world."""
    from backstrap import cues
    from strapcore.ui.font import FONT
    from strapcore.ui.letters import LETTERS

    return {
        "font": bytes(FONT).hex(),
        "letters": LETTERS,
        "cues": cues.tones(),
        "rhythms": cues.rhythms(),
    }
