"""A picture of each room of the page, docs/page-*.png: python -m tests.page.screenshots"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from backstrap.virtual import runtime
from tests.page import records
from tests.page.__main__ import browser

_HERE = Path(__file__).parent
_DOCS = _HERE.parents[1] / "docs"
_COLOURS = 48


def main() -> None:
    """Take them, and keep them small: few colours are enough."""
    with tempfile.TemporaryDirectory() as folder:
        holds = Path(folder, "holds")
        records.main(str(holds))
        env = {"BROWSER_PATH": browser(), "PYTHON": sys.executable}
        env |= {"PICTURES": folder, "RECORDS": str(holds)}
        words = [runtime.node(), "--test", str(_HERE / "screenshots.mjs")]
        subprocess.run(words, env={**os.environ, **env}, cwd=_DOCS.parent, check=True)
        for taken in Path(folder).glob("*.png"):
            small = Image.open(taken).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
            small.save(_DOCS / taken.name, optimize=True)


if __name__ == "__main__":
    main()
