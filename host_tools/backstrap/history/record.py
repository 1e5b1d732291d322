"""One hold: its record as a file on the host, and the figures a person asks for."""

import os
import re
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from backstrap import files
from backstrap.errors import UserError
from strapcore import journal
from strapcore import record as strap_record

_BYTES_MOST = 1024 * 1024  # the longest hold is a fiftieth of this
_FIGURES = (
    "number", "routine", "point", "minute", "spot", "least_s", "target_s", "most_s", "zero_pa",
    "zero_after_pa", "hold_ms", "wall_ms", "ended", "pauses", "moves", "load_mean_pa",
    "load_most_pa", "dose_s", "damaged",
)  # fmt: skip
# Why a hold ended, in words. "sensed" rests on estimates and says so.
ENDED = {
    "cut": "cut off: the record has no end (power lost?)",
    "felt": "the person pressed: it throbbed",
    "sensed": "sensed on the ball (an estimate)",
    "target": "the point's own time was reached",
    "cap": "the region's longest time was reached",
    "left": "left the ball",
    "stopped": "stopped",
    "fault": "a part of the strap failed",
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


def keep(folder: Path, uid: str, number: int, data: bytes) -> Path:
    """Write a pulled record to the folder; its path. Never overwrites another record.

    The name is made of hex digits of the strap's uid and the number, nothing else of the strap's.
    """
    digits = re.sub(r"[^0-9a-f]", "", uid.lower())[:16]
    name = f"strap-{digits}" if digits else "strap"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for double in range(1, 1000):
            path = folder / f"{name}-{number:06d}{f'-{double}' if double > 1 else ''}.hold"
            if not path.exists():
                _write_atomic(path, data)
                return path
            if path.read_bytes() == data:
                return path
    except OSError as e:
        raise UserError(f"{folder}: cannot be written ({e.strerror or e}); name another") from None
    raise UserError(f"{folder}: a thousand records of that name; name another folder")


def _write_atomic(path: Path, data: bytes) -> None:
    """The record is on the disk, whole, before the strap is told that it may forget it."""
    handle, tmp = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        os.replace(tmp, path)
    except BaseException:
        os.unlink(tmp)
        raise


def load(path: Path) -> strap_record.Record:
    """The record in a file; UserError when it is not one."""
    data = files.read(path, _BYTES_MOST, "record of a hold")
    return decode(data, str(path))


def decode(data: bytes, name: str) -> strap_record.Record:
    """The record in data, which came from name."""
    try:
        return strap_record.decode(data)
    except ValueError as e:
        raise UserError(f"{name}: {e}; `backstrap pull` fetches records") from None


def figures(record: strap_record.Record) -> dict[str, Any]:
    """What is known of the hold as a whole, with units in the names; None where not recorded.

    night is the day the night began on, minute the minute of the day: None when the strap's clock
    was never set; then night_number tells nights apart. person counts from 1. override says why
    the step should have waited, None where it need not. damaged counts blocks that did not pass
    their checksum.
    """
    found = vars(record)
    day = found.get("day", 0)
    known = day >= _FIRST_DAY
    night = (date(1970, 1, 1) + timedelta(days=day)).isoformat() if known else None
    figures = {"night": night, **{name: found.get(name) for name in _FIGURES}}
    figures |= {
        "night_number": day,
        "minute": figures["minute"] if known else None,
        "person": found.get("person", 0) + 1,
        "own_target": found.get("own_target", 0) == 1,
        "override": _override(found.get("override", 0)),
    }
    return {**figures, **_split(record)}


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
    breaths = [row["breath"] for row in rows if row["breath"]]
    pulses = [row["pulse"] for row in rows if row["pulse"]]
    return {
        "minute": number,
        "contact_s": len(on),
        "load_mean_pa": round(sum(loads) / len(loads)) if loads else None,
        "load_most_pa": max(loads) if loads else None,
        "moving_s": len([row for row in rows if row["flags"] & journal.MOVING]),
        "paused_s": len([row for row in rows if row["flags"] & journal.PAUSED]),
        "temperature_c": round(sum(row["temp_cc"] for row in rows) / len(rows) / 100, 1),
        "breath_per_min_estimate": round(sum(breaths) / len(breaths) / 5, 1) if breaths else None,
        "pulse_per_min_estimate": round(sum(pulses) / len(pulses)) if pulses else None,
    }
