"""The exercises of notebook 02."""

from ...engine.cost.counting import Counted
from ...engine.derivatives import adjoints
from ...engine.numbers.elementary import cos, exp, sin
from ...engine.parsing.parse import parse
from ...engine.trace import trace
from ...symbolic.swell import swell
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.answers import AnswerError, NoAnswerError, as_list, as_number, as_text, call, is_a, kind
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, compare, exactly, function, known, number, table, written
from .trials import paths


def _logistic(n):
    def f(x):
        for _ in range(n - 1):
            x = 4 * x * (1 - x)
        return x

    return trace(f, x=0.3)


def _sizes():
    """The tree of x sin x, the tree of its derivative, and the distinct nodes of both."""
    f, slope = swell(parse("x * sin(x)", x=1.0)).rows
    return {"f": f["tree"], "slope": slope["tree"], "shared": slope["shared"]}


MISCOUNTED = {
    "f": {
        3: "A node for each x that is written: a tree shares nothing.",
        2: "Letters and numbers are nodes, too, not operations alone.",
    },
    "slope": {
        7: "That is sin x + x cos x, where the slope of x, 1, has been left out: here it is written.",
        9: "A factor 1 is missing. The slope of x is written twice: in the product rule, and after cos x.",
        6: "Letters and numbers are nodes, too, not operations alone.",
    },
    "shared": {
        15: "That is the sum of both trees: count equal parts once.",
        6: "That is without the slope 1 and the products with it: here they are written.",
        8: "One is missing. Often it is x sin x itself, which does not stand in its derivative.",
    },
}


def _miscounted(name, u):
    return known(MISCOUNTED[name], "Draw it, and count every operation, every letter and every number.")(name, u)


# --- 2.3 --------------------------------------------------------------------------------------

TUPLES = (  # as the learner gets it, and as a function
    ("x sin x", ("*", "x", ("sin", "x")), lambda x: x * sin(x)),
    ("3 x + 2", ("+", ("*", 3, "x"), 2), lambda x: 3 * x + 2),
    ("exp(x)", ("exp", "x"), lambda x: exp(x)),
    ("sin(exp(x))", ("sin", ("exp", "x")), lambda x: sin(exp(x))),
    ("exp(sin x)", ("exp", ("sin", "x")), lambda x: exp(sin(x))),
    ("exp(x x)", ("exp", ("*", "x", "x")), lambda x: exp(x * x)),
)


def _drawn(pick):
    """Return one more of them, which nobody can have differentiated before."""
    outer, inner, other = pick.choice("+*"), pick.choice("+*"), pick.randint(2, 9)
    f, g = pick.choice(("sin", "exp")), pick.choice(("sin", "exp"))
    u = outer, (f, (inner, other, "x")), (g, "x")
    return f"{f}({other} {inner} x) {outer} {g}(x)", u, lambda x: _value(u, x)


VALUES = {"+": lambda u, w: u + w, "*": lambda u, w: u * w, "sin": sin, "cos": cos, "exp": exp}


LONGEST = 2_000  # tuples, letters and numbers of a formula; DEEPEST, one in the other
DEEPEST = 100


def _value(u, x, room=None, depth=0):
    """Return the value at ``x`` of a formula given as nested tuples; ``room`` counts down what is read of it."""
    room = room or iter(range(LONGEST))
    if next(room, None) is None or depth > DEEPEST:
        raise AnswerError(f"a formula of at most {LONGEST:,} parts is wanted, at most {DEEPEST} deep, and yours is larger")
    if is_a(u, tuple):
        name, *parts = as_list(u, 3) or [None]
        name = as_text(name) if is_a(name, str) else None
        if name in VALUES and len(parts) == (2 if name in "+*" else 1):
            return VALUES[name](*[_value(part, x, room, depth + 1) for part in parts])
    if is_a(u, str) and as_text(u) == "x":
        return x
    if is_a(u, (int, float)):
        return as_number(u)
    what = "a tuple of another form" if is_a(u, tuple) else kind(u)
    raise AnswerError('a formula is "x", a number, or a tuple such as ("*", "x", ("sin", "x")), not ' + what)


INSIDE = {  # the inside of what is not x alone, and the outer function's slope
    "sin(exp(x))": (exp, cos),
    "exp(sin x)": (sin, exp),
    "exp(x x)": (lambda x: x * x, exp),
}


