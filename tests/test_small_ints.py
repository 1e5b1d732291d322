"""Every number the estimators make must fit 31 bits: beyond, MicroPython allocates on the heap.

The modules are compiled with a check around each operation, then driven as badly as a sensor can.
"""

import ast
import sys
import types
from pathlib import Path

import pytest

SENSE = Path(__file__).parents[1] / "firmware/strapcore/sense"
ORDER = (
    "filters",
    "grid",
    "beats",
    "tracker",
    "comb",
    "pulse",
    "swings",
    "breath",
    "throb",
    "tissue",
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
    for name in ORDER:
        text = (SENSE / f"{name}.py").read_text().replace("strapcore.sense", "audited")
        tree = ast.fix_missing_locations(Checked().visit(ast.parse(text)))
        module = types.ModuleType(f"audited.{name}")
        module.small = small
        sys.modules[f"audited.{name}"] = module
        exec(compile(tree, f"{name}.py", "exec"), module.__dict__)
        setattr(package, name, module)
    yield package
    for name in ORDER:
        del sys.modules[f"audited.{name}"]
    del sys.modules["audited"]


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
    grid = sense.grid.Grid(rate_hz)
    grid.tell(rate_hz * 1020)
    pulse = sense.pulse.Pulse()
    breath = sense.breath.Breath()
    throb = sense.throb.Throb()
    tissue = sense.tissue.Tissue()
    tissue.leak_ppm = 3000
    tissue.leak_doubt_ppm = 1000
    tissue.heat_pa_k = 350
    tissue.heat_doubt_pa_k = 350
    for n in range(rate_hz * 40):
        value = BAD[name](n)
        grid.feed(value)
        while grid.ready:
            x = grid.take()
            breath.feed(x)
            pulse.breath_rate = breath.rate
            pulse.breath_depth = small(breath.rms * 45)
            pulse.feed(x)
        if n % rate_hz == 0:
            grid.corrected(pulse.rate)
            throb.second(pulse.stroke, n % 3 > 0, False, min(40_000, abs(value)))
            tissue.second(min(640_000, abs(value) * 16), False, 295_000 + n)


def test_the_check_would_see_it(sense):
    sense.filters.Biquad(3569, -7138, -7035, 3145).step(1000)
    with pytest.raises(OverflowError):
        sense.filters.Biquad(3569, -7138, -7035, 3145).step(1 << 20)
