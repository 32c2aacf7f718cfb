"""The exercises of notebooks 10 and 10b."""

from itertools import islice

import numpy as np

from ...engine.numbers.elementary import tanh
from ...engine.trace import trace
from ...lagrange import solvers
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.answers import AnswerError, NoAnswerError, as_list, call, is_a, watched
from ..judging.judges import compare, known, number, table


def _chain(w1, w2):
    a1 = w1 * 0.5
    z1 = tanh(a1)
    a2 = w2 * z1
    z2 = tanh(a2)
    off = 0.6 - z2
    C = off**2  # noqa: N806
    return C


def _of_chain(w1=0.8, w2=-1.2, cut="z1 z2"):
    return solvers.Problem(trace(_chain, w1=w1, w2=w2), cut=cut)


def _off(mu):
    """The error of the penalty's first multiplier at ``mu``."""
    problem = _of_chain()
    run = solvers.solve(problem, "penalty", mu=mu, steps=1)
    return abs(run.lam[0]["z1"] - problem.lagrangian.multipliers()["z1"])


def _misjudged(name, u):
    said = {
        0.0003754 / 10: "mu is a hundred times as large, not ten times.",
        0.0003754 / 1e4: "That would be an error like 1 / mu^2.",
        0.0003754: "The error does not stay: the larger mu, the less is broken.",
        0.0003754 * 100: "The error shrinks where mu grows.",
    }
    if not u:
        return "It gets small, but at no finite mu is it 0."
    return known(said, "By what factor has mu grown, and by what factor does the error shrink with it?")(name, u)


def _two_rounds(gain=1.0, halved=True, kept=True, charged=True):
    """Two rounds of the method of multipliers on z = 3 with the cost z^2 and mu = 2, or with a known slip."""
    lam, found = 0.0, {}
    for k in ("first", "second"):
        stiff = 2.0 if halved else 4.0  # the slope of mu/2 (z - 3)^2 is mu (z - 3)
        z = (3 * stiff + lam * charged) / (2 + stiff)
        lam = (lam if kept else 0.0) - gain * 2 * (z - 3)
        found |= {f"{k} z": z, f"{k} lam": lam}
    return found


SLIPS = {
    "the multiplier moved the other way: z is below 3, and a minus stands before lambda, so that -mu (z - 3) comes on top": {
        "gain": -1.0
    },
    "the new multiplier forgot the old one: what is still broken comes on top of it": {"kept": False},
    "the multiplier grew by half: -mu (z - 3), without the 1/2 of the penalty": {"gain": 0.5},
    "the multiplier grew twice too fast: mu is 2, and -mu (z - 3) is all that comes on top": {"gain": 2.0},
    "the penalty was taken as mu (z - 3)^2: with mu = 2 it is (z - 3)^2": {"halved": False},
    "the second round did not charge the multiplier of the first": {"charged": False},
}


def _slipped(name, u):
    """Name the slip that gives this number, and before it the right ones: those have been judged already."""
    if name.endswith(" z") and u == 3:
        return "There nothing is broken, but at z = 3 the slope of z^2 is not lambda yet: z gives in."
    right, made = _two_rounds(), {says: _two_rounds(**how) for says, how in SLIPS.items()}
    before = [*right][: [*right].index(name)]
    made = {says: slip for says, slip in made.items() if all(slip[k] == right[k] for k in before)}
    found = [says for says, slip in made.items() if compare(u, slip[name]) == "right"]
    if found:
        return f"It looks as if {found[0]}."
    return "Set the derivative by z to 0, with this round's lambda; then move lambda by what is still broken."


def _rounds(method, problem, most):
    """Return up to ``most`` rounds of a learner's method as vectors ``(u, lam)``."""
    moves = call(method, problem, *problem.start(dict.fromkeys(problem.names, 0.1)))
    if not hasattr(moves, "__next__"):
        raise AnswerError("a method is a generator: it yields u, lam once per round")
    found = watched(lambda: [_pair(move, problem.m) for move in islice(moves, most)], method, "your method")
    if not found:
        raise NoAnswerError("Your method yields nothing: complete it.")
    if None in found:
        raise AnswerError("each round yields u and lam, vectors as long as the ones that came in")
    return found


def _pair(move, length):
    """Return what a round yields as two vectors, None if it is no such; at once, since a method may change them later."""
    pair = as_list(move) if is_a(move, (list, tuple)) else []
    vectors = [_vector(part, length) for part in pair[:2]]
    return tuple(vectors) if len(vectors) == 2 and not any(vector is None for vector in vectors) else None


def _vector(part, length):
    """Return a copy of a vector as NumPy's own array of floats, None if it is none of this length."""
    if not is_a(part, np.ndarray) or np.ndarray.shape.__get__(part) != (length,):
        return None
    return np.array(part, dtype=float)


def _after(rounds):
    return f"after {len(rounds)} round{'s' * (len(rounds) > 1)}"


def _distance(problem, u, lam):
    """How far values and multipliers are from the solution."""
    values, prices = problem.lagrangian.program.values(), problem.lagrangian.multipliers()
    there = problem.flat({name: values[problem.program.index(name)] for name in problem.names}), problem.flat(prices)
    return abs(u - there[0]).max(), abs(lam - there[1]).max()


def _judge_multipliers(answer, pick):
    for _ in range(2):
        w1, w2 = round(pick.uniform(0.6, 0.9), 2), -round(pick.uniform(0.9, 1.2), 2)
        problem = _of_chain(w1, w2)
        rounds = _rounds(answer, problem, 14)
        values, prices = _distance(problem, *rounds[-1])
        if len(rounds) < 14 or not (values <= 1e-5 and prices <= 1e-5):  # NaN is wrong, too
            return "wrong", f"It is wrong for the chain at w1 = {w1}, w2 = {w2}. {_misdual(problem, rounds, prices)}".strip()
    return "right", ""


