"""Gradients, products with the Jacobian, Jacobians and Hessians, against hand, SymPy and differences."""

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from oracles import EXACT, RUNNING, as_sympy, everywhere, flatten, sympy_gradient, sympy_hessian, two_sided
from programs import executed, same

import adlesson as ad
from adlesson import cos, exp, log, sin, sqrt
from adlesson.engine.errors import InputError
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EXAMPLES = [pytest.param(example, id=name) for name, example in ZOO.items()]


def rows_of(hessian):
    """Return a Hessian, a dict of dicts over inputs with lists for list inputs, as a list of rows of numbers."""
    return [flatten(row) for row in flatten(hessian)]


# --- the gradient -------------------------------------------------------------------------------------


def test_the_first_number_of_the_lesson_is_right_to_thirteen_digits():
    """This number stands in the README and in the first cell a learner runs."""
    f = lambda x: exp(exp(x) + exp(x) ** 2) + sin(exp(x) + exp(x) ** 2)
    assert ad.grad(f, x=0.25)["x"] == pytest.approx(81.5541124068288402, rel=1e-13)
    assert ad.grad(ZOO["running"].f, x=0.25)["x"] == pytest.approx(81.5541124068288402, rel=1e-13)
    assert ad.value_and_grad(f, x=0.25)[0] == pytest.approx(18.9864712317910992, rel=1e-14)


@pytest.mark.parametrize("x", RUNNING)
def test_the_running_example_has_its_reference_derivatives_everywhere(x):
    """First and second derivative at all four points; the second comes from tracing the sweep."""
    f = ZOO["running"].f
    assert ad.grad(f, x=x)["x"] == pytest.approx(float(RUNNING[x]["lx"]), rel=1e-13)
    assert ad.hessian(f, x=x)["x"]["x"] == pytest.approx(float(RUNNING[x]["f2"]), rel=1e-12)
    of_a = float(RUNNING[x]["la"])  # the adjoint of a = exp(x); at x = 0 the last slope is 1, and the two are one number
    assert (ad.grad(f, x=x)["x"] == pytest.approx(of_a, rel=1e-6)) == (x == 0.0)


@pytest.mark.parametrize("example", EXAMPLES)
def test_gradients_of_the_zoo_are_the_ones_derived_by_hand(example):
    """Formulas on paper, written without any sweep, at the example's own inputs."""
    gradient = ad.grad(example.f, example.at)
    by_hand = example.gradient(**example.at)
    assert list(gradient) == list(example.at)
    assert flatten(gradient) == pytest.approx(flatten(by_hand), rel=1e-12, abs=1e-14)
    assert flatten(gradient) != pytest.approx([2 * u + 1 for u in flatten(by_hand)])


