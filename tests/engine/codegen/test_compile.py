"""Compiled programs: what ``compiled(p)`` returns is what ``p(...)`` returns, for every kind of number and at every pole."""

import contextlib
import gc
import inspect
import itertools
import linecache
import math
import re
import traceback
import warnings
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import EXACT, everywhere
from programs import ALL, A, V, same, straight_line, straight_lines

import adlesson as ad
from adlesson.engine.codegen import compile as compile_module
from adlesson.engine.codegen import other_inputs
from adlesson.engine.errors import GuardError, InputError, LessonError, NumberError
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EVERY = [pytest.param(f, at, id=name) for name, (f, at) in ALL.items()]


def outcome(run, *inputs):
    """Return what a call gives: its result, or the lesson's error, as kind and message."""
    try:
        return run(*inputs)
    except LessonError as problem:
        return f"{type(problem).__name__}: {problem}"


def slow_calls(program, f, *args, **inputs):
    """Return how often a compiled function asked the program itself."""
    calls, values = [], type(program).values
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(program), "values", lambda p, *a, **k: calls.append(p) or values(p, *a, **k))
        f(*args, **inputs)
    return len(calls)


# --- the same results -----------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_compiled_examples_return_what_the_programs_return(f, at):
    """At their own inputs, at fractions, and their gradients: to the last digit, and exactly."""
    program = ad.trace(f, at)
    for p in (program, ad.gradient_program(program)):
        fast = ad.compiled(p)
        assert same(fast(), p())
        assert same(fast(*at.values()), p())
        assert same(fast(**at), p())


@pytest.mark.parametrize("name", sorted(set(ZOO) - {"square", "order_matters", "speelpenning", "branch"}))
def test_at_floats_the_text_itself_is_run(name):
    """The net must not be what makes the tests pass: for ordinary floats the program is never asked."""
    program = ad.gradient_program(ZOO[name].f, ZOO[name].at)
    assert slow_calls(program, ad.compiled(program)) == 0


@pytest.mark.parametrize(("f", "at"), EVERY)
def test_at_arrays_of_the_traced_shape_the_text_itself_is_run(f, at):
    """And elsewhere it is not."""
    program = ad.trace(f, at)
    assert slow_calls(program, ad.compiled(program)) == 0


@pytest.mark.parametrize(
    ("x", "slow"),
    [(2.5, 0), (2, 0), (np.float64(2.5), 0), (math.inf, 0), (True, 1), (Fraction(1, 2), 1), (1j, 1), (np.float32(2), 0)],
)
def test_what_is_no_float_goes_to_the_program(x, slow):
    """Whole numbers may be run by the text where there are no powers, and NumPy's numbers are Python's first."""
    program = ad.trace(lambda x: x * x + x, x=1.0)
    assert slow_calls(program, ad.compiled(program), x) == slow
    powers = ad.trace(lambda x: x**3, x=1.0)
    assert slow_calls(powers, ad.compiled(powers), x) == (slow or int(type(x) is int))


SCALAR = {
    "polynomial": lambda x, y: x * y + x**3 - 2 * x + y**2,
    "power": lambda x, y: x**y,
    "quotient": lambda x, y: x / y + 1 / x,
    "logarithms": lambda x, y: ad.log(x) * ad.log1p(y) + ad.sqrt(x),
    "exponentials": lambda x, y: ad.exp(x * y) + ad.expm1(y) - ad.cosh(x) + ad.sinh(y),
    "circular": lambda x, y: ad.sin(x) + ad.cos(y) * ad.tan(x) + ad.arctan(x * y) + ad.arcsin(y) - ad.arccos(x),
    "kinks": lambda x, y: abs(x) + ad.maximum(x, y) * ad.relu(y) - ad.minimum(x, 0.5),
    "squashed": lambda x, y: ad.sigmoid(x) * ad.softplus(y) + ad.tanh(x),
    "guarded": lambda x, y: x * y if x > y - 3 else x - y,
    "one of the inputs": lambda x, y: y,
    "nothing but numbers": lambda x, y: (3, 2.5),
}
NUMBERS = [
    0.5, -0.75, 0.0, -0.0, 1.0, 3.25, 710.0, -800.0, 1e200, 5e-324, math.inf, -math.inf, math.nan,
    0, 1, 2, -3, 40, 10**400, True, Fraction(1, 3), Fraction(-7, 2), 1j, 0.5 - 2j, Decimal("0.5"),
    np.float64(0.5), np.float64(0.0), np.float32(0.1), np.int64(3), np.complex128(1j),
    sympy.Symbol("s"), sympy.Rational(1, 2), sympy.Integer(0), sympy.pi, sympy.oo,
    np.array([0.5, -2.0, 0.0]), np.array([[1.5], [2.5]]), np.array([0.5]), np.array(0.5),
    "text", None, [1.0, 2.0], np.array([1, 2]), {}, (1.0,), object,
]  # fmt: skip


