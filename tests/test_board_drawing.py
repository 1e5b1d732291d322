"""The wiring of each board, as a table, a picture and a page: all from one file, all right."""

import json
import re
from collections import Counter
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from backstrap import BOARDS, board_file
from backstrap.boards import drawing, sheet
from backstrap.boards.parts import PURPOSES, board_pins, parts
from backstrap.boards.pins import ROWS, label, labels
from backstrap.cli.main import main

SVG = "{http://www.w3.org/2000/svg}"
C3 = "esp32-c3-supermini"


def with_parts(**changes):
    """The SuperMini with other parts."""
    return board_file.load(C3) | changes


BOARDS_DRAWN = {name: board_file.load(name) for name in board_file.names()} | {
    "active": with_parts(buzzer={"pin": 10, "kind": "active"}),
    "headless": with_parts(display={**board_file.load(C3)["display"], "fitted": False}),
    "bare": {
        key: value
        for key, value in board_file.load(C3).items()
        if key not in ("display", "motor", "battery", "onboard", "notes")
    },
    "reset": with_parts(display={**board_file.load(C3)["display"], "reset": 20}),
}


def run(capsys, *words):
    code = main(["board", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


class Picture:
    """What is on a picture: wires as pieces ((x, y), (x, y)), pins, pads, boxes."""

    def __init__(self, board):
        root = ElementTree.fromstring(drawing.svg(board))
        group = root.find(f"{SVG}g")
        self.texts = [node.text or "" for node in root.iter(f"{SVG}text")]
        self.wires = [
            (node.get("stroke"), pieces(node.get("d")))
            for node in group.iter(f"{SVG}path")
            if node.get("class") == "w"
        ]
        nodes = list(group)
        self.ends = [(place(n), n.get("fill")) for n in nodes if n.get("class") == "end"]
        self.joints = [place(n) for n in nodes if n.get("class") == "joint"]
        self.pads = [
            (place(node), node.get("fill"), "".join(after.itertext()))
            for node, after in pairwise(nodes)
            if node.get("class") == "pad"
        ]
        self.boxes = [
            tuple(float(n.get(key)) for key in ("x", "y", "width", "height"))
            for n in nodes
            if n.tag == f"{SVG}rect" and n.get("class").split()[0] in ("card", "body")
        ]


def place(node):
    return float(node.get("cx")), float(node.get("cy"))


def pieces(d):
    found = []
    for x, y, way, end in re.findall(r"M([\d.]+) ([\d.]+)([HV])([\d.]+)", d):
        start = float(x), float(y)
        stop = (float(end), start[1]) if way == "H" else (start[0], float(end))
        found.append((min(start, stop), max(start, stop)))
    assert len(found) == d.count("M")
    return found


def touches(piece, point):
    (x, y), (x2, y2) = piece
    return x <= point[0] <= x2 and y <= point[1] <= y2


def meet(one, other):
    return all(one[0][i] <= other[1][i] and other[0][i] <= one[1][i] for i in (0, 1))


def overlap(one, other):
    """Do they lie on one another, more than in a point?"""
    for along, across in ((0, 1), (1, 0)):
        flat = [piece[0][across] == piece[1][across] for piece in (one, other)]
        if all(flat) and one[0][across] == other[0][across]:
            start, end = max(one[0][along], other[0][along]), min(one[1][along], other[1][along])
            if start < end:
                return True
    return False


def one_piece(wire, pads):
    """Does everything of the wire hang together, or at pads that the board joins?"""
    reached = [piece for piece in wire if any(pad in piece for pad in pads)]
    left = [piece for piece in wire if piece not in reached]
    while True:
        more = [piece for piece in left if any(meet(piece, known) for known in reached)]
        if not more:
            return not left
        reached += more
        left = [piece for piece in left if piece not in more]


@pytest.fixture(params=BOARDS_DRAWN)
def board(request):
    return BOARDS_DRAWN[request.param]


def test_every_pin_of_a_part_has_its_wire_to_the_pin_of_the_board(board):
    picture = Picture(board)
    wanted = Counter(PURPOSES[pin.net][1] for part in parts(board) for pin in part.pins)
    assert Counter(color for _, color in picture.ends) == wanted
    assert len({color for color, _ in picture.wires}) == len(picture.wires) == len(wanted)
    for color, wire in picture.wires:
        tips = {tip for piece in wire for tip in piece}
        for point, end_color in picture.ends:
            assert (point in tips) == (end_color == color)
        on_board = [point for point, pad_color, _ in picture.pads if pad_color == color]
        assert on_board and all(point in tips for point in on_board)
        assert one_piece(wire, on_board)


def test_the_pads_are_the_pins_of_the_file_in_its_order(board):
    picture = Picture(board)
    printed = [found for row in ROWS for found in labels(board, row) if found.text]
    assert len(picture.pads) == len(printed)
    for (_, _, text), found in zip(picture.pads, printed, strict=True):
        words = text.split()
        assert found.text in words
        if found.gpio >= 0 and found.text != str(found.gpio):
            assert ["GPIO", str(found.gpio)] in [words[:2], words[1:]]
    left, right = sorted({x for (x, _), _, _ in picture.pads})
    for edge in (left, right):
        ys = [y for (x, y), _, _ in picture.pads if x == edge]
        assert ys == sorted(set(ys))


def test_each_signal_is_at_the_gpio_that_the_strap_is_told(board):
    told = json.loads(board_file.board_json(board))
    colors = {color: text for _, color, text in Picture(board).pads}
    jobs = {"SDA": told["i2c"]["sda"], "SCL": told["i2c"]["scl"], "button": told["button"]["pin"]}
    for part in ("buzzer", "motor", "battery"):
        if told[part]:
            jobs[part] = told[part]["pin"]
    for net, gpio in jobs.items():
        assert str(gpio) in colors[PURPOSES[net][1]].split()


def test_no_two_wires_lie_on_one_another_and_none_on_a_part(board):
    picture = Picture(board)
    for (_, one), (_, other) in combinations(picture.wires, 2):
        assert not any(overlap(a, b) for a in one for b in other)
    for _, wire in picture.wires:
        for (x, y), (x2, y2) in wire:
            for left, top, width, height in picture.boxes:
                outside = x2 <= left or x >= left + width or y2 <= top or y >= top + height
                assert outside, (x, y, x2, y2)
    for one, other in combinations(picture.boxes, 2):
        apart = [
            one[i] + one[i + 2] <= other[i] or other[i] + other[i + 2] <= one[i] for i in (0, 1)
        ]
        assert any(apart)


def test_where_a_wire_forks_there_is_a_joint_and_nowhere_else(board):
    picture = Picture(board)
    forks = set()
    for _, wire in picture.wires:
        for point in {tip for piece in wire for tip in piece}:
            ways = sum(2 - (point in piece) for piece in wire if touches(piece, point))
            if ways > 2:
                forks.add(point)
    assert set(picture.joints) == forks


def test_what_is_not_fitted_is_dashed_and_named_so():
    texts = Picture(BOARDS_DRAWN["headless"]).texts
    assert texts.count("optional") == 4  # pull-ups, motor, battery, display
    assert Picture(BOARDS_DRAWN["bare"]).texts.count("optional") == 1


def test_parts_stand_as_the_file_has_them():
    texts = " ".join(Picture(board_file.load("xiao-esp32c3")).texts)
    assert (
        "200 k\u03a9 over 200 k\u03a9, 100 nF" in texts
        and "pressure sensor, address 0x5C" in texts
    )
    texts = Picture(BOARDS_DRAWN["active"]).texts
    assert "Active buzzer" in texts and "1 k\u03a9" in texts and "Piezo buzzer" not in texts
    texts = " ".join(Picture(board_file.load("heltec-wifi-kit-32-v3")).texts)
    assert "On the board: OLED 128 x 64, SDA 17, SCL 18, RST 21" in texts and "36 low" in texts
    pins = [
        pin.net for part in parts(board_file.load("heltec-wifi-kit-32-v3")) for pin in part.pins
    ]
    assert "switched" in pins and "reset" not in pins


def test_a_file_cannot_put_anything_into_the_picture(tmp_path):
    board = board_file.load(C3) | {"name": "<script>&", "notes": ["<b>"]}
    root = ElementTree.fromstring(drawing.svg(board))
    assert not list(root.iter(f"{SVG}script")) and "<b>" in [
        n.text for n in root.iter(f"{SVG}text")
    ]


def test_a_label_is_the_print_and_its_gpio():
    assert label("D4=6") == ("D4", 6) and label("6") == ("6", 6) and label("GND") == ("GND", -1)


def test_a_rail_is_there_for_every_part(board):
    there = board_pins(board)
    assert {pin.net for part in parts(board) for pin in part.pins} <= set(there)


# ---- the verbs and the page


def test_the_page_of_the_boards_is_up_to_date(capsys):
    code, out, _ = run(capsys, "list", "--markdown")
    assert (code, out) == (0, (BOARDS / "README.md").read_text(encoding="utf-8"))
    assert "Not with: open wound, fracture, infection" in " ".join(out.split())


def test_list_names_every_board_with_its_pins(capsys):
    code, out, _ = run(capsys, "list", "--json")
    found = {row["board"]: row for row in json.loads(out)}
    assert (code, list(found)) == (0, board_file.names())
    assert (found[C3]["sda"], found[C3]["scl"], found[C3]["battery"]) == (5, 6, 0)
    assert found["heltec-wifi-kit-32-v2"]["on_board"] is True
    code, out, _ = run(capsys, "list")
    assert len(out.splitlines()) == 1 + len(found)


def test_check_tells_all_mistakes_and_where(capsys, tmp_path):
    wrong = BOARDS.parent / "tests" / "wrong_boards" / "eight.toml"
    code, out, err = run(capsys, "check", wrong, BOARDS / f"{C3}.toml")
    assert (code, out) == (1, "")
    assert err.count("eight.toml:") == 8 and err.count("^") == 8
    assert "26 | sda = 12" in err
    code, out, _ = run(capsys, "check", wrong, "--json")
    told = json.loads(out)["error"]["problems"]
    assert (code, len(told)) == (1, 8)
    assert told[0]["fix"] == "free pins that can: 4, 13, 14, 16, 17, 18"


def test_check_of_good_files_says_so(capsys):
    code, out, _ = run(capsys, "check", BOARDS / f"{C3}.toml", BOARDS / "lolin32-lite.toml")
    assert code == 0 and out.count("good") == 2
    code, _, err = run(capsys, "check", BOARDS / "nowhere.toml")
    assert code == 1 and "cannot be read" in err


def test_show_has_every_wire(capsys, tmp_path):
    code, out, err = run(capsys, "show", "xiao-esp32c3", "--svg", tmp_path / "x.svg", "--json")
    assert code == 0 and "x.svg: written" in err
    wires = json.loads(out)["wires"]
    assert {"part": "LPS28DFW", "pin": "SDA", "board": "D4", "gpio": 6, "color": "blue",
            "optional": False} in wires  # fmt: skip
    assert len(wires) == len(sheet.rows(board_file.load("xiao-esp32c3"))) == 20
    ElementTree.parse(tmp_path / "x.svg")
    code, out, _ = run(capsys, "show", "xiao-esp32c3")
    assert code == 0 and re.search(r"LPS28DFW +SDA +D4 +6 +blue", out)


def test_show_and_check_take_a_file_of_ones_own(capsys, tmp_path):
    source = (BOARDS / f"{C3}.toml").read_text(encoding="utf-8")
    own = tmp_path / "mine.toml"
    own.write_text(source.replace(f'board = "{C3}"', 'board = "mine"'), encoding="utf-8")
    assert run(capsys, "check", own)[0] == 0
    assert run(capsys, "show", own)[0] == 0
    start, end = own.read_text().index("[pins]"), own.read_text().index("[onboard]")
    own.write_text(own.read_text()[:start] + own.read_text()[end:], encoding="utf-8")
    assert run(capsys, "check", own)[0] == 0
    code, _, err = run(capsys, "show", own)
    assert code == 1 and "without [pins]" in err


def test_the_picture_in_the_docs_is_up_to_date():
    path = BOARDS.parent / "docs" / f"{C3}.svg"
    assert path.read_text(encoding="utf-8") == drawing.svg(board_file.load(C3))
