"""Jacobians and Hessians: by rows and by columns alike, with the number of sweeps that it took."""

import gc
import math
import weakref
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy
from oracles import EXACT, as_sympy, flatten, sympy_hessian
from programs import A, V, same

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.transforms import gradients

BOTH = pytest.mark.parametrize("by", ["rows", "columns"])


@BOTH
def test_a_jacobian_of_numbers_is_the_one_by_hand(by):
    """Rows by output, columns by input, in fractions; a constant has a row of zeros, an input a unit row."""
    f = lambda x, y, z: {"u": x * y * y, "w": [x - z, y], "c": 5}
    found = ad.jacobian(f, x=Fraction(2, 3), y=5, z=7, by=by)
    expected = {
        "u": {"x": 25, "y": Fraction(20, 3), "z": 0},
        "w": [{"x": 1, "y": 0, "z": -1}, {"x": 0, "y": 1, "z": 0}],
        "c": {"x": 0, "y": 0, "z": 0},
    }
    assert found == expected
    assert found.sweeps == 3  # three inputs; three outputs that are not constants
    assert found["u"]["y"] != Fraction(2, 3)  # the factor without the sum over edges


def test_the_cheaper_way_is_taken_and_sweeps_are_counted():
    """One sweep per output by rows, one per input by columns."""
    wide = lambda x: sum(u * u for u in x)
    tall = lambda x: [x * k for k in range(1, 8)]
    square = lambda x, y: (x * y, x + y)
    x = [1.0, 2.0, 3.0, 4.0]
    assert [ad.jacobian(wide, x=x, by=by).sweeps for by in (None, "rows", "columns")] == [1, 1, 4]
    assert [ad.jacobian(tall, x=1.0, by=by).sweeps for by in (None, "rows", "columns")] == [1, 7, 1]
    assert [ad.jacobian(square, x=1.0, y=2.0, by=by).sweeps for by in (None, "rows", "columns")] == [2, 2, 2]
    arrays = [ad.jacobian(lambda A, x: A @ x, A=A, x=V, by=by).sweeps for by in (None, "rows", "columns")]
    assert arrays == [2, 2, 9]
    assert ad.jacobian(lambda: 5).sweeps == 0
    assert ad.jacobian(lambda x: 5, x=1.0).sweeps == 0
    assert ad.jacobian(lambda x: {}, x=1.0) == {}


@BOTH
def test_between_arrays_an_entry_has_the_axes_of_both(by):
    """Of the output first; zeros where nothing depends on anything, for constants too."""
    f = lambda A, x, s: {"v": A @ x, "t": x.sum() * s, "k": np.ones((4, 2)), "x": x, "c": 2.5}
    found = ad.jacobian(f, A=A, x=V, s=2.0, by=by)
    assert {name: {key: np.shape(u) for key, u in row.items()} for name, row in found.items()} == {
        "v": {"A": (2, 2, 3), "x": (2, 3), "s": (2,)},
        "t": {"A": (2, 3), "x": (3,), "s": ()},
        "k": {"A": (4, 2, 2, 3), "x": (4, 2, 3), "s": (4, 2)},
        "x": {"A": (3, 2, 3), "x": (3, 3), "s": (3,)},
        "c": {"A": (2, 3), "x": (3,), "s": ()},
    }
    assert same(found["v"]["x"], A)
    assert same(found["v"]["A"], np.einsum("ij,k->ijk", np.eye(2), V))
    assert same(found["t"], {"A": np.zeros((2, 3)), "x": np.full(3, 2.0), "s": V.sum()})
    assert same(found["x"]["x"], np.eye(3))
    assert not found["k"]["x"].any()


@BOTH
def test_lists_of_arrays_have_lists_of_blocks(by):
    """Parameters in a list, as of a network."""
    found = ad.jacobian(lambda p: p[0] @ p[1] * p[2], p=[A, V, 2.0], by=by)["f"]["p"]
    assert [np.shape(u) for u in found] == [(2, 2, 3), (2, 3), (2,)]
    assert same(found[1], 2 * A)
    assert same(found[2], A @ V)


