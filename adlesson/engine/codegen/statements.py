"""Which lines a program gets when it is written down as text.

With this module you can

- see what is needed at all, and how often each variable is read (``Statements``);
- see which variables are written where they are read, and which sums are written share by share.

>>> from ..trace import trace
>>> rows = Statements(trace(lambda x, y: (x + 1) * y, x=2.0, y=3.0))
>>> [rows.reads[i] for i in range(4)], [rows.is_inlined(i) for i in range(4)]
([1, 1, 1, 1], [False, False, True, False])
"""

from collections import Counter

from ..ops import OPS


def sign_of(op):
    """Return the sign of a sum or a difference, else ""."""
    row = OPS.get(op)
    return row.sign if row and row.sign in ("+", "-") and len(row.partials) == 2 else ""


class Statements:
    """How the variables of a program are written: ``needed`` ones at all, ``partial`` sums as the beginning of a sum.

    ``reads[i]`` counts who reads variable ``i``: instructions that are needed, outputs, guards.
    """

    def __init__(self, program):
        p = self.program = program
        ends = [*p.output_slots, *(k for _, *pair, _, _ in p.guards for k in pair)]
        self.needed, self.reads, self.partial, continued = set(ends), Counter(ends), set(), {}
        for i in range(len(p) - 1, p.d - 1, -1):  # whoever reads i comes after it, and was here before
            if i not in self.needed:
                continue
            self.needed.update(p.slots[i])
            self.reads.update(p.slots[i])
            if self.is_inlined(i) and sign_of(p.ops[i]) and p.shape_at(continued.get(i, i)) == p.shape_at(i):
                self.partial.update([i] if i in continued else [])
            if self.is_summed(i) or i in self.partial:
                continued[p.slots[i][0]] = i

    def is_inlined(self, i):
        """Whether a variable has no name of its own and one reader, beside which it can be written."""
        return self.reads[i] == 1 and self.program.made_up(i)

    def is_summed(self, i):
        """Whether a variable is an adjoint that gets a line for each share."""
        p = self.program
        return i in self.needed and sign_of(p.ops[i]) and "_bar" in p.names[i] and not self.is_inlined(i)
