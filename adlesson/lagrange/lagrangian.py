"""The Lagrangian of a program: objective, constraints, and a price for each constraint.

With this module you can

- write a program as constraints with multipliers, L = z_out + sign * sum of lam_i (z_i - f_i(z_alpha(i))), and read
  its three blocks (``Lagrangian``): with the minus of Vieira (2017), or the plus of LeCun (1988);
- evaluate L and its gradient anywhere, also where the constraints do not hold;
- solve for the multipliers, a triangular system, without a sweep; and get second derivatives from them.

>>> from ..engine.trace import trace
>>> L = Lagrangian(trace(lambda x, y: x * y + x, x=2, y=3))
>>> L.multipliers()
{'x': 4, 'y': 2, 'z2': 1, 'f': 1}
>>> for row in L.back_substitution():
...     print(row.name, [term[:3] for term in row.terms], row.result)
f [] 1
z2 [('f', 1, 1)] 1
y [('z2', 1, 2)] 2
x [('z2', 1, 3), ('f', 1, 1)] 4
"""

import math
from collections import namedtuple
from functools import cached_property

from ..engine.derivatives import one_output
from ..engine.errors import InputError, NumberError, short
from ..engine.fence import fence
from ..engine.numbers.arrays import filled, own, quiet
from ..engine.numbers.inputs import by_name, checked_value
from ..engine.program import checked_program, scalars_only
from . import blocks
from .constraints import constraints, feasible, has_nan, in_floats, inner, listed_values, rows
from .curvature import reduced_hessian
from .priced import price_names, priced_program
from .proof import prove

MOST = 2_000  # variables of a matrix that is written out: 4 million entries; and of equations: a second
MOST_STEPS = 200_000  # of sweeps on curvatures, each a small program: some seconds

Gradient = namedtuple("Gradient", "z lam x")
Gradient.__doc__ = """The gradient of L in three blocks, each a dict: ``z`` and ``lam`` over variables, ``x`` over inputs."""
Row = namedtuple("Row", "name rhs terms result")
Row.__doc__ = "One row solved: multiplier ``result`` of variable ``name`` = ``rhs`` + the sum over ``terms``."
Term = namedtuple("Term", "child multiplier partial slot")
Term.__doc__ = "One edge in a row: the ``multiplier`` of a child times its ``partial`` by its argument ``slot``."


