"""Every number the estimators make must fit 31 bits: beyond, MicroPython allocates on the heap.

The modules are compiled with a check around each operation, then driven as badly as a sensor can.
"""

import ast
import sys
import types
from pathlib import Path

import pytest

CORE = Path(__file__).parents[1] / "firmware/strapcore"
ORDER = (
    "sense/air",
    "sense/contact",
    "sense/sense",
    "listening/filters",
    "listening/grid",
    "listening/beats",
    "listening/tracker",
    "listening/comb",
    "listening/pulse",
    "listening/swings",
    "listening/breath",
    "listening/throb",
    "listening/tissue",
    "listening/listener",
)
LIMIT = 1 << 30


def small(value):
    if type(value) is int and not -LIMIT <= value < LIMIT:
        raise OverflowError(f"{value} needs more than 31 bits")
    return value


class Checked(ast.NodeTransformer):
    """Wrap each arithmetic result in small()."""

    def wrap(self, node):
        call = ast.Call(ast.Name("small", ast.Load()), [node], [])
        return ast.copy_location(call, node)

    def visit_BinOp(self, node):
        return self.wrap(self.generic_visit(node))

    def visit_AugAssign(self, node):
        node = self.generic_visit(node)
        load = ast.parse(ast.unparse(node.target), mode="eval").body
        return ast.copy_location(
            ast.Assign([node.target], self.wrap(ast.BinOp(load, node.op, node.value))), node
        )


@pytest.fixture(scope="module")
def sense():
    """The estimators, compiled with checks, under the package name `audited`."""
    package = types.ModuleType("audited")
    sys.modules["audited"] = package
    for path in ORDER:
        text = (CORE / f"{path}.py").read_text()
        for name in ("strapcore.sense", "strapcore.listening"):
            text = text.replace(name, "audited")
        tree = ast.fix_missing_locations(Checked().visit(ast.parse(text)))
        name = path.rpartition("/")[2]
        module = types.ModuleType(f"audited.{name}")
        module.small = small
        sys.modules[f"audited.{name}"] = module
        exec(compile(tree, f"{path}.py", "exec"), module.__dict__)
        setattr(package, name, module)
    yield package
    for name in [name for name in sys.modules if name.startswith("audited")]:
        del sys.modules[name]


def square(hz, size):
    return lambda n: size if int(n * 2 * hz / 50) & 1 else -size


def scramble(size):
    state = 1

    def value(n):
        nonlocal state
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        return (state >> 8) % (2 * size) - size

    return value


BAD = {
    **{f"square {hz} Hz": square(hz, 400_000) for hz in (0.05, 0.2, 0.5, 0.95, 1.3, 2, 5, 12)},
    "square 1 Hz, 60 Pa": square(1, 60),
    "square 1.1 Hz, 600 Pa": square(1.1, 600),
    "square 0.1 Hz, 1 kPa": square(0.1, 1_000),
    "scrambled": scramble(400_000),
    "scrambled, 100 Pa": scramble(100),
    "a spike in silence": lambda n: 400_000 if n % 500 == 499 else n & 1,
    "nothing": lambda n: 0,
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("rate_hz", [10, 50, 75])
def test_no_signal_leaves_31_bits(sense, name, rate_hz):
    heard = sense.sense.Sense(rate_hz, 2, sense.listener.Listener(rate_hz))
    heard.contact.suppose(100_000)
    air = heard.contact.air
    air.room_pa = 60_000
    air.leak_ppm = 2000
    air.leak_doubt_ppm = 1000
    air.heat_pa_k = 350
    air.heat_doubt_pa_k = 350
    heard.listen(True)
    for n in range(rate_hz * 200):
        heard.feed(min(max(100_000 + BAD[name](n), 0), 406_000))  # the sensor's range
        if n % rate_hz == 0:
            heard.pass_ms(1020)
            air.temp_cc = n * 8 % 12_000 - 4_000
            air.advice(2000, 5000)
    assert heard.true_mhz != 1000 * rate_hz


@pytest.mark.parametrize("load", [-100_000, -1, 0, 1, 499, 500, 5000, 306_000])
@pytest.mark.parametrize("step", [0, 1, 90_000])
def test_no_long_hold_leaves_31_bits(sense, load, step):
    """Twenty minutes, falling by so many Pa in the last ten; the leak is not known."""
    tissue = sense.tissue.Tissue()
    for second in range(1200):
        tissue.air.temp_cc = second * 10 % 12_000 - 4_000
        pa = max(load - step * (second // 600), -100_000)
        tissue.second(16 * pa, False)
    assert tissue.late_ppm <= 11_110


@pytest.mark.parametrize("leak", [0, 1, 24, 5000])
def test_no_untouched_ball_leaves_31_bits(sense, leak):
    """Falling by so many Pa a second, while it warms and cools."""
    air = sense.air.Air()
    air.room_pa = 60_000
    for block in range(1, 600):
        air.temp_cc = block * 50 % 3000
        air.quiet(block, max(60_000, 406_000 - 2 * block * leak) * 16)
        air.advice(2000, 5000)


def test_the_check_would_see_it(sense):
    sense.filters.Biquad(3569, -7138, -7035, 3145).step(1000)
    with pytest.raises(OverflowError):
        sense.filters.Biquad(3569, -7138, -7035, 3145).step(1 << 20)
