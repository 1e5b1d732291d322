"""The main job, told as it happens: a routine goes onto a strap, a body lies on the ball, the
release buzz sounds, the record comes back.

The strap is virtual, its firmware and MicroPython are real, and what is told is what the tool's
own verbs print.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

from backstrap import FIRMWARE
from backstrap.errors import DeviceError
from backstrap.virtual import picture
from backstrap.virtual.node import VirtualStrap

_BOARD = "esp32-c3-supermini"
_ROUTINE = Path(__file__).parent / "routines" / "library" / "upper-back.yaml"
_DAY = 9823  # 2026-11-22 in days since 2000-01-01, so that every run tells the same story
_SCENES = """\
wait 4s
expect screen HOME
show The strap at home: tonight's point.
press
expect screen FIRST
wait 500ms
show The first press of all: who should not use it. Asked once, a page a press.
press
press
press
press
press
press
wait 500ms
press
expect tone start
expect screen PREPARE
wait 500ms
show One press. What the kit should be; then hands off the ball, for its zero.
expect tone zero
expect screen PLACE
wait 500ms
show Where the ball goes.
wait 5s
lie 12kg
expect tone contact
expect screen HOLD
wait 2s
show Somebody lies down: the clock runs.
wait 30s
expect dark
expect tone numb within 5min
wait 5s
off
expect tone paused
expect screen PAUSED
wait 1s
show Lifted off: the clock stands.
wait 20s
lie 12kg
expect tone resumed
expect tone release within 7min
expect screen RELEASE
wait 1s
show The hold is complete: it buzzes, louder and louder.
wait 13s
off
expect screen REST
wait 1s
show Off the ball: two minutes of rest, then the next point.
"""


def run(tell: Callable[[str], None]) -> tuple[dict[str, Any], str]:
    """Do it all. tell is called with each part of the story; the result, and the last lines."""
    with tempfile.TemporaryDirectory(prefix="backstrap-demo-") as state:
        strap = VirtualStrap(state, speed="play", bare=True, board=_BOARD, day=_DAY)
        tell("A bare virtual strap starts: chips and body are simulated, MicroPython is real.")
        with strap:
            return _story(strap, tell)


def _story(strap: VirtualStrap, tell: Callable[[str], None]) -> tuple[dict[str, Any], str]:
    def backstrap(*words: str) -> str:
        tell("\n$ backstrap " + " ".join(words))
        output = _tool("--port", strap.address, *words)
        tell(output.rstrip())
        return output

    backstrap("check", str(_ROUTINE))
    backstrap("install", "--board", _BOARD)
    backstrap("push", str(_ROUTINE))
    runtime = strap.command("status")["runtime"]
    played = strap.play(_SCENES, "demo", lambda event: _show(event, tell))
    tell("\nHeard: " + ", ".join(played["tones"]))
    records = _records()
    backstrap("pull", str(records), "--database", str(records / "history.db"))
    newest = max(records.glob("*.hold"), key=lambda path: path.stat().st_mtime)
    backstrap("show", str(newest))
    record = json.loads(_tool("--json", "show", str(newest)))
    value = {
        "runtime": runtime,
        "routine": record["routine"],
        "point": record["point"],
        "hold_ms": record["hold_ms"],
        "ended": record["ended"],
        "tones": played["tones"],
        "record": str(newest),
        "screens": played["screens"],
    }
    minutes, seconds = divmod(value["hold_ms"] // 1000, 60)
    return value, (
        f"\nRoutine  {value['routine']}\nPoint    {value['point']}\n"
        f"Held     {minutes}:{seconds:02d}\nEnded    {value['ended']}\n"
        f"Record   {value['record']}\nRuntime  {value['runtime']}"
    )


def _tool(*words: str) -> str:
    """What the tool prints for these words; a failure of it is one of the demo."""
    command = [sys.executable, "-m", "backstrap", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DeviceError(f"backstrap {' '.join(words)} failed:\n{done.stderr.strip()}")
    return done.stdout


def _show(event: dict[str, Any], tell: Callable[[str], None]) -> None:
    columns = shutil.get_terminal_size((picture.WIDTH + 2, 40)).columns
    if not sys.stdout.isatty():
        columns = picture.WIDTH + 2
    frame = bytes.fromhex(event["frame"])
    tell(f"\n{event['caption']}\n{picture.for_terminal(frame, columns)}")


def _records() -> Path:
    """Where the demo's record goes: build/ of a checkout, else the user's data folder."""
    root = FIRMWARE.parent
    if (root / "Makefile").exists():
        return root / "build" / "demo"
    return Path(platformdirs.user_data_dir("backstrap")) / "demo"