class Lagrangian:
    """L = z_out + sign * sum of lam_i (z_i - f_i) of a program with one output; inputs are constraints z_j = x_j.

    With ``sign=-1`` the multipliers are the adjoints, with ``sign=+1`` minus the adjoints.

    Of a problem of ``solvers`` with ``equal`` and ``at_least``, z_out is cost - sum lam_h h - sum nu_g g, and the prices
    ``lam_h``, ``nu_g`` are inputs: the multipliers of the lines follow from them, always and as one, and dL/dlam_h = -h.
    """

    def __init__(self, p, sign=-1):
        if sign not in (-1, 1):
            raise InputError(f"the sign before the multipliers is -1 or +1, not {short(sign)}")
        self.asked = getattr(p, "asked", None)  # a problem of ``solvers`` may say which outputs are constraints
        p = priced_program(p.program, self.asked) if self.asked else getattr(p, "program", p)
        self.program = one_output(checked_program(p, "Lagrangian"), None, {})
        self.sign, self.output = int(sign), p.output_slots[0]

    def __repr__(self):
        p, sign = self.program, "-" if self.sign < 0 else "+"
        sides = [f"{name}_in" if i < p.d else p.written(i) for i, name in enumerate(p.names[:20])]
        sides = [f"({side})" if " " in side else side for side in sides]
        lines = [f"  {sign} lambda_{name} * ({name} - {side})" for name, side in zip(p.names, sides, strict=False)]
        lines = [f"L = {p.outputs[0]}", *lines, *[f"  {sign} ..."] * (len(p) > len(sides))]
        lines += ["with", *held] if (held := self.conditions) else []
        return "\n".join(short(line, 400, write=str) for line in lines)

    @property
    def conditions(self):
        """The learner's own constraints as lines of text: what is to hold beside the equations of the program."""
        if not self.asked or not self.asked.rows:
            return []
        names = price_names(self.asked.program, self.asked)
        equal = [f"  {row.name} = 0, {names[row.name]} of either sign" for row in self.asked.equal]
        at_least = [(row.name, names[row.name]) for row in self.asked.at_least]
        return [*equal, *[f"  {g} >= 0, {nu} >= 0, {nu} * {g} = 0" for g, nu in at_least]]

    # --- anywhere, also off the constraints --------------------------------------------------------

    @in_floats()
    def value(self, z, lam, at=None, **inputs):
        """Return L at any values ``z`` and multipliers ``lam``, mappings over all variables, and inputs x."""
        z, lam, x = self._listed(z, lam, at, inputs)
        with quiet(self.program.shapes):
            sides = [*x, *[row.value for row in constraints(self.program, z)]]
            return z[self.output] + sum(
                self.sign * inner(price, z_i - f_i) for price, z_i, f_i in zip(lam, z, sides, strict=False)
            )

    @in_floats()
    def gradient(self, z, lam, at=None, **inputs):
        """Return the ``Gradient`` of L there, in three blocks: by ``z``, by ``lam`` and by ``x``."""
        p, sign = self.program, self.sign
        z, lam, x = self._listed(z, lam, at, inputs)
        by_z, by_lam = [sign * price for price in lam], [sign * (u - v) for u, v in zip(z, x, strict=False)]
        if self.output >= 0:
            by_z[self.output] = by_z[self.output] + 1
        with quiet(p.shapes):
            for i, value, edges in constraints(p, z):
                by_lam.append(sign * (z[i] - value))
                for _, j, partial in edges:
                    by_z[j] = by_z[j] - sign * (lam[i] * partial)
        named = [dict(zip(p.names, block, strict=True)) for block in (by_z, by_lam)]
        return Gradient(*named, p.pack_inputs([-sign * price for price in lam[: p.d]]))

    def _listed(self, z, lam, at, inputs):
        x = self.program.bind(by_name(at, inputs))
        z = [*listed_values(self.program, z, "z"), *reversed(self.program.constants)]
        self.program.check_guards(z)
        return z, listed_values(self.program, lam, "lam"), x

    # --- as formulas --------------------------------------------------------------------------------

    @cached_property
    def formulas(self):
        """The letters and the constraints that the blocks are made of; ``InputError`` for arrays, or too many variables."""
        p = scalars_only(self.program, "the Lagrangian as a formula")
        fence(p.title, len(p), MOST, "equations are written out for", "multipliers needs none")
        return blocks.Formulas(p)

    @cached_property
    def expression(self):
        """L as a SymPy expression in the variables, ``lambda_a`` for a multiplier and ``x_in`` for a given input."""
        return blocks.lagrangian_of(self.formulas, self.sign)

    @cached_property
    def feasibility(self):
        """The equations dL/dlam = 0 by variable name."""
        return blocks.feasibility(self.formulas)

    @cached_property
    def stationarity(self):
        """The equations dL/dz = 0 by variable name."""
        return blocks.stationarity(self.formulas, self.sign)

    @cached_property
    def sensitivity(self):
        """The derivatives dL/dx by input name."""
        return blocks.sensitivity(self.formulas, self.sign)

    # --- on the constraints -------------------------------------------------------------------------

    @in_floats()
    def system(self, at=None, **inputs):
        """Return ``(matrix, rhs)`` of stationarity, lists in program order: row j is dL/dz_j = 0, solved for lam_j.

        The matrix is I - A with A[j][i] = df_i/dz_j: ones on the diagonal, nothing below it.
        """
        p, n = scalars_only(self.program, "system"), len(self.program)
        fence(p.title, n, MOST, "a matrix is written out for", "multipliers needs none")
        matrix = [[int(i == j) for i in range(n)] for j in range(n)]
        for j, row in enumerate(rows(p, feasible(p, at, inputs))):
            for i, _, partial in row:
                matrix[j][i] = matrix[j][i] - partial
        return matrix, [-self.sign if j == self.output else 0 for j in range(n)]

    def back_substitution(self, at=None, **inputs):
        """Yield the ``Row`` of each variable as it is solved, last variable first.

        What the output does not depend on gets the multiplier 0 and has no term in any other row.
        """
        p, lam = self.program, [None] * len(self.program)
        with in_floats():
            table = rows(p, feasible(p, at, inputs))
        for j in reversed(range(len(p))):
            rhs = -self.sign if j == self.output else 0
            terms = [Term(p.names[i], lam[i], partial, slot) for i, slot, partial in table[j] if lam[i] is not None]
            with quiet(p.shapes), in_floats():
                shares = [rhs] * (rhs != 0) + [term.multiplier * term.partial for term in terms]
                lam[j] = sum(shares[1:], shares[0]) if shares else None
            result = lam[j] if shares else filled(p.shapes[j], 0) if p.shapes else 0
            if has_nan(result):
                why = ", ".join(f"{short(u, 20)} * {short(w, 20)}" for _, u, w, _ in terms)
                raise NumberError(
                    f"the multiplier of {p.names[j]} is NaN, from {why}: take inputs where partials are finite"
                )
            yield Row(p.names[j], rhs, terms, result)

    def multipliers(self, at=None, **inputs):
        """Return the multiplier of every variable, by name, from the system; cost proportional to the edges."""
        found = {row.name: row.result for row in self.back_substitution(at, **inputs)}
        return dict(zip(self.program.names, own([found[name] for name in self.program.names]), strict=True))

    @in_floats()
    def hessian(self, at=None, **inputs):
        """Return the Hessian of the output in the inputs, ``H[x][y]``, from multipliers and constraint curvatures."""
        p, sweeps = self.program, sum(math.prod(self.program.shape_at(k)) for k in range(self.program.d))
        things, instead = f"steps to make in {sweeps:,} sweeps", "ask adlesson.hessian, or hvp for one direction"
        fence(p.title, sweeps * len(p), MOST_STEPS, "hessian makes", instead, things)
        lam = self.multipliers(at, **inputs).values()
        return reduced_hessian(self.program, feasible(self.program, at, inputs), [-self.sign * price for price in lam])

    @in_floats()
    def nudged(self, name, by, at=None, **inputs):
        """Return the output when one constraint is moved: z_i = f_i + ``by`` for the variable called ``name``."""
        p, moved, by = self.program, self.program.index(name), checked_value(by, "the move")
        z = p.start(by_name(at, inputs))
        for i in range(len(p)):
            value = z[i] if i < p.d else p.value_of(i, z)
            z[i] = value + by if i == moved else value
        return z[self.output]

    @in_floats()
    def verify(self, at=None, **inputs):
        """Print the proof that the three blocks are the two sweeps and the gradient, on this program, and return it."""
        proof = prove(self, self.program.bind(by_name(at, inputs)))
        print(proof.text)
        return proof
