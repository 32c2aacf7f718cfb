"""Derivatives of array operations: the right shapes, the right numbers, by oracles that know nothing of the rules."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import ALL, LINEAR, SMOOTH, A, B, V, W, executed, same, whole

import adlesson as ad
from adlesson.engine.numbers import linear, products, summing
from adlesson.engine.numbers.linear import LinearMap
from adlesson.engine.ops import OPS

EVERY = [pytest.param(f, at, id=name) for name, (f, at) in ALL.items()]
EXACTLY = [pytest.param(f, at, id=name) for name, (f, at) in LINEAR.items()]
SMOOTHLY = [pytest.param(f, at, id=name) for name, (f, at) in SMOOTH.items()]


def flat(u):
    """Return the numbers in a result or an input: arrays, numbers, lists and dicts of them, in one row."""
    if isinstance(u, dict):
        u = list(u.values())
    if isinstance(u, (list, tuple)):
        return np.concatenate([flat(v) for v in u]) if u else np.zeros(0)
    return np.atleast_1d(np.asarray(u, dtype=complex if np.iscomplexobj(u) else float)).ravel()


def like(at, row):
    """Return inputs of the shapes in ``at`` with the numbers of a row."""
    row = iter(row)

    def one(u):
        if isinstance(u, list):
            return [one(v) for v in u]
        numbers = [next(row) for _ in range(np.size(u))]
        return np.array(numbers).reshape(np.shape(u)) if np.shape(u) else numbers[0]

    return {name: one(u) for name, u in at.items()}


def shapes(u):
    """Return the shapes in an input, a list item by item."""
    return [shapes(v) for v in u] if isinstance(u, list) else np.shape(u)


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERY)
def test_a_program_of_arrays_returns_what_the_function_returns(f, at):
    """The function itself, run by NumPy, is the oracle for the values; the text and the compiled text agree, too."""
    program = ad.trace(f, at)
    assert same(program(), f(**at))
    assert same(ad.compiled(program)(), program())
    assert same(executed(program)(*at.values()), program())
    other = like(at, flat(at) * 1.25 + 0.125)
    assert same(program(other), f(**other))
    assert same(ad.compiled(program)(**other), program(other))


# --- first derivatives ----------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERY)
def test_adjoints_have_the_shapes_of_their_inputs(f, at):
    """The question asked most often: why the transpose?  Because nothing else has the right shape."""
    program = ad.trace(f, at)
    seed = {name: np.ones(program.shape_at(i)) for name, i in zip(program.outputs, program.output_slots, strict=True)}
    for gradient in (ad.vjp(program, seed), ad.vjp(program, seed, like(at, flat(at) * 1.5))):
        assert {name: shapes(u) for name, u in gradient.items()} == {name: shapes(u) for name, u in at.items()}
    zbar = ad.adjoints(program, seed)
    assert [np.shape(u) for u in zbar.values()] == list(program.shapes)
    zdot = ad.tangents(program, at)
    assert [np.shape(u) for u in zdot.values()] == list(program.shapes)


@pytest.mark.parametrize(("f", "at"), EVERY)
def test_gradients_are_what_differences_measure_along_random_directions(f, at):
    """Two-sided differences of the function itself, in directions in which every entry moves."""
    program, random = ad.trace(f, at), np.random.default_rng(0)
    x, h = flat(at), 1e-6
    for _ in range(3):
        xdot, ybar = random.normal(size=x.size), random.normal(size=flat(program()).size)
        measured = ybar @ (flat(f(**like(at, x + h * xdot))) - flat(f(**like(at, x - h * xdot)))) / (2 * h)
        pushed = ybar @ flat(ad.jvp(program, like(at, xdot)))
        pulled = flat(ad.vjp(program, seed_of(program, ybar))) @ xdot
        assert pushed == pytest.approx(measured, rel=2e-7, abs=2e-6)
        assert pulled == pytest.approx(pushed, rel=1e-12, abs=1e-12)


def seed_of(program, row):
    """Return a seed with the numbers of a row, in the shapes of the outputs."""
    shapes = map(program.shape_at, program.output_slots)
    return like({name: np.zeros(shape) for name, shape in zip(program.outputs, shapes, strict=True)}, row)


@pytest.mark.parametrize("name", sorted(set(SMOOTH) - {"kinks", "a leaky kink", "a hinge", "functions of the small"}))
def test_gradients_are_imaginary_parts_after_a_complex_step(name):
    """f(x + ih) = f(x) + ih f'(x) to second order: a difference without cancellation, so sixteen digits can be asked for."""
    f, at = SMOOTH[name]
    x, random = flat(at), np.random.default_rng(1)
    xdot = random.normal(size=x.size)
    measured = flat(ad.trace(f, at)(like(at, x + 1e-30j * xdot))).imag / 1e-30
    assert flat(ad.jvp(f, like(at, xdot), at)) == pytest.approx(measured, rel=1e-13)
    assert flat(ad.grad(f, at)) @ xdot == pytest.approx(measured[0], rel=1e-13)


