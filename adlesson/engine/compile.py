"""Make a fast function of a program: the text that ``source`` writes, compiled by Python.

With this module you can

- call a program, or a gradient, about as fast as what you would have written by hand (``compiled``).

>>> from .gradients import gradient_program
>>> f = compiled(gradient_program(lambda x, y: x * y + x, x=2.0, y=3.0))
>>> f(5.0, y=7.0)
{'value': 40.0, 'x_bar': 8.0, 'y_bar': 5.0}
"""

import ast
import linecache

from .codegen import Writer
from .errors import InputError
from .program import checked_program

MOST_LINES = 50_000


def compiled(program):
    """Return a fast function made from ``source(program)``: inputs positional, in order, or by keyword.

    It returns what ``program(...)`` returns, and inputs left out are the example's.  A program of numbers also takes
    arrays, a batch: every point by itself (a result that is the same for all points stays one number).  Printing and
    compiling cost some microseconds per instruction, which pays after some tens of calls.  Raises ``InputError``
    above 50,000 lines.
    """
    writer = Writer(checked_program(program, "compiled"))
    if len(program) > MOST_LINES:
        raise InputError(
            f"{program.title} has {len(program):,} variables, and Python compiles {MOST_LINES:,} lines at most: "
            "use grad or value_and_grad, which sweep over the list"
        )
    text = writer.text()
    tree = ast.parse(text)
    define = tree.body[-1]
    (net,) = ast.parse(
        f"try: ...\nexcept (ArithmeticError, TypeError, ValueError): return carefully({', '.join(writer.inputs)})"
    ).body
    net.body, define.body = _summed(define.body), [net]  # costs nothing as long as nothing is raised

    def carefully(*inputs):
        """Sweep over the list where the text had no answer: at a pole, on a batch, on formulas, at a flipped guard."""
        return program(dict(zip(writer.inputs, inputs, strict=True)))

    title, space = f"<{program.title}, compiled>", {"carefully": carefully}
    linecache.cache[title] = (len(text), None, text.splitlines(keepends=True), title)  # so that its source can be shown
    exec(compile(ast.fix_missing_locations(tree), title, "exec"), space)  # noqa: S102, a text of ours, not a learner's
    space.update(writer.open)
    function = space[define.name]
    function.__defaults__ = tuple(program.at.values())
    function.__doc__ = f"The program {program.title}, as straight-line Python."
    return function


def _summed(statements):
    """Return statements in which ``u = v`` and then ``u += w`` are one, so that ``u`` is stored and fetched once."""
    new = []
    for line in statements:
        before = new[-1] if new and isinstance(new[-1], ast.Assign) else None
        if isinstance(line, ast.AugAssign) and before and getattr(before.targets[0], "id", None) == line.target.id:
            before.value = ast.BinOp(before.value, line.op, line.value)
        else:
            new.append(line)
    return new
