"""The exercises of notebook 03."""

from ...engine.derivatives import primals
from ...engine.program import Program
from ...engine.samples import examples
from ...engine.trace import trace
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.answers import AnswerError, call
from ..judging.judges import Case, function, known, known_by_name, number, table
from .trials import called, paths, somewhere, written_at


def _forward_cases(pick):
    for f in (examples.running, examples.square, examples.order_matters, examples.quotient, examples.polar):
        p = somewhere(f, pick)
        constant = ", where `b = a ** 2` reads a constant" if f is examples.running else ""
        yield Case(f"{called(p)}{constant}", (p,), p.at, primals(p))
    p = trace(lambda x, y: y - x, x=3, y=pick.randint(4, 9))
    yield Case(f"y - x at {written_at(p)}", (p,), p.at, primals(p))


def _six_lines_for_32(answer, pick):
    """Judge a function of x: six variables, and a formula that mentions x 32 times."""
    p = answer if type(answer) is Program else trace(lambda x: call(answer, x), x=1.5)
    if p.d != 1:
        raise AnswerError(f"a function of one input is wanted, not of {p.d}")
    if len(p) != 6:
        return "wrong", f"Its program has {len(p)} variable{'s' * (len(p) > 1)}, x included; 6 are wanted."
    if not isinstance(p.returns, int):
        raise AnswerError("a function that returns one number is wanted")
    n = paths(p)
    return ("right", "") if n == 32 else ("wrong", f"Six variables, and written out flat it would mention x {n} times.")


MISREAD = {
    "a": {
        1: "The line of s reads a, and so does a later one.",
        3: "Go through the right sides once more: in how many of them does a stand?",
    },
    "b": {0: "The line of s reads b.", 2: "b stands on the right side of one line alone."},
    "s": {
        1: "One line reads s, but in two slots: two arrows.",
        0: "The line of p reads s.",
        3: "s stands twice on the right side of p, and in no other line.",
    },
    "p": {0: "The line of q reads p.", 2: "p is made of two slots, but how often is it read?"},
    "q": {1: "q is returned, and no line reads it.", 2: "q is made of two slots, but no line reads it."},
}


def _reads():
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


PROBLEMS = (
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
                    7: "What is returned is the variable of `s * s`: it gets no second one.",
                    8: "Each operation is one variable; a name that is only read is none.",
                },
                "Write a line for each input and for each operation that runs, and count the lines.",
            ),
        ),
        "Two inputs, three products and a sum: the tracer writes down what ran, and x * y ran twice.",
        (
            "One variable for each input, and one for each operation that runs.",
            "The line that binds s again runs two operations, a product and a sum.",
            "Inputs: 2. First line: 1. Second line: 2. Now the return line.",
        ),
        minutes=3,
        matters=DO,
        criteria="A whole number: what the tracer writes down is counted, not what has a name.",
    ),
    Problem(
        "3.2",
        2,
        "from each variable of h, how many arrows go out?",
        table(
            _reads, known_by_name(MISREAD, dict.fromkeys(MISREAD, "Count how often it stands on the right side of a line."))
        ),
        "The product s * s reads s in both of its slots, so two arrows leave s although one line reads it.",
        (
            "Arrows are counted by argument slot: every place that reads the variable is one.",
            "Go through the right-hand sides of the lines that assign s, p and q, and make a tick for each name you meet.",
            "Right-hand sides: a, b; then s, s; then p, a. Nothing reads q.",
        ),
        minutes=5,
        matters=DO,
        criteria="A whole number for each variable: places that read it are counted, not lines.",
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
        minutes=12,
        matters=MAY,
        criteria="Right for programs that read one variable twice in a line, for a difference, and with constants.",
        without=("primals", "forward_sweep", "Program.values"),
        instead="Go through the rows yourself, as the cell does, and repair the line that is wrong.",
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
            "32 is 2 to the 5, and you have five lines after x. Let the first one read x twice.",
        ),
        minutes=12,
        matters=CURIOUS,
        criteria="A function of one input: six variables, and 32 mentions of x where it is written out.",
    ),
)
