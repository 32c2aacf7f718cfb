"""An operation of one's own is in the table: checked when it is given, right everywhere, and refused where it cannot be."""

import math
import pickle
import subprocess
import sys

import mpmath
import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError, LessonWarning, NumberError, TraceError
from adlesson.engine.ops import OPS
from adlesson.engine.own_rows import OwnName

ROOT = -2 / math.sqrt(math.pi)


def erfc_slope(v, u):
    """Return the derivative of erfc, in the lesson's functions."""
    return ROOT * ad.exp(-u * u)


def new_erfc():
    """Return erfc, new in the table."""
    return ad.operation("erfc", math.erfc, [erfc_slope])


def new_hypot():
    """Return the length of a vector of two, new in the table."""
    return ad.operation("hyp", math.hypot, [lambda v, u, w: u / v, lambda v, u, w: w / v])


def product_of_both():
    """Return a program of both."""
    erfc, hyp = new_erfc(), new_hypot()
    return ad.trace(lambda x, y: erfc(x * y) * hyp(x, y), x=0.4, y=1.2)


def expected(x, y):
    """Return value, gradient and Hessian, differentiated by mpmath."""
    mpmath.mp.dps = 40

    def f(x, y):
        return mpmath.erfc(x * y) * mpmath.hypot(x, y)

    orders = {"": (0, 0), "x": (1, 0), "y": (0, 1), "xx": (2, 0), "xy": (1, 1), "yy": (0, 2)}
    return {name: float(mpmath.diff(f, (x, y), order)) for name, order in orders.items()}


def test_value_gradient_and_hessian_are_those_of_the_book():
    """Swept, compiled, pushed forward and from the Lagrangian: one row serves them all."""
    p, right = product_of_both(), expected(0.4, 1.2)
    slopes = pytest.approx({"x": right["x"], "y": right["y"]}, rel=1e-14)
    assert p() == pytest.approx(right[""], rel=1e-15)
    assert ad.grad(p) == slopes
    lam = ad.Lagrangian(p).multipliers()
    assert {name: lam[name] for name in "xy"} == slopes
    q = ad.compiled(ad.gradient_program(p))(0.4, 1.2)
    assert {name: q[f"{name}_bar"] for name in "xy"} == slopes
    assert ad.jvp(p, {"x": 1, "y": 1})["f"] == pytest.approx(right["x"] + right["y"], rel=1e-14)
    for H in (ad.hessian(p), ad.Lagrangian(p).hessian()):
        assert [H["x"]["x"], H["x"]["y"], H["y"]["y"]] == pytest.approx([right["xx"], right["xy"], right["yy"]], rel=1e-13)


def test_it_is_proved_written_drawn_counted_and_stepped_through():
    """SymPy gets a function without a body, and what the text cannot import is left open."""
    p = product_of_both()
    assert repr(ad.Lagrangian(p).verify()) == "all 24 checks hold"
    x, y = sympy.symbols("x y")
    formula = ad.expression(p)
    assert str(formula) == "erfc(x*y)*hyp(x, y)" and formula.func is sympy.Mul
    assert float(formula.subs({x: 0.4, y: 1.2}).evalf()) == pytest.approx(p(), rel=1e-14)
    text = ad.source(p)
    assert text.startswith("erfc = ...  # an operation of your own: fill it in\nhyp = ...")
    space = {}
    exec(text.replace("erfc = ...", "from math import erfc").replace("hyp = ...", "from math import hypot as hyp"), space)
    assert space["f"](0.4, 1.2) == p()
    assert ad.operations(p).value.functions == 2
    assert "hyp(x, y)" in ad.draw(p).svg
    for sweep in ("forward", "tangent", "reverse", "schedule", "lagrange"):
        assert any("erfc" in row["rule"] for row in ad.Stepper(p, sweep=sweep, predict=True).data["variables"])


