"""Arrays among the numbers: what may be an input, what is refused by name, and that nobody else's array is changed."""

import math
import operator
import warnings
from fractions import Fraction
from functools import partial
from math import inf, nan

import numpy as np
import pytest
import sympy
from programs import A, V, executed, same

import adlesson as ad
from adlesson.engine.errors import InputError, NumberError, TraceError
from adlesson.engine.numbers import arrays

with warnings.catch_warnings():  # NumPy advises against it, and people have it all the same
    warnings.simplefilter("ignore")
    MATRIX = np.matrix([[1.0, 2.0]])

# --- the parts ------------------------------------------------------------------------------------


def test_only_numpys_own_arrays_with_axes_are_arrays():
    """A number of NumPy's is a number; a matrix multiplies in another way and is no array here."""
    assert arrays.is_array(np.ones(3))
    assert arrays.is_array(np.ones((2, 0)))
    for u in (1.0, np.float64(1), np.array(1.0), [1.0], MATRIX, np.ma.array([1.0]), np.sin, np.float64):
        assert not arrays.is_array(u)
    assert arrays.shape_of(np.ones((2, 3))) == (2, 3)
    assert arrays.shape_of(3) == arrays.shape_of(Fraction(1, 2)) == arrays.shape_of(np.float64(1)) == ()


def test_units_are_the_rows_of_an_identity():
    """What a Jacobian is collected with: each has one 1, all are different, and a number has the unit 1."""
    assert list(arrays.units(())) == [1]
    rows = [unit.ravel() for unit in arrays.units((2, 3))]
    assert np.array_equal(rows, np.eye(6))
    assert all(unit.shape == (2, 3) for unit in arrays.units((2, 3)))


def test_stacked_parts_put_the_new_axes_first_or_last():
    """A row per entry of an output comes first, a column per entry of an input last."""
    parts = [np.full((4,), float(k)) for k in range(6)]
    first, last = arrays.stacked(parts, (2, 3)), arrays.stacked(parts, (2, 3), last=True)
    assert first.shape == (2, 3, 4)
    assert last.shape == (4, 2, 3)
    assert all(first[k // 3, k % 3, 1] == last[1, k // 3, k % 3] == k for k in range(6))
    matrices = [np.arange(20.0).reshape(4, 5) + 100 * k for k in range(6)]
    first, last = arrays.stacked(matrices, (2, 3)), arrays.stacked(matrices, (2, 3), last=True)
    assert (first.shape, last.shape) == ((2, 3, 4, 5), (4, 5, 2, 3))
    assert first[1, 2, 3, 1] == last[3, 1, 1, 2] == 516
    assert arrays.stacked([7], ()) == 7
    assert same(arrays.stacked([1.0, 2.0], (2,)), np.array([1.0, 2.0]))


def test_a_kept_array_is_a_copy_that_nobody_can_change():
    """And the same copy serves as long as the array is what it was."""
    u = np.asfortranarray([[1.0, math.nan], [3.0, 4.0]])
    copy = arrays.kept(u)
    assert copy is not u
    assert same(copy, u)
    assert copy.strides == u.strides  # sums depend on the order in memory, in the last digit
    with pytest.raises(ValueError, match="read-only"):
        copy[0, 0] = 5
    assert arrays.kept(u, copy) is copy
    for changed in (u + 1, u.reshape(4), u.astype("float32"), -u):
        again = arrays.kept(changed, copy)
        assert again is not copy
        assert same(again, changed)
    assert arrays.kept(2.5) == 2.5


def test_own_arrays_share_nothing():
    """Neither with each other, nor with others', nor with what they are views of."""
    u, w, kept = np.ones((2, 3)), np.zeros(3), arrays.kept(np.ones(2))
    given = [u, u, u.T, w, kept, 5, w[:1]]
    result = arrays.own(given, others=[w])
    assert all(same(a, b) for a, b in zip(result, given, strict=True))
    for k, a in enumerate(result):
        for other in [*result[:k], w, kept]:
            assert not np.may_share_memory(a, other) or a is u or not np.shape(a)
    assert result[0] is u
    assert all(a.flags.writeable for a in result if np.shape(a))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (0, "0"),
        (-1, "-1"),
        (np.int64(2), "2"),
        (slice(None), ":"),
        (slice(1, None), "1:"),
        (slice(None, np.int64(3)), ":3"),
        (slice(None, None, -1), "::-1"),
        (slice(1, 5, 2), "1:5:2"),
        ((0, slice(None), ...), "0, :, ..."),
        ((slice(1, 2),), "1:2,"),
        ((), "()"),
        ((None, 1), "None, 1"),
        ([0, 0, 2], "[0, 0, 2]"),
        (np.array([0, 2]), "[0, 2]"),
        ((np.array([True, False]), 1), "[True, False], 1"),
    ],
    ids=str,
)
def test_an_index_is_written_as_python_reads_it(key, text):
    """``x[...]`` of the text is ``x[key]``: evaluated on an array where the difference shows."""
    assert arrays.option(key) == text
    x = np.arange(24.0).reshape(2, 3, 4) if isinstance(key, tuple) else np.arange(9.0)
    assert same(eval(f"x[{text}]"), x[key])


