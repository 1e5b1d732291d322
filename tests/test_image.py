"""The image of the firmware: few modules out of many, that do what the sources say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from backstrap import FIRMWARE, image
from backstrap.errors import UserError
from backstrap.image import linker, trace
from backstrap.image.kept import kept
from backstrap.virtual import runtime

RUNNER = Path(__file__).parent / "image_runner" / "run.mjs"
COMPAT = (FIRMWARE / "strapcore" / "compat.py").read_text()

LEFT_OUT = {"strapcore/whole.py"}  # only the host reads it
RESIDENT = {
    "app", "ball", "board", "coach", "console", "events", "facts", "loader", "loop",
    "main", "panel", "power", "recorder", "store", "strap", "tonight",
}  # fmt: skip


def written(folder, sources):
    """A firmware of these sources; `strap` and `strapcore` are there."""
    for name, text in {
        "strapcore/__init__.py": "",
        "strapcore/compat.py": COMPAT,
        **sources,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def linked(folder, sources):
    return {one.path: one.text for one in linker.link(written(folder, sources))}


def on_micropython(folder, files, statement):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    words = [runtime.node(), str(RUNNER), str(runtime.wasm_package()), str(folder), statement]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- what is in it


def test_every_source_is_in_the_image_or_left_out_for_a_reason():
    assert set(linker.left_out(FIRMWARE)) == LEFT_OUT


def test_the_image_is_one_file_and_those_that_are_loaded_late():
    late = {path.stem for path in FIRMWARE.glob("*.py")} - RESIDENT
    late |= {
        f"strapcore/{name}"
        for name in ("plan", "progress", "record", "routine", "rules", "ui/menu", "values")
    }
    late |= {
        f"strapcore/listening/{name}" for name in ("breath", "deaf", "grid", "listener", "pulse")
    }
    late.add("drivers/unjam")
    for room in ("strapcore/ui/screens", "drivers/pressure"):
        late |= {f"{room}/{path.stem}" for path in (FIRMWARE / room).glob("[!_]*.py")}
    late |= {"drivers/beeper", "drivers/oled_setup"}
    texts = {f"languages/{name}.txt" for name in ("en", "de", "es")}
    assert (
        set(image.compiled())
        == {"strap.mpy", "manifest.json"} | {f"{name}.mpy" for name in late} | texts
    )


def test_the_same_sources_give_the_same_image():
    assert image.compiled() == image.compiled()


def test_an_image_is_made_once_for_the_same_sources(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = written(tmp_path / "source", {"strap.py": "x = 1"})
    made = []

    def make():
        made.append(len(made))
        return {"a/strap.mpy": b"%d" % len(made), "empty": b""}

    assert kept(source, make) == kept(source, make) == {"a/strap.mpy": b"1", "empty": b""}
    (source / "strap.py").write_text("x = 2")
    assert kept(source, make)["a/strap.mpy"] == b"2"
    (file,) = (tmp_path / "cache").rglob("*.zip")
    file.write_bytes(file.read_bytes()[:-40])
    assert kept(source, make)["a/strap.mpy"] == b"3"
    file.unlink()
    file.mkdir()  # no place for it
    assert kept(source, make)["a/strap.mpy"] == b"4"


def test_the_firmware_is_what_the_sources_give():
    assert image.firmware() == image.firmware() == image.compiled()


# ---- it does what the sources do

RUN = "import strap; strap.run()"

PROGRAM = {
    "strap.py": "from first import run\n",
    "first.py": '''
"""Everything that names can do, told line by line."""
import sys
from strapcore import second, third
from strapcore.compat import const
from strapcore.second import Thing, twice as doubled
from strapcore.third import LEVEL, Trouble

_SIZE = const(3)
_TABLE = (1, -_SIZE, "_no_name", second.LEVEL * 2)

def _help(value, more=1):
    """Also in second.py."""
    return value + more

def run():
    thing = Thing(4)
    print(_TABLE, LEVEL, second.LEVEL, second.below(), doubled(5), _help(1), _help(1, more=3))
    print(thing.level, thing.grow(2), thing.grow(by=3, other=4), thing.kind, Thing.kind)
    print([_help(x) for x in range(_SIZE)], sorted({second: second for second in (1, 2)}))
    print(shadow(7), closure(2, 3)(4), third.STEPS[1](thing, 1))
    print(settings(1, **{"offset": 5}), settings(1, 2, 3))
    a, b, c = thing.level, LEVEL, doubled(1)
    print(a, b, c, -LEVEL ** 2, third.NEGATIVE ** 2)
    for name in ("checks", "checks"):
        late(name)
    print(sorted(n for n in sys.modules if n.startswith(("strapcore.late", "strapcore.rules"))))

def settings(first, offset=0, *rest):
    return first, offset, rest

def shadow(second):
    third = second + 1
    return [second, third, (lambda LEVEL: LEVEL * second)(2)]

def closure(value, other):
    def inner(last):
        return _help(value) * 100 + other * 10 + last
    return inner

def late(name):
    from strapcore import rules
    try:
        rules.check(LEVEL)
    except Trouble as error:
        print("trouble", error, rules.MOST, rules.total())
    __import__("strapcore.late." + name)
    module = sys.modules["strapcore.late." + name]
    print(module.ROWS[0](2), module.ROWS[1](2))
    for full in ("strapcore.late." + name, "strapcore.rules"):
        del sys.modules[full]
        package, _, last = full.rpartition(".")
        delattr(sys.modules[package], last)
''',
    "strapcore/second.py": '''
from strapcore.compat import const
from strapcore.third import LEVEL as OTHER

LEVEL = const(OTHER + 10)
_SIZE = const(8)

def _help(value):
    return value - _SIZE

def below():
    return _help(LEVEL)

def twice(value):
    return 2 * value

class Thing:
    kind = "thing"
    _count = 0

    def __init__(self, level):
        self.level = level
        self._level = -level
        self._g = _SIZE

    def grow(self, by, other=0):
        self.level += self._more(by)
        return self.level, self._level, other, self._g

    def _more(self, by):
        return by + self._count

    def _never(self):
        return None

    @property
    def size(self):
        return self._level
''',
    "strapcore/third.py": '''
from strapcore.compat import const

LEVEL = const(5)
NEGATIVE = const(-3)
WIDTH = 40

class Trouble(Exception):
    pass

class Walker:
    def __init__(self):
        self._at = 0

    def _one(self, step):
        return ("one", step)

    def _two(self, step):
        return ("two", self.level, step)

STEPS = (Walker._one, Walker._two)
''',
    "strapcore/rules.py": '''
from strapcore import third
from strapcore.compat import const
from strapcore.third import Trouble

MOST = 4
_LEAST = const(2)
_PLACES = [1, 2]

def check(value):
    if not _LEAST < value <= MOST:
        raise Trouble("%d of %d" % (value, third.LEVEL))

def total():
    return sum(_PLACES) + third.WIDTH
''',
    "strapcore/late/__init__.py": '"""Loaded one at a time."""\n',
    "strapcore/late/shared.py": "def row(text):\n    return text * 2\n",
    "strapcore/late/checks.py": '''
from strapcore.late.shared import row
from strapcore.second import twice

def _one(value):
    return row("one") + str(twice(value))

def _two(value):
    return _one(value + 1)

ROWS = (_one, _two)
''',
}  # fmt: skip


@pytest.fixture
def late(monkeypatch):
    monkeypatch.setattr("backstrap.image.late.LATE", ("strapcore.rules", "strapcore.late.*"))


def test_the_image_says_what_the_sources_say(tmp_path, late):
    source = written(tmp_path / "source", PROGRAM)
    words = [sys.executable, "-c", RUN]
    plain = subprocess.run(words, cwd=source, capture_output=True, text=True, check=True).stdout
    assert plain.count("\n") >= 10 and "trouble 5 of 5 4 43" in plain
    files = image.compiled(source)
    assert set(files) == {
        "manifest.json",
        "strap.mpy",
        "strapcore/rules.mpy",
        "strapcore/late/checks.mpy",
        "strapcore/late/shared.mpy",
    }
    assert on_micropython(tmp_path / "slot", files, RUN) == plain


JOINED = {
    "strap.py": "from a import run\n",
    "a.py": "import sys\n\n\ndef run():\n    __import__('strapcore.late.other')\n"
    "    print(sys.modules['strapcore.late.other'].word(), "
    "sorted(n for n in sys.modules if n.startswith('strapcore.late.')))\n",
    "strapcore/late/__init__.py": "",
    "strapcore/late/one.py": "from strapcore.late.two import twice\n\n\n"
    "def _more(text):\n    return twice(text) + '1'\n\n\ndef use(text):\n"
    "    return _more(text)\n",
    "strapcore/late/two.py": "def _more(text):\n    return text + text\n\n\n"
    "def twice(text):\n    return _more(text)\n",
    "strapcore/late/other.py": "from strapcore.late.one import use\n"
    "from strapcore.late.two import twice\n\n\ndef word():\n    return use('a') + twice('b')\n",
}


@pytest.fixture
def joined(late, monkeypatch):
    """Module two is in the file of module one."""
    monkeypatch.setattr(
        "backstrap.image.program.JOINED", {"strapcore.late.one": ("strapcore.late.two",)}
    )
    homes = {"strapcore.late.two": "strapcore.late.one"}
    monkeypatch.setattr("backstrap.image.late.HOMES", homes)
    monkeypatch.setattr("backstrap.image.program.HOMES", homes)


def test_a_late_module_may_be_in_the_file_of_another(tmp_path, joined):
    files = image.compiled(written(tmp_path / "source", JOINED))
    late_files = {"strapcore/late/one.mpy", "strapcore/late/other.mpy"}
    assert set(files) == {"manifest.json", "strap.mpy"} | late_files
    loaded = "['strapcore.late.one', 'strapcore.late.other']"
    assert on_micropython(tmp_path / "slot", files, RUN) == f"aa1bb {loaded}\n"


def test_what_is_in_the_file_of_another_is_no_module_and_its_names_do_not_meet(tmp_path, joined):
    other = "from strapcore.late import two\n\n\ndef word():\n    return two.twice('b')\n"
    with pytest.raises(UserError, match=r"other.py:1: .* has no file of its own"):
        linked(tmp_path / "a", JOINED | {"strapcore/late/other.py": other})
    two = JOINED["strapcore/late/two.py"] + "\n\ndef use(text):\n    return text\n"
    with pytest.raises(UserError, match=r"another module has another use"):
        linked(tmp_path / "b", JOINED | {"strapcore/late/two.py": two})


def test_constants_become_numbers_and_private_names_short(tmp_path, late):
    texts = linked(tmp_path, PROGRAM)
    for name in ("_SIZE", "_LEAST", "_help", "_level", "_more", "LEVEL", "const", "_PLACES"):
        assert all(name not in text.replace('"_no_name"', "") for text in texts.values()), name
    assert "MOST = 4" in texts["strapcore/rules.py"]


def test_names_do_not_meet_where_there_is_no_attribute_to_borrow(tmp_path):
    many = range(30)
    adds = "".join(f"def add_{i}(one, two):\n    return one + two + {i}\n\n\n" for i in many)
    late = "".join(f"def _late_{i}(one):\n    return add_{i}(one, {i})\n\n\n" for i in many)
    names = ", ".join(f"add_{i}" for i in many)
    calls = " + ".join(f"add_{i}(one, two)" for i in many)
    late_calls = " + ".join(f"_late_{i}(one)" for i in many)
    sources = {
        "strap.py": "from a import run\n",
        "a.py": f"{adds}def both(one, two):\n    return {calls}\n\n\n"
        "def run():\n    from strapcore import rules\n\n"
        "    print(both(1, 2), rules.total(3))\n",
        "strapcore/rules.py": f"from a import {names}\n\n\n{late}"
        f"def total(one):\n    return {late_calls}\n",
    }
    files = image.compiled(written(tmp_path / "source", sources))
    total = (30 * 3 + sum(many), 30 * 3 + 2 * sum(many))
    assert on_micropython(tmp_path / "slot", files, RUN) == "%d %d\n" % total


def test_the_names_that_are_asked_for_or_shown_stay(tmp_path, late):
    texts = linked(tmp_path, PROGRAM)
    assert "class Trouble(Exception):" in texts["strap.py"]
    assert "def run():" in texts["strap.py"]
    assert "def check(" in texts["strapcore/rules.py"]
    assert "ROWS = " in texts["strapcore/late/checks.py"]


def test_no_tuple_is_made_to_assign_several_names(tmp_path):
    sources = {
        "strap.py": "from a import f\n",
        "a.py": "def f(x):\n    (a, b, c) = (x.q, (1, 2), x[0])\n    return a, b, c\n",
    }
    text = linked(tmp_path, sources)["strap.py"]
    assert re.search(r"a, b, c = (\w)\.q, \(1, 2\), \1\[0\]\n", text)


def test_names_that_are_used_often_come_first(tmp_path):
    rare = "".join(f"    x.rare_{i} = x.often\n" for i in range(150))
    sources = {"strap.py": "from a import f\n", "a.py": f"def f(x):\n{rare}"}
    first, second = linked(tmp_path, sources)["strap.py"].split("\n")[:2]
    assert first == "if not __name__:"
    assert second.startswith("    often.")
    assert second.count(".") < 127


# ---- what it refuses

REFUSED = [
    ("from strapcore.b import *", 1, "every name"),
    ("from . import b", 1, "the whole module"),
    ("import strapcore.b", 1, "write `from ... import`"),
    ("import strapcore\nx = strapcore.b", 2, "not there on the strap"),
    ("import os.path", 1, "dotted"),
    ("from strapcore import gone", 1, "strapcore has no gone"),
    ("from strapcore.gone import x", 1, "there is no strapcore.gone.x"),
    ("from strapcore.b import gone", 1, "strapcore.b has no gone"),
    ("from strapcore import b\nx = b.gone", 2, "strapcore.b has no gone"),
    ("from strapcore import b\nx = b", 2, "b as a value"),
    ("from strapcore import b\nb.NAME = 2", 2, "changed from outside"),
    ("from strapcore import b\ndef f():\n    b.NAME = 2", 3, "changed from outside"),
    ("from strapcore import b\nb = 2", 2, "bound a second time"),
    ("x = 1\nx = 2", 2, "bound a second time"),
    ("def x():\n    pass\ndef x():\n    pass", 3, "bound a second time"),
    ("x = 1\ndef f():\n    global x\n    x = 2", 3, "global x"),
    ("def f():\n    x = 1\n    def g():\n        nonlocal x", 4, "nonlocal x"),
    ("try:\n    x = 1\nexcept OSError:\n    x = 2", 1, "at the top"),
    ("if 1:\n    x = 1", 1, "at the top"),
    ("for x in (1, 2):\n    pass", 1, "at the top"),
    ("x = [1]\nx[0] = 2", 2, "changed from outside"),
    ("x = 1\ndel x", 2, "at the top"),
    ("x = 1\nx += 1", 2, "at the top"),
    ("__all__ = ['x']", 1, "__all__"),
    ("x = __name__", 1, "__name__"),
    ("x = globals()", 1, "globals"),
    ("def f():\n    return eval('x')", 2, "eval"),
    ("x = y", 1, "nothing is called y"),
    ("def f():\n    [y := x for x in (1, 2)]", 2, ":="),
    ("from strapcore.compat import const\nx = const('a')", 2, "whole numbers"),
    ("from strapcore.compat import const\nx = const(1 // 0)", 2, "whole numbers"),
    ("from strapcore.compat import const\nx = [const(1)]", 2, "const as a value"),
    ("from strapcore.compat import const as c", 1, "its own name"),
    ("from strapcore import b\nx = b.THING._y", 2, "private"),
    ("def f(x):\n    return x._y", 2, "private"),
    ("class A:\n    def f(self, other):\n        return other._x + self._x", 3, "private"),
    ("class A:\n    def f(self):\n        self._x = getattr(self, '_x')", 3, "as a text"),
    ("class A:\n    pass\nclass B(A):\n    pass", 3, "its base"),
    ("class A:\n    class B:\n        pass", 2, "a class holds"),
    ("def f():\n    class B:\n        pass", 2, "a class stands at the top"),
    ("def f():\n    from strapcore import b", 2, "at the top"),
    ("from strapcore import rules", 1, "loaded late"),
    ("from strapcore.rules import check", 1, "loaded late"),
    ("def f():\n    __import__('strapcore.b')", 2, "no module that is loaded late"),
    ("def f(load):\n    load('strapcore.unused')", 2, "not in the image"),
    ("from select import poll\nx = poll", 1, "another poll"),
    ("from strapcore import c\ndef f(POLL):\n    return c.POLL", 3, "name of a local"),
]


@pytest.mark.parametrize(("text", "line", "said"), REFUSED)
def test_what_it_does_not_understand_is_refused_with_its_line(tmp_path, text, line, said):
    firmware = {
        "strap.py": "from strapcore.c import POLL\nfrom wrong import wrong\n",
        "wrong.py": text + "\n\ndef wrong():\n    pass\n",
        "strapcore/b.py": "NAME = [1]\nTHING = {}\n",
        "strapcore/c.py": "from os import poll\n\nPOLL = [poll]\n",
        "strapcore/rules.py": "def check():\n    pass\n",
        "strapcore/unused.py": "x = []\n",
    }
    with pytest.raises(UserError) as refused:
        linker.link(written(tmp_path, firmware))
    assert f"firmware/wrong.py:{line}: " in str(refused.value)
    assert said in str(refused.value)


def test_modules_that_import_each_other_are_refused(tmp_path):
    sources = {
        "strap.py": "from a import x\n",
        "a.py": "from b import y\nx = [y]\n",
        "b.py": "from a import x\ny = [x]\n",
    }
    with pytest.raises(UserError, match="import each other"):
        linked(tmp_path, sources)


# ---- a crash points at the sources

CRASH = {
    "strap.py": "from a import start\n",
    "a.py": '''"""A text