@pytest.mark.parametrize("name", EXACT)
def test_gradients_of_polynomials_are_exact(name):
    """With fractions in, the hand-derived formula and the sweep agree with ==, not nearly."""
    at = EXACT[name]
    assert ad.grad(ZOO[name].f, at) == ZOO[name].gradient(**at)
    assert not any(isinstance(u, float) for u in flatten(ad.grad(ZOO[name].f, at)))


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_gradients_are_sympys(f, at):
    """The function runs on symbols, SymPy differentiates, and only then numbers go in."""
    expected = sympy_gradient(f, at)
    assert flatten(ad.grad(f, at)) == pytest.approx([float(u) for u in expected], rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("example", EXAMPLES)
def test_gradients_are_what_differences_measure(example):
    """No calculus at all: move one input a little to each side."""
    program = ad.trace(example.f, example.at)
    x = [float(u) for u in program.bind({})]
    for k, slope in enumerate(flatten(ad.grad(program))):
        along = lambda t, k=k: program(program.pack_inputs([*x[:k], t, *x[k + 1 :]]))
        assert slope == pytest.approx(two_sided(along, x[k], 1e-5), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_symbol_in_gives_a_formula_out(example):
    """The same sweep on SymPy symbols is symbolic differentiation, intermediate by intermediate."""
    program = ad.trace(example.f, example.at)
    symbols = [sympy.Symbol(f"s{k}", real=True) for k in range(len(program.inputs))]
    numbers = dict(zip(symbols, [as_sympy(u) for u in program.bind({})], strict=True))
    for ours, by_hand in zip(
        flatten(ad.grad(program, program.pack_inputs(symbols))), flatten(example.gradient(**example.at)), strict=True
    ):
        assert float(sympy.sympify(ours).subs(numbers)) == pytest.approx(float(by_hand), rel=1e-11, abs=1e-13)


def test_a_gradient_has_an_entry_for_every_input():
    """A missing key would be a KeyError in the learner's loop; the derivative by an unused input is 0."""
    assert ad.grad(lambda x, y, unused: x * y, x=2, y=3, unused=7) == {"x": 3, "y": 2, "unused": 0}
    assert ad.grad(lambda x, v: x, x=2, v=[1, 2, 3]) == {"x": 1, "v": [0, 0, 0]}
    assert ad.grad(lambda x: 5, x=2) == {"x": 0}
    assert ad.grad(lambda: 5) == {}


def test_a_list_input_has_a_list_for_a_gradient():
    """Vectors without NumPy: the gradient has the shape of the input."""
    assert ad.grad(lambda x: sum(u * u for u in x), x=[1, 2, 3]) == {"x": [2, 4, 6]}
    assert ad.grad(lambda x, y: x[0] * y * x[0], x=[3], y=5) == {"x": [30], "y": 9}
    assert ad.grad(lambda x: x[1], x=(1, 2)) == {"x": (0, 1)}
    assert ad.grad(lambda x: sum(x), x=[]) == {"x": []}


def test_every_number_type_goes_through_the_same_sweep():
    """int stays int, Fraction stays Fraction, complex and NumPy's scalars work, a symbol gives a formula."""
    f = lambda x: x * x * x + 2 * x
    assert ad.grad(f, x=2) == {"x": 14}
    assert type(ad.grad(f, x=2)["x"]) is int
    assert ad.grad(f, x=Fraction(1, 2)) == {"x": Fraction(11, 4)}
    assert ad.grad(f, x=1j) == {"x": -1 + 0j}
    assert ad.grad(f, x=np.float64(2.0)) == {"x": 14.0}
    assert ad.grad(f, x=np.float32(2.0)) == {"x": 14.0}
    assert ad.grad(f, x=np.int64(2)) == {"x": 14}
    s = sympy.Symbol("s")
    assert sympy.expand(ad.grad(ad.trace(f, x=2), x=s)["x"]) == 3 * s**2 + 2


def test_a_gradient_can_be_taken_twice_with_the_same_answer():
    """micrograd answers 324 the second time; adjoints that live inside the sweep have nothing to reset."""
    program = ad.trace(lambda x: (x * x) * (x * x), x=3)
    assert ad.grad(program) == ad.grad(program) == {"x": 108}
    assert ad.grad(program, x=1) == {"x": 4}
    assert ad.grad(program) == {"x": 108}


def test_a_program_and_a_function_are_differentiated_alike():
    """Tracing once and reusing must change nothing but the time."""
    f = ZOO["baydin"].f
    program = ad.trace(f, x1=1.0, x2=1.0)
    assert ad.grad(program, x1=2.0, x2=5.0) == ad.grad(f, x1=2.0, x2=5.0)
    assert ad.grad(program, x1=2.0, x2=5.0) == {"x1": 5.5, "x2": pytest.approx(2 - math.cos(5))}


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_a_gradient_of_a_function_is_the_gradient_of_its_program(f, at):
    """grad(f) sweeps over the tape and makes no program: same value, same gradient, same kinds of numbers."""
    program = ad.trace(f, at)
    assert ad.value_and_grad(f, at) == ad.value_and_grad(program)
    assert list(map(type, flatten(ad.grad(f, at)))) == list(map(type, flatten(ad.grad(program))))


def test_gradients_of_arrays_and_of_batches():
    """An array input gets an array; a program of numbers, given arrays, works point by point."""
    A, x = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, -6.0])
    value, gradient = ad.value_and_grad(lambda A, x: (A @ x) @ x, A=A, x=x)
    assert value == (A @ x) @ x
    assert np.array_equal(gradient["A"], np.outer(x, x))
    assert np.array_equal(gradient["x"], (A + A.T) @ x)
    assert not np.array_equal(gradient["x"], 2 * A @ x)  # the forgotten transpose
    program = ad.trace(lambda x, y: x * x * y + 3 * y, x=1.0, y=2.0)
    batch = ad.grad(program, x=x, y=2.0)
    assert np.array_equal(batch["x"], 4 * x)
    assert np.array_equal(batch["y"], x * x + 3)
    mixed = ad.grad(lambda s, x: (s * x).sum(), s=2.0, x=x)
    assert (mixed["s"], mixed["x"].tolist()) == (-1.0, [2.0, 2.0])