# --- what may be an input -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("u", "sentence"),
    [
        (np.array([1, 2]), r"x is an array of whole numbers, which cannot move a little: pass x.astype\(float\)"),
        (np.array([1, 2], dtype="uint8"), "x is an array of whole numbers"),
        (np.array([True, False]), "x is an array of truth values"),
        (np.array(["a"]), "x is an array of the kind <U1"),
        (np.array([Fraction(1, 2)]), "x is an array of the kind object"),
        (np.array([None]), "x is an array of the kind object"),
        (np.zeros((0, 3)), r"x is an empty array, of shape \(0, 3\)"),
        (MATRIX, r"x is a matrix: pass a NumPy array of it, np.asarray\(x\)"),
        (np.ma.array([1.0, 2.0]), "x is a MaskedArray: pass a NumPy array of it"),
    ],
    ids=lambda u: type(u).__name__ if not isinstance(u, str) else "",
)
def test_an_array_that_cannot_be_differentiated_is_refused_by_name(u, sentence):
    """What was met, what is accepted, what to write instead; also when the program runs again."""
    for call in (lambda: ad.grad(lambda x: (x * x).sum(), x=u), lambda: ad.trace(lambda x: x, x=u)):
        with pytest.raises(InputError, match=sentence):
            call()
    if isinstance(u, np.ndarray) and u.dtype.kind in "iub":
        program = ad.trace(lambda x: x * x, x=u.astype(float))
        for run in (program, ad.compiled(program)):
            with pytest.raises(InputError, match=sentence):
                run(x=u)


def test_arrays_of_other_floats_are_inputs():
    """Single precision becomes double, complex stays complex."""
    single = np.array([1.5, 2.5], dtype="float32")
    program = ad.trace(lambda x: x * x * 2, x=single)
    assert program().dtype == float
    assert same(ad.compiled(program)(), program())
    z = np.array([1 + 2j, 3.0])
    assert same(ad.grad(lambda x: (x * x).sum(), x=z)["x"], 2 * z)


def test_numbers_without_axes_are_numbers():
    """np.array(2.0) is what many functions return for a number; it may be an input or meet a traced value."""
    assert ad.grad(lambda x: x * x, x=np.array(3.0)) == {"x": 6.0}
    for f in (lambda x: x * np.array(2.0), lambda x: np.array(2.0) * x, lambda x: ad.maximum(x, np.array(2.0))):
        assert same(ad.trace(f, x=3.0)(), float(f(3.0)))
        assert same(ad.trace(f, x=V)(), f(V))


def test_an_entry_is_a_number_however_it_is_read():
    """NumPy makes an array without axes of ``x[..., 1]``, which would behave in yet another way."""
    for f in (lambda x: x[1], lambda x: x[..., 1], lambda x: x[(1,)], lambda x: x.reshape(3, 1)[1, ..., 0]):
        value, gradient = ad.value_and_grad(f, x=V)
        assert type(value) is type(ad.trace(f, x=V)()) is np.float64
        assert same(gradient["x"], np.array([0.0, 1.0, 0.0]))


