"""The exercises of notebook 09."""

from fractions import Fraction

import numpy as np

from ...engine.derivatives import grad
from ...engine.numbers.elementary import cos, exp, sin, tanh
from ...engine.trace import trace
from ...lagrange.loops.cyclic import close_loop
from ..exercises import DO, MAY, Problem
from ..judging.judges import Case, compare, function, known, names, table

STARTS = {"a": 0.5, "b": 0.6, "c": 0.7, "d": 0.8}


def _toy():
    return close_loop(trace(lambda y, d: {"y_next": d + y**5}, y=0.5, d=0.5), {"y_next": "y"})


def _nearest():
    """The starts from which Newton's method finds the lowest positive solution."""
    toy = _toy()
    return " ".join(name for name, y in STARTS.items() if toy.solve(y=y, method="newton")["y"] < 0.6)


def _crossing():
    """Two in a loop, each fed by the other, in fractions."""

    def turn(u, w, x, y):
        return {"u_next": Fraction(1, 2) * w + x, "w_next": Fraction(4, 5) * u + y, "f": w}

    return close_loop(trace(turn, u=0, w=0, x=1, y=2), {"u_next": "u", "w_next": "w"})


def _prices():
    lam = _crossing().multipliers()
    return {name: lam[name] for name in ("u", "w")}


def _mispriced(name, u):
    """Say which term is missing, or in the wrong place."""
    sayings = {
        "u": {
            Fraction(5, 6): "It looks as if it came from what u is made of. Who reads u, and with which slope?",
            0: "f does not read u, but something that f needs does.",
            Fraction(4, 5): "It looks as if the price of w was taken as 1: what goes round comes back to w as well.",
            Fraction(28, 25): "It looks as if it went round once. It never stops: write it as an equation.",
            Fraction(4, 7): "It looks as if what comes back was subtracted: each reader's share is added.",
        },
        "w": {
            1: "f sends 1. But w has a second reader.",
            Fraction(7, 5): "It looks as if it went round once. It never stops: write it as an equation.",
            Fraction(3, 2): "It looks as if u cost 1: its price is 4/5 of what you are looking for.",
            Fraction(5, 7): "It looks as if what comes back was subtracted: each reader's share is added.",
            Fraction(2, 3): "That is what w gets from u_next. But f reads w, too.",
        },
    }
    return known(sayings[name], "Write its equation: what does each of its readers send it?")(name, u)


def _round_and_back(J, v, turns=400, transposed=True, again=True):  # noqa: N803
    """Return the prices by the adjoint iteration, or what a known mistake makes of them."""
    J, lam = np.array(J), np.array(v)  # noqa: N806
    for _ in range(turns):
        lam = (np.array(v) if again else 0) + (J.T if transposed else J) @ lam
    return [float(u) for u in lam]


MISTAKES = {  # the first is the exercise as it stands: no more is said than where to look
    "Which outputs read that variable, and where in J are their slopes? Each of them sends a share.": {"transposed": False},
    "It looks as if f sent its share only once, at the start, and then no more.": {"again": False},
    "It looks as if nothing went round: only f has sent its share.": {"turns": 0},
    "It looks as if it stopped after one round.": {"turns": 1},
}


def _matrices(pick):
    """A symmetric matrix, of which the transpose is no other, and two that are not."""
    a, b, c = (round(pick.uniform(-0.4, 0.4), 2) for _ in range(3))
    yield "a symmetric J", [[a, b], [b, c]], [1.0, 2.0]
    yield "J = [[0, 0.5], [0, 0]]", [[0.0, 0.5], [0.0, 0.0]], [1.0, 2.0]
    yield "a J of three rows", [[round(pick.uniform(-0.3, 0.3), 2) for _ in range(3)] for _ in range(3)], [1.0, -1.0, 2.0]


def _price_cases(pick):
    for says, J, v in _matrices(pick):  # noqa: N806
        right = {f"z[{k}]": u for k, u in enumerate(_round_and_back(J, v))}
        made = {text: _round_and_back(J, v, **how) for text, how in MISTAKES.items()}

        def why(name, u, made=made):
            found = [text for text, wrong in made.items() if compare(u, wrong[int(name[2:-1])]) == "right"]
            return found[0] if found else ""

        yield Case(says, (np.array(J), np.array(v)), {}, right, why)


def _turns(pick):
    """One turn of a loop as a program: two that contract, and one that does not."""
    e, m, s = round(pick.uniform(0.2, 0.5), 2), round(pick.uniform(0.5, 1.5), 2), round(pick.uniform(0.1, 0.4), 2)
    yield f"z = {m} + x * sin(z) at x = {e}", trace(lambda z, x: m + x * sin(z), z=1.0, x=e)
    yield f"z = x * exp(-z) + cos(x) at x = {s}", trace(lambda z, x: x * exp(-z) + cos(x), z=0.5, x=s)
    yield (
        f"z = 3 * x - 2 * tanh(z) at x = {s}, which does not come to rest by going round",
        trace(lambda z, x: 3 * x - 2 * tanh(z), z=0.5, x=s),
    )


