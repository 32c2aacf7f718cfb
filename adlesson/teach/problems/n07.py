"""The exercises of notebook 07."""

import math

from ...engine.derivatives import primals
from ...engine.samples import examples
from ...engine.trace import trace
from ...lagrange.constraints import constraints
from ...lagrange.lagrangian import Lagrangian
from ..exercises import DO, MAY, Problem
from ..judging.judges import Case, compare, function, in_degrees, mistaken, names, table
from .trials import baydin_line_by_line, called, somewhere

ORDER = ("e", "d", "c", "b", "a", "x2", "x1")  # in which the equations can be solved


def _broken():
    """The variables whose equation is false where only a is changed."""
    p = trace(examples.running, x=0.25)
    z = [*(primals(p) | {"a": 5.0}).values(), *reversed(p.constants)]
    return " ".join(p.names[row.index] for row in constraints(p, z) if row.value != z[row.index])


def _with_plus():
    lam = Lagrangian(baydin_line_by_line(), +1).multipliers()
    return {name: lam[name] for name in ORDER}


def _sign_or_sweep(name, u):
    """Say whether a wrong multiplier is one of the other sign, or comes from a mistake of a sweep."""
    p = baydin_line_by_line()
    if compare(-u, _with_plus()[name]) == "right":
        if name == "e":
            return "The size is right, the sign is not: L begins with e, and lam_e is added to it. What makes 0?"
        return f"The size is right, the sign is not: has {name} a plus or a minus in the terms of its readers?"
    return (
        in_degrees(2 - math.cos(math.radians(5)))(name, abs(u))
        or mistaken(p)(name, -u)
        or "Differentiate L by it: in which terms does it stand, and with which sign?"
    )


def _slopes(lam, x, a, b, side):
    """The derivatives of L of ``b = tanh(x) ** 2``, where the slope of tanh is made of ``side``."""
    return {"x": -lam[0] + lam[1] * (1 - side**2), "a": -lam[1] + lam[2] * 2 * a, "b": 1 - lam[2]}


def _slope_cases(pick):
    for _ in range(3):
        x, a, b, *lam = (round(pick.uniform(0.5, 1.5), 2) for _ in range(6))
        right = _slopes(lam, x, a, b, math.tanh(x))

        reused, slipped = _slopes(lam, x, a, b, a)["x"], _slopes(lam, x, a, b, x)["x"]

        overwritten = _slopes(lam, x, math.tanh(x), b, math.tanh(x))["a"]

        def why(name, u, reused=reused, slipped=slipped, overwritten=overwritten):
            if name == "x" and compare(u, slipped) == "right":
                return "It looks as if x stands where tanh(x) belongs: the slope of tanh at x is 1 - tanh(x)^2."
            if name == "x" and compare(u, reused) == "right":
                return "It is right only where one of the equations holds, and here it does not."
            if name == "a" and compare(u, overwritten) == "right":
                return "It looks as if a was overwritten by tanh(x): this slope belongs to the a that was given."
            return ""

        at = {"x": x, "a": a, "b": b, "lam_x": lam[0], "lam_a": lam[1], "lam_b": lam[2]}
        yield Case(", ".join(f"{name} = {u}" for name, u in at.items()), (), at, right, why)


def _value_cases(pick):
    for f in (examples.running, examples.quotient, examples.polar, examples.square, examples.order_matters):
        p = somewhere(f, pick)
        z = {name: u + round(pick.uniform(0.1, 0.5), 2) for name, u in primals(p).items()}
        lam = {name: round(pick.uniform(1, 2), 2) for name in z}
        right = Lagrangian(p).value(z, lam, p.at)
        yield Case(f"{called(p)}, off the constraints", (p, z, lam), p.at, right, _misread(p, z, lam))


