"""The exercises of notebook 05."""

import math
import re

from ...engine.codegen.source import source
from ...engine.derivatives import adjoints
from ...engine.numbers.elementary import cos, exp, sin
from ...engine.samples import examples
from ...engine.trace import trace
from ...engine.transforms.gradients import gradient_program
from ..exercises import DO, MAY, Problem
from ..judging.answers import AnswerError, as_list, as_number, is_a
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, adjoint, compare, function, in_degrees, known, mistaken
from ..judging.watched_program import Watched
from .trials import called, doublings, paths, somewhere


def _reverse_cases(pick):
    for f in (examples.neuron, examples.square, examples.running, examples.order_matters, examples.polar):
        p = somewhere(f, pick)
        right = dict(reversed(adjoints(p).items()))  # in the order of the sweep
        yield Case(called(p), (p,), p.at, right, _hunted(p))


def _hunted(p):
    """Return a ``why`` that does not name the bug that is to be found."""
    named = mistaken(p)

    def why(name, u):
        said = named(name, u)
        return "The bug is still in it: how many arrows end there?" if "instead of being added" in said else said

    return why


def _path_cases(pick):
    for p in (somewhere(examples.running, pick), somewhere(examples.square, pick), doublings(pick.randint(3, 12))):
        yield Case(f"a program with {len(p)} variables", (p,), {}, paths(p))
    for f in (lambda x: x * x + x * x, lambda x, y: x * y + y, _woven(pick)):  # sums of ways, and ways from y
        p = trace(f, dict.fromkeys(f.__code__.co_varnames[: f.__code__.co_argcount], 2))
        yield Case(f"the program {', '.join(row.text for row in p.instructions[p.d :])}", (p,), {}, paths(p))


def _woven(pick):
    """Return a function of x and y, in which lines read any two of those above."""
    read = [(pick.randrange(k), pick.randrange(k)) for k in range(2, 6)]

    def weave(x, y):
        lines = [x, y]
        for i, k in read:
            lines.append(lines[i] + lines[k])
        return lines[-1] * x + lines[-2] * y

    return weave


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
            "100,000 times, and was far from done. There are only 80 arrows: visit each once."
        )
    return verdict, message


def _cube():
    return trace(lambda x: x * x * x, x=2)


FOR_THE_CUBE = {  # wrong adjoints of x, beside the known mistakes of a sweep
    6: "6 is 4 + 2, or three times 2: an arrow brings the adjoint of the line that it leads to, times the slope.",
    16: "16 is four times 4: how many arrows leave x?",
    8: "8 is the value of the whole, or what the first product sends alone: what does the last one send?",
    2: "That is x itself, or the adjoint of the first product: add up the shares of x.",
}


def _baydin():
    return trace(examples.baydin, x1=2.0, x2=5.0)


def _mixed_up():
    """Return the gradient program of a function of x and y, the lines of its way there, and those of its way back, mixed."""

    def there(x, y):
        a = x * y
        b = sin(a)
        c = a * b
        d = exp(c)
        e = d * b
        return e

    q = gradient_program(trace(there, x=1.0, y=2.0))
    lines = [line.strip() for line in source(q).splitlines() if line.startswith("    ")]
    back = [line for line in lines if "_bar " in line]
    return q, lines[: lines.index(back[0])], [back[k] for k in (4, 0, 6, 2, 3, 5, 1)]


def _in_order(answer, pick):
    """Judge an order of the mixed lines: run them, ours, in the learner's order."""
    q, there, lines = _mixed_up()
    last = len(lines) - 1
    given = as_list(answer) if is_a(answer, (list, tuple)) else []
    order = [as_number(k) for k in given if not is_a(k, str)]
    if sorted(order) != list(range(last + 1)):
        raise AnswerError(f"a list is wanted with each of the numbers 0 to {last} once, in square brackets")
    at = {name: round(pick.uniform(0.5, 1.5), 2) for name in q.at}
    found = {"sin": sin, "cos": cos, "exp": exp, **at}
    exec("\n".join(there), found)  # noqa: S102, our own lines, as below
    order = [int(k) for k in order]
    for k in order:
        try:
            exec(lines[k], found)  # noqa: S102
        except NameError as missing:
            return "wrong", f"Line {k}, `{lines[k]}`, stops: when its turn comes, `{missing.name}` has no value yet."
    if all(compare(found[name], right) == "right" for name, right in q(at).items() if name != "value"):
        return "right", ""
    return "wrong", f"Every line runs, but the result is wrong. {_too_early([lines[k] for k in order])}".strip()


