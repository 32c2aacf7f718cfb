"""Is this a solution of z = F(z)?  A small residual does not say so.

With this module you can

- get Newton's correction (I - J)^-1 (F(z) - z) at a point, with what rounding can do to it (``correction``);
- ask whether z is a solution, as far as floats can tell, or why not (``verdict``).

A solution is where the correction is small next to z, where it stays small once it is made, and where I - J is not singular:
of z = softplus(z), which has none, the residual becomes as small as one likes, and the correction stays 1.

>>> from ...engine.numbers.elementary import softplus
>>> from ...engine.trace import trace
>>> loop = Loop(trace(lambda z: {"z_next": softplus(z)}, z=10.0), {"z_next": "z"})
>>> verdict(loop, np.array([10.0]), [10.0]).why.partition(";")[0]
"the residual is small, but Newton's next step in z is 1: this is no solution"
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import GuardError, NumberError, listed
from ...engine.numbers.arrays import quiet
from .elimination import LARGEST, conditioning, identity_minus, singular
from .fixed_point import ROUNDINGS, length
from .loop import Loop

ACCURATE, STEADY, CORRECTIONS = 1e-8, 0.1, 8  # of the correction next to z; of I - J next to itself
NUDGE, DRAWS = 1e-9, 8  # next to z, to look beside a kink

Correction = namedtuple("Correction", "matrix step slack growth loose")
Correction.__doc__ = """I - J, if built, and Newton's ``step``, each number of which rounding makes uncertain by ``slack``.

``growth`` is that of ``conditioning``; ``loose`` are the names of what makes I - J singular, and then there is no step.
"""
Verdict = namedtuple("Verdict", "u matrix why")
Verdict.__doc__ = (
    "The solution ``u`` after one more correction, and I - J there, if it was built; or ``why`` it is none, else empty."
)


def correction(loop: Loop, u, x):
    """Return the ``Correction`` at the vector u, for inputs x."""
    z = loop.values(u, x)
    if loop.large:
        return correction_of_many(loop, u, z)
    J, terms = loop.linear(z)  # noqa: N806
    matrix, off = identity_minus(J), loop.flat(loop.outputs_of(z)) - u
    inverse, growth, loose = conditioning(matrix, loop.labels)
    if loose:
        return Correction(matrix, None, None, growth, loose)
    return Correction(matrix, inverse @ off, abs(inverse) @ (ROUNDINGS * (terms + abs(u))), growth, [])


def correction_of_many(loop, u, z):
    """Return the ``Correction`` without a matrix: errors are measured next to the largest number, not each next to its own.

    Whether I - J is nearly singular is told by what its inverse makes of 1 and -1 at random.
    """
    system, after = loop.system(z), loop.flat(loop.outputs_of(z))
    moves = abs(system.solve(np.random.default_rng(0).choice([-1.0, 1.0], len(u))))
    growth = float(moves.max())
    if not growth < LARGEST:
        loose = [name for name, move in zip(loop.labels, moves, strict=True) if not move < 0.1 * growth]
        return Correction(None, None, None, growth, loose)
    slack = ROUNDINGS * growth * float(max(abs(after).max(), abs(u).max()))
    return Correction(None, system.solve(after - u), np.full(len(u), slack), growth, [])


def small(step, slack, size):
    """Whether a step is small next to ``size``, each number next to its own, or is mere rounding."""
    return bool((abs(step) <= np.maximum(ACCURATE * abs(size), slack)).all())


def verdict(loop, u, x):
    """Return the ``Verdict`` on the vector u, for inputs x."""
    try:
        with quiet(True):
            return judged(loop, u, x)
    except (NumberError, GuardError) as problem:
        return Verdict(u, None, str(problem))


def judged(loop, u, x):
    """Return the ``Verdict``; raise where F has no value next to u.

    A number on its way to 0 is never small next to itself: it may be corrected some times more, by less than it was.
    """
    here = first = correction(loop, u, x)
    size, to_zero = abs(u), False
    for _ in range(CORRECTIONS):
        if here.loose or not abs(np.log(here.growth / first.growth)) < STEADY:  # at a fold a correction changes I - J
            return Verdict(u, None, singular(here.loose or loop.inputs))
        if here is not first and small(here.step, here.slack, u):
            return Verdict(u, here.matrix, singular(loop.inputs) if turns(loop, u, x, here.matrix) else "")
        if here is first:
            to_zero = abs(u + here.step) <= ACCURATE * size
        if not small(np.where(to_zero & (here is first), 0, here.step), here.slack, size):
            break
        u = u + here.step
        here = correction(loop, u, x)
    return Verdict(u, None, far(loop, here))


def far(loop, here):
    """Return why a small residual is no solution: the correction is not small."""
    names = [name for name, step in zip(loop.labels, here.step, strict=True) if abs(step) > 0.1 * max(abs(here.step))]
    return (
        f"the residual is small, but Newton's next step in {listed(names, 4)} is {length(here.step):.2g}: this is no "
        "solution; start elsewhere, or change the inputs: there may be none"
    )


def turns(loop, u, x, matrix):
    """Whether u is at a kink where solutions meet: the determinant of I - J has another sign on another side of it."""

    if loop.large or not loop.kinked:
        return False  # of many numbers nobody can look at all sides

    def beside(sides):
        return identity_minus(loop.jacobian(loop.put(u + sides * NUDGE * sizes, x)))

    sizes = abs(u) + loop.linear(loop.put(u, x))[1] + np.finfo(float).tiny / NUDGE
    pick, sign = np.random.default_rng(0), np.linalg.slogdet(matrix)[0]
    for k in range(DRAWS):
        way = pick.choice([-1.0, 1.0], len(u)) * pick.uniform(0.5, 1, len(u))
        sides = beside(way), beside(-way)
        if any(np.linalg.slogdet(side)[0] != sign for side in sides):
            return True
        if k == 0 and all(abs(side - matrix).max() <= 1e-3 * abs(matrix).max() for side in sides):
            return False  # no kink
    return False
