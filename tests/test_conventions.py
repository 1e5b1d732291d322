"""The project's conventions, held by tests: who imports whom, and what a file may not do.

`findings(path, text)` judges one file. It runs over every file there is, and over planted
violations, so that each rule is known to bite.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.reliability.mutants import MUTANTS

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 300
SOURCE_TYPES = {".py", ".mjs"}
LOCKS = [*sorted(ROOT.glob("requirements*.txt")), ROOT / "package-lock.json"]

# What a stock MicroPython 1.29 for the ESP32 has and the firmware has a use for.
FILES = {"binascii", "errno", "gc", "hashlib", "io", "json", "os", "struct", "sys"}
ON_STRAP = FILES | {"array", "esp32", "machine", "micropython", "select", "time", "uctypes", "vfs"}

# The modules a file of the firmware may import; the first line that fits the path counts.
FIRMWARE_IMPORTS = (
    ("firmware/strapcore/compat.py", {"micropython"}),
    ("firmware/strapcore/", {"array", "binascii", "struct", "strapcore"}),
    ("firmware/drivers/", {"array", "drivers", "errno", "machine", "micropython", "struct"}),
    (
        "firmware/app.py",
        {
            "ball",
            "coach",
            "events",
            "facts",
            "loader",
            "panel",
            "power",
            "recorder",
            "strapcore",
            "tonight",
        },
    ),
    ("firmware/after.py", {"loader"}),
    ("firmware/ambient.py", {"strapcore"}),
    ("firmware/asked.py", {"loader"}),
    ("firmware/ball.py", {"loader", "strapcore"}),
    ("firmware/charge.py", {"power", "strapcore"}),
    ("firmware/catchup.py", {"os", "shelf", "strapcore"}),
    ("firmware/checkup.py", {"glance", "loader", "strapcore"}),
    ("firmware/choose.py", {"board", "home", "loader", "machine", "strapcore", "words"}),
    ("firmware/clock.py", set()),
    ("firmware/coach.py", {"strapcore"}),
    ("firmware/confirm.py", {"loader", "strapcore"}),
    ("firmware/crash.py", {"io", "loader", "machine", "strapcore", "sys", "time"}),
    ("firmware/deeds.py", {"gc", "loader", "strapcore"}),
    ("firmware/opening.py", {"strapcore"}),
    ("firmware/describe.py", {"strapcore", "words"}),
    ("firmware/book.py", {"json", "os", "shelf", "store", "strapcore"}),
    ("firmware/evening.py", {"book", "loader", "shelf", "strapcore"}),
    ("firmware/explain.py", {"strapcore", "words"}),
    ("firmware/events.py", {"strapcore"}),
    ("firmware/facts.py", {"coach", "loader", "strapcore"}),
    ("firmware/glance.py", {"loader", "strapcore"}),
    ("firmware/halt.py", {"events", "loader", "strapcore"}),
    ("firmware/home.py", {"events", "loader", "strapcore"}),
    ("firmware/keeping.py", {"errno", "loader", "os", "strapcore"}),
    ("firmware/lists.py", {"describe", "events", "loader", "shelf", "strapcore", "words"}),
    ("firmware/live.py", {"facts", "strapcore"}),
    ("firmware/loader.py", {"gc", "sys"}),
    ("firmware/log.py", {"machine", "os", "strapcore"}),
    ("firmware/loop.py", {"loader", "machine", "micropython", "strapcore", "time"}),
    ("firmware/panel.py", {"loader", "strapcore"}),
    ("firmware/power.py", {"strapcore"}),
    ("firmware/reading.py", {"json", "os", "strapcore"}),
    ("firmware/proof.py", {"os"}),
    ("firmware/recorder.py", {"strapcore"}),
    ("firmware/remember.py", {"json", "strapcore"}),
    ("firmware/report.py", {"strapcore", "words"}),
    ("firmware/resume.py", {"events", "loader", "machine", "os", "strapcore", "struct"}),
    ("firmware/say.py", {"loader"}),
    ("firmware/selftest.py", {"loader", "strapcore"}),
    ("firmware/slumber.py", {"esp32", "machine", "strapcore"}),
    ("firmware/shelf.py", {"json", "store", "strapcore"}),
    ("firmware/slot.py", {"sys"}),
    ("firmware/start.py", {"power", "strapcore"}),
    ("firmware/stumble.py", {"io", "loader", "strapcore", "sys"}),
    ("firmware/tonight.py", set()),
    ("firmware/words.py", {"strapcore"}),
    ("firmware/finding.py", {"errno", "loader"}),
    ("firmware/wiring.py", {"drivers", "errno", "json", "loader", "machine", "strapcore"}),
    ("firmware/board.py", {"loader", "machine", "strapcore"}),
    ("firmware/status.py", {"facts", "loader", "strapcore"}),
    ("firmware/store.py", {"loader", "os"}),
    ("firmware/console.py", FILES | {"machine", "micropython", "select", "strapcore"}),
    ("firmware/strap.py", {"loop"}),
    ("firmware/trial.py", {"log", "machine", "os", "strapcore", "sys"}),
    (
        "firmware/wake.py",
        {"app", "board", "console", "events", "loader", "machine", "store", "strapcore", "time"},
    ),
    ("firmware/main.py", ON_STRAP | {"strap", "trial"}),
    ("firmware/", ON_STRAP | {"strapcore"}),
)

# The part of strapcore a room of the host tool may know. Rooms without a line: all of it.
ROOMS = {"boards", "cli", "device", "history", "nights", "page", "routines", "virtual"}
JOIN = ("cli", "page")
STRAPCORE_FOR = {
    "boards": ("strapcore.ui.view",),
    "nights": (
        "strapcore.record",
        "strapcore.plan",
        "strapcore.progress",
        "strapcore.routine",
        "strapcore.session",
        "strapcore.ui.font",
        "strapcore.ui.letters",
    ),
    "routines": (
        "strapcore.limits",
        "strapcore.routine",
        "strapcore.rules",
        "strapcore.ui.letters",
        "strapcore.values",
        "strapcore.whole",
    ),
    "history": (
        "strapcore.journal",
        "strapcore.record",
        "strapcore.sense",
        "strapcore.listening",
    ),
}

# Names that only one place may import, in firmware/, host_tools/ and tests/ alike. The rules, the
# plan, what listens and the screens come and go on the strap: what stays must not hold them.
ONLY_IN = (
    (
        "strapcore.rules",
        "firmware/reading.py",
        "firmware/strapcore/whole.py",
        "host_tools/",
        "tests/",
    ),
    ("strapcore.plan", "firmware/evening.py", "host_tools/", "tests/"),
    ("strapcore.listening", "firmware/strapcore/listening/", "host_tools/", "tests/"),
    (
        "words",
        "firmware/describe.py",
        "firmware/explain.py",
        "firmware/choose.py",
        "firmware/lists.py",
        "firmware/report.py",
        "host_tools/",
        "tests/",
    ),
    ("strapcore.ui.screens", "firmware/strapcore/ui/screens/", "host_tools/", "tests/"),
    ("mpremote", "host_tools/backstrap/device/link.py", "tests/"),
    ("ampy", "host_tools/backstrap/device/ampy_link.py", "tests/"),
    ("esptool", "host_tools/backstrap/device/flash.py", "tests/"),
    ("click", "host_tools/backstrap/cli/", "tests/"),
    ("unittest.mock", "nowhere"),
    ("pytest_mock", "nowhere"),
)

# Who may change files: the store, and what must work where there is none.
KEEPERS = (
    "firmware/store.py",
    "firmware/keeping.py",
    "firmware/log.py",
    "firmware/main.py",
    "firmware/proof.py",
    "firmware/trial.py",
)
SLEEPERS = (
    "firmware/main.py",
    "firmware/loop.py",
    "firmware/crash.py",
    "firmware/slumber.py",
    "firmware/wake.py",
)
FILE_CHANGES = {"mkdir", "remove", "rename", "rmdir", "unlink"}


def imported(tree, path):
    """(line, dotted name) of every import; `from a import b` gives a.b, for b may be a module."""
    package = path.removeprefix("host_tools/").removeprefix("firmware/").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join(above + ([node.module] if node.module else []))
            for alias in node.names:
                yield node.lineno, base + "." + alias.name


def within(name, module):
    return name == module or name.startswith(module + ".")


def import_findings(tree, path):
    allowed = next((names for place, names in FIRMWARE_IMPORTS if path.startswith(place)), None)
    folders = path.split("/")
    room = folders[2] if path.startswith("host_tools/backstrap/") and len(folders) > 3 else None
    for line, name in imported(tree, path):
        if allowed is not None and name.split(".")[0] not in allowed:
            yield line, f"imports {name}; allowed here: {', '.join(sorted(allowed))}"
        for module, *places in ONLY_IN:
            if within(name, module) and not any(path.startswith(place) for place in places):
                yield line, f"imports {name}; only {places[0]} may"
        parts = STRAPCORE_FOR.get(room)
        if parts and within(name, "strapcore") and not any(within(name, p) for p in parts):
            yield line, f"imports {name}; {room} knows {' and '.join(parts)} only"
        other = name.split(".")[1] if name.startswith("backstrap.") else None
        if room and room not in JOIN and other in ROOMS - {room}:
            yield (
                line,
                f"imports {name}; only {' and '.join(JOIN)} join rooms, {room} stands alone",
            )


def call_name(node):
    """`f` of f(...) and `m` of x.m(...)."""
    return getattr(node.func, "id", None) or getattr(node.func, "attr", "")


def opens_for_writing(node):
    """Whether an open() call writes, or leaves it open to run time whether it does."""
    named = [word.value for word in node.keywords if word.arg == "mode"]
    mode = next(iter(node.args[1:2] + named), None)
    return mode is not None and not (
        isinstance(mode, ast.Constant) and not set(str(mode.value)) & set("wax+")
    )


def device_findings(node, path):
    """What only loop.py (loop, sleep) and only store.py (write) may do, with a few exceptions."""
    if path != "firmware/loop.py":
        forever = isinstance(node, ast.While) and isinstance(node.test, ast.Constant)
        if forever and node.test.value:
            yield "loops for ever; only loop.py may"
    if path not in SLEEPERS:
        if isinstance(node, ast.Call) and "sleep" in call_name(node):
            yield "sleeps; only loop.py may"
        if isinstance(node, ast.ImportFrom) and any("sleep" in a.name for a in node.names):
            yield "imports a sleep; only loop.py may"
    if path not in KEEPERS and isinstance(node, ast.Call):
        if call_name(node) == "open" and opens_for_writing(node):
            yield "opens a file for writing; only store.py may"
        of_os = getattr(getattr(node.func, "value", None), "id", "") == "os"
        if of_os and call_name(node) in FILE_CHANGES:
            yield "changes files; only store.py and keeping.py may"


def core_findings(node):
    """strapcore is exact: integers only, and no files."""
    if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
        yield f"float {node.value}; strapcore is integers only"
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
        yield "true division gives a float; use //"
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"float", "open", "print"}:
        yield f"calls {node.func.id}(); strapcore is pure"


def private_findings(tree):
    """A private name is its class's own: in the image it is another one in each class."""
    classes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        private = isinstance(node, ast.Attribute) and re.fullmatch("_[^_].*", node.attr)
        if private and ast.unparse(node.value) not in classes | {"self"}:
            yield node.lineno, f"{ast.unparse(node)} is private to another"
        if isinstance(node, ast.Call) and call_name(node).endswith("attr"):
            for word in node.args[1:2]:
                if isinstance(word, ast.Constant) and str(word.value).startswith("_"):
                    yield node.lineno, f"{ast.unparse(node)} names what is private"