of two lines."""

from b import Walker  # and a comment


def start():
    """Says what it does."""

    walker = Walker(
        1,
    )
    walker.walk()
''',
    "b.py": """class Walker:
    def __init__(self, steps):
        self._steps = steps

    @property
    def steps(self):
        # a comment
        if self._steps:
            for _ in (1, 2):

                self._stumble()
        return 0

    def walk(self):
        return [x + self.steps for x in (1, 2)]

    def _stumble(self):
        from strapcore import rules

        try:
            rules.check(0)
        except OSError:
            pass
""",
    "strapcore/rules.py": "# no text\n\n\ndef check(value):\n    return _deep(value)\n\n\n"
    "def _deep(value):\n    return 1 // value\n",
}


def test_a_traceback_of_the_image_is_told_in_lines_of_the_sources(tmp_path):
    source = written(tmp_path / "source", CRASH)
    text = on_micropython(tmp_path / "slot", image.compiled(source), "import strap; strap.start()")
    assert 'File "strap.mpy"' in text
    told = trace.translate(text, source)
    frames = [line.strip() for line in told.splitlines() if "File" in line and "stdin" not in line]
    assert frames == [
        'File "a.py", line 13, in start',
        'File "b.py", line 15, in walk',
        'File "b.py", line 15, in <listcomp>',
        'File "b.py", line 11, in steps',
        'File "b.py", line 21, in _stumble',
        'File "strapcore/rules.py", line 5, in check',
        'File "strapcore/rules.py", line 9, in _deep',
    ]
    assert "ZeroDivisionError" in told


def test_other_tracebacks_stay_as_they_are(tmp_path):
    source = written(tmp_path, CRASH)
    for frame in ('File "app.py", line 3, in step', 'File "other.mpy", line 3, in step'):
        assert trace.translate(frame, source) == frame
    assert trace.translate('File "strap.mpy", line 0, in x', source).startswith('File "strap.mpy"')