def _why(inner, value, x):
    """Return what is said of a wrong slope of one function of another."""
    if inner is None:
        return ""
    u, outer = inner
    slope = adjoints(trace(lambda x: u(x), x=x))["x"]
    return known(
        {
            outer(x) * slope: "The outer function's slope is taken at x, and what stands inside it is more than x.",
            outer(u(x)) + slope: "Two slopes were added that are to be multiplied.",
            outer(slope) * slope: "The outer function's slope is taken at the slope of the inside, not at the inside.",
        },
    )(None, value)


def _differentiator(answer, pick):
    """Judge a learner's ``slope_of(formula)`` by the values of the formulas it gives."""
    for says, u, f in (*TUPLES, _drawn(pick), _drawn(pick)):
        x = round(pick.uniform(0.5, 1.0), 2)
        right, inner = adjoints(trace(f, x=x))["x"], INSIDE.get(says)
        try:
            value = as_number(_value(call(answer, u), x))
            verdict = compare(value, right)
        except NoAnswerError:
            raise
        except AnswerError as problem:
            return "wrong", f"For {says}, {problem}."
        if verdict == "wrong":
            both = f"at x = {x} it is {written(value)}, and the slope is {written(right)}"
            return (
                verdict,
                f"What it gives for {says} does not have the right value: {both}. {_why(inner, value, x)}".strip(),
            )
    return "right", ""


# --- 2.4 --------------------------------------------------------------------------------------

MOST = 1_500  # operations for 14 steps; side by side they take some 100, by recursion along paths over 10,000
FEWEST = 26  # two for each of 13 steps: with fewer the numbers come from somewhere else


class TooManyError(Exception):
    """A learner's function has done more operations than are needed by far."""


class ShortLog(list):
    """A log that ends: it raises ``TooManyError`` when it is full."""

    def append(self, op):
        super().append(op)
        if len(self) > MOST:
            raise TooManyError(f"{MOST:,} operations")


def _wrong_slopes(n, x):
    """Return what is said of wrong slopes of l_n at x."""

    def after(steps, turn):
        value, slope = x, 1
        for _ in range(steps):
            value, slope = turn(value, slope)
        return slope

    def right(u, s):
        return 4 * u * (1 - u), 4 * s * (1 - u) - 4 * u * s

    def late(u, s):
        w = 4 * u * (1 - u)
        return w, 4 * s * (1 - w) - 4 * w * s

    return known(
        {
            after(n, right): "That is the slope of the next one: l_1 is x, so l_n takes n - 1 steps.",
            after(n - 1, late): "Is the value replaced before its slope has used it? Both need the old one.",
            after(n - 1, lambda u, s: (right(u, s)[0], 4 * s * (1 - u))): "A product has two factors, and each has a slope.",
            after(
                n - 1, lambda u, s: (right(u, s)[0], 4 * s * (1 - u) + 4 * u * s)
            ): "The slope of 1 - l is minus that of l.",
            after(n - 1, lambda u, s: (right(u, s)[0], 4 - 8 * u)): "The slope so far has been left out: the chain rule.",
        }
    )


def _slopes_of_the_map(pick):
    for n in (1, 2, 3, 6):
        x = round(pick.uniform(0.05, 0.45), 2)
        yield Case(f"n = {n} at x = {x}", (x, n), {}, adjoints(_logistic(n), x=x)["x"], _wrong_slopes(n, x))


def _slope_of_the_map(x, n):
    """Return the slope of l_n at ``x``, which may be complex."""
    slope = 1
    for _ in range(n - 1):
        x, slope = 4 * x * (1 - x), 4 * (1 - 2 * x) * slope
    return slope


