"""`backstrap replay`: files of other people's making, the strap's own code, what comes out.

The waves are made up here; what the estimators are worth is measured elsewhere. The shared
recordings are played where they are at hand.
"""

import bisect
import gzip
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backstrap.cli.main import main
from backstrap.errors import UserError
from backstrap.history import replay_page
from backstrap.history.replay import open_replay, resampled
from backstrap.history.replay_source import survey
from strapcore import journal

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = Path(os.environ.get("BACKSTRAP_RECORDINGS", ROOT.parent / "shared" / "recordings"))
KEYS = [
    "t_s", "contact", "moving", "load_pa", "breath_bpm", "breath_quality", "breath_ok", "exhale",
    "pulse_bpm", "pulse_quality", "pulse_ok", "pulse_amp_pa", "throb", "tissue", "quiet",
]  # fmt: skip
AIR_PA = 101_300


def ball_pa(t_s, on_s, off_s):
    """Gauge pressure of a made-up ball: 5 kPa of load, a pulse of 72, a breath of 15 a minute."""
    if not on_s <= t_s < off_s:
        return 0.0
    beat = t_s * 1.2 % 1
    pulse = 12 * math.exp(-(((beat - 0.2) / 0.09) ** 2))
    return 5000 + pulse + 20 * math.sin(2 * math.pi * t_s * 0.25)


def written(path, fs_hz, seconds, on_s=5, off_s=1e9, form="{pa:.1f}", head=""):
    lines = [
        form.format(t=i / fs_hz, i=i, pa=AIR_PA + ball_pa(i / fs_hz, on_s, off_s))
        for i in range(int(seconds * fs_hz))
    ]
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def felt(path, *options, **more):
    return [second.felt for second in open_replay(path, *options, **more).seconds]


def believed(rows, name):
    return [row[f"{name}_bpm"] for row in rows if row[f"{name}_ok"]]


@pytest.mark.parametrize("fs_hz", [10, 25, 50, 75, 62.5, 172.15, 49.6, 1000])
def test_at_every_rate_breath_and_pulse_are_found(tmp_path, fs_hz):
    rows = felt(written(tmp_path / "ball.csv", fs_hz, 100), None, fs_hz)
    assert [row["t_s"] for row in rows] == list(range(1, len(rows) + 1))
    assert 99 <= len(rows) <= 100
    assert list(rows[0]) == KEYS
    pulses, breaths = believed(rows, "pulse"), believed(rows, "breath")
    assert len(pulses) > 50
    assert all(abs(rate - 72) < 2.5 for rate in pulses)
    assert abs(pulses[-1] - 72) < 0.3  # a clock 1 % off is known after a minute of it
    assert len(breaths) > 20
    assert abs(breaths[-1] - 15) < 0.3


def test_contact_comes_from_the_data(tmp_path):
    rows = felt(written(tmp_path / "ball.csv", 50, 60, on_s=5, off_s=40), None, 50)
    assert [row["t_s"] for row in rows if row["contact"]] == list(range(6, 41))
    assert rows[2]["throb"] is None and rows[2]["load_pa"] is None and not rows[2]["pulse_ok"]
    assert rows[35]["tissue"] == "settling" and abs(rows[35]["load_pa"] - 5000) < 30
    assert rows[50]["tissue"] is None


def test_a_recording_that_begins_on_the_ball_is_told_so(tmp_path):
    path = written(tmp_path / "ball.csv", 50, 60, on_s=0)
    assert not any(row["pulse_ok"] for row in felt(path, None, 50))
    rows = felt(path, None, 50, loaded=True)
    assert all(row["contact"] for row in rows)
    assert len(believed(rows, "pulse")) > 30
    assert abs(rows[-1]["load_pa"] - 4000) < 40  # supposed: 4 kPa under the first sample


