"""The exercises themselves, as data: one ``Problem`` each, in the order of the notebooks.

With this module you can

- read what an exercise asks, how it is judged and what its three hints say (``PROBLEMS``).

A judge gets its right answer from the engine when it is asked.  The first hint names the rule, the
second the edge or the line to look at, the third leaves one small step.

>>> [problem.number for problem in PROBLEMS if problem.stars == 3]
['3.4', '5.4']
"""

from ..engine import examples
from ..engine.elementary import exp, sin
from ..engine.parse import parse
from ..engine.program import Program
from ..engine.sweeps import adjoints, primals
from ..engine.trace import trace
from .answers import AnswerError, call
from .exercises import Problem
from .judges import Case, Watched, adjoint, against, function, known, mistaken, names, number, table

# --- what the learner's functions are tried on --------------------------------------------------


def _somewhere(f, pick):
    """Return ``f`` traced at fresh inputs between 0.5 and 1.5."""
    at = examples.ZOO[f.__name__].at
    return trace(f, {name: round(pick.uniform(0.5, 1.5), 2) for name in at})


WRITTEN = {  # what a verdict calls the functions of the zoo
    "running": "the running example",
    "square": "x * x",
    "order_matters": "(a + b) + a * b + (a + b) * (a * b)",
    "quotient": "(x + y) / (x + 1)",
    "polar": "sqrt(x ** 2 + y ** 2) + arctan(y / x)",
    "neuron": "(tanh(w * x + b) - t) ** 2",
}


def _called(p):
    return f"{WRITTEN[p.title]} at {_at(p)}"


def _at(p):
    return ", ".join(f"{name} = {u}" for name, u in p.at.items())


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
        return f"Yours gave {u:.4g}, where the slope is {right:.4g}. {named(name, u) or tiny}".strip()

    return why


def _two_sided(answer, pick):
    """Judge a learner's ``slope(f, x)``: at a kink, a difference to one side is far off whatever its step is."""
    verdict, message = function(_slope_cases)(answer, pick)
    if verdict != "wrong" and against(call(answer, lambda x: abs(x - 0.75), 0.75), 0.0)[0] != "right":
        return "close", (
            "But that is a difference to one side: where f bends, it is off by about h. "
            "Go to both sides of x, and f(x) itself is not needed."
        )
    return verdict, message


def _forward_cases(pick):
    for f in (examples.running, examples.square, examples.order_matters, examples.quotient, examples.polar):
        p = _somewhere(f, pick)
        constant = ", where `b = a ** 2` reads a constant" if f is examples.running else ""
        yield Case(f"{_called(p)}{constant}", (p,), p.at, primals(p))
    p = trace(lambda x, y: y - x, x=3, y=pick.randint(4, 9))
    yield Case(f"y - x at {_at(p)}", (p,), p.at, primals(p))


def _reverse_cases(pick):
    for f in (examples.neuron, examples.square, examples.running, examples.order_matters, examples.polar):
        p = _somewhere(f, pick)
        right = dict(reversed(adjoints(p).items()))  # in the order of the sweep
        yield Case(_called(p), (p,), p.at, right, _hunted(p))


def _hunted(p):
    """Return a ``why`` that does not name the bug that is to be found."""
    named = mistaken(p)

    def why(name, u):
        said = named(name, u)
        return "The bug is still in it." if "instead of being added" in said else said

    return why


def doublings(n):
    """Return the program of ``n`` steps ``x = x + x``: n + 1 variables, and 2 to the n paths."""

    def double(x):
        for _ in range(n):
            x = x + x
        return x

    return trace(double, x=1)


def paths(p):
    """Return how many paths lead from the first input to the first output of ``p``."""
    count = [0] * len(p)
    count[p.index(p.outputs[0])] = 1
    for i in reversed(range(len(p))):
        for k in p.alpha(i):
            count[k] += count[i]
    return count[0]


def _path_cases(pick):
    for p in (_somewhere(examples.running, pick), _somewhere(examples.square, pick), doublings(pick.randint(3, 12))):
        yield Case(f"a program with {len(p)} variables", (p,), {}, paths(p))


