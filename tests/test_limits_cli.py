"""`backstrap limits`: every limit with its source, in the units people think in."""

import json

from backstrap.cli.main import main
from strapcore.limits import TABLE


def test_json_is_the_straps_own_table(capsys):
    assert main(["limits", "--json"]) == 0
    keys = ["name", "value", "unit", "what", "source"]
    assert json.loads(capsys.readouterr().out) == [
        dict(zip(keys, row, strict=True)) for row in TABLE
    ]


def test_the_table_speaks_human_units_and_names_each_source(capsys):
    assert main(["limits"]) == 0
    out = capsys.readouterr().out
    lines = {line.split()[0]: line for line in out.splitlines() if line}
    assert "25 min" in lines["upper-back.most"]
    assert "20 h" in lines["again"]
    assert "60 min" in lines["dose-a-day"]
    assert "67 mmHg (8933 Pa)" in lines["dose-pressure"]
    assert "10 s" in lines["load-alarm-again"]
    for name, _, _, what, source in TABLE:
        mark = lines[name].split()[-1]
        assert what in lines[name]
        assert mark[0] == source[0]
        assert lines[mark].endswith(source.partition(": ")[2])
    assert "to be checked by a clinician" in out.splitlines()[-1]
    assert "no medical claim" in out.splitlines()[-1]