def test_an_array_is_one_variable():
    """And a list of arrays is one for each; numbers stand beside them."""
    program = ad.trace(lambda W, x, b: W @ x + b, W=A, x=V, b=2.0)
    assert program.inputs == ("W", "x", "b")
    assert program.shapes == ((2, 3), (3,), (), (2,), (2,))
    assert len(program) == 5
    listed = ad.trace(lambda p: p[0] @ p[1] + p[2], p=[A, V, 2.0])
    assert listed.inputs == ("p[0]", "p[1]", "p[2]")
    assert same(listed(), program())
    assert ad.trace(lambda x: x * x, x=2.0).shapes is None


def test_another_shape_names_both_shapes_and_the_variable():
    """The sentence a learner meets most often with arrays."""
    program = ad.trace(lambda W, x: W @ x, W=A, x=V)
    for call in (
        lambda: program(x=np.ones(2)),
        lambda: ad.compiled(program)(A, np.ones(2)),
        lambda: ad.jvp(program, {"x": np.ones(2)}),
        lambda: ad.vjp(program, np.ones(2), x=np.ones(2)),
        lambda: ad.jacobian(program, x=np.ones(2)),
    ):
        with pytest.raises(InputError, match=r"x has the shape \(2,\) here and had \(3,\) when f was traced"):
            call()
    with pytest.raises(InputError, match=r"x has the shape \(\) here"):
        program(x=2.0)
    with pytest.raises(InputError, match=r"s has the shape \(3,\) here and had \(\)"):
        ad.trace(lambda s, x: s * x, s=2.0, x=V)(s=V)
    with pytest.raises(InputError, match=r"the seed has the shape \(3,\), and f has \(2,\)"):
        ad.vjp(program, V)
    with pytest.raises(InputError, match=r"the seed has the shape \(\), and f has \(2,\): give a price for each entry"):
        ad.vjp(program, 1)
    with pytest.raises(InputError, match=r"returns an array of shape \(2,\): this needs one number; return its sum"):
        ad.grad(program)
    with pytest.raises(InputError, match=r"returns an array of shape \(3,\): this needs one number"):
        ad.grad(lambda x: np.ones(3), x=1.0)


def test_lists_stand_for_arrays_where_an_array_was_traced():
    """As NumPy takes them; what is no list of numbers is refused."""
    program = ad.trace(lambda x: 2 * x, x=A)
    wanted = 2 * A
    for run in (program, ad.compiled(program)):
        assert same(run(x=A.tolist()), wanted)
        for wrong in ([[1.0], [2.0, 3.0]], "abc", None, [["a", "b", "c"]] * 2, {}):
            with pytest.raises(InputError, match=r"^x"):
                run(x=wrong)
    assert same(ad.jvp(program, {"x": [[1, 0, 0], [0, 0, 1]]})["f"], 2.0 * np.array([[1, 0, 0], [0, 0, 1]]))
    assert same(ad.vjp(program, [[1, 0, 0], [0, 0, 1]])["x"], 2.0 * np.array([[1, 0, 0], [0, 0, 1]]))


# --- whose array it is ----------------------------------------------------------------------------


def test_changing_an_input_after_the_trace_does_not_change_the_program():
    """A program is immutable: its examples and its constants are what they were."""
    x, k, p = np.ones(3), np.full(3, 2.0), [np.ones(2), 3.0]
    program = ad.trace(lambda x, p: (x * k + x[0]).sum() * p[0].sum(), x=x, p=p)
    fast, value = ad.compiled(program), program()
    x[:], k[:], p[0][:] = 7, 7, 7
    assert program() == fast() == value == 18
    assert same(program.at, {"x": np.ones(3), "p": [np.ones(2), 3.0]})
    program.at["x"][:] = 9
    program.at["p"][0][:] = 9
    assert program() == value


def test_a_constant_that_the_function_changes_in_place_is_recorded_as_it_was_used():
    """A mask that is moved along in a loop; an engine that keeps the array itself would use its last state everywhere."""

    def f(x):
        mask, s = np.zeros(3), 0.0
        for k in range(3):
            mask[:] = 0
            mask[k] = k + 1.0
            s = s + (mask * x).sum() * x[k]
        return s

    assert ad.trace(f, x=V)() == f(V)
    assert same(ad.grad(f, x=V)["x"], 2 * np.array([1.0, 2.0, 3.0]) * V)
    k, program = np.ones(3), None
    program = ad.trace(lambda x: (x * k) @ (x + k), x=V)
    assert len({id(u) for u in program.constants}) == 1  # one copy serves both