def _paths_unwalked(answer, pick):
    """Judge a learner's ``paths(p)`` on small programs, then on one with more paths than can be walked."""
    verdict, message = function(_path_cases)(answer, pick)
    if verdict != "right":
        return verdict, message
    p = Watched(doublings(40), 100_000)
    verdict, message = function(lambda _: [Case("40 doublings", (p,), {}, 2**40)])(answer, pick)
    if p.left < 0:
        return "wrong", (
            "It is right for small programs, but it walks path after path: with 40 doublings it had read the program "
            "100,000 times, and was far from done. There are only 80 edges: visit each once."
        )
    return verdict, message


def _six_lines_for_32(answer, pick):
    """Judge a function of x: six variables, and a formula that mentions x 32 times."""
    p = answer if isinstance(answer, Program) else trace(lambda x: call(answer, x), x=1.5)
    if p.d != 1:
        raise AnswerError(f"a function of one input is wanted, not of {p.d}")
    if len(p) != 6:
        return "wrong", f"Its program has {len(p)} variables, x included; 6 are wanted."
    n = paths(p)
    return ("right", "") if n == 32 else ("wrong", f"Six variables, and written out flat it would mention x {n} times.")


def _child_counts():
    def h(a, b):
        s = a + b
        p = s * s
        q = p * a
        return q

    program = trace(h, a=2, b=3)
    return {name: len(program.beta(j)) for j, name in enumerate(program.names)}


def _variables_of_twice():
    def g(x, y):
        s = x * y
        s = s + x * y
        return s * s

    return len(trace(g, x=1, y=2))


def _shared_letters():
    """The variables of x*y + sin(x*y) with two children."""
    p = parse("x*y + sin(x*y)", x=2.0, y=3.0)
    return " ".join(name for j, name in enumerate(p.names) if len(p.beta(j)) == 2)


def _cube():
    return trace(lambda x: x * x * x, x=2)


def _running_at_zero():
    return trace(examples.running, x=0.0)


def _baydin():
    return trace(examples.baydin, x1=2.0, x2=5.0)


