"""What is chosen gets the adjoint: the largest entry, with ties, and where a mask or a comparison holds."""

import math
import pickle
from importlib.util import find_spec

import numpy as np
import pytest
from programs import executed, same

import adlesson as ad
from adlesson.engine.errors import GuardError, LessonError, NumberError, TraceError
from adlesson.engine.ops import COMPARISONS

nan = math.nan
TIED = np.array([[1.0, 5.0, 5.0], [3.0, 5.0, -2.0]])


def by_a_loop(x):
    """Return the largest entry as the table's ``maximum`` finds it, two at a time."""
    largest = x[0]
    for k in range(1, len(x)):
        largest = ad.maximum(largest, x[k])
    return largest


# --- the largest entry ----------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", [[1.0, 5.0, 5.0], [5.0, 1.0, 5.0], [5.0, 5.0, 1.0], [2.0, 2.0, 2.0], [0.0, -0.0], [3.0]])
def test_of_equal_entries_the_last_takes_all_as_in_a_loop_of_maximum(numbers):
    """The convention of ``maximum``, whose second of two equal arguments takes the derivative; PyTorch shares it out."""
    x = np.array(numbers)
    largest = ad.grad(lambda x: ad.amax(x), x=x)["x"]
    assert largest.tolist() == ad.grad(by_a_loop, x=x)["x"].tolist()
    assert largest.tolist() == ad.grad(lambda x: -ad.amin(-x), x=x)["x"].tolist()
    assert largest.sum() == 1 and largest[max(k for k, u in enumerate(numbers) if u == max(numbers))] == 1
    first = np.eye(len(numbers))[np.argmax(x)]
    assert (largest != first).any() or numbers.count(max(numbers)) == 1, "NumPy's argmax is the first"


@pytest.mark.parametrize(
    ("axis", "slopes"),
    [
        (None, [[0, 0, 0], [0, 1, 0]]),
        ((0, 1), [[0, 0, 0], [0, 1, 0]]),
        ((-1, 0), [[0, 0, 0], [0, 1, 0]]),
        (0, [[0, 0, 1], [1, 1, 0]]),
        (-2, [[0, 0, 1], [1, 1, 0]]),
        (1, [[0, 0, 1], [0, 1, 0]]),
        ((1,), [[0, 0, 1], [0, 1, 0]]),
        ((), [[1, 1, 1], [1, 1, 1]]),
    ],
)
@pytest.mark.parametrize("keepdims", [False, True])
def test_along_axes_each_largest_entry_takes_its_own_adjoint(axis, slopes, keepdims):
    """Forward, reverse, as a program and its text; NumPy's max is the oracle for values and shapes."""
    f = lambda A: ad.amax(A, axis, keepdims)
    p = ad.trace(f, A=TIED)
    right = TIED.max(axis, keepdims=keepdims)
    for found in (p(), f(TIED), ad.compiled(p)(TIED)):
        assert np.shape(found) == np.shape(right) and np.array_equal(found, right)
    assert np.array_equal(ad.vjp(p, np.ones(np.shape(right)) if np.shape(right) else 1.0)["A"], slopes)
    direction = np.arange(6.0).reshape(2, 3)
    (moved,) = ad.jvp(p, {"A": direction}).values()
    assert np.array_equal(moved, (direction * slopes).sum(axis if axis != () else None, keepdims=keepdims)) or axis == ()
    q = ad.gradient_program(lambda A: np.sum(f(A) * 2), A=TIED)
    assert np.array_equal(q()["A_bar"], 2 * np.array(slopes)) and np.array_equal(ad.compiled(q)(TIED)["A_bar"], q()["A_bar"])


def test_the_choice_is_made_anew_at_each_point():
    """No guard: a program of a maximum serves also where another entry is the largest."""
    p = ad.trace(lambda x: ad.amax(x * x), x=np.array([1.0, 2.0]))
    assert p.guards == ()
    assert p(x=np.array([3.0, 2.0])) == 9 and ad.grad(p, x=np.array([3.0, 2.0]))["x"].tolist() == [6, 0]
    assert ad.hessian(p)["x"]["x"].tolist() == [[0, 0], [0, 2]]
    again = pickle.loads(pickle.dumps(p))
    assert again(x=np.array([3.0, 2.0])) == 9


def test_a_tie_is_a_kink_that_the_stepper_tells():
    """The slope is a convention there, as at the kink of ``maximum``."""
    told = [frame["sentence"] for frame in ad.Stepper(ad.trace(lambda A: ad.amin(A, 1).sum(), A=-TIED)).data["frames"]]
    sentence = "z1 stands at a kink of min, where the slope is a convention: 1 for the last of equal entries"
    assert sum(sentence in one for one in told) == 1
    told = [frame["sentence"] for frame in ad.Stepper(ad.trace(lambda A: ad.amin(A, 1).sum(), A=TIED)).data["frames"]]
    assert not any("kink" in one for one in told)


