"""The page in a real browser (Chromium, Chrome or Edge): `python -m tests.page [name ...]`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from backstrap.virtual import runtime

_HERE = Path(__file__).parent
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_TIMEOUT = "--test-timeout=180000"  # ms, of one test
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


def run(scripts: list[Path], **env: str) -> int:
    """Run these with node's test runner, the page served for them; the exit code."""
    env = {**os.environ, **env, "BROWSER_PATH": browser(), "PYTHON": sys.executable}
    serving = [sys.executable, "-m", "backstrap", "page", "--no-open", "--json"]
    with subprocess.Popen(serving, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            env["PAGE_URL"] = json.loads(server.stdout.readline())["url"]
            words = [
                runtime.node(),
                "--test",
                "--test-concurrency=2",
                _TIMEOUT,
                *map(str, scripts),
            ]
            return subprocess.run(words, env=env, cwd=_HERE.parents[1], check=False).returncode
        finally:
            server.terminate()


def main(names: list[str]) -> int:
    """Run the tests of these names, or all; the exit code."""
    tests = sorted(_HERE.glob("*.test.mjs"))
    return run([path for path in tests if not names or path.name.split(".")[0] in names])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
