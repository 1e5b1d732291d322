"""What a CSV's numbers mean: which column is the pressure, how fast, in what unit.

Read twice, so that a long file is never held whole: `survey` finds out and checks every line,
`Source.samples` delivers.
"""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backstrap.errors import UserError, did_you_mean
from backstrap.history.replay_table import Table

LEAST_HZ, MOST_HZ = 9.8, 10_000
_HEAD_ROWS = 1000
_PA_MOST = 406_000  # full scale of the strap's sensor
_ABSOLUTE_PA = 30_000  # no inhabited place has less air above it, no ball so much inside
_AIR_PA = 100_000
_GAP_S = 1.0

_PA_PER = {"pa": 1.0, "hpa": 100.0, "mbar": 100.0, "kpa": 1000.0, "mmhg": 133.322}
_SECONDS_PER = {"us": 1e-6, "micros": 1e-6, "ms": 1e-3, "millis": 1e-3, "sec": 1.0, "s": 1.0}
_PA_UNIT = re.compile(rf"(?<![a-z])({'|'.join(_PA_PER)})(?![a-z])")
_TIME_UNIT = re.compile(rf"(?<![a-z])({'|'.join(_SECONDS_PER)})(?![a-z])")
_TIME = re.compile(
    rf"(t|ts|time|timestamp|date|datetime|seconds|{'|'.join(_SECONDS_PER)})(?![a-z0-9])"
)


@dataclass(frozen=True)
class Source:
    """The samples of a file.

    fs_hz: samples a second; pa_per_unit: pascals per unit of the file's numbers; air_pa: what is
    added to make them absolute, 0 when they are; notes: how all this is known, for the person.
    """

    table: Table
    column: int
    fs_hz: float
    pa_per_unit: float
    air_pa: int
    notes: tuple[str, ...]

    def samples(self) -> Iterator[float]:
        """Absolute pressure, Pa. UserError names the line that has none."""
        scale, air_pa = self.pa_per_unit, self.air_pa
        for line, value in self.table.numbers(self.column):
            pa = value * scale + air_pa
            if not 0 < pa <= _PA_MOST:
                raise UserError(
                    f"{self.table.path}:{line}: {value:g} is {pa:.0f} Pa at {scale:g} Pa per unit,"
                    f" outside 0 to {_PA_MOST}; name the scale with --pa-per-unit"
                )
            yield pa


def survey(
    path: Path, column: str | None, fs_hz: float | None, pa_per_unit: float | None
) -> Source:
    """Find the samples in a file and check them all. What is None is found out."""
    table = Table(path)
    time = _time_column(table)
    at = _pressure_column(table, column, time)
    notes: list[str] = []
    place = "--fs"
    if fs_hz is None:
        fs_hz, place = table.about.get("fs"), f"{path}:1: fs"
    if not isinstance(fs_hz, int | float):
        if time is None or time == at:
            raise UserError(f"{path}: no column of times tells the sample rate; name it: --fs 50")
        fs_hz, notes = _rate_by_times(table, time)
        place = f"{path}: by '{table.names[time]}'"
    if not LEAST_HZ <= fs_hz <= MOST_HZ:
        raise UserError(
            f"{place}: {fs_hz:g} samples a second; {LEAST_HZ:g} to {MOST_HZ} are allowed (--fs"
            " names the true rate)"
        )
    scale, scale_note = _scale(table, table.names[at], pa_per_unit)
    _, first = next(table.numbers(at))
    air_pa = 0 if first * scale >= _ABSOLUTE_PA else _AIR_PA
    if air_pa:
        scale_note += f"; not absolute: {_AIR_PA} Pa added"
    notes.insert(0, f"'{table.names[at]}' at {fs_hz:.6g} Hz, {scale_note}")
    source = Source(table, at, float(fs_hz), scale, air_pa, tuple(notes))
    for _ in source.samples():
        pass
    return source


