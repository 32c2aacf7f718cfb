"""The Lagrangian of a program in letters: its terms, and its three blocks of equations.

With this module you can

- write each term and each equation with the learner's own names, as text and as LaTeX (``Written``).

A row is worked out when it is asked for: of a large program only a few are shown.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> shown = Written(Lagrangian(trace(lambda x: x * x, x=3)))
>>> shown.term(1).text, shown.stationary(0).text, shown.stationary(1).text
('λ_f·(f − x·x)', 'λ_x = λ_f·x + λ_f·x', 'λ_f = 1')
"""

from ...engine.numbers.arrays import is_array, quiet
from .formula import Letter, shape_at
from .letters import as_letter, stand_in
from .notation import NOTATIONS, latex_name

MOST_TERMS = 12  # of a sum that are written out


class Letters(dict):
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
        self.letters = Letters(self.program)

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