def test_it_goes_into_formulas_solvers_and_loops():
    """As an operation of the lesson's does."""
    erfc = new_erfc()
    assert ad.parse("erfc(x) * 2", x=0.5)() == 2 * math.erfc(0.5)
    problem = ad.solvers.Problem(ad.trace(lambda x: (erfc(x) - 0.5) ** 2, x=0.2), free="x")
    run = ad.solvers.solve(problem, "multipliers")
    assert repr(run).endswith("minimum") and run.kind == "minimum"
    loop = ad.close_loop(ad.trace(lambda z, a: {"z_next": erfc(z) / 2 + a, "f": z * a}, z=0.0, a=0.3), {"z_next": "z"})
    z = loop.solve()["z"]
    assert loop.grad(output="f")["a"] == pytest.approx(z + 0.3 / (1 - erfc_slope(0, z) / 2), rel=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_any_number_of_arguments(n):
    """A product of n numbers, whose first and second derivatives are products."""
    by = [lambda v, *u, k=k: math.prod(w for j, w in enumerate(u) if j != k) for k in range(n)]
    times = ad.operation("times", lambda *u: math.prod(u), by)
    x = [2.0, 3.0, 5.0, 7.0][:n]
    p = ad.trace(lambda x: times(*x) * x[0], x=x)
    whole = math.prod(x)
    assert ad.grad(p)["x"] == [2 * whole] + [2 * whole / w for w in x[1:]]
    assert ad.grad(lambda x: times(*x) * x[0], x=x)["x"] == ad.grad(p)["x"]
    assert ad.hessian(p)["x"][0]["x"][0] == 2 * whole / x[0]
    constant = ad.trace(lambda u: times(*[u, 2.0, 3.0, 4.0][:n]), u=1.5)
    assert ad.grad(constant) == {"u": [1, 2, 6, 24][n - 1]}


def test_arrays_and_batches():
    """Where the functions take arrays; where they do not, it is said what to give."""
    each = ad.operation("each", np.vectorize(math.erfc), erfc_slope)
    x = np.array([0.1, -0.2, 0.7])
    p = ad.trace(lambda x: (each(x) ** 2).sum(), x=x)
    slope = ROOT * np.exp(-x * x)
    assert ad.grad(p)["x"] == pytest.approx(2 * each(x) * slope, rel=1e-14)
    assert np.diag(ad.hessian(p)["x"]["x"]) == pytest.approx(2 * slope**2 - 4 * x * slope * each(x), rel=1e-13)
    assert ad.check_gradient(ad.trace(lambda x, y: (ad.exp(each(x)) * each(y)).sum(), x=x, y=2.0)).ok
    one = ad.trace(lambda u: each(u) * 2, u=0.5)
    assert ad.compiled(one)(x) == pytest.approx(2 * each(x))
    erfc = new_erfc()
    for run in (lambda: ad.grad(lambda x: erfc(x).sum(), x=x), lambda: ad.compiled(ad.trace(lambda u: erfc(u), u=0.5))(x)):
        with pytest.raises(
            NumberError, match=r"erfc is for numbers, and meets an array of shape \(3,\).*value and partials that"
        ):
            run()
    half = ad.operation("half", lambda u: u / 2, lambda v, u: 0.5 if u > -1e9 else 0)
    assert ad.grad(lambda x: half(x).sum(), x=x[:1])["x"] == [0.5]
    with pytest.raises(NumberError, match=r"half is for numbers, and meets an array of shape \(3,\)"):
        ad.grad(lambda x: half(x).sum(), x=x)
    total = ad.operation("adds", lambda u: np.sum(u), lambda v, u: 1)
    with pytest.raises(InputError, match=r"adds makes the shape \(\) of an array of shape \(3,\): .* entry by entry"):
        ad.trace(lambda x: total(x), x=x)


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partials", "told"),
    [
        (
            [lambda v, u, w: u / v, lambda v, u, w: u / v],
            "partial of h by argument 2 is 0.4741 at 0.7, 1.3, and .* 0.880471",
        ),
        (
            [lambda v, u, w: 1.001 * u / v, lambda v, u, w: w / v],
            "argument 1 is 0.47457.*give 0.4741: it is off by 0.000474",
        ),
        ([lambda v, u, w: u / v], r"argument 1 is called with the output and then the arguments, partial\(v, u1\)"),
        ([lambda v, u, w: None, lambda v, u, w: w / v], "partial of h by argument 1 is None at 0.7, 1.3: return a number"),
        ([3, 4], "the partial by argument 1 of h is a function, not int 3"),
        ([], "h has no partials"),
    ],
)
def test_a_wrong_partial_is_refused_on_the_spot(partials, told):
    """Which argument, and by how much; the table is as it was."""
    before = dict(OPS)
    with pytest.raises(InputError, match=told):
        ad.operation("h", lambda u, *w: math.hypot(u, *w), partials)
    assert before == OPS


