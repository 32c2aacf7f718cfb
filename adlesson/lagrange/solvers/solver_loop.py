"""Let a method work on a problem.

With this module you can

- run any method, by name (``METHODS``) or one of your own, for some rounds (``solve``).

A run that takes longer than two seconds shows a progress bar, and stopping it keeps the rounds before.

>>> from ...engine.trace import trace
>>> from .problem import Problem
>>> problem = Problem(trace(lambda x: (x - 3) ** 2 / 2, x=0.0), free="x")
>>> run = solve(problem, "blocks", rate=0.5, steps=4)
>>> [iterate.x["x"] for iterate in run.iterates], run.cost
([0.0, 1.5, 2.25, 2.625], [4.5, 1.125, 0.28125, 0.0703125])
"""

import inspect

import numpy as np

from ...engine.errors import InputError, LessonError, closest, listed, short
from ...engine.fence import fence
from ..going_round import Bar, interrupted
from . import directions, methods
from .aside import leave
from .far_away import far_away
from .interior import interior
from .newton import newton
from .problem import Problem
from .run import Run, StoppedError

RAISE = "begin with a larger mu, or let it grow more slowly"
METHODS = {  # name: the method, and what to try where it does not get on
    "blocks": (methods.blocks, "take a smaller rate"),
    "penalty": (methods.penalty, RAISE),
    "mac": (methods.mac, RAISE),
    "multipliers": (methods.multipliers, "take a larger mu"),
    "descent-ascent": (methods.descent_ascent, "give it a penalty (mu=5: the augmented Lagrangian), or take a smaller rate"),
    "newton": (newton, "start elsewhere"),
    "interior": (interior, "start elsewhere"),
    "admm": (directions.admm, "take a larger beta and gamma"),
    "taylor": (directions.taylor, "take a larger beta and gamma"),
}
MOST = 3_000  # numbers: the matrix of the conditions has a row and a column for each
FOR_LAYERS = ("admm", "taylor")
FOR_LINES = ("blocks", "mac", *FOR_LAYERS)


def solve(problem, method, steps=100, start=None, lam=None, **options):
    """Return the ``Run`` of a method, a name in ``METHODS`` or a generator like them, for at most ``steps`` rounds.

    It stops early where it has ``converged``; ``run.kind`` says at what kind of point.  ``start`` and ``lam`` give values of
    unknowns and multipliers to start from, ``options`` are the method's own.  Raises ``StoppedError`` where the problem has
    no solution, or the run diverges; its ``run`` keeps the rounds before.  Interrupting it (the stop button, Ctrl-C) stops
    all, and keeps the ``Run`` as ``solve.kept``.
    """
    if not isinstance(problem, Problem):
        raise InputError(f"solve takes a Problem, not {short(problem)}: write solvers.Problem(p, free=...)")
    function, name, remedy = _chosen(problem, method)
    if not isinstance(steps, int) or steps < 1:
        raise InputError(f"steps is a number of rounds, such as 100, not {short(steps)}")
    _check(function, name, options)
    n, instead = problem.size + problem.rows, "take a smaller problem, or cut it at fewer variables"
    fence("the problem", n, MOST, "solve takes", instead, "unknowns and rows")
    u, lam = problem.start(start, lam)
    run = Run(problem, name, remedy, u, lam)
    moves = function(problem, u, lam, **options)
    if not hasattr(moves, "__next__"):
        raise InputError(f"a method is a generator and yields u, lam round by round: {name} returned {short(moves)}")
    with np.errstate(all="ignore"), Bar(name, steps) as bar, problem.merit.watched(bar):
        try:
            return _rounds(run, function, moves, u, steps, options, bar)
        except KeyboardInterrupt:  # also while a verdict is sought
            what = f"{name} was interrupted in round {len(run.iterates) + 1}"
            raise interrupted(solve, run, what, "adlesson.solvers.solve") from None


solve.kept = None  # the Run that was interrupted last


def _rounds(run, function, moves, u, steps, options, bar):
    """Go round until it is done, and return the run with its verdict."""
    try:
        for k in range(steps):
            try:
                u = run.add(next(moves))
            except StopIteration as end:
                run.ending = end.value
                break
            bar(k + 1, f"residual {run.iterates[-1].residual:.1e}")
            if run.may_stop():
                lower = None if run.kind == run.wanted else leave(run)
                if lower is None:
                    return with_verdict(run)
                moves = function(run.problem, *lower, **options)
    except StoppedError as met:
        run.ending = far_away(run) if met.diverged else None
        if run.ending is None:
            raise
        return run
    except InputError:
        raise
    except (LessonError, ArithmeticError, np.linalg.LinAlgError) as met:
        remedy = "" if isinstance(met, LessonError) else f"; {run.remedy}"
        raise StoppedError(f"{run.method} stopped in round {len(run.iterates) + 1}: {met}{remedy}", run) from None
    if not (run.ending or run.problem.own):
        run.look_ahead(u)
    return with_verdict(run)


def with_verdict(run):
    """Return a run, which has a verdict where what it goes towards is infinitely far away."""
    if run.kind in ("undecided", "no multipliers"):
        run.ending = far_away(run) or run.ending
    return run


def _chosen(problem, method):
    if callable(method):
        return method, getattr(method, "__name__", "method"), "take smaller steps"
    if problem.own and method in FOR_LINES:
        raise InputError(
            f"{method} solves the lines of a program in turn, and {problem.own[0].name} is none of them: for constraints of "
            f"your own there are {listed([name for name in METHODS if name not in FOR_LINES])}"
        )
    known = [name for name in METHODS if name not in FOR_LAYERS or hasattr(problem, "layers")]
    if method not in known:
        raise InputError(f"there is no method {short(method)}{closest(method, known)} here: there are {listed(known)}")
    return METHODS[method][0], method, METHODS[method][1]


def _check(function, name, options):
    known = dict([*inspect.signature(function).parameters.items()][3:])
    for option, value in options.items():
        if option not in known:
            raise InputError(f"{name} has no option {short(option)}{closest(option, known)}: it has {listed(known)}")
        is_number = isinstance(value, (int, float))
        if isinstance(known[option].default, (int, float)) and not (is_number and 0 <= value < np.inf):
            raise InputError(f"{option} is {short(value)}: give a finite number that is not negative")
        if isinstance(known[option].default, int) and not (isinstance(value, int) and value > 0):
            raise InputError(f"{option} is a whole number of at least 1, not {short(value)}")