def test_the_own_zero_of_a_gauge_is_kept(tmp_path):
    path = tmp_path / "gauge.csv"
    path.write_text("\n".join(f"{ball_pa(i / 50, 0, 99):.1f}" for i in range(3000)))
    rows = felt(path, None, 50, loaded=True)
    assert abs(rows[-1]["load_pa"] - 5000) < 30


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("{t:.3f},{pa:.1f}", "time,pressure_pa\n"),
        ("{i};{pa:.1f}", "t;Pa\n"),
        ("{t:.3f}\t{pa:.1f}", "Time [s]\tPressure (Pa)\n"),
        ("{t:.3f};{pa:.1f};3", "\ufefft_s;pa;other\n"),
        ('"{t:.3f}","{pa:.1f}"', '"seconds","mbar"\n'),
        ("{t:.3f},{pa:.1f}", ""),
    ],
)
def test_tables_of_many_kinds_are_read(tmp_path, form, head):
    if head.startswith("t;"):  # milliseconds that nobody named
        form, head = "{t}000;{pa:.1f}", "t;Pa\n"
        lines = [f"{20 * i};{AIR_PA}" for i in range(500)]
        path = tmp_path / "ms.csv"
        path.write_text(head + "\n".join(lines))
    else:
        path = written(tmp_path / "some.csv", 50, 10, form=form, head=head)
    source = survey(path, None, None, 0.01 if "mbar" in head else None)
    assert round(source.fs_hz, 3) == 50
    assert len(list(source.samples())) == 500


def test_dates_and_decimal_commas(tmp_path):
    path = tmp_path / "log.csv"
    lines = [f"2026-03-01T22:00:{i / 50:06.3f};{AIR_PA},25" for i in range(500)]
    path.write_text("\n".join(lines))
    source = survey(path, None, None, None)
    assert round(source.fs_hz, 3) == 50
    assert next(source.samples()) == AIR_PA + 0.25


def test_the_header_of_the_shared_recordings_is_understood(tmp_path):
    path = tmp_path / "r.csv.gz"
    about = {"fs": 50, "scale": {"mV": 0.01}}
    text = f"# {json.dumps(about)}\nmV,other\n" + "250000,1\n" * 100
    path.write_bytes(gzip.compress(text.encode()))
    source = survey(path, "mV", None, None)
    assert (source.fs_hz, source.pa_per_unit, source.air_pa) == (50, 0.01, 100_000)
    assert list(source.samples())[:1] == [102_500]
    source = survey(path, "1", 25, 0.03)
    assert (source.fs_hz, next(source.samples())) == (25, 107_500)


def test_gaps_are_left_out_of_the_rate_and_named(tmp_path):
    path = tmp_path / "gap.csv"
    times = [i / 50 + (30 if i >= 250 else 0) for i in range(500)]
    path.write_text("t_s,pa\n" + "\n".join(f"{t:.3f},{AIR_PA}" for t in times))
    source = survey(path, None, None, None)
    assert round(source.fs_hz, 3) == 50
    assert "1 gaps in the times, 30 s" in source.notes[-1]


@pytest.mark.parametrize("fs_hz", [20.0, 62.5, 172.15, 1000.0])
def test_resampling_keeps_slow_waves_and_drops_fast_ones(fs_hz):
    def wave(hz):
        return [math.sin(2 * math.pi * hz * i / fs_hz) for i in range(int(20 * fs_hz))]

    slow = list(resampled(wave(1.2), fs_hz, 50))
    assert abs(len(slow) - 1000) <= 3
    for k, value in enumerate(slow):
        assert abs(value - math.sin(2 * math.pi * 1.2 * (k + 0.5) / 50)) < 0.03
    if fs_hz > 150:
        assert max(map(abs, list(resampled(wave(50.0), fs_hz, 50)))) < 0.2


