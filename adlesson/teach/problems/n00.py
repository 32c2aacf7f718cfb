"""The exercises of notebook 00."""

import math

from ...engine.derivatives import adjoints
from ...engine.numbers.elementary import exp, sin
from ...engine.parsing.parse import parse
from ...engine.samples import examples
from ...engine.trace import trace
from ..exercises import DO, MAY, Problem
from ..judging.answers import call
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, adjoint, against, either, function, in_degrees, known, names
from ..judging.stops import is_a


def _slope_cases(pick):
    """An exponential, a wave and a power: the slope at a fresh place, by a learner's ``slope(f, x)``."""
    functions = (
        ("exp(3 * x)", lambda x: exp(3 * x)),
        ("sin(2 * x)", lambda x: sin(2 * x)),
        ("x ** 3", lambda x: x**3),
    )
    for text, f in functions:
        x = round(pick.uniform(0.5, 1.0), 2)
        right = adjoints(trace(f, x=x))["x"]
        yield Case(f"f(x) = {text} at x = {x}", (f, x), {}, right, _missed(right))


def _missed(right):
    """Return a ``why`` that says what a wrong slope was, and what it looks like."""
    named = known(
        {
            2 * right: "Twice the slope: how far apart are the two places?",
            right / 2: "Half the slope: is one of the two places x itself?",
            -right: "The sign is turned round: which of the two values comes first?",
        }
    )

    def why(name, u):
        tiny = "That is next to nothing: are there brackets around `2 * h`?" if abs(u) < abs(right) / 1000 else ""
        return named(name, u) or tiny

    return why


def _two_sided(answer, pick):
    """Judge a learner's ``slope(f, x)``: at a kink, a difference to one side is far off whatever its step is."""
    verdict, message = function(_slope_cases)(answer, pick)
    if verdict != "wrong" and not all(is_a(x, (int, float)) for x in _places(answer)):
        return "close", "But f was not run at numbers beside x. Here nudge x to both sides, by a plain step."
    if verdict != "wrong" and against(call(answer, lambda x: abs(x - 0.75), 0.75), 0.0)[0] != "right":
        return "close", (
            "But that is a difference to one side: where f bends, it is off by about h. "
            "Go to both sides of x, and f(x) itself is not needed."
        )
    return verdict, message


def _places(slope):
    """Return where a learner's ``slope`` runs a function."""
    seen = []
    call(slope, lambda x: (seen.append(x), x * x)[1], 0.75)
    return seen


def _shared_letters():
    """The variables of x*y + sin(x*y) that are read twice."""
    p = parse("x*y + sin(x*y)", x=2.0, y=3.0)
    return " ".join(name for j, name in enumerate(p.names) if len(p.beta(j)) == 2)


def _running_at_zero():
    return trace(examples.running, x=0.0)


def _parts_of_c():
    """Return a ``why`` that knows who took one part of what c has for all of it."""
    parts = {"exp(2)": math.exp(2), "cos(2)": math.cos(2)}
    return known(
        {
            times * part: f"{text} is one part of what c has, and c sends all it has: {' + '.join(parts)}."
            for text, part in parts.items()
            for times in (1, 2, 3)
        }
    )


PROBLEMS = (
    Problem(
        "0.1",
        1,
        "which variables of x*y + sin(x*y) receive two shares?",
        names(
            _shared_letters,
            {
                "x y": "x and y appear twice in the text, but x*y is computed once, and that one result is used twice.",
                "x": "x appears twice in the text, but x*y is computed once.",
                "y": "y appears twice in the text, but x*y is computed once.",
                "c": "c is the end of the calculation: it sends shares, and the seed is all that it receives.",
                "b": "b is read once, by the sum.",
            },
            among="x y a b c",
        ),
        "The product is computed once and read twice, by the sum and by the sine; so it receives two shares.",
        (
            "A variable receives one share for each place where the calculation reads it.",
            "Write the calculation as three lines, a = x*y, b = sin(a), c = a + b: who is read on two lines?",
            "x is read on the first line only, and so is y; look at what the second and the third line both read.",
        ),
        minutes=4,
        matters=DO,
        criteria="All names of variables that receive two shares, and no other name.",
    ),
    Problem(
        "0.2",
        2,
        "the adjoint of a in the running example at x = 0, by hand",
        adjoint(
            _running_at_zero,
            "a",
            given="c",
            why=either(in_degrees(3 * (math.exp(2) + math.cos(math.radians(2)))), _parts_of_c()),
            otherwise="Write its two shares on lines of their own: that of c, and that of b.",
        ),
        "c sends it once directly and, through b, twice more: three times what c has.",
        (
            "The adjoint of a is a sum: one share from c and one from b.",
            "In c = a + b both slopes are 1, so c sends its own adjoint to a, and the same to b. "
            "In b = a^2 the slope is 2 * a, and a = 1 here.",
            "c has exp(2) + cos(2), and so has b. To a, c sends that once and b sends it twice. "
            "Text in quotes, such as 'exp(2) * 5', is read, too.",
        ),
        minutes=8,
        matters=MAY,
        criteria="A number to three digits, or a calculation in quotes. Both readers of a are in it.",
    ),
    Problem(
        "0.3",
        2,
        "write slope(f, x)",
        _two_sided,
        "A nudge takes two runs of f for each input you ask about; a reverse sweep serves all inputs at once.",
        (
            "A slope is a change of f divided by the change of x that caused it.",
            "Step to both sides: f(x + h) and f(x - h). How far apart are the two places?",
            "The two places are 2 * h apart; take h = 1e-5 and divide the difference of the two values by that.",
        ),
        minutes=8,
        matters=MAY,
        criteria="Right to three digits for functions it has not seen. It nudges, and calls no derivative of the package.",
        without=DERIVATIVES,
        instead="Here nudge x to both sides, and divide what changed in f by the way between the two places.",
    ),
)
