"""The gradient as a program, beside the sweep: which line makes an adjoint, and which adds a share.

With this module you can

- get the lines of a gradient, by variable and by step of the reverse sweep (``gradient_pane``).

The lines are found out by running them: an adjoint is made by the line that comes to the same number, at points where
numbers agree by no accident.  So they are found, too, where one line serves for two adjoints, or where shares have
changed places.

>>> from ...engine.samples.examples import running
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> p = trace(running, x=0.25)
>>> pane, makes, adds = gradient_pane(Evaluation(p))
>>> [pane["lines"][k] for k in makes[p.index("b")]]  # c pays b its own adjoint, times 1
['    c_bar = cos(c)', '    c_bar += d']
"""

import ast
import re
from collections import namedtuple

from ...engine.codegen.source import source
from ...engine.errors import LessonError
from ...engine.mistakes.diagnose import close
from ...engine.transforms.gradients import gradient_program
from ..evaluation import Evaluation, first_output

Line = namedtuple("Line", "place name amount after")
Line.__doc__ = "What one line of the text assigns: to which name, how much it puts in or adds, and what is there then."
Run = namedtuple("Run", "steps lines adjoints ends")
Run.__doc__ = "A reverse sweep and the lines of the text, by place, at the same inputs, and what both end with."
Gradient = namedtuple("Gradient", "pane makes adds")
Gradient.__doc__ = (
    """The ``pane``, ``{"title", "lines"}``, and indices of its lines by variable, and by step of the sweep."""
)
NEARBY = (1e-4, 2.3e-4)


def gradient_pane(here):
    """Return the ``Gradient``: which lines make each adjoint, and which add what each step of the reverse sweep adds.

    An adjoint that is a constant has no line; a share that has no line of its own has those of the adjoint.
    """
    program, at = here.program, here.at
    output = None if program.shape == "one" else next(iter(first_output(program)))
    head, define, body = source(gradient_program(program, at, output=output)).partition("def ")
    runs = [] if program.shapes else _runs(here, head, define + body)
    assigned = runs[0].lines.values() if runs else _assigned(define + body)
    own = {}
    for line in assigned:
        own.setdefault(line.name, []).append(line.place)
    makes = {name: own.get(_bar(name)) or own.get(_twin(runs, name), []) for name in program.names}
    adds, used = [], set()
    for n, step in enumerate(runs[0].steps if runs else here.reverse):
        lines = makes[step.target] if step.source else []
        exact = [k for k in lines if k not in used and runs and all(_adds(run, k, run.steps[n]) for run in runs)][:1]
        used.update(exact)
        adds.append(exact or lines)
    pane = {"title": "Its gradient, as a program", "lines": (define + body).split("\n")}
    return Gradient(pane, list(makes.values()), adds)


def _bar(name):
    """Return what the adjoint of a variable is called in the text."""
    word, bracket, rest = name.partition("[")
    return re.sub(r"\W+", "_", f"{word}_bar{bracket}{rest}").strip("_")


def _twin(runs, name):
    """Return the name in the text that comes to the adjoint of a variable in every run; None where it is a constant."""
    if len({run.adjoints.get(name, 0) for run in runs}) < 2:
        return None
    fitting = [word for word in runs[0].ends if all(close(run.ends[word], run.adjoints[name], 1e-9) for run in runs)]
    return min(fitting, key=lambda word: "_bar" not in word, default=None)


def _adds(run, place, step):
    """Whether the line at a place puts in or adds what a step does."""
    return place in run.lines and close(run.lines[place].amount, step.upstream * step.partial, 1e-9)


def _assigned(text):
    found = [(k, re.match(r"\s+(\w+) \+?= ", row)) for k, row in enumerate(text.split("\n"))]
    return [Line(k, match[1], None, None) for k, match in found if match]


def _runs(here, head, text):
    """Return a ``Run`` at each of two points near the inputs; none if a pole or another branch is in the way."""
    (define,), runs = ast.parse(text).body, []
    statements = [(row, compile(ast.Module([row], []), "<gradient>", "exec")) for row in define.body[:-1]]
    words = [argument.arg for argument in define.args.args]  # "x y" and "lambda" have other names in the text
    try:
        for shift in NEARBY:
            space = {}
            exec(head, space)  # noqa: S102, a text of ours, not a learner's
            inputs = {name: _moved(u, shift) for name, u in {**here.program.at, **(here.at or {})}.items()}
            given = [inputs[name] for name, _ in here.program.groups]
            steps = Evaluation(here.program, inputs).reverse
            lines = _run(statements, space | dict(zip(words, given, strict=True)))
            adjoints = {step.target: step.after for step in steps}
            runs.append(Run(steps, lines, adjoints, {line.name: line.after for line in lines.values()}))
    except (ArithmeticError, TypeError, ValueError, LessonError):
        return []
    return runs


def _run(statements, space):
    """Run the lines in a namespace and return what each assigns, by its place in the text."""
    lines = {}
    for row, code in statements:
        target = getattr(row, "target", None) or getattr(row, "targets", [None])[0]
        before = space[target.id] if isinstance(row, ast.AugAssign) else 0
        exec(code, space)  # noqa: S102
        if isinstance(target, ast.Name):
            lines[row.lineno - 1] = Line(row.lineno - 1, target.id, space[target.id] - before, space[target.id])
    return lines


def _moved(u, shift):
    """Return an input, moved a little; the entries of a list not all alike."""
    if isinstance(u, (list, tuple)):
        return [_moved(v, shift * (k + 1)) for k, v in enumerate(u)]
    return float(u) * (1 + shift) + shift