# --- the exercises ------------------------------------------------------------------------------

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
                "c": "c is the end of the calculation: it pays, and nobody pays it but the seed.",
                "b": "b is read once, by the sum.",
            },
        ),
        "The product is computed once and read twice, by the sum and by the sine; so it is paid twice.",
        (
            "A variable receives one share for each place where the calculation reads it.",
            "Write the calculation as three lines, a = x*y, b = sin(a), c = a + b: who is read on two lines?",
            "x is read on the first line only, and so is y; look at what the second and the third line both read.",
        ),
    ),
    Problem(
        "0.2",
        2,
        "the adjoint of a in the running example at x = 0, by hand",
        adjoint(_running_at_zero, "a"),
        "c pays a once directly and, through b, twice more: three times what c has.",
        (
            "The adjoint of a is a sum: one share from c and one from b.",
            "In c = a + b both slopes are 1, so c pays its own adjoint to a, and the same to b. "
            "In b = a^2 the slope is 2 * a, and a = 1 here.",
            "c has exp(2) + cos(2), and so has b. To a, c pays that once and b pays it twice. "
            "Text in quotes, such as 'exp(2) * 5', is read, too.",
        ),
    ),
    Problem(
        "0.3",
        2,
        "write slope(f, x)",
        _two_sided,
        "It takes two runs of f for each input you ask about; a reverse sweep serves all inputs at once.",
        (
            "A slope is a change of f divided by the change of x that caused it.",
            "Step to both sides: f(x + h) and f(x - h). How far apart are the two places?",
            "The two places are 2 * h apart; take h = 1e-5 and divide the difference of the two values by that.",
        ),
    ),
    Problem(
        "3.1",
        1,
        "how many variables has the program of g?",
        number(
            _variables_of_twice,
            known(
                {
                    5: "The tracer writes down what ran, and x * y ran twice: it does not share by itself.",
                    4: "Inputs count as variables, too, and each time s is bound there is a new one.",
                    3: "Count the operations, not the names: each multiplication and addition that runs is one line.",
                    2: "Count the operations, not the names: each multiplication and addition that runs is one line.",
                }
            ),
        ),
        "Two inputs, three products and a sum: the tracer writes down what ran, and x * y ran twice.",
        (
            "One variable for each input, and one for each operation that runs.",
            "The line that binds s again runs two operations, a product and a sum.",
            "Inputs: 2. First line: 1. Second line: 2. Now the return line.",
        ),
    ),
    Problem(
        "3.2",
        2,
        "how many children has each variable of h?",
        table(_child_counts),
        "The product s * s reads s in both of its slots, so s has two children although one line reads it.",
        (
            "Children are counted by argument slot: every place that reads the variable is one edge.",
            "Go through the right-hand sides of the lines that assign s, p and q, and make a tick for each name you meet.",
            "Right-hand sides: a, b; then s, s; then p, a. Nothing reads q.",
        ),
    ),
    Problem(
        "3.3",
        2,
        "bug hunt: a forward sweep",
        function(_forward_cases),
        "Arguments have an order and may repeat: they are a list of slots, not a set.",
        (
            "A right-hand side is a list of slots: their order matters, and one variable can fill two of them.",
            "Run it on x * x, then on y - x: which word in the line of `u = ...` loses a slot, and which loses the order?",
            "Loop over `row.args` itself. (Not over `p.alpha`: it leaves constants out, such as the 2 of `b = a ** 2`.)",
        ),
    ),
    Problem(
        "3.4",
        3,
        "write a function with 6 variables whose flat formula mentions x 32 times",
        _six_lines_for_32,
        "Every line doubles the number of paths: n lines, 2 to the n mentions. The list stays short because it shares.",
        (
            "How often the flat formula mentions x is the number of paths from x to the result.",
            "A line that reads the variable before it in both of its slots doubles the number of paths.",
            "32 is 2 to the 5, and you have five lines after x. Write the first one as `a = x + x`.",
        ),
    ),
    Problem(
        "5.1",
        1,
        "the adjoint of x in x * x * x at x = 2",
        adjoint(_cube, "x"),
        "Three edges end in x, and each brings 4: the 3 of 3 x^2 is a count of edges.",
        (
            "The adjoint of x is the sum of what all its children pay, slot by slot.",
            "x is read three times: twice by the first product, once by the second.",
            "The last product pays 4 to x and 2 to the first product, which pays 2 * 2 through each of its two slots.",
        ),
    ),
    Problem(
        "5.2",
        2,
        "the gradient of ln x1 + x1 x2 - sin x2 at (2, 5), by hand",
        adjoint(_baydin, "x1", "x2"),
        "Each input is read twice and paid twice, and one sweep served both.",
        (
            "One share for each place that reads the input; add them.",
            "x1 is paid by the logarithm and by the product; x2 by the product and, with the minus sign of the difference, "
            "by the sine.",
            "The slope of ln u is 1 / u; a product pays each factor the other one; the slope of -sin u is -cos u.",
        ),
    ),
    Problem(
        "5.3",
        2,
        "bug hunt: a reverse sweep",
        function(_reverse_cases),
        "It was right as long as nobody was read twice: in such a program there is nothing to add up.",
        (
            "A variable's adjoint is the sum of its shares.",
            "Follow `zbar['x']` in x * x: what is in it after the first share, and what after the second?",
            "One character is missing in the line that assigns `zbar[step.target]` a product.",
        ),
    ),
    Problem(
        "5.4",
        3,
        "write paths(p): how many paths lead from the first variable to the last?",
        _paths_unwalked,
        "It is the reverse sweep with every partial replaced by 1: a sum over paths, in one visit per edge.",
        (
            "The number of paths from a variable to the output is the sum of that number over its children.",
            "Go backwards from the output, which has 1; every variable adds its count to each of its parents, p.alpha(i).",
            "Your loop is `for i in reversed(range(len(p))): for k in p.alpha(i): count[k] += count[i]`. "
            "Now: what to start with, and what to return?",
        ),
    ),
)
