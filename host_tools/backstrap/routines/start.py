"""A routine file to begin with: start.yaml, filled in for a name and a region."""

import re
from pathlib import Path

from backstrap.errors import UserError, did_you_mean
from strapcore.limits import REGIONS

SCHEMA = "routine.schema.json"  # beside the file

_FILE = Path(__file__).with_name("start.yaml")
# region: a muscle of its first layer, and the place on the left
_FIRST = {
    "upper-back": ("upper-trapezius", 33, 27),
    "neck": ("suboccipitals", 45, 4),
}
_TITLE_MOST = 21


def text(name: str, region: str) -> str:
    """The file of a routine with this id; UserError when the region is none."""
    if region not in _FIRST:
        hint = did_you_mean(region, _FIRST)
        raise UserError(f"no region '{region}'{hint}; allowed: {', '.join(_FIRST)}")
    least, most = (seconds // 60 for seconds in REGIONS[region])
    muscle, x, y = _FIRST[region]
    words = {
        "SCHEMA": SCHEMA,
        "NAME": name,
        "TITLE": name.replace("-", " ").capitalize()[:_TITLE_MOST].rstrip(),
        "REGION": region,
        "LEAST": str(least),
        "TARGET": str(least + 2),
        "MOST": str(most),
        "FIRST": muscle,
        "X": str(x),
        "Y": str(y),
    }
    filled = _FILE.read_text(encoding="utf-8")
    for word, value in words.items():
        filled = re.sub(rf"\b{word}\b", value, filled)
    return filled
