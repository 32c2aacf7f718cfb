"""An arrow that is crossed, as one equation whose parts are named from below.

With this module you can

- get it for a step of a tangent or reverse sweep, and the label that goes beside the arrow (``edge_equation``).

The number that travels and the slope have their own names, with the formula of the slope where it has one; along a map
between arrays the share is named as a whole.

>>> from ...engine.sweeps import reverse_sweep
>>> from ...engine.trace import trace
>>> p = trace(lambda x: x * x, x=3)
>>> *_, last = reverse_sweep(p)
>>> label, text = edge_equation(p, last, 1, ["f"])
>>> label, text.count("munder"), "share of f" in text, "slope = x" in text
('3', 6, True, True)
"""

from ...engine.numbers.arrays import filled
from ..picture.svg import MAP_FITS
from ..writing.formula import Letter, between_arrays, factor, partial, shape_at, share
from ..writing.mathml import digits, equation, named, term
from ..writing.notation import notation
from ..writing.numerals import number

LONGEST = 24  # characters of a formula below a slope


def edge_equation(program, step, i, earlier):
    """Return ``(label, equation)`` for a step across an arrow of instruction ``i``, the second as MathML.

    ``earlier`` are the names of those whose shares are there already.
    """
    back, (spell, latex) = step.kind == "reverse", spellers(step.kind)
    word, whole = ("adjoint of", "share of") if back else ("tangent of", "from")
    parts = [term(latex(step.target)), "="]
    if earlier:
        here = "so far" if earlier[1:] or None in earlier else f"{whole} {earlier[0]}"
        parts += [named(here, digits(number(start_of(program, step)))), "+"]
    if between_arrays(program, i, step.slot):
        name = Letter(spell(step.source), latex(step.source))
        label = partial(program, i, step.slot, name, back).text
        carried = share(program, i, step.slot, name, back)
        parts += [named(f"{whole} {step.source}", term(carried.latex))]
        parts += ["=", digits(number(step.after))]
        return label if len(label) <= MAP_FITS else "", equation(*parts)
    label, up, rule = number(step.partial), number(step.upstream), partial(program, i, step.slot).text
    up, slope = digits(factor(up)), digits(factor(label))
    if rule == program.names[i]:
        rule = f"its own value, {rule}"  # exp
    rule = "slope" if rule == label or len(rule) > LONGEST else f"slope = {rule}"  # a number everywhere is no formula
    parts += [named(f"{word} {step.source}", up), "·", named(rule, slope)]
    return label, equation(*parts, "=", digits(number(step.after)))


def start_of(program, step):
    """Return the tangent or adjoint before a step, an array of 0 where the sweep starts with the number."""
    shape = shape_at(program, step.target_index) if program.shapes else ()
    return filled(shape, 0) if shape and isinstance(step.before, int) else step.before


def spellers(kind):
    """Return how the tangents or adjoints of a kind of step are written, as text and as LaTeX."""
    letters = notation("griewank")
    return (letters.tangent, letters.latex_tangent) if kind == "tangent" else (letters.adjoint, letters.latex_adjoint)
