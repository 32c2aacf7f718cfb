"""The text as machine code: what numba makes of it returns what the program returns, to the last bit."""

import inspect
import math
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import same, straight_line, straight_lines

import adlesson as ad
from adlesson.engine.codegen import by_numba
from adlesson.engine.errors import GuardError, InputError, LessonError
from adlesson.engine.numbers.elementary import elementary
from adlesson.engine.ops import OPS, Op
from adlesson.engine.samples.examples import ZOO

EDGES = [0.5, -0.75, 0.0, -0.0, 1.0, -1.0, 710.0, -800.0, 1e200, 5e-324, math.inf, -math.inf, math.nan, 3.0]
installed = pytest.mark.skipif(find_spec("numba") is None, reason="numba: pip install numba")


def outcome(run, *inputs):
    """Return what a call gives: its result, or the lesson's error, as kind and message."""
    try:
        return run(*inputs)
    except LessonError as problem:
        return f"{type(problem).__name__}: {problem}"


def slow_calls(program, f, *args):
    """Return how often a compiled function asked the program itself."""
    calls, values = [], type(program).values
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(program), "values", lambda p, *a, **k: calls.append(p) or values(p, *a, **k))
        f(*args)
    return len(calls)


def everything(x, y):
    """Return a number to which every operation of numbers contributes."""
    circular = ad.sin(x) + ad.cos(y) * ad.tan(x) + ad.arctan(x * y) + ad.arcsin(y / 4) - ad.arccos(x / 4)
    steep = ad.exp(x * y) + ad.expm1(y) - ad.cosh(x) + ad.sinh(y) + x**3 / y**2 + abs(x) ** 2.5 + (x * x + 1) ** y
    bent = abs(x) + ad.maximum(x, y) * ad.relu(y) - ad.minimum(x, 0.5) + ad.sigmoid(x) * ad.softplus(y) + ad.tanh(x * y)
    return circular + steep + bent + ad.log(x * x + 1) * ad.log1p(y * y) + ad.sqrt(y * y + 2)


@installed
@pytest.mark.parametrize("orders", [0, 1, 2])
def test_every_operation_and_its_slopes_are_the_same_to_the_last_bit(orders):
    """sin, exp and pow are those of the C library, in Python and in machine code; nothing is fused or moved."""
    program = ad.trace(everything, x=0.7, y=1.3)
    for _ in range(orders):
        program = ad.gradient_program(program, output=program.outputs[-1])
    fast = ad.compiled(program, by="numba")
    for x in (0.7, -0.3, 1.9, 0.0, -2.5, 30.0, 400.0, math.nan):
        for y in (1.3, -1.3, 3.5, 0.25):
            assert same(fast(x, y), program(x=x, y=y)), (x, y)
    assert slow_calls(program, fast, 0.7, -1.3) == 0


@installed
@settings(max_examples=12)
@given(straight_lines, st.data())
def test_any_straight_line_program_returns_the_same_at_any_floats(drawn, data):
    """Traced at one point, run at many others, edges among them; and its gradient, where it has one."""
    x, rows = drawn
    program = ad.trace(straight_line(rows), x=x)
    program = (
        program if isinstance(program.output_slots[0], int) and program.output_slots[0] < 0 else ad.gradient_program(program)
    )
    fast = ad.compiled(program, by="numba")
    assert same(fast(), program())
    for _ in range(20):
        other = data.draw(st.lists(st.one_of(st.sampled_from(EDGES), st.floats()), min_size=len(x), max_size=len(x)))
        assert same(outcome(fast, other), outcome(lambda u: program(x=u), other))


@installed
@pytest.mark.parametrize("name", ["running", "baydin", "speelpenning", "logistic_map", "branch", "kinks", "tower"])
def test_examples_return_what_the_sweep_returns(name):
    """In every form of call, and for inputs that are no floats."""
    example = ZOO[name]
    value, gradient = ad.value_and_grad(example.f, example.at)
    program = ad.gradient_program(example.f, example.at)
    fast = ad.compiled(program, by="numba")
    expected = {"value": value, **{f"{name}_bar": u for name, u in gradient.items()}}
    assert same(fast(), expected)
    assert same(fast(*example.at.values()), expected)
    assert same(fast(**example.at), expected)


@installed
def test_nests_guards_poles_and_other_inputs():
    """What is no float, and what has no finite answer, goes the way it goes in Python."""

    def f(net, x):
        h = [ad.tanh(w * x + b) for w, b in zip(net["W"], net["b"], strict=True)]
        return {"out": h[0] * h[1], "all": h} if x > 0 else {"out": x, "all": h}

    program = ad.trace(f, net={"W": [0.5, -1.5], "b": (0.25, 2.0)}, x=2.0)
    fast = ad.compiled(program, by="numba")
    assert same(fast(), program())
    assert same(fast(x=0.75), program(x=0.75))
    with pytest.raises(GuardError, match="x > 0 was True when f was traced"):
        fast(x=-1.0)
    poles = ad.gradient_program(lambda x, y: ad.log(x) + y / x + ad.exp(y) ** -1, x=2.0, y=3.0)
    fast = ad.compiled(poles, by="numba")
    for x, y in (
        (0.0, 1.0),
        (-1.0, 1.0),
        (1.0, 1000.0),
        (0.0, 0.0),
        (1, 2),
        (np.float64(2), 1),
        (1j, 2.0),
        (math.inf, -math.inf),
    ):
        assert same(fast(x, y), poles(x=x, y=y)), (x, y)
    x = np.linspace(0.5, 2, 40)
    assert same(fast(x, 3.0), poles(x=x, y=3.0))
    assert slow_calls(poles, fast, 2.0, 3.0) == 0
    assert slow_calls(poles, fast, -1.0, 3.0) == 1