def _misread(p, z, lam):
    """Return a ``why`` that knows what is made of L by a plus, by a term left out, and by the charges alone."""
    out, right = z[p.outputs[0]], Lagrangian(p).value(z, lam, p.at)
    inputs = sum(lam[name] * (z[name] - u) for name, u in p.at.items())
    sayings = {
        "That is L with a plus before the multipliers, and the minus is asked for.": 2 * out - right,
        "That is L without the terms of the inputs: z and the given inputs may differ, too.": right + inputs,
        "Those are the charges alone: L begins with the result.": right - out,
        "That is the result alone, without any charge.": out,
        "That begins with f as the program computes it: at these z, f is one of the given numbers.": right - out + p(),
    }

    def why(name, u):
        return next((says for says, wrong in sayings.items() if compare(u, wrong) == "right"), "")

    return why


PROBLEMS = (
    Problem(
        "7.1",
        1,
        "whose equations become false if only a is changed?",
        names(
            _broken,
            {
                "b c": "Those who read a, yes. Whose own equation says what a should be?",
                "a": "That one, yes. Who else has a in the equation?",
                "a b": "b reads a. Nobody else?",
                "a c": "c reads a. Nobody else?",
                "d": "d reads c, and c has not been changed.",
                "e": "e reads c, and c has not been changed.",
                "f": "f reads d and e, and they have not been changed.",
                "x": "The equation of x says that x is the given input, and a is not in it.",
            },
            among="x a b c d e f",
        ),
        "Its own, and those of its readers: an equation knows nothing but its own line.",
        (
            "An equation is false if a number in it was changed and the others were not.",
            "In which lines does the letter a stand, on either side of the equals sign?",
            "One where it stands on the left, and two where it is read.",
        ),
        minutes=3,
        matters=DO,
        criteria="All names whose equation becomes false, and no other name.",
    ),
    Problem(
        "7.2",
        2,
        "the multipliers of ln x1 + x1 x2 - sin x2 at (2, 5), with LeCun's plus",
        table(_with_plus, _sign_or_sweep),
        "Each is minus the price. Only the first equation, that of the result, knew about the sign.",
        (
            "Differentiate L = e + lam_x1 (...) + ... + lam_e (e - (c - d)) by each variable, and set the result to 0.",
            "By e: 1 + lam_e = 0. Every other variable stands in its own term and in those of its readers.",
            "By d: lam_d + lam_e = 0, since e - (c - d) has d with a plus. By x2: lam_x2 - lam_b x1 - lam_d cos x2 = 0.",
        ),
        minutes=12,
        matters=DO,
        criteria="Seven numbers to three digits, or calculations in quotes; the sign in L is LeCun's.",
    ),
    Problem(
        "7.3",
        2,
        "bug hunt: derivatives of a Lagrangian, off the constraints",
        function(_slope_cases),
        "A rule that reuses the output is right in a sweep, where the output is what it should be, and nowhere else.",
        (
            "Differentiate L by x on paper, and write nothing for tanh(x) but tanh(x).",
            "Which of the three lines uses a number that equals another one only if an equation holds?",
            "The slope of tanh at x is made of tanh(x), and a may be something else here.",
        ),
        minutes=8,
        matters=MAY,
        criteria="Right where the equations do not hold, too.",
    ),
    Problem(
        "7.4",
        3,
        "write lagrangian(p, z, lam, **inputs), for any program",
        function(_value_cases),
        "A claim per row, a charge per claim, and the result: with prices and values of your own choice.",
        (
            "L is the result, z[p.outputs[0]], minus a charge per row.",
            "The charge of a row is its multiplier times (what its variable has minus its right side).",
            "For each name, one product: its multiplier, times how much its variable has beyond its side. `zip(z, "
            "sides)` brings both together. Subtract them all from the result.",
        ),
        minutes=15,
        matters=MAY,
        criteria="Right for programs it has not seen, also where the equations do not hold.",
        without=("Lagrangian",),
        instead="Here you write L: the result minus a charge per row, at any `z` and `lam`.",
    ),
)
