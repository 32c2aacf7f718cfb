"""Problems with constraints: how many are solved from their stated starts, and how long that takes, beside SciPy and IPOPT.

With this module you can see ``"newton"`` and ``"interior"`` on problems whose answers are known, of Hock and Schittkowski's
and made up; beside them SciPy's SLSQP and trust-constr, which take differences, and IPOPT as CasADi calls it.  The race is
over ten problems that all of them solve; how many of all they solve is counted in ``solved.py``.
"""

import math
import warnings

import numpy as np
from lagrange.solvers.known_problems import KNOWN, inputs_of, problem

import adlesson as ad

from .timing import Contender, race

TITLE = "Constraints of one's own: ten problems solved (by number of problems)"
RACED = ("hs12", "hs14", "hs22", "hs28", "hs35", "hs43", "hs48", "hs76", "budget", "bounded_weight")


def ours(method, names):
    """Return a function that solves these problems, traced and compiled before, and returns where it ended."""
    posed = {name: problem(name) for name in names}
    return lambda: {name: [*ad.solvers.solve(one, method, steps=200).x.values()] for name, one in posed.items()}


def scipy(method, names):
    """Return the same for a method of SciPy's."""
    from scipy.optimize import minimize

    def solve(name):
        f, inputs = KNOWN[name].f, inputs_of(name)
        out = lambda x, key: f(math, **dict(zip(inputs, map(float, x), strict=True)))[key]
        keys = [key for key in f(math, **dict(zip(inputs, KNOWN[name].start, strict=True))) if key != "cost"]
        sides = [{"type": "eq" if key[0] == "h" else "ineq", "fun": lambda x, key=key: out(x, key)} for key in keys]
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a straight line it asks whether a second derivative is wanted
            try:
                found = minimize(lambda x: out(x, "cost"), KNOWN[name].start, method=method, constraints=sides)
            except (ValueError, ArithmeticError):  # outside the domain of a logarithm
                return [math.nan] * len(inputs)
        return found.x.tolist()

    return lambda: {name: solve(name) for name in names}


def ipopt(names):
    """Return the same for IPOPT, its programs made before."""
    import casadi

    made = {}
    for name in names:
        x = casadi.SX.sym("x", len(inputs_of(name)))
        out = KNOWN[name].f(casadi, **{key: x[k] for k, key in enumerate(inputs_of(name))})
        cost, keys = out.pop("cost"), [*out]
        quiet = {"print_time": False, "ipopt.print_level": 0, "ipopt.sb": "yes"}
        solver = casadi.nlpsol("s", "ipopt", {"x": x, "f": cost, "g": casadi.vertcat(*out.values())}, quiet)
        made[name] = solver, [0.0 if key[0] == "h" else math.inf for key in keys]

    def solve(name):
        solver, above = made[name]
        return solver(x0=KNOWN[name].start, lbg=0, ubg=above)["x"].full().ravel().tolist()

    return lambda: {name: solve(name) for name in names}


def costs(found):
    """Return the costs of what was found, to the digits that all contenders agree on."""
    return [round(outputs(name, x)["cost"], 2) for name, x in found.items()]


def outputs(name, x):
    """Return cost and constraints of a problem at a point."""
    return KNOWN[name].f(math, **dict(zip(inputs_of(name), x, strict=True)))


NEWTON = "adlesson, newton"
SOLVERS = {
    NEWTON: lambda names: ours("newton", names),
    "adlesson, interior": lambda names: ours("interior", names),
    "CasADi, IPOPT": ipopt,
    "SciPy, SLSQP": lambda names: scipy("SLSQP", names),
    "SciPy, trust-constr": lambda names: scipy("trust-constr", names),
}


def contenders(names):
    """Return who takes part, each with the bound of its time."""
    expect = costs({name: KNOWN[name].x for name in names})
    bounds = {"adlesson, interior": 3, "CasADi, IPOPT": 1, "SciPy, SLSQP": 1, "SciPy, trust-constr": 1}
    return [
        Contender(
            who,
            lambda make=make: ("costs(solve())", {"costs": costs, "solve": make(names)}),
            expect,
            len(names),
            (NEWTON, bounds[who]) if who in bounds else None,
        )
        for who, make in SOLVERS.items()
    ]


def run(clock, tiny):
    """Return the rows; each has its bound."""
    return race(contenders(RACED[:2] if tiny else RACED), **clock), []