@pytest.mark.parametrize(("f", "at"), EXACTLY)
def test_forward_and_reverse_are_transposes_exactly(f, at):
    """ybar . (J xdot) == (ybar J) . xdot with ==: whole numbers, held in floats, do not round."""
    program = ad.trace(f, at)
    xdot = whole((flat(at).size,), 3)
    ybar = whole((flat(program()).size,), 5)
    pushed, pulled = flat(ad.jvp(program, like(at, xdot))), flat(ad.vjp(program, seed_of(program, ybar)))
    assert ybar @ pushed == pulled @ xdot
    assert (pushed == np.round(pushed)).all()
    assert (pulled == np.round(pulled)).all()


@pytest.mark.parametrize(("f", "at"), EXACTLY)
def test_a_jacobian_by_rows_is_the_one_by_columns_and_counts_its_sweeps(f, at):
    """Exactly, entry by entry, with the axes of the output first."""
    program = ad.trace(f, at)
    rows, columns = ad.jacobian(program, by="rows"), ad.jacobian(program, by="columns")
    assert rows.sweeps == flat(program()).size
    assert columns.sweeps == flat(at).size
    assert ad.jacobian(program).sweeps == min(rows.sweeps, columns.sweeps)
    assert same(dict(rows), dict(columns))
    for row, i in zip(rows_of(rows), program.output_slots, strict=True):
        for name, u in at.items():
            several = row[name] if isinstance(u, list) else [row[name]]
            for entry, v in zip(several, u if isinstance(u, list) else [u], strict=True):
                assert np.shape(entry) == (*program.shape_at(i), *np.shape(v))
    xdot = whole((flat(at).size,), 2)
    matrix = jacobian_matrix(program, rows)
    assert same(matrix @ xdot, flat(ad.jvp(program, like(at, xdot))))


def rows_of(jacobian):
    """Return the rows of a Jacobian as a list, in the order of the outputs: under a key there may be a list of them."""
    return [row for u in jacobian.values() for row in (u if isinstance(u, list) else [u])]


def jacobian_matrix(program, jacobian):
    """Return a Jacobian, a dict of dicts of arrays, as one matrix."""
    rows = []
    for row, i in zip(rows_of(jacobian), program.output_slots, strict=True):
        n = math.prod(program.shape_at(i))
        blocks = [v for u in row.values() for v in (u if isinstance(u, list) else [u])]
        rows.append(np.hstack([np.reshape(block, (n, -1)) for block in blocks]))
    return np.vstack(rows)


