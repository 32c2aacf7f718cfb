"""The gradient as a program: it runs, draws, steps, prints, compiles, and is differentiated again."""

import itertools
import math
import time
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from oracles import EXACT, RUNNING, everywhere, flatten, formula, sympy_gradient
from programs import ALL, LINEAR, A, V, executed, random_arrays, same, straight_line, straight_lines

import adlesson as ad
from adlesson import cos, exp, log, sin
from adlesson.engine.errors import GuardError, InputError
from adlesson.engine.fast import pull_back_numbers
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.sweeps import seeds

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EXAMPLES = [pytest.param(example, id=name) for name, example in ZOO.items()]
ONE_NUMBER = [name for name, (f, at) in ALL.items() if not np.shape(np.empty(0) if name == "several outputs" else f(**at))]


def with_bars(value, gradient):
    """Return what a gradient program returns, from a value and a gradient."""
    return {"value": value, **{f"{name}_bar": u for name, u in gradient.items()}}


# --- the numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_a_gradient_program_returns_the_value_and_the_gradient_bit_for_bit(f, at):
    """The trace of a sweep computes what the sweep computed: floats to the last digit, fractions exactly."""
    q = ad.gradient_program(f, at)
    assert same(q(), with_bars(*ad.value_and_grad(f, at)))
    assert same(ad.gradient_program(ad.trace(f, at))(), q())


@pytest.mark.parametrize("only", [["y"], ("x", "y"), [], {"x"}])
def test_a_gradient_program_differentiates_by_the_inputs_asked_for(only):
    """And computes nothing for the others: whoever trains weights does not ask how the cost depends on the data."""
    f = lambda x, y: exp(x) * sin(y)
    q, everything = ad.gradient_program(f, x=0.5, y=2.0, only=only), ad.gradient_program(f, x=0.5, y=2.0)
    assert q.outputs == ("value", *(f"{name}_bar" for name in "xy" if name in only))
    assert all(q()[name] == everything()[name] for name in q.outputs)
    assert len(q) < len(everything) or set(only) == {"x", "y"}
    listed = ad.gradient_program(lambda u, w: u[0] * u[1] * w, u=[2, 3], w=4, only=["u"])
    assert listed() == {"value": 24, "u_bar": [12, 8]}
    with pytest.raises(InputError, match=r"f has no input 'z': it has x, y"):
        ad.gradient_program(f, x=0.5, y=2.0, only=["z"])


