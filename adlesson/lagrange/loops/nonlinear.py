"""Forward round a loop: a nonlinear system, and how it was solved.

With this module you can

- solve z = F(z, x) from a start, exactly where that can be done (``solved``), or be told why not.

>>> from ...engine.trace import trace
>>> loop = Loop(trace(lambda z, x: {"z_next": x - z / 2}, z=0.0, x=3.0), {"z_next": "z"})
>>> z, report, _ = solved(loop, [0.0, 3.0])
>>> z[0], report.method, 35 < report.iterations < 50
(2.0, 'fixed point', True)
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import GuardError, InputError, NumberError, TraceError, listed, short
from ...engine.numbers.arithmetic import as_float
from ...engine.numbers.arrays import quiet
from ...engine.numbers.operand import is_operand
from ..constraints import has_nan
from ..going_round import Bar, interrupted
from .elimination import conditioning, identity_minus, solve, spectral_radius
from .fixed_point import MOST, Report, at_rest, iterate, newton
from .loop import Loop
from .verdict import turns, verdict

METHODS = ("fixed point", "newton")
ADVICE = {
    "Newton": "start nearer to a solution, or change the inputs: there may be none, one on another branch, or many",
    "fixed point": 'leave method out, or write method="newton", which need not contract',
}

Solution = namedtuple("Solution", "values report matrix")
Solution.__doc__ = """Every variable at a solution, the ``Report`` on how it was found, and I - J there.