def host_findings(node, path):
    if path.startswith("host_tools/backstrap/cli/") or not isinstance(node, ast.Call):
        return
    if getattr(node.func, "id", "") in {"print", "exit", "quit"}:
        yield f"calls {node.func.id}(); only cli/ speaks and ends"
    if ast.unparse(node.func) in {"sys.exit", "os._exit"}:
        yield f"calls {ast.unparse(node.func)}; only cli/ ends"


def node_findings(node, path):
    if isinstance(node, ast.ExceptHandler) and node.type is None:
        yield "bare except"
    if path.startswith("firmware/"):
        yield from device_findings(node, path)
    if path.startswith("firmware/strapcore/"):
        yield from core_findings(node)
    if path.startswith("host_tools/backstrap/"):
        yield from host_findings(node, path)


def findings(path, text):
    """Every violation in one source file, as `path:line: what`; path is relative to the root."""
    found = []
    lines = text.count("\n")
    if lines > MAX_LINES and not path.startswith("tests/"):
        found.append((lines, f"{lines} lines; {MAX_LINES} are the limit, split by purpose"))
    if path.endswith(".py"):
        tree = ast.parse(text)
        found += import_findings(tree, path)
        if path.startswith("firmware/"):
            found += private_findings(tree)
        for node in ast.walk(tree):
            found += [(node.lineno, what) for what in node_findings(node, path)]
    return [f"{path}:{line}: {what}" for line, what in sorted(found)]


