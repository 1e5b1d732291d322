"""What strapcore says of a routine's values, in the words of the author who wrote them."""

from collections.abc import Iterator
from typing import Any

from backstrap.routines.schema import Hold
from backstrap.routines.units import shown
from strapcore.limits import REGIONS
from strapcore.rules import MUSCLES
from strapcore.ui.letters import LETTERS

NO_HOLDS = "'hold' in a routine without holds"
OTHER_REGION = " is not in the region "
# What the strap's rules leave out: what an author does about it.
_FIXES = {
    "only a point of layer 2 waits": "take 'after' away",
    " points a night are more ": "write fewer, or raise 'night'",
    NO_HOLDS: "take it away",
    "'en' is missing": "write it too",
    " steps": "each side of a hold is one",
}
_NIGHT = "two whole numbers such as 1, 3, at most 3", "fewest to most, as '1 to 3', at most 3"
_LINE_SAYS = " plain characters or "


def told(text: str, value: Any, written: Any, region: str) -> str:
    """strapcore's text about its value, as what is wrong with what is written, and the fix."""
    text = text.replace(*_NIGHT)
    if text.startswith("allowed: ") and isinstance(value, list):
        text = f"{len(value)} of them; {text}"
    elif text.startswith(f"{value} is not allowed"):
        text = about(text, value, _quoted(written))
    if OTHER_REGION in text:
        known = ", ".join(name for name, (its, _) in MUSCLES.items() if its == region)
        return f"{text}; its muscles are {known}"
    return text + next((f"; {fix}" for word, fix in _FIXES.items() if word in text), "")


def about(text: str, value: Any, said: str) -> str:
    """strapcore's text about a value that the author wrote as `said`."""
    rest = text[text.index(" is not allowed") :]
    if _LINE_SAYS not in text or not isinstance(value, str):
        return said + rest
    foreign = next((c for c in value if not " " <= c <= "~" and c not in LETTERS), None)
    what = f"the strap has no letter {foreign!r}" if foreign else f"{len(value)} characters"
    return f"{said}: {what}{rest[rest.index('; allowed') :]}"


def times(hold: list[int], region: str | None) -> Iterator[tuple[str, str]]:
    """What is wrong with a hold's times in seconds, by key; the region is None if not known."""
    least, most = REGIONS[region] if region else (0, max(hold))
    before = least
    for key, seconds in zip(Hold.model_fields, hold, strict=True):
        said = f"{key} is {seconds // 60} min" if seconds % 60 == 0 else f"{key} is {seconds} s"
        if not least <= seconds <= most:
            bounds = f"{least // 60} to {most // 60} min"
            yield key, f"{said}, outside the {region}'s {bounds}; write a time within these"
        elif seconds < before:
            yield key, f"{said}, and what comes before it is longer; write them in rising order"
        else:
            before = seconds


def _quoted(written: Any) -> str:
    if isinstance(written, dict) and written:
        return ", ".join(f"{key} {amount}" for key, amount in written.items())
    return shown(written)