@BOTH
def test_hessians_by_rows_and_by_columns_are_sympys_exactly(by):
    """Reverse over reverse, forward over reverse, and two differentiations of the formula; the matrix is symmetric."""
    for name in sorted(set(EXACT) - {"kinks"}):
        hessian = ad.hessian(ZOO[name].f, EXACT[name], by=by)
        rows = [flatten(row) for row in flatten(hessian)]
        assert [[as_sympy(u) for u in row] for row in rows] == sympy_hessian(ZOO[name].f, EXACT[name])
        assert rows == [list(column) for column in zip(*rows, strict=True)]


def test_a_hessian_counts_the_sweeps_over_the_gradient():
    """One for each number among the inputs, whichever way; its value is not differentiated again."""
    f = lambda x, y: x[0] * x[1] * y + y**3
    for by in ("rows", "columns", None):
        assert ad.hessian(f, x=[1, 2], y=3, by=by).sweeps == 3
    assert ad.hessian(lambda x: (A @ x) @ (A @ x), x=V).sweeps == 3
    assert ad.hessian(lambda x, s: x[0] * s, x=V, s=2.0, by="columns").sweeps == 4
    assert ad.hessian(lambda x, y: x * y, x=2, y=3).sweeps == 2
    assert ad.hessian(lambda x: 3 * x, x=2).sweeps == 0  # its row is the constant 3


@BOTH
def test_a_hessian_of_arrays_has_the_axes_of_both_inputs(by):
    """Blocks between a matrix, a vector and a number."""
    f = lambda A, x, s: ((A @ x) @ (A @ x)) * s
    H = ad.hessian(f, A=A, x=V, s=2.0, by=by)
    assert {key: {other: np.shape(u) for other, u in row.items()} for key, row in H.items()} == {
        "A": {"A": (2, 3, 2, 3), "x": (2, 3, 3), "s": (2, 3)},
        "x": {"A": (3, 2, 3), "x": (3, 3), "s": (3,)},
        "s": {"A": (2, 3), "x": (3,), "s": ()},
    }
    assert same(H["x"]["x"], 4 * A.T @ A)
    assert same(H["x"]["s"], 2 * A.T @ A @ V)
    assert same(H["s"]["x"], H["x"]["s"])
    assert same(H["x"]["A"], np.moveaxis(H["A"]["x"], -1, 0))
    assert same(H["A"]["A"], np.einsum("ik,j,l->ijkl", np.eye(2), V, V) * 4)
    assert H["s"]["s"] == 0


def test_matrices_run_at_other_inputs_and_notice_flipped_guards():
    """Given a program, the inputs are where it is differentiated."""
    p = ad.trace(lambda x, y: x**3 * y if x > 0 else -x, x=2, y=3)
    assert ad.jacobian(p, x=1) == {"f": {"x": 9, "y": 1}}
    assert ad.hessian(p, x=1, y=5) == {"x": {"x": 30, "y": 3}, "y": {"x": 3, "y": 0}}
    assert ad.hessian(p, {"x": 1}, by="columns") == {"x": {"x": 18, "y": 3}, "y": {"x": 3, "y": 0}}
    for matrix in (ad.jacobian, ad.hessian):
        with pytest.raises(GuardError):
            matrix(p, x=-1)
    s = sympy.Symbol("s")
    assert ad.hessian(p, x=s)["x"]["x"] == 18 * s
    q = ad.trace(lambda x: (A @ x) @ (A @ x), x=V)
    assert same(ad.hessian(q, x=V + 1)["x"]["x"], 2 * A.T @ A)


def test_batches_have_batches_of_second_derivatives():
    """A program of numbers, at many points at once."""
    x = np.array([1.0, 2.0, 3.0])
    p = ad.trace(lambda x, y: x**3 * y, x=1.0, y=2.0)
    for by in ("rows", "columns"):
        assert same(ad.hessian(p, x=x, by=by)["x"]["x"], 12 * x)
        assert same(ad.jacobian(p, x=x, by=by)["f"]["x"], 6 * x**2)


def test_an_unknown_way_is_refused():
    """What was met, what there is."""
    for matrix in (ad.jacobian, ad.hessian):
        with pytest.raises(InputError, match=r"by='cols' is not known: .* made by rows, by columns or by colours"):
            matrix(lambda x: x * x, x=2, by="cols")
    assert ad.jacobian(lambda by: by * by, {"by": 3}) == {"f": {"by": 6}}


# --- a Hessian times a direction ----------------------------------------------------------------------------


