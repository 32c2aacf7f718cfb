"""One sweep for many columns: the same matrix to the last bit, in fewer sweeps where columns do not meet."""

import math
import random
from fractions import Fraction as F
from itertools import combinations

import numpy as np
import pytest
from programs import A, V, same, sparse_program

import adlesson as ad
from adlesson.engine.transforms import colours
from adlesson.engine.transforms.colours import members, painted, pattern, turned


def diagonal(x):
    return [ad.sin(u) for u in x]


def circle(x):
    """Each number with its two neighbours in a circle."""
    return [x[k - 1] * x[k] + x[(k + 1) % len(x)] for k in range(len(x))]


def band(x):
    return [sum(x[max(k - 2, 0) : k + 3]) * x[k] for k in range(len(x))]


def arrow(x):
    return [sum(x), *(x[0] * u for u in x[1:])]


def wide(x):
    """One full row."""
    return [sum(u * u for u in x)]


def tall(x):
    """One full column, so that rows share it."""
    return [x[0] * k for k in range(1, 8)]


@pytest.mark.parametrize("seed", range(40))
def test_it_is_the_matrix_by_rows_exactly(seed):
    """Random sparse programs in fractions: equal, and never in more sweeps than rows or columns take."""
    p = sparse_program(random.Random(seed))
    found, rows = ad.jacobian(p, by="colours"), ad.jacobian(p, by="rows")
    assert found == rows
    assert found.sweeps <= min(rows.sweeps, p.d)


@pytest.mark.parametrize(
    ("f", "n", "sweeps"),
    [
        (diagonal, 100, 1),
        (circle, 99, 3),
        (circle, 100, 4),
        (band, 100, 5),
        (arrow, 100, 100),
        (wide, 100, 1),
        (tall, 100, 1),
        (lambda x: [*x[:-1], sum(x)], 50, 2),  # rows: the last one meets all others
        (lambda x: [3.0, x[2]], 5, 1),
        (lambda x: [3.0], 5, 0),
    ],
)
def test_sweeps_are_counted_in_colours(f, n, sweeps):
    """By hand: nobody's neighbours, both neighbours, a circle that three does not divide, and what gains nothing."""
    p = ad.trace(f, x=[0.3 + 0.01 * k for k in range(n)])
    found = ad.jacobian(p, by="colours")
    assert found.sweeps == sweeps
    for by in ("rows", "columns"):
        other = ad.jacobian(p, by=by)
        for name in other:
            assert found[name]["x"] == pytest.approx(other[name]["x"], rel=1e-14, abs=1e-300)


def test_floats_are_the_same_to_the_last_bit_as_by_the_same_kind_of_sweep():
    """Lines of one colour never meet on the way, so that no sum has another order."""
    x = [0.3 + 0.01 * k for k in range(30)]
    assert same(dict(ad.jacobian(circle, x=x, by="colours")), dict(ad.jacobian(circle, x=x, by="rows")))
    fan = lambda x: [ad.exp(x[k] * x[k + 1]) for k in range(0, 20, 2)] + [x[0] * x[2], ad.tanh(x[1]) * x[3]]
    few = ad.jacobian(lambda x, s: [u * s for u in fan(x)], x=x, s=0.7, by="colours")
    assert few.sweeps == 3
    assert same(dict(few), dict(ad.jacobian(lambda x, s: [u * s for u in fan(x)], x=x, s=0.7, by="columns")))


def test_a_colouring_that_merges_two_columns_of_one_row_is_wrong(monkeypatch):
    """All at peace, as it were: the sum of two slopes stands where one should, and the comparison with rows sees it."""
    x = [F(1, k + 2) for k in range(6)]
    right = ad.jacobian(circle, x=x, by="rows")
    monkeypatch.setattr(colours, "painted", lambda touched: [[k for k, found in enumerate(touched) if found]])
    assert ad.jacobian(circle, x=x, by="colours") != right
    assert ad.jacobian(lambda x: [u * u for u in x], x=x, by="colours") == ad.jacobian(lambda x: [u * u for u in x], x=x)