def test_a_partial_that_is_wrong_on_one_side_only_is_found_out():
    """At one point it would pass: |u| is u there."""
    with pytest.raises(InputError, match=r"partial of size by argument 1 is 1 at -0.6, and differences give -1"):
        ad.operation("size", abs, lambda v, u: 1)
    ad.operation("size", abs, lambda v, u: ad.ops.OPS["abs"].partials[0](v, u))


def test_a_domain_that_has_few_of_the_points_is_enough():
    """The inverse of cosh has no value below 1, and one that has none at all cannot be checked."""
    arcosh = ad.operation("arcosh", math.acosh, lambda v, u: 1 / ad.sqrt(u * u - 1))
    assert ad.grad(lambda x: arcosh(x), x=2.0)["x"] == pytest.approx(1 / math.sqrt(3))
    with pytest.raises(NumberError, match=r"arcosh has no value at 0.5 \(ValueError: .*\)"):
        ad.trace(lambda x: arcosh(x), x=0.5)
    with pytest.raises(
        InputError, match=r"cannot be checked: of 1 number, such as 0.7, .* no finite value .ZeroDivisionError"
    ):
        ad.operation("nowhere", lambda u: 1 / 0, lambda v, u: 1)


@pytest.mark.parametrize("name", ["sin", "asin", "ln", "add", "e", "pi", "input", "greater", "lambda", "two words", "", 3])
def test_a_word_of_the_lesson_is_not_taken_away(name):
    """A row of the lesson's, another name of one, a constant, or what is no name."""
    before = dict(OPS)
    with pytest.raises(InputError, match=r"is a word of the lesson's already|is a name of Python's"):
        ad.operation(name, math.erfc, erfc_slope)
    assert before == OPS


def test_a_name_given_again_leaves_older_programs_as_they_were():
    """Traced, parsed, compiled or differentiated before: they calculate with what they were recorded with."""
    erfc = new_erfc()
    old, parsed = ad.trace(lambda x: erfc(x) * x, x=0.5), ad.parse("erfc(x)", x=0.5)
    q = ad.gradient_program(old)
    before = old(), parsed(), q(), ad.grad(old), dict(ad.hessian(old)["x"])
    other = ad.operation("erfc", math.erf, lambda v, u: -erfc_slope(v, u))
    assert (old(), parsed(), q(), ad.grad(old), dict(ad.hessian(old)["x"])) == before
    assert ad.compiled(q)(0.5) == before[2]
    assert ad.parse("erfc(x)", x=0.5)() == math.erf(0.5) == other(0.5)
    both = ad.trace(lambda x: erfc(x) + other(x), x=0.3)
    assert both() == ad.compiled(both)(0.3) == 1.0
    assert ad.grad(both) == {"x": 0}


def test_a_partial_in_math_has_no_second_derivatives_and_says_so():
    """When it is given, and when they are asked for; the first derivative is right everywhere."""
    with pytest.warns(
        LessonWarning, match=r"merf has no second derivatives: its partial by argument 1 cannot .* not math.exp"
    ):
        merf = ad.operation("merf", math.erfc, lambda v, u: ROOT * math.exp(-u * u))
    p, slope = ad.trace(lambda x: merf(x) * x, x=0.3), ROOT * math.exp(-0.09) * 0.3 + math.erfc(0.3)
    assert ad.grad(p)["x"] == pytest.approx(slope, rel=1e-15)
    assert ad.compiled(ad.gradient_program(p))(0.3)["x_bar"] == pytest.approx(slope, rel=1e-15)
    assert repr(ad.Lagrangian(p).verify()) == "all 14 checks hold"
    assert "merf_slope" in repr(ad.Stepper(p)) and "merf_slope" in repr(ad.gradient_program(p))
    for ask in (
        ad.hessian,
        lambda p: ad.Lagrangian(p).hessian(),
        lambda p: ad.gradient_program(ad.gradient_program(p), output="x_bar"),
    ):
        with pytest.raises(TraceError, match=r"merf has no second derivatives: its partial by argument 1 is not made of"):
            ask(p)