@pytest.mark.parametrize(("f", "at"), EVERY)
def test_each_step_of_a_sweep_over_arrays_proves_itself(f, at):
    """``after == before + upstream * partial``, where the partial may be a linear map; and the fast loops agree."""
    program = ad.trace(f, at)
    seed = seed_of(program, whole((flat(program()).size,), 5))
    zbar = dict.fromkeys(program.names, 0)
    for step in ad.reverse_sweep(program, seed):
        assert same(step.before, zbar[step.target])
        if step.kind == "reverse":
            assert same(step.after, step.before + step.upstream * step.partial)
            assert same(step.upstream, zbar[step.source])
        zbar[step.target] = step.after
    fast = ad.adjoints(program, seed)
    for name, u in zbar.items():
        paid = name in {step.target for step in ad.reverse_sweep(program, seed)}
        assert same(u, fast[name]) if paid else not np.any(fast[name]), "who is not paid has zeros of its own shape"
    zdot = dict.fromkeys(program.names, 0)
    for step in ad.tangent_sweep(program, at):
        assert same(step.before, zdot[step.target])
        if step.kind == "tangent":
            assert same(step.after, step.before + step.partial * step.upstream)
        zdot[step.target] = step.after
    assert same(zdot, ad.tangents(program, at))


# --- the same calculation, one number at a time ---------------------------------------------------