The last is a list if it is exact, None if it is large."""


def solved(loop: Loop, x, method=None):
    """Return the ``Solution`` for inputs ``x`` with the start in the loop's places.

    Left to itself it goes round the loop, and takes to Newton, from the best point met, if that makes no progress.
    Raises ``NumberError`` where nothing is found that is a solution by ``verdict``.
    """
    if method not in (None, *METHODS):
        raise InputError(f"there is no method {short(method)}: solve by {' or '.join(map(repr, METHODS))}, or leave it out")
    p = loop.program
    within_numbers(loop)
    if any(map(is_operand, x)):
        raise TraceError(
            f"the loop {short(loop, 60)} is differentiated inside a function that is traced: there its solution is one "
            'instruction, loop.solve(x=x)["z"], with derivatives of its own'
        )
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
    asked = []

    def accepted(u):
        asked.append(verdict(loop, u, x))
        return not asked[-1].why

    with quiet(True):
        u, report = approached(loop, loop.flat(loop.inputs_of(x)), x, method, accepted)
    if not report.converged:
        explain(loop, u, x, report, asked)
    return Solution(loop.values(asked[-1].u, x), report, asked[-1].matrix)


def within_numbers(loop):
    """Raise a ``TraceError`` where what is fed back reads a traced value that is none of its inputs."""
    if any(map(is_operand, loop.program.constants)):
        raise TraceError(
            f"the loop {short(loop, 60)} uses a traced value from outside: make that an input of what is fed back, as in "
            "trace(lambda z, x: ..., z=0.0, x=x)"
        )


def approached(loop, start, x, method, accepted):
    """Return ``(vector, report)``: the solution, or the best that was met; stopped, the loop keeps the last one."""
    rounds, last = 0, start
    with Bar(f"the loop {short(loop, 40)}", MOST) as bar:

        def step(u):
            nonlocal rounds, last
            bar(rounds)
            rounds, last = rounds + 1, u
            return loop.once_round(u, x)

        try:
            return approached_by(step, loop, start, x, method, accepted)
        except KeyboardInterrupt:
            here = loop.program.pack_inputs(loop.put(last, x))
            run = {name: here[name] for name in loop.inputs}
            raise interrupted(loop, run, f"the loop {short(loop, 60)} was interrupted in round {rounds}", "loop") from None


def approached_by(step, loop, start, x, method, accepted):
    """Return the same, ``step`` being once round."""

    def down(u):
        try:
            if loop.large:
                return loop.system(loop.values(u, x)).solve(step(u) - u)
            J = loop.jacobian(loop.put(u, x))  # noqa: N806
            radius.append(spectral_radius(J))
            return np.linalg.solve(identity_minus(J), step(u) - u)
        except (np.linalg.LinAlgError, NumberError):
            return None

    earlier, radius = None, []
    if method != "newton":
        u, report = iterate(step, start, accepted=accepted)
        if not report.converged and np.isfinite(report.residuals[0]) and not loop.large:
            down(u)  # what the residuals show is where they went, not why
            report.spectral_radius = radius.pop() if radius else None
        if method == "fixed point" or report.converged:
            return u, report
        start, earlier = u, report
    u, report = newton(step, down, start, accepted)
    report.earlier, report.spectral_radius = earlier, radius[-1] if radius else None
    return u, report


def solved_exactly(loop, x):
    """Return the ``Solution`` if the numbers are exact and F is affine in the loop, which one Newton step solves."""
    z, start = loop.values(loop.inputs_of(x), x), loop.inputs_of(x)
    if not loop.is_exact(z):
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
    matrix = identity_minus(loop.jacobian(z))
    try:
        if turns(loop, loop.flat(loop.inputs_of(z)), x, np.array(matrix, dtype=float)):
            return None
    except (NumberError, GuardError, OverflowError):
        pass  # beside it F has no value, or it is too large for floats, in which there is no looking aside
    return Solution(z, Report("Newton in fractions", start, moved, [as_float(max(map(abs, off))), 0.0], True), matrix)


def explain(loop, u, x, report, asked):
    """Raise the ``NumberError`` that says why no solution was found, the last of which was ``asked`` about."""
    if asked and at_rest(loop.once_round(u, x) - u, u):
        raise NumberError(f"{asked[-1].why} (it stopped at {placed(loop, u)})")
    endless = [name for name, v in zip(loop.program.inputs, x, strict=True) if not np.isfinite(v).all()]
    if endless and not np.isfinite(report.residuals[0]):
        raise NumberError(f"{listed(endless, 3)} is infinite, and so is a turn of the loop: give finite numbers")
    if not np.isfinite(report.residuals[0]):
        raise NumberError(f"{nowhere(loop, u, x)} at the start, {placed(loop, u)}: start, or take inputs, where it has one")
    advice, last = ADVICE[report.method], report.left or (report.earlier and report.earlier.left)
    if last:
        there, problem = last
        came = f"the loop {short(loop, 60)} was not solved: the iteration came to {placed(loop, there)}, where "
        if isinstance(problem, GuardError):
            flipped = str(problem).partition(" at these inputs")[0]
            raise GuardError(f"{came}{flipped}, so another branch would run: start nearer to a solution, on its branch")
        raise NumberError(
            f"{came}{nowhere(loop, there, x)}: start nearer to a solution, or change the inputs; there may be none"
        )
    if report.method == "fixed point" and report.residuals[-1] > report.residuals[0]:
        advice = f"it diverges, the residual grows; {advice}"
    matrix = None if loop.large else identity_minus(loop.jacobian(loop.put(u, x)))
    if matrix is None:
        pass
    elif not np.isfinite(matrix).all():
        advice = f"at {placed(loop, u)} a slope of the turn is infinite; {advice}"
    elif report.method == "Newton" and (loose := conditioning(matrix, loop.labels)[2]):
        advice = f"I - J is singular in {listed(loose, 4)} where it stopped; {advice}"
    tried = "; ".join(one.text for one in (report.earlier, report) if one)
    raise NumberError(f"the loop {short(loop, 60)} did not converge ({tried}): {advice}")


def placed(loop, u):
    """Return where the vector u is, as text: the first numbers of it by name."""
    return listed([f"{name} = {value:.4g}" for name, value in zip(loop.labels, u, strict=True)], 3)


def nowhere(loop, u, x):
    """Return which variable of the program has no value, or none that is finite, with u in the loop."""
    p = loop.program
    try:
        z = loop.values(u, x)
    except NumberError as problem:
        return str(problem)
    bad = [i for i in range(p.d, len(p)) if not np.isfinite(z[i]).all()]
    what = "NaN" if bad and np.isnan(z[bad[0]]).any() else "infinite"
    return f"{p.names[bad[0]]} = {short(p.written(bad[0]), 60, str)} is {what}" if bad else "a turn has no value"
