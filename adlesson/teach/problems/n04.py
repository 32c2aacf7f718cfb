"""The exercises of notebook 04."""

import math

from ...engine.derivatives import primals, tangents
from ...engine.numbers.elementary import sin
from ...engine.samples import examples
from ...engine.sweeps import tangent_sweep
from ...engine.trace import trace
from ..exercises import DO, MAY, Problem
from ..judging.answers import AnswerError, as_number, beside, call, kind
from ..judging.closed import DERIVATIVES
from ..judging.judges import (
    Case,
    against,
    compare,
    either,
    exactly,
    function,
    in_degrees,
    known_by_name,
    names,
    table,
    written,
)
from ..judging.powers import POWERS, through
from .trials import baydin_line_by_line, called, somewhere

MISSTEPS = {  # what people make of the shares (tangent of what is read, slope) that a variable's tangent is the sum of
    "a minus sign was lost": lambda shares: sum(u * abs(s) for u, s in shares),
    "only the first slot was counted": lambda shares: math.prod(shares[0]),
    "only the last slot was counted": lambda shares: math.prod(shares[-1]),
    "the slopes by the two slots were swapped": lambda shares: sum(
        u * s for (u, _), (_, s) in zip(shares, reversed(shares), strict=True)
    ),
    "the tangents of what it reads were left out, and the bare slopes added": lambda shares: sum(s for _, s in shares),
    "the slopes were left out, and the tangents of what it reads added": lambda shares: sum(u for u, _ in shares),
    "the tangents were multiplied with each other: the term with ε²": lambda shares: math.prod(u for u, _ in shares),
}


def _misstepped(p, direction):
    """Return a ``why`` that names the missteps which give a number as a tangent of ``p``."""
    steps = [step for step in tangent_sweep(p, direction) if step.kind == "tangent"]

    def why(name, u):
        shares = [(step.upstream, step.partial) for step in steps if step.target == name]
        found = [says for says, rule in MISSTEPS.items() if shares and compare(u, rule(shares)) == "right"]
        if not found and compare(u, primals(p)[name]) == "right":
            found = ["this is the value of the variable, not its tangent"]
        return f"It looks as if {'; or as if '.join(found[:2])}." if found else ""

    return why


def _still():
    """The variables of g that do not move when only w does."""

    def g(u, w):
        a = sin(u)
        b = u * w
        c = a * a
        d = b + c
        return d

    return " ".join(name for name, zdot in tangents(trace(g, u=1.0, w=2.0), {"w": 1}).items() if zdot == 0)


MOVING = {"x1": 3, "x2": 1}


def _tangents_by_hand():
    return {name: zdot for name, zdot in tangents(baydin_line_by_line(), MOVING).items() if name not in MOVING}


MISMOVED = {
    "b": {5: "5 is the slope by x1 alone: x1 moves at a speed of its own, and x2 moves, too."},
    "c": {15.5: "a and b both move: c moves by the sum."},
    "d": {
        -0.28366: "The sine itself has no minus sign; it stands in the line of e.",
    },
    "e": {-18.2163: "The sign is turned round."},
}
LINES = {
    "a": "What is the slope of the logarithm at 2, and how fast does x1 move?",
    "b": "A product has two factors, and both move: a slope times a speed for each.",
    "c": "A sum moves by the sum of what moves it.",
    "d": "What is the slope of the sine at 5, and how fast does x2 move?",
    "e": "A difference moves by the difference of what moves it.",
}


def _by_hand(answer, pick):
    missteps = _misstepped(baydin_line_by_line(), MOVING)
    return table(_tangents_by_hand, either(in_degrees(math.cos(math.radians(5))), missteps, known_by_name(MISMOVED, LINES)))(
        answer, pick
    )


def _dual_numbers(answer, pick):
    """Judge a learner's class: the tangents of powers and products, for inputs at speed 1 and at others."""
    if not callable(answer):
        raise AnswerError(f"a class is wanted, its name without (), not {kind(answer)}")
    for text, speed in (("x ** 3", 1), ("x * x", 2), ("(x * x) ** 2", 1), ("x ** 2 * x", 1), ("x ** 4", -2)):
        x = round(pick.uniform(1.1, 1.9), 2)
        where = f"{text} at x = {x}, where x moves at speed {speed}"
        try:
            value, moves = map(as_number, call(beside(answer, through), text, x, speed))
        except AnswerError as problem:
            return "wrong", f"For {where}, {problem}."
        p = trace(POWERS[text], x=x)
        if against(value, p())[0] != "right":
            both = f"Yours is {written(value)}, expected is {written(p())}."
            return "wrong", f"It is wrong for {where}: already the value is. {both}"
        right = speed * tangents(p, {"x": 1})[p.outputs[0]]
        if against(moves, right)[0] != "right":
            both = f"Yours is {written(moves)}, expected is {written(right)}."
            return "wrong", f"It is wrong for {where}: the value is right, the tangent is not. {both}"
    return "right", ""


