"""Problems with constraints: how many are solved from their stated starts, and how long that takes, beside SciPy and IPOPT.

With this module you can see ``"newton"`` and ``"interior"`` on problems whose answers are known, of Hock and Schittkowski's
and made up; beside them SciPy's SLSQP and trust-constr, which take differences, and IPOPT as CasADi calls it.  The race is
over ten problems that all of them solve; what is counted are all that have a solution.
"""

import math
import statistics
import warnings

import numpy as np
from lagrange.solvers.known_problems import KNOWN, inputs_of, problem

import adlesson as ad

from .timing import Contender, goal, race, ratio

TITLE = "Constraints of one's own: ten problems solved, and how many of all are"
RACED = ("hs12", "hs14", "hs22", "hs28", "hs35", "hs43", "hs48", "hs76", "budget", "bounded_weight")
SOLVABLE = [name for name, known in KNOWN.items() if known.kind == "minimum"]
OFF = 1e-6  # of a cost and of what is broken: what SciPy's tolerances allow


def ours(method, names):
    """Return a function that solves these problems, traced and compiled before, and returns where it ended."""
    posed = {name: problem(name) for name in names}
    return lambda: {name: [*ad.solvers.solve(one, method, steps=200).x.values()] for name, one in posed.items()}


def counts(method, names):
    """Return the median of rounds and that of passes, over these problems."""
    runs = [ad.solvers.solve(problem(name), method, steps=200) for name in names]
    return statistics.median(len(run.iterates) for run in runs), statistics.median(run.passes[-1] for run in runs)


def fuller(names):
    """Return how many times the passes of reduced space full space takes, in the median, every instruction an unknown."""
    ratios = []
    for name in names:
        reduced = problem(name)
        full = problem(name, cut=reduced.program.names[reduced.program.d :])
        one, other = (ad.solvers.solve(posed, "newton", steps=200) for posed in (reduced, full))
        ratios.append(other.passes[-1] / one.passes[-1])
    return statistics.median(ratios)


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
        return np.ravel(solver(x0=KNOWN[name].start, lbg=0, ubg=above)["x"]).tolist()

    return lambda: {name: solve(name) for name in names}


def costs(found):
    """Return the costs of what was found, to the digits that all contenders agree on."""
    return [round(_out(name, x)["cost"], 2) for name, x in found.items()]


def _out(name, x):
    return KNOWN[name].f(math, **dict(zip(inputs_of(name), x, strict=True)))


def good(found):
    """Return how many are as low as the published answer, with all constraints in force."""
    count = 0
    for name, x in found.items():
        if any(map(math.isnan, x)):
            continue
        out, best = _out(name, x), _out(name, KNOWN[name].x)["cost"]
        broken = [abs(row) if key[0] == "h" else -row for key, row in out.items() if key != "cost"]
        count += max(broken) <= OFF * (1 + max(map(abs, x))) and out["cost"] <= best + 1e-5 * (1 + abs(best))
    return count


SOLVERS = {
    "adlesson, newton": lambda names: ours("newton", names),
    "adlesson, interior": lambda names: ours("interior", names),
    "CasADi, IPOPT": ipopt,
    "SciPy, SLSQP": lambda names: scipy("SLSQP", names),
    "SciPy, trust-constr": lambda names: scipy("trust-constr", names),
}


def run(clock, tiny):
    """Return the rows and the goals."""
    raced = RACED[:2] if tiny else RACED
    expect = costs({name: KNOWN[name].x for name in raced})
    rows = race(
        [
            Contender(who, lambda make=make: ("costs(solve())", {"costs": costs, "solve": make(raced)}), expect, len(raced))
            for who, make in SOLVERS.items()
        ],
        **clock,
    )
    counted = SOLVABLE[:3] if tiny else SOLVABLE
    goals = [goal("newton / IPOPT", ratio(rows, "adlesson, newton", "CasADi, IPOPT"))]
    for who, make in SOLVERS.items():
        try:
            count = good(make(counted)())
        except ModuleNotFoundError:
            count = None
        least = len(counted) if who.startswith("adlesson") else None
        goals.append(goal(f"{who}: solved of {len(counted)}", count, at_least=least))
    for method in ("newton", "interior", "multipliers"):
        rounds, passes = counts(method, counted)
        goals += [goal(f"{method}: median rounds", rounds), goal(f"{method}: median passes", passes)]
    goals.append(goal("newton: passes in full space / in reduced space", fuller(raced)))
    return rows, goals