@pytest.mark.parametrize("name", SCALAR)
def test_every_kind_of_number_gives_what_the_program_gives(name):
    """Numbers, poles, infinities, NaN, fractions, complex numbers, formulas, batches, and what is no number at all."""
    p = ad.trace(SCALAR[name], x=0.5, y=0.25)
    programs = [p] if not isinstance(p.returns, int) else [p, ad.gradient_program(p)]
    some = [0.5, 0.0, -2, math.inf, Fraction(1, 3), sympy.Symbol("t"), np.array([0.5, 3.0, -1.0])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for program in programs:
            fast = ad.compiled(program)
            for x, y in itertools.chain(itertools.product(NUMBERS, some), itertools.product(some, NUMBERS)):
                agree = near if np.shape(x) or np.shape(y) else same
                assert agree(outcome(fast, x, y), outcome(lambda x, y, p=program: p(x=x, y=y), x, y)), (x, y)


def near(u, w):
    """Whether two results are equal but for the last digits, in which Python's exp and NumPy's differ."""
    if isinstance(u, dict):
        return list(u) == list(w) and all(near(u[key], w[key]) for key in u)
    if isinstance(u, (list, tuple)):
        return len(u) == len(w) and all(map(near, u, w))
    floats = np.asarray(u).dtype.kind in "fc" and np.asarray(w).dtype.kind in "fc" and np.shape(u) == np.shape(w)
    return same(u, w) or (floats and np.allclose(u, w, 1e-13, 0, equal_nan=True))


EDGES = [0.5, -0.75, 0.0, -0.0, 1.0, -1.0, 710.0, -800.0, 1e200, 5e-324, math.inf, -math.inf, math.nan, 3.0]


@pytest.mark.filterwarnings("error")
@settings(max_examples=100)
@given(
    straight_lines, st.lists(st.lists(st.sampled_from(EDGES), min_size=3, max_size=3), min_size=2, max_size=16), st.data()
)
def test_any_batch_is_the_program_at_each_point(drawn, points, data):
    """A few points to the last bit; many points, in parts too, to the last bit of the program in NumPy; not one warning."""
    x, rows = drawn
    program = ad.trace(lambda **u: straight_line(rows)(list(u.values())), {f"x{k}": u for k, u in enumerate(x)})
    with contextlib.suppress(LessonError):  # of a constant there is none
        program = ad.gradient_program(program)
    fast, names = ad.compiled(program), list(program.at)
    moved = [name for name in names if data.draw(st.booleans())] or names
    fixed = {name: points[0][k] for k, name in enumerate(names) if name not in moved}
    given = [fixed | {name: point[k] for k, name in enumerate(names) if name in moved} for point in points]
    batch = fixed | {name: np.array([one[name] for one in given]) for name in moved}
    found = fast(**batch)
    several = [at_point(found, k) for k in range(len(given))]
    assert all(same(u, outcome(lambda at=at: program(at))) for u, at in zip(several, given, strict=True))
    many = fixed | {name: np.resize(batch[name], (3, 7)) for name in moved}
    with pytest.MonkeyPatch.context() as patch:
        whole = fast(**many)
        with np.errstate(all="ignore"):
            assert same(whole, program(many))
        patch.setattr(other_inputs, "FAST", 5 * len(program))
        assert same(ad.compiled(program)(**many), whole)


def at_point(found, k):
    """Return the results at one point of a batch."""
    if isinstance(found, dict):
        return {key: at_point(u, k) for key, u in found.items()}
    return found.flat[k] if np.shape(found) else found


@settings(max_examples=200)
@given(straight_lines, st.lists(st.floats(), min_size=3, max_size=3))
def test_any_straight_line_program_returns_the_same_at_any_floats(drawn, other):
    """Traced at one point, run at another: subnormal, huge, infinite, NaN."""
    x, rows = drawn
    program = ad.trace(straight_line(rows), x=x)
    fast = ad.compiled(program)
    assert same(fast(), program())
    assert same(outcome(lambda: fast(other[: len(x)])), outcome(lambda: program(x=other[: len(x)])))


@pytest.mark.parametrize("name", EXACT)
def test_fractions_stay_exact(name):
    """The text is run by Fractions, or the program is: no float creeps in."""
    program = ad.gradient_program(ZOO[name].f, ZOO[name].at)
    result = ad.compiled(program)(**EXACT[name])
    assert same(result, program(EXACT[name]))
    flat = [v for u in result.values() for v in (u if isinstance(u, list) else [u])]
    assert not any(isinstance(u, float) for u in flat) or name == "kinks"


def test_powers_of_whole_numbers_are_exact_and_bounded():
    """math.pow would round 3 ** 40; and sixty squarings of 3 must not fill the memory."""
    power = ad.compiled(ad.trace(lambda x, y: x**y, x=2.0, y=3.0))
    assert power(3, 40) == 3**40
    assert power(Fraction(1, 3), 2) == Fraction(1, 9)
    assert power(-8.0, 1 / 3) != power(-8.0, 1 / 3)  # NaN, and no complex number

    def tower(x):
        for _ in range(60):
            x = x**2
        return x

    assert ad.compiled(ad.trace(tower, x=1.0))(3) == math.inf
    assert ad.compiled(ad.trace(lambda x: x[0] ** x[1], x=[2.0, 3.0]))([3, 40]) == 3**40


@pytest.mark.filterwarnings("error")
def test_a_flipped_guard_raises_the_sentence_of_the_program():
    """Naming the line to trace again, and not ``another branch`` of the text alone."""

    def f(x):
        if x > 0:
            return ad.log(x)
        return x

    fast = ad.compiled(ad.trace(f, x=2.0))
    assert fast(3.0) == math.log(3)
    line = f.__code__.co_firstlineno + 1
    for x in (-1.0, -1, Fraction(-1), math.nan, np.array([1.0, -1.0])):
        with pytest.raises(GuardError, match=rf"x > 0 was True when f was traced \(line {line}\)"):
            fast(x)
    with pytest.raises(NumberError, match="cannot be decided"):
        fast(1j)
    with pytest.raises(GuardError, match=rf"when gradient_of_f was traced \(line {line}\)"):
        ad.compiled(ad.gradient_program(f, x=2.0))(-1.0)


def test_errors_do_not_drag_along_the_one_of_the_text():
    """``During handling of the above exception`` is for programmers of the net, not for learners."""
    fast = ad.compiled(ad.trace(lambda x: ad.log(x) if x > 0 else x, x=2.0))
    with pytest.raises(GuardError) as caught:
        fast(-1.0)
    assert "During handling" not in "".join(traceback.format_exception(caught.value))


# --- inputs ---------------------------------------------------------------------------------------


def test_inputs_are_positional_in_order_or_by_keyword_and_default_to_the_example():
    """As of any Python function."""
    fast = ad.compiled(ad.trace(lambda x, y, z: x - 10 * y + 100 * z, z=1, x=2, y=3))
    assert fast() == 2 - 30 + 100
    assert fast(5) == 2 - 30 + 500  # z was given first
    assert fast(5, 6, 7) == 6 - 70 + 500
    assert fast(y=0) == 102
    assert fast(5, y=0) == 502
    assert list(inspect.signature(fast).parameters) == ["z", "x", "y"]
    for wrong in (lambda: fast(1, 2, 3, 4), lambda: fast(w=1), lambda: fast(1, z=1)):
        with pytest.raises(TypeError, match="argument"):
            wrong()


def test_defaults_cannot_be_changed_from_outside():
    """Neither by the array that was traced, nor by what a call returns."""
    x = np.ones(3)
    fast = ad.compiled(ad.trace(lambda x, p: x * p[0], x=x, p=[x, 2.0]))
    x[:] = 7
    fast()[:] = 9
    assert same(fast(), np.ones(3))


@pytest.mark.parametrize(
    ("inputs", "match"),
    [
        ({"x": [1.0, 2.0]}, "x is a list of 3 in f, not a list of 2: give the same parts, or trace again"),
        ({"x": [1.0, 2.0, 3.0, 4.0]}, "not a list of 4"),
        ({"x": 5.0}, "x is a list of 3 in f, not the float 5.0"),
        ({"x": [1.0, "a", 3.0]}, r"x\[1\] must be a number"),
        ({"x": [1.0, None, 3.0]}, r"x\[1\] must be a number"),
        ({"x": [1.0, [2.0], 3.0]}, r"x\[1\] is a list"),
        ({"y": [1.0]}, "y is a list: a number or a NumPy array is wanted here"),
        ({"y": "3"}, "y must be a number"),
    ],
)
def test_wrong_inputs_are_refused_as_the_program_refuses_them(inputs, match):
    """Also where the text would have run: ``[1, 2] * 2`` is a list of four in Python."""
    program = ad.trace(lambda x, y: (x[0] + 2 * x[1]) * x[2] + 2 * y, x=[1.0, 2.0, 3.0], y=4.0)
    for run in (program, ad.compiled(program)):
        with pytest.raises(InputError, match=match):
            run(**inputs)


@pytest.mark.parametrize(
    "x", [[2, 3, 5], (2.0, 3.0, 5.0), np.array([2.0, 3.0, 5.0]), np.array([2, 3, 5]), [2, 3.5, Fraction(1, 2)]]
)
def test_a_list_may_be_any_sequence_of_numbers(x):
    """Tuples and arrays are taken for lists, as in the program."""
    program = ad.trace(lambda x: x[0] * x[1] + ad.sin(x[2]), x=[1.0, 2.0, 3.0])
    assert same(ad.compiled(program)(x), program(x=x))
    powers = ad.trace(lambda x: x[0] ** x[1] + x[2], x=[1.0, 2.0, 3.0])
    assert same(ad.compiled(powers)(x), powers(x=x))


@pytest.mark.parametrize(
    "u", [A, A.tolist(), A.astype("float32"), A + 1j, A.T, A[0], A.astype(int), 2.0, "a", None, A * np.nan, [A]],
    ids=lambda u: type(u).__name__ + str(np.shape(u)) if not isinstance(u, str) else u,
)  # fmt: skip
def test_arrays_of_any_kind_give_what_the_program_gives(u):
    """Another shape or kind than the traced one is never run by the text, which would take what NumPy takes."""
    program = ad.trace(lambda A, s: (A * s + A @ A.T @ A).mean(0), A=A, s=2.0)
    fast = ad.compiled(program)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert same(outcome(lambda: fast(u)), outcome(lambda: program(A=u)))
        assert same(outcome(lambda: fast(s=u)), outcome(lambda: program(s=u)))


def test_a_network_is_not_run_at_another_batch_size():
    """The number of examples is folded into its gradient: a mean over 50 by a text made for 100 would be wrong, silently."""
    q = ad.gradient_program(lambda W, X: ((X @ W) ** 2).mean(), W=np.ones(3), X=np.ones((4, 3)))
    with pytest.raises(InputError, match=r"X has the shape \(2, 3\) here and had \(4, 3\)"):
        ad.compiled(q)(X=np.ones((2, 3)))


def test_batches_may_have_any_shape_and_leave_what_does_not_vary_a_number():
    """Every point by itself."""
    fast = ad.compiled(ad.gradient_program(lambda x, y: x * y + 3 * x, x=1.0, y=2.0))
    x = np.arange(6.0).reshape(2, 3)
    result = fast(x, 2.0)
    assert same(result["value"], 5 * x)
    assert result["x_bar"] == 5.0
    assert result["y_bar"] is x or same(result["y_bar"], x)
    assert same(fast(x, x[:, :1])["value"], x * x[:, :1] + 3 * x)


# --- what it is -----------------------------------------------------------------------------------


def test_the_text_that_is_shown_is_the_source_and_two_functions_do_not_share_it():
    """Tracebacks and inspect read the lines of the right one; they are forgotten with it."""
    p, q = ad.trace(lambda x: x * 2, x=1.0), ad.trace(lambda x: x * 3, x=1.0)
    f, g = ad.compiled(p), ad.compiled(q)
    for one, line in ((f, "f = x * 2.0"), (g, "f = x * 3.0")):
        assert inspect.getsource(one).splitlines() == [
            "def f(x):",
            "    try:",
            "        if x.__class__ is float:",
            f"            {line}",
            "            return f",
            "    except PROBLEMS:",
            "        return carefully(x)",
            "    return otherwise(x)",
        ]
    assert f.__name__ == "f"
    assert "The program f" in f.__doc__
    title = f.__code__.co_filename
    assert title in linecache.cache
    del f
    gc.collect()
    assert title not in linecache.cache


def test_what_runs_is_the_text_of_the_source():
    """Line by line, between the test of the inputs and the net; only whole numbers beside floats are written as floats."""
    for f, at in (*((ZOO[name].f, ZOO[name].at) for name in ("running", "baydin", "kinks")), ALL["every function"]):
        program = ad.gradient_program(f, at)
        shown = ad.source(program).partition("):\n")[2].splitlines()
        runs = [line[8:] for line in inspect.getsource(ad.compiled(program)).splitlines()[3:-3]]
        assert [re.sub(r"(\d)\.0\b", r"\1", line) for line in runs] == [re.sub(r"(\d)\.0\b", r"\1", line) for line in shown]
    assert "2.0 * a" in inspect.getsource(ad.compiled(ad.gradient_program(ZOO["running"].f, x=0.25)))


def test_a_program_that_is_too_long_is_refused_with_a_sentence(monkeypatch):
    """Python would need minutes and gigabytes."""
    program = ad.trace(lambda x: sum(x * k for k in range(100)), x=1.0)
    monkeypatch.setattr(compile_module, "MOST_LINES", len(program) - 1)
    with pytest.raises(InputError, match=r"f has 201 variables, and Python compiles 200 at most: use grad"):
        ad.compiled(program)
    monkeypatch.setattr(compile_module, "MOST_LINES", len(program))
    assert ad.compiled(program)(2.0) == 2.0 * 4950


def test_long_programs_compile_without_recursion():
    """A chain, a variable that is read by everybody, sixty diamonds."""

    def chain(x):
        for _ in range(2000):
            x = ad.sin(x) * x + 0.7
        return x

    def signs(x):  # a short text, deeply nested
        for _ in range(2000):
            x = -x
        return x

    def star(x):
        return sum(ad.sin(x) for _ in range(2000))

    def diamonds(x):
        for _ in range(60):
            x = x + x
        return x

    for f, x in ((chain, 0.5), (signs, 0.5), (star, 0.5), (diamonds, 1)):
        q = ad.gradient_program(f, x=x)
        assert same(ad.compiled(q)(), q())
        assert same(ad.compiled(ad.trace(f, x=x))(), q()["value"])
    assert q() == {"value": 2**60, "x_bar": 2**60}


def test_only_programs_are_compiled():
    """What was met, and how to get one."""
    with pytest.raises(InputError, match=r"compiled takes a program, not function .*: write compiled\(trace\(f, x=...\)\)"):
        ad.compiled(lambda x: x)


def test_functions_without_inputs_compile():
    """The smallest case."""
    assert ad.compiled(ad.trace(lambda: 5))() == 5
    assert ad.compiled(ad.trace(lambda: {"u": 2.5, "k": V}))()["u"] == 2.5


# --- whole numbers where arrays are made of numbers -----------------------------------------------

MADE_OF_NUMBERS = {
    "stack": lambda x: np.stack([x, x]) * np.stack([x, x]),
    "outer": lambda x: np.outer(x, x),
    "broadcast": lambda x: np.broadcast_to(x, (2,)) * 2**62,
    "reshape": lambda x: np.reshape(x, (1,)) * 2**62,
    "a running sum": lambda x: np.cumsum(x) * 2**62,
    "signs": lambda x: np.stack([ad.heaviside(x), ad.sign(x)]),
    "a power": lambda x: np.stack([x, 2]) ** 70,
    "chosen by a mask": lambda x: ad.where(np.array([True, False]), x, 2) * 2**62,
    "chosen between two": lambda x: ad.where(np.array([True, False]), x, -x) * 2**62,
    "a number that is chosen": lambda x: np.stack([ad.where(x > 1, x, 3.0), 1]) * 2**62,
}


@pytest.mark.parametrize("f", MADE_OF_NUMBERS.values(), ids=MADE_OF_NUMBERS)
def test_an_array_made_of_whole_numbers_is_one_of_floats(f):
    """NumPy's whole numbers have 64 bits, and go on with a wrong number beyond."""
    p = ad.trace(f, x=2.0)
    for x in (2.0, 2, 2**40):
        found = ad.compiled(p)(x)
        assert np.array_equal(found, p(x=x)) and found.dtype == float
        space = {}
        exec(ad.source(p), space)
        assert np.array_equal(space[p.title](x), found) and space[p.title](x).dtype == float


@pytest.mark.parametrize("points", [5, 50])
def test_a_fraction_beside_points_is_a_float(points):
    """NumPy would make an array of objects, which no function takes; exact as ever beside a fraction."""
    q = ad.gradient_program(lambda x: ad.exp(x * Fraction(1, 3)) + x * Fraction(1, 7), x=1.5)
    x, fast = np.linspace(-2.0, 2.0, points), ad.compiled(q)
    for name, found in fast(x).items():
        assert found.dtype == float and found == pytest.approx([q(x=u)[name] for u in x.tolist()], rel=1e-14)
    assert ad.compiled(ad.trace(lambda x: x * Fraction(1, 3), x=1.5))(Fraction(1, 7)) == Fraction(1, 21)


def test_a_slope_that_is_0_or_1_fills_an_array_of_floats():
    """So it can be changed in place, as that of the program can."""
    slope = ad.compiled(ad.jacobian_program(lambda w: ad.relu(np.sum(w)), w=np.ones(2)))(np.ones(2))
    assert slope["f", "w"].dtype == float


@pytest.mark.parametrize("big", [2**53 + 1, 10**400])
def test_a_whole_number_that_is_chosen_stays_exact_where_no_float_is_it(big):
    """``inf`` is not what ``where`` has chosen."""
    p = ad.trace(lambda x: ad.where(x > 0, big, x), x=1.0)
    assert ad.compiled(p)(1.0) == ad.compiled(p)(1) == p() == big


def test_an_entry_behind_dots_is_a_number_of_its_own():
    """``x[..., 0]`` is a view of ``x``, which would change with it."""
    x = np.array([1.0, 2.0])
    found = ad.compiled(ad.trace(lambda x: x[..., 0], x=x))(x)
    x[0] = 5.0
    assert found == 1.0 and isinstance(found, float)


def test_the_sign_of_a_zero_that_is_chosen_stays():
    """Behind a division it is the sign of an infinity."""
    x = np.array([1.0, -0.0])
    p = ad.trace(lambda x: ad.where(x > 0.5, -0.0, x), x=x)
    assert np.signbit(p()).all() and np.signbit(ad.compiled(p)(x)).all()


@pytest.mark.parametrize("at", [{"w": 1.0, "b": 2.0}, {"b": {"q": 2.0}, "w": 1.0}])
def test_a_dict_that_makes_what_is_missing_is_left_as_it_is(at):
    """Its 0 would be taken for what was given."""
    p = ad.trace(lambda p: p["w"] * (p["b"]["q"] if isinstance(p["b"], dict) else p["b"]), p=at)
    for key in at:
        given = defaultdict(lambda: type(at["b"])(), {key: at[key]})
        with pytest.raises(InputError):
            ad.compiled(p)(given)
        assert [*given] == [key]


HALF = {
    "a number": lambda x: ad.power(x, 0.5),
    "stretched": lambda x: ad.power(x, np.array([0.5])),
    "an array": lambda x: ad.power(x, np.full(x.shape, 0.5)),
    "computed": lambda x: ad.power(x, ad.where(x == x, 0.5, 1.0)),
}


@pytest.mark.parametrize("f", HALF.values(), ids=HALF)
@pytest.mark.filterwarnings("ignore")
def test_a_power_of_one_half_is_the_power_and_not_the_root(f):
    """A root is NaN at -inf and -0.0 at -0.0; the power of numbers, as IEEE 754 has it, is infinite and 0 there."""
    x = np.array([-math.inf, -0.0, 0.0, 4.0, math.inf, -4.0])
    right = np.array([ad.power(u, 0.5) for u in x.tolist()])
    p, q = ad.trace(f, x=x), ad.gradient_program(lambda x: f(x).sum(), x=x)
    for found in (f(x), p(), ad.compiled(p)(x)):
        assert np.array_equal(found, right, equal_nan=True) and not np.signbit(found[:3]).any()
    slopes = np.array([ad.grad(lambda u: ad.power(u, 0.5), u=u)["u"] for u in x.tolist()])
    for found in (q()["x_bar"], ad.compiled(q)(x)["x_bar"], ad.grad(lambda x: f(x).sum(), x=x)["x"]):
        assert np.array_equal(found, slopes, equal_nan=True)


@pytest.mark.filterwarnings("ignore")
def test_so_is_the_slope_of_a_power_of_three_halves():
    """Its text has the power of one half in it."""
    x = np.array([-math.inf, -0.0, 4.0])
    q = ad.gradient_program(lambda x: (x**1.5).sum(), x=x)
    assert "power(x, 0.5)" in ad.source(q)
    assert [*q()["x_bar"]] == [*ad.compiled(q)(x)["x_bar"]] == [math.inf, 0.0, 3.0]


def test_at_a_pole_numpy_warns_of_arrays_as_the_docstring_says():
    """The numbers are those of the program, which is quiet."""
    x = np.array([0.0, 2.0])
    p = ad.trace(lambda x: 1 / x, x=x)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        found = ad.compiled(p)(x)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error")
        assert same(ad.compiled(p)(x), found) and same(p(), found)
    assert 'np.errstate(all="ignore")' in ad.compiled.__doc__


def test_inputs_are_read_no_more_often_where_there_are_many_arrays(monkeypatch):
    """Else a list of 1,000 arrays takes 25 times as long to compile."""
    calls, bind = [], ad.Program.bind
    monkeypatch.setattr(ad.Program, "bind", lambda p, *given: calls.append(p) or bind(p, *given))
    counts = []
    for many in (2, 20):
        p = ad.trace(lambda xs: sum(x.sum() for x in xs), xs=[np.ones(3) * k for k in range(many)])
        calls.clear()
        ad.compiled(p)
        counts.append(len(calls))
    assert counts[0] == counts[1]
