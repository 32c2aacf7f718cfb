"""Traced arrays: NumPy's spelling from either side, and a sentence where it cannot be recorded."""

import gc
import weakref

import numpy as np
import pytest
from programs import A, B, T, V, W, same

import adlesson as ad
from adlesson.engine.errors import TraceError
from adlesson.engine.tracing.traced_array import TracedArray


def ops(f, **at):
    """Return what a function records."""
    return [row.op for row in ad.trace(f, at).instructions[len(at) :]]


@pytest.mark.parametrize(
    ("f", "recorded"),
    [
        (lambda A: A @ V, ["matmul"]),
        (lambda A: B @ A, ["matmul"]),
        (lambda A: A * 2, ["multiply"]),
        (lambda A: 2 * A, ["multiply"]),
        (lambda A: A * V, ["multiply"]),
        (lambda A: V * A, ["multiply"]),
        (lambda A: V - A, ["subtract"]),
        (lambda A: V / A, ["divide"]),
        (lambda A: np.float64(3) / A, ["divide"]),
        (lambda A: 2.0**A, ["power"]),
        (lambda A: abs(A) ** V, ["abs", "power"]),
        (lambda A: -A, ["negative"]),
        (lambda A: +A, []),
        (lambda A: A.T, ["transpose"]),
        (lambda A: A.sum(), ["sum"]),
        (lambda A: A.sum(0), ["sum"]),
        (lambda A: A.sum(axis=1), ["sum"]),
        (lambda A: A.sum(axis=(0, 1)), ["sum"]),
        (lambda A: A.sum(axis=()), ["sum"]),
        (lambda A: A.sum(1, keepdims=True), ["sum", "reshape"]),
        (lambda A: A.mean(), ["mean"]),
        (lambda A: A.mean(axis=-1), ["mean"]),
        (lambda A: A.reshape(6), ["reshape"]),
        (lambda A: A.reshape((3, 2)), ["reshape"]),
        (lambda A: A.reshape([3, -1]), ["reshape"]),
        (lambda A: A.ravel(), ["reshape"]),
        (lambda A: A[1], ["index"]),
        (lambda A: A[:, 1:], ["index"]),
        (lambda A: A[np.newaxis], ["index"]),
        (lambda A: A[A_ODD], ["index"]),
        (lambda A: ad.exp(A), ["exp"]),
        (lambda A: ad.maximum(A, 0), ["maximum"]),
        (lambda A: np.exp(A), ["exp"]),
        (lambda A: np.absolute(A), ["abs"]),
        (lambda A: np.add(A, V), ["add"]),
        (lambda A: np.maximum(V, A), ["maximum"]),
        (lambda A: np.matmul(A, V), ["matmul"]),
        (lambda A: np.dot(A, V), ["matmul"]),
        (lambda A: np.dot(V, A.T), ["transpose", "matmul"]),
        (lambda A: np.outer(A[0], V), ["index", "outer"]),
        (lambda A: np.outer(V, A[0]), ["index", "outer"]),
        (lambda A: np.sum(A), ["sum"]),
        (lambda A: np.sum(A, axis=0), ["sum"]),
        (lambda A: np.sum(A, 0), ["sum"]),
        (lambda A: np.mean(A, axis=1, keepdims=True), ["mean", "reshape"]),
        (lambda A: np.transpose(A), ["transpose"]),
        (lambda A: np.reshape(A, (3, 2)), ["reshape"]),
        (lambda A: np.ravel(A), ["reshape"]),
        (lambda A: A * np.shape(A)[0] + np.size(A) + np.ndim(A), ["multiply", "add", "add"]),
        (lambda A: A + np.ones_like(A) - np.zeros_like(A), ["add", "subtract"]),
        (lambda A: A * len(A) + A.shape[1] + A.ndim + A.size + A.dtype.itemsize, ["multiply"] + ["add"] * 4),
        (lambda A: sum(A), ["index", "add", "index", "add"]),
        (lambda A: max(A[0]), ["index"] * 4),
    ],
)
def test_numpys_spelling_is_recorded_and_gives_what_numpy_gives(f, recorded):
    """The function itself, on the plain array, is the oracle."""
    assert ops(f, A=A) == recorded
    assert same(ad.trace(f, A=A)(), f(A))
    other = A * 1.5 + 0.25
    if "index" not in recorded or len(recorded) < 4:  # max leaves guards
        assert same(ad.trace(f, A=A)(A=other), f(other))


