"""`backstrap mip`, and mpremote's own mip that installs what it wrote."""

import json
import subprocess
import sys

import pytest

from backstrap.cli.main import main
from backstrap.device.link import open_link
from backstrap.virtual.node import VirtualStrap
from strapcore import VERSION

BOARD = "xiao-esp32c3"


@pytest.fixture
def package(tmp_path):
    assert main(["mip", str(tmp_path / "package"), "--board", BOARD]) == 0
    return tmp_path / "package" / "package.json"


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*") if p.is_file()}  # fmt: skip


def test_mpremote_installs_what_backstrap_does_and_the_strap_starts(package, tmp_path):
    ours, bare = tmp_path / "ours", tmp_path / "bare"
    ours.mkdir()
    bare.mkdir()
    assert main(["install", "--board", BOARD, "--port", f"folder:{ours}"]) == 0
    with VirtualStrap(bare, bare=True) as strap:
        words = ["connect", strap.address, "mip", "install", "--target", "/", str(package)]
        subprocess.run([sys.executable, "-m", "mpremote", *words], check=True, timeout=120)
    installed = contents(bare)
    assert {name: installed[name] for name in contents(ours)} == contents(ours)
    with VirtualStrap(bare, bare=True) as strap:
        link = open_link(strap.address)
        status = link.status(20)
        link.close()
    assert (status["backstrap"], status["board"], status["slot"]) == (VERSION, BOARD, "a")


def test_all_is_listed_and_the_slot_comes_last(package):
    listed = [name for name, where in json.loads(package.read_text())["urls"] if name == where]
    assert set(listed) | {"package.json"} == set(contents(package.parent))
    assert listed[-1] == "slot"
