"""Linear systems without a matrix: GMRES, helped by the band where there is one; what it cannot solve it says."""

import numpy as np
import pytest

from adlesson.engine.errors import NumberError
from adlesson.lagrange.loops.krylov import BLOCK, SMALL, WIDTHS, Band, System, banded, gmres, solve_linear

N = 1501
PICK = np.random.default_rng(0)
SIDES = PICK.normal(size=(9, N))
U, V = PICK.normal(size=(2, N, 12)) / np.sqrt(N)
SYSTEMS = {  # A u, each with a spectral radius of J = I - A above 1
    "a ring": lambda u: u - 2.5 * np.roll(u, 1),
    "three diagonals at random": lambda u: u - 1.5 * (SIDES[0] * np.roll(u, 1) + SIDES[1] * u + SIDES[2] * np.roll(u, -1)),
    "nine diagonals": lambda u: u - sum(side * np.roll(u, k - 4) for k, side in enumerate(SIDES)),
    "heat": lambda u: u + 1000 * (2 * u - np.roll(u, 1) - np.roll(u, -1)),
    "low rank": lambda u: u + 9 * (U @ (V.T @ u)),
    "nothing": lambda u: -3 * u,
}


def counted(apply):
    """Return ``apply``, and a list that gets longer with each call."""
    calls = []
    return (lambda u: calls.append(1) or apply(u)), calls


@pytest.mark.parametrize("name", SYSTEMS)
def test_systems_without_a_matrix_are_solved_to_all_digits(name):
    """Beside NumPy, which is given the matrix; a few dozen products are enough."""
    apply, b = SYSTEMS[name], np.random.default_rng(1).normal(size=N)
    product, calls = counted(apply)
    u = System(product, N).solve(b)
    matrix = np.array([apply(unit) for unit in np.eye(N)]).T
    by_hand = np.linalg.solve(matrix, b)
    assert np.linalg.norm(u - by_hand) <= 1e-9 * np.linalg.norm(by_hand)
    assert np.linalg.norm(apply(u) - b) <= 1e-10 * np.linalg.norm(b)
    assert len(calls) < 150


def test_gmres_takes_as_many_products_as_the_rank():
    """Of a matrix of rank 12 beside the unit matrix 13; the residual it returns is the true one."""
    b = np.random.default_rng(1).normal(size=N)
    product, calls = counted(SYSTEMS["low rank"])
    u, off, products = gmres(product, b)
    assert products == 13 and len(calls) == 14
    assert off == pytest.approx(np.linalg.norm(b - SYSTEMS["low rank"](u)) / np.linalg.norm(b))
    assert off < 1e-13
    assert gmres(product, b, most=5)[1] > 1e-3  # and sooner it is not there
    assert gmres(product, 0 * b)[:2] == (pytest.approx(0 * b), 0.0)


def test_a_band_that_goes_round_is_a_band_in_the_folded_order():
    """The ring has two corners; left out, the rest of it is singular as far as floats can tell."""
    band = Band(SYSTEMS["a ring"], N, 2)
    assert band.strays == 0
    u = np.random.default_rng(1).normal(size=N)
    assert band(SYSTEMS["a ring"](u)) == pytest.approx(u, rel=1e-9)
    assert Band(SYSTEMS["nine diagonals"], N, 2).strays > N // 2
    assert Band(SYSTEMS["nine diagonals"], N, 8).strays == 0
    assert max(WIDTHS) <= BLOCK


def test_a_few_rows_may_stray_from_the_band():
    """Each costs GMRES a product more; where most rows stray, the diagonals are no help, and are not taken."""
    rows = np.arange(100, N, 250)

    def linked(u):
        v = SYSTEMS["a ring"](u)
        v[rows] += 3 * u[(rows + 700) % N]
        return v

    band = banded(linked, N, WIDTHS)
    assert (band.width, band.strays) == (2, len(rows)) == (2, 6)
    assert banded(SYSTEMS["low rank"], N, WIDTHS) is None
    b = np.random.default_rng(1).normal(size=N)
    product, calls = counted(linked)
    assert linked(System(product, N).solve(b)) == pytest.approx(b, abs=1e-9)
    assert len(calls) < 80


def test_the_width_of_a_band_is_kept_for_the_next_system():
    """The second one need not look for it."""
    widths, b = [], np.random.default_rng(1).normal(size=N)
    first, calls = counted(SYSTEMS["a ring"])
    System(first, N, widths).solve(b)
    assert widths == [2]
    second, fewer = counted(SYSTEMS["a ring"])
    u = System(second, N, widths).solve(b)
    assert len(fewer) < 15 < len(calls)
    assert SYSTEMS["a ring"](u) == pytest.approx(b)


@pytest.mark.parametrize(
    "apply",
    [
        lambda u: u - u.mean(),  # one is its own eigenvector
        lambda u: u - 2.5 * np.append(0.0, u[:-1]),  # solved by hand it grows by 2.5 at each step, beyond all floats
        lambda u: 0 * u,
    ],
    ids=["singular", "beyond floats", "zero"],
)
@pytest.mark.parametrize("n", [SMALL - 1, N])
def test_what_has_no_solution_is_refused(apply, n):
    """A sentence, never a number."""
    b = np.random.default_rng(1).normal(size=n)
    with pytest.raises(NumberError, match=r"singular|not solved by GMRES after \d+ products"):
        solve_linear(apply, b)