DIRECTIONS = (
    (examples.running, {"x": 2}),
    (examples.square, {"x": 1}),
    (examples.order_matters, {"a": 3, "b": -1}),
    (examples.quotient, {"y": 2}),  # x stays
    (examples.neuron, {"w": 1, "x": 2, "b": -3, "t": 1}),
    (examples.polar, {"x": 1, "y": 2}),
)


def _push_cases(pick):
    for f, direction in DIRECTIONS:
        p = somewhere(f, pick)
        says = f"{called(p)} in the direction {direction}"
        yield Case(says, (p, direction), p.at, tangents(p, direction), _misstepped(p, direction))


def _pushed(answer, pick):
    """Judge a learner's ``push``: a difference of values is no sweep, and its last digits tell."""
    verdict, message = function(_push_cases)(answer, pick)
    if verdict == "right" and not exactly(answer, pick, _push_cases):
        return (
            "close",
            "Its last digits are not right, as those of a difference are not. The slopes are in the table of rules.",
        )
    return verdict, message


PROBLEMS = (
    Problem(
        "4.1",
        1,
        "which variables of g stay where they are when only w moves?",
        names(
            _still,
            {
                "a c": "u is a variable, too, and it stays.",
                "u a": "Look at the line of c: does anything it reads move?",
                "u c": "Look at the line of a: does anything it reads move?",
                "w": "w is the one that moves.",
                "b": "b reads w, and w moves.",
                "d": "d reads b, and b moves.",
            },
            among="u w a b c d",
        ),
        "A tangent is 0 wherever no path leads from what moves: u, a and c do not hear of w.",
        (
            "A variable moves if something that it reads moves (and the slope is not 0 by chance).",
            "Go down the list once. The first line that reads w is the one of b; who reads b?",
            "b moves, and one line below it reads b. Leave these two out, and w itself. u is an input, and counts, too.",
        ),
        minutes=3,
        matters=DO,
        criteria="All names of variables that stay where they are, and no other name.",
    ),
    Problem(
        "4.2",
        2,
        "five tangents of ln x1 + x1 x2 - sin x2 in a direction, by hand",
        _by_hand,
        "One sweep serves a direction in which both inputs move. The gradient is not needed.",
        (
            "The tangent of a line is a sum over its slots: slope by the slot, times the tangent of what stands there.",
            "In b = x1 * x2 the slope by x1 is x2, and by x2 it is x1. So x1 contributes 5 * 3; and x2?",
            "a: the slope of the logarithm at 2, times 3. b: both terms. c: the sum of a and b. d: the slope of the "
            "sine at 5, times 1. Then e, with its minus sign. Text in quotes, such as '4*3 + 2', is read, too.",
        ),
        minutes=10,
        matters=DO,
        criteria="Five numbers to three digits, or calculations in quotes.",
    ),
    Problem(
        "4.3",
        2,
        "bug hunt: a class of dual numbers",
        _dual_numbers,
        "Where x moves at speed 1 and is raised itself, the missing factor is 1, and nobody sees that it is missing.",
        (
            "Each rule must pass on the movement of what it reads: its slope times the tangent of its argument.",
            "Is the product right? Is the power? Which of them asks how fast its argument moves?",
            "The slope of a power is right. One factor is missing behind it: `self.tangent`.",
        ),
        minutes=10,
        matters=MAY,
        criteria="Right for whatever is put into a product or a power, not for the input alone.",
    ),
    Problem(
        "4.4",
        3,
        "write push(p, direction): the tangent of every variable",
        _pushed,
        "Forward mode, whole, is no more than this: a loop over the list, and in it a sum over the slots of a line.",
        (
            "The tangents of the inputs are in the direction. Then go through the other rows in order, one sum per row.",
            "For each slot of a row: the slope by that slot times the tangent of the variable that stands in it. "
            "A constant does not move, so it is left out of the sum, but not out of `u`.",
            "With `u` as in exercise 3.3, the slope by slot s is `ad.ops.OPS[row.op].partials[s](z[row.index], *u)`. "
            "Multiply it by `zdot[row.args[s]]`, add over s, append.",
        ),
        minutes=20,
        matters=MAY,
        criteria="The tangent of every variable, for programs it has not seen; no derivative of the package.",
        without=DERIVATIVES,
        instead="Here you are forward mode: go through the rows, and add up slope times tangent, slot by slot.",
    ),
)
