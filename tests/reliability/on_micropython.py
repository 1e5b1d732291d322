"""Programs on real MicroPython, with the firmware as it is installed and the virtual world."""

import base64
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from backstrap import image
from backstrap.virtual import runtime

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
_VIRTUAL = ROOT / "host_tools" / "backstrap" / "virtual"
_MOST_S = 3600  # a program that hangs
_BENCH = ROOT / "tests" / "bench" / "bench.mjs"


def run(program: str, files: dict[str, bytes], **given: Any) -> tuple[dict[str, Any], list[str]]:
    """What a program of this folder tells, and the lines that MicroPython printed about its heap;
    see bench.mjs. files: by their paths."""
    every = {"/app/" + name: data for name, data in image.compiled().items()}
    for path in _VIRTUAL.rglob("*.py"):
        if "cpython" not in path.parts:
            every["/home/virtual/" + path.relative_to(_VIRTUAL).as_posix()] = path.read_bytes()
    for name in ("aged.py", program):
        every["/home/" + name] = (HERE / name).read_bytes()
    every |= files
    job = {
        "wasm": str(runtime.wasm_package() / "micropython.mjs"),
        "files": {path: base64.b64encode(data).decode() for path, data in every.items()},
        "program": "/home/" + program,
        **given,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "job.json"
        path.write_text(json.dumps(job))
        words = [str(runtime.node()), str(_BENCH), str(path)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_MOST_S)
    if done.returncode:
        raise RuntimeError("MicroPython failed:\n" + done.stderr[-2000:])
    told: dict[str, Any] = json.loads(done.stdout)
    return told, done.stderr.splitlines()