@pytest.mark.parametrize("name", EXACT)
def test_a_gradient_program_traced_at_floats_is_exact_at_fractions(name):
    """It is structure and holds no numbers but the table's whole ones."""
    if name not in ("branch", "kinks"):
        q = ad.gradient_program(ZOO[name].f, ZOO[name].at)
        assert same(q(EXACT[name]), with_bars(ZOO[name].f(**EXACT[name]), ZOO[name].gradient(**EXACT[name])))


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_a_gradient_program_at_symbols_is_sympys_gradient(f, at):
    """Symbols in, formulas out; SymPy differentiates the function itself."""
    if any(isinstance(u, Fraction) for u in flatten(at)):
        return
    q = ad.gradient_program(f, at)
    _, symbols, where = formula(f, at)
    ours = q(q.pack_inputs(symbols))
    for name, expected in zip(q.outputs[1:], sympy_gradient(f, at), strict=True):
        word, _, place = name.partition("[")
        u = ours[word][int(place[:-1])] if place else ours[word]
        assert float(sympy.sympify(u).subs(where)) == pytest.approx(float(expected), rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("name", ONE_NUMBER)
def test_a_gradient_program_of_arrays_returns_the_gradient(name):
    """Arrays of the right shapes; where everything is whole, exactly."""
    f, at = ALL[name]
    program = ad.trace(f, at)
    q = ad.gradient_program(program)
    expected = with_bars(*ad.value_and_grad(program))
    ours = q()
    assert list(ours) == list(expected)
    for key, u in expected.items():
        for a, b in zip(*((v if isinstance(v, list) else [v]) for v in (ours[key], u)), strict=True):
            assert np.shape(a) == np.shape(b)
            assert np.array_equal(a, b) if name in LINEAR else np.asarray(a) == pytest.approx(np.asarray(b), rel=1e-14)
    assert same(ad.compiled(q)(), ours)
    assert same(executed(q)(**at), ours)


@settings(max_examples=200)
@given(straight_lines)
def test_all_readings_of_any_straight_line_program_agree(drawn):
    """The steps, the fast loop, the gradient program, its compiled text: one number, to the last digit."""
    x, rows = drawn
    program = ad.trace(straight_line(rows), x=x)
    zbar = dict.fromkeys(program.names, 0)
    zbar.update((step.target, step.after) for step in ad.reverse_sweep(program))
    z = program.values()
    fast = [0 if u is None else u for u in pull_back_numbers(program, z, seeds(program, 1))]
    assert same(fast, list(zbar.values()))
    assert same(ad.grad(straight_line(rows), x=x)["x"], fast[: len(x)])
    finite = all(abs(float(u)) < math.inf for u in [*z, *fast])
    powers_of_zero = [op for op, slots in zip(program.ops, program.slots, strict=True) if op == "power" and z[slots[0]] == 0]
    if finite and not powers_of_zero:  # there f * log(0) is 0 * infinity
        q = ad.gradient_program(program)
        assert same(q(), {"value": z[program.output_slots[0]], "x_bar": fast[: len(x)]})
        assert same(ad.compiled(q)(), q())


@pytest.mark.parametrize("seed", range(60))
def test_all_readings_of_random_array_programs_agree(seed):
    """Shapes, values, gradients, second derivatives, both texts; against differences where there is no kink."""
    f, at = random_arrays(seed)
    program = ad.trace(f, at)
    gradient, q = ad.grad(program), ad.gradient_program(program)
    assert program() == pytest.approx(f(**at), rel=1e-14)
    assert same(ad.grad(f, at), gradient)
    for name, u in at.items():
        assert np.shape(gradient[name]) == np.shape(q()[f"{name}_bar"]) == np.shape(u)
        assert np.asarray(q()[f"{name}_bar"]) == pytest.approx(np.asarray(gradient[name]), rel=1e-11, abs=1e-13)
    if not {"relu", "maximum"} & set(program.ops):
        assert ad.check_gradient(program, tolerance=1e-5)
    rows, columns = ad.hessian(program, by="rows"), ad.hessian(program, by="columns")
    for x, y in itertools.product(at, at):
        assert np.shape(rows[x][y]) == np.shape(columns[x][y]) == (*np.shape(at[x]), *np.shape(at[y]))
        assert np.asarray(rows[x][y]) == pytest.approx(np.asarray(columns[x][y]), rel=1e-9, abs=1e-10)
    total = lambda **u: sum(w.sum() if getattr(w, "shape", ()) else w for w in list(q(u).values())[1:])
    for p in (program, q, ad.gradient_program(total, at)):
        assert same(ad.compiled(p)(), p())
        assert same(executed(p)(**at), p())


def test_the_gradient_program_of_another_point_is_the_same_program():
    """It is traced at the example's inputs, or at those that are given."""
    p = ad.trace(ZOO["running"].f, x=0.25)
    q = ad.gradient_program(p)
    assert q(x=0.5)["x_bar"] == pytest.approx(float(RUNNING[0.5]["lx"]), rel=1e-13)
    assert q.at == {"x": 0.25}
    r = ad.gradient_program(p, x=0.5)
    assert r.at == {"x": 0.5}
    assert ad.source(r) == ad.source(q)
    assert ad.gradient_program(p, {"x": 0.5}).at == {"x": 0.5}
    assert ad.gradient_program(ZOO["running"].f, x=0.5).at == {"x": 0.5}
    with pytest.raises(InputError, match="has no input 'y'"):
        ad.gradient_program(p, y=1)
    with pytest.raises(InputError, match="by name"):
        ad.gradient_program(p, 0.5)
    arrays = ad.gradient_program(ad.trace(lambda x: x @ x, x=V), x=[1, 2, 3])
    assert same(arrays.at, {"x": np.array([1.0, 2.0, 3.0])})


# --- again and again ------------------------------------------------------------------------------


@pytest.mark.parametrize("x", RUNNING)
def test_twice_gives_the_second_derivative(x):
    """Reference digits, from sixty-digit arithmetic."""
    q = ad.gradient_program(ZOO["running"].f, x=x)
    r = ad.gradient_program(q, output="x_bar")
    assert r() == pytest.approx({"value": float(RUNNING[x]["lx"]), "x_bar": float(RUNNING[x]["f2"])}, rel=1e-12)
    assert ad.hessian(ZOO["running"].f, x=x)["x"]["x"] == pytest.approx(r()["x_bar"], rel=1e-14)
    assert ad.compiled(r)(x) == r()
    assert executed(r)(x) == r()


def test_seven_times_gives_the_seventh_derivative():
    """Names do not run out, and the numbers are SymPy's, exactly."""
    q = ad.trace(lambda x: x**9 + x**3 * Fraction(1, 3), x=Fraction(2))
    s = sympy.Symbol("s")
    expression = s**9 + s**3 / 3
    for k in range(7):
        q = ad.gradient_program(q, output="x_bar" if k else None)
        assert len(set(q.names)) == len(q)
        assert q()["value"] == sympy.diff(expression, s, k).subs(s, 2)
        assert q()["x_bar"] == sympy.diff(expression, s, k + 1).subs(s, 2)
        assert same(executed(q)(Fraction(2)), q())


def test_names_do_not_run_out():
    """Every adjoint of an adjoint has a name of its own: exp(x^2) keeps them all."""
    q = ad.trace(lambda x: exp(x * x), x=0.5)
    for k in range(7):
        q = ad.gradient_program(q, output="x_bar" if k else None)
        assert len(set(q.names)) == len(q)
    s = sympy.Symbol("s")
    assert q()["x_bar"] == pytest.approx(float(sympy.diff(sympy.exp(s * s), s, 7).subs(s, sympy.Rational(1, 2))), rel=1e-12)


@pytest.mark.parametrize("name", EXACT)
def test_hessian_rows_are_gradients_of_the_gradient_exactly(name):
    """For every adjoint among the outputs."""
    f, at = ZOO[name].f, EXACT[name]
    q, hessian = ad.gradient_program(f, at), ad.hessian(f, at)
    for output in q.outputs[1:]:
        word, _, place = output.partition("[")
        row = hessian[word.removesuffix("_bar")]
        row = row[int(place[:-1])] if place else row
        r = ad.gradient_program(q, output=output)
        assert same({key.removesuffix("_bar"): u for key, u in r().items() if key != "value"}, dict(row))


# --- a program like any other ---------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_steps_draws_and_prints(example):
    """Forward, tangent and reverse steps that prove themselves; a picture; rows; text."""
    q = ad.gradient_program(example.f, example.at)
    assert len(list(ad.forward_sweep(q))) == len(q)
    name = q.outputs[-1]
    zbar = dict.fromkeys(q.names, 0)
    for step in ad.reverse_sweep(q, {name: 1}):
        if step.kind == "reverse":
            assert step.after == step.before + step.upstream * step.partial
        zbar[step.target] = step.after
    assert zbar == ad.adjoints(q, {name: 1})
    assert "<svg" in ad.draw(q).svg
    assert q.instructions[-1].text.partition(" = ")[0] == q.names[-1]
    assert repr(q).splitlines()[-1].startswith("return value")
    assert ad.check_gradient(ad.trace(lambda **u: q(u)["value"], at=example.at)).ok


def test_its_variables_are_the_programs_and_their_adjoints():
    """``a`` and ``a_bar``; what is only passed on has no name of its own, and inputs keep theirs."""
    q = ad.gradient_program(ZOO["running"].f, x=0.25)
    assert q.names[:7] == tuple("xabcdef")
    assert [name for name in q.names if name.endswith("_bar")] == ["c_bar", "a_bar", "x_bar"]
    assert q.outputs == ("value", "x_bar")
    assert q.inputs == ("x",)
    assert q.title == "gradient_of_running"
    r = ad.gradient_program(q, output="x_bar")
    assert {"a_bar", "a_bar2", "x_bar", "x_bar2"} <= set(r.names)
    assert r.outputs == ("value", "x_bar")
    assert r.title == "gradient_of_gradient_of_running"


def test_an_adjoint_that_is_passed_on_has_the_name_of_a_variable_with_a_name():
    """The adjoint of an unnamed sum is that of its terms: it is called after the one that the author named."""

    def f(x):
        a = sin(x)
        return (a + 1) ** 3

    assert ad.gradient_program(f, x=0.5).names[4:] == ("z4", "a_bar", "z6", "x_bar")


def test_a_name_that_ends_in_bar_is_the_authors():
    """Then the adjoints are ``_bar2``; the outputs are ``x_bar`` for the input x all the same."""

    def f(x):
        c_bar = x * x
        return c_bar**3

    q = ad.gradient_program(f, x=2)
    assert "c_bar" in q.names
    assert "c_bar_bar2" in q.names
    assert "x_bar2" in q.names
    assert q() == {"value": 64, "x_bar": 192}
    assert ad.gradient_program(lambda x, x_bar: x * x_bar, x=2, x_bar=5)() == {"value": 10, "x_bar": 5, "x_bar_bar": 2}


def test_lines_are_those_of_the_authors_function():
    """An adjoint belongs to the line of its variable, a guard to the line of its branch: none to a line of this package."""

    def f(x):
        a = sin(x)
        if a > 0:
            a = a * x
        return a * a

    start = f.__code__.co_firstlineno
    q = ad.gradient_program(f, x=0.5)
    lines = dict(zip(q.names, q.lines, strict=True))
    assert lines["a"] == start + 1
    assert lines["a_2"] == lines["a_2_bar"] == start + 3
    assert lines["f"] == start + 4
    with pytest.raises(GuardError, match=rf"a > 0 was True when gradient_of_f was traced \(line {start + 2}\)"):
        q(x=-0.5)
    r = ad.gradient_program(q, output="x_bar")
    with pytest.raises(GuardError, match=rf"\(line {start + 2}\)"):
        r(x=-0.5)
    with pytest.raises(GuardError, match=rf"\(line {start + 2}\)"):
        ad.gradient_program(ad.trace(f, x=0.5), x=-0.5)
    symbolic = ad.gradient_program(ad.trace(f, x=0.5), x=sympy.Symbol("s"))
    assert symbolic.guards == ()


# --- inputs and outputs of every form -------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "at", "expected"),
    [
        (lambda x: x, {"x": 3}, {"value": 3, "x_bar": 1}),
        (lambda x: 5, {"x": 3}, {"value": 5, "x_bar": 0}),
        (lambda: 5, {}, {"value": 5}),
        (lambda x, y: x * x, {"x": 3, "y": 4}, {"value": 9, "x_bar": 6, "y_bar": 0}),
        (lambda x: x[0] * x[2], {"x": [2, 3, 5]}, {"value": 10, "x_bar": [5, 0, 2]}),
        (lambda x, y: x[0] * y, {"x": [2], "y": 7}, {"value": 14, "x_bar": [7], "y_bar": 2}),
        (lambda x: sum(x), {"x": []}, {"value": 0, "x_bar": []}),
        (lambda x: -x, {"x": 3}, {"value": -3, "x_bar": -1}),
        (lambda x, y: y - x, {"x": 3, "y": 4}, {"value": 1, "x_bar": -1, "y_bar": 1}),
        (lambda x: x + x + x, {"x": 3}, {"value": 9, "x_bar": 3}),
        (lambda x: 0 * x, {"x": 3}, {"value": 0, "x_bar": 0}),
        (lambda x: x - x, {"x": 3}, {"value": 0, "x_bar": 0}),
    ],
)
def test_the_smallest_functions_have_gradient_programs(f, at, expected):
    """Inputs and constants for outputs, inputs nobody reads, lists."""
    q = ad.gradient_program(f, at)
    assert same(q(), expected)
    assert same(ad.compiled(q)(), expected)
    assert same(executed(q)(**at), expected)


