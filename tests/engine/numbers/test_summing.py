"""Sums along axes in one instruction, running sums, arrays that are joined or stacked: shapes, ends, refusals."""

import numpy as np
import pytest
from programs import A, T, V, W, executed, same

import adlesson as ad
from adlesson.engine.errors import LessonError, NumberError, TraceError
from adlesson.engine.numbers.linear import concatenate, moveaxis, stack, swapaxes, transpose
from adlesson.engine.numbers.summing import cumsum, mean, sum_to, total


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 2), (-1, 0), (1,), (0, 1, 2), (), np.int64(1), [0, 1]])
@pytest.mark.parametrize(("ours", "name"), [(total, "sum"), (mean, "mean"), (ad.amax, "max"), (ad.amin, "min")])
def test_any_axes_are_gathered_by_one_instruction(ours, name, axis, keepdims):
    """One row whatever the axes, and one more where they are kept; NumPy is the oracle."""
    f, g = (lambda T: ours(T, axis, keepdims)), (lambda T: ours(T, axis=axis, keepdims=keepdims))
    right = getattr(T, name)(axis=tuple(axis) if isinstance(axis, list) else axis, keepdims=keepdims)
    p = ad.trace(f, T=T)
    assert len(p) == 2 + keepdims
    for found in (f(T), g(T), p(), ad.compiled(p)(T), executed(p)(T)):
        assert np.shape(found) == np.shape(right) and np.array_equal(found, right)
    assert ad.check_gradient(lambda T: np.sum(f(T) * f(T)) / 7 + T.sum(), T=T).ok


def test_a_stretched_array_is_summed_back_at_once():
    """Two axes are one instruction of the gradient program, too."""
    q = ad.gradient_program(lambda T, x: (T * x).sum(), T=T, x=V.reshape(1, 3, 1))
    assert [row.op for row in q.instructions if row.op == "sum"] == ["sum", "sum"]
    assert same(q()["x_bar"], T.sum((0, 2), keepdims=True))
    assert same(sum_to(np.ones((4, 2, 3)), (2, 1)), np.full((2, 1), 12.0)) and sum_to(A, ()) == A.sum()


def test_running_sums_and_what_they_pay():
    """An entry is in its own sum and in all later ones: the first gets all adjoints, the last one."""
    assert ad.grad(lambda x: ad.cumsum(x).sum(), x=V)["x"].tolist() == [3, 2, 1]
    assert ad.vjp(lambda x: ad.cumsum(x), np.array([1.0, 10.0, 100.0]), x=V)["x"].tolist() == [111, 110, 100]
    assert np.array_equal(cumsum(A), A.cumsum()) and np.array_equal(cumsum(T, -2), T.cumsum(1))
    for f in (lambda x: cumsum(x, 1), lambda x: cumsum(x, "rows")):
        for run in (lambda f=f: f(V), lambda f=f: ad.trace(f, x=V)):
            with pytest.raises(TraceError, match=r"an array of shape \(3,\) has no axes .* for cumsum"):
                run()


def test_axes_change_places():
    """NumPy's words, and its answers."""
    f = lambda T: transpose(T, (1, -1, 0))
    assert np.array_equal(f(T), T.transpose(1, 2, 0))
    for ours, theirs in (
        (f, lambda T: T.transpose(1, 2, 0)),
        (lambda T: transpose(T), lambda T: T.T),
        (lambda T: swapaxes(T, 0, -1), lambda T: T.swapaxes(0, -1)),
        (lambda T: moveaxis(T, 0, -1), lambda T: np.moveaxis(T, 0, -1)),
        (lambda T: moveaxis(T, (0, 2), (1, 0)), lambda T: np.moveaxis(T, (0, 2), (1, 0))),
    ):
        p = ad.trace(ours, T=T)
        assert np.array_equal(p(), theirs(T)) and np.array_equal(executed(p)(T), theirs(T))
        price = np.arange(12.0).reshape(theirs(T).shape)
        places = theirs(np.arange(12).reshape(2, 3, 2)).ravel()
        assert np.array_equal(ad.vjp(p, price)["T"].ravel()[places], price.ravel())
    twice = ad.gradient_program(lambda T: (transpose(transpose(T, (1, 2, 0)), (2, 0, 1)) * T).sum(), T=T)
    assert "transpose" not in twice.ops, "there and back again is nowhere"
    assert len(ad.trace(lambda A: swapaxes(A, 0, 1), A=A).instructions) == 2
    assert "A.T" in ad.source(ad.trace(lambda A: swapaxes(A, 0, 1), A=A))


def test_parts_are_joined_and_stacked_as_by_numpy():
    """Traced ones, plain ones, lists and numbers in one call; each gets its own part of the adjoint."""
    p = ad.trace(lambda x, s: concatenate([x, [1.0, s], W]), x=V, s=5.0)
    assert p().tolist() == [*V, 1, 5, *W]
    paid = ad.vjp(p, np.arange(8.0))
    assert paid["x"].tolist() == [0, 1, 2] and paid["s"] == 4
    p = ad.trace(lambda s, t: stack([s, 2, t, s]), s=5.0, t=3.0)
    assert p().tolist() == [5, 2, 3, 5] and ad.vjp(p, np.array([1.0, 2.0, 4.0, 8.0])) == {"s": 9, "t": 4}
    assert ad.grad(lambda s, t: (stack([[s, t], [t, 1]]) @ np.ones(2)).sum(), s=1.0, t=2.0) == {"s": 1, "t": 2}
    assert stack([1, 2]).dtype == concatenate([[1], [2]]).dtype == float
    many = ad.trace(lambda x: concatenate([x[k : k + 1] * k for k in range(100)]), x=np.ones(100))
    assert sum(op == "concatenate" for op in many.ops) == 1, "one instruction, however many parts"
    assert ad.vjp(many, np.ones(100))["x"].tolist() == list(range(100))


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (
            lambda x: concatenate([x, 2.0]),
            r"arrays along an axis that they have, and 2.0 is a number: stack makes one",
        ),
        (lambda x: concatenate([]), "and there is none"),
        (lambda x: stack([]), "stack puts numbers or arrays side by side, and there is none"),
        (lambda x: stack([x, np.ones(2)]), r"x of shape \(3,\) and .* do not fit in stack \(line \d+\)"),
        (lambda x: concatenate([x, np.ones((2, 2))]), r"do not fit in concatenate \(line \d+\)"),
        (lambda x: concatenate([x, x], axis=1), r"\(line \d+\)"),
        (lambda x: x + stack([x, x], axis=3), r"\(line \d+\)"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_a_sentence(f, says):
    """Not by NumPy's words about dimensions of input arrays alone."""
    with pytest.raises((NumberError, TraceError), match=says) as caught:
        ad.trace(f, x=V)
    assert isinstance(caught.value, LessonError)
