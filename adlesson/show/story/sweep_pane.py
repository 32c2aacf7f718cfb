"""The sweep as lines of Python: one for each step, in the order of the steps.

With this module you can

- write the line of a step of a tangent or reverse sweep (``sweep_lines``), and of a row of the triangular system
  (``row_lines``).

Nothing is shortened: the first share of a sum is assigned, every later one added, so that the lit line is the step that is
made.  (``gradient_program`` writes the same as a person would, with what is idle left out.)

>>> from ...engine.samples.examples import running
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> here = Evaluation(trace(running, x=0.25))
>>> sweep_lines(here.program, here.reverse, "reverse")[3:5]
['c_bar = e_bar * cos(c)', 'c_bar += d_bar * d']
"""

import itertools

from ...engine.numbers.arrays import is_array
from ..writing.formula import in_code, share
from ..writing.letters import Letter

MOST = 12  # terms of a row that are written out


def sweep_lines(program, steps, kind):
    """Return the line of each of the ``steps``, which are those of one sweep of this ``kind``, tangent or reverse."""
    back, seen, lines = kind == "reverse", set(), []
    tail = _tail(program, "_bar" if back else "_dot")
    for step in steps:
        if step.source:
            right = share(program, step.instruction, step.slot, Letter(in_code(step.source, tail)), back).code
        else:
            right = _given(step.after, step.target)
        lines.append(f"{in_code(step.target, tail)} {'+=' if step.target in seen else '='} {right}")
        seen.add(step.target)
    return lines


def row_lines(program, rows):
    """Return for each ``Row`` of a triangular system the line that solves it."""
    lines = []
    for row in rows:
        terms = []
        for term in row.terms[:MOST]:
            reader = Letter(in_code(f"lam_{term.child}"))
            terms.append(share(program, program.index(term.child), term.slot, reader).code)
        right = " + ".join(terms + ["..."] * (len(row.terms) > MOST)) or _given(row.rhs, row.name)
        lines.append(f"{in_code(f'lam_{row.name}')} = {right}")
    return lines


def _tail(program, tail):
    """Return what an adjoint or a tangent ends with: ``_bar2`` where a variable of the program is called ``a_bar``."""
    tails = itertools.chain([tail], (f"{tail}{k}" for k in itertools.count(2)))
    return next(tail for tail in tails if not any(name.partition("[")[0].endswith(tail) for name in program.names))


def _given(u, name):
    """Return what a sweep begins with at a variable; of an array only that all its entries are 1, or 0."""
    if not is_array(u):
        return repr(u)
    filled = "ones_like" if (u == 1).all() else "zeros_like" if (u == 0).all() else ""
    return f"{filled}({in_code(name)})" if filled else "..."