def test_one_of_several_outputs_is_named():
    """By its key, or by its variable; the others are left out."""
    f = lambda x, y: {"u": x * y, "w": [x + y, y * y], "c": 5}
    for output, expected in (
        ("u", {"value": 6, "x_bar": 3, "y_bar": 2}),
        ("w[1]", {"value": 9, "x_bar": 0, "y_bar": 6}),
        ("c", {"value": 5, "x_bar": 0, "y_bar": 0}),
    ):
        assert ad.gradient_program(f, x=2, y=3, output=output)() == expected
    with pytest.raises(InputError, match=r"returns several outputs.*choose one, as in output='u'"):
        ad.gradient_program(f, x=2, y=3)
    with pytest.raises(InputError, match="has no output 'v'"):
        ad.gradient_program(f, x=2, y=3, output="v")
    with pytest.raises(InputError, match="returns an array of shape"):
        ad.gradient_program(lambda x: x * 2, x=V)
    with pytest.raises(InputError, match=r"the seed of u has the shape \(\)"):
        ad.gradient_program(lambda x: {"u": x * 2}, x=V, output="u")
    named = ad.gradient_program(lambda output: output * output, {"output": 3})
    assert named() == {"value": 9, "output_bar": 6}


def test_inputs_may_be_called_like_outputs_and_options():
    """``value`` is an input's name like another."""
    q = ad.gradient_program(lambda value, at: value * at * value, {"value": 2, "at": 3})
    assert q() == {"value": 12, "value_bar": 12, "at_bar": 4}
    assert ad.compiled(q)(value=3, at=1) == {"value": 9, "value_bar": 6, "at_bar": 9}


