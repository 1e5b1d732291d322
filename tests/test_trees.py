"""Trees of YAML, JSON and TOML: the data other readers find, and where each value stands."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstrap import BOARDS
from backstrap.trees.parse import parse
from backstrap.trees.tree import Lines, TreeError
from tests import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SCALARS = (
    st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
DATA = st.dictionaries(
    TEXTS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=12,
    ),
    max_size=4,
)
SPACE = st.text(" \t\r\n", max_size=2)


def paths(data, path=()):
    yield path, data
    inner = enumerate(data) if isinstance(data, list) else ()
    inner = data.items() if isinstance(data, dict) else inner
    for step, value in inner:
        yield from paths(value, (*path, step))


def offset(text, place):
    """Where a line and column stand, the slow way."""
    lines = text.replace("\r\n", "\n\n").replace("\r", "\n")  # of the same length
    line, at, before = 1, 0, text
    while line < place[0]:
        at = lines.index("\n", at) + (2 if before[lines.index("\n", at) :][:2] == "\r\n" else 1)
        line += 1
    return at + place[1] - 1


def spaced(data, draw):
    """JSON of the data, with any white space that JSON allows."""
    gap = lambda: draw(SPACE)  # noqa: E731
    if isinstance(data, dict):
        inner = [
            f"{gap()}{json.dumps(k, ensure_ascii=draw(st.booleans()))}{gap()}:{gap()}"
            f"{spaced(v, draw)}{gap()}"
            for k, v in data.items()
        ]
        return "{" + (",".join(inner) or gap()) + "}"
    if isinstance(data, list):
        return "[" + (",".join(gap() + spaced(v, draw) + gap() for v in data) or gap()) + "]"
    return json.dumps(data, ensure_ascii=draw(st.booleans()))


@given(DATA, st.data())
def test_json_is_read_as_json_and_every_value_has_its_place(data, draws):
    text = spaced(data, draws.draw)
    tree = parse(text.encode(), "x.json")
    assert tree.data == json.loads(text) and tree.problems == []
    assert set(tree.values) == {path for path, _ in paths(data)}
    decoder = json.JSONDecoder()
    for path, value in paths(data):
        assert decoder.raw_decode(text, offset(text, tree.values[path]))[0] == value
    for path, place in tree.keys.items():
        assert decoder.raw_decode(text, offset(text, place))[0] == path[-1]


@given(DATA)
def test_toml_is_read_as_toml_and_every_value_has_its_place(data):
    text = toml_text.text(data)
    tree = parse(text.encode(), "x.toml")
    assert tree.data == tomllib.loads(text) == data and tree.problems == []
    assert set(tree.values) == {path for path, _ in paths(data)}
    for path, value in paths(data):
        at = text[offset(text, tree.values[path]) :]
        if at.startswith(toml_text.value(value)):
            continue
        assert (isinstance(value, dict | list) and at.startswith("[")) or path == ()
    for path, place in tree.keys.items():
        assert text[offset(text, place) :].startswith(toml_text.key(path[-1]))


@pytest.mark.parametrize("board", sorted(BOARDS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_board_is_read_as_toml(board):
    assert parse(board.read_bytes(), board.name).data == tomllib.loads(board.read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "data", "places"),
    [
        ("[a.b]\nx = 1\n[a]\ny = 2\n", {"a": {"b": {"x": 1}, "y": 2}}, {("a", "y"): (4, 5)}),
        ("a.b.c = 1\na.d = 2\n", {"a": {"b": {"c": 1}, "d": 2}}, {("a", "b", "c"): (1, 9)}),
        ("x = [\n 1, # one\n\n 2,\n]\n", {"x": [1, 2]}, {("x", 1): (4, 2)}),
        ('x = """\na\n""b"""\n', {"x": 'a\n""b'}, {("x",): (1, 5)}),
        ("x = '''a'''''\ny = 1\n", {"x": "a''", "y": 1}, {("y",): (2, 5)}),
        ('x = """a\\"""""\ny = 1\n', {"x": 'a"' + '"', "y": 1}, {("y",): (2, 5)}),
        ("x = { a.b = 1, c = [2] }\n", {"x": {"a": {"b": 1}, "c": [2]}}, {("x", "c", 0): (1, 21)}),
        ('"a b"."c.d" = 1\n', {"a b": {"c.d": 1}}, {("a b", "c.d"): (1, 15)}),
        ("[[s]]\n[[s]]\n[s.t]\nx = 1\n", {"s": [{}, {"t": {"x": 1}}]}, {("s", 1, "t"): (3, 1)}),
        ("x = 0xFF # é\r\ny=1_0\r\n", {"x": 255, "y": 10}, {("y",): (2, 3)}),
        ("x = 1979-05-27 07:32:00Z\ny = 1979-05-27\n", {"x": "1979-05-27 07:32:00Z",
         "y": "1979-05-27"}, {("y",): (2, 5)}),
    ],
)  # fmt: skip
def test_toml_may_be_written_in_many_ways(text, data, places):
    tree = parse(text.encode(), "x.toml")
    assert (tree.data, tree.problems) == (data, [])
    assert {path: tree.values[path] for path in places} == places


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ("a = 1\na = 2\n", (2, 1), 1),
        ("\n[a]\nx = 1\n[a]\ny = 2\n", (4, 2), 2),
        ("a.b = 1\n[a]\n", (2, 2), 1),
        ("a.b.c = 1\n[a.b]\n", (2, 4), 1),
        ("[a]\nb.c = 1\n[a.b]\n", (3, 4), 2),
        ("a = 1\n[[a]]\n", (2, 3), 1),
        ("a = []\n[[a]]\n", (2, 3), 1),
        ("[[a]]\n[a]\n", (2, 2), 1),
        ("[a]\n[[a]]\n", (2, 3), 1),
        ("a = {}\na.b = 1\n", (2, 1), 1),
        ("a = {b = 1,\tb = 2}\n", (1, 13), 1),
        ("a = 1\na.b = 1\n", (2, 1), 1),
        ("a = [{}]\n[a.b]\n", (2, 2), 1),
    ],
)
def test_a_double_key_of_toml_points_at_the_first(text, place, first):
    tree = parse(text.encode(), "x.toml")
    name = text.splitlines()[place[0] - 1][place[1] - 1]
    said = f"'{name}' again; the first is on line {first}; keep one"
    assert tree.problems == [(place, said)]
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)


def test_after_a_double_table_the_rest_is_read():
    tree = parse(b"[a]\nx = 1\n[a]\nx = 2\n[b]\ny = 3\ny = 4\n", "x.toml")
    assert tree.data == {"a": {"x": 1}, "b": {"y": 3}}
    assert [place for place, _ in tree.problems] == [(3, 2), (7, 1)]


def test_the_first_syntax_error_is_told_first():
    with pytest.raises(TreeError) as caught:
        parse(b"x = yes\ny = [1 2]\n", "x.toml")
    assert caught.value.place == (1, 5)


@pytest.mark.parametrize("form", ["yaml", "json", "toml"])
@pytest.mark.parametrize(
    "deep",
    [lambda n: '{"x": ' + "[" * n + "]" * n + "}", lambda n: '{"x": ' * n + "1" + "}" * n],
)
def test_depth_is_bounded(form, deep):
    text = {"toml": lambda n: "x = " + deep(n).replace('": ', '" = ')}.get(form, deep)
    assert parse(text(8).encode(), f"x.{form}").data
    for depth in (13, 20_000):
        with pytest.raises(TreeError, match="nested more than 12 deep"):
            parse(text(depth).encode(), f"x.{form}")


@pytest.mark.parametrize("form", ["yaml", "json", "toml"])
def test_number_and_size_are_bounded(form):
    head = "x = " if form == "toml" else ""
    with pytest.raises(TreeError, match="more than 20000 values"):
        parse((head + "[" + "1," * 20_001 + "1]").encode(), f"x.{form}")
    with pytest.raises(TreeError, match="more than 262144 bytes"):
        parse(b" " * (256 * 1024 + 1), f"x.{form}")


def test_a_dotted_key_is_bounded():
    with pytest.raises(TreeError, match="nested more than 12 deep"):
        parse(b"a" + b".a" * 100_000 + b" = 1\n", "x.toml")
    with pytest.raises(TreeError, match="nested more than 12 deep"):
        parse(b"[a" + b".a" * 100_000 + b"]\n", "x.toml")


@pytest.mark.parametrize("form", ["json", "toml"])
def test_a_number_is_bounded(form):
    text = {"json": '{"x": %s}', "toml": "x = %s"}[form]
    assert parse((text % ("9" * 40)).encode(), f"x.{form}").data == {"x": int("9" * 40)}
    with pytest.raises(TreeError, match="5000 characters"):
        parse((text % ("9" * 5000)).encode(), f"x.{form}")


@pytest.mark.parametrize("form", ["yaml", "json", "toml"])
def test_lines_are_counted_as_an_editor_does(form):
    """NEL and LINE SEPARATOR are characters like others; CR LF is one break."""
    text = '{"a": "\x85\u2028x",\r\n "b": 1,\r\n "b": 2}'
    if form == "toml":
        text = 'a = "\x85\u2028x"\r\nb = 1\r\n b = 2\r\n'
    tree = parse(text.encode(), f"x.{form}")
    assert [place for place, _ in tree.problems] == [(3, 2)]


def test_a_byte_order_mark_is_no_character():
    for name, text in (("x.json", b"{}x"), ("x.toml", b"x"), ("x.yaml", b"x: [")):
        with pytest.raises(TreeError) as caught:
            parse(b"\xef\xbb\xbf" + text, name)
        with pytest.raises(TreeError) as plain:
            parse(text, name)
        assert caught.value.place == plain.value.place


@given(st.text("ab\n\r\t\u2028", max_size=30))
def test_a_place_leads_back_to_its_line(text):
    lines = Lines(text)
    for at in range(len(text)):
        line, column = lines.place(at)
        assert offset(text, (line, column)) == at
        if text[at] not in "\r\n":
            assert lines.line(line)[column - 1] == text[at]


BITS = ["[", "]", "[[", "]]", "{", "}", "=", ",", ".", '"', "'", '"""', "'''", "\\", "#", "\n",
        " ", "a", "b", "1", "-", ":", "true", "1979-05-27", "\r\n", "\t", "é", "\x00"]  # fmt: skip