def _side_by_side(answer, pick):
    """Judge a learner's ``slope(x, n)`` on small n, then on a number that counts operations."""
    verdict, message = function(_slopes_of_the_map)(answer, pick)
    if verdict != "right":
        return verdict, message
    if not exactly(answer, pick, _slopes_of_the_map):
        return "close", "Its last digits are not right, as those of a difference are not. Here carry the slope along."
    log, x = ShortLog(), complex(pick.uniform(0.05, 0.45), pick.uniform(1e-9, 2e-9))  # no comparison finds it out
    try:
        u = call(answer, Counted(x, log), 14)
    except NoAnswerError:
        raise
    except AnswerError as problem:
        only = "There x is a number that counts: it can be added, subtracted, multiplied, divided and raised, no more."
        verdict, message = "wrong", f"At n = 14, {problem}. {only}"
    else:
        given, right = u.value if type(u) is Counted else u, _slope_of_the_map(x, 14)
        if not is_a(given, complex) or not abs(given - right) <= 1e-3 * abs(right):  # NaN is wrong, too
            verdict, message = "wrong", "It is wrong for n = 14."
    if len(log) > MOST:
        return "wrong", (
            f"It is right for small n, but at n = 14 it had done {MOST:,} operations and was not at the end: "
            "that is a sum along paths. Thirteen steps of a few operations each are enough."
        )
    if verdict == "right" and len(log) < FEWEST:
        return "wrong", f"It took {len(log)} operations with the x that was given: carry value and slope along from that x."
    return verdict, message


PROBLEMS = (
    Problem(
        "2.1",
        1,
        "along how many paths does x reach l_6?",
        number(
            lambda: paths(_logistic(6)),
            known(
                {
                    64: "l_1 is x itself, so l_6 takes one step less than you think.",
                    6: "Each step does not add a path; it lets every path so far go on in two ways.",
                    5: "Each step does not add a path; it lets every path so far go on in two ways.",
                    10: "Each step does not add two paths; it lets every path so far go on in two ways.",
                    12: "Each step does not add two paths; it lets every path so far go on in two ways.",
                    36: "It does not grow as a square: every path so far goes on in two ways.",
                    25: "It does not grow as a square: every path so far goes on in two ways.",
                    31: "Those are the paths to all of l_2 to l_5 and the way of length 0, added: asked are those to l_6.",
                    16: "That is one step short: l_6 is five steps from x.",
                },
                "Count them to l_2, to l_3 and to l_4: how does each number come from the one before?",
            ),
        ),
        "Five steps, and at each of them every path goes on in two ways.",
        (
            "Each step reads the l before it twice.",
            "From x to l_2 there are two paths: through 4 l, and through 1 - l. To l_3, each goes on in two ways.",
            "l_2 has 2, l_3 has 4. Go on to l_6.",
        ),
        minutes=4,
        matters=DO,
        criteria="A whole number: paths are counted, not lines.",
    ),
    Problem(
        "2.2",
        2,
        "how many nodes have x sin x and its derivative?",
        table(_sizes, _miscounted),
        "Shared, the derivative needs only five nodes that x sin x does not have.",
        (
            "The product rule, written out: the slope of the first factor times the second, plus the first times the "
            "slope of the second.",
            "The slope of x is 1 and is written; the slope of sin x is cos x times 1.",
            "The derivative is sin(x) * 1 + x * (cos(x) * 1): count its operations, letters and numbers. "
            "Then make a list of all parts of both, each once.",
        ),
        minutes=10,
        matters=MAY,
        criteria="Three whole numbers. Letters and numbers are nodes, too; in a shared list each part is counted once.",
    ),
    Problem(
        "2.3",
        2,
        "bug hunt: a symbolic differentiator",
        _differentiator,
        "Every operation on one argument needs the slope of what stands inside, and inside e^x that slope is 1.",
        (
            "A factor of 1 that was forgotten does not show, and it is 1 where x alone stands inside.",
            'Try `slope_of(("exp", ("*", "x", "x")))`, the formula for exp(x x).',
            "Compare what the last line does for sin with what it does for exp: one of them forgets `slope_of(a)`.",
        ),
        minutes=10,
        matters=CURIOUS,
        criteria="Right for formulas with more than x inside; what was right before stays right.",
    ),
    Problem(
        "2.4",
        3,
        "write slope(x, n), the derivative of l_n, without a formula for l_n",
        _side_by_side,
        "Value and slope, side by side along the loop: that is forward mode, the subject of notebook 04.",
        (
            "Carry two numbers along the loop: the value l, and its slope s by x. What are they at the beginning?",
            "The next value is 4 * l * (1 - l). Differentiate that by the product rule, with s for the slope of l.",
            "The next slope has two terms: one with the slope of 4 l, one with that of 1 - l, which is -s. Use the old "
            "l in both. Now the start, and the number of turns.",
        ),
        minutes=15,
        matters=MAY,
        criteria="Right for large n, too: a loop, no formula for l_n, no derivative of the package.",
        without=DERIVATIVES,
        instead="Here you carry the slope along yourself: beside each value, the slope it has.",
    ),
)