def test_gradient_programs_inside_functions():
    """A gradient program is a function to a trace: Newton's step on traced values."""
    q = ad.gradient_program(lambda x: exp(x) - 2 * x * x, x=1.0)
    step = lambda x: (lambda r: x - r["value"] / r["x_bar"])(q(x=x))
    value, slope = ad.value_and_grad(step, x=1.5)
    f, f1, f2 = math.exp(1.5) - 4.5, math.exp(1.5) - 6, math.exp(1.5) - 4
    assert value == pytest.approx(1.5 - f / f1)
    assert slope["x"] == pytest.approx(f * f2 / f1**2, rel=1e-12)


def test_idle_zeros_of_step_functions_do_not_survive():
    """The slope of a step is 0: second derivatives of networks with relu have no terms for it."""
    q = ad.gradient_program(lambda A, x: (ad.relu(A @ x) ** 2).sum(), A=A, x=V)
    r = ad.gradient_program(ad.trace(lambda A, x: (q(A=A, x=x)["x_bar"] * V).sum(), A=A, x=V))
    assert not any(type(u) is int and u == 0 for u in r.constants)
    assert "full" not in ad.source(r)


# --- size -----------------------------------------------------------------------------------------


def test_the_gradient_of_a_chain_of_100_000_instructions_is_linear_and_needs_no_recursion():
    """A small factor in length; the same gradient as the sweep."""

    def chain(x):
        for _ in range(33_333):
            x = sin(x) * x + 0.7164528393947407
        return x

    started = time.process_time()
    p = ad.trace(chain, x=0.5)
    q = ad.gradient_program(p)
    assert len(p) == 100_000
    assert 2 * len(p) < len(q) < 3 * len(p)
    assert q()["x_bar"] == ad.grad(p)["x"]
    assert time.process_time() - started < 60


