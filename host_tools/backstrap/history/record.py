"""One hold: its record, and the figures a person asks for. columns.py says what each means."""

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from backstrap import files
from backstrap.errors import UserError
from backstrap.names import plain
from strapcore import journal
from strapcore import record as strap_record

BYTES_MOST = 1024 * 1024  # the longest hold is a fiftieth of this
_FIGURES = (
    "number", "spot", "least_s", "target_s", "most_s", "zero_pa", "zero_after_pa", "hold_ms",
    "wall_ms", "ended", "pauses", "moves", "load_mean_pa", "load_most_pa", "dose_s", "damaged",
)  # fmt: skip
_OF_THE_END = ("wall_ms", "pauses", "moves", "dose_s", "zero_after_pa")  # unknown without one
# Why a hold ended, in words. "sensed" rests on estimates and says so.
ENDED = {
    "cut": "cut off: the record has no end (power lost?)",
    "felt": "the person pressed: it throbbed",
    "sensed": "sensed on the ball (an estimate)",
    "target": "the point's own time was reached",
    "cap": "the region's longest time was reached",
    "left": "left the ball",
    "stopped": "stopped",
    "fault": "the battery was empty",
    "done": "done",
}
# Why a step should have waited that was begun by a very long press; by strapcore.plan's reasons.
OVERRIDES = (
    "", "the night's points were done", "what lies above it had not let go",
    "held within the last 20 h", "it was the other side's night",
    "it was another muscle's night", "it was a night off", "an hour above 67 mmHg was reached",
    "it was done that night already", "it was not in the schedule yet",
    "the region's points were done",
)  # fmt: skip
_FIRST_DAY = 19723  # 2024-01-01: nights below were counted, for no clock was set


def load(path: Path) -> strap_record.Record:
    """The record in a file; UserError when it is not one."""
    data = files.read(path, BYTES_MOST, "record of a hold")
    return decode(data, str(path))


def decode(data: bytes, name: str) -> strap_record.Record:
    """The record in data, which came from name."""
    try:
        return parse(data)
    except ValueError as e:
        raise UserError(f"{name}: {e}; `backstrap pull` fetches records") from None


def parse(data: bytes) -> strap_record.Record:
    """The record in data; ValueError says why it is none that can be read."""
    if len(data) > BYTES_MOST:
        raise ValueError(f"more than {BYTES_MOST} bytes is no record of a hold")
    try:
        return strap_record.decode(data)
    except UnicodeDecodeError:
        raise ValueError("its names cannot be read") from None


def figures(record: strap_record.Record) -> dict[str, Any]:
    """What is known of the hold as a whole, with units in the names; None where not recorded.

    A record that was cut has no closing figures: its load is that of its rows, like its time.
    """
    found = {**vars(record), "zero_after_pa": record.zero_after_pa or None}
    if record.ended == strap_record.ENDED[0]:
        loads = [row["load_pa"] for row in record.rows]
        found |= dict.fromkeys(_OF_THE_END)
        found |= {"load_mean_pa": _mean(loads), "load_most_pa": max(loads, default=None)}
    day, minute = found["day"], found["minute"]
    known = day >= _FIRST_DAY
    return {
        "night": (date(1970, 1, 1) + timedelta(days=day)).isoformat() if known else None,
        "night_number": day,
        "minute": minute if known else None,
        "person": found["person"] + 1 if "person" in found else None,
        "routine": plain(found["routine"]),
        "point": plain(found["point"]),
        **{name: found.get(name) for name in _FIGURES},
        "own_target": found["own_target"] == 1 if "own_target" in found else None,
        "override": _override(found.get("override", 0)),
        "breath_per_min_estimate": _breath(record.rows),
        "pulse_per_min_estimate": _pulse(record.rows),
        **_split(record),
    }


def began(figures: dict[str, Any], zone_min: int | None) -> datetime | None:
    """When the hold began by the strap's clock, which is local; None when it was never set.

    zone_min: minutes that local time was ahead of UTC; None: as this computer has it for then
    """
    minute = figures["minute"]
    if minute is None or minute >= 1440:
        return None
    day = date.fromisoformat(figures["night"]) + timedelta(days=minute < 720)  # from noon to noon
    when = datetime.combine(day, time(minute // 60, minute % 60))
    if zone_min is None:
        return when.astimezone()
    return when.replace(tzinfo=timezone(timedelta(minutes=zone_min)))


def _breath(rows: list[dict[str, Any]]) -> float | None:
    values = [row["breath"] for row in rows if row["breath"]]
    return round(sum(values) / len(values) / 5, 1) if values else None


def _pulse(rows: list[dict[str, Any]]) -> int | None:
    return _mean([row["pulse"] for row in rows if row["pulse"]])


def _mean(values: list[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _override(code: int) -> str | None:
    if code == 0:
        return None
    return OVERRIDES[code] if code < len(OVERRIDES) else f"reason {code}"


def _split(record: strap_record.Record) -> dict[str, Any]:
    """What became of the load, Pa: the zero's shortfall at lift-off, what leak and warmth took and
    added, and what is left for the tissue. None: the strap did not know it.

    The tissue's part is an estimate: where the leak or the warmth is not known, it is in it.
    """
    found = vars(record)
    leak, heat = found.get("leak_ppm", -1) >= 0, found.get("heat_pa_k", -1) >= 0
    firm_pa, ratio = found.get("firm_pa", -1), found.get("throb_ratio", 0)
    lifted = record.zero_after_pa and "zero_pa" in found
    return {
        "firmness_pa": firm_pa if firm_pa >= 0 else None,
        "shortfall_pa": found["zero_pa"] - record.zero_after_pa if lifted else None,
        "leak_pa": found["lost_pa"] if leak else None,
        "heat_pa": found["heat_pa"] if heat else None,
        "tissue_pa_estimate": found.get("gave_pa"),
        "throb_ratio_estimate": round(ratio / 256, 2) if ratio else None,
    }


def minutes(record: strap_record.Record) -> list[dict[str, Any]]:
    """One row a minute. Load (mean and most), contact and movement are measured; breath and pulse
    are estimates, and None where the strap gave none."""
    by_minute: dict[int, list[dict[str, Any]]] = {}
    for row in record.rows:
        by_minute.setdefault(row["t_s"] // 60, []).append(row)
    return [_minute(number, rows) for number, rows in sorted(by_minute.items())]


def _minute(number: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    on = [row for row in rows if row["flags"] & journal.CONTACT]
    loads = [row["load_pa"] for row in on]
    return {
        "minute": number,
        "contact_s": len(on),
        "load_mean_pa": _mean(loads),
        "load_most_pa": max(loads, default=None),
        "moving_s": len([row for row in rows if row["flags"] & journal.MOVING]),
        "paused_s": len([row for row in rows if row["flags"] & journal.PAUSED]),
        "temperature_c": round(sum(row["temp_cc"] for row in rows) / len(rows) / 100, 1),
        "breath_per_min_estimate": _breath(rows),
        "pulse_per_min_estimate": _pulse(rows),
    }