def test_results_cannot_be_used_to_change_a_program():
    """x.T is a view in NumPy; the one that a program returns of its own example is not to be written to."""
    constant = np.arange(30.0)
    program = ad.trace(lambda x: {"x": x, "view": x.T, "row": x[0], "k": constant}, x=A)
    for run in (program, ad.compiled(program)):
        for result in run().values():
            with pytest.raises(ValueError, match="read-only"):
                result[:] = 0
    assert same(program(), {"x": A, "view": A.T, "row": A[0], "k": constant})
    mine = A.copy()
    program(x=mine)["x"][:] = 5  # the caller's own array is the caller's own business
    assert same(mine, np.full((2, 3), 5.0))


def test_gradients_are_arrays_of_floats_of_their_own():
    """``g["x"] *= 0.1`` must work, and must not change the gradient by y."""
    seed = np.ones((2, 3))
    for gradient in (
        ad.grad(lambda x, y: (x + y).sum(), x=A, y=A),
        ad.vjp(lambda x, y: x + y, seed, x=A, y=A),
        ad.grad(lambda x, y: (x + y.T).mean(), x=A, y=A.T.copy()),
    ):
        assert all(u.dtype == float for u in gradient.values())
        before = gradient["y"].copy()
        gradient["x"] *= 0
        assert same(gradient["y"], before)
    assert same(seed, np.ones((2, 3)))
    assert same(ad.vjp(lambda x: x, seed, x=A), {"x": seed})
    ad.vjp(lambda x: x, seed, x=A)["x"][:] = 7
    assert same(seed, np.ones((2, 3)))
    unused = ad.grad(lambda x, y: x.sum(), x=A, y=V)["y"]
    assert same(unused, np.zeros(3))


def test_batches_through_programs_of_numbers_change_nobodys_arrays():
    """Every point by itself; ``+=`` in the text must never reach an array that came from outside."""
    polynomials = [
        lambda x, y: x * x + x,
        lambda x, y: x + y + x * y + x,
        lambda x, y: x * x * x - y * y + 2 * x - y,
        lambda x, y: (x + y) ** 3 - x,
        lambda x, y: -x + (x - y) * (x + y) * x,
        lambda x, y: ad.maximum(x, y) * x + abs(y) + ad.relu(x),
    ]
    for f in polynomials:
        program = ad.trace(f, x=2.0, y=3.0)
        for q in (program, ad.gradient_program(program)):
            x, y = np.linspace(-2.0, 3.0, 7), np.linspace(1.0, -4.0, 7)
            for run in (q, ad.compiled(q), executed(q)):
                result = run(x, y) if run is not q else run(x=x, y=y)
                by_point = [q(x=u, y=w) for u, w in zip(x, y, strict=True)]
                for key in result if isinstance(result, dict) else [None]:
                    got, wanted = (result, by_point) if key is None else (result[key], [r[key] for r in by_point])
                    assert np.array_equal(np.broadcast_to(got, (7,)), wanted)
                assert same(x, np.linspace(-2.0, 3.0, 7))
                assert same(y, np.linspace(1.0, -4.0, 7))


def test_a_batch_through_functions_is_each_point_within_rounding():
    """NumPy's exp may differ from Python's in the last digit."""
    f = lambda x, y: ad.exp(ad.sin(x) * y) + ad.log(x * x + 1) / y
    q = ad.gradient_program(f, x=1.0, y=2.0)
    x, y = np.linspace(-2.0, 3.0, 7), np.linspace(1.0, 4.0, 7)
    for run in (q, ad.compiled(q)):
        result = run(**{"x": x, "y": y})
        for k in range(7):
            point = q(x=x[k], y=y[k])
            assert {name: u[k] for name, u in result.items()} == pytest.approx(point, rel=1e-14)
    assert ad.grad(ad.trace(f, x=1.0, y=2.0), x=x, y=y)["x"] == pytest.approx(result["x_bar"], rel=1e-14)


