"""Board files: the shipped ones are valid, and a wrong one names every line."""

import json
from pathlib import Path

import pytest

from backstrap import BOARDS, board_file
from backstrap.boards.chips import chips
from backstrap.errors import SourceErrors, UserError

STRAPPING = "is read at reset, and a part on it can keep the chip from starting"
INPUT_ONLY = "is an input only, without pull resistor"
KEYS_OF_A_BUS = "allowed: id, sda, scl, hz, pullup_ohms"
DEVKITC = (BOARDS / "esp32-devkitc.toml").read_text(encoding="utf-8")
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


def made(tmp_path, *changes, text=C3):
    """The board.json of a file with these changes."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "esp32-c3-supermini.toml"
    path.write_text(text, encoding="utf-8")
    return json.loads(board_file.board_json(board_file.load_file(path)))


def test_what_is_not_fitted_is_not_for_the_strap(tmp_path):
    assert made(tmp_path)["motor"] is None
    there = made(tmp_path, ("fitted = false", "fitted = true"))
    assert there["motor"] == {"pin": 7}
    assert made(tmp_path, ("[display]", "[display]\nfitted = false"))["display"] is None
    assert made(tmp_path, text=C3[: C3.index("[display]")])["display"] is None


def test_a_pin_is_kept_for_what_is_not_fitted_yet(tmp_path):
    found = problems(tmp_path, ("pin = 7", "pin = 10"))
    assert found == [
        (line_of("pin = 7"), "pin 10 is buzzer.pin already; free pins that can: 1, 4, 7, 20, 21")
    ]


def test_somebody_must_be_called(tmp_path):
    found = problems(tmp_path, ("[buzzer] # to ground", "[buzzer]\nfitted = false"))
    assert "neither a buzzer nor a motor" in found[0][1]
    by_motor = (
        ("[buzzer] # to ground", "[buzzer]\nfitted = false"),
        ("pin = 7\nfitted = false", "pin = 7"),
    )
    assert made(tmp_path, *by_motor)["buzzer"] is None


@pytest.mark.parametrize("name", board_file.names())
def test_a_shipped_board_is_valid(name):
    board = board_file.load(name)
    plan = json.loads(board_file.board_json(board))
    assert plan["board"] == name
    assert plan["chip"] in chips()
    parts = ["power", "i2c", "button", "buzzer", "motor", "battery"]
    parts += ["sensor", "ambient", "display"]
    assert set(plan) == {"format", "board", "chip", *parts}


def test_a_barometer_for_the_room_is_at_another_address(tmp_path):
    path = tmp_path / "esp32-c3-supermini.toml"
    shipped = (board_file.BOARDS / path.name).read_text(encoding="utf-8")
    path.write_text(shipped + '\n[ambient]\ndriver = "bmp280"\naddr = 0x5C\n', "utf-8")
    with pytest.raises(SourceErrors, match="0x5c is the sensor's already"):
        board_file.load_file(path)
    path.write_text(shipped + '\n[ambient]\ndriver = "bmp820"\naddr = 0x76\n', "utf-8")
    with pytest.raises(SourceErrors, match=r"no driver 'bmp820' .did you mean 'bmp280'"):
        board_file.load_file(path)
    path.write_text(shipped + '\n[ambient]\ndriver = "bmp280"\naddr = 0x76\n', "utf-8")
    made = json.loads(board_file.board_json(board_file.load_file(path)))
    assert made["ambient"] == {"driver": "bmp280", "addr": 0x76}


def test_the_supermini_is_wired_as_agreed():
    plan = json.loads(board_file.board_json(board_file.load("esp32-c3-supermini")))
    assert plan["i2c"] == {"id": 0, "sda": 5, "scl": 6, "hz": 400000}
    assert plan["button"] == {"pin": 3, "pull": "up"}
    assert plan["buzzer"] == {"pin": 10, "kind": "passive"}
    assert plan["sensor"] == {"driver": "lps28dfw", "addr": 92}
    display = {"driver": "oled", "addr": 60, "width": 128, "height": 64, "offset": 0}
    assert plan["display"] == display


def test_a_board_may_have_no_battery(tmp_path):
    start, _, rest = C3.partition("[battery]")
    text = start + "[sensor]" + rest.partition("[sensor]")[2]
    assert made(tmp_path, text=text)["battery"] is None


@pytest.mark.parametrize(
    ("old", "new", "at", "text"),
    [
        ("sda = 5", "sda = 8", "sda = 5", "pin 8 is read at reset"),
        ("sda = 5", "sda = 14", "sda = 5", "pin 14 belongs to the flash memory"),
        ("sda = 5", "sda = 18", "sda = 5", "pin 18 carries the USB console"),
        ("sda = 5", "sda = 33", "sda = 5", "33 is no pin of the ESP32-C3"),
        ("sda = 5", 'sda = "5"', "sda = 5", "'5' is not allowed; allowed: the number of a pin"),
        ("scl = 6", "scl = 5", "scl = 6", "pin 5 is i2c.sda already"),
        (
            "pin = 3",
            "pin = 7",
            "pin = 3",
            "pin 7 cannot wake the chip; free pins that can: 1, 3, 4",
        ),
        (
            "pin = 0\n",
            "pin = 7\n",
            "pin = 0",
            "pin 7 cannot measure; free pins that can: 0, 1, 2, 4",
        ),
        ("id = 0", "id = 1", "id = 0", "1 is no I2C unit of the ESP32-C3"),
        ("hz = 400_000", "hz = 4", "hz = 400", "4 is not allowed; allowed: 10000 to 1000000"),
        ('"lps28dfw"', '"lps28"', '"lps28', "no driver 'lps28' (did you mean 'lps28dfw'?)"),
        ('"esp32c3"', '"esp32c33"', '"esp32c3"', "unknown chip 'esp32c33' (did you mean"),
        ("addr = 0x5C", "adr = 0x5C", "addr = 0x5C", "unknown key 'adr' (did you mean 'addr'?)"),
        ('"303a:1001"', '"303A:1001"', '"303a', "'303A:1001' is not a USB id"),
        ('board = "esp32-c3', 'board = "c3', "board = ", "'c3-supermini' is not the file's name"),
        ("width = 128", "width = 96", "width", "96 is not allowed; allowed: 72, 128"),
        ("height = 64", 'height = "64"', "height", "'64' is not allowed; allowed: 32, 40, 64"),
        ("width = 128", "width = 72", "width", "72 x 64 is not allowed; allowed: 128 x 64, 128"),
        ("pin = 10", "pin = 8", "pin = 10", "pin 8 is read at reset, and a part on it can keep"),
        ("pin = 10", "pin = 11", "pin = 10", "pin 11 is not led out on this board; free pins"),
        ('8 = "LED"', "8 = 5", "8 = ", "5 is not allowed; allowed: text in quotes"),
        (
            'kind = "passive"',
            'kind = "loud"',
            "kind",
            "'loud' is not allowed; allowed: passive, ac",
        ),
        ("fitted = false", "fitted = 0", "fitted", "0 is not allowed; allowed: true or false"),
        ("addr = 0x5C", "addr = 0", "addr = 0x5C", "0 is not allowed; allowed: 0x08 to 0x77"),
        ('"5", "6", "7"', '"5", "6", "6"', '"5", "6"', "GPIO 6 stands there twice; take one away"),
        ('"21",', '"99",', '"5", "6"', "99 is no pin of the ESP32-C3"),
        ('pull = "up"', 'pull = "down"', "pull = ", "'down' is not allowed; allowed: up"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(tmp_path, old, new, at, text):
    found = problems(tmp_path, (old, new))
    assert any(line == line_of(at) and text in said for line, said in found), found


def test_all_errors_come_at_once(tmp_path):
    found = problems(tmp_path, ("sda = 5", "sda = 9"), ("pin = 10", "pin = 9"), ("hz", "herz"))
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert len(found) == 3  # sda, buzzer, herz; hz is not missing, but misspelt


def test_eight_mistakes_of_one_file_are_all_told_each_with_its_line():
    path = Path(__file__).parent / "wrong_boards" / "eight.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    with pytest.raises(SourceErrors) as caught:
        board_file.load_file(path)
    found = [(lines[p.line - 1], p.text.partition("; ")) for p in caught.value.problems]
    assert [(line.partition(" #")[0], said, fix) for line, (said, _, fix) in found] == [
        ("sda = 12", f"pin 12 {STRAPPING}", "free pins that can: 4, 13, 14, 16, 17, 18"),
        ("scl = 35", f"pin 35 {INPUT_ONLY}", "free pins that can: 4, 13, 14, 16, 17, 18"),
        ("herz = 400_000", "unknown key 'herz' (did you mean 'hz'?)", KEYS_OF_A_BUS),
        ("pin = 23", "pin 23 cannot wake the chip", "free pins that can: 4, 13, 14, 26, 27, 32"),
        (
            "pin = 9",
            "pin 9 belongs to the flash memory",
            "free pins that can: 4, 13, 14, 16, 17, 18",
        ),
        ("pin = 23", "pin 23 is button.pin already", "free pins that can: 4, 13, 14, 16, 17, 18"),
        ("pin = 25", "pin 25 cannot measure", "free pins that can: 32, 33, 34, 36, 39"),
        ("width = 96", "96 is not allowed", "allowed: 72, 128"),
    ]


def test_a_pin_that_is_proposed_is_good(tmp_path):
    for pin in (4, 13, 14, 26, 27, 32):
        text = DEVKITC.replace("pin = 26", "pin = 16").replace("pin = 33", f"pin = {pin}")
        path = tmp_path / "esp32-devkitc.toml"
        path.write_text(text, encoding="utf-8")
        assert board_file.load_file(path)["button"]["pin"] == pin


def test_where_no_pin_is_left_it_says_so(tmp_path):
    few = DEVKITC.replace('"27", "26", "25", "33", "32",', '"26", "25", "23",').replace(
        '"13",', ""
    )
    few = few.replace('"14", ', "").replace('"4", ', "").replace("pin = 33", "pin = 23")
    few = few.replace('"22", "23"', '"22"').replace("pin = 26", "pin = 16")
    path = tmp_path / "esp32-devkitc.toml"
    path.write_text(few.replace('"12", ', "").replace('"26", ', ""), encoding="utf-8")
    with pytest.raises(SourceErrors, match="no other free pin can: give another part's pin away"):
        board_file.load_file(path)


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        ("lolin32-lite", "scl = 19", "scl = 22", "pin 22 is taken on the board: LED"),
        ("heltec-wifi-kit-32-v2", "pin = 17", "pin = 4", "pin 4 is taken on the board: i2c.sda"),
        ("heltec-wifi-kit-32-v3", "id = 1", "id = 0", "I2C unit 0 is i2c.id already"),
        ("heltec-wifi-kit-32-v3", "pin = 36", "pin = 35", "pin 35 is taken on the board: LED"),
        ("heltec-wifi-kit-32-v3", "[display.bus]", "[display.bsu]", "unknown key 'bsu'"),
        ("feather-esp32-s3", "sda = 3", "sda = 46", "pin 46 is read at reset"),
        ("xiao-esp32s3", '"D7=44"', '"D7=35"', None),
        ("xiao-esp32s3", "pin = 9", "pin = 35", "pin 35 belongs to the flash memory"),
        ("heltec-wifi-kit-32-v3", "pin = 5", "pin = 33", None),
    ],
)
def test_what_the_board_itself_has_counts(tmp_path, name, old, new, text):
    source = (BOARDS / f"{name}.toml").read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / f"{name}.toml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    if text is None:
        assert board_file.load_file(path)["board"] == name
    else:
        with pytest.raises(SourceErrors) as caught:
            board_file.load_file(path)
        assert any(text in problem.text for problem in caught.value.problems)


def test_broken_toml_has_a_line(tmp_path):
    assert problems(tmp_path, ("[button]", "[button"))[0][0] == line_of("[button]")


def test_an_unknown_board_names_those_there_are():
    with pytest.raises(UserError, match=r"did you mean 'esp32-devkitc'.*esp32-c3-supermini"):
        board_file.load("esp32-devkit")


@pytest.mark.parametrize("name", ["esp32-c3-supermini", "heltec-wifi-kit-32-v3"])
def test_no_value_of_any_type_is_our_bug(tmp_path, name):
    lines = (BOARDS / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    path = tmp_path / f"{name}.toml"
    tried = 0
    for i, line in enumerate(lines):
        key, equals, _ = line.partition(" = ")
        if not equals or line.startswith("#") or line.endswith("["):
            continue
        for value in ("-1", "10_000_000_000", "1.5", "nan", "true", '"x"', "[]", "[1]", "{}"):
            changed = [*lines[:i], f"{key} = {value}", *lines[i + 1 :]]
            path.write_text("\n".join(changed), encoding="utf-8")
            try:
                board_file.board_json(board_file.load_file(path))
            except SourceErrors as e:
                assert str(e) and all(problem.line for problem in e.problems)
            tried += 1
    assert tried > 200
    for table in ("pins", "onboard", "i2c", "display", "buzzer"):
        text = "\n".join(lines)
        start = text.index(f"[{table}]")
        end = text.find("\n[", start + 1)
        path.write_text(f"{table} = 5\n{text[:start]}{text[end:] if end > 0 else ''}")
        with pytest.raises(SourceErrors, match=f"write .{table}. on a line of its own"):
            board_file.load_file(path)