def _pressure_column(table: Table, column: str | None, time: int | None) -> int:
    """By name, by number from 1, or the only one that it can be."""
    names = table.names
    there = ", ".join(names)
    if column is not None:
        if column in names:
            return names.index(column)
        if column.isascii() and column.isdigit() and 1 <= int(column) <= len(names):
            return int(column) - 1
        hint = did_you_mean(column, names)
        raise UserError(f"{table.path}: no column '{column}'{hint}; there are: {there}")
    found = [i for i in range(len(names)) if i != time]
    if len(found) > 1:
        likely = [i for i in found if _PA_UNIT.search(names[i].lower())]
        likely = likely or [i for i in found if "pressure" in names[i].lower()]
        found = likely if len(likely) == 1 else found
    if len(found) != 1:
        raise UserError(f"{table.path}: name the pressure with --column, one of: {there}")
    return found[0]


def _time_column(table: Table) -> int | None:
    """The column of times: by its name, or a nameless first one that rises; None: none."""
    if len(table.names) == 1:
        return None
    if table.named:
        found = [i for i, name in enumerate(table.names) if _TIME.match(name.lower())]
        return found[0] if found else None
    try:
        times = [moment for _, moment in itertools.islice(table.moments(0), _HEAD_ROWS)]
    except UserError:
        return None
    steps = [after - before for before, after in itertools.pairwise(times)]
    if not steps or min(steps) <= 0 or (set(steps) == {1.0} and times[0] in (0, 1)):
        return None  # steps of one: the rows are numbered
    return 0


def _rate_by_times(table: Table, column: int) -> tuple[float, list[str]]:
    """Samples a second, gaps left out; and a word on the gaps."""
    unit_s = _time_unit_s(table, column)
    last = math.nan
    steps = gaps = 0
    span_s = lost_s = 0.0
    for line, moment in table.moments(column):
        step_s = (moment - last) * unit_s
        last = moment
        if step_s < 0:
            raise UserError(
                f"{table.path}:{line}: the time runs back by {-step_s:g} s; cut the file there, or"
                " name the rate with --fs"
            )
        if step_s > _GAP_S:
            gaps += 1
            lost_s += step_s
        elif step_s >= 0:
            steps += 1
            span_s += step_s
    if not span_s:
        raise UserError(
            f"{table.path}: the times in '{table.names[column]}' do not pass; name the rate: --fs"
        )
    note = f"{gaps} gaps in the times, {lost_s:.0f} s, played as if nothing were missing"
    return steps / span_s, [note] if gaps else []


def _time_unit_s(table: Table, column: int) -> float:
    """Seconds per unit: a date's are seconds; else by the name, or by steps of 0.2 ms to 0.2 s."""
    if table.dated(column):
        return 1.0
    named = _TIME_UNIT.findall(table.names[column].lower())
    if named and table.named:
        return _SECONDS_PER[named[-1]]
    times = [moment for _, moment in itertools.islice(table.moments(column), _HEAD_ROWS)]
    step = (times[-1] - times[0]) / max(1, len(times) - 1)
    return 1.0 if step <= 0.2 else 1e-3 if step <= 200 else 1e-6


def _scale(table: Table, name: str, pa_per_unit: float | None) -> tuple[float, str]:
    """Pascals per unit of the file's numbers, and how that is known."""
    if pa_per_unit is not None:
        if not pa_per_unit or not math.isfinite(pa_per_unit):
            raise UserError(f"--pa-per-unit: {pa_per_unit:g}; any number but 0 is allowed")
        return pa_per_unit, f"{pa_per_unit:g} Pa per unit as told"
    unit = _PA_UNIT.search(name.lower()) if table.named else None
    pa = _PA_PER[unit[1]] if unit else 1.0
    scales = table.about.get("scale")
    own = scales.get(name) if isinstance(scales, dict) else None
    said = "by its name" if unit else "taken as pascals (--pa-per-unit names another scale)"
    if isinstance(own, int | float) and own and math.isfinite(own):
        return pa * own, f"{pa * own:g} Pa per unit, the file's scale, {said}"
    return pa, f"{pa:g} Pa per unit, {said}"
