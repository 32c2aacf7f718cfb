"""A fact on which a function acts: found anew at each point, or kept as a guard, never silently another one."""

import numpy as np
import pytest

import adlesson as ad

V = np.array([0.5, -0.25, 0.75])
OTHER = np.array([0.5, 0.75, -0.25])  # the largest, the order and the signs are others

KEPT = {  # facts that steer: at other inputs the program says that another branch would run
    "argmax": lambda x: x[np.argmax(x)] * x[0],
    "argmin of rows": lambda x: np.stack([x, -x])[np.argmin(np.stack([x, -x]), axis=0), [0, 1, 2]].sum() * 1.0,
    "argsort": lambda x: (x[np.argsort(x)] * V).sum(),
    "sort": lambda x: (np.sort(x) * V).sum(),
    "median": lambda x: np.median(x) * x[0],
    "all": lambda x: x[0] if np.all(x[::2] > 0) else x[1],
    "any": lambda x: x[0] if (x[1:2] > 0).any() else 2 * x[0],
    "nonzero": lambda x: x[np.nonzero(x > 0)].sum(),
    "where": lambda x: x[np.where(x > 0)].sum(),
    "flatnonzero": lambda x: (x * 1.0)[np.flatnonzero(x > 0)].sum(),
    "a mask as an index": lambda x: x[x > 0].sum(),
    "two masks as an index": lambda x: x[(x > 0) & (x > 0.6)].sum(),
    "allclose": lambda x: x[0] if np.allclose(x, V) else 2 * x[0],
    "array_equal": lambda x: x[0] if np.array_equal(x, V) else 2 * x[0],
    "isfinite": lambda x: x[0] if np.isfinite(1 / (x[1] + 0.25)) else 2 * x[0],
    "isnan": lambda x: 3 * x[0] if np.isnan(np.log(x[1])) else np.log(x[1]),
    "logical_and": lambda x: x[0] if np.logical_and(x[0] > 0, x[1] > 0) else 2 * x[0],
    "max of python": lambda x: max(x) * 1.0,
    "count of numbers": lambda x: x[0] * np.count_nonzero(x[1] > 0),
}
FOLLOWED = {  # facts that are arrays of 1 and 0, recomputed: no guard is needed
    "where": lambda x: np.where(x > 0, x, 0.1 * x).sum(),
    "a mask times x": lambda x: (x * (x > 0)).sum(),
    "isfinite": lambda x: np.where(np.isfinite(np.log(x)), x, 0.0).sum(),
    "logical": lambda x: (x * np.logical_or(x > 0.6, np.logical_not(x > 0))).sum(),
    "xor": lambda x: (x * np.logical_xor(x > 0, x > 0.6)).sum(),
    "signs": lambda x: (x * ((x > 0) & ~(x > 0.6) | (x < -0.2))).sum(),
    "count": lambda x: np.count_nonzero(x > 0) * (x * x).sum(),
    "all along an axis": lambda x: (x * np.all(np.stack([x > 0, x < 0.6]), axis=0)).sum(),
    "assigned by a mask": lambda x: clipped_below(x * 1.0).sum(),
    "max": lambda x: np.max(x) * x[0],
    "isclose": lambda x: (x * np.isclose(x, V)).sum(),
    "heaviside": lambda x: (x * np.heaviside(x, 0.5)).sum(),
}


def clipped_below(h):
    """Set what is negative to 0, in place, as a layer of a network does."""
    h[h < 0] = 0
    return h


@pytest.mark.parametrize("name", KEPT)
def test_a_fact_that_steers_leaves_a_guard(name):
    """The value is right where the fact holds, and refused where it does not: never a wrong number."""
    f = KEPT[name]
    with np.errstate(all="ignore"):
        p = ad.trace(lambda x: f(x), x=V)
        assert p() == pytest.approx(float(f(V.copy())), rel=1e-15)
    assert p.guards
    with pytest.raises(ad.LessonError, match="another branch would run"):
        p(x=OTHER)
    assert ad.trace(lambda x: f(x), x=OTHER)() == pytest.approx(float(f(OTHER.copy())), rel=1e-15)


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_fact_for_each_entry_is_found_anew(name):
    """NumPy, asked again at the other point, is the oracle."""
    f = FOLLOWED[name]
    p = ad.trace(lambda x: f(x), x=V)
    assert not p.guards
    with np.errstate(all="ignore"):
        for u in (V, OTHER, -V):
            assert p(x=u) == pytest.approx(float(f(u.copy())), rel=1e-15)
    assert np.allclose(ad.grad(p, x=OTHER)["x"], ad.grad(lambda x: f(x), x=OTHER)["x"], equal_nan=True)


def test_a_branch_on_an_array_is_refused():
    """It has an answer for each entry, and ``if`` takes one."""
    with pytest.raises(ad.LessonError, match=r"no branch can follow them all \(line \d+\)"):
        ad.trace(lambda x: x if x > 0 else -x, x=V)


def test_a_sum_is_no_mask():
    """NumPy has no & of floats either; 2 in a mask would be counted twice."""
    for f in (lambda x: (x & (x > 0)).sum(), lambda x: (~x).sum()):
        with pytest.raises(ad.LessonError, match=r"this is for masks, arrays of 1 and 0 \(line \d+\): compare first"):
            ad.trace(f, x=V)
    with pytest.raises(ad.LessonError, match=r"is neither a mask nor whole numbers \(line \d+\): compare first, x\[x > 0\]"):
        ad.trace(lambda x: x[x].sum(), x=V)


def test_the_order_of_equal_entries_is_no_matter():
    """A guard asks whether the order is rising, not whether it is the same."""
    p = ad.trace(lambda x: (np.sort(x) * V).sum(), x=np.array([1.0, 2.0, 3.0]))
    assert p(x=np.array([2.0, 2.0, 2.0])) == 2.0
    assert ad.grad(lambda x: np.median(x), x=np.array([3.0, 1.0, 2.0, 5.0]))["x"].tolist() == [0.5, 0, 0.5, 0]