@pytest.mark.parametrize("combine", [lambda y: y + y, lambda y: y * y, lambda y: y * cos(y)])
def test_the_gradient_of_sixty_diamonds_is_linear(combine):
    """2**60 paths, a few hundred instructions, and again for the second derivative."""

    def diamonds(n):
        def f(y):
            for _ in range(n):
                y = combine(y)
            return y

        return ad.gradient_program(f, y=1.0)

    once = [len(diamonds(n)) for n in (30, 60)]
    twice = [len(ad.gradient_program(diamonds(n), output="y_bar")) for n in (30, 60)]
    assert once[1] < 2.1 * once[0] < 800
    assert twice[1] < 2.1 * twice[0] < 3000
    q = diamonds(60)
    assert same(q()["y_bar"], ad.grad(lambda y: [y := combine(y) for _ in range(60)][-1], y=1.0)["y"])


def test_products_of_many_inputs_have_short_gradients():
    """Speelpenning's product: some three times its length for any number of inputs; forward mode would need n times."""

    def product(x):
        p = x[0]
        for u in x[1:]:
            p = p * u
        return p

    sizes = {n: len(ad.gradient_program(product, x=[1.0 + 1 / (k + 1) for k in range(n)])) for n in (10, 100, 1000)}
    assert all(size <= 4 * n for n, size in sizes.items())
    q = ad.gradient_program(lambda x: log(product(x)), x=[2, 3, 5])
    assert q()["x_bar"] == pytest.approx([1 / 2, 1 / 3, 1 / 5])
