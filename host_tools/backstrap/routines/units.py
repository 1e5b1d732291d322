"""How an author writes amounts: '10 min', '0 to 40 mmHg', '1 to 3', yes. Each function gives the
strap's value or a ValueError that says what to write."""

import re
from typing import Any

from backstrap.errors import did_you_mean

_NUMBER = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([A-Za-z]*)")
_SHOWN_MOST = 40
_COMMA = re.compile(r"[0-9]{1,9},[0-9]{1,6}\s*[A-Za-z]{0,7}")
SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}
PASCALS = {"Pa": 1.0, "hPa": 100.0, "kPa": 1000.0, "mmHg": 133.322}


def shown(value: Any) -> str:
    """A wrong value as a message quotes it."""
    text = "nothing" if value is None else repr(value)
    if len(text) <= _SHOWN_MOST:
        return text
    if isinstance(value, list | dict):
        return "[...]" if isinstance(value, list) else "{...}"
    return repr(value[: _SHOWN_MOST - 5] + "...") if isinstance(value, str) else text[:37] + "..."


def _amount(value: Any, units: dict[str, float], example: str) -> tuple[float, str]:
    """Number and unit of a text such as '10 min'; ValueError tells the author what to write."""
    text = str(value).strip()
    found = _NUMBER.fullmatch(text) if not isinstance(value, bool) else None
    if not found:
        example = text.replace(",", ".") if _COMMA.fullmatch(text) else example
        raise ValueError(f"{shown(value)} is not an amount; write it as '{example}'")
    number, unit = found.groups()
    if unit and unit not in units:
        allowed = ", ".join(units)
        raise ValueError(
            f"unknown unit '{unit}'{did_you_mean(unit, units)}; allowed: {allowed}, "
            f"as in '{example}'"
        )
    return float(number), unit


def duration(value: Any) -> int:
    """Whole seconds."""
    number, unit = _amount(value, SECONDS, "10 min")
    if not unit:
        raise ValueError(f"{value} has no unit; did you mean '{value} min' or '{value} s'?")
    seconds = number * SECONDS[unit]
    if seconds != int(seconds):
        raise ValueError(f"'{value}' is {seconds:g} s; write whole seconds, as '90 s'")
    return int(seconds)


def pressures(value: Any) -> list[int]:
    """Lowest and highest pressure, Pa."""
    if re.search(r"\b(strokes?|pumps?)\b", str(value)):
        raise ValueError(
            f"{shown(value)}: what a stroke adds differs from ball to ball and pump to pump, and "
            "only the strap learns it; write a pressure, as '0 to 40 mmHg': the strap says how "
            "many strokes are missing"
        )
    low, to, high = str(value).partition(" to ")
    if not to:
        raise ValueError(
            f"{shown(value)} is not a range; write it as '0 to 40 mmHg' or '2 to 5 kPa'"
        )
    most, unit = _amount(high, PASCALS, "0 to 40 mmHg")
    least, first_unit = _amount(low, PASCALS, "0 to 40 mmHg")
    if not unit:
        raise ValueError(f"'{value}' has no unit; did you mean '{value} mmHg'?")
    return [round(least * PASCALS[first_unit or unit]), round(most * PASCALS[unit])]


def night(value: Any) -> list[int]:
    """Fewest and most points of a night."""
    found = re.fullmatch(r"([0-9]{1,3})(?:\s+to\s+([0-9]{1,3}))?", str(value).strip())
    if not found:
        raise ValueError(f"{shown(value)} is not a number of points a night; write '1 to 3'")
    least, most = found.groups()
    return [int(least), int(most or least)]


def yes_no(value: Any) -> bool:
    """A choice; YAML 1.2 reads yes and no as text."""
    if value is True or value == "yes":
        return True
    if value is False or value == "no":
        return False
    raise ValueError(f"{shown(value)} is not allowed; allowed: yes or no")


def sides(value: Any) -> list[str]:
    """The sides of an entry, left first."""
    sides = [value] if isinstance(value, str) else value
    if sides in (["left"], ["right"], ["left", "right"], ["both"]):
        return list(sides)
    hint = ""
    if isinstance(sides, list):
        wrong = [side for side in sides if side not in ("left", "right", "both")]
        hint = did_you_mean(wrong[0], ("left", "right", "both")) if wrong else ""
    raise ValueError(
        f"{shown(value)} is not allowed{hint}; allowed: [left, right], left, right, "
        "or both for one point on the midline"
    )