def test_a_product_with_the_jacobian_of_arrays():
    """Directions and prices have the shapes of what they belong to; what is left out does not move, a constant never."""
    A, x = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, -6.0])
    f = lambda A, x: {"v": A @ x, "k": np.ones(3), "x": x}
    pushed = ad.jvp(f, {"x": np.array([1.0, 0.0])}, A=A, x=x)
    assert {name: u.tolist() for name, u in pushed.items()} == {"v": [1, 3], "k": [0, 0, 0], "x": [1, 0]}
    pushed = ad.jvp(f, {"A": np.eye(2)}, A=A, x=x)
    assert {name: u.tolist() for name, u in pushed.items()} == {"v": [5, -6], "k": [0, 0, 0], "x": [0, 0]}
    pulled = ad.vjp(f, {"v": np.array([1.0, 0.0])}, A=A, x=x)
    assert {name: u.tolist() for name, u in pulled.items()} == {"A": [[5, -6], [0, 0]], "x": [1, 2]}
    pulled = ad.vjp(f, {"v": [1, 0], "x": [10, 20], "k": [1, 1, 1]}, A=A, x=x)
    assert pulled["x"].tolist() == [11, 22]
    assert ad.vjp(f, {}, A=A, x=x)["A"].tolist() == [[0, 0], [0, 0]]
    with pytest.raises(InputError, match=r"the seed of v has the shape \(3,\), and v has \(2,\)"):
        ad.vjp(f, {"v": np.ones(3)}, A=A, x=x)
    with pytest.raises(InputError, match="the seed of v is an array of whole numbers"):
        ad.vjp(f, {"v": np.array([1, 2])}, A=A, x=x)


# --- several outputs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrap", "names"),
    [
        (lambda u, w: (u, w), ("u", "w")),
        (lambda u, w: [u, w], ("u", "w")),
        (lambda u, w: {"first": u, 2: w}, ("first", "2")),
    ],
    ids=["tuple", "list", "dict"],
)
def test_functions_may_return_several_values_in_any_wrapping(wrap, names):
    """The shape comes back as it was returned; derivatives name the outputs."""

    def f(x, y):
        shared = x * y
        u = shared + x
        w = shared * shared
        return wrap(u, w)

    program = ad.trace(f, x=2, y=3)
    assert program() == wrap(8, 36)
    assert type(program()) is type(wrap(1, 1))
    assert program.outputs == names
    assert ad.jacobian(program) == {names[0]: {"x": 4, "y": 2}, names[1]: {"x": 36, "y": 24}}
    assert ad.vjp(program, {names[0]: 1, names[1]: 10}) == {"x": 364, "y": 242}
    assert ad.jvp(program, {"x": 1, "y": -1}) == {names[0]: 2, names[1]: 12}
    assert ad.jacobian(f, x=2, y=3) == ad.jacobian(program)


def test_two_outputs_that_share_a_variable_do_not_mix():
    """Stored adjoints turn the second row into the sum of both: 42 becomes 54 in a well-known engine."""
    jacobian = ad.jacobian(lambda x: {"u": (y := 3 * x) * y, "w": y * 7}, x=2)
    assert jacobian == {"u": {"x": 36}, "w": {"x": 21}}
    assert jacobian["w"]["x"] != 36 + 21


