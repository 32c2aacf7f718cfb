"""What a Lagrangian shows when it stands alone in a notebook cell: the formula, and its three blocks of conditions.

With this module you can

- get it typeset with the learner's own names, each equation beside the instruction it came from (``lagrangian_as_html``).

The equations are the lines of the lesson's table run on letters, so programs of arrays are shown as well.  Of a large
program the first rows are shown, and nothing is worked out for the others.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> shown = Written(Lagrangian(trace(lambda x: x * x, x=3)))
>>> shown.term(1).text, shown.stationary(0).text, shown.stationary(1).text
('λ_f·(f − x·x)', 'λ_x = λ_f·x + λ_f·x', 'λ_f = 1')
"""

import html

from ...engine.numbers.arrays import is_array, quiet
from ..picture.svg import style
from ..writing.formula import Letter, shape_at
from ..writing.letters import as_letter, stand_in
from ..writing.mathml import mathml
from ..writing.notation import NOTATIONS, latex_name

MOST, FIRST, MOST_TERMS = 40, 12, 12  # variables shown in full; rows and terms of a sum shown of what has more
ZEROS = {"feasibility": r"\frac{\partial L}{\partial \lambda} = 0", "stationarity": r"\frac{\partial L}{\partial z} = 0"}


class Here(dict):
    """The variables of a program as letters, made when they are asked for; constants have negative indices."""

    def __init__(self, program):
        self.program = program

    def __missing__(self, k):
        p = self.program
        made = Letter(p.names[k], shape=shape_at(p, k)) if k >= 0 else p.constants[~k]
        return stand_in(made) if is_array(made) else made


class Written:
    """A Lagrangian in letters: its terms, and the equations of the rows that are asked for."""

    def __init__(self, lagrangian):
        self.program, self.sign, self.output = lagrangian.program, lagrangian.sign, lagrangian.output
        self.letters = Here(self.program)

    def price(self, i):
        """Return the multiplier of variable ``i``."""
        name = self.program.names[i]
        return Letter(f"λ_{name}", NOTATIONS["blog"].latex_adjoint(name), shape=shape_at(self.program, i))

    def side(self, i):
        """Return what constraint ``i`` says its variable is: the right-hand side, or the given input."""
        name = self.program.names[i]
        if i < self.program.d:
            return Letter(f"{name}_in", latex_name(f"{name}_in"), shape=shape_at(self.program, i))
        return as_letter(self.program.value_of(i, self.letters))

    def term(self, i):
        """Return what constraint ``i`` puts into L, an inner product where it is one of arrays."""
        price, residual = self.price(i), self.letters[i] - self.side(i)
        if not price.shape:
            return price * residual
        return Letter(f"⟨{price.text}, {residual.text}⟩", rf"\left\langle {price.latex}, {residual.latex} \right\rangle")

    def feasible(self, i):
        """Return dL/dlam_i = 0, solved for z_i."""
        return equal(self.letters[i], self.side(i))

    def stationary(self, j):
        """Return dL/dz_j = 0, solved for lam_j: a term for each slot that reads z_j."""
        p, children = self.program, list(dict.fromkeys(self.program.beta(j)))
        edges = [(i, slot) for i in children for slot, k in enumerate(p.slots[i]) if k == j]
        right = -self.sign if j == self.output else 0
        for i, slot in edges[:MOST_TERMS]:
            with quiet(p.shapes):
                right = right + self.price(i) * p.partial_of(i, slot, {**self.read(i), i: self.side(i)})
        return equal(self.price(j), right + Letter("…", r"\ldots") if edges[MOST_TERMS:] else right)

    def read(self, i):
        """Return the letters that constraint ``i`` reads."""
        return {k: self.letters[k] for k in self.program.slots[i]}

    def sensitive(self, j):
        """Return dL/dx_j."""
        name = self.side(j)
        slope = Letter(f"∂L/∂{name.text}", rf"\frac{{\partial L}}{{\partial {name.latex}}}")
        return equal(slope, self.price(j) if self.sign < 0 else -self.price(j))


def equal(left, right):
    """Return the equation between two formulas."""
    right = as_letter(right)
    return Letter(f"{left.text} = {right.text}", f"{left.latex} = {right.latex}")


def lagrangian_as_html(lagrangian):
    """Return the HTML of a Lagrangian: the whole, then a table for each block."""
    shown, p = Written(lagrangian), lagrangian.program
    n, d = ((u if len(p) <= MOST else min(u, FIRST)) for u in (len(p), p.d))
    cut = f"<p>The first {n} of {len(p):,} variables.</p>" if n < len(p) else ""
    sweeps = "the forward sweep", "the reverse sweep, solved from the last row up"
    return (
        f'<div class="adlesson"><style>{style()}</style>{cut}{whole(shown, n)}<div class="ad-blocks">'
        f"{block(p, 'feasibility', sweeps[0], shown.feasible, n)}{block(p, 'stationarity', sweeps[1], shown.stationary, n)}"
        f"{block(p, 'sensitivity', 'the gradient, where the other two hold', shown.sensitive, d)}</div></div>"
    )


def whole(shown, n):
    """Return L as formulas that a narrow page may break between the terms."""
    sign = "-" if shown.sign < 0 else "+"
    start = shown.letters[shown.output] if shown.output >= 0 else as_letter(shown.program.constants[~shown.output])
    terms = [f"L = {start.latex}", *[f"{sign} {shown.term(i).latex}" for i in range(n)]]
    terms += [rf"{sign} \ldots"] * (n < len(shown.program))
    formula = " ".join(map(mathml, terms))
    for mark in "−+":  # between two terms, though it begins its piece
        formula = formula.replace(f"<mrow><mo>{mark}</mo>", f'<mrow><mo form="infix">{mark}</mo>')
    return f'<p class="ad-formula">{formula}</p>'


def block(program, name, meaning, equation, n):
    """Return the table of one block: instruction, and condition."""
    caption = f"{name.capitalize()}{', ' + mathml(ZEROS[name]) if name in ZEROS else ''}: {meaning}"
    rows = "".join(
        f'<tr data-r="{i}"><th scope="row"><code>{html.escape(line(program, i))}</code></th>'
        f"<td>{mathml(equation(i).latex)}</td></tr>"
        for i in range(n)
    )
    return (
        f'<div class="ad-scroll" role="region" tabindex="0" aria-label="{name}"><table class="ad-table">'
        f'<caption>{caption}</caption><thead><tr><th scope="col">instruction</th><th scope="col">equation</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def line(program, i):
    """Return instruction ``i`` as it stands in the list."""
    return f"{program.names[i]}, an input" if i < program.d else f"{program.names[i]} = {program.written(i)}"
