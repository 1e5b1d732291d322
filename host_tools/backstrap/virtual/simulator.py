"""The whole strap in this process: the firmware's own App over the virtual world, on CPython.

Twenty-five minutes pass in seconds, and one run is like the other. What differs between the
languages and on the wire is for the MicroPython host (node.py).
"""

import importlib
import json
import sys
import traceback
from pathlib import Path
from typing import IO, Any

from backstrap import FIRMWARE, cues
from backstrap.virtual import machine, seen
from backstrap.virtual.scenario import ScenarioError, Script, grams
from backstrap.virtual.state import wiring_of
from backstrap.virtual.world import Reset, World

STEP_MS = 20
RISE_MS = 100  # as wake.py waits

# The firmware says `import machine` and `from micropython import const`: modules that CPython does
# not have. strapcore and the drivers are found where backstrap/__init__.py put them.
sys.modules.setdefault("machine", machine)
sys.modules.setdefault("esp32", importlib.import_module("backstrap.virtual.esp32"))
_SHIM = str(Path(__file__).parent / "cpython")
if _SHIM not in sys.path:
    sys.path.append(_SHIM)


class Senses:
    """The font and the cue table of the firmware, as the scripts need them."""

    def __init__(self, pitched: bool = True) -> None:
        """pitched: the buzzer plays notes; else it is heard by the motor's rhythm."""
        font = importlib.import_module("strapcore.ui.font")
        letters = importlib.import_module("strapcore.ui.letters")
        self.reader = seen.Reader(font.FONT, letters.LETTERS)
        self.skin = seen.Ear(cues.rhythms())
        self.ear = seen.Ear(cues.tones()) if pitched else self.skin


def _print_exception(error: BaseException, file: IO[str] | None = None) -> None:
    traceback.print_exception(error, file=file)


sys.print_exception = _print_exception  # type: ignore[attr-defined]  # as MicroPython has it


class Strap:
    """A strap whose flash is a folder. Time passes only in run(), play() and what uses them."""

    def __init__(
        self,
        state_dir: Path | str,
        board: str | dict[str, Any] = "esp32-c3-supermini",
        seed: int = 1,
        sensor: str = "lps28dfw",
        display: str = "ssd1306",
        day: int | None = None,
    ):
        """day: days since 2000-01-01 in the strap's clock, noon; None: a clock never set."""
        self.root = str(Path(state_dir)) + "/"
        Path(state_dir).mkdir(parents=True, exist_ok=True)
        wiring = wiring_of(Path(state_dir), board, display, sensor)
        self._ms = 0
        self.world = World(lambda: self._ms, wiring, seed, sensor, display, day)
        self.senses = Senses(self.world.pitched)
        self.shown: list[tuple[str, bytes]] = []  # what a script's `show` lines caught
        self._boot()

    def _boot(self) -> None:
        if str(FIRMWARE) not in sys.path:
            sys.path.append(str(FIRMWARE))
        self._attach()
        app = importlib.import_module("app")
        board = importlib.import_module("board")
        store = importlib.import_module("store")
        self.store = store.Store(self.root)
        self.board = board.Board(self.root)
        self.pass_ms(RISE_MS)
        self.board.connect()
        self.app = app.App(self.board, self.store)
        importlib.import_module("loader").once("resume", self.app, self.pass_ms)
        if not self.app.session.running:
            self.app.deeds.append(importlib.import_module("events").GLANCE)

    def _attach(self) -> None:
        """Several straps live in one process: `machine` is now this one's."""
        machine.world = self.world

    def pass_ms(self, ms: int) -> None:
        """Let ms pass without a step: the firmware sleeps."""
        self._ms += ms
        self.world.touch()

    def run(self, ms: int) -> "Strap":
        """Let ms of strap time pass, in whole steps of 20 ms."""
        self._attach()
        for _ in range(ms // STEP_MS):
            self.step()
        return self

    def step(self) -> None:
        """One pass of the firmware's loop; machine.reset() starts it again, a press one in deep
        sleep."""
        self._ms += STEP_MS
        try:
            self.world.touch()
            if not self.world.power.asleep:
                self.app.step(STEP_MS)
            elif self.world.power.awoken():
                self.reboot(machine.DEEPSLEEP_RESET)
        except Reset as reset:
            if not self.world.power.asleep:
                self.reboot(reset.cause)

    def reboot(self, cause: int = machine.HARD_RESET) -> None:
        """Start the firmware again from its files. The body, the chips and time go on."""
        self.world.restarted(cause)
        self._boot()

    # what a person does

    def press(self, kind: str = "short") -> "Strap":
        """kind: short, long, very long. Returns when the button is up again for 100 ms."""
        return self.play("press" if kind == "short" else f"press {kind}")

    def lie(self, kg: float) -> "Strap":
        self.world.lie(grams(str(kg)))
        return self

    def off(self) -> "Strap":
        self.world.off()
        return self

    def set(self, name: str, value: int | str) -> "Strap":
        self.world.set(name, value)
        return self

    def play(self, text: str, name: str = "script") -> "Strap":
        """Play the lines of a script; ScenarioError says which line failed and what was seen."""
        script = Script(text, name, self.senses)
        script.on_show = lambda caption, frame: self.shown.append((caption, frame))
        self._attach()
        self.world.begin(script)
        try:
            while not script.done:
                self.step()
        finally:
            self.world.scripts.remove(script)
        if script.error:
            raise ScenarioError(script.error)
        return self

    # what a person sees and hears

    def frame(self) -> bytes:
        """The display: 8 pages of 128 columns, LSB on top; zeros when it is dark."""
        return self.world.frame()

    def screen_text(self) -> list[str]:
        """The text of the eight rows."""
        return self.senses.reader.rows(self.frame())

    def screen_name(self) -> str:
        """The first word on the display (HOME, HOLD ...), or "" when it is dark."""
        return self.world.screen_name(self.senses.reader)

    @property
    def tones(self) -> list[str]:
        """Names of the cues heard so far; "?" is in no table."""
        names = self.senses.ear.names(self.world.tones(), self.world.now_ms)
        return [name for name, _ in names]

    @property
    def dark(self) -> bool:
        return not any(self.frame())

    @property
    def now_ms(self) -> int:
        return self.world.now_ms

    def ask(self, verb: str, *words: str) -> dict[str, Any]:
        """What the console would answer to `#bs VERB WORDS`."""
        self._attach()
        answer = self.app.answer([word.encode() for word in (verb, *words)])
        plain: dict[str, Any] = json.loads(json.dumps(answer))
        return plain