def test_where_an_entry_is_nan_there_is_no_largest_and_no_slope():
    """As with ``maximum``: NaN comes out, and the slopes of all that were compared are NaN."""
    x = np.array([[1.0, nan], [2.0, 3.0]])
    p = ad.trace(lambda x: ad.amax(x, 1), x=x)
    assert np.array_equal(p(), [nan, 3], equal_nan=True)
    assert np.array_equal(ad.vjp(p, np.ones(2))["x"], [[nan, nan], [0, 1]], equal_nan=True)
    assert math.isnan(ad.grad(lambda x, y: ad.maximum(x, y), x=1.0, y=nan)["x"])


@pytest.mark.parametrize("gather", [ad.amax, ad.amin, ad.logsumexp])
def test_what_has_no_largest_entry_is_refused_in_a_sentence(gather):
    """An axis that is not there, no entry at all, a number: on arrays and in traces, where the line is named."""
    x = np.ones((2, 3))
    for axis in (2, -3, (0, 0), (0, 5), 0.5, "rows", [0, 7]):
        with pytest.raises(TraceError, match=r"an array of shape \(2, 3\) has no axes .*: an axis is counted from 0"):
            gather(x, axis)
        with pytest.raises(TraceError, match=rf"has no axes .* for {gather.__name__}: .* \(line \d+\)"):
            ad.trace(lambda x, axis=axis: gather(x, axis), x=x)
    for empty in (np.ones((0, 3)), np.ones((2, 0))):
        with pytest.raises(NumberError, match=rf"{gather.__name__} has no value where there is no entry, in"):
            gather(empty, int(empty.shape[1] == 0))
    with pytest.raises(LessonError, match="has no value where there is no entry"):
        ad.trace(lambda x: gather(x[2:], 0), x=x)
    for f in (lambda: gather(3.0), lambda: ad.trace(lambda x: gather(x), x=3.0)):
        with pytest.raises(TraceError, match=f"{gather.__name__} takes an array, traced or not"):
            f()


# --- where ----------------------------------------------------------------------------------------


def test_where_agrees_with_numpy_and_pays_the_chosen_only():
    """A row that was stretched adds up what its copies got."""
    rng = np.random.default_rng(0)
    x, y, m = rng.normal(size=(2, 3)), rng.normal(size=3), np.array([[True, False, True], [False, False, True]])
    price = rng.normal(size=(2, 3))
    for mask in (m, m.astype(int), m.tolist(), m * 2.5):
        f = lambda x, y, mask=mask: ad.where(mask, x, y)
        assert np.array_equal(f(x, y), np.where(m, x, y)) and np.array_equal(ad.trace(f, x=x, y=y)(), np.where(m, x, y))
        paid = ad.vjp(f, price, x=x, y=y)
        assert np.array_equal(paid["x"], price * m) and np.array_equal(paid["y"], (price * ~m).sum(0))
    assert ad.where(m, 1, 2).dtype == float
    p = ad.trace(lambda x: ad.where(x > 0, 1, 2) ** -1, x=x)  # NumPy's text would have whole numbers, and refuse
    assert same(executed(p)(x), p()) and same(ad.compiled(p)(x), p())
    assert ad.where(True, 3, 4.5) == 3 and ad.where([1, 0], [1.0, 2.0], 5).tolist() == [1, 5]


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_of_arrays_is_an_operation_and_needs_no_guard(name):
    """It says 1 or 0 for each entry, at whatever point the program is run; Python's own comparison is the oracle."""
    compare, _ = COMPARISONS[name]
    x, y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 2.0])
    p = ad.trace(lambda x, y: ad.where(compare(x, y), x * x, 5 * y), x=x, y=y)
    assert p.guards == ()
    for one, other in ((x, y), (y, x), (-x, x * 0)):
        holds = np.array([compare(u, w) for u, w in zip(one, other, strict=True)])
        assert np.array_equal(p(x=one, y=other), np.where(holds, one * one, 5 * other))
        assert np.array_equal(ad.vjp(p, np.ones(3), x=one, y=other)["x"], 2 * one * holds)
        assert np.array_equal(ad.vjp(p, np.ones(3), x=one, y=other)["y"], 5.0 * ~holds)
        assert np.array_equal(ad.compiled(p)(one, other), p(x=one, y=other))
    assert np.array_equal(ad.trace(lambda x: compare(x, 2) * x, x=x)(), compare(x, 2) * x)
    assert np.array_equal(ad.trace(lambda x: compare(y, x) * x, x=x)(), compare(y, x) * x)


def test_a_comparison_with_nan_or_infinity_is_pythons():
    """Nothing is subtracted to compare: inf is not less than inf, and NaN holds nowhere."""
    x = np.array([nan, math.inf, -math.inf, 0.0])
    for compare, _ in COMPARISONS.values():
        for y in (math.inf, nan, 0.0):
            mask = ad.trace(lambda x, compare=compare, y=y: compare(x, y) * 1.0, x=x)()
            assert mask.tolist() == [float(compare(u, y)) for u in x]