def test_no_two_of_one_colour_touch_the_same_and_each_is_painted_once():
    """Whatever the sets."""
    pick = random.Random(7)
    for _ in range(200):
        touched = [pick.getrandbits(12) & pick.getrandbits(12) & pick.getrandbits(12) for _ in range(15)]
        found = painted(touched)
        assert sorted(k for colour in found for k in colour) == [k for k in range(15) if touched[k]]
        assert all(not touched[j] & touched[k] for colour in found for j, k in combinations(colour, 2))
    assert painted([0b01, 0b10, 0b11, 0b01]) == [[0, 1], [2], [3]]


def test_the_pattern_is_every_path_and_no_more():
    """A constant depends on nothing, an input on itself; a slope of 0 is still a path."""
    p = ad.trace(lambda x, y, z: {"a": x * y, "b": [ad.sin(x * y) + z, ad.sign(z)], "c": 5.0, "y": y}, x=1.0, y=2.0, z=3.0)
    sets = pattern(p, p.output_slots)
    assert [list(members(found)) for found in sets] == [[0, 1], [0, 1, 2], [2], [], [1]]
    assert [list(members(found)) for found in turned(sets, 3)] == [[0, 1], [0, 1, 4], [1, 2]]


def test_an_array_is_one_variable_and_gains_nothing_by_itself():
    """Its entries never share a sweep; two arrays that no output shares do."""
    found = ad.jacobian(lambda x: x * x, x=V, by="colours")
    assert same(dict(found), dict(ad.jacobian(lambda x: x * x, x=V, by="rows")))
    assert found.sweeps == 3
    f = lambda A, x, y, s: {"v": A @ x, "w": y * s, "k": np.ones((4, 2)), "c": 2.5}
    at = {"A": A, "x": V, "y": np.array([1.0, 2.0, 5.0, 7.0]), "s": 3.0}
    found = ad.jacobian(f, at, by="colours")
    assert found.sweeps == 4  # the two rows of v ride along with two of the four of w
    assert same(dict(found), dict(ad.jacobian(f, at, by="rows")))
    listed = ad.jacobian(lambda p: [p[0] * p[0], p[1] * 2.0], p=[V, 2.0], by="colours")
    assert listed.sweeps == 3
    assert same(dict(listed), dict(ad.jacobian(lambda p: [p[0] * p[0], p[1] * 2.0], p=[V, 2.0], by="rows")))


def test_columns_of_arrays_in_one_colour():
    """More outputs than inputs, so that it goes by columns."""
    f = lambda x, y: [x * 2.0, x * x, x.sum() * x, y * 3.0, y * y, ad.sin(y)]
    at = {"x": V, "y": np.array([1.0, 2.0])}
    found = ad.jacobian(f, at, by="colours")
    assert found.sweeps == 3  # y rides along with x
    assert same(dict(found), dict(ad.jacobian(f, at, by="columns")))


def test_a_batch_of_points_is_done_at_once():
    """A program of numbers, at three points."""
    x = np.array([1.0, 2.0, 3.0])
    p = ad.trace(lambda x, y, z: [x**3 * y, z * z], x=1.0, y=2.0, z=1.0)
    assert same(dict(ad.jacobian(p, x=x, by="colours")), dict(ad.jacobian(p, x=x, by="rows")))


def rosenbrock(x):
    return sum(100 * (x[k + 1] - x[k] ** 2) ** 2 + (1 - x[k]) ** 2 for k in range(len(x) - 1))


def test_a_hessian_with_few_neighbours_takes_few_sweeps():
    """The chained function of Rosenbrock: three, whatever its length; a full one as many as it has rows."""
    for n in (3, 20, 60):
        x = [F(k % 5 - 2, 3) for k in range(n)]
        found = ad.hessian(rosenbrock, x=x, by="colours")
        assert found == ad.hessian(rosenbrock, x=x)
        assert (found.sweeps, ad.hessian(rosenbrock, x=x).sweeps) == (3, n)
    assert ad.hessian(lambda x: sum(x) ** 3, x=[1, 2, 3, 4], by="colours").sweeps == 4
    assert ad.hessian(lambda x: sum(u**4 for u in x), x=[1, 2, 3, 4], by="colours").sweeps == 1
    assert math.isnan(ad.hessian(lambda x: ad.log(x[0]) + x[1] ** 2, x=[-1.0, 2.0], by="colours")["x"][1]["x"][1])
