"""Forward round a loop: a nonlinear system, and how it was solved.

With this module you can

- solve z = F(z, x) from a start, exactly where that can be done (``solved``), or be told why not.

>>> from ...engine.trace import trace
>>> loop = Loop(trace(lambda z, x: {"z_next": x - z / 2}, z=0.0, x=3.0), {"z_next": "z"})
>>> z, report = solved(loop, [0.0, 3.0])
>>> round(z[0], 12), report.method, 35 < report.iterations < 50
(2.0, 'fixed point', True)
"""

import numpy as np

from ...engine.errors import InputError, NumberError, listed, short
from ...engine.numbers.arrays import quiet
from ..constraints import feasible, has_nan
from .elimination import conditioning, is_exact, solve
from .fixed_point import Report, iterate, newton, spectral_radius
from .loop import Loop

METHODS = ("fixed point", "newton")
ADVICE = {
    "Newton": "start nearer to a solution, or change the inputs: there may be none, one on another branch, or many",
    "fixed point": 'leave method out, or write method="newton", which need not contract',
}


def solved(loop: Loop, x, method=None):
    """Return ``(values, report)``: every variable at a solution, for inputs ``x`` with the start in the loop's places.

    Left to itself it goes round the loop, and takes to Newton, from the best point met, if that makes no progress.
    """
    if method not in (None, *METHODS):
        raise InputError(f"there is no method {short(method)}: solve by {' or '.join(map(repr, METHODS))}, or leave it out")
    p = loop.program
    for k, (name, u) in enumerate(zip(p.inputs, x, strict=True)):
        if has_nan(u):
            raise InputError(f"{name} is NaN: give it a number")
        if np.shape(u) != p.shape_at(k):  # a program of numbers would take an array, and run once for each entry
            raise InputError(
                f"{name} has the shape {np.shape(u)} here and was a number when {p.title} was traced: trace again"
            )
    exact = None if method == "fixed point" else solved_exactly(loop, x)
    if exact:
        return exact
    with quiet(True):
        u, report = approached(loop, loop.flat(loop.inputs_of(x)), x, method)
    if not report.converged:
        explain(loop, u, x, report)
    return loop.values(u, x), report


def approached(loop, start, x, method):
    """Return ``(vector, report)``: the solution, or the best that was met."""

    def step(u):
        return loop.once_round(u, x)

    def slope(u):
        return np.array(loop.jacobian(loop.put(u, x)), dtype=float)

    if method == "newton":
        return newton(step, slope, start)
    u, report = iterate(step, start)
    if not report.converged and np.isfinite(report.residuals[0]):
        report.spectral_radius = spectral_radius(slope(u))  # what the residuals show is where they went, not why
    if method == "fixed point" or report.converged:
        return u, report
    u, second = newton(step, slope, u)
    second.earlier = report
    return u, second


def solved_exactly(loop, x):
    """Return ``(values, report)`` if the numbers are exact and F is affine in the loop, which one Newton step solves."""
    z, start = loop.values(loop.inputs_of(x), x), loop.inputs_of(x)
    if not is_exact([*start, *loop.outputs_of(z)]):
        return None
    off, J = [after - before for before, after in zip(start, loop.outputs_of(z), strict=True)], loop.jacobian(z)  # noqa: N806
    if not isinstance(J, list):  # a slope that was rounded, such as 1 / 3
        return None
    try:
        step = solve(identity_minus(J), off, loop.labels)
    except NumberError:
        return None
    moved = [before + change for before, change in zip(start, step, strict=True)]
    z = loop.values(moved, x)
    if loop.outputs_of(z) != moved:
        return None
    return z, Report("Newton in fractions", start, moved, [float(max(map(abs, off))), 0.0], True)


def identity_minus(matrix):
    """Return I - J, a list of rows if J is one, else an array."""
    if isinstance(matrix, list):
        return [[(i == j) - u for j, u in enumerate(row)] for i, row in enumerate(matrix)]
    return np.eye(len(matrix)) - matrix


def explain(loop, u, x, report):
    """Raise the ``NumberError`` that says why no solution was found."""
    feasible(loop.program, loop.program.pack_inputs(loop.put(u, x)), {})  # raises where a NaN is born
    advice = ADVICE[report.method]
    if report.method == "Newton" and np.isfinite(u).all():
        matrix = np.array(identity_minus(loop.jacobian(loop.put(u, x))), dtype=float)
        loose = listed(conditioning(matrix, loop.labels)[1], 4)
        if loose != "none":
            advice = f"I - J is singular in {loose} where it stopped; {advice}"
    tried = "; ".join(one.text for one in (report.earlier, report) if one)
    raise NumberError(f"the loop {short(loop, 60)} did not converge ({tried}): {advice}")
