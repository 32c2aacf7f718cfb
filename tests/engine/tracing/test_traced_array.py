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
        (lambda A: A.sum(axis=(0, 1)), ["sum", "sum"]),
        (lambda A: A.sum(axis=()), []),
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


def test_augmented_assignment_binds_a_new_array():
    """``h += b`` on a traced array computes a new one and leaves the old one as it was."""

    def f(x):
        h = x
        h += 1
        h *= x
        return h

    assert same(ad.trace(f, x=V)(), (V + 1) * V)
    assert ad.trace(f, x=V).names == ("x", "h", "h_2")


def line_of(f):
    """Return the number of the line below the def of a function."""
    return f.__code__.co_firstlineno + 1


def write_an_entry(x):
    x[0] = 1


def write_a_slice(x):
    x[1:] += 1


def ask_whether(x):
    return x if x else -x


def ask_whether_greater(x):
    return x if x > 0 else -x


def ask_whether_equal(x):
    return x == x


def ask_whether_any(x):
    return (x > 0).any()


def use_where(x):
    return np.where(V > 0, x, 0)


def use_concatenate(x):
    return np.concatenate([x, x])


def use_max(x):
    return np.max(x)


def use_norm(x):
    return np.linalg.norm(x)


def use_einsum(x):
    return np.einsum("i,i", x, x)


def use_asarray(x):
    return np.asarray(x)


def use_array_of_two(x):
    return np.array([x, x])


def use_floor(x):
    return np.floor(x)


def use_reduce(x):
    return np.add.reduce(x)


def use_out(x):
    return np.add(x, 1, out=np.zeros(3))


def use_float(x):
    return float(x)


def use_a_set(x):
    return {x}


def use_two_axes_twice(x):
    return x[None].sum((0, 0))


def use_an_axis_that_is_not_there(x):
    return x[None].mean(axis=(0, 3))


def use_a_list(x):
    return x + [1.0, 2.0, 3.0]  # noqa: RUF005


def use_text(x):
    return x * "a"


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (write_an_entry, "no entries to assign to: build a new array"),
        (write_a_slice, "no entries to assign to: build a new array"),
        (ask_whether, "use maximum, minimum, relu or abs, or compare one number, such as x.sum()"),
        (ask_whether_greater, "has an answer for each entry, and no branch can follow them all"),
        (ask_whether_equal, "has an answer for each entry"),
        (ask_whether_any, "has an answer for each entry"),
        (use_where, "np.where of a traced array cannot be recorded"),
        (use_concatenate, "np.concatenate of a traced array cannot be recorded"),
        (use_max, "np.max of a traced array cannot be recorded"),
        (use_norm, "plain NumPy array yet"),
        (use_einsum, "np.einsum of a traced array cannot be recorded"),
        (use_asarray, "no plain NumPy array yet"),
        (use_array_of_two, "no plain NumPy array yet"),
        (use_floor, "np.floor is not in the table of operations"),
        (use_reduce, "np.add with options cannot be recorded"),
        (use_out, "np.add with options cannot be recorded"),
        (use_float, "not a float yet"),
        (use_a_set, "cannot be in a set or a key"),
        (use_two_axes_twice, r"an array of shape (1, 3) has no axes (0, 0) for sum"),
        (use_an_axis_that_is_not_there, r"an array of shape (1, 3) has no axes (0, 3) for mean"),
        (use_a_list, "a traced value meets the list [1.0, 2.0, 3.0]"),
        (use_text, "a traced value meets the str 'a'"),
    ],
    ids=lambda f: f.__name__ if callable(f) else "",
)
def test_what_cannot_be_recorded_says_what_to_write_instead_and_where(f, sentence):
    """The line is the learner's, not one of NumPy's."""
    with pytest.raises(TraceError) as caught:
        ad.trace(f, x=V)
    assert sentence in str(caught.value) or (f is use_norm and "cannot be recorded" in str(caught.value))
    assert f"(line {line_of(f)})" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_method_that_is_missing_is_answered_with_the_ones_there_are():
    """x.max() is the commonest; hasattr and copy still work as Python expects."""
    for f in (lambda x: x.max(), lambda x: x.dot(x), lambda x: x.clip(0, 1)):
        with pytest.raises(AttributeError, match=r"a traced array has no \w+ \(line \d+\): known are arithmetic, @, sum"):
            ad.trace(f, x=V)
    seen = []
    ad.trace(lambda x: seen.append((hasattr(x, "max"), hasattr(x, "sum"))) or x, x=V)
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
