"""Write the instructions of a program down, and what each edge carries.

With this module you can

- get an instruction or a partial as text, as LaTeX and as Python (``right_side``, ``partial``);
- get what an edge of a sweep carries (``share``): a tangent or an adjoint times a partial.

All of them are the rules of the table, run on letters.  An instruction is shown as it stands, ``0 * x`` too; a
partial is simplified, since nobody writes ``1 * 2 * a ** 1``.  The partial of an array operation is a linear map,
and a map is written as what it makes of the adjoint or the tangent it meets.

>>> import numpy as np
>>> from ...engine.trace import trace
>>> p = trace(lambda W, x: (W @ x).sum(), W=np.ones((3, 2)), x=np.ones(2))
>>> right_side(p, 2).text, partial(p, 2, 1).text, share(p, 2, 1, Letter("z̄")).text
('W @ x', 'Wᵀ @ □', 'Wᵀ @ z̄')
"""

import keyword
import re

from ...engine.codegen.literals import identifier
from ...engine.numbers.arrays import is_array, quiet, shape_of
from ...engine.numbers.linear import LinearMap
from ...engine.numbers.summing import fitted
from ...engine.ops import OPS
from .letters import POWER, PRODUCT, Letter, as_letter, factor, stand_in, times
from .numerals import number

BLANK = Letter("□", r"\square")


def shape_at(program, k):
    """Return the shape of variable ``k``, ``()`` for a number."""
    return program.shapes[k] if program.shapes else ()


def letter_of(program, k):
    """Return the name of variable ``k`` as a ``Letter``."""
    name = program.names[k]
    return Letter(name, shape=shape_at(program, k), code=in_code(name))


def in_code(name, tail=""):
    """Return a variable's name, with ``_bar`` or the like, as it stands in Python: ``x_bar[0]`` is that of ``x[0]``.

    >>> in_code("x[0]", "_bar"), in_code("out y"), in_code("lambda"), in_code("p[0][W]")
    ('x_bar[0]', 'out_y', 'lambda_', 'p[0]["W"]')
    """
    word, bracket, rest = name.partition("[")
    word = identifier(word)
    rest = re.sub(r"([\[,])([^\W\d]\w*)", r'\1"\2"', bracket + rest)  # a key of a dict
    return f"{word}{tail or '_' * keyword.iskeyword(word)}{rest}"


def right_side(program, i, word=None):
    """Return the right-hand side of instruction ``i`` as a ``Letter``; ``word(k)`` spells variable ``k``."""
    values, options = _arguments(program, i, word)
    return as_letter(OPS[program.ops[i]].value(*map(stand_in, values), *options))


def partial(program, i, slot, upstream=BLANK, back=True):
    """Return the partial of instruction ``i`` by its argument ``slot`` as a ``Letter``.

    Of an array operation it is a linear map, and is written as what it makes of ``upstream``, see ``share``.
    """
    rule = _rule(program, i, slot)
    return share(program, i, slot, upstream, back) if isinstance(rule, LinearMap) else as_letter(rule)


def share(program, i, slot, upstream, back=True):
    """Return what crosses the edge into argument ``slot`` of instruction ``i`` as a ``Letter``.

    If ``back`` it is ``upstream``, the letter of an adjoint, times the partial;
    else the partial times ``upstream``, a tangent.
    """
    rule = _rule(program, i, slot)
    shape = shape_at(program, i if back else program.slots[i][slot])
    upstream = Letter(upstream.text, upstream.latex, upstream.level, shape, upstream.code)
    if isinstance(rule, LinearMap):
        return as_letter(upstream * rule if back else rule * upstream)
    rule = as_letter(rule)
    text, latex = times(upstream, rule)
    text, latex = upstream.text + text + factor(rule.text), upstream.latex + latex + factor(rule.latex)
    factored = rule.code if rule.code.replace(".", "").isalnum() else rule.inside(POWER).code
    return Letter(text, latex, PRODUCT, code=f"{upstream.code} * {factored}")


def addition(program, i, step, spell):
    """Return as text what a step across an edge of instruction ``i`` adds: ``17.80 × 2.568``, or ``Wᵀ @ z̄`` along a map."""
    if isinstance(step.partial, LinearMap):
        return share(program, i, step.slot, Letter(spell(step.source)), step.kind == "reverse").text
    return f"{factor(number(step.upstream))} × {factor(number(step.partial))}"


def added(step):
    """Return the number or the array that a step across an edge adds."""
    with quiet(is_array(step.after)):
        return step.upstream * step.partial if step.kind == "reverse" else step.partial * step.upstream


def twice(program, i, slot):
    """Whether instruction ``i`` reads the variable in a slot more than once, as in ``x * x``."""
    return program.slots[i].count(program.slots[i][slot]) > 1


def between_arrays(program, i, slot):
    """Whether the edge into argument ``slot`` of instruction ``i`` comes from an array or leads to one."""
    return bool(shape_at(program, i) or shape_at(program, program.slots[i][slot]))


def _rule(program, i, slot):
    """Return the partial of the table run on letters: a number, a ``Letter`` or a ``LinearMap`` of letters."""
    values, options = _arguments(program, i)
    v = letter_of(program, i)
    rule = OPS[program.ops[i]].partials[slot](v, *values, *options)
    return fitted(rule, values[slot], v) if program.shapes else rule


def _arguments(program, i, word=None):
    """Return the arguments of instruction ``i`` that have a partial, and its options: axes, shapes, keys."""
    values = [(word or (lambda k: letter_of(program, k)))(k) if k >= 0 else program.constants[~k] for k in program.slots[i]]
    values, options = OPS[program.ops[i]].split(values)
    return [stand_in(u) if shape_of(u) else u for u in values], options
