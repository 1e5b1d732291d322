"""The page in a real browser (Chromium, Chrome or Edge): `python -m tests.page [name ...]`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from backstrap.virtual import runtime

_HERE = Path(__file__).parent
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_MISSING = (
    "the page's tests need a browser, and there is none of: %s. Debian, Ubuntu: `apt-get install "
    "chromium`; else install Chromium, Chrome or Edge, or name one: BROWSER_PATH=/path/to/it"
)


def browser() -> str:
    """Where a browser is; else this says how to get one, and ends."""
    found = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, _BROWSERS)), "")
    if not Path(found).is_file():
        sys.exit(_MISSING % ", ".join(_BROWSERS))
    return found


def main(names: list[str]) -> int:
    """Run the tests of these names, or all; the exit code."""
    tests = [str(path) for path in sorted(_HERE.glob("*.test.mjs"))]
    chosen = [path for path in tests if not names or Path(path).name.split(".")[0] in names]
    env = {**os.environ, "BROWSER_PATH": browser(), "PYTHON": sys.executable}
    words = [runtime.node(), "--test", "--test-concurrency=1", *chosen]
    return subprocess.run(words, env=env, cwd=_HERE.parents[1], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
