"""Loops of thousands of variables: nobody builds their matrix, and going round need not converge."""

import time
import tracemalloc

import numpy as np
import pytest

import adlesson as ad
from adlesson import sin, tanh
from adlesson.engine.errors import NumberError
from adlesson.lagrange.loops.loop import LARGE

N = 5000
LEFT, RIGHT = np.arange(N) - 1, (np.arange(N) + 1) % N
PICK = np.random.default_rng(0)
X0 = PICK.normal(size=N)
U, V = PICK.normal(size=(2, N, 10)) / np.sqrt(N)
TURNS = {
    "banded": lambda z, x: -1.6 * z + 0.9 * z[LEFT] - 1.1 * z[RIGHT] + 0.2 * sin(z) + x,
    "a ring": lambda z, x: 2.5 * z[LEFT] + 0.2 * sin(z) + x,
    "of low rank": lambda z, x: -15.0 * (U @ (V.T @ z)) + 4.0 * z[0] + 0.2 * sin(z) + x,
    "a contraction": lambda z, x: tanh(0.5 * z[LEFT] + x),
}


def closed(turn, n=N, x=X0):
    """Return a loop with the sum of squares as its objective."""
    p = ad.trace(lambda z, x: {"z_next": turn(z, x), "f": (z * z).sum()}, z=np.zeros(n), x=x[:n])
    return ad.close_loop(p, {"z_next": "z"})


@pytest.mark.parametrize("name", ["banded", "of low rank", "a contraction"])
def test_five_thousand_variables_are_solved_with_their_gradient_by_default(name):
    """Residual and gradient beside differences; in ten times 2 s of CPU time, and in less than the matrix takes."""
    loop, begun = closed(TURNS[name]), time.process_time()
    slopes = loop.grad(output="f")["x"]
    assert time.process_time() - begun < 20
    tracemalloc.start()
    loop.multipliers(output="f")
    assert tracemalloc.get_traced_memory()[1] < 200e6
    tracemalloc.stop()
    found = loop.solve()
    z, diverges = found["z"], name != "a contraction"
    assert (found.report.method == "Newton") is diverges
    assert abs(TURNS[name](z, X0) - z).max() <= 1e-12 * abs(z).max() + 1e-13
    d, h = np.random.default_rng(1).normal(size=N), 1e-6
    difference = (loop.solve(x=X0 + h * d)["f"] - loop.solve(x=X0 - h * d)["f"]) / (2 * h)
    assert slopes @ d == pytest.approx(difference, rel=1e-6)
    if diverges:
        with pytest.raises(NumberError, match=r"adjoint fixed point.*leave method out"):
            loop.multipliers(output="f", method="fixed point")
    else:
        assert loop.multipliers(output="f", method="fixed point")["x"] == pytest.approx(slopes, abs=1e-9)


@pytest.mark.parametrize("name", ["banded", "a ring", "a contraction"])
def test_with_and_without_a_matrix_the_answers_are_the_same(name, monkeypatch):
    """Of a smaller loop of the same kind both can be had."""
    n = 90
    left, right = np.arange(n) - 1, (np.arange(n) + 1) % n
    small = {
        "banded": lambda z, x: -1.6 * z + 0.9 * z[left] - 1.1 * z[right] + 0.2 * sin(z) + x,
        "a ring": lambda z, x: 2.5 * z[left] + 0.2 * sin(z) + x,
        "a contraction": lambda z, x: tanh(0.5 * z[left] + x),
    }[name]
    by_matrix = closed(small, n)
    z, slopes = by_matrix.solve()["z"], by_matrix.grad(output="f")["x"]
    monkeypatch.setattr("adlesson.lagrange.loops.loop.LARGE", n - 1)
    without = closed(small, n)
    assert without.loop.large and not closed(TURNS[name]).loop.labels[:0]
    assert without.solve()["z"] == pytest.approx(z, rel=1e-10, abs=1e-12)
    assert without.grad(output="f")["x"] == pytest.approx(slopes, rel=1e-10, abs=1e-12)


def test_lists_of_numbers_are_sparse_where_they_are():
    """A matrix by its entries, found by going through the list once; the array is the oracle."""
    n = LARGE + 100
    left, right = np.arange(n) - 1, (np.arange(n) + 1) % n

    def turn(z, x):
        after = [-1.6 * z[i] + 0.9 * z[i - 1] - 1.1 * z[(i + 1) % n] + 0.2 * sin(z[i]) + x[i] for i in range(n)]
        return {"z_next": after, "f": sum(u * u for u in z)}

    lists = ad.close_loop(ad.trace(turn, z=[0.0] * n, x=X0[:n].tolist()), {"z_next": "z"})
    arrays = closed(lambda z, x: -1.6 * z + 0.9 * z[left] - 1.1 * z[right] + 0.2 * sin(z) + x, n)
    assert lists.grad(output="f")["x"] == pytest.approx(arrays.grad(output="f")["x"], rel=1e-9)


def test_inside_a_program_a_large_loop_is_one_instruction_with_one_adjoint_system():
    """Gradient and Hessian times a direction, by differences of gradients."""
    n = LARGE + 100
    left, right = np.arange(n) - 1, (np.arange(n) + 1) % n
    loop = closed(lambda z, x: -1.6 * z + 0.9 * z[left] - 1.1 * z[right] + 0.2 * sin(z) + x, n)
    p = ad.trace(lambda x: (loop.solve(x=x)["z"] ** 4).sum(), x=X0[:n])
    d, h, q = np.random.default_rng(1).normal(size=n), 1e-5, ad.gradient_program(p)
    up, down = ad.value_and_grad(p, x=X0[:n] + h * d), ad.value_and_grad(p, x=X0[:n] - h * d)
    assert ad.grad(p)["x"] @ d == pytest.approx((up[0] - down[0]) / (2 * h), rel=1e-7)
    assert ad.jvp(q, {"x": d})["x_bar"] == pytest.approx((up[1]["x"] - down[1]["x"]) / (2 * h), rel=1e-5, abs=1e-5)


def test_a_large_loop_without_a_solution_is_refused():
    """Where I - J is singular all along one direction, at a fold, and where nothing is near."""
    n = LARGE + 1
    for turn in (
        lambda z, x: z - z.mean() + x,  # the mean of z is free, or not to be had
        lambda z, x: z * z + 0.25 + 0 * x,  # both solutions meet at 1/2
        lambda z, x: z * z + 0.3 + 0 * x,
    ):
        with pytest.raises(NumberError, match=r"singular|did not converge|no solution"):
            closed(turn, n, np.ones(n)).solve()