A_ODD = A % 2 == 1


def test_whatever_way_an_array_goes_its_line_and_its_name_are_the_authors():
    """By an operator, by a method, or through NumPy, which calls back from somewhere inside."""

    def f(A, x):
        by_operator = A @ x
        by_numpy = np.matmul(A, x)
        dot = np.dot(x, by_numpy)
        table = np.outer(x, by_operator)
        total = np.sum(table)
        middle = np.mean(table)
        flat = np.ravel(table)
        row = table.ravel()
        square = row.reshape(2, 2)
        again = np.reshape(flat, (2, 2))
        turned = np.transpose(again)
        steep = np.tanh(turned)
        part = steep[0]
        reverse = np.ones(2) @ square
        return part.sum() * dot + total * middle + reverse.mean()

    program = ad.trace(f, A=np.eye(2), x=np.array([1.0, 2.0]))
    first = f.__code__.co_firstlineno
    lines = [(row.name, row.line - first) for row in program.instructions[2:16]]
    assert lines == [(name, k + 1) for k, name in enumerate(f.__code__.co_varnames[2:])]


def test_masks_are_joined_by_signs_as_numpy_joins_them():
    """A plain mask may stand on either side; what is no mask is refused."""
    plain, x = np.array([True, False, True, True]), np.array([-1.0, 0.5, 0.7, 2.0])
    for join in (
        lambda x: (x > 0) & (x < 1),
        lambda x: (x < 0) | (x > 1),
        lambda x: ~(x > 0),
        lambda x: plain & (x > 0),
        lambda x: (x > 1) | plain,
        lambda x: np.bitwise_and(x > 0, plain),
    ):
        assert ad.grad(lambda x, join=join: (x * join(x)).sum(), x=x)["x"].tolist() == join(x).tolist()
    with pytest.raises(TraceError, match="this is for masks"):
        ad.trace(lambda x: x & (x > 0), x=x)


def test_numbers_out_of_arrays_are_numbers():
    """They may steer branches and loops, and their guards name the line."""

    def f(x):
        if x.sum() > 0:
            return x * x
        return -x

    program = ad.trace(f, x=V)
    assert same(program(), f(V))
    with pytest.raises(ad.LessonError, match=r"> 0 was True when f was traced \(line \d+\)"):
        program(x=-V)
    assert ad.trace(lambda x: x[0] if x[0] > x[1] else x[1], x=V)() == max(V[0], V[1])
    seen = []
    ad.trace(lambda x: seen.extend([type(x[0]).__name__, type(x[:1]).__name__, f"{x[0]:.1f}", repr(x[0:1])]) or x.sum(), x=V)
    assert seen == ["Traced", "TracedArray", f"{V[0]:.1f}", f"Traced({V[:1]!r})"]


# --- changes in place: what NumPy does to the array, under whatever name it goes -----------------------


def add_to_an_alias(x):
    y = x
    y += 1
    return x.sum()


def every_operator(x):
    y = x * 1
    z = y
    y += 1
    y -= x
    y *= 3
    y /= 2
    y **= 2
    return z * x


def multiply_itself(x):
    h = x
    h += 1
    h *= x
    return h


def in_a_list(x):
    kept = [x, x]
    kept[0] += 1
    return kept[1]


def in_a_helper(x):
    def move(u):
        u += 1

    move(x)
    return x * 2


def a_copy_first(x):
    y, z, w = x.copy(), +x, x.flatten()
    y += 1
    z *= 2
    w -= 1
    return x + 0 * y + 0 * z + 0 * w


def what_is_no_view(x):
    y, z, w = x[[0, 1]], x[x_is_large], x.sum(axis=())
    y += 1
    z += 1
    w += 1
    return x


