"""A picture of each room of the page, docs/page-*.png: python -m tests.page.screenshots"""

import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.page import records
from tests.page.__main__ import run

_HERE = Path(__file__).parent
_DOCS = _HERE.parents[1] / "docs"
_COLOURS = 128


def main() -> None:
    """Take them, and keep them small: some colours are enough."""
    with tempfile.TemporaryDirectory() as folder:
        holds = Path(folder, "holds")
        records.main(str(holds))
        if run([_HERE / "screenshots.mjs"], PICTURES=folder, RECORDS=str(holds)):
            sys.exit("not every picture could be taken")
        for taken in Path(folder).glob("*.png"):
            small = (
                Image.open(taken)
                .convert("RGB")
                .quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            )
            small.save(_DOCS / taken.name, optimize=True)


if __name__ == "__main__":
    main()
