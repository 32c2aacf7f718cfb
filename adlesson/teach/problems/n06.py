"""The exercises of notebook 06."""

import math

from ...engine.cost.checkpoint_plans import extra_steps
from ...engine.cost.counting import operations
from ...engine.cost.memory import saves
from ...engine.derivatives import adjoints
from ...engine.numbers.elementary import cos, sin
from ...engine.samples import examples
from ...engine.trace import trace
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.answers import AnswerError, call, words
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, function, known, known_by_name, table
from .plans import PlanError, carry_out, read_plan

# --- 6.1 --------------------------------------------------------------------------------------

RACES = {  # what is wanted: tangent sweeps, reverse sweeps, and what to say where the wrong ones are chosen
    "a": (10**6, 1, "Look at a again: one output has one row, and a million inputs have a million columns."),
    "b": (1, 3, "Look at b again: how many inputs are there to move?"),
    "c": (20, 50, "Look at c again: its inputs are fewer than its outputs."),
    "d": (50, 20, "Look at d again: its outputs are fewer than its inputs."),
    "e": (1, 40, "Look at e again: if the direction is given, no column is wanted by itself."),
    "f": (40, 1, "Look at f again: a seed may name every output at once, each with its weight."),
}


def _reverse_wins(answer, pick):
    """Judge the letters of the derivatives that take fewer reverse sweeps than tangent sweeps."""
    given = set("".join(words(answer)).lower())
    if not given:
        raise AnswerError("there is at least one: give its letter")
    if not given <= set(RACES):
        strange = sorted(given - set(RACES))[0]
        raise AnswerError(f"there is no {strange} here: letters from {', '.join(RACES)} are wanted, such as 'b e'")
    for letter, (forward, reverse, says) in RACES.items():
        if (letter in given) != (reverse < forward):
            return "wrong", says
    return "right", ""


# --- 6.2 --------------------------------------------------------------------------------------


def _neurons_bill():
    p = trace(examples.neuron, w=0.5, x=1.5, b=-0.25, t=1.0)
    bill = operations(p)
    kept = {k for found in saves(p) for k in found}
    return {"value": bill.value.convention, "gradient": bill.gradient.convention, "kept": len(kept)}


LINE_BY_LINE = {
    "value": "Write the five lines: which of them compute?",
    "gradient": "Go back line by line: is there a slope to compute, and is there a product with an adjoint?",
    "kept": "Write the slopes of each line: which values stand in them?",
}
MISBILLED = {
    "value": {
        4: "A product, a sum, a tanh, a difference, a square: each is one.",
        6: "The tanh is one operation, and so is the square.",
        9: "Inputs are given: they cost nothing.",
    },
    "gradient": {
        5: "It looks as if a product was left out because the adjoint in it happens to be 1. Free is a product with a "
        "*slope* of 1 or -1: an adjoint could be anything.",
        3: "Each slope that has to be computed has a product behind it, and the product of w and x has two slopes.",
        4: "Two slopes have to be computed first: that of the tanh, and that of the square.",
        7: "A slope that has to be computed counts once, whatever is inside it.",
        8: "A slope that has to be computed counts once, whatever is inside it.",
        9: "Of the products, those with 1 and -1 are free.",
        10: "Of the products, those with 1 and -1 are free.",
        11: "That is value and gradient together.",
        14: "That adds every first share to a zero. It is assigned, and free.",
    },
    "kept": {
        2: "The slopes of a product are its two factors.",
        3: "Did you keep both factors of the product? And what the tanh and the square read or made?",
        5: "The slopes of sums and differences are constants: nothing is kept for them.",
        6: "The slopes of sums and differences are constants: nothing is kept for them.",
        9: "Those are all variables. Which of their values does a slope read?",
    },
}


# --- 6.3 --------------------------------------------------------------------------------------

CHAINS = {  # a step, its slope, and between which numbers to begin
    "sin(u)": (sin, cos, 0.9, 1.5),
    "4 u (1 - u)": (lambda u: 4 * u * (1 - u), lambda u: 4 - 8 * u, 0.1, 0.4),
}


def _chain_cases(pick):
    """Yield chains of which every state is kept, then chains of which few are."""
    for says, (f, slope, low, high) in CHAINS.items():
        for n, every in ((5, 1), (6, 3), (10, 4), (7, 20)):
            x = round(pick.uniform(low, high), 2)
            right, why = adjoints(trace(_chain(f, n), x=x))["x"], _misplaced(f, slope, x, n, every)
            yield Case(f"{n} steps of {says} with every={every}", (f, slope, x, n, every), {}, right, why)


def _chain(f, n):
    def chain(x):
        for _ in range(n):
            x = f(x)
        return x

    return chain