def a_loop_over_plain_rows(x):
    for row in T[0].T:
        x += row
    return x


def matrix_in_place(x):
    y = np.ones((3, 3)) * x
    z = y
    y @= np.ones((3, 3))
    return z


def add_to_an_entry(x):
    x[0] += 1
    return x


def add_to_a_slice(x):
    x[1:] += 1
    return x


def all_entries(x):
    y = x * 1
    x[:] = 0
    return x + y


def fill_what_is_like_it(x):
    h = np.zeros_like(x)
    h[0] = x[0]
    for k in range(1, len(x)):
        h[k] = 0.5 * h[k - 1] + x[k]
    return h


def fill_rows(x):
    hs = np.zeros_like(np.outer(x, x))
    hs[0] = x
    for t in range(1, 3):
        hs[t] = np.tanh(hs[t - 1] * x)  # a row that was read is forgotten before the next is assigned
    hs[1] -= x
    hs[:, 0] *= 2
    hs[-1, 1:] = x[:2]
    return hs.sum(0)


def assign_by_a_mask(x):
    h = x * 1
    h[h < 1.5] = 0
    h[x > 2] *= 3
    return h


def assign_by_places(x):
    h = x * x
    h[[2, 0]] = x[:2]
    h[np.array([True, False, False])] = 7.0
    return h


def through_a_view_that_is_gone(x):
    part = x[1:]
    seen = part.sum()
    del part
    x += 1
    return x * seen


def fill_objects(x):
    h = np.zeros(3, dtype=object)
    h[0] = x[0]
    return h * x


def fill_another_shape(x):
    hs = np.zeros_like(x, shape=(2, 3))
    hs[0] = x
    hs[1, :2] = np.ones_like(x[0], shape=2) * x[1:]
    return hs.sum(0)


def the_edge_of_a_field(x):
    u = np.outer(x, x) + x
    u[:, 0] = u[:, 1]
    u[0] = u[1]
    last = u[-1]
    u[0] = 2 * last
    return u[0] + last


def beside_a_view(x):
    y = x[1:]
    x[0] = 5.0
    return y


def shifted(x):
    h = x * x
    h[1:] = h[:-1].copy()
    return h


x_is_large = V > 0


@pytest.mark.parametrize(
    "f",
    [
        add_to_an_alias, every_operator, multiply_itself, in_a_list, in_a_helper, a_copy_first, what_is_no_view,
        a_loop_over_plain_rows, matrix_in_place, add_to_an_entry, add_to_a_slice, all_entries,
        fill_what_is_like_it, fill_rows, assign_by_a_mask, assign_by_places,
        fill_another_shape, fill_objects, through_a_view_that_is_gone, the_edge_of_a_field, shifted, beside_a_view,
    ],
)  # fmt: skip
def test_a_change_in_place_is_followed(f):
    """NumPy is the oracle; and the array that the learner gave stays as it is."""
    given = V.copy()
    program = ad.trace(f, x=given)
    assert same(program(), f(V.copy()))
    assert same(program(x=V * 2), f(V * 2))
    assert same(given, V)
    assert ad.check_gradient(lambda x: (f(x) * W[:1]).sum(), x=V).ok


def test_a_change_in_place_keeps_its_name():
    """``h += 1`` stores under h."""
    assert ad.trace(multiply_itself, x=V).names == ("x", "h", "h_2")


def through_the_transpose(x):
    y = x.T
    y += 1
    return x


def through_a_slice(x):
    y = x[1:]
    y += 1
    return x


def through_an_axis(x):
    y = x[:, None]
    y += 1
    return x


def through_another_shape(x):
    y = x.reshape(3, 1)
    x += 1
    return y


def through_a_row(x):
    y = x.ravel()
    y *= 2
    return x


def through_numpy(x):
    y = np.transpose(x)
    y += 1
    return x


def through_a_view_of_a_view(x):
    y = x[1:]
    z = y[1:]
    del y
    x += 1
    return z


def assign_through_a_view(x):
    y = x[1:]
    y[0] = 5.0
    return x