WRONG = [
    ("", {}, "no line of data"),
    ("pa\n", {}, "no line of data below"),
    ("1\n2\nx\n", {"fs_hz": 50}, "f.csv:3: 'x' in column 1 is no number"),
    ("1\n\nnan\n", {"fs_hz": 50}, "f.csv:3: 'nan'"),
    ("1\n2\n", {}, "--fs 50"),
    ("1\n2\n", {"fs_hz": 5}, "5 samples a second; 9.8 to 10000"),
    ("1\n2\n", {"fs_hz": math.nan}, "nan samples a second"),
    ("1\n2\n", {"fs_hz": 50, "pa_per_unit": 0.0}, "any number but 0"),
    ("1\n2\n", {"fs_hz": 50, "pa_per_unit": math.inf}, "any number but 0"),
    ("1\n9e9\n", {"fs_hz": 50}, "f.csv:2: 9e+09 is 9000100000 Pa"),
    ("a,b\n1,2\n", {"fs_hz": 50}, "--column, one of: a, b"),
    ("left,b\n1,2\n", {"fs_hz": 50, "column": "lefd"}, "did you mean 'left'?"),
    ("a,b\n1,2\n", {"fs_hz": 50, "column": "3"}, "no column '3'; there are: a, b"),
    ("a,b\n1,2\n1\n", {"fs_hz": 50, "column": "b"}, "f.csv:3: 1 columns, but the others have 2"),
    ("t,pa\n0,1\n0.1,1\n0.05,1\n", {}, "f.csv:4: the time runs back by 0.05 s"),
    ("t,pa\n1,1\n1,1\n", {}, "do not pass"),
    ("t,pa\n1,1\nx,1\n", {}, "f.csv:3: 'x' in t is no time"),
    ("t_s,pa\n0,1\n1,1\n2,1\n", {}, "by 't_s': 1 samples a second"),
    ('# {"fs": 1e9}\npa\n1\n', {}, "f.csv:1: fs: 1e+09 samples"),
    ("a,1\na,2\n", {"column": "2"}, "--fs 50"),
    ("1" * 70_000, {"fs_hz": 50}, "f.csv:1: no line of a CSV"),
    ("a\0b\n", {"fs_hz": 50}, "f.csv:1: no line of a CSV"),
]


@pytest.mark.parametrize(("text", "options", "said"), WRONG)
def test_a_wrong_file_is_named_with_its_line(tmp_path, text, options, said):
    path = tmp_path / "f.csv"
    path.write_text(text)
    with pytest.raises(UserError) as e:
        open_replay(path, **options)
    assert said in str(e.value)


def test_a_cut_archive_and_a_missing_file(tmp_path):
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(3000).hex().encode())[:-900])
    with pytest.raises(UserError, match="damaged or cut"):
        open_replay(path, fs_hz=50)
    with pytest.raises(UserError, match="cannot be read"):
        open_replay(tmp_path / "none.csv", fs_hz=50)


def test_json_is_one_array_with_an_object_a_line(tmp_path, capsys):
    path = written(tmp_path / "ball.csv", 50, 20)
    assert main(["replay", str(path), "--fs", "50", "--json"]) == 0
    out = capsys.readouterr().out
    rows = json.loads(out)
    assert len(rows) == 20 and list(rows[0]) == KEYS
    assert len(out.splitlines()) == 22


