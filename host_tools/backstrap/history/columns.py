"""What a hold is told with: every column of `history`, `export` and `show`, in their order.

docs/records.md shows these tables; a test compares them.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column. kind: int, float, text, bool, date (of a day) or time (local, with its offset).

    none: when the value is None; "" where it never is.
    """

    name: str
    kind: str
    unit: str
    meaning: str
    none: str = ""


_FILE = "a file, not out of the database"
_CLOCK = "the strap's clock was never set"
_SETUP = "the block of settings is damaged"
_END = "the record was cut: it has no end"
_AIR = "the strap did not write it"
_UNSURE = "the strap was never sure of it"
_LEAK = "the leak was not known"

# Where a record is kept: of the database, not of the record.
KEPT = (
    Column("id", "int", "", "this record in this database; `show` takes it", _FILE),
    Column("strap", "text", "", "hex digits of the strap's uid", "a folder, or a file"),
    Column("sha256", "text", "", "of the record's bytes: with `strap` it tells a hold from all "
           "others, in every database"),
    Column("pulled", "time", "", "when it was fetched, UTC", _FILE),
    Column("began", "time", "", "when the hold began, to the minute, with the time zone's offset "
           "on the computer that fetched it", _CLOCK),
)  # fmt: skip
# Out of the record; the keys of record.figures.
FIGURES = (
    Column("night", "date", "", "day that the night began on; it ends at noon", _CLOCK),
    Column("night_number", "int", "", "days since 1970; counted from 1 without a clock"),
    Column("minute", "int", "min", "of the day, local, when the hold began", _CLOCK),
    Column("person", "int", "", "who held, 1 to 4", _SETUP),
    Column("routine", "text", "", "id of the routine"),
    Column("point", "text", "", "id of the point"),
    Column("number", "int", "", "of the record on the strap; begins again when its flash is "
           "erased"),
    Column("spot", "int", "", "place of the point, 1 to 9", _SETUP),
    Column("least_s", "int", "s", "least time of the point", _SETUP),
    Column("target_s", "int", "s", "time after which it buzzes", _SETUP),
    Column("most_s", "int", "s", "most time of the point", _SETUP),
    Column("zero_pa", "int", "Pa", "absolute pressure in the untouched ball before it", _SETUP),
    Column("zero_after_pa", "int", "Pa", "the same after it", "cut, or no zero after it"),
    Column("hold_ms", "int", "ms", "time on the ball"),
    Column("wall_ms", "int", "ms", "time from the first contact to the end, pauses included",
           _END),
    Column("ended", "text", "", "why it ended: a word of the list below"),
    Column("pauses", "int", "", "how often the person lifted off and came back", _END),
    Column("moves", "int", "", "how often the person moved", _END),
    Column("load_mean_pa", "int", "Pa", "mean load, above the zero", "a record without rows"),
    Column("load_most_pa", "int", "Pa", "most load, above the zero", "a record without rows"),
    Column("dose_s", "int", "s", "time above 67 mmHg (8933 Pa)", _END),
    Column("damaged", "int", "", "blocks of 64 bytes that did not pass their checksum, left out"),
    Column("own_target", "bool", "", "the person has chosen the target", _SETUP),
    Column("override", "text", "", "why the step should have waited that a very long press began",
           "it need not have waited"),
    Column("breath_per_min_estimate", "float", "1/min", "mean of the seconds that have one",
           _UNSURE),
    Column("pulse_per_min_estimate", "int", "1/min", "mean of the seconds that have one",
           _UNSURE),
    Column("firmness_pa", "int", "Pa", "the untouched ball above the room's pressure",
           "the room's pressure was not known"),
    Column("shortfall_pa", "int", "Pa", "how much lower the zero was after it",
           "one of the zeros is not known"),
    Column("leak_pa", "int", "Pa", "load that a leak took", _LEAK),
    Column("heat_pa", "int", "Pa", "load that warmth added", "its effect was not known"),
    Column("tissue_pa_estimate", "int", "Pa", "load that the tissue gave way by; leak and warmth "
           "are in it where they are not known", _AIR),
    Column("throb_ratio_estimate", "float", "1", "the pulse's strength, times that at the start",
           _UNSURE),
)  # fmt: skip
HOLD = (*KEPT, *FIGURES)

# One minute of a hold; the keys of record.minutes.
MINUTE = (
    Column("minute", "int", "min", "since the hold began, from 0"),
    Column("contact_s", "int", "s", "on the ball"),
    Column("load_mean_pa", "int", "Pa", "mean load while on the ball", "not on the ball"),
    Column("load_most_pa", "int", "Pa", "most load while on the ball", "not on the ball"),
    Column("moving_s", "int", "s", "with movement"),
    Column("paused_s", "int", "s", "off the ball, the clock standing"),
    Column("temperature_c", "float", "Cel", "mean, of the sensor"),
    Column("breath_per_min_estimate", "float", "1/min", "mean of the seconds that have one",
           _UNSURE),
    Column("pulse_per_min_estimate", "int", "1/min", "mean of the seconds that have one",
           _UNSURE),
)  # fmt: skip