def _too_early(lines):
    """Return a sentence on the first line that reads an adjoint which a later line still adds to."""
    for n, line in enumerate(lines):
        for later in lines[n + 1 :]:
            name = later.split()[0]
            if name in re.findall(r"\w+", line.partition("=")[2]):
                return f"`{line}` passes on what `{name}` has, before `{later}` has added its share."
    return ""


PROBLEMS = (
    Problem(
        "5.1",
        1,
        "the adjoint of x in x * x * x at x = 2",
        adjoint(
            _cube, "x", why=known(FOR_THE_CUBE), otherwise="Write a share for each of the arrows that leave x, then add."
        ),
        "Three arrows leave x, and each brings back 4: the 3 of 3 x^2 is a count of arrows.",
        (
            "The adjoint of x is the sum of what all its readers send, arrow by arrow.",
            "x is read three times: twice by the first product, once by the second.",
            "The last product sends 4 to x and 2 to the first product, which sends 2 * 2 along each of its two arrows.",
        ),
        minutes=4,
        matters=DO,
        criteria="A whole number, found as a sum of shares.",
    ),
    Problem(
        "5.2",
        2,
        "the gradient of ln x1 + x1 x2 - sin x2 at (2, 5), by hand",
        adjoint(
            _baydin,
            "x1",
            "x2",
            why=in_degrees(2 - math.cos(math.radians(5))),
            otherwise="It is read in two places: write a share for each, then add.",
        ),
        "Each input is read twice and receives two shares, and one sweep serves both.",
        (
            "One share for each place that reads the input; add them.",
            "x1 gets shares from the logarithm and from the product; x2 from the product and, with the minus sign of the "
            "difference, from the sine.",
            "The slope of ln u is 1 / u; that of a product by each factor is the other one; that of -sin u is -cos u.",
        ),
        minutes=12,
        matters=DO,
        criteria="Two numbers to three digits, or calculations in quotes; angles in radians.",
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
        minutes=6,
        matters=DO,
        criteria="Right for programs in which a variable is read more than once.",
        without=tuple(name for name in DERIVATIVES if name != "reverse_sweep"),
        instead="Here you do the bookkeeping, with order and slopes from `ad.reverse_sweep`: repair its line.",
    ),
    Problem(
        "5.4",
        3,
        "write paths(p): how many paths lead from the first variable to the last?",
        _paths_unwalked,
        "It is what a sweep does with every slope replaced by 1: a sum over paths, in one visit per arrow.",
        (
            "The number of paths from a variable to the output is the sum of that number over its readers.",
            "Go backwards from the output, which has 1; every variable adds its count to each that it reads, p.alpha(i).",
            "Two loops: over the lines, from the last to the first, and over what each line reads. Inside, one count "
            "is added to another. Now: what to start with, and what to return?",
        ),
        minutes=18,
        matters=MAY,
        criteria="Right for small programs, and soon done for one with more paths than anybody can walk.",
    ),
    Problem(
        "5.5",
        2,
        "put the lines of a way back in order",
        _in_order,
        "Every adjoint was complete before it was read: that, and nothing else, is what an order needs.",
        (
            "A line may read an adjoint only when all lines that assign it, with = or with +=, have run.",
            "Which line reads no adjoint at all? It comes first. Which adjoint is complete then, and who reads it?",
            "c_bar has one line, b_bar two, then a_bar two. The lines of x_bar and y_bar come last. Before each += its =.",
        ),
        minutes=8,
        matters=DO,
        criteria="Each line once, in any order in which all lines run and the result is right.",
    ),
)
