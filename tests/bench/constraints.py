"""A program as constraints: multipliers from the system, row by row, and loops of 500, 1,000 and 5,000 variables.

With this module you can see that the triangular system costs in proportion to its edges, in time and in memory, that a
loop needs one linear solve, and what both cost beside a sweep and beside NumPy by hand.  The large loops have a spectral
radius above 1, so that going round them diverges, and a matrix of one would take 200 MB.
"""

import time
import tracemalloc

import numpy as np

import adlesson as ad

from .timing import Contender, goal, race, time_of

TITLE = "Constraints: multipliers of a chain with two edges per instruction, and the loop z = tanh(W z + x)"

SYSTEM, SWEEP = "adlesson, multipliers from the system", "adlesson, adjoints by the sweep"
LOOP = "adlesson, loop solved, and its gradient"


def chain(n):
    """Return a program of ``n`` instructions with two edges each, at least nearly."""

    def f(x):
        y = x
        for _ in range(n // 2):
            y = ad.sin(y) * x
        return y

    return ad.trace(f, x=0.5)


def edges(p):
    """Return how many edges a program has."""
    return sum(len(p.alpha(i)) for i in range(len(p)))


def memory_per_edge(p):
    """Return the largest memory that solving for the multipliers takes, in bytes per edge."""
    L = ad.Lagrangian(p)
    tracemalloc.start()
    L.multipliers()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / edges(p)


def looped(n):
    """Return W, x and the closed loop of ``n`` variables with the sum as objective."""
    draw = np.random.default_rng(0)
    W, x = draw.normal(0, 0.5 / np.sqrt(n), (n, n)), draw.normal(0, 1, n)
    p = ad.trace(lambda z, x: {"z_next": ad.tanh(W @ z + x), "f": z.sum()}, z=np.zeros(n), x=x)
    return W, x, ad.close_loop(p, {"z_next": "z"})


def by_hand(W, x):
    """Return the derivative of the sum of the solution by x: 60 turns of the loop, and one linear solve."""
    z = np.zeros(len(x))
    for _ in range(60):
        z = np.tanh(W @ z + x)
    slope = 1 - z * z
    return slope * np.linalg.solve(np.eye(len(x)) - (slope[:, None] * W).T, np.ones(len(x)))


def loop_contenders(n):
    """Return who solves a loop of ``n`` variables and its gradient."""
    W, x, loop = looped(n)
    names, right = {"loop": loop, "hand": by_hand, "W": W, "x": x}, by_hand(W, x)
    return [
        Contender(LOOP, lambda: ('loop.grad()["x"]', names), right, n),
        Contender("NumPy, by hand", lambda: ("hand(W, x)", names), right, n, (LOOP, 1.5)),  # which knows how often to turn
        Contender("SciPy, root and solve", lambda: of_scipy(W, x), right, n, (LOOP, 1)),
    ]


def of_scipy(W, x):
    """Return how one does it with SciPy: Newton-Krylov for the loop, its LAPACK for the slope."""
    from scipy.linalg import solve
    from scipy.optimize import root

    def slopes():
        z = root(lambda z: np.tanh(W @ z + x) - z, np.zeros(len(x)), method="krylov", options={"fatol": 1e-13}).x
        slope = 1 - z * z
        return slope * solve(np.eye(len(x)) - slope[:, None] * W, np.ones(len(x)), transposed=True)

    return "slopes()", {"slopes": slopes}


def ring(n):
    """Return a banded loop, each z reading its neighbours in a ring, and the gradient of the sum of squares, by FFT."""
    left, right, x = np.arange(n) - 1, (np.arange(n) + 1) % n, np.random.default_rng(0).normal(size=n)
    p = ad.trace(lambda z, x: {"z_next": 2.5 * z[left] + 0.3 * z[right] + x, "f": (z * z).sum()}, z=np.zeros(n), x=x)
    once = np.zeros(n)
    once[[0, 1, -1]] = 1, -2.5, -0.3
    waves = np.fft.rfft(once)
    z = np.fft.irfft(np.fft.rfft(x) / waves, n)
    return ad.close_loop(p, {"z_next": "z"}), 2 * np.fft.irfft(np.fft.rfft(z) / waves.conj(), n)


def low_rank(n, rank=10):
    """Return a loop of low rank, z = U (V^T z) + x, and the same gradient by Woodbury's formula."""
    draw = np.random.default_rng(0)
    U, V, x = draw.normal(size=(n, rank)), 2 * draw.normal(size=(n, rank)) / np.sqrt(n), draw.normal(size=n)
    p = ad.trace(lambda z, x: {"z_next": U @ (V.T @ z) + x, "f": (z * z).sum()}, z=np.zeros(n), x=x)
    z = x + U @ np.linalg.solve(np.eye(rank) - V.T @ U, V.T @ x)
    return ad.close_loop(p, {"z_next": "z"}), 2 * (z + V @ np.linalg.solve(np.eye(rank) - U.T @ V, U.T @ z))


def solved(loop, slopes):
    """Return how long solving a loop and its gradient take, in seconds, and the largest memory, in MB."""
    begun = time.perf_counter()
    found = loop.grad()["x"]
    spent = time.perf_counter() - begun
    if abs(found - slopes).max() > 1e-9 * abs(slopes).max():
        raise ValueError("the gradient of a large loop is not what a closed formula gives")
    tracemalloc.start()
    loop.grad()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return spent, peak / 1e6


def large_loops(n):
    """Yield the goals of two loops of ``n`` variables round which nobody can go."""
    for name, (loop, slopes) in {"a ring": ring(n), "low rank": low_rank(n)}.items():
        seconds, peak = solved(loop, slopes)
        yield goal(f"loop of {n:,}, {name}: seconds", seconds, at_most=2)
        yield goal(f"loop of {n:,}, {name}: MB", peak, at_most=200)


def run(clock, tiny):
    """Return the rows and the goals."""
    sizes, loops = ((100, 1_000), (20,)) if tiny else ((1_000, 10_000), (500, 1_000))
    programs = {size: chain(size) for size in sizes}
    contenders = []
    for size, p in programs.items():
        names, expect = {"L": ad.Lagrangian(p), "p": p, "ad": ad}, ad.adjoints(p)
        contenders += [
            Contender(SYSTEM, lambda names=names: ("L.multipliers()", names), expect, size, (SWEEP, 20)),
            Contender(SWEEP, lambda names=names: ("ad.adjoints(p)", names), expect, size),
        ]
    contenders += [one for n in loops for one in loop_contenders(n)]
    rows = race(contenders, **clock)
    ours, (small, large) = SYSTEM, sizes
    memory = {size: memory_per_edge(p) for size, p in programs.items()}
    per_edge = {size: time_of(rows, ours, size) / edges(p) for size, p in programs.items()}
    return rows, [
        goal(f"multipliers: time per edge, {large:,} / {small:,}", per_edge[large] / per_edge[small], at_most=2),
        goal(f"multipliers: memory per edge, {large:,} / {small:,}", memory[large] / memory[small], at_most=2),
        goal(f"multipliers: bytes per edge at {large:,}", memory[large], at_most=1000),
        goal(f"loop of {loops[-1]:,}: seconds", time_of(rows, LOOP, loops[-1]), at_most=0.1),
        *large_loops(600 if tiny else 5_000),
    ]