@installed
def test_what_runs_is_shown_and_results_may_be_anything():
    """A constant, an input, one variable twice, nothing at all."""
    program = ad.trace(lambda x, y: (3, y, x * 2, [x * y, y]), x=1.0, y=2.0)
    fast = ad.compiled(program, by="numba")
    assert same(fast(5.0, 6.0), (3, 6.0, 10.0, [30.0, 6.0]))
    assert "= machine_code(x, y)" in inspect.getsource(fast)
    assert ad.compiled(ad.trace(lambda x: (), x=1.0), by="numba")(2.0) == ()
    assert (
        ad.compiled(ad.trace(lambda x, machine_code, total: x * total, x=1.0, machine_code=1.0, total=3.0), by="numba")()
        == 3
    )


@installed
def test_an_operation_of_ones_own_is_compiled_if_it_is_one_of_floats(monkeypatch):
    """And refused in a sentence if it is more than numba reads."""
    cube_root = elementary("cube_root", lambda u: math.copysign(abs(u) ** (1 / 3), u))
    slope = (lambda v, u: 1 / (3 * v * v),)
    monkeypatch.setitem(OPS, "cube_root", Op("cube_root", cube_root, slope, "cube_root({0})", "output"))
    q = ad.gradient_program(lambda x: cube_root(x) * x, x=8.0)
    assert same(ad.compiled(q, by="numba")(-27.0), q(x=-27.0))
    odd = elementary("odd", lambda u: float(str(u)))
    monkeypatch.setitem(OPS, "odd", Op("odd", odd, (lambda v, u: 1,), "odd({0})", "output"))
    with pytest.raises(InputError, match=r'^numba cannot compile f \(.*\): leave by="numba" out$'):
        ad.compiled(ad.trace(lambda x: odd(x), x=8.0), by="numba")
    monkeypatch.setitem(OPS, "odd", Op("odd", lambda u: odd(u), (lambda v, u: 1,), "odd({0})", "output"))
    with pytest.raises(InputError, match=r'^numba cannot compile odd, an operation of your own: leave by="numba" out$'):
        ad.compiled(ad.trace(lambda x: odd(x), x=8.0), by="numba")


def test_what_cannot_be_compiled_is_refused_in_a_sentence(monkeypatch):
    """Before any work is done."""
    program = ad.trace(lambda x: x * 2 + 1, x=1.0)
    arrays = ad.trace(lambda x: (x * 2).sum(), x=np.ones(3))
    with pytest.raises(InputError, match=r'^f has arrays, and by="numba" is for programs of numbers: leave by="numba" out$'):
        ad.compiled(arrays, by="numba")
    with pytest.raises(InputError, match=r'^compiled takes by="python" or by="numba", not \'C\'$'):
        ad.compiled(program, by="C")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "numba", None)
        with pytest.raises(
            InputError, match=r'^by="numba" needs numba, which is not here: python -m pip install numba, or leave'
        ):
            ad.compiled(program, by="numba")
    with monkeypatch.context() as patch:
        patch.setattr(by_numba, "MOST_LINES", 2)
        with pytest.raises(InputError, match="f has 3 variables, and numba compiles 2 at most: leave"):
            ad.compiled(program, by="numba")


@installed
def test_a_constant_that_is_no_float_is_refused():
    """Complex numbers and decimals have no place in such code."""
    with pytest.raises(InputError, match=r"f has the constant 2j, and numba is for floats: leave"):
        ad.compiled(ad.trace(lambda x: x * 2j, x=1.0), by="numba")


@installed
def test_the_guards_of_a_constant_are_asked():
    """Nothing is computed for it, and yet another branch may run."""
    fast = ad.compiled(ad.trace(lambda x: 1 if x > 0 else 2, x=1.0), by="numba")
    assert fast(3.0) == 1
    with pytest.raises(GuardError):
        fast(-1.0)


@installed
def test_what_is_chosen_among_numbers():
    """The mask was decided in the trace, and has a guard."""
    p = ad.trace(lambda x, y: ad.where(x > y, x * y, 2) * y, x=2.0, y=1.0)
    fast = ad.compiled(p, by="numba")
    assert same(fast(3.0, 0.5), p(x=3.0, y=0.5))
    with pytest.raises(GuardError):
        fast(1.0, 2.0)