ROWS, COLUMNS = range(2), range(3)
TWINS = {  # the same twice: by array operations, and by the definition, on lists of numbers
    "matrix @ vector": (
        lambda A, x: (A @ x) @ np.array([1.0, -2.0]),
        lambda A, x: sum(A[3 * i + j] * x[j] * (1.0, -2.0)[i] for i in ROWS for j in COLUMNS),
        {"A": A, "x": V},
    ),
    "matrix @ matrix": (
        lambda A, B: ((A @ B) * np.array([[1.0, 2.0], [-3.0, 4.0]])).sum(),
        lambda A, B: sum(
            A[3 * i + j] * B[2 * j + k] * ((1.0, 2.0), (-3.0, 4.0))[i][k] for i in ROWS for j in COLUMNS for k in ROWS
        ),
        {"A": A, "B": B},
    ),
    "means and sums": (
        lambda A: (A.sum(0) * A.mean(0) - A.sum(1).mean()).sum() * 6,
        lambda A: (
            sum((A[j] + A[3 + j]) * (A[j] + A[3 + j]) * 3 for j in COLUMNS)
            - sum(sum(A[3 * i + j] for j in COLUMNS) for i in ROWS) * 9
        ),
        {"A": A},
    ),
    "broadcasting": (
        lambda A, x, s: ((A - x) * (A + s) * s).sum(),
        lambda A, x, s: sum((A[3 * i + j] - x[j]) * (A[3 * i + j] + s) * s for i in ROWS for j in COLUMNS),
        {"A": A, "x": V, "s": 3.0},
    ),
    "entries and slices": (
        lambda x: (x[1:] * x[:-1]).sum() - x[[0, 0, 2]].sum() * x[-1],
        lambda x: x[1] * x[0] + x[2] * x[1] - (x[0] + x[0] + x[2]) * x[2],
        {"x": V},
    ),
    "transposes and shapes": (
        lambda A: (A.T.reshape(2, 3) * A).sum(),
        lambda A: sum(A[3 * (k % 2) + k // 2] * A[k] for k in range(6)),
        {"A": A},
    ),
    "outer products": (
        lambda x, y: (np.outer(x, y) * np.outer(x, y)).sum(),
        lambda x, y: sum(u * w * u * w for u in x for w in y),
        {"x": V, "y": W},
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_an_array_program_is_the_scalar_program_of_the_same_calculation(name):
    """Every entry a variable of its own: no array rule is used there, and value, gradient and Hessian must agree exactly."""
    by_arrays, by_numbers, at = TWINS[name]
    numbers = {key: u.ravel().tolist() if np.shape(u) else u for key, u in at.items()}
    p, q = ad.trace(by_arrays, at), ad.trace(by_numbers, numbers)
    assert p() == q()
    assert np.array_equal(flat(ad.grad(p)), flat(ad.grad(q)))
    for by in ("rows", "columns"):
        ours, theirs = ad.hessian(p, by=by), ad.hessian(q)
        matrix = np.block([[np.reshape(ours[x][y], (np.size(at[x]), -1)) for y in at] for x in at])
        entries = [row for key in at for row in (theirs[key] if isinstance(theirs[key], list) else [theirs[key]])]
        assert np.array_equal(matrix, [flat(row) for row in entries])
        assert np.array_equal(matrix, matrix.T)


# --- second derivatives ---------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), SMOOTHLY)
def test_second_derivatives_of_array_programs_by_both_ways_and_by_differences(f, at):
    """Reverse over reverse, forward over reverse, and differences of the gradient; and the matrix is symmetric."""
    x, random = flat(at), np.random.default_rng(2)

    def matrix(hessian):
        return np.block([[np.reshape(hessian[u][w], (np.size(at[u]), np.size(at[w]))) for w in at] for u in at])

    by_rows, by_columns = matrix(ad.hessian(f, at, by="rows")), matrix(ad.hessian(f, at, by="columns"))
    scale = abs(by_rows).max() + 1e-300
    assert by_rows / scale == pytest.approx(by_columns / scale, abs=1e-13)
    assert by_rows / scale == pytest.approx(by_rows.T / scale, abs=1e-13)
    xdot, h = random.normal(size=x.size), 1e-5
    moved = [flat(ad.grad(f, like(at, x + s * h * xdot))) for s in (1, -1)]
    assert by_rows @ xdot / scale == pytest.approx((moved[0] - moved[1]) / (2 * h) / scale, abs=1e-6)


def test_gradients_nest_with_arrays():
    """Traces inside traces: the inner one takes the outer's arrays for constants."""
    f = lambda x: ((A @ x) ** 3).sum()
    along = lambda x: ad.jvp(f, {"x": W}, x=x)["f"]  # a number: W . gradient
    product = ad.grad(along, x=V)["x"]
    hessian = 6 * A.T @ np.diag(A @ V) @ A
    assert same(product, hessian @ W)
    assert same(ad.grad(lambda x: (ad.grad(f, x=x)["x"] * W).sum(), x=V)["x"], hessian @ W)
    assert same(ad.hessian(f, x=V)["x"]["x"], hessian)
    inner = lambda s: ad.grad(lambda x: (x * x).sum() * s, x=V)["x"].sum()
    assert ad.grad(inner, s=3.0) == {"s": 2 * V.sum()}
    assert ad.grad(lambda x: (x * ad.grad(lambda y: (x * y).sum(), y=W)["y"]).sum(), x=V)["x"] == pytest.approx(2 * V)


# --- broadcasting ---------------------------------------------------------------------------------


@st.composite
def shapes_that_fit(draw):
    """Draw two shapes that NumPy fits to each other: axes of length 1, and missing ones, are stretched."""
    full = draw(st.lists(st.integers(1, 3), max_size=3))
    pair = []
    for _ in range(2):
        shape = [draw(st.sampled_from((n, 1))) for n in full]
        pair.append(tuple(shape[draw(st.integers(0, len(shape))) :]))
    return pair


@settings(max_examples=150)
@given(shapes_that_fit(), st.sampled_from(["add", "subtract", "multiply", "divide", "maximum", "minimum", "power"]))
def test_any_two_shapes_that_fit_have_right_adjoints(pair, op):
    """The adjoint of what was stretched is summed: against differences, which know nothing of shapes."""
    first = np.abs(whole(pair[0], 2)) / 3 + 0.25 if pair[0] else 1.75
    second = np.abs(whole(pair[1], 4)) / 5 + 0.125 if pair[1] else 2.125
    weights = whole(np.broadcast_shapes(*pair), 5) if np.broadcast_shapes(*pair) else 3.0

    def f(u, w):
        v = OPS[op].value(u, w) * weights
        return v.sum() if np.broadcast_shapes(*pair) else v

    at = {"u": first, "w": second}
    gradient, x = ad.grad(f, at), flat(at)
    assert [np.shape(u) for u in gradient.values()] == pair
    for k in range(x.size):
        step = 1e-6 * np.eye(x.size)[k]
        measured = (f(**like(at, x + step)) - f(**like(at, x - step))) / 2e-6
        assert flat(gradient)[k] == pytest.approx(measured, rel=1e-6, abs=1e-6)
    q = ad.gradient_program(f, at)
    assert same(q(), {"value": f(**at), "u_bar": gradient["u"], "w_bar": gradient["w"]}) or op == "power"
    assert same(ad.compiled(q)(), q())
    ad.hessian(f, at)


# --- the maps themselves --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("matmul", (A, B)),
        ("matmul", (A, V)),
        ("matmul", (V, B)),
        ("matmul", (V, W)),
        ("outer", (V, W)),
        ("sum", (A, None)),
        ("sum", (A, 0)),
        ("sum", (A, -1)),
        ("sum", (V, 0)),
        ("mean", (A, None)),
        ("mean", (A, 1)),
        ("transpose", (A,)),
        ("reshape", (A, (6,))),
        ("reshape", (A, (3, -1))),
        ("index", (A, (slice(None), 1))),
        ("index", (A, ([1, 1], [0, 0]))),
        ("index", (V, 2)),
        ("place", (V, slice(1, 4), (5,))),
        ("place", (2.0, 1, (3,))),
        ("place", (V, [0, 0, 1], (2,))),
        ("broadcast", (V, (2, 3))),
        ("broadcast", (whole((2, 1)), (2, 3))),
        ("broadcast", (2.5, (2, 3))),
    ],
    ids=str,
)
def test_each_partial_is_the_matrix_of_its_operation(op, args):
    """Push every unit through: the columns of the matrix.  Pull every unit back: its rows.  Both against differences."""
    options = {"sum": 1, "mean": 1, "reshape": 1, "index": 1, "place": 2, "broadcast": 1}.get(op, 0)
    arrays = args[: len(args) - options]
    v = OPS[op].value(*args)
    for slot, u in enumerate(arrays):
        partial = OPS[op].partials[slot](v, *args)
        assert isinstance(partial, LinearMap)
        columns, rows, measured = [], [], []
        for k in range(np.size(u)):
            unit = np.eye(np.size(u))[k].reshape(np.shape(u)) if np.shape(u) else 1.0
            columns.append(flat(partial * unit))
            moved = OPS[op].value(*args[:slot], u + unit, *args[slot + 1 :])  # exact: these are linear in each argument
            measured.append(flat(moved) - flat(v))
        for k in range(np.size(v)):
            rows.append(flat((np.eye(np.size(v))[k].reshape(np.shape(v)) if np.shape(v) else 1.0) * partial))
        assert np.array(columns) == pytest.approx(np.array(measured), abs=1e-14)
        assert np.array_equal(np.array(columns).T, np.array(rows))
        assert (np.ones(np.shape(v)) * partial).shape == np.shape(u) if np.shape(u) and np.shape(v) else True


def test_an_entry_that_was_read_twice_is_paid_twice():
    """``u[key] += v`` pays it once: the trap is NumPy's, and the wrong answer is known."""
    assert ad.grad(lambda x: x[[0, 0, 2]].sum(), x=V)["x"].tolist() == [2, 0, 1]
    wrong = np.zeros(3)
    wrong[[0, 0, 2]] += 1
    assert wrong.tolist() == [1, 0, 1]
    assert linear.place(np.array([1.0, 2.0, 4.0]), [0, 0, 2], (3,)).tolist() == [3, 0, 4]


INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("u", "expected"),
    [
        ([1000.0, 1000.0], 1000 + math.log(2)),
        ([-1000.0, -1000.0], -1000 + math.log(2)),
        ([1e308, 0.0], 1e308),
        ([0.0, -INF], 0.0),
        ([-INF, -INF], -INF),
        ([INF, 0.0], INF),
        ([INF, -INF], INF),
        ([INF, NAN], NAN),
        ([0.0, NAN], NAN),
        ([5.0], 5.0),
    ],
)
def test_logsumexp_where_the_exponentials_leave_the_floats(u, expected):
    """log(exp(1000) + exp(1000)) is infinite, the known wrong answer; infinities and NaN are not swallowed either."""
    with np.errstate(all="ignore"):
        for value in (
            ad.logsumexp(np.array(u)),
            ad.logsumexp(np.array(u), 0),
            ad.logsumexp(np.array([u, u]), 1)[1],
            ad.trace(lambda x: ad.logsumexp(x), x=np.array(u))(),
        ):
            assert value == pytest.approx(expected, rel=1e-15, nan_ok=True)


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 1), (-1,), ()])
def test_logsumexp_takes_axes_as_sums_do(axis, keepdims):
    """NumPy's sum is the oracle for shapes and values, differences for the slopes; on arrays and in programs alike."""
    f = lambda A: ad.logsumexp(A, axis=axis, keepdims=keepdims)
    right = np.log(np.exp(A / 4).sum(axis=axis, keepdims=keepdims))
    program = ad.trace(f, A=A / 4)
    for found in (f(A / 4), program(), executed(program)(A / 4), ad.compiled(program)(A / 4)):
        assert np.shape(found) == np.shape(right)
        assert np.allclose(found, right, rtol=1e-14)
    assert ad.check_gradient(lambda A: np.sum(f(A) * f(A)) + A.sum(), A=A / 4).ok


