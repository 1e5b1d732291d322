"""The forms that holds are written in: CSV, JSON, Parquet, FHIR."""

import csv
import io
import json
import re
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.observation import Observation

from backstrap.cli.main import main
from backstrap.history import export, fhir
from backstrap.history.columns import FIGURES, HOLD, KEPT, MINUTE
from backstrap.history.opening import open_store
from strapcore.record import ENDED
from tests.records import NIGHT, record
from tests.test_history_cli import OTHER, UID, given

DOCS = Path(__file__).parents[1] / "docs/records.md"
FORMS = ("csv", "json", "parquet", "fhir")


@pytest.fixture
def database(tmp_path):
    """A hold as it should be, one with every value missing that may be, and one of no strap."""
    path = tmp_path / "history.db"
    given(
        path,
        (UID, record(1)),
        (OTHER, record(1, night=3, person=1, rates=(0, 0))[:64]),
        ("", record(2, ended=2, minute=5)),
    )
    return path


@pytest.fixture
def written(tmp_path, database):
    """Export in a form to a file; its bytes."""

    def write(form, *words):
        out = tmp_path / f"out.{form}"
        words = ["export", f"--{form}", "--out", str(out), "--database", str(database), *words]
        assert main(words) == 0
        return out.read_bytes()

    return write


def hold(**changed):
    """A hold as the database gives it, some of its values changed."""
    return HELD | changed


HELD = {
    "id": 1, "strap": UID, "sha256": "ab" * 32, "pulled": "2024-10-05T07:00:00Z",
    "began": "2024-10-04T22:05+02:00", "night": "2024-10-04", "night_number": NIGHT,
    "minute": 1325, "person": 1, "routine": "upper-back", "point": "rhomboids-left", "number": 1,
    "spot": 1, "least_s": 600, "target_s": 720, "most_s": 1500, "zero_pa": 101325,
    "zero_after_pa": 101330, "hold_ms": 10500, "wall_ms": 11000, "ended": "target", "pauses": 0,
    "moves": 1, "load_mean_pa": 8000, "load_most_pa": 9000, "dose_s": 4, "damaged": 0,
    "own_target": False, "override": None, "breath_per_min_estimate": 12.2,
    "pulse_per_min_estimate": 62, "firmness_pa": 5000, "shortfall_pa": -5, "leak_pa": None,
    "heat_pa": None, "tissue_pa_estimate": 300, "throb_ratio_estimate": 1.25,
}  # fmt: skip


def test_the_example_has_the_columns_of_a_hold():
    assert list(HELD) == [column.name for column in HOLD]


# ---- where it goes


@pytest.mark.parametrize("form", FORMS)
def test_the_same_holds_give_the_same_bytes(written, form):
    first = written(form)
    assert len(first) > 500
    assert written(form) == first


@pytest.mark.parametrize("form", FORMS)
def test_stdout_gets_what_a_file_gets(written, database, capsysbinary, form):
    data = written(form)
    capsysbinary.readouterr()
    assert main(["export", f"--{form}", "--database", str(database)]) == 0
    assert capsysbinary.readouterr().out == data


def test_json_beside_a_file_is_what_was_written(tmp_path, database, capsys):
    for form, words in (("csv", ["--csv", "--json"]), ("json", ["--json"])):
        out = tmp_path / f"x.{form}"
        assert main(["export", *words, "--out", str(out), "--database", str(database)]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "file": str(out), "form": form, "holds": 3, "bytes": out.stat().st_size,
        }  # fmt: skip


# ---- no holds at all


def test_no_holds_are_a_file_all_the_same(written):
    none = ("--since", "2199-01-01")
    assert written("csv", *none).decode() == ",".join(c.name for c in HOLD) + "\r\n"
    assert json.loads(written("json", *none)) == {"holds": [], "unreadable": []}
    table = pq.read_table(io.BytesIO(written("parquet", *none)))
    assert (table.num_rows, table.column_names) == (0, [c.name for c in HOLD])
    value = json.loads(written("fhir", *none))
    Bundle.model_validate(value)
    assert (value["type"], "entry" in value) == ("collection", False)


# ---- CSV