def through_a_flip(x):
    y = np.flip(x)
    y += 1
    return x


def through_a_part(x):
    y = np.split(x, [1])[1]
    y += 1
    return x


def assign_twice(x):
    h = x * 1
    h[[0, 0]] = x[:2]
    return h


def assign_what_does_not_fit(x):
    h = x * 1
    h[:2] = x
    return h


def assign_complex(x):
    h = x * 1
    h[0] = 1j
    return h


def through_out(x):
    np.add(x, 1, out=x)
    return x


def through_copyto(x):
    np.copyto(x, 1)
    return x


def sort_it(x):
    x.sort()
    return x


def stretch_it(x):
    x += A
    return x


def assign_a_traced_complex(x):
    h = x * 1
    h[0] = ad.exp(x[0] * 1j)
    return h.sum()


def make_it_complex(x):
    x += 1j
    return x


def fill_an_entry(x):
    h = np.zeros(3)
    h[0] = x[0]
    return h


def fill_a_slice(x):
    h = np.zeros(3)
    h[1:] = x[1:]
    return h


def fill_whole_numbers(x):
    h = np.zeros(3, dtype=int)
    h[0] = x[0]
    return h


def fill_single_precision(x):
    h = np.zeros((2, 2), dtype=np.float32)
    h[0, 1] = x.sum()
    return h


def add_to_plain_entries(x):
    h = np.zeros(3)
    h[0] += x[0]
    return h


def add_to_a_plain_array(x):
    h = np.zeros(3)
    h += x
    return h


def scale_a_plain_array(x):
    h = np.ones(3)
    h *= x[0]
    return h


def fill_by_a_method(x):
    h = np.ones(3)
    h.fill(x[0])
    return h


VIEW = "an array and a view of it, such as x[1:] or x.T, would change together"
PLAIN = "a plain array cannot hold a traced value: make h = np.zeros_like(x, shape=(...)) of a traced x, or collect"
OUT = "cannot write into an array that is there, as out= and h += x do"


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (through_the_transpose, VIEW),
        (through_a_slice, VIEW),
        (through_an_axis, VIEW),
        (through_another_shape, VIEW),
        (through_a_row, VIEW),
        (through_numpy, VIEW),
        (through_a_view_of_a_view, VIEW),
        (assign_through_a_view, VIEW),
        (through_a_flip, VIEW),
        (through_a_part, VIEW),
        (assign_twice, "an entry is assigned to twice"),
        (assign_what_does_not_fit, "from shape (3,) into shape (2,)"),
        (assign_complex, "would make another kind of array"),
        (assign_a_traced_complex, "would make another kind of array"),
        (through_out, OUT),
        (through_copyto, "an array is not changed in place here"),
        (sort_it, "write np.sort(x)"),
        (stretch_it, "add in place would make another kind of array"),
        (make_it_complex, "add in place would make another kind of array"),
        (fill_an_entry, PLAIN),
        (fill_a_slice, PLAIN),
        (fill_whole_numbers, PLAIN),
        (fill_single_precision, PLAIN),
        (add_to_plain_entries, PLAIN),
        (add_to_a_plain_array, OUT),
        (scale_a_plain_array, OUT),
        (fill_by_a_method, "an array is not changed in place here"),
    ],
    ids=lambda f: f.__name__ if callable(f) else "",
)
def test_a_change_in_place_that_cannot_be_followed_is_refused(f, sentence):
    """What NumPy would change, and the trace would not, must not pass in silence."""
    given = V.copy()
    with pytest.raises(ad.LessonError) as caught:
        ad.trace(f, x=given)
    assert sentence in str(caught.value)
    assert any(f"(line {line_of(f) + k})" in str(caught.value) for k in range(4))
    assert same(given, V)


def test_the_number_of_entries_is_called_as_in_pytorch():
    """Then it gives the lengths of the axes, or one of them; as in NumPy it is a number."""
    assert ad.trace(lambda x: x.sum() / x.size, x=V)() == V.mean()
    assert ad.trace(lambda x: x.sum() / x.size(0), x=V)() == V.mean()
    assert ad.trace(lambda A: A.sum() * (A.size() == (2, 3)) * A.size(-1), A=A)() == A.sum() * 3