def test_a_partial_may_branch():
    """A gradient program then keeps the branch as a guard; letters are told the partial's name."""
    larger = ad.operation(
        "larger", lambda u, w: max(u, w), [lambda v, u, w: 1 if u > w else 0, lambda v, u, w: 0 if u > w else 1]
    )
    p = ad.trace(lambda x, y: larger(x, y) * x, x=2.0, y=1.0)
    q = ad.gradient_program(p)
    assert ad.grad(p) == {"x": 4, "y": 0} and ad.grad(p, x=1.0, y=3.0) == {"x": 3, "y": 1}
    assert (q()["x_bar"], ad.hessian(p)["x"]["x"]) == (4, 2)
    with pytest.raises(GuardError, match=r"another branch would run"):
        q(x=1.0, y=3.0)
    assert "larger_slope_1(z2, x, y)" in repr(ad.Stepper(p))


def test_a_bug_in_a_partial_is_told_once_and_not_swallowed():
    """The sweep does not run it again to find out what it was, and the error begins with the author's own."""
    calls = []

    def partial(v, u):
        if u == 0.123:
            calls.append(u)
            raise ValueError("my bug")
        return 2

    twice = ad.operation("twice", lambda u: 2 * u, partial)
    runs = []

    def f(x):
        runs.append(x)
        return twice(x) * x

    for ask in (lambda: ad.grad(f, x=0.123), lambda: ad.grad(ad.trace(f, x=0.123))):
        calls.clear(), runs.clear()
        with pytest.raises(
            NumberError, match=r"partial of twice by argument 1 has no value at 0.123 \(ValueError: my bug\)"
        ) as told:
            ask()
        assert (len(calls), len(runs)) == (1, 1) and repr(told.value.__cause__) == "ValueError('my bug')"
    with pytest.raises(InputError, match=r"twice takes 1 argument, one for each of its partials: 2 given"):
        twice(1.0, 2.0)


# --- pickles --------------------------------------------------------------------------------------------


def test_a_program_with_an_operation_of_ones_own_is_pickled():
    """What the functions are, pickle finds by their names; a lambda has none."""
    erfc = new_erfc()
    p = ad.trace(lambda x: erfc(x) * x, x=0.5)
    there = pickle.loads(pickle.dumps(ad.gradient_program(p)))
    assert there() == ad.gradient_program(p)() and there.ops[1] is p.ops[1]
    ad.operation("erfc", math.erf, lambda v, u: -erfc_slope(v, u))
    blob = pickle.dumps(p)
    del OPS[p.ops[1]]
    again = pickle.loads(blob)
    assert again() == math.erfc(0.5) * 0.5 and type(again.ops[1]) is OwnName
    hyp = new_hypot()
    with pytest.raises((pickle.PicklingError, AttributeError), match=r"lambda"):
        pickle.dumps(ad.trace(lambda x: hyp(x, x), x=1.0))


def test_a_pickle_with_an_operation_is_read_in_another_process(tmp_path, monkeypatch):
    """The module that has the functions is imported there; the function itself is pickled by its name, too."""
    lines = "import math, adlesson as ad", "def slope(v, u): return -2 / math.sqrt(math.pi) * ad.exp(-u * u)"
    (tmp_path / "own_ops.py").write_text("\n".join([*lines, "erfc = ad.operation('erfc', math.erfc, slope)"]))
    monkeypatch.syspath_prepend(tmp_path)
    import own_ops

    assert pickle.loads(pickle.dumps(own_ops.erfc)) is own_ops.erfc
    p = ad.trace(lambda x: own_ops.erfc(x) * x, x=0.5)
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}; import pickle, adlesson as ad; p = pickle.load(sys.stdin.buffer); "
        "print(p(x=0.7), ad.grad(p), ad.hessian(p)['x'])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(p), capture_output=True, check=True)
    assert done.stdout.decode().strip() == f"{p(x=0.7)} {ad.grad(p)} {ad.hessian(p)['x']}"
