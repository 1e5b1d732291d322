"""The wheel: all that the tool needs is inside, and works away from a checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from backstrap.cli.main import main
from backstrap.page import files

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, built and unpacked as pip does it, without its requirements."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def tool(installed, tmp_path):
    """Run the unpacked tool somewhere else; the JSON value."""

    def run(*words):
        env = {**os.environ, "PYTHONPATH": str(installed)}
        where = "import backstrap, sys; print(backstrap.__file__, file=sys.stderr)\n"
        code = (
            f"{where}from backstrap.cli.main import main\nsys.exit(main({[*words, '--json']!r}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=False,
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr.startswith(str(installed))
        return json.loads(done.stdout)

    return run


def contents(flash):
    return {p.relative_to(flash): p.read_bytes() for p in flash.rglob("*") if p.is_file()}


def test_firmware_boards_and_routines_are_inside(tool, tmp_path, capsys):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    for run, flash in ((tool, theirs), (lambda *words: main([*words]), ours)):
        run("install", "--board", "esp32-c3-supermini", "--port", f"folder:{flash}")
    assert len(contents(ours)) > 50
    assert contents(theirs) == contents(ours)
    assert tool("new", "mine")["file"] == "mine.yaml"
    assert tool("check", "mine.yaml")["files"][0]["ok"]
    assert tool("limits")
    capsys.readouterr()


def test_the_manual_page_goes_where_man_looks(installed):
    (page,) = installed.glob("*.data/data/share/man/man1/backstrap.1")
    assert page.read_bytes() == (ROOT / "docs/backstrap.1").read_bytes()


def test_no_checkout_is_needed_and_nothing_else_is_inside(installed):
    inside = {p.relative_to(installed).parts[0] for p in installed.rglob("*") if p.is_file()}
    assert {name.partition("-")[0] for name in inside} == {"backstrap"}
    assert not [p for p in installed.rglob("*") if p.name in ("tests", "node_modules")]


def test_the_page_is_inside(tool, tmp_path, monkeypatch):
    (tmp_path / "backstrap").mkdir()
    (tmp_path / "backstrap/node_modules").symlink_to(ROOT / "node_modules")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    written = tool("page", "--out", "site")["files"]
    ours = {name: len(data) for name, data in files.files().items()}
    theirs = {
        p.relative_to(tmp_path / "site").as_posix(): p for p in (tmp_path / "site").rglob("*")
    }
    sizes = {name: p.stat().st_size for name, p in theirs.items() if p.is_file()}
    assert (written, sizes) == (len(ours), ours)