def test_csv_has_a_row_a_hold_and_empty_cells(written, database):
    rows = list(csv.DictReader(io.StringIO(written("csv").decode(), newline="")))
    holds = open_store(database)[0].holds()
    assert len(rows) == len(holds) == 3
    for row, held in zip(rows, holds, strict=True):
        for name, value in held.items():
            shown = "" if value is None else str(value)
            assert row[name] == (shown.lower() if isinstance(value, bool) else shown)
    by_strap = {row["strap"]: row for row in rows}
    assert by_strap[OTHER]["target_s"] == by_strap[OTHER]["own_target"] == ""
    assert by_strap[UID]["own_target"] == "false"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_text_that_a_spreadsheet_would_run_is_only_text(first):
    evil = f'{first}cmd|" /C calc"!A0'
    data = export.as_csv([hold(point=evil, shortfall_pa=-5)])
    (row,) = csv.DictReader(io.StringIO(data.decode(), newline=""))
    assert row["point"] == "'" + evil
    assert row["shortfall_pa"] == "-5"  # a number stays one
    assert row["routine"] == "upper-back"


# ---- JSON


def test_json_has_the_same_rows_and_their_minutes(written, database):
    store = open_store(database)[0]
    value = json.loads(written("json"))
    for row, held in zip(value["holds"], store.holds(), strict=True):
        minutes = row.pop("minutes")
        assert row == held
        assert [list(one) for one in minutes] == [[c.name for c in MINUTE]] * len(minutes)
    assert value["unreadable"] == []


def test_a_record_that_the_disk_has_changed_costs_its_minutes_only(database, capsys):
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE record SET data=? WHERE id=1", (b"rot",))
    assert main(["export", "--json", "--database", str(database)]) == 0
    out, err = capsys.readouterr()
    minutes = {row["id"]: row["minutes"] for row in json.loads(out)["holds"]}
    assert minutes[1] is None and len(minutes[3]) == 1
    assert "record 1 is not as it came" in err


# ---- Parquet


def test_parquet_has_types_units_and_the_same_values(written, database):
    table = pq.read_table(io.BytesIO(written("parquet")))
    fields = {field.name: field for field in table.schema}
    assert list(fields) == [column.name for column in HOLD]
    for column in HOLD:
        field = fields[column.name]
        assert field.metadata[b"unit"].decode() == column.unit
        assert field.metadata[b"meaning"].decode() == column.meaning
        assert field.nullable == bool(column.none)
    kinds = ("hold_ms", "own_target", "night", "began", "point", "throb_ratio_estimate")
    assert [fields[name].type for name in kinds] == [
        pa.int64(), pa.bool_(), pa.date32(), pa.timestamp("ms", tz="UTC"), pa.string(),
        pa.float64(),
    ]  # fmt: skip
    rows = {row["id"]: row for row in table.to_pylist()}
    for held in open_store(database)[0].holds():
        row = rows[held["id"]]
        assert row["began"] == (held["began"] and datetime.fromisoformat(held["began"]))
        assert row["night"] == (held["night"] and date.fromisoformat(held["night"]))
        assert row["pulled"] == datetime.fromisoformat(held["pulled"]).astimezone(UTC)
        for name in set(held) - {"began", "night", "pulled"}:
            assert row[name] == held[name], name


def test_without_pyarrow_the_way_to_it_is_told(database, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["export", "--parquet", "--database", str(database)]) == 1
    assert "pip install 'backstrap[parquet]'" in capsys.readouterr().err


# ---- FHIR. The library checks the shape; what it leaves to the reader is checked here.

STATUS = {"registered", "preliminary", "final", "amended", "corrected", "cancelled",
          "entered-in-error", "unknown"}  # fmt: skip
DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
UCUM = {"s", "Pa", "/min"}
OURS = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
LOINC = {"8867-4": ("Heart rate", "pulse_per_min_estimate"),
         "9279-1": ("Respiratory rate", "breath_per_min_estimate")}  # fmt: skip


def observations(holds):
    value = json.loads(fhir.bundle(holds))
    bundle = Bundle.model_validate(value)
    for entry in bundle.entry or []:
        assert isinstance(entry.resource, Observation)
    assert json.loads(bundle.model_dump_json()) == value  # nothing it does not know
    return [entry["resource"] for entry in value.get("entry", [])]


def component(observation, code):
    """The value of the component with our code; None where there is none."""
    for one in observation["component"]:
        if code in [coding["code"] for coding in one["code"]["coding"]]:
            return one.get("valueQuantity", {}).get("value") or next(
                value for key, value in one.items() if key.startswith("value")
            )
    return None


def nothing_empty(value):
    """FHIR allows no empty list, object or text, and no null."""
    if isinstance(value, dict):
        return bool(value) and all(map(nothing_empty, value.values()))
    if isinstance(value, list):
        return bool(value) and all(map(nothing_empty, value))
    if isinstance(value, str):
        return bool(value.strip()) and value.isprintable()
    return value is not None