def test_an_error_with_json_is_one_value_too(tmp_path, capsys):
    assert main(["replay", str(tmp_path / "no.csv"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["exit"] == 1


def test_the_chart_fits_80_columns_and_has_no_colour_when_piped(tmp_path, capsys):
    path = written(tmp_path / "ball.csv", 25, 400)
    assert main(["replay", str(path), "--fs", "25"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "~pulse believed in" in out
    assert "\x1b" not in out


def test_a_terminal_without_blocks_gets_ascii(tmp_path):
    path = written(tmp_path / "ball.csv", 25, 60)
    words = [sys.executable, "-m", "backstrap", "replay", str(path), "--fs", "25"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(words, env=environment, capture_output=True, check=True)
    assert b":::" in done.stdout and b"\\u" not in done.stdout


def test_too_short_a_file_is_said_to_be(tmp_path, capsys):
    path = written(tmp_path / "ball.csv", 50, 0.5)
    assert main(["replay", str(path), "--fs", "50"]) == 0
    assert "Shorter than a second" in capsys.readouterr().out


def test_the_page_stands_alone_and_escapes_the_file(tmp_path, capsys):
    path = written(tmp_path / "<b>&ball.csv", 50, 30, form="{pa:.1f}", head="<i>pa</i>\n")
    page = tmp_path / "page.html"
    assert main(["replay", str(path), "--fs", "50", "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;ball" in text and "&lt;i&gt;" in text
    assert "<b>" not in text and "<i>" not in text
    assert "<script" not in text and "http:" not in text and "https:" not in text
    assert text.count("<svg") == 1 and "polyline" in text
    assert not list(tmp_path.glob("*.tmp"))


def test_the_page_never_replaces_the_recording(tmp_path):
    path = written(tmp_path / "ball.csv", 50, 5)
    before = path.read_bytes()
    assert main(["replay", str(path), "--fs", "50", "--html", str(path)]) == 1
    assert path.read_bytes() == before
    with pytest.raises(UserError, match="folder"):
        replay_page.check_place(tmp_path / "none" / "page.html", path)


def test_a_page_of_a_long_recording_stays_small():
    row = {**dict.fromkeys(KEYS), "contact": True, "moving": False, "load_pa": 5000}
    rows = [replay_page.Second({**row, "t_s": s}, 4990, 5010) for s in range(1, 30_001)]
    assert len(replay_page.render("night", [], rows)) < 200_000


def record_of(rows):
    """A .hold with the given (gauge_pa, flags, breath, pulse) rows."""
    packed = journal.Journal()
    which = (1, b"upper-back", b"trapezius", 20000, 1320, 1)
    packed.fill(journal.OPEN, journal.VERSION, *which)
    data = bytes(packed.block)
    packed.setup(1, AIR_PA, (600, 900, 1500), 0, False, 50, 200, 0, 0)
    data += bytes(packed.block)
    for t_s, (gauge_pa, flags, breath, pulse) in enumerate(rows):
        if packed.row(t_s, gauge_pa, 2500, flags, breath, pulse):
            packed.seal()
            data += bytes(packed.block)
    return data


def test_a_record_gives_what_the_strap_stored_and_no_more(tmp_path, capsys):
    path = tmp_path / "strap-000001.hold"
    path.write_bytes(record_of([(8000, journal.CONTACT, 75, 62)] * 4 + [(40, 0, 0, 0)] * 4))
    rows = felt(path)
    assert len(rows) == 8 and list(rows[0]) == KEYS
    assert (rows[0]["load_pa"], rows[0]["breath_bpm"], rows[0]["pulse_bpm"]) == (8000, 15.0, 62.0)
    assert rows[0]["breath_ok"] and rows[0]["pulse_quality"] is None and rows[0]["throb"] is None
    assert rows[0]["quiet"] is None
    assert not rows[5]["contact"] and rows[5]["load_pa"] is None
    page = tmp_path / "page.html"
    assert main(["replay", str(path), "--html", str(page)]) == 0
    assert "one row a second" in capsys.readouterr().out
    assert main(["replay", str(path), "--loaded"]) == 1
    assert "--loaded is for samples" in capsys.readouterr().err


@pytest.fixture
def recordings():
    if not RECORDINGS.is_dir():
        pytest.skip(f"needs the shared recordings in {RECORDINGS} (or BACKSTRAP_RECORDINGS)")
    return RECORDINGS


@pytest.mark.parametrize(
    ("name", "column", "pa_per_unit", "window", "loaded"),
    [
        ("fsr_bed_a", "mV", 0.03, (22, 312), False),
        ("fsr_bed_a", "mV", 0.03, (22, 312), True),
        ("fsr_sitting_a", "mV", 0.03, (10, 78), True),
        ("bidmc01", "pleth", 0.001, (15, 480), True),
    ],
)
def test_the_pulse_of_the_recordings(recordings, name, column, pa_per_unit, window, loaded):
    path = recordings / f"{name}.csv.gz"
    rows = felt(path, column, None, pa_per_unit, loaded)
    beats = [int(line) / 1000 for line in (recordings / f"{name}.beats_ms.txt").open()]
    scored = [row for row in rows if window[0] + 10 <= row["t_s"] <= window[1]]
    errors = []
    for row in scored:
        at = row["t_s"]
        last = beats[bisect.bisect(beats, at - 10) : bisect.bisect(beats, at)]
        if row["pulse_ok"]:
            true = 60 * (len(last) - 1) / (last[-1] - last[0])
            errors.append(abs(row["pulse_bpm"] - true))
    assert len(errors) >= 0.85 * len(scored)
    assert sum(errors) / len(errors) <= 1.0
    assert len([e for e in errors if e > 5]) <= 0.01 * len(errors)


def test_speech_is_refused(recordings):
    rows = felt(recordings / "fsr_bed_o_sound.csv.gz", None, None, 0.03, loaded=True)
    assert len(believed(rows, "pulse")) <= 0.01 * len(rows)
