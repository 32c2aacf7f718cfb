"""Three ways downhill, against their formulas worked out by hand and against known wrong ones."""

import numpy as np
import pytest

from adlesson.lagrange.networks.downhill import METHODS, Adam, Descent, Momentum


def walk(way, rate, gradient, start, steps):
    """Return where some steps lead from a start, one number per step."""
    w = np.array([start])
    step, seen = way(rate, [w]), []
    for _ in range(steps):
        step([w], [np.array([gradient(w[0])])])
        seen.append(float(w[0]))
    return seen


def test_descent_halves_what_it_should():
    """On w**2 / 2 a rate of 1/2 halves w at each step, and a rate of 2 throws it to and fro."""
    assert walk(Descent, 0.5, lambda w: w, 8.0, 3) == [4, 2, 1]
    assert walk(Descent, 2, lambda w: w, 8.0, 2) == [-8, 8]


def test_momentum_remembers_nine_tenths():
    """Under a steady push of 1 the speeds are 1, 1.9, 2.71, and go to 10."""
    path = walk(Momentum, 1, lambda w: 1.0, 0.0, 200)
    assert path[:3] == pytest.approx([-1, -2.9, -5.61], rel=1e-12)
    assert path[-2] - path[-1] == pytest.approx(10, rel=1e-8)
    assert walk(Descent, 1, lambda w: 1.0, 0.0, 3) == [-1, -2, -3]


@pytest.mark.parametrize("size", [1e-4, 1.0, 1e4])
def test_adam_takes_steps_of_its_rate_whatever_the_size_of_the_gradient(size):
    """Under a steady push each step is the rate; without making up for the start at 0 the first would be 3.2 times that."""
    path = walk(Adam, 0.01, lambda w: size, 0.0, 3)
    assert path == pytest.approx([-0.01, -0.02, -0.03], rel=2e-4)
    assert 0.1 / np.sqrt(0.001) == pytest.approx(3.162, abs=1e-3)


def test_adam_by_hand_where_the_gradient_turns():
    """Two steps with gradients 1 and -2, written out."""
    gradients = iter([1.0, -2.0])
    path = walk(Adam, 0.1, lambda w: next(gradients), 0.0, 2)
    m, s = (0.9 * 0.1 - 0.1 * 2) / (1 - 0.81), (0.999 * 0.001 + 0.001 * 4) / (1 - 0.999**2)
    assert path == pytest.approx([-0.1, -0.1 - 0.1 * m / np.sqrt(s)], rel=1e-7)
    assert path[1] > path[0]  # with the last gradient's sign, and not with the first one's


@pytest.mark.parametrize("name", METHODS)
def test_parameters_change_in_place_and_apart(name):
    """A gradient of 0 leaves its parameter alone, whatever the others do; nothing is copied."""
    w = u, v = [np.ones((2, 3)), np.ones(2)]
    step = METHODS[name](0.1, w)
    for _ in range(3):
        step(w, [np.ones((2, 3)), np.zeros(2)])
    assert w[0] is u and (u < 1).all() and (v == 1).all()
    with pytest.raises(ValueError, match="zip"):
        step(w, [np.ones((2, 3))])