def test_a_variable_returned_twice_is_two_outputs_with_a_row_each():
    """The cell of a recurrent network returns its state twice: as the state, and as the output."""
    program = ad.trace(lambda x: (y := x * x, y), x=3)
    assert program() == ad.compiled(program)() == executed(program)(3) == (9, 9)
    assert program.outputs == ("y", "y_2")
    assert repr(program).endswith("return y, y")
    for by in ("rows", "columns"):
        assert ad.jacobian(program, by=by) == {"y": {"x": 6}, "y_2": {"x": 6}}
    assert ad.vjp(program, {"y": 1}) == ad.vjp(program, {"y_2": 1}) == {"x": 6}
    assert ad.vjp(program, {"y": 1, "y_2": 10}) == {"x": 66}
    assert ad.jvp(program, {"x": 1}) == {"y": 6, "y_2": 6}
    assert ad.adjoints(program, {"y": 1, "y_2": 10})["y"] == 11
    assert [step.after for step in ad.reverse_sweep(program, {"y": 1, "y_2": 10})] == [1, 11, 33, 66]
    assert ad.gradient_program(program, output="y_2")() == {"value": 9, "x_bar": 6}
    assert str(ad.expression(program)["y_2"]) == "x**2"
    loop = ad.close_loop(ad.trace(lambda z, x: (w := z / 2 + x, w), z=0.0, x=1.0), {"w": "z"})
    assert loop.grad(output="w_2")["x"] == pytest.approx(2.0)
    under_two_keys = ad.trace(lambda x: {"u": (y := x * x), "w": y}, x=3)
    assert ad.jacobian(under_two_keys) == {"u": {"x": 6}, "w": {"x": 6}}
    assert ad.vjp(under_two_keys, {"u": 1, "w": 1}) == {"x": 12}


@pytest.mark.parametrize(
    ("f", "outputs", "slopes"),
    [
        (lambda x: (x, x), ["x", "x_2"], [1, 1]),
        (lambda x: [x, x * 2, x], ["x", "f", "x_2"], [1, 2, 1]),
        (lambda x: ((h := x * 2), h, (h_2 := x * 3), h_2), ["h", "h_3", "h_2", "h_2_2"], [2, 2, 3, 3]),
        (lambda x: (2.0, 2.0, x), ["2.0", "2.0_2", "x"], [0, 0, 1]),
        (lambda x: {"a": x, "b": [x, x], "x": x * 5}, ["a", "b[0]", "b[1]", "x"], [1, 1, 1, 5]),
    ],
)
def test_every_output_has_a_name_of_its_own(f, outputs, slopes):
    """Whatever is returned, and however often: inputs, constants, names that look like another's second one."""
    program = ad.trace(f, x=3)
    assert list(program.outputs) == outputs
    assert ad.jacobian(program) == program.by_output([{"x": slope} for slope in slopes])
    assert ad.jvp(program, {"x": 1}) == program.by_output(slopes)
    for name, slope in zip(outputs, slopes, strict=True):
        assert ad.vjp(program, {name: 1}) == {"x": slope}
        assert ad.gradient_program(program, output=name)()["x_bar"] == slope
    assert same(executed(program)(3), f(3))
    assert same(ad.compiled(program)(3), f(3))
    assert ad.draw(program)
    assert ad.table(program)._repr_html_()


def test_outputs_may_be_inputs_or_constants():
    """A Jacobian has a row for each of them: a unit row, and a row of zeros."""
    program = ad.trace(lambda x, y: (x, 5, x * y), x=2, y=3)
    assert program() == (2, 5, 6)
    assert ad.jacobian(program) == {"x": {"x": 1, "y": 0}, "5": {"x": 0, "y": 0}, "f": {"x": 3, "y": 2}}
    assert ad.vjp(program, {"5": 1}) == {"x": 0, "y": 0}


