"""`backstrap image`: a littlefs with all that an install puts on a bare strap."""

import json

import pytest
from littlefs import LittleFS, UserContext

from backstrap import image
from backstrap.cli.main import main
from backstrap.device.link import open_link
from backstrap.errors import UserError
from backstrap.image import littlefs_image
from backstrap.virtual.node import VirtualStrap
from strapcore import VERSION

BOARD = "esp32-c3-supermini"
MIB = 1024 * 1024


@pytest.fixture
def tool(capsys):
    def run(*words):
        code = main(["--json", *map(str, words)])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def made(tool, tmp_path):
    """(what the tool said, the image)"""
    code, said = tool("image", tmp_path / "strap.img", "--board", BOARD)
    assert code == 0
    return said, (tmp_path / "strap.img").read_bytes()


def written(folder, files):
    for path, data in files.items():
        at = folder / path[1:]
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(data)


def test_it_holds_what_a_fresh_install_has(tool, made, tmp_path):
    said, data = made
    folder = tmp_path / "flash"
    folder.mkdir()
    assert tool("--port", f"folder:{folder}", "install", "--board", BOARD)[0] == 0
    installed = {"/" + p.relative_to(folder).as_posix(): p.read_bytes()
                 for p in folder.rglob("*") if p.is_file()}  # fmt: skip
    assert littlefs_image.unpacked(data) == installed
    assert said["files"] == len(installed) > len(image.firmware())


def test_it_fills_the_partition_and_has_micropythons_geometry(made):
    said, data = made
    assert (said["offset"], said["bytes"], len(data)) == (2 * MIB, 2 * MIB, 2 * MIB)
    flash = LittleFS(UserContext(buffer=bytearray(data)), block_size=4096, block_count=512,
                     read_size=32, prog_size=32, cache_size=128, lookahead_size=32)  # fmt: skip
    shape = flash.fs_stat()
    assert (shape.block_size, shape.block_count) == (4096, 512)
    assert shape.disk_version == 0x20001
    assert flash.stat("/main.py").size == len(image.main_py())


def test_a_larger_flash_has_a_larger_partition(tool, tmp_path):
    file = tmp_path / "strap.img"
    assert tool("image", file, "--board", BOARD, "--flash-mib", "8")[0] == 0
    assert file.stat().st_size == 6 * MIB
    assert "/main.py" in littlefs_image.unpacked(file.read_bytes())


def test_a_strap_with_these_files_starts(made, tmp_path):
    written(tmp_path / "flash", littlefs_image.unpacked(made[1]))
    with VirtualStrap(tmp_path / "flash", speed=1.0) as strap:
        link = open_link(strap.address)
        answer = link.status(20)
        link.close()
    assert (answer["backstrap"], answer["board"], answer["bad"]) == (VERSION, BOARD, [])


def test_an_image_that_lost_bytes_is_seen(made):
    data = made[1]
    at = data.index(image.main_py()[:60])
    files = littlefs_image.unpacked(data)
    other = littlefs_image.unpacked(data[:at] + b"x" + data[at + 1 :])
    changed = {path for path in files if littlefs_image.digests(files)[path]
               != littlefs_image.digests(other)[path]}  # fmt: skip
    assert changed == {"/main.py"}
    with pytest.raises(UserError, match="littlefs"):
        littlefs_image.unpacked(b"\xff" * len(data))


def test_what_cannot_be_is_told(tool, tmp_path):
    code, value = tool("image", tmp_path / "x.img", "--board", "no-such-board")
    assert code == 1 and "there are:" in value["error"]["message"]
    code, value = tool("image", tmp_path / "no" / "x.img", "--board", BOARD)
    assert code == 1 and "cannot be written" in value["error"]["message"]
