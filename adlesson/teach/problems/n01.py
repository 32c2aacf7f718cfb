"""The exercises of notebook 01."""

import math

from ...engine.derivatives import adjoints
from ...engine.numbers.elementary import exp, sin
from ...engine.trace import trace
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.answers import as_number, call, is_a
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, compare, function, known, number, table


def _cube_differences():
    f = {x: x**3 for x in (1, 2, 3)}
    return {"one-sided": f[3] - f[2], "two-sided": (f[3] - f[1]) // 2}


_FOR_THE_CUBE = {
    "one-sided": {
        7: "That is the step to the other side, from 1 to 2.",
        13: "That is the two-sided one: here go from 2 to 3 only.",
    },
    "two-sided": {
        26: "From 1 to 3 the way is two steps long.",
        19: "That is the one-sided one: here go from 1 to 3.",
    },
}


def _why_the_cube(name, u):
    slope = {12: "12 is the slope itself; asked for is what a difference with h = 1 makes of it."}
    return known(_FOR_THE_CUBE[name] | slope, "Write down the cubes of 1, 2 and 3: which of them does it take?")(name, u)


def _bowl(theta):
    return sum((k + 1) * u * u for k, u in enumerate(theta))


def _product(theta):
    return math.prod(theta)


def _gradient_cases(pick):
    for f, says in ((_bowl, "x0 ** 2 + 2 * x1 ** 2 + 3 * x2 ** 2"), (_product, "x0 * x1 * x2")):
        theta = [round(pick.uniform(0.5, 1.5), 2) for _ in range(3)]
        right = {f"x{k}": u for k, u in enumerate(adjoints(trace(f, theta=theta)).values()) if k < 3}
        yield Case(f"{says} at {theta}", (f, list(theta)), {}, right, _still_nudged(f, theta))


def _still_nudged(f, theta):
    """Return a ``why`` that tells the slope with the nudges before it from others."""

    def why(name, u):
        k = int(name[1:])
        moved = [v + 1e-6 * (i < k) for i, v in enumerate(theta)]
        up = [v + 1e-6 * (i == k) for i, v in enumerate(moved)]
        if k and compare(u, (f(up) - f(theta)) / 1e-6) == "right":
            return "That is the bug of the cell, still: what else has moved when this slope is taken?"
        return known({0: "Nothing has moved: is the nudge in the list that f gets?"})(name, u)

    return why


def _gradient_that_tidies_up(answer, pick):
    """Judge a learner's ``gradient(f, theta)``: right slopes, and the caller's list as it was."""
    verdict, message = function(_gradient_cases)(answer, pick)
    theta = [1.0, 2.0]
    call(answer, _bowl, theta)
    left = [as_number(u) for u in theta[:3]]
    if verdict != "wrong" and (len(left) != 2 or max(abs(left[0] - 1), abs(left[1] - 2)) > 1e-12):
        return (
            "close",
            f"The slopes are right. But whoever called with [1.0, 2.0] now has {left}: undo the last nudge, too.",
        )
    return verdict, message


def _one_run(answer, pick):
    """Judge a learner's ``slope(f, x)``: one run of f, and thirteen digits; a difference has at most eleven."""
    for says, f in (("exp(sin(x))", lambda x: exp(sin(x))), ("x ** 3 / (1 + x)", lambda x: x**3 / (1 + x))):
        seen, at = [], round(pick.uniform(0.5, 1.5), 2)

        def watched(x, f=f, seen=seen):
            seen.append(x)
            return f(x)

        u = call(answer, watched, at)
        if is_a(u, complex):
            return "wrong", "Yours gave a complex number; the slope is in its imaginary part, `.imag`."
        told = _what_it_was(as_number(u), adjoints(trace(f, x=at))["x"], f(at), seen)
        if told:
            return told[0], f"For f(x) = {says} at x = {at}: {told[1]}"
    return "right", ""


def _what_it_was(u, right, value, seen):
    """Return ``(verdict, message)`` for a slope that is not the complex step's, or None."""
    error = abs(u / right - 1)
    if not all(is_a(x, (int, float, complex)) for x in seen):
        return "close", "that is the sweep of 01.5, and it is right. Now without it: one run, at a complex x."
    if error < 1e-13 and len(seen) == 1:
        return None
    if error < 1e-3 and len(seen) != 1:
        return (
            "close",
            f"about {_digits(error)} digits are right, from {len(seen)} runs. Wanted is one run, and no subtraction.",
        )
    if error < 1e-3:
        return "close", f"about {_digits(error)} digits are right. Nothing is subtracted here, so h may be tiny: take 1e-20."
    if abs(u - value) < 1e-6 * abs(value):
        return "wrong", "yours gave the value of f. The slope is in the imaginary part, `.imag`."
    if abs(u) < 1e-6 * abs(right):
        return "wrong", f"yours gave {u:.3g}, next to nothing. What is the imaginary part still to be divided by?"
    return "wrong", f"yours gave {u:.4g}, where the slope is {right:.4g}."


def _digits(error):
    return round(-math.log10(error)) if error else 16


PROBLEMS = (
    Problem(
        "1.1",
        1,
        "how many runs of the loss do 50 steps by differences take?",
        number(
            lambda: 50 * 2 * 1000,
            known(
                {
                    2000: "That is one step; there are 50.",
                    1000: "That is one run for each parameter: each is nudged to both sides, and there are 50 steps.",
                    1001: "That is one step, and to one side: there are 50, and each parameter is nudged to both sides.",
                    100: "That would be for one parameter: there are 1,000.",
                    50 * 1001: "That is for one-sided differences, which share the run in the middle.",
                    50 * 2001: "Two-sided differences do without the run in the middle.",
                    50 * 1000: "Each parameter is nudged to both sides.",
                    50: "That would be one run a step: differences need runs for every parameter.",
                },
                "Take one step first: how many runs for one parameter, and for all of them? Then take all steps.",
            ),
        ),
        "Two runs for each of 1,000 parameters, 50 times over. With a sweep it would be 50 runs, each with its sweep back.",
        (
            "A two-sided difference takes two runs for each parameter.",
            "One gradient: two runs for each of 1,000 parameters. And every step needs a fresh gradient.",
            "2 * 1000 runs for a step, and there are 50 steps.",
        ),
        minutes=3,
        matters=DO,
        criteria="A whole number. Parameters, steps, and the kind of difference are all in it.",
    ),
    Problem(
        "1.2",
        2,
        "two differences of x^3 at x = 2 with h = 1, by hand",
        table(_cube_differences, _why_the_cube),
        "12 + 6h + h^2 against 12 + h^2: going to both sides cancels the term with h, and leaves the one with h^2.",
        (
            "One-sided: (f(x + h) - f(x)) / h. Two-sided: (f(x + h) - f(x - h)) / (2 h).",
            "With x = 2 and h = 1 you need the cubes of 1, 2 and 3.",
            "The cubes: 1, 8 and 27. One-sided: the last minus the middle one. Two-sided: half of the last minus the first.",
        ),
        minutes=6,
        matters=DO,
        criteria="Two numbers, exact, each by its definition.",
    ),
    Problem(
        "1.3",
        2,
        "bug hunt: a gradient by differences",
        _gradient_that_tidies_up,
        "A nudge that stays in the list is in every later run as well, and in the list of whoever called.",
        (
            "The slope by one parameter: move that one, and leave all others where they were.",
            "What does `theta` hold when the loop begins its second turn?",
            "After the run that uses the nudge, theta must be what it was before: take the nudge off again, or nudge a "
            "copy.",
        ),
        minutes=10,
        matters=MAY,
        criteria="All slopes are right, for functions of several parameters; the list that came in is left as it was.",
        without=DERIVATIVES,
        instead="Here the slopes come from runs of f: repair the differences.",
    ),
    Problem(
        "1.4",
        3,
        "write slope(f, x) with one run of f and thirteen digits",
        _one_run,
        "Nothing is subtracted, so no digits are lost. What it costs: f must be able to calculate with complex numbers.",
        (
            "01.4 has it: f(x + ih) = f(x) + i h f'(x) + ..., so the slope is in the imaginary part.",
            "In Python, x + ih is `complex(x, h)`, and the imaginary part of a result u is `u.imag`.",
            "Nothing is subtracted, so h may be as small as 1e-20. What is the imaginary part then, per unit of h?",
        ),
        minutes=12,
        matters=CURIOUS,
        criteria="One run of f, thirteen digits, no derivative of the package.",
    ),
)
