"""Board files: the shipped ones are valid, and a wrong one names every line."""

import json
from pathlib import Path

import pytest

from backstrap import BOARDS, board_file
from backstrap.errors import SourceErrors, UserError

C3 = (BOARDS / "esp32-c3-supermini.toml").read_text(encoding="utf-8")


def problems(tmp_path: Path, *changes, text=C3):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "esp32-c3-supermini.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceErrors) as caught:
        board_file.load_file(path)
    return [(problem.line, problem.text) for problem in caught.value.problems]


def line_of(text):
    return C3[: C3.index(text)].count("\n") + 1


def test_a_motor_may_be_there(tmp_path):
    text = C3.replace("# [motor]", "[motor]").replace("# pin = 7", "pin = 7")
    path = tmp_path / "esp32-c3-supermini.toml"
    path.write_text(text)
    assert json.loads(board_file.board_json(board_file.load_file(path)))["motor"] == {"pin": 7}
    path.write_text(text.replace("pin = 7", "pin = 10"))
    with pytest.raises(SourceErrors, match=r"pin 10 is buzzer.pin already"):
        board_file.load_file(path)


@pytest.mark.parametrize("name", board_file.names())
def test_a_shipped_board_is_valid(name):
    board = board_file.load(name)
    made = json.loads(board_file.board_json(board))
    assert made["board"] == name
    assert made["chip"] in board_file.chips()
    assert set(made) == {
        *(
            "format",
            "board",
            "chip",
            "i2c",
            "button",
            "buzzer",
            "motor",
            "ambient",
            "battery",
            "sensor",
            "display",
        )
    }


def test_the_supermini_is_wired_as_agreed():
    made = json.loads(board_file.board_json(board_file.load("esp32-c3-supermini")))
    assert made["i2c"] == {"id": 0, "sda": 5, "scl": 6, "hz": 400000}
    assert (made["button"], made["buzzer"]) == ({"pin": 3, "pull": "up"}, {"pin": 10})
    assert made["sensor"] == {"driver": "lps28dfw", "addr": 92}
    display = {"driver": "oled", "addr": 60, "width": 128, "height": 64, "offset": 0}
    assert made["display"] == display


def test_a_board_may_have_no_battery(tmp_path):
    start, _, rest = C3.partition("[battery]")
    path = tmp_path / "esp32-c3-supermini.toml"
    path.write_text(start + "[sensor]" + rest.partition("[sensor]")[2], encoding="utf-8")
    assert json.loads(board_file.board_json(board_file.load_file(path)))["battery"] is None


@pytest.mark.parametrize(
    ("old", "new", "at", "text"),
    [
        ("sda = 5", "sda = 8", "sda = 5", "pin 8 is read at reset"),
        ("sda = 5", "sda = 14", "sda = 5", "pin 14 belongs to the flash memory"),
        ("sda = 5", "sda = 18", "sda = 5", "pin 18 carries the USB console"),
        ("sda = 5", "sda = 33", "sda = 5", "33 is no pin of the ESP32-C3"),
        ("sda = 5", 'sda = "5"', "sda = 5", "'5' is no pin of the ESP32-C3"),
        ("scl = 6", "scl = 5", "scl = 6", "pin 5 is i2c.sda already"),
        ("pin = 3", "pin = 7", "pin = 3", "pin 7 cannot wake the chip; these can: 0, 1, 2, 3"),
        ("pin = 0\n", "pin = 7\n", "pin = 0", "pin 7 cannot measure; these can: 0, 1, 2, 3, 4"),
        ("id = 0", "id = 1", "id = 0", "1 is no I2C unit of the ESP32-C3"),
        ("hz = 400_000", "hz = 4", "hz = 400", "4 is not allowed; allowed: 10000 to 1000000"),
        ('"lps28dfw"', '"lps28"', '"lps28', "no driver 'lps28' (did you mean 'lps28dfw'?)"),
        ('"esp32c3"', '"esp32c33"', '"esp32c3"', "unknown chip 'esp32c33' (did you mean"),
        ("addr = 0x5C", "adr = 0x5C", "addr = 0x5C", "unknown key 'adr' (did you mean 'addr'?)"),
        ('"303a:1001"', '"303A:1001"', '"303a', "'303A:1001' is not a USB id"),
        ('board = "esp32-c3', 'board = "c3', "board = ", "'c3-supermini' is not the file's name"),
        ("width = 128", "width = 96", "width", "96 x 64 is not allowed; allowed: 128 x 64, 128 x"),
        ("height = 64", 'height = "64"', "width", "128 x '64' is not allowed; allowed"),
        ('pull = "up"', 'pull = "down"', "pull = ", "'down' is not allowed; allowed: up"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(tmp_path, old, new, at, text):
    found = problems(tmp_path, (old, new))
    assert any(line == line_of(at) and text in said for line, said in found), found


def test_all_errors_come_at_once(tmp_path):
    found = problems(tmp_path, ("sda = 5", "sda = 9"), ("pin = 10", "pin = 9"), ("hz", "herz"))
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert len({line for line, _ in found}) == 4  # sda, buzzer, herz, and hz missing in [i2c]


def test_broken_toml_has_a_line(tmp_path):
    assert problems(tmp_path, ("[button]", "[button"))[0][0] == line_of("[button]")


def test_an_unknown_board_names_those_there_are():
    with pytest.raises(UserError, match=r"did you mean 'esp32-devkitc'.*esp32-c3-supermini"):
        board_file.load("esp32-devkit")
