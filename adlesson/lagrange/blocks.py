"""The Lagrangian of a program as formulas: the whole, and its three blocks of conditions.

With this module you can

- write down L (``lagrangian_of``), and its derivative by each multiplier, variable and input (``feasibility``,
  ``stationarity``, ``sensitivity``), each equation with the instruction it comes from.

Nothing is derived anew: the constraints are linearised on symbols by the lines that do it on numbers.  So the slope
of ``a = exp(x)`` is here ``exp(x)``, a function of the parents, and not ``a``.
"""

from ..engine.errors import short
from ..symbolic.equations import equation, letters, total
from .constraints import constraints

MOST_LINES, LONGEST_LINE = 200, 400  # of what a block shows of itself, and characters of one


class Block(dict):
    """Equations by variable name, in program order; ``instructions[name]`` is the instruction each belongs to.

    ``terms[name]``, in the stationarity block, lists ``(child, slot, term)`` for the sum on the right.
    """

    def __init__(self, title, equations, program, terms=None):
        super().__init__(equations)
        self.title, self.terms = title, terms or {}
        self.instructions = {row.name: row for row in program.instructions if row.name in self}

    def __repr__(self):
        names = list(self)[:MOST_LINES]
        texts = [self.instructions[name].text for name in names]
        wide = max(map(len, texts), default=0)
        lines = [f"  {text.ljust(wide)}   {_written(self[name])}" for text, name in zip(texts, names, strict=True)]
        more = [f"  ... the first {MOST_LINES} of {len(self):,}: ask for the others by name"] * (len(self) > MOST_LINES)
        return "\n".join(short(line, LONGEST_LINE, write=str) for line in [self.title, *lines, *more])


def _written(row):
    return f"{row.lhs} = {row.rhs}" if hasattr(row, "lhs") else str(row)


class Formulas:
    """What the blocks are made of: the ``letters`` of a program and the ``rows`` of its constraints on symbols."""

    def __init__(self, program, real=False, number=lambda u: u):
        self.program, self.letters = program, letters(program.names, program.inputs, real)
        self.z = [*self.letters.z, *[number(u) for u in reversed(program.constants)]]
        self.rows = list(constraints(program, self.z))
        self.right_sides = [*self.letters.given, *[row.value for row in self.rows]]
        self.output = program.output_slots[0]


def lagrangian_of(formulas, sign):
    """Return L = z_out + sign * sum of lam_i (z_i - f_i), as one SymPy expression."""
    z, lam, _ = formulas.letters
    broken = [sign * lam_i * (z_i - f_i) for lam_i, z_i, f_i in zip(lam, z, formulas.right_sides, strict=True)]
    return total([formulas.z[formulas.output], *broken])


def feasibility(formulas):
    """Return dL/dlam = 0, solved for z: the forward sweep."""
    names, sides = formulas.program.names, zip(formulas.letters.z, formulas.right_sides, strict=True)
    equations = {name: equation(*pair) for name, pair in zip(names, sides, strict=True)}
    return Block("feasibility, dL/dlambda = 0: every equation holds", equations, formulas.program)


def stationarity(formulas, sign):
    """Return dL/dz = 0, solved for lam: the reverse sweep."""
    program, lam = formulas.program, formulas.letters.lam
    terms = {name: [] for name in program.names}
    for i, _, edges in formulas.rows:
        for slot, j, partial in edges:
            terms[program.names[j]].append((program.names[i], slot, lam[i] * partial))
    seed = {program.names[formulas.output]: -sign} if formulas.output >= 0 else {}
    right_sides = [total([seed.get(name, 0), *(term for *_, term in row)]) for name, row in terms.items()]
    equations = {name: equation(*pair) for name, *pair in zip(program.names, lam, right_sides, strict=True)}
    return Block("stationarity, dL/dz = 0: the multipliers balance", equations, program, terms)


def sensitivity(formulas, sign):
    """Return dL/dx: the gradient, once the other two blocks hold."""
    slopes = [-sign * lam for lam in formulas.letters.lam[: formulas.program.d]]
    equations = dict(zip(formulas.program.inputs, slopes, strict=True))
    return Block("sensitivity, dL/dx: how L answers to the inputs", equations, formulas.program)