@given(st.lists(st.sampled_from(BITS), max_size=25).map("".join))
def test_what_tomllib_takes_is_taken_and_the_rest_has_a_place(text):
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        expected = None
    try:
        tree = parse(text.encode(), "x.toml")
    except TreeError as e:
        assert expected is None
        assert 1 <= e.place[0] <= text.count("\n") + 1
        return
    if expected is None:
        assert tree.problems  # double keys: tomllib stops at the first
    else:
        assert tree.problems == []
        assert json.dumps(tree.data, default=str) == json.dumps(expected, default=str)


@pytest.mark.parametrize(
    "text",
    [
        "a = {b = 1,}", "a = {\nb = 1}", "a = [1,,2]", "a = [,1]", '"""a""" = 1', "a = 1 b = 2",
        "[a", "[[a]", "[ [a] ]", "a.b. = 1", "= 1", "a =", "a = 01", "a = 1__0", "a = +true",
        "a = 2024-13-01", 'a = "\\ud800"', 'a = "\\q"', "a = '\n'", "a = 1\r", "# \x00", "a = b",
        "a = {b = [}", "[a]]", "[]", "a = 'x' 'y'",
    ],
)  # fmt: skip
def test_what_is_no_toml_is_refused(text):
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    with pytest.raises(TreeError, match=r"; |: "):
        parse(text.encode(), "x.toml")