# --- numbers without an answer --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "x", "value", "slope"),
    [
        (lambda x: ad.log(x), [0.0, -1.0, 1.0, inf], [-inf, nan, 0.0, inf], [inf, nan, 1.0, 0.0]),
        (lambda x: ad.exp(x), [710.0, -800.0, 0.0, nan], [inf, 0.0, 1.0, nan], [inf, 0.0, 1.0, nan]),
        (lambda x: x / x, [0.0, 2.0, inf, 5.0], [nan, 1.0, nan, 1.0], [nan, 0.0, nan, 0.0]),
        (lambda x: 1 / x, [0.0, -0.0, 2.0, inf], [inf, -inf, 0.5, 0.0], [-inf, -inf, -0.25, 0.0]),
        (lambda x: ad.sqrt(x), [0.0, -1.0, 4.0, 1.0], [0.0, nan, 2.0, 1.0], [inf, nan, 0.25, 0.5]),
        (lambda x: abs(x), [0.0, -2.0, 3.0, nan], [0.0, 2.0, 3.0, nan], [0.0, -1.0, 1.0, nan]),
        (lambda x: ad.relu(x), [0.0, -2.0, 3.0, nan], [0.0, 0.0, 3.0, nan], [0.0, 0.0, 1.0, nan]),
        (lambda x: ad.maximum(x, 0), [0.0, -2.0, 3.0, 1.0], [0.0, 0.0, 3.0, 1.0], [0.0, 0.0, 1.0, 1.0]),
        (lambda x: x**0.5, [0.0, -2.0, 4.0, 1.0], [0.0, nan, 2.0, 1.0], [inf, nan, 0.25, 0.5]),
        (lambda x: x**0.5, [-0.0, -inf, 4.0, inf], [0.0, inf, 2.0, inf], [inf, 0.0, 0.25, 0.0]),  # no root: NaN at -inf
        (lambda x: x**-2, [0.0, -2.0, 1.0, inf], [inf, 0.25, 1.0, 0.0], [-inf, 0.25, -2.0, 0.0]),
        (lambda x: 2.0**x, [0.0, -inf, 1.0, nan], [1.0, 0.0, 2.0, nan], [math.log(2), 0.0, 2 * math.log(2), nan]),
        (lambda x: 0.0**x, [2.0, 0.0, -1.0, nan], [0.0, 1.0, inf, nan], [0.0, -inf, -inf, nan]),  # at 2 it stays 0
    ],
)
def test_arrays_give_the_numbers_of_ieee_754_and_no_warning(f, x, value, slope, recwarn):
    """Infinity at a pole, NaN for 0 / 0, the lesson's choice at a kink: entry by entry what a single number gives."""
    x = np.array(x)
    program = ad.trace(f, x=np.full(4, 1.5))
    assert same(program(x=x), np.array(value))
    assert same(ad.vjp(program, np.ones(4), x=x)["x"], np.array(slope))
    scalar = ad.trace(f, x=1.5)
    assert same([float(scalar(x=u)) for u in x.tolist()], value)
    assert same([float(ad.grad(scalar, x=u)["x"]) for u in x.tolist()], slope)
    assert not recwarn.list
    assert same(ad.compiled(program)(x), np.array(value))


def test_shapes_that_do_not_fit_are_named_with_their_arrays():
    """The learner's own names, both shapes, and the line."""
    line = test_shapes_that_do_not_fit_are_named_with_their_arrays.__code__.co_firstlineno

    def f(W, x):
        return W @ x

    sentence = rf"W of shape \(2, 3\) and x of shape \(2,\) do not fit in matmul \(line {line + 5}\)"
    with pytest.raises(NumberError, match=sentence):
        ad.trace(f, W=A, x=np.ones(2))
    for g in (lambda W, x: W + x, lambda W, x: W / x, lambda W, x: ad.maximum(W, x), lambda W, x: x - W):
        with pytest.raises(NumberError, match=r"of shape \(2, 3\).* do not fit in .* make their shapes agree") as caught:
            ad.trace(g, W=A, x=np.ones(2))
        assert "x of shape (2,)" in str(caught.value)
    with pytest.raises(NumberError, match=r"W of shape \(2, 3\) and a value of shape \(4,\) do not fit in add"):
        ad.trace(lambda W: W + np.ones(4), W=A)
    for g, word in (
        (lambda W: W[5], "index 5 is out of bounds"),
        (lambda W: W[0, 0, 0], "too many indices"),
        (lambda W: W["a"], "only integers"),
        (lambda W: W.reshape(4), "cannot reshape array of size 6"),
        (lambda W: W.reshape(-1, 4), "cannot reshape array of size 6"),
    ):
        with pytest.raises(NumberError, match=rf"cannot be computed here: .*{word}.* \(line \d+\)"):
            ad.trace(g, W=A)
    for g, word in ((lambda W: W.sum(2), "axes 2 for sum"), (lambda W: W.mean(axis=-3), "axes -3 for mean")):
        with pytest.raises(TraceError, match=rf"an array of shape \(2, 3\) has no {word}.* \(line \d+\)"):
            ad.trace(g, W=A)