@pytest.mark.parametrize(
    "changed",
    [
        {},
        dict.fromkeys(column.name for column in HOLD if column.none),
        {"point": " ", "routine": "", "ended": "code 17"},
        *({"ended": word} for word in ENDED),
    ],
)
def test_an_observation_keeps_the_rules_that_the_library_does_not_check(changed):
    held = hold(**changed)
    (one,) = observations([held])
    assert nothing_empty(one)
    assert re.fullmatch(UUID, one["id"])
    assert one["status"] in STATUS - {"final"}
    (device,) = one["contained"]
    assert one["device"]["reference"] == "#" + device["id"]
    assert "it is no medical device" in one["note"][0]["text"]
    seen = set()
    concepts = [one["code"], *(each["code"] for each in one["component"])]
    for part in [*concepts, component(one, "ended")]:
        for coding in part.get("coding", []):
            assert (coding["system"], coding["code"]) not in seen  # one code, one meaning
            seen.add((coding["system"], coding["code"]))
            if coding["system"] == "http://loinc.org":
                assert coding["display"] == LOINC[coding["code"]][0]
                assert "estimate from a pressure sensor in the ball" in part["text"]
            else:
                assert coding["system"] == fhir.CODES and re.fullmatch(OURS, fhir.CODES)
    for each in one["component"]:
        quantity = each.get("valueQuantity")
        if quantity:
            assert quantity["system"] == "http://unitsofmeasure.org"
            assert quantity["code"] in UCUM and isinstance(quantity["value"], int | float)
    for code, (_, column) in LOINC.items():
        assert component(one, code) == held[column]


def test_an_observation_says_what_was_held_when_and_by_whom():
    (one,) = observations([hold()])
    expected = {"held": 10.5, "target": 720, "load-mean": 8000, "load-most": 9000, "dose": 4,
                "pulse": 62, "breath": 12.2, "routine": "upper-back"}  # fmt: skip
    assert {code: component(one, code) for code in expected} == expected
    ended = component(one, "ended")
    assert ended["coding"][0]["code"] == "ended-target"
    assert one["bodySite"] == {"text": "rhomboids-left"}
    assert one["effectivePeriod"] == {
        "start": "2024-10-04T22:05:00+02:00", "end": "2024-10-04T22:05:11+02:00",
    }  # fmt: skip
    assert all(re.fullmatch(DATE_TIME, text) for text in one["effectivePeriod"].values())
    assert one["subject"] == {
        "type": "Patient", "identifier": {"system": fhir.PEOPLE, "value": f"{UID}/1"},
    }  # fmt: skip
    assert one["contained"][0]["identifier"] == [{"system": fhir.STRAPS, "value": UID}]
    assert one["identifier"] == [{"system": fhir.RECORDS, "value": "ab" * 32}]
    assert "was sensed" not in one["note"][0]["text"]
    assert "was sensed" in observations([hold(ended="sensed")])[0]["note"][0]["text"]


def test_what_is_not_known_is_left_out():
    (one,) = observations([hold(began=None, strap=None, pulse_per_min_estimate=None, point="")])
    assert not {"effectivePeriod", "subject", "bodySite"} & set(one)
    assert "identifier" not in one["contained"][0]
    assert component(one, "8867-4") is None
    assert "subject" not in observations([hold(person=None)])[0]
    (cut,) = observations([hold(wall_ms=None)])
    assert list(cut["effectivePeriod"]) == ["start"]


def test_each_hold_has_an_id_of_its_own_that_stays(written):
    value = json.loads(written("fhir"))
    entries = value["entry"]
    assert len({entry["fullUrl"] for entry in entries}) == 3
    assert all(one["fullUrl"] == "urn:uuid:" + one["resource"]["id"] for one in entries)
    assert re.fullmatch(UUID, value["id"])
    first, second = observations([hold(), hold(strap=OTHER)])
    assert first["id"] != second["id"]
    assert observations([hold(id=9, pulled="2025-01-01T00:00:00Z")])[0]["id"] == first["id"]
    assert len({entry["resource"]["id"] for entry in entries}) == 3


# ---- docs/records.md


def test_the_page_has_every_column_with_its_unit_and_what_none_means():
    page = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w*) \| (.*?) \| (.*?) \| (.*?) \|$", page, re.M)
    assert rows == [
        (column.name, column.kind, column.unit, column.meaning, column.none)
        for column in (*KEPT, *FIGURES, *MINUTE)
    ]
    for word in ENDED:
        assert f"| `{word}` |" in page
