"""Cues on the host: their list, docs/cues.md, the sound they make."""

import io
import json
import sys
import wave
from array import array
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from backstrap import cue_sheet, cues, sound
from backstrap.cli.main import main
from events import CUES
from strapcore import session
from strapcore.ui.button import LONG, SHORT

DOCS = Path(__file__).parents[1] / "docs"


def run(capsys, *words):
    code = main(["cues", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def samples(data):
    with wave.open(io.BytesIO(data)) as f:
        assert (f.getnchannels(), f.getsampwidth()) == (1, 2)
        return f.getframerate(), array("h", f.readframes(f.getnframes()))


# ---- list and docs/cues.md


def test_list_has_name_meaning_tones_and_motor_of_every_cue(capsys):
    code, out, _ = run(capsys, "list", "--json")
    found = {row["name"]: row for row in json.loads(out)}
    assert (code, list(found)) == (0, cues.names())
    assert found["paused"] == {
        "name": "paused",
        "meaning": cues.meanings()["paused"],
        "tones": [1318, 60, 0, 80, 1318, 60],
        "motor": [1, 160, 0, 160, 1, 160],
    }


def test_list_for_people_names_notes_and_rhythm(capsys):
    _, out, _ = run(capsys, "list")
    line = next(line for line in out.splitlines() if "E6 60 (80)" in line)
    assert line.split("  ")[0] == "paused"
    assert "160 (160) 160" in line and "E6 60 (80) E6 60" in line
    assert cues.meanings()["paused"] in out


def test_the_page_in_docs_is_up_to_date(capsys):
    code, out, _ = run(capsys, "list", "--markdown")
    assert (code, out) == (0, (DOCS / "cues.md").read_text(encoding="utf-8"))


def test_every_cue_has_a_place_in_the_page():
    rows = [names.split() for row in cue_sheet.STATES.values() for names in row]
    placed = {name for row in rows for name in row} | set(cue_sheet.ANYWHERE.split())
    assert placed == set(cues.names())


def begun(*, more=True):
    """(state, event) of each state that a session enters, told by the session itself."""
    ball = SimpleNamespace(on=False, zero_fresh=True)
    hold = session.Session()
    seen = [(hold.begin(0, 60_000, 10_000, more), hold.state)]

    def go(ms, on, press=0):
        ball.on = on
        for _ in range(0, ms, 20):
            event, press = hold.step(20, ball, press), 0
            if event not in (None, session.SEEK, session.TIMED):
                seen.append((event, hold.state))

    go(3000, on=False)
    go(2000, on=True)
    go(2000, on=False)
    go(2000, on=True)
    go(60_000, on=True)
    go(3000, on=False)
    go(10_000, on=False)
    seen.append((hold.begin(0, 60_000, 0, more), hold.state))
    go(3000, on=False)
    go(4000, on=True)
    go(20, on=True, press=LONG)
    go(20, on=True, press=SHORT)
    for state in (session.EXERCISE, session.NOTE):
        seen.append((hold.show(state, 0), hold.state))
        go(20, on=False, press=SHORT)
    return seen


def test_the_page_names_the_cue_each_state_begins_with():
    entered = set()
    for event, state in begun() + begun(more=False):
        name = session.STATES[state]
        entered.add(name)
        assert cues.names()[CUES[event]] in cue_sheet.STATES[name][0].split()
    assert entered == set(session.STATES) == set(cue_sheet.STATES)


def test_states_are_told_apart_by_the_cue_they_begin_with():
    firsts = [row[0].split()[0] for row in cue_sheet.STATES.values()]
    assert len(set(firsts)) == len(firsts)


# ---- sound


def test_a_wav_is_a_square_wave_at_the_cues_frequency():
    rate, found = samples(sound.wav("release"))
    tones = cues.tones()["release"]
    assert rate == sound.RATE_HZ
    first = found[: rate * tones[1] // 1000]
    crossings = sum(a * b < 0 for a, b in pairwise(first))
    assert crossings == pytest.approx(2 * tones[0] * tones[1] / 1000, abs=2)
    assert len(set(map(abs, first))) == 1
    gap = found[len(first) : rate * (tones[1] + tones[3]) // 1000]
    assert len(gap) > 0 and set(gap) == {0}
    played_ms = 1000 * len(found) / rate
    assert 0 <= played_ms - sum(tones[1::2]) <= 150


def test_what_must_wake_somebody_is_the_loudest():
    loudest = {name: max(samples(sound.wav(name))[1]) for name in cues.names()}
    top = max(loudest.values())
    assert {name for name, level in loudest.items() if level == top} == {"release3", "alarm2"}
    assert loudest["release"] < loudest["release2"] < top


def test_wav_writes_the_file_and_plays_nothing(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "contact.wav"
    code, out, _ = run(capsys, "play", "contact", "--wav", file, "--json")
    assert code == 0
    assert json.loads(out)["wav"] == str(file)
    assert file.read_bytes() == sound.wav("contact")
    assert run(capsys, "play", "contact", "--wav", tmp_path / "no" / "x.wav")[0] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="programs as Linux finds them")
def test_play_takes_the_first_player_that_can(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    players = {"paplay": "exit 1", "aplay": f'/bin/cp "$1" {tmp_path}/heard.wav'}
    for name, does in players.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    assert run(capsys, "play", "air")[0] == 0
    assert (tmp_path / "heard.wav").read_bytes() == sound.wav("air")
    (tmp_path / "aplay").unlink()
    code, out, err = run(capsys, "play", "air")
    assert (code, out) == (2, "")
    assert "paplay failed; no pw-play; no aplay" in err and "--wav FILE" in err


def test_an_unknown_cue_suggests(capsys):
    code, out, err = run(capsys, "play", "relase")
    assert (code, out) == (1, "")
    assert "no cue 'relase' (did you mean 'release'?); there are: ready, click" in err