def test_a_comparison_of_numbers_is_a_guard_still_and_where_follows_it():
    """A number has one answer, so that a branch can be taken by it; elsewhere the other one would be."""
    p = ad.trace(lambda x, y: ad.where(x > y, x * x, y), x=3.0, y=2.0)
    assert p() == 9 and len(p.guards) == 1
    with pytest.raises(GuardError, match="another branch would run"):
        p(x=1.0)
    p = ad.trace(lambda x, A: ad.where(x, A, 2 * A), x=1.0, A=TIED)
    assert len(p.guards) == 1 and np.array_equal(p(), TIED)


def test_no_branch_is_taken_by_an_array():
    """It would be right for some entries only."""
    for f in (lambda x: 1 if x > 0 else x, lambda x: not x, lambda x: x if x == x else 0, lambda x: max(x, x + 1)):
        with pytest.raises(TraceError, match=r"no branch can follow them all \(line \d+\): use where, maximum"):
            ad.trace(f, x=np.array([1.0, -1.0]))


def test_what_is_not_chosen_gets_nothing_also_beside_an_infinite_slope():
    """The root has an infinite slope at 0, and 0 times infinity would be NaN for all that share the entry."""
    x = np.array([4.0, 0.0, -1.0])
    f = lambda x: ad.sqrt(ad.where(x > 0, x, 0)).sum()
    assert ad.grad(f, x=x)["x"].tolist() == [0.25, 0, 0]
    assert ad.gradient_program(f, x=x)()["x_bar"].tolist() == [0.25, 0, 0]
    with np.errstate(divide="ignore"):
        assert ad.compiled(ad.gradient_program(f, x=x))(x)["x_bar"].tolist() == [0.25, 0, 0]
    masked = lambda x: ad.sqrt(x * (x > 0)).sum()  # the product rule multiplies, and has no such answer
    assert np.isnan(ad.grad(masked, x=x)["x"][1])


def test_the_multipliers_of_a_choice_are_the_adjoints():
    """Masks are variables like others, worth nothing; the stepper says so."""
    p = ad.trace(lambda x: (ad.where(x > 0.5, x, 0.1 * x) * ad.amax(x)).sum(), x=np.array([1.0, 0.25, 2.0]))
    lam, bars = ad.Lagrangian(p).multipliers(), ad.adjoints(p)
    assert all(np.array_equal(lam[name], bars[name]) for name in p.names)
    assert bars["x"].tolist() == [2, 0.2, 5.025]
    told = [frame["sentence"] for frame in ad.Stepper(p, sweep="reverse").data["frames"]]
    assert any("sends z1 its share: [0, 0, 0]." in one for one in told)
    assert ad.Stepper(p, sweep="lagrange").data["frames"] and ad.Stepper(p, sweep="tangent").data["frames"]


def test_pytorch_agrees_where_it_is_installed(record_property):
    """Its gradients of the same formulas, where no entries tie."""
    if find_spec("torch") is None:
        record_property("less", "PyTorch is not installed: gradients are compared with differences alone")
        return
    import torch

    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(3, 4, 5)), rng.normal(size=(5, 2))
    pairs = [
        (lambda x, y: ad.amax(x, (0, 2)) @ ad.amin(x, (0, 2)), lambda x, y: torch.amax(x, (0, 2)) @ torch.amin(x, (0, 2))),
        (lambda x, y: ad.where(x > 0, ad.exp(x), 0.1 * x).sum(), lambda x, y: torch.where(x > 0, x.exp(), 0.1 * x).sum()),
        (lambda x, y: (ad.logsumexp(x, (0, 1)) ** 2).sum(), lambda x, y: (torch.logsumexp(x, (0, 1)) ** 2).sum()),
        (lambda x, y: ((x @ y) ** 2).sum(), lambda x, y: ((x @ y) ** 2).sum()),
        (
            lambda x, y: (ad.einsum("ijk,kl->il", x, y) ** 2).sum(),
            lambda x, y: (torch.einsum("ijk,kl->il", x, y) ** 2).sum(),
        ),
        (lambda x, y: (ad.cumsum(x, 1) ** 2).sum(), lambda x, y: (torch.cumsum(x, 1) ** 2).sum()),
        (
            lambda x, y: (ad.stack([x[0, :2].T, y], 1) ** 3).sum() + (ad.concatenate([x[0].T, y], 1) ** 2).sum(),
            lambda x, y: (torch.stack([x[0, :2].T, y], 1) ** 3).sum() + (torch.cat([x[0].T, y], 1) ** 2).sum(),
        ),
    ]
    for ours, theirs in pairs:
        u, w = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
        theirs(u, w).backward()
        found = ad.grad(ours, x=x, y=y)
        assert np.allclose(found["x"], u.grad, rtol=1e-12, atol=1e-14)
        assert w.grad is None or np.allclose(found["y"], w.grad, rtol=1e-12, atol=1e-14)