def test_an_index_may_not_move():
    """An entry is chosen by whole numbers; a traced one would have no derivative."""
    for f in (lambda x, k: x[k], lambda x, k: x[0:k], lambda x, k: x[[0, k]], lambda x, k: x[k, None]):
        with pytest.raises(TraceError, match="index with plain integers"):
            ad.trace(f, x=V, k=1)


# --- an exact number beside an array ----------------------------------------------------------------

EXACT = [Fraction(3, 7), sympy.Rational(3, 7), np.float32(0.4)]
SOME = np.array([0.25, 0.75])


def _put(u, c):
    h = np.zeros_like(u)
    h[0], h[1] = c, u[0] * c
    return np.exp(h).sum() * c


BESIDE = {
    "functions": lambda u, c: (np.exp(u * c) + np.sqrt(c / u) - np.tanh(c - u)).sum(),
    "powers": lambda u, c: (u**c + c**u + np.arctan2(u, c)).sum(),
    "choices": lambda u, c: (np.where(u * c > 0.2, u * c, (u[0] * c) ** 2) + np.maximum(u, c) + np.clip(u, 0, c)).sum(),
    "stacked": lambda u, c: np.tanh(np.stack([c, u[0] * c])) @ u,
    "solved": lambda u, c: np.linalg.solve(np.stack([np.stack([c, u[1] * c]), np.stack([c - u[0], c])]), u * c).sum(),
    "products": lambda u, c: np.linalg.det(np.outer(u, u) * c + np.eye(2) * u[0] * c) + np.prod(u * c),
    "put in": _put,
}
MODES = {
    "value": lambda f, p, c, at: p(at),
    "compiled": lambda f, p, c, at: ad.compiled(p)(**at),
    "gradient": lambda f, p, c, at: ad.grad(f, at),
    "gradient program": lambda f, p, c, at: ad.gradient_program(p)(at),
    "Jacobian": lambda f, p, c, at: ad.jacobian(f, at),
    "Hessian": lambda f, p, c, at: ad.hessian(f, at),
    "a seed": lambda f, p, c, at: ad.vjp(f, c, at),
    "a direction": lambda f, p, c, at: (ad.jvp(f, _along(at, c), at), ad.hvp(f, _along(at, c), at)),
    "the sweeps": lambda f, p, c, at: [[*sweep][-1].after for sweep in (
        ad.forward_sweep(p, at), ad.tangent_sweep(p, _along(at, c), at), ad.reverse_sweep(p, seed=c, at=at))],
}  # fmt: skip


def _along(at, c):
    return {name: SOME if u is SOME else c for name, u in at.items()}


def _objects(u):
    """Return what is in a result that is an array of Python's objects."""
    if isinstance(u, (dict, list, tuple)):
        return [found for part in (u.values() if isinstance(u, dict) else u) for found in _objects(part)]
    return [u] if getattr(u, "dtype", None) == np.dtype("O") else []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("f", BESIDE)
def test_an_exact_number_beside_an_array_is_the_float_that_it_is(f, mode):
    """As a constant, an input, a seed or a direction; NumPy makes an array of objects, which few functions take."""
    assert (np.ones(2) * Fraction(3, 7)).dtype.kind == "O"
    f, mode = BESIDE[f], MODES[mode]
    for c in EXACT:
        for g, at in ((f, {"u": SOME, "c": c}), (lambda u, c=c: f(u, c), {"u": SOME})):
            rounded = {name: u if u is SOME else float(u) for name, u in at.items()}
            fixed = g if len(at) > 1 else lambda u, c=float(c): f(u, c)
            found = mode(g, ad.trace(g, at), c, at)
            assert not _objects(found)
            assert same(found, mode(fixed, ad.trace(fixed, rounded), float(c), rounded))