def test_a_hessian_times_a_direction_is_the_matrix_times_it_exactly():
    """In fractions, by SymPy's matrix, for every example made of + - * / and whole powers."""
    for name in sorted(set(EXACT) - {"kinks"}):
        p = ad.trace(ZOO[name].f, EXACT[name])
        flat = [Fraction(k + 2, 3 * k + 1) * (-1) ** k for k in range(p.d)]
        found = flatten(ad.hvp(p, p.pack_inputs(flat), EXACT[name]))
        right = sympy.Matrix(sympy_hessian(ZOO[name].f, EXACT[name])) * sympy.Matrix(list(map(as_sympy, flat)))
        assert [as_sympy(u) for u in found] == list(right)
        if p.d > 1 and any(right):
            assert list(right) != list(map(as_sympy, flatten(ad.grad(p)))), "the gradient itself is another thing"


def test_its_direction_and_its_result_have_the_shape_of_the_inputs():
    """Numbers, lists and arrays; what is left out does not move, what does not answer is 0."""
    f = lambda A, x, s, w: ((A @ x) @ (A @ x)) * s[0] + s[1] + w * 0
    at = {"A": A, "x": V, "s": [2.0, 3.0], "w": 1.0}
    H, d = ad.hessian(f, at), {"A": A - 1, "x": V * 2, "s": [3.0, -1.0], "w": 5.0}
    found = ad.hvp(f, d, at)
    assert {name: np.shape(u) for name, u in found.items()} == {"A": (2, 3), "x": (3,), "s": (2,), "w": ()}
    by_x = H["x"]["A"].reshape(3, 6) @ d["A"].ravel() + H["x"]["x"] @ d["x"] + H["x"]["s"][0] * d["s"][0]
    assert found["x"] == pytest.approx(by_x)
    assert found["s"] == pytest.approx([np.sum(H["s"][0]["A"] * d["A"]) + H["s"][0]["x"] @ d["x"], 0])
    assert same(ad.hvp(f, {"x": V}, at)["x"], H["x"]["x"] @ V)
    assert ad.hvp(f, {"w": 1.0}, at) == {"A": pytest.approx(np.zeros((2, 3))), "x": pytest.approx(0), "s": [0, 0], "w": 0}
    for u in found.values():
        u += np.ones(np.shape(u)) if isinstance(u, np.ndarray) else u  # what comes out may be written to
    assert same(ad.hvp(f, {"x": V}, at)["x"], H["x"]["x"] @ V)


def test_nested_parameters_have_a_direction_of_their_form():
    """As a network's: what the gradient does along it, by differences; a part that is missing is named."""
    f = lambda params, x: (params[0]["w"] * x + params[0]["b"]) ** 2 * params[1][0] + (params[1][1] ** 2).sum()
    at = {"params": [{"w": 2.0, "b": 1.0}, (3.0, np.array([1.0, 2.0]))], "x": 4.0}
    d = {"params": [{"w": 1.0, "b": 0.0}, (0.0, np.array([1.0, 0.0]))], "x": 0.5}
    found = ad.hvp(f, d, at)
    moved = [
        ad.grad(f, {"params": [{"w": 2 + s, "b": 1.0}, (3.0, np.array([1 + s, 2.0]))], "x": 4 + s / 2})
        for s in (1e-5, -1e-5)
    ]
    for name, read in {"w": lambda g: g["params"][0]["w"], "x": lambda g: g["x"], "s": lambda g: g["params"][1][0]}.items():
        assert read(found) == pytest.approx((read(moved[0]) - read(moved[1])) / 2e-5, rel=1e-8), name
    assert found["params"][1][1].tolist() == [2.0, 0.0]
    with pytest.raises(InputError, match="params is a list of 2 in f, not a list of 1"):
        ad.hvp(f, {"params": [{"w": 1.0}]}, at)


def test_it_is_how_the_gradient_moves():
    """A two-sided difference of gradients along a direction, for a function that no polynomial is."""
    p = ad.trace(SECOND["functions"], x=0.5, y=0.3)
    h, d = 1e-5, {"x": 0.7, "y": -1.1}
    up, down = (ad.grad(p, {name: p.at[name] + s * d[name] for name in d}) for s in (h, -h))
    found = ad.hvp(p, d)
    for name in d:
        assert found[name] == pytest.approx((up[name] - down[name]) / (2 * h), rel=1e-8)
        assert found[name] != pytest.approx((up[name] - down[name]) / h, rel=1e-2)