def test_the_polar_map_has_its_textbook_jacobian():
    """Two inputs, two outputs: rows by output, columns by input, not transposed."""
    jacobian = ad.jacobian(lambda x, y: {"r": sqrt(x * x + y * y), "theta": ad.arctan(y / x)}, x=3.0, y=4.0)
    assert jacobian["r"] == pytest.approx({"x": 0.6, "y": 0.8})
    assert jacobian["theta"] == pytest.approx({"x": -4 / 25, "y": 3 / 25})


def test_a_product_with_the_jacobian_is_the_product_with_the_jacobian():
    """jvp and vjp exist because they are cheaper, not different."""
    f = lambda x, y: {"u": x * y * y, "v": x - y, "w": y * y * y}
    at = {"x": Fraction(2, 3), "y": Fraction(-1, 5)}
    jacobian, xdot, ybar = ad.jacobian(f, at), {"x": 7, "y": Fraction(1, 2)}, {"u": 2, "v": -3, "w": Fraction(1, 7)}
    assert ad.jvp(f, xdot, at) == {k: sum(row[n] * xdot[n] for n in xdot) for k, row in jacobian.items()}
    assert ad.vjp(f, ybar, at) == {n: sum(ybar[k] * jacobian[k][n] for k in ybar) for n in xdot}