def test_an_array_of_traced_numbers_is_calculated_with_as_numpy_does():
    """``np.array([x, y])`` holds objects: NumPy calls each, and beside traced arrays it becomes one of them."""

    def f(x, y, A):
        point = np.array([x * y, x - y])
        moved = np.exp(point / 2) + 2 * point - np.array([1.0, y]) + np.sum([x, y])
        return (A @ moved).sum() + np.linalg.norm(point) * np.max(moved) + (moved * A[0]).mean() + moved @ moved

    at = {"x": 1.5, "y": 0.5, "A": A[:, :2]}
    assert ad.trace(f, at)() == pytest.approx(f(**at), rel=1e-14)
    assert ad.check_gradient(f, at).ok
    both = ad.trace(lambda x, y: np.array([[x, y], [y, 2.0]]), x=1.5, y=0.5)
    assert same(both(), np.array([[1.5, 0.5], [0.5, 2.0]]))
    inner = ad.grad(lambda x: ad.grad(lambda y: (np.array([y * x, y]) * x).sum(), y=2.0)["y"] * x, x=3.0)
    assert inner == {"x": pytest.approx(3 * 9 + 2 * 3)}  # the slope by y is x * x + x


@pytest.mark.parametrize(
    "f",
    [
        lambda u: (u + [1, 2] + (3, 4)).sum(),
        lambda u: ([1, 2] - u) @ ((2.0, 3) / u),
        lambda u: [1, 2] @ u + u @ [u[0], 2],
        lambda u: (u * [[1, u[1]], [3, 4]]).sum() * max(u),
        lambda u: np.where(u > [0.5, 0.1], np.maximum(u, [1, 0.5]), u * u).sum(),
        lambda u: np.dot(u, [1, 2]) + np.linalg.norm(u - [1, 2]),
    ],
)
def test_a_list_beside_an_array_is_one_too(f):
    """As with NumPy; what is in it may be traced."""
    u = np.array([0.25, 0.75])
    program = ad.trace(f, u=u)
    assert program() == pytest.approx(f(u), rel=1e-14)
    assert ad.check_gradient(f, u=u).ok
    for run in (ad.compiled(program), ad.gradient_program(program)):
        assert run(u=u * 1.25) == pytest.approx(f(u * 1.25)) or run(u=u * 1.25)["value"] == pytest.approx(f(u * 1.25))


def test_a_list_that_is_no_array_is_named():
    """Beside a number it never is one, as in Python."""
    for f in (lambda u: u + [], lambda u: u + [[1, 2], [3]], lambda u: u + [1, "2"], lambda u: u.sum() * [1, 2]):  # noqa: RUF005
        with pytest.raises(TraceError, match=r"a traced value meets the list \["):
            ad.trace(f, u=np.ones(2))


def test_numbers_cannot_fill_plain_arrays_either():
    """The commonest stop in code that people publish; a list does it."""

    def fill(x, kind=float):
        h = np.zeros(3, dtype=kind)
        h[0] = x
        return h.sum()

    def collect(x):
        h = [0.0] * 3
        h[0] = x
        return sum(h)

    for kind in (float, int, np.float32, complex):
        with pytest.raises(ad.LessonError, match="or collect the values in a list"):
            ad.trace(lambda x, kind=kind: fill(x, kind), x=2.0)
    assert ad.grad(collect, x=2.0) == {"x": 1}


def test_a_captured_array_is_what_it_was_when_it_was_read():
    """Whoever changes it during the run, or later, changes no program."""
    weights = np.ones(3)

    def f(x):
        weights[0] = 5.0
        first = (x * weights).sum()
        weights[0] = 1.0
        return first + (x * weights).sum()

    program = ad.trace(f, x=V)
    right = f(V)
    fast = ad.compiled(program)
    weights[:] = 100
    assert program() == fast() == right
    assert ad.grad(program)["x"].tolist() == [6.0, 2.0, 2.0]
    given = V.copy()
    program = ad.trace(lambda x: (x * given).sum(), x=given)
    given[:] = 7
    assert program() == (V * V).sum()
    assert same(program.at["x"], V)