@pytest.mark.parametrize("c", EXACT)
def test_and_so_it_is_where_a_program_of_numbers_gets_a_batch(c):
    """Which is an array for each input; of numbers alone it stays exact."""
    batch = np.array([0.1, 0.2, 0.4])

    def f(x, c):
        return ad.exp(x * c) + ad.sqrt(x + c) / c - ad.maximum(x, c) * x**c

    assert ad.trace(lambda x, c: x * c, x=3, c=Fraction(3, 7))() == Fraction(9, 7)
    for g, at in ((f, {"x": batch, "c": c}), (lambda x: f(x, c), {"x": batch})):
        program = ad.trace(g, at | {"x": 0.5})
        gradient = ad.gradient_program(program)
        for run in (program, partial(ad.grad, program), gradient, ad.compiled(program), ad.compiled(gradient)):
            found = run(**at)
            assert not _objects(found)
            each = [run(**at | {"x": x}) for x in batch.tolist()]
            for k, name in enumerate(found if isinstance(found, dict) else [None]):
                column, whole = [u[name] if name else u for u in each], found[name] if name else found
                assert whole == pytest.approx(np.array(column, dtype=float), rel=1e-14), k


def test_what_is_no_number_is_not_rounded():
    """A formula, a complex number, text; and arrays of them."""
    t = sympy.Symbol("t")
    for u in (t, 2 + 1j, "x", None, np.array([t, 1]), np.array([1.0, 2.0]), 10**400, True, np.complex128(2j)):
        assert arrays.rounded(u) is u
    assert arrays.rounded(np.array([Fraction(1, 2), 1])).dtype == float
    assert same(arrays.rounded(np.array([Fraction(1, 2), 1j])), np.array([0.5, 1j]))
    assert same(arrays.rounded(np.array([Fraction(1, 2), np.complex128(1j)])), np.array([0.5, 1j]))


@pytest.mark.parametrize("k", [1, np.int64(1), np.uint8(1), sympy.Integer(1)], ids=lambda k: type(k).__name__)
def test_a_whole_number_stays_one_since_it_may_be_an_index(k):
    """The constants of a program hold both."""
    assert operator.index(arrays.rounded(k)) == 1
    program = ad.trace(lambda u: np.exp(u[k] * k * u).sum() * Fraction(1, 2), u=SOME)
    assert not _objects(ad.grad(program))
    assert same(ad.grad(program), ad.grad(lambda u: np.exp(u[1] * 1 * u).sum() * 0.5, u=SOME))


def test_an_array_of_exact_numbers_among_the_constants_is_one_of_floats():
    """Which nobody can change, as every constant."""
    program = ad.trace(lambda u: np.exp(np.array([Fraction(1, 2), 3]) * u).sum(), u=SOME)
    assert same(program.constants[0], np.array([0.5, 3.0]))
    assert not program.constants[0].flags.writeable
    assert same(program(), ad.trace(lambda u: np.exp(np.array([0.5, 3.0]) * u).sum(), u=SOME)())


@pytest.mark.parametrize(
    "f",
    [
        lambda u, c: u * c,
        lambda u, c: c - u,
        lambda u, c: u / c,
        lambda u, c: c / u,
        lambda u, c: u**c,
        lambda u, c: c**u,
        lambda u, c: np.maximum(u, c),
        lambda u, c: np.where(u > c, u, 0),
        lambda u, c: np.stack([u[0], c]),
    ],
)
def test_a_whole_number_too_large_for_a_float_is_named_beside_an_array(f):
    """Not the arrays, nor what is said of their truth."""
    huge, sentence = 10**400, "cannot be computed here: int too large to convert to float"
    with pytest.raises(NumberError, match=rf"{sentence} \(line \d+\)"):
        ad.trace(lambda u: f(u, huge), u=SOME)
    with pytest.raises(NumberError, match=sentence):
        ad.trace(f, u=SOME, c=2)(c=huge)