def _slope_cases(pick):
    for says, p in _turns(pick):
        output = p.outputs[0]
        loop = close_loop(p, {output: "z"})
        right = loop.grad(output=output, method="linear solve")["x"]
        z, start = loop.solve()["z"], grad(p)
        bars = grad(p, z=z)
        made = {
            bars["x"]: "the feedback was left out: z answers to x, and what answers goes round",
            bars["x"] / (1 + bars["z"]): "the sign of the feedback is turned round: 1 minus the slope in z",
            bars["x"] * (1 + bars["z"]): "it went round once, and no more",
            start["x"] / (1 - start["z"]): "the slopes were taken at the start, and not at the solution",
            start["x"]: "the feedback was left out, and the slope was taken at the start and not at the solution",
            -right: "the sign is turned round: in z' = p_x + p_z z', bring z' to one side",
            z: "z itself was returned, and not its slope",
        }

        def why(name, u, made=made):
            found = [text for wrong, text in made.items() if compare(u, wrong) == "right"]
            return f"It looks as if {found[0]}." if found else ""

        yield Case(says, (p,), {}, right, why)


PROBLEMS = (
    Problem(
        "9.1",
        1,
        "from which starts does Newton's method find the lower solution?",
        names(
            _nearest,
            {
                "a b c": "At c, 5 y^4 is larger than 1, and the step divides by a negative number: which way does it go?",
                "a": "Where else is 5 y^4 below 1?",
                "b": "Where else is 5 y^4 below 1?",
                "a b c d": "There are two positive solutions, and 0.8 is nearer to the upper one.",
                "b c": "0.5 is nearer to the lower solution than 0.7 is.",
                "c": "At c, 5 y^4 is larger than 1, and the step divides by a negative number: which way does it go?",
                "d": "At d, 5 y^4 is larger than 1, and the step divides by a negative number: which way does it go?",
            },
            among="a b c d",
        ),
        "The border is y = 5^(-1/4) = 0.669, where 1 - J = 0. Close below it a full step is thrown far: from 0.668 to -7.2, "
        "and on to a third solution, -1.098. So `solve` halves a step until the residual shrinks.",
        (
            "Newton divides by 1 - J, with J = 5 y^4. What does the sign of 1 - J decide?",
            "One step from y goes to y + (0.5 + y^5 - y) / (1 - 5 y^4). Try it at 0.6 and at 0.7.",
            "5 y^4 is 0.31, 0.65, 1.20 and 2.05 at the four starts.",
        ),
        minutes=6,
        matters=MAY,
        criteria="All letters of starts from which the lower solution is found, and no other letter.",
    ),
    Problem(
        "9.2",
        2,
        "the prices round a loop of two, by hand",
        table(_prices, _mispriced),
        "Here df/dx is the price of u, and df/dy that of w: x and y enter with slope 1.",
        (
            "A price is what its readers send. Who reads u, who reads w? Here the readers go in a circle.",
            "w_next reads u with slope 4/5. u_next reads w with slope 1/2, and f reads w.",
            "lam_u = 4 lam_w / 5 and lam_w = 1 + lam_u / 2: put the first into the second.",
        ),
        minutes=10,
        matters=DO,
        criteria="Two numbers to three digits, or fractions in quotes. The prices need one another.",
    ),
    Problem(
        "9.3",
        2,
        "bug hunt: prices that go round the wrong way",
        function(_price_cases),
        "A symmetric J hides this bug: test with one that is not.",
        (
            "J[i][k] is the slope of output i in variable k. Along which index does a price sum?",
            "Look at a J with one entry, J[0][1] = 0.5: z[1] is read by z_next[0]. Whose price has two terms?",
            "Two characters are missing in the line of the loop.",
        ),
        minutes=6,
        matters=DO,
        criteria="The prices are right for loops of several unknowns that are not alike in both directions.",
    ),
    Problem(
        "9.4",
        3,
        "write slope(p): the derivative of a loop, from one turn",
        function(_slope_cases),
        "One turn at the solution is enough, however the solution was found.",
        (
            "Two jobs: find z with z = p(z, x), and differentiate the equation there.",
            "z' = p_x + p_z z', and one call of `ad.grad` gives both slopes. Newton's step divides by the same 1 - p_z.",
            "Newton's step is what is missing from z to p, divided by 1 - p_z; twenty of them are plenty. Then solve "
            "z' = p_x + p_z z' for z'.",
        ),
        minutes=20,
        matters=MAY,
        criteria="Right for loops it has not seen: the rest is found first, and the slope is taken there.",
        without=("close_loop",),
        instead="Here you close the loop yourself: find z first, then solve one equation for dz/dx.",
    ),
)