STATEMENTS = [
    f"{head}\n" for name in ("a", "a.b", "b", "a.b.c") for head in (
        f"[{name}]", f"[[{name}]]", f"{name} = 1", f"{name} = {{b = 1}}", f"{name} = [{{}}]"
    )
]  # fmt: skip


@given(st.lists(st.sampled_from(STATEMENTS), max_size=6).map("".join))
def test_a_key_of_toml_is_double_where_tomllib_says_so(text):
    tree = parse(text.encode(), "x.toml")
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert tree.problems
    else:
        assert (tree.data, tree.problems) == (expected, [])


JSON_BITS = ["[", "]", "{", "}", ":", ",", '"', "\\", "\\u00e9", "\\n", "\n", " ", "a", "1", "-",
             "0", ".", "e", "true", "null", "\t", "é", "\x00", "/", "#"]  # fmt: skip


@given(st.lists(st.sampled_from(JSON_BITS), max_size=20).map("".join))
def test_what_json_is_is_taken_and_the_rest_has_a_place(text):
    try:
        expected = json.loads(text)
    except ValueError:
        expected = None
    try:
        tree = parse(text.encode(), "x.json")
    except TreeError as e:
        assert expected is None
        assert 1 <= e.place[0] <= text.count("\n") + 1
        return
    if expected is None:
        assert tree.data is None or tree.problems
    elif not tree.problems:  # a double key: there the last one counts for json
        assert tree.data == expected