def test_one_array_under_two_names_is_not_changed_in_place():
    """NumPy would change it under both; the program has two inputs, or an input and a constant."""
    given = V.copy()

    def two_inputs(x, w):
        x += 1
        return (x * w).sum()

    def also_captured(x):
        x += 1
        return (x * given).sum()

    with pytest.raises(TraceError, match=r"two inputs are one array, and would change together \(line \d+\): write x = x"):
        ad.trace(two_inputs, x=given, w=given[::-1])
    with pytest.raises(TraceError, match=r"an input is changed in place, and is used by another name, too"):
        ad.trace(also_captured, x=given)
    assert ad.trace(two_inputs, x=given, w=V * 2)() == ((V + 1) * V * 2).sum()
    assert ad.trace(also_captured, x=V * 3)() == ((V * 3 + 1) * given).sum()


@pytest.mark.parametrize("run", [ad.trace, ad.grad, ad.value_and_grad, ad.gradient_program, ad.jacobian, ad.check_gradient])
def test_a_given_array_that_changes_during_the_run_is_named(run):
    """By another name than that of the input: the value would be of one point, the gradient of another."""
    given = V.copy()

    def f(x):
        s = x * 2
        given[0] += 1
        return (s * x).sum()

    with pytest.raises(TraceError, match="the array given as x was changed while f ran: let f work on a copy"):
        run(f, x=given)
    for size in (2, 5000):
        with_nan = np.full(size, np.nan)
        assert np.isnan(ad.trace(lambda x: x.sum(), x=with_nan)())


def line_of(f):
    """Return the number of the line below the def of a function."""
    return f.__code__.co_firstlineno + 1


def ask_whether(x):
    return x if x else -x


def ask_whether_greater(x):
    return x if x > 0 else -x


def ask_whether_equal(x):
    return 1 if x == x else 0


def use_asarray(x):
    return np.asarray(x)


def use_array_of_two(x):
    return np.array([x, x])


def use_floor(x):
    return np.floor(x)


def use_out(x):
    return np.add(x, 1, out=np.zeros(3))


def use_add_at(x):
    return np.add.at(np.zeros(3), [0, 0, 1], x)


def use_float(x):
    return float(x)


def use_a_set(x):
    return {x}


def use_two_axes_twice(x):
    return x[None].sum((0, 0))


def use_an_axis_that_is_not_there(x):
    return x[None].mean(axis=(0, 3))


def use_a_list(x):
    return x + [1.0, "2", 3.0]  # noqa: RUF005


def use_text(x):
    return x * "a"


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (ask_whether, "use where, maximum, minimum, relu or abs, or compare one number, such as x.sum()"),
        (ask_whether_greater, "has a truth value for each entry, and no branch can follow them all"),
        (ask_whether_equal, "has a truth value for each entry"),
        (use_asarray, "of one, leave it out"),
        (use_array_of_two, "of several values write np.stack([x, y])"),
        (use_floor, "its derivative is 0 or undefined"),
        (use_out, "np.add cannot write into an array that is there, as out= and h += x do"),
        (use_add_at, "np.add.at cannot write into an array that is there"),
        (use_float, "not a float yet"),
        (use_a_set, "cannot be in a set or a key"),
        (use_two_axes_twice, r"an array of shape (1, 3) has no axes (0, 0) for sum"),
        (use_an_axis_that_is_not_there, r"an array of shape (1, 3) has no axes (0, 3) for mean"),
        (use_a_list, "a traced value meets the list [1.0, '2', 3.0]"),
        (use_text, "a traced value meets the str 'a'"),
    ],
    ids=lambda f: f.__name__ if callable(f) else "",
)
def test_what_cannot_be_recorded_says_what_to_write_instead_and_where(f, sentence):
    """The line is the learner's, not one of NumPy's."""
    with pytest.raises(TraceError) as caught:
        ad.trace(f, x=V)
    assert sentence in str(caught.value)
    assert f"(line {line_of(f)})" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_method_that_is_missing_is_answered_with_what_there_is():
    """hasattr and copy still work as Python expects."""
    for f, said in (
        (lambda x: x.diff(), r"write np.diff\(x\)"),
        (lambda x: x.frob(0, 1), "known are arithmetic and the func"),
    ):
        with pytest.raises(AttributeError, match=rf"a traced array has no \w+ \(line \d+\): {said}"):
            ad.trace(f, x=V)
    seen = []
    ad.trace(lambda x: seen.append((hasattr(x, "diff"), hasattr(x, "sum"))) or x, x=V)
    assert seen == [(False, True)]