@pytest.mark.parametrize("axis", [2, -3, (0, 0), (0, 2), 1.5, "rows"])
def test_an_axis_that_is_not_there_is_refused_by_logsumexp(axis):
    """On an array and in a trace by one sentence."""
    for run in (lambda: ad.logsumexp(A, axis, True), lambda: ad.trace(lambda A: ad.logsumexp(A, axis, keepdims=True), A=A)):
        with pytest.raises(ad.LessonError, match=r"an array of shape \(2, 3\) has no axes .* for logsumexp"):
            run()


def test_a_sum_that_keeps_its_axis_is_named_once():
    """Two operations, one assignment: the last of them has the name."""

    def f(M):
        s = M.sum(1, keepdims=True)
        t = ad.logsumexp(M, 1, keepdims=True)
        return s * t

    assert ad.trace(f, M=A).names == ("M", "z1", "s", "z3", "t", "f")


def test_the_slope_of_logsumexp_is_the_softmax():
    """Shares of 1, also where both exponentials are infinite, or both are 0."""
    for height in (0.0, 1000.0, -1000.0):
        shares = ad.grad(lambda x: ad.logsumexp(x), x=np.array([height, height + math.log(3)]))["x"]
        assert shares == pytest.approx([0.25, 0.75], rel=1e-12)
    z = np.array([1.0 + 2.0j, 0.5 - 1.0j])
    assert ad.logsumexp(z) == pytest.approx(np.log(np.exp(z).sum()))
    for wrong in (3.0, [1.0, 2.0]):
        with pytest.raises(ad.LessonError, match="logsumexp takes an array, traced or not"):
            ad.logsumexp(wrong)
    with pytest.raises(ad.LessonError, match="logsumexp takes an array"):
        ad.trace(lambda x: ad.logsumexp(x), x=3.0)
    with pytest.raises(ad.LessonError, match="logsumexp"):
        ad.trace(lambda x: ad.logsumexp(x, 1), x=V)


def test_operations_on_whole_arrays_work_on_plain_arrays_too():
    """The names of the room, called directly."""
    assert same(products.matmul(A, V), A @ V)
    assert same(summing.total(A, 0), A.sum(0))
    assert same(summing.mean(A, None), A.mean())
    assert same(products.outer(V, W), np.outer(V, W))
    assert same(summing.broadcast(1, (2,)), np.ones(2))
    assert summing.broadcast(1, (2,)).dtype == float
    assert same(summing.sum_to(np.ones((4, 2, 3)), (2, 1)), np.full((2, 1), 12.0))
    assert same(summing.sum_to(A, ()), A.sum())
    assert summing.sum_to(5.0, ()) == 5.0
    assert same(products.matmul(np.ones((2, 2, 3)), V), np.ones((2, 2, 3)) @ V)