# --- second and higher derivatives ----------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_hessians_are_sympys(f, at):
    """The sweep of a traced sweep, against two differentiations of the formula."""
    ours, theirs = rows_of(ad.hessian(f, at)), sympy_hessian(f, at)
    assert len(ours) == len(theirs)
    for row, expected in zip(ours, theirs, strict=True):
        assert row == pytest.approx([float(u) for u in expected], rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("name", sorted(set(EXACT) - {"kinks"}))
def test_hessians_of_polynomials_are_exact_and_symmetric(name):
    """Schwarz's theorem, with == because fractions do not round."""
    rows = rows_of(ad.hessian(ZOO[name].f, EXACT[name]))
    assert rows == [list(column) for column in zip(*rows, strict=True)]
    assert [[as_sympy(u) for u in row] for row in rows] == sympy_hessian(ZOO[name].f, EXACT[name])


def test_the_gist_has_its_reference_hessian():
    """Numbers verified elsewhere to 50 digits (theory, 5.2)."""
    at = {"x": 0.3, "y": -1.2}
    value, gradient = ad.value_and_grad(ZOO["lagrangeprop"].f, at)
    assert value == pytest.approx(1.88259369300583325, rel=1e-14)
    assert gradient == pytest.approx({"x": -1.57782141346353424, "y": -0.315937315672008142}, rel=1e-13)
    hessian = ad.hessian(ZOO["lagrangeprop"].f, at)
    assert hessian["x"] == pytest.approx({"x": -29.2681331485573456, "y": -5.31406663384036612}, rel=1e-12)
    assert hessian["y"] == pytest.approx({"x": -5.31406663384036612, "y": -1.06406969335792423}, rel=1e-12)


def test_a_hessian_has_the_shape_of_its_inputs():
    """A list input gives a list in its place, along rows and along columns."""
    hessian = ad.hessian(lambda x, y: x[0] * x[1] * y, x=[2, 3], y=5)
    assert hessian == {"x": [{"x": [0, 5], "y": 3}, {"x": [5, 0], "y": 2}], "y": {"x": [3, 2], "y": 0}}
    assert ad.hessian(lambda x: 3, x=1) == {"x": {"x": 0}}
    assert ad.hessian(lambda x: x, x=1) == {"x": {"x": 0}}


def test_gradients_nest_to_the_third_derivative():
    """A derivative program is a program: x**4 has slope 32, curvature 48 and third derivative 48 at 2."""
    first = lambda x: ad.grad(lambda u: u**4, u=x)["u"]
    second = lambda x: ad.grad(first, x=x)["x"]
    assert (first(2), second(2), ad.grad(second, x=2)["x"]) == (32, 48, 48)
    third = ad.hessian(lambda x: ad.grad(lambda u: sin(u) * exp(u), u=x)["u"], x=0.3)["x"]["x"]
    assert third == pytest.approx(2 * math.exp(0.3) * (math.cos(0.3) - math.sin(0.3)), rel=1e-13)


def test_nested_gradients_do_not_confuse_their_perturbations():
    """Siskind and Pearlmutter's test: d/dx (x d/dy (x + y)) is 1; engines that mix the levels answer 2."""
    inner = lambda x: ad.grad(lambda y: x + y, y=1)["y"]
    assert ad.grad(lambda x: x * inner(x), x=1) == {"x": 1}
    assert ad.grad(lambda x: x * ad.grad(lambda y: x * y * y, y=3)["y"], x=2) == {"x": 24}
    assert ad.grad(lambda x: ad.grad(lambda y: x * y * y, y=x)["y"], x=5) == {"x": 20}
    assert ad.grad(lambda x: ad.jvp(lambda y: x * y * y, {"y": 1}, y=x)["f"], x=5) == {"x": 20}


def test_a_traced_program_can_be_used_inside_another_function():
    """Programs compose: calling one on traced values records its instructions once more."""
    inner = ad.trace(lambda u: u * u + 1, u=2)
    outer = ad.trace(lambda x: inner(u=3 * x) * x, x=2)
    assert outer() == 74
    assert ad.grad(outer) == {"x": 3 * 9 * 4 + 1}
    assert ad.grad(outer, x=1) == {"x": 28}


def test_a_hessian_of_a_program_with_a_guard_keeps_the_guard():
    """The traced sweep runs the program again, on traced values: a flipped branch must still be noticed."""
    program = ad.trace(ZOO["branch"].f, x=-2.0)
    assert ad.hessian(program) == {"x": {"x": -2.0}}
    with pytest.raises(ValueError, match="another branch"):
        ad.hessian(program, x=2.0)
    s = sympy.Symbol("s")
    assert ad.hessian(program, x=s) == {"x": {"x": -2}}


# --- inputs by name -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seed", "direction", "at", "self", "program", "default", "what", "f", "given", "title"])
def test_an_input_may_be_called_anything(name):
    """Names of options and of our own parameters are names a learner may use; ``at`` passes any of them."""
    program = ad.trace(lambda **u: u[name] * u[name], at={name: 3})
    assert program({name: 5}) == program(at={name: 5}) == 25
    assert ad.grad(program, {name: 5}) == {name: 10}
    assert ad.vjp(program, 1, {name: 5}) == {name: 10}
    assert list(ad.jvp(program, {name: 1}, {name: 5}).values()) == [10]
    assert ad.hessian(program, {name: 5}) == {name: {name: 2}}
    assert ad.primals(program, {name: 5})[name] == 5
    if name != "at":
        assert program(**{name: 5}) == 25
        assert ad.grad(program, **{name: 5}) == {name: 10}


def test_inputs_without_a_name_are_refused():
    """p(4) must not be taken for p(), and above all p(0) must not silently run at the example."""
    program = ad.trace(lambda x: x * x, x=3)
    for call in (lambda: program(4), lambda: program(0), lambda: ad.grad(program, 0), lambda: ad.hessian(program, 4)):
        with pytest.raises(InputError, match="by name"):
            call()
    with pytest.raises(InputError, match="by name"):
        ad.grad(lambda x: x * x, 3)


def test_a_gradient_needs_one_number():
    """A vector has no gradient, and the message says what it does have."""
    for f in (lambda x: (x, x * x), lambda x: [x], lambda x: {"u": x}):
        for derivative in (ad.grad, ad.value_and_grad, ad.hessian, ad.check_gradient):
            with pytest.raises(InputError, match="use vjp with a seed, or jacobian"):
                derivative(f, x=2)


def test_logarithms_near_their_pole_and_cosines_keep_their_signs():
    """Two signs that are easily lost: d/dx 1/x and d/dx cos x."""
    assert ad.grad(lambda x: log(1 / x), x=4.0) == {"x": -0.25}
    assert ad.grad(lambda x: cos(x), x=1.0)["x"] == -math.sin(1.0)
    assert ad.grad(lambda x: 1 - x, x=1.0) == {"x": -1}
    assert ad.grad(lambda x: 1 / x, x=Fraction(2)) == {"x": Fraction(-1, 4)}