def test_a_batch_of_numbers_is_not_an_array_program():
    """A program of numbers has no shapes; one that met an array has them for all its variables."""
    assert ad.trace(lambda x: x * 2, x=1.0).shapes is None
    assert ad.trace(lambda s: s * V, s=1.0).shapes == ((), (3,))
    assert ad.trace(lambda s: (s * 2, V), s=1.0).shapes == ((), ())
    assert ad.trace(lambda s: s * np.float64(2), s=1.0).shapes is None


def test_a_leaked_array_cannot_be_used():
    """As a leaked number cannot."""
    leaked = []
    ad.trace(lambda x: leaked.append(x * 2) or x, x=V)
    for use in (lambda u: u + 1, lambda u: V + u, lambda u: u @ V, lambda u: u[0], lambda u: u.sum(), lambda u: u.T):
        with pytest.raises(TraceError, match="left over from a finished trace"):
            use(leaked[0])


class Held:
    """Something that a weak reference can watch."""


@pytest.mark.parametrize(
    "run",
    [
        lambda f: ad.trace(f, x=V),
        lambda f: ad.grad(f, x=V),
        lambda f: ad.gradient_program(f, x=V),
        lambda f: ad.compiled(ad.trace(f, x=V)),
        lambda f: ad.grad(lambda x: f(x * 1), x=V),
    ],
)
def test_a_trace_keeps_nothing_of_the_function_alive(run):
    """No cycle may hold the function's locals, big arrays perhaps, until the collector comes by."""
    watched = []

    def f(x):
        big, large = Held(), np.ones(3)
        watched.extend([weakref.ref(big), weakref.ref(large)])
        y = x * large
        return (y @ W) * (y.sum() - (T.sum() + 0 * len(str(big))))

    gc.collect()
    before = sum(type(u) is TracedArray for u in gc.get_objects())  # of another test, held by its traceback
    gc.disable()
    try:
        kept = run(f)
        assert watched
        assert all(reference() is None for reference in watched)
        assert sum(type(u) is TracedArray for u in gc.get_objects()) == before
        assert kept is not None
    finally:
        gc.enable()


def test_an_array_of_an_outer_trace_is_an_array_in_the_inner_one():
    """A gradient inside a function that is differentiated: the slopes of x**3, summed, have the slope 6 x."""
    x = np.array([1.0, 2.0])
    inner = lambda x: ad.grad(lambda y: (y * y * y).sum(), y=x)["y"]
    assert ad.grad(lambda x: inner(x).sum(), x=x)["x"].tolist() == [6, 12]
    assert ad.grad(lambda x: ad.grad(lambda y: y[0] * y[1] ** 2, y=x)["y"].sum(), x=x)["x"].tolist() == [4, 6]
    assert ad.grad(lambda x: inner(x.reshape(2, 1)).sum(), x=x)["x"].tolist() == [6, 12]

    def changes(y):
        y += 1
        return (y * y).sum()

    with pytest.raises(TraceError, match="an array of an outer traced function is changed in place"):
        ad.grad(lambda x: ad.grad(changes, y=x)["y"].sum() + x.sum(), x=x)
    assert ad.grad(lambda x: ad.grad(lambda y: changes(y.copy()), y=x)["y"].sum(), x=x)["x"].tolist() == [2, 2]