def sources():
    for folder in ("firmware", "host_tools", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SOURCE_TYPES:
                yield path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", list(sources()))
def test_source_keeps_the_conventions(path):
    assert findings(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_has_hashes_and_no_addresses(lock):
    text = lock.read_text(encoding="utf-8")
    assert "http" not in text
    assert re.search(r"sha(256|512)[:-]", text)


CORE = "firmware/strapcore/plan.py"
DRIVER = "firmware/drivers/oled.py"
ROUTINES = "host_tools/backstrap/routines/source.py"
DEVICE = "host_tools/backstrap/device/sync.py"
VIOLATIONS = [
    (CORE, "import os", "imports os"),
    (CORE, "import typing", "imports typing"),
    (CORE, "from micropython import const", "imports micropython.const"),
    (CORE, "x = 0.5", "float 0.5"),
    (CORE, "x = 1 / 2", "true division"),
    (CORE, "x = 1\nx /= 2", "true division"),
    (CORE, "open('x')", "calls open"),
    (CORE, "from strapcore import rules", "only firmware/reading.py may"),
    (CORE, "from strapcore.ui.screens.bodymap import draw", "imports strapcore.ui.screens"),
    (DRIVER, "import time", "imports time"),
    (DRIVER, "from strapcore.ui import canvas", "imports strapcore.ui.canvas"),
    (DRIVER, "from ..store import Store", "imports store.Store"),
    ("firmware/app.py", "from board import Board", "imports board.Board"),
    ("firmware/app.py", "import machine", "imports machine"),
    ("firmware/app.py", "while True:\n    pass", "loops for ever"),
    ("firmware/main.py", "while True:\n    pass", "loops for ever"),
    ("firmware/app.py", "while 1:\n    pass", "loops for ever"),
    ("firmware/board.py", "from app import App", "imports app.App"),
    ("firmware/app.py", "from describe import describe", "imports describe.describe"),
    ("firmware/status.py", "from words import line", "imports words.line"),
    ("firmware/board.py", "open('x', 'wb')", "opens a file for writing"),
    ("firmware/board.py", "open('x', mode='r+')", "opens a file for writing"),
    ("firmware/board.py", "open('x', mode)", "opens a file for writing"),
    ("firmware/board.py", "import os\nos.remove('x')", "changes files"),
    ("firmware/store.py", "from drivers.oled import Oled", "imports drivers.oled.Oled"),
    ("firmware/console.py", "import time", "imports time"),
    ("firmware/console.py", "machine.lightsleep(9)", "sleeps"),
    ("firmware/extra.py", "import functools", "imports functools"),
    ("firmware/extra.py", "from time import sleep_ms as wait", "imports a sleep"),
    ("firmware/main.py", "import pathlib", "imports pathlib"),
    ("firmware/main.py", "from app import App", "imports app.App"),
    ("firmware/strap.py", "import machine", "imports machine"),
    (CORE, "def f(other):\n    return other._x", "other._x is private"),
    (CORE, "class A:\n    x = 1\n\nB._x", "B._x is private"),
    (CORE, "class A:\n    def f(self):\n        return self.b._x", "self.b._x is private"),
    (CORE, "class A:\n    def f(self):\n        setattr(self, '_x', 1)", "names what is private"),
    ("firmware/main.py", "try:\n    pass\nexcept:\n    pass", "bare except"),
    (ROUTINES, "from strapcore import journal", "imports strapcore.journal"),
    (ROUTINES, "import strapcore", "imports strapcore;"),
    (ROUTINES, "from backstrap.device import sync", "imports backstrap.device.sync"),
    (ROUTINES, "from ..cli import main", "imports backstrap.cli.main"),
    ("host_tools/backstrap/history/store.py", "import strapcore.plan", "imports strapcore.plan"),
    ("host_tools/backstrap/nights/x.py", "from backstrap.virtual import y", "stands alone"),
    ("firmware/app.py", "import strapcore.plan", "only firmware/evening.py may"),
    (DEVICE, "import mpremote.transport", "imports mpremote.transport"),
    (DEVICE, "from ampy.files import Files", "imports ampy.files"),
    (DEVICE, "from click import echo", "imports click.echo"),
    (DEVICE, "print('done')", "calls print()"),
    (DEVICE, "import sys\nsys.exit(2)", "calls sys.exit"),
    ("host_tools/backstrap/virtual/host.mjs", "//\n" * (MAX_LINES + 1), f"{MAX_LINES + 1} lines"),
    ("tests/test_x.py", "from unittest.mock import MagicMock", "imports unittest.mock"),
]
ALLOWED = [
    (CORE, "class A:\n    def _f(self):\n        return self._x\n\nSTEPS = (A._f,)"),
    (CORE, "from strapcore.compat import const\nimport struct\n\nx = 7 // 2"),
    ("firmware/strapcore/compat.py", "from micropython import const"),
    (DRIVER, "from micropython import const\nfrom drivers import bus\nfrom . import bus"),
    ("firmware/loop.py", "from time import sleep_ms\nwhile True:\n    sleep_ms(1)"),
    ("firmware/store.py", "import os\nopen('x', 'wb')\nos.rename('a', 'b')"),
    ("firmware/wiring.py", "import json\nopen('board.json')\nopen('board.json', 'rb')"),
    (ROUTINES, "from strapcore.routine import Routine\nfrom backstrap.errors import UserError"),
    ("host_tools/backstrap/device/link.py", "from mpremote.transport import TransportError"),
    ("host_tools/backstrap/cli/main.py", "import click\nfrom backstrap.device import sync"),
    ("host_tools/backstrap/cli/main.py", "import sys\nprint()\nsys.exit(0)"),
]


def test_the_watchdog_is_made_and_fed_in_one_place():
    """Beside the trial of a new firmware, which is looked after while it boots."""
    folder = ROOT / "firmware"
    sources = {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*.py")}
    assert [name for name, text in sources.items() if ".feed()" in text] == ["loop.py"]
    assert sources["loop.py"].count(".feed()") == 1
    assert {name for name, text in sources.items() if "WDT(" in text} == {"loop.py", "trial.py"}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.what)
def test_a_mutant_finds_the_care_that_it_takes_out(mutant):
    assert (ROOT / mutant.file).read_text("utf-8").count(mutant.text) == 1


@pytest.mark.parametrize(("path", "text", "said"), VIOLATIONS)
def test_planted_violation_is_found(path, text, said):
    assert any(said in finding for finding in findings(path, text))


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_allowed_source_passes(path, text):
    assert findings(path, text) == []
