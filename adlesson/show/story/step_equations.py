"""An edge that is crossed, as an equation with letters and as one with numbers.

With this module you can

- get both for a step of a tangent or reverse sweep, and the label that goes beside the arrow (``edge_equations``).

>>> from ...engine.sweeps import reverse_sweep
>>> from ...engine.trace import trace
>>> p = trace(lambda x: x * x, x=3)
>>> *_, last = reverse_sweep(p)
>>> edge_equations(p, last, 1)[::2]
('3', '<math><mtext>3 + 1 · 3 = 6</mtext></math>')
"""

from ...engine.numbers.arrays import filled
from ..picture.svg import MAP_FITS
from ..writing.formula import Letter, added, between_arrays, factor, partial, shape_at, share, twice
from ..writing.mathml import mathml, mathtext
from ..writing.notation import latex_name, notation
from ..writing.numerals import number, number_latex

LARGE = 100  # variables; of more, equations are plain text, or the page gets too heavy


def edge_equations(program, step, i):
    """Return ``(label, letters, numbers)`` for a step across an edge of instruction ``i``, the last two as MathML."""
    if between_arrays(program, i, step.slot):
        return _of_arrays(program, step, i)
    before, up, part, after = map(number, (step.before, step.upstream, step.partial, step.after))
    written = _as_text if len(program) > LARGE else _with_letters
    return part, written(program, step, i), mathtext(f"{before} + {factor(up)} · {factor(part)} = {after}")


def start_of(program, step):
    """Return the tangent or adjoint before a step, an array of 0 where the sweep starts with the number."""
    shape = shape_at(program, step.target_index) if program.shapes else ()
    return filled(shape, 0) if shape and isinstance(step.before, int) else step.before


def _spellers(step):
    """Return how the tangents or adjoints of a step are written, as text and as LaTeX."""
    letters = notation("griewank")
    if step.kind == "reverse":
        return letters.adjoint, letters.latex_adjoint
    return letters.tangent, letters.latex_tangent


def _with_letters(program, step, i):
    spell = _spellers(step)[1]
    child, parent = latex_name(program.names[i]), latex_name(program.names[program.slots[i][step.slot]])
    rule = partial(program, i, step.slot)
    slope = rf"\frac{{\partial {child}}}{{\partial {parent}}}"
    if twice(program, i, step.slot):
        slope = rf"\partial_{{{step.slot + 1}}} {child}"
    letters = rf"{spell(step.target)} \leftarrow {spell(step.target)} + {spell(step.source)} \cdot {slope}"
    if rule.text != number(step.partial):  # the partial is a formula, not a number: say what it comes to
        letters += rf",\quad {slope} = {rule.latex} = {number_latex(step.partial)}"
    return mathml(letters)


def _as_text(program, step, i):
    target, source = map(_spellers(step)[0], (step.target, step.source))
    rule = partial(program, i, step.slot)
    return mathtext(f"{target} ← {target} + {source} · {factor(rule.text)}")


def _of_arrays(program, step, i):
    """Return the same where there is an array at one end: the partial is a map, or one slope per entry."""
    back, (spell, latex) = step.kind == "reverse", _spellers(step)
    name = Letter(spell(step.source), latex(step.source))
    label = partial(program, i, step.slot, name, back).text
    paid = share(program, i, step.slot, name, back).latex
    before, amount, after = map(number, (start_of(program, step), added(step), step.after))
    letters = mathml(rf"{latex(step.target)} \leftarrow {latex(step.target)} + {paid}")
    return label if len(label) <= MAP_FITS else "", letters, mathtext(f"{before} + {factor(amount)} = {after}")