def test_the_gradient_program_is_made_once_and_goes_with_its_program(monkeypatch):
    """Many directions, many points, one trace; and nothing is kept of what nobody holds any more."""
    made, make = [], gradients.gradient_program
    monkeypatch.setattr(gradients, "gradient_program", lambda p: made.append(p) or make(p))
    p = ad.trace(lambda x, y: x**3 * y, x=2, y=3)
    assert [ad.hvp(p, {"x": 1, "y": k}, x=k) for k in range(3)] == [
        {"x": 0, "y": 0},
        {"x": 21, "y": 3},
        {"x": 60, "y": 12},
    ]
    assert ad.hessian(p) == {"x": {"x": 36, "y": 12}, "y": {"x": 12, "y": 0}}
    assert len(made) == 1
    seen = weakref.ref(p), len(gradients._KEPT)
    made.clear()
    del p
    gc.collect()
    assert seen[0]() is None
    assert len(gradients._KEPT) < seen[1]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_direction_where_there_is_no_value_and_one_that_does_not_fit():
    """NaN for all slopes, and a sentence for what cannot be."""
    assert math.isnan(ad.hvp(lambda x, y: ad.log(x) + y * y, {"y": 1.0}, x=-1.0, y=2.0)["y"])
    assert ad.hvp(lambda x: 5, {"x": 1}, x=2) == {"x": 0}
    assert ad.hvp(lambda x: 3 * x, {"x": 1}, x=2) == {"x": 0}
    with pytest.raises(InputError, match=r"no input \(in direction\) 'z'"):
        ad.hvp(lambda x, y: x * y, {"z": 1}, x=2, y=3)
    with pytest.raises(InputError, match="x has the shape"):
        ad.hvp(lambda x: x @ x, {"x": np.ones(2)}, x=V)
    with pytest.raises(InputError, match="returns several outputs"):
        ad.hvp(lambda x: (x, x * x), {"x": 1}, x=2)
    with pytest.raises(GuardError):
        ad.hvp(ad.trace(lambda x: x**3 if x > 0 else x, x=2), {"x": 1}, x=-2)


SECOND = {
    "power": lambda x, y: x**y + y * x**y,
    "larger": lambda x, y: ad.maximum(x, y) ** 2 + ad.minimum(x * y, x + y),
    "sizes": lambda x, y: abs(x) * y * y + abs(x * y) + ad.relu(x * y) * ad.relu(x + y),
    "functions": lambda x, y: (
        ad.exp(x * y) + ad.tanh(x * y + y) + ad.sigmoid(x) * ad.softplus(y * x) + ad.sin(x) * ad.cos(y)
    ),
}


@pytest.mark.parametrize("name", SECOND)
@pytest.mark.parametrize("by", ["rows", "columns"])
def test_a_hessian_is_symmetric_wherever_both_orders_exist(name, by):
    """At 0 and at kinks, too: what one order leaves undefined the other does not give as a number."""
    p = ad.trace(SECOND[name], x=0.5, y=0.3)
    for x, y in product((0.0, -0.0, 1.0, 2.0, 0.5, 1e-200, 1e-8, 7.5), repeat=2):
        H = ad.hessian(p, x=x, y=y, by=by)
        assert H["x"]["y"] == pytest.approx(H["y"]["x"], rel=1e-13, abs=1e-300, nan_ok=True), (x, y)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_function_without_a_value_has_no_second_slopes():
    """The slope of log is 1/u, which has a value at -1, where log has none."""
    for f in (ad.log, lambda u: ad.log1p(2 * u), lambda u: u * ad.sqrt(u)):
        assert math.isnan(ad.hessian(f, u=-1.0)["u"]["u"])
        assert math.isfinite(ad.hessian(f, u=1.0)["u"]["u"])
    batch = ad.hessian(ad.trace(ad.log, u=1.0), u=np.array([-1.0, 2.0]))["u"]["u"]
    assert np.isnan(batch[0]) and batch[1] == -0.25
    H = ad.hessian(lambda x, y: ad.log(x[0]) * y.sum() + x[1], x=[-1.0, 2.0], y=np.ones(2))
    assert np.isnan(H["x"][0]["x"]).all() and np.isnan(H["y"]["y"]).all() and np.isnan(H["x"][1]["y"]).all()
