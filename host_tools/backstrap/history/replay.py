"""Plays a recording to the strap's own senses: what would it have felt, second by second?

No estimator stands here. Sense and its Listener are the firmware's, fed sample by sample.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from backstrap.errors import UserError
from backstrap.history import record
from backstrap.history.replay_source import survey
from strapcore import journal
from strapcore.listening.listener import Listener
from strapcore.sense.sense import Sense

_NATIVE_HZ = (10, 25, 50, 75)
_CLOCK_PART = 0.02  # a sensor's clock may be off so far; Sense finds the true rate, as worn
_GRID_HZ = 50
_NOISE_PA = 2  # of the strap's sensor
_CONTACT_MS = 2000  # until contact, or its end, is believed, as in session.py
_SUPPOSED_PA = 4000  # a ball under a body; a recording that begins there has no zero
_TRUE_ZERO_PA = 1000  # a file's own 0 is the zero when the first sample is so far above it
_THROB = ("none", "building", "throb")
_TISSUE = ("settling", "softening", "steady")
_SILENT = {
    "breath_bpm": None, "breath_quality": None, "breath_ok": False, "exhale": None,
    "pulse_bpm": None, "pulse_quality": None, "pulse_ok": False, "pulse_amp_pa": None,
    "throb": None, "tissue": None, "quiet": False,
}  # fmt: skip


class Second(NamedTuple):
    """One second: what was felt at its end, as --json shows it, and the pressure during it.

    least_pa, most_pa: Pa, without the air that was added; None where the file has no samples
    """

    felt: dict[str, Any]
    least_pa: int | None
    most_pa: int | None


class Replay(NamedTuple):
    """A recording ready to play: how it was read, and its seconds."""

    notes: tuple[str, ...]
    seconds: Iterator[Second]


def open_replay(
    path: Path,
    column: str | None = None,
    fs_hz: float | None = None,
    pa_per_unit: float | None = None,
    loaded: bool = False,
) -> Replay:
    """A CSV with pressure in it, or the strap's own record (.hold).

    fs_hz: samples a second; pa_per_unit: pascals per unit of the file's numbers; loaded: the
    person is on the ball from the first sample on. UserError where the file or an option is wrong.
    """
    if path.suffix == ".hold":
        given = {"--column": column, "--fs": fs_hz, "--pa-per-unit": pa_per_unit}
        wrong = [name for name, value in given.items() if value is not None]
        if wrong or loaded:
            name = wrong[0] if wrong else "--loaded"
            raise UserError(f"{path}: {name} is for samples; a record has none, leave it out")
        return _replay_record(path)
    source = survey(path, column, fs_hz, pa_per_unit)
    samples, air_pa, notes = source.samples(), source.air_pa, source.notes
    zero_pa = None
    if loaded:
        zero_pa = _supposed_zero_pa(round(next(source.samples())), air_pa)
        notes += (f"on the ball from the start, above a supposed zero of {zero_pa - air_pa} Pa",)
    for rate_hz in _NATIVE_HZ:
        if abs(source.fs_hz / rate_hz - 1) < _CLOCK_PART:
            return Replay(notes, _play(samples, rate_hz, source.fs_hz, air_pa, zero_pa))
    samples = resampled(samples, source.fs_hz, _GRID_HZ)
    notes += (f"resampled to {_GRID_HZ} Hz",)
    return Replay(notes, _play(samples, _GRID_HZ, _GRID_HZ, air_pa, zero_pa))


def resampled(samples: Iterable[float], fs_hz: float, rate_hz: float) -> Iterator[float]:
    """Samples at another rate: means over 1 / rate_hz of the straight lines between the old ones.

    The mean keeps out what the new rate cannot carry; the lines fill in where the old was slower.
    """
    step = rate_hz / fs_hz  # all times in steps of the new rate
    area = start = end = 0.0
    last = None
    for number, value in enumerate(samples):
        if last is None:
            last, end = value, 1.0
            continue
        stop = number * step
        while stop >= end:
            at_end = last + (value - last) * (end - start) / (stop - start)
            yield area + (last + at_end) / 2 * (end - start)
            last, start, area = at_end, end, 0.0
            end += 1.0
        area += (last + value) / 2 * (stop - start)
        last, start = value, stop


def _play(
    samples: Iterable[float], rate_hz: int, true_hz: float, air_pa: int, zero_pa: int | None
) -> Iterator[Second]:
    """Feed Sense; a Second after each second. Contact is confirmed as the session does it."""
    sense = Sense(rate_hz, _NOISE_PA, Listener(rate_hz))
    contact = sense.contact
    contact.air.room_pa = air_pa  # the numbers count from the room's pressure, if they count so
    held, turn_ms, was_ms, second = zero_pa is not None, 0, 0, 1
    least_pa, most_pa = None, None
    if zero_pa is not None:
        contact.suppose(zero_pa)
        sense.listen(True)
    for number, value in enumerate(samples, 1):
        pa = round(value)
        now_ms = int(number * 1000 / true_hz)
        sense.pass_ms(now_ms - was_ms)
        sense.feed(pa)
        turn_ms = turn_ms + now_ms - was_ms if contact.on != held else 0
        if turn_ms >= _CONTACT_MS:
            held = contact.on
            sense.listen(held)
            contact.zeroing = not held
        was_ms = now_ms
        least_pa = pa if least_pa is None else min(least_pa, pa)
        most_pa = pa if most_pa is None else max(most_pa, pa)
        if now_ms >= 1000 * second:
            yield Second(_felt(sense, second), least_pa - air_pa, most_pa - air_pa)
            second += 1
            least_pa, most_pa = None, None


def _supposed_zero_pa(first_pa: int, air_pa: int) -> int:
    if air_pa and first_pa - air_pa >= _TRUE_ZERO_PA:
        return air_pa
    return max(1, first_pa - _SUPPOSED_PA)


def _felt(sense: Sense, second: int) -> dict[str, Any]:
    """The picture of the ball as it stands, in the units of --json."""
    contact = sense.contact
    felt = {
        "t_s": second,
        "contact": contact.on,
        "moving": sense.moving,
        "load_pa": contact.load_pa if contact.on and contact.load_pa else None,
    }
    if not sense.listening:
        return felt | _SILENT
    listener = sense.listener
    breath, pulse = listener.breath, listener.pulse
    breath_ok, pulse_ok = listener.breath_rate > 0, listener.pulse_rate > 0
    true_part = sense.true_mhz / (1000 * sense.rate_hz)
    return felt | {
        "breath_bpm": _per_min(listener.breath_rate or breath.rate * true_part),
        "breath_quality": round(breath.quality / 1024, 3),
        "breath_ok": breath_ok,
        "exhale": breath.exhale if breath_ok else None,
        "pulse_bpm": _per_min(listener.pulse_rate or pulse.rate * true_part),
        "pulse_quality": round(pulse.quality / 1024, 3),
        "pulse_ok": pulse_ok,
        "pulse_amp_pa": round(pulse.amplitude / 256, 2) if pulse.amplitude else None,
        "throb": _THROB[listener.throb.state],
        "tissue": _TISSUE[listener.tissue.state],
        "quiet": breath.quiet,
    }


def _per_min(rate: float) -> float | None:
    """Hundredths a minute, as the core counts, to one a minute; None: no rate."""
    return round(rate / 100, 2) if rate else None


def _replay_record(path: Path) -> Replay:
    """A record has one row a second: what the strap stored, and nothing felt anew."""
    rows = record.load(path).rows
    if not rows:
        raise UserError(f"{path}: the record has no rows; the hold ended in its first seconds")
    note = "a record: one row a second; breath and pulse as the strap stored them, nothing anew"
    return Replay((note,), (_recorded(row) for row in rows))


def _recorded(row: dict[str, Any]) -> Second:
    on = bool(row["flags"] & journal.CONTACT)
    felt = {
        "t_s": row["t_s"],
        "contact": on,
        "moving": bool(row["flags"] & journal.MOVING),
        "load_pa": row["load_pa"] if on else None,
        **_SILENT,
        "quiet": None,
    }
    if on:
        felt |= {"breath_ok": bool(row["breath"]), "pulse_ok": bool(row["pulse"])}
        felt |= {"breath_bpm": row["breath"] / 5 if row["breath"] else None}
        felt |= {"pulse_bpm": float(row["pulse"]) if row["pulse"] else None}
    return Second(felt, None, None)