def _misplaced(f, slope, x, n, every):
    """Return a ``why`` for slopes that were taken at wrong states."""
    states = [x]
    for _ in range(n):
        states.append(f(states[-1]))

    def product(place):
        return math.prod(slope(states[place(k)]) for k in range(n))

    return known(
        {
            product(lambda k: k - k % every): "Each slope was taken at a kept state, not where its own step starts from.",
            product(lambda k: k + 1): "Each slope was taken where its step ends, not where it starts from.",
            product(lambda k: max(k - 1, k - k % every)): "Between kept states each slope was taken one step too early.",
        }
    )


def _kept_few(answer, pick):
    """Judge a learner's way back with few states: by its numbers, then by how often it runs the step."""
    verdict, message = function(_chain_cases)(answer, pick)
    if verdict != "right":
        return verdict, message
    runs = []

    def counted(u):
        runs.append(u)
        return sin(u)

    call(answer, counted, cos, 0.5, 40, 20)
    if len(runs) <= 40:
        return "wrong", "The numbers are right. But no step was run again, so all 40 states were kept: 2 were allowed."
    return "right", ""


# --- 6.4 --------------------------------------------------------------------------------------

STEPS, BUDGET = 8, 3


def _frugal_plan(answer, pick):
    """Judge a plan: can it be carried out, and does it run as few steps again as any?"""
    try:
        again = carry_out(read_plan(answer), STEPS, BUDGET) - STEPS
    except PlanError as trouble:
        return "wrong", str(trouble)
    if again > extra_steps(STEPS, BUDGET):
        return "wrong", f"It works, with {again} steps run again, and fewer are enough. Does a place stay empty for long?"
    return "right", ""


PROBLEMS = (
    Problem(
        "6.1",
        1,
        "which of six derivatives are cheaper by reverse sweeps?",
        _reverse_wins,
        "Count columns against rows; and a direction is one column, a weighted sum of the outputs one row.",
        (
            "A tangent sweep gives one column, or one mixture of columns; a reverse sweep one row, or one mixture of rows.",
            "For a to d, compare inputs with outputs. In e only a mixture of columns is asked for, in f a mixture of rows.",
            "Write two numbers beside each letter: tangent sweeps, reverse sweeps. For e they are 1 and 40.",
        ),
        minutes=5,
        matters=DO,
        criteria="All letters for which reverse sweeps are the fewer, and no other letter.",
    ),
    Problem(
        "6.2",
        2,
        "what a neuron's error costs in operations and in kept values, by hand",
        table(_neurons_bill, known_by_name(MISBILLED, LINE_BY_LINE)),
        "A gradient for little more than the value, by four inputs at once. The sum and the difference cost nothing "
        "to go back through, and keep nothing.",
        (
            "Write the list: a product, a sum, a tanh, a difference, a square. Beside each line write its slopes.",
            "Sum and difference have slopes 1 and -1: free, and nothing is kept. The product's slopes are at hand: its "
            "factors. Two slopes have to be computed, and each has a product behind it.",
            "Gradient: the square 1 + 1, the tanh 1 + 1, the product two products. Kept: both factors, what the tanh made "
            "(or read: one of them will do), what the square read.",
        ),
        minutes=12,
        matters=MAY,
        criteria="Three whole numbers, by the way of counting that 06.1 sets down.",
    ),
    Problem(
        "6.3",
        2,
        "bug hunt: a way back with few kept states",
        _kept_few,
        "Between two kept states the chain has to be run again, a little less far each time.",
        (
            "The slope of step k belongs to the state that step k starts from.",
            "In the last loop, with every=3 and k = 5: which state is taken out of `kept`, and how far is it from state 5?",
            "Take the kept state as `z`, run `f` on it `k % every` times, and then ask for its slope.",
        ),
        minutes=10,
        matters=MAY,
        criteria="Each slope belongs to the state its step started from, and few states are kept.",
        without=DERIVATIVES,
        instead="Here you go back yourself, with `f`, `slope` and the few states that are kept.",
    ),
    Problem(
        "6.4",
        3,
        "plan a way back through 8 steps with 3 states",
        _frugal_plan,
        "A place that becomes free is worth as much as one that was never used: your states moved down with the work.",
        (
            "Beside each action write where you stand, what is stored, and which step is next to go back through.",
            "The late states are the first to be done with. Their places can serve a second time, between the early ones.",
            "Store 2 and 5 on the way up. When step 5 has been gone back through, one place is free: use it at 3.",
        ),
        minutes=20,
        matters=CURIOUS,
        criteria="A plan that can be carried out with the states there is room for, and runs as few steps as any.",
    ),
)
