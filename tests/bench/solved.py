"""What is reached, whatever it takes: problems with constraints solved, and handwritten digits read right.

With this module you can see how many of the problems whose answers are known ``"newton"`` and ``"interior"`` solve from
their stated starts, beside IPOPT and SciPy, in how many rounds and passes; and that what ``ad.fit`` has learned holds for
images that it has never seen.
"""

import math
import statistics

from lagrange.solvers.known_problems import KNOWN, problem

import adlesson as ad

from .constrained import RACED, SOLVERS, outputs
from .timing import goal

TITLE = "Counted, not timed: problems with constraints solved, rounds and passes, digits read right"
SOLVABLE = [name for name, known in KNOWN.items() if known.kind == "minimum"]
OFF = 1e-6  # of a cost and of what is broken: what SciPy's tolerances allow


def good(found):
    """Return how many are as low as the published answer, with all constraints in force."""
    count = 0
    for name, x in found.items():
        if any(map(math.isnan, x)):
            continue
        out, best = outputs(name, x), outputs(name, KNOWN[name].x)["cost"]
        broken = [abs(row) if key[0] == "h" else -row for key, row in out.items() if key != "cost"]
        count += max(broken) <= OFF * (1 + max(map(abs, x))) and out["cost"] <= best + 1e-5 * (1 + abs(best))
    return count


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


def read_right(tiny):
    """Return the share of test images that a network reads right after twenty epochs."""
    digits = ad.data.digits()
    net = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True, seed=0)
    test, epochs = (digits.test_images.T, digits.test_labels), 1 if tiny else 20
    return ad.fit(net, digits.images.T, digits.labels, epochs=epochs, method="momentum", test=test).test_accuracy[-1]


def run(clock, tiny):
    """Return no rows, and the goals."""
    counted = SOLVABLE[:3] if tiny else SOLVABLE
    goals = []
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
    goals.append(goal("newton: passes in full space / in reduced space", fuller(RACED[:2] if tiny else RACED)))
    goals.append(goal("share of test images read right", read_right(tiny), at_least=0.5 if tiny else 0.95))
    return [], goals