def _misdual(problem, rounds, prices):
    if len(rounds) < 14:
        return f"It ends {_after(rounds)}: a method goes on, while True."
    if not prices <= 10:
        return "The multipliers run away: do they move up, as before, or down?"
    u, lam = rounds[-1]
    if (lam == rounds[0][1]).all():
        return "The multipliers never move."
    shares = lam / problem.slopes(u, lam).lam
    if max(shares) - min(shares) < 1e-6 * max(abs(shares)):
        return "Its multipliers know only what is broken now. What do they remember of the rounds before?"
    before, after = (_distance(problem, *rounds[k])[1] for k in (-3, -1))
    return "It comes nearer, too slowly: is the step as large as mu?" if after < before else ""


def _judge_all_at_once(answer, pick):
    w1, w2 = round(pick.uniform(0.6, 0.9), 2), round(pick.uniform(0.9, 1.2), 2)
    problem = _of_chain(w1, w2, cut=None)  # six lines deep
    rounds = _rounds(answer, problem, 15)
    where = f"It is wrong for the six lines of the chain at w1 = {w1}, w2 = {w2}, from values of 0.1."
    if len(rounds) < 15:
        return "wrong", f"{where} It ends {_after(rounds)}: a method goes on, while True."
    values, prices = _distance(problem, *rounds[-1])
    if not values <= 1e-9:  # NaN does not arrive, either
        if (rounds[0][0] == rounds[-1][0]).all():
            return "wrong", f"{where} It makes the first round again and again: keep the new u and lam for the next."
        return "wrong", f"{where} The values do not arrive: z minus what is broken is f."
    if not prices <= 1e-9:
        return "wrong", f"{where} The multipliers do not arrive. {_misprice(problem, rounds, prices)}".strip()
    if _distance(problem, *rounds[0])[0] < 1e-9:
        return "wrong", f"{where} It arrives in one round, line by line: here all lines move at once."
    u, lam = rounds[0]  # the first round tells nothing yet: multipliers of 0 meet no values
    if not np.allclose(rounds[1][1], lam + problem.slopes(u, lam).u):
        return (
            "close",
            "It arrives. But the multipliers moved with the new values: all at once, each moves with the old ones.",
        )
    return "right", ""


def _misprice(problem, rounds, prices):
    (_, before), (_, after) = rounds[:2]
    slopes = problem.slopes(*rounds[0]).u
    if (before == after).all():
        return "They never move."
    if np.allclose(abs(after), abs(slopes)):
        return "The slope is not the new lam: it is what the old one lacks."
    last = problem.slopes(*rounds[-1]).u
    return "They run away: is the sign right?" if not (prices <= 10 and abs(last).max() <= 10) else ""


PROBLEMS = (
    Problem(
        "10.1",
        1,
        "the error of a penalty's multiplier at a larger mu",
        number(lambda: _off(1e6), _misjudged),
        "The error is O(1/mu): a hundred times the penalty for two digits more.",
        (
            "How does the error depend on mu, for large mu? Look at the three errors in the explanation of 10.2g.",
            "From 100 to 1,000 it was divided by ten, and from 1,000 to 10,000 again. How often tenfold is it here?",
            "Twice tenfold: divide by a hundred.",
        ),
        minutes=4,
        matters=MAY,
        criteria="A number to three digits.",
    ),
    Problem(
        "10.2",
        2,
        "two rounds of the method of multipliers, by hand",
        table(_two_rounds, _slipped),
        "The error of lambda is halved in each round; the limit is 6, the slope of z^2 at 3.",
        (
            "Each round is two steps: set the derivative by z to 0 and solve for z; then add -mu (z - 3) to lambda.",
            "The derivative: 2 z - lambda + 2 (z - 3) = 0. In the first round lambda is 0.",
            "So z = (6 + lambda) / 4, and the new lambda is the old one + 2 (3 - z).",
        ),
        minutes=10,
        matters=DO,
        criteria="Four numbers, exact, in the order of the rounds.",
    ),
    Problem(
        "10.3",
        2,
        "bug hunt: multipliers that never arrive",
        _judge_multipliers,
        "A penalty mends only what is still broken, so the prices of the rounds before must be remembered.",
        (
            "Imagine that nothing is broken any more: what should the multipliers do then? What do they do here?",
            "Compare the line with `lam =` with what 10.3 says about it, or with `ad.show_source(ad.solvers.multipliers)`.",
            "The new lam is the old lam and something more.",
        ),
        minutes=6,
        matters=DO,
        criteria="Values and multipliers arrive, and stay.",
        without=("solvers.multipliers", "solvers.solve"),
        instead="Repair the method that stands in the cell.",
    ),
    Problem(
        "10.4",
        3,
        "write a method that moves all values and all multipliers at once",
        _judge_all_at_once,
        "A machine per line, and no schedule: 6 rounds for f, and never more than there and back along the longest road.",
        (
            "For each line f_i = z_i - c_i, and `problem.broken(u)` is the vector of all c_i.",
            "dL/dz_j is -lam_j plus the rest, and lam_j should be the rest. What is to be added to lam_j?",
            "What a line has too much is in `problem.broken(u)`, what a price lacks in `problem.slopes(u, lam).u`: "
            "take off the one, put on the other, both with the old u and lam.",
        ),
        minutes=15,
        matters=CURIOUS,
        criteria="Values and multipliers move in the same round, from the old ones, and arrive.",
    ),
)
