"""`backstrap report`, without a browser: tests/page has the rest."""

import json
import re

import pytest

from backstrap.cli.main import main
from backstrap.page import files, report
from tests.records import record, strap_with

EVIL = "</script><b>"


@pytest.fixture
def database(tmp_path):
    flash = strap_with(tmp_path / "flash", record(1), record(2, point=EVIL, person=1))
    path = tmp_path / "holds.db"
    assert main(["pull", "--database", str(path), "--port", f"folder:{flash}"]) == 0
    return path


def made(tmp_path, database, *words):
    page = tmp_path / "report.html"
    assert main(["report", "--database", str(database), "--html", str(page), *words]) == 0
    return page.read_text("utf-8")


def told(text):
    return json.loads(re.search(r'id="told">(.*?)</script>', text)[1])


def test_what_a_strap_says_ends_no_script(tmp_path, database):
    text = made(tmp_path, database)
    assert [one["point"] for one in told(text)["records"]] == ["rhomboids-left", EVIL]
    assert EVIL not in text
    assert text.count("</script>") == 2


def test_filters_choose_as_in_history(tmp_path, database):
    (one,) = told(made(tmp_path, database, "--person", "2"))["records"]
    assert one["point"] == EVIL


def test_an_empty_report_says_so(tmp_path, database):
    text = made(tmp_path, database, "--since", "2030-01-01")
    assert "There are no holds yet" in text
    assert told(text)["records"] == []


def test_it_must_go_somewhere(capsys, database):
    assert main(["report", "--database", str(database)]) == 1
    assert "--html FILE writes it, --open shows it" in capsys.readouterr().err


def test_a_long_record_is_thinned_and_no_import_is_left():
    assert len(report.record(record(seconds=1500))["rows"]) == 375
    text = report.render([], "x")
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)


def test_every_point_of_the_library_has_a_place():
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in files.places().values())
    assert {"rhomboids-left", "rhomboids-right"} <= set(files.places())
