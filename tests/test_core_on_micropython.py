"""Every file of tests/core and tests/drivers once more, on MicroPython: what passes here runs on
the strap."""

import subprocess
from pathlib import Path

import pytest

from backstrap.virtual import runtime

ROOT = Path(__file__).resolve().parents[1]
RUNNER = ROOT / "tests" / "core_runner" / "run.mjs"


def run(root, module):
    words = [runtime.node(), str(RUNNER), str(runtime.wasm_package()), str(root), module]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    "file",
    [
        path
        for room in ("core", "drivers")
        for path in sorted((ROOT / "tests" / room).glob("test_*"))
    ],
    ids=lambda path: path.stem,
)
def test_core(file):
    done = run(ROOT, file.stem)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("self.assertEqual(1, 2)", "FAILED"),
        ("raise OSError(5)", "FAILED"),
        (None, "0 tests"),
    ],
)
def test_the_runner_tells_a_failure(tmp_path, body, said):
    (tmp_path / "firmware").mkdir()
    core = tmp_path / "tests" / "core"
    core.mkdir(parents=True)
    name = "test_it" if body else "it"
    text = (
        f"import unittest\n\nclass A(unittest.TestCase):\n    def {name}(self):\n        {body}\n"
    )
    (core / "test_a.py").write_text(text)
    done = run(tmp_path, "test_a")
    assert done.returncode == 1
    assert said in done.stdout, done.stdout + done.stderr
