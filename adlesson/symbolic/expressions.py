"""A program as a SymPy expression: the flat formula that the list stands for.

With this module you can

- get that formula (``expression``), to differentiate, compare, simplify or print it as mathematics.

It is the forward sweep, run on symbols instead of numbers; so every operation of the table has its formula, and
none is written down a second time.  The way back is ``parse``, which reads a formula as SymPy prints it.

SymPy loads when a formula is first asked for.

>>> import sympy
>>> from ..engine.numbers.elementary import exp
>>> from ..engine.parsing.parse import parse
>>> from ..engine.trace import trace
>>> p = trace(lambda x: x * exp(x), x=2)
>>> slope = expression(p).diff("x")
>>> slope, sympy.latex(slope), expression(p, x=2)
(x*exp(x) + exp(x), 'x e^{x} + e^{x}', 2*exp(2))
>>> parse(str(slope), x=2)
x = 2  (input)
a = exp(x)
b = x * a
c = b + a
return c
"""

from ..engine.errors import InputError, short
from ..engine.fence import fence
from ..engine.numbers.inputs import by_name
from ..engine.program import scalars_only

MOST_VARIABLES, MOST_NODES = 1_000, 50_000  # two seconds to build, and one to write: SymPy shares nothing when it prints


def expression(program, /, at=None, **inputs):
    """Return the output of a scalar program as a SymPy expression; several outputs, as a dict by name.

    An input becomes ``sympy.Symbol(name)``, unless a number or an expression is given for it: ``x=2``, or, where signs
    and kinks are to be simplified, ``x=sympy.Symbol("x", real=True)``.  Whole numbers and fractions stay exact.
    Raises ``InputError`` for a program of arrays, or one too long for SymPy: above 1,000 variables, or 50,000 letters,
    numbers and operations written out, or nested too deep (some hundred operations).
    """
    program = scalars_only(program, "expression")
    instead = "ask the program itself, with grad or adjoints, or take fewer turns of a loop"
    fence(program.title, len(program), MOST_VARIABLES, "SymPy is given", instead)
    fence(program.title, _written_out(program), MOST_NODES, "SymPy is given", instead, "nodes, written out")
    from sympy import Symbol

    given = program.pack_inputs(map(Symbol, program.inputs)) | by_name(at, inputs)
    try:
        z = program.values(program.pack_inputs(map(_as_sympy, program.bind(given))))
        found = [_as_sympy(z[i]) for i in program.output_slots]
    except RecursionError:
        raise InputError(
            f"the formula of {program.title} ({len(program):,} variables) is nested too deep for SymPy: "
            "ask the program itself, with grad or adjoints"
        ) from None
    return found[0] if isinstance(program.returns, int) else dict(zip(program.outputs, found, strict=True))


def _written_out(program):
    """Return how many letters, numbers and operations the formulas of the outputs have, written out."""
    nodes = []
    for slots in program.slots:
        nodes.append(1 + sum(nodes[k] if k >= 0 else 1 for k in slots))
    return sum(nodes[i] for i in program.output_slots if i >= 0)


def _as_sympy(u):
    from sympy import SympifyError, sympify

    try:
        return sympify(u)
    except SympifyError:
        raise InputError(f"SymPy cannot calculate with {short(u)}: give a number or a SymPy expression") from None
