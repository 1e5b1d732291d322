"""Holds for other programs: as CSV, as JSON, as Parquet. fhir.py has the fourth form."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from backstrap.errors import UserError
from backstrap.history.columns import HOLD, Column

# With these a spreadsheet begins a formula; the wide ones are those of East Asian keyboards.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

Row = dict[str, Any]


def as_csv(holds: list[Row]) -> bytes:
    """A head and a row a hold, UTF-8, as RFC 4180 has it. None is an empty cell. Text that a
    spreadsheet would take for a formula has an apostrophe before it."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow([column.name for column in HOLD])
    for hold in holds:
        sheet.writerow([_cell(column, hold[column.name]) for column in HOLD])
    return text.getvalue().encode()


def _cell(column: Column, value: Any) -> Any:
    if column.kind == "text" and value and value.startswith(_FORMULA):
        return "'" + value
    return str(value).lower() if isinstance(value, bool) else value


def as_json(value: dict[str, Any]) -> bytes:
    """What `--json` prints."""
    return json.dumps(value).encode() + b"\n"


def as_parquet(holds: list[Row]) -> bytes:
    """A table with the columns' types; each field has its unit and meaning as metadata."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UserError(
            "--parquet needs pyarrow, which is not installed: pip install 'backstrap[parquet]'"
        ) from None
    types = {
        "int": pa.int64(),
        "float": pa.float64(),
        "text": pa.string(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "time": pa.timestamp("ms", tz="UTC"),
    }
    fields = [
        pa.field(c.name, types[c.kind], bool(c.none), {"unit": c.unit, "meaning": c.meaning})
        for c in HOLD
    ]
    read = {"date": date.fromisoformat, "time": datetime.fromisoformat}
    columns = [
        pa.array([_read(hold[c.name], read.get(c.kind)) for hold in holds], types[c.kind])
        for c in HOLD
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields)), out)
    return out.getvalue()


def _read(value: Any, how: Any) -> Any:
    return value if value is None or how is None else how(value)
