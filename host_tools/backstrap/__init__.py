"""BackStrap on the host: routines onto the strap, records of the holds back.

FIRMWARE and BOARDS are the strap's own files, as they stand in a checkout or inside the wheel.
"""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "data"  # the wheel carries firmware/ and boards/ here; a checkout has no data/
_ROOT = _PACKED if _PACKED.is_dir() else _HERE.parents[1]

FIRMWARE = _ROOT / "firmware"
BOARDS = _ROOT / "boards"

# There is one strapcore, the strap's: the host imports that file, so that what a routine or a
# record means cannot differ between the two. Last on the path, because firmware/ also has
# modules with plain names (app, store) that must not hide anybody's.
if str(FIRMWARE) not in sys.path:
    sys.path.append(str(FIRMWARE))
