"""The spectral radius of a matrix; how a loop's systems are solved is seen in test_cyclic."""

import numpy as np
import pytest

from adlesson.lagrange.loops.elimination import FEW, spectral_radius


def test_the_estimate_of_the_spectral_radius_is_one():
    """Against eigenvalues, a rotation among them."""
    rng = np.random.default_rng(1)
    for matrix in (np.array([[0.0, -3.0], [3.0, 0.0]]), rng.standard_normal((40, 40)), np.diag([0.9, -0.5, 0.0])):
        assert spectral_radius(matrix) == pytest.approx(max(abs(np.linalg.eigvals(matrix))), rel=0.03)
    assert spectral_radius(np.zeros((2, 2))) == 0


def test_the_spectral_radius_of_a_large_matrix_is_estimated():
    """Also of one that has no growth at all, where each product shortens the vector until nothing is left."""
    rng, n = np.random.default_rng(2), 3 * FEW
    scattered = rng.standard_normal((n, n)) / np.sqrt(n)
    assert spectral_radius(scattered) == pytest.approx(max(abs(np.linalg.eigvals(scattered))), rel=0.05)
    forward = np.eye(n, k=-1)  # a chain: after n products all is out at its end
    assert spectral_radius(forward[: FEW + 1, : FEW + 1]) == spectral_radius(np.zeros((n, n))) == 0
