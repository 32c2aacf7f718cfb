"""What is asked of a program that returns a cost and constraints: which output is which.

With this module you can

- read names of outputs as the cost, as equations h = 0 and as inequalities g >= 0 (``Statement``).

>>> from ..engine.trace import trace
>>> p = trace(lambda x, y: {"cost": x * x + y * y, "h": x + y - 1, "g": x - 0.7}, x=1.0, y=0.0)
>>> asked = Statement(p, equal="h", at_least="g")
>>> asked
make cost small, with h = 0, g >= 0
"""

from collections import namedtuple
from math import prod

from ..engine.errors import InputError, closest, listed, short

Row = namedtuple("Row", "name place shape size")
Row.__doc__ = (
    "A constraint: the ``name`` of an output, the ``place`` of its value in the program, its shape and its numbers."
)


class Statement:
    """The outputs of a program by what is asked of them: ``cost``, a place; ``equal`` and ``at_least``, lists of ``Row``.

    ``equal`` are to be 0 and ``at_least`` not to be negative, each of their numbers.  The cost may be left out where one
    output is no constraint.  An output that is a list counts as one name, or each entry by its own.
    """

    def __init__(self, program, cost=None, equal=(), at_least=()):
        self.program = program
        self._places = dict(zip(program.outputs, program.output_slots, strict=True))
        self.equal, self.at_least = ([self._row(name) for name in self._named(names)] for names in (equal, at_least))
        constraints = [row.name for row in self.rows]
        twice = next((name for name in constraints if constraints.count(name) > 1), None)
        if twice:
            raise InputError(f"{twice} is named twice: an output is one constraint, and equal already says all of at_least")
        if cost is None:
            rest = [name for name in self._places if name not in constraints]
            if len(rest) != 1:
                others = f"{program.title} returns {listed(rest)} beside them" if rest else "all outputs are constraints"
                raise InputError(f"what is to be made small? {others}: name it, as in cost={short((rest or ['cost'])[0])}")
            (cost,) = rest
        if cost in constraints:
            raise InputError(f"{cost} is the cost and a constraint: name each output once")
        self.name, self.cost = cost, self._place(cost, "cost")
        if program.shape_at(self.cost):
            shape = program.shape_at(self.cost)
            raise InputError(f"the cost {cost} is an array of shape {shape}: one number can be made small, such as its sum")

    @property
    def rows(self):
        """All constraints, equations first."""
        return [*self.equal, *self.at_least]

    def __repr__(self):
        parts = [f"{row.name} = 0" for row in self.equal] + [f"{row.name} >= 0" for row in self.at_least]
        return f"make {self.name} small" + (f", with {listed(parts, 12)}" if parts else "")

    def _named(self, names):
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
            raise InputError(f"constraints are outputs given by name, such as ['h0', 'h1'], not {short(names)}")
        return [each for name in names for each in self._called(name)]

    def _called(self, name):
        found = [each for each in self._places if each == name or each.startswith(f"{name}[")]
        if not found:
            self._place(name, "constraint")
        return found

    def _row(self, name):
        place = self._places[name]
        shape = self.program.shape_at(place)
        return Row(name, place, shape, prod(shape))

    def _place(self, name, what):
        if name not in self._places:
            known = f"{closest(name, self._places)}: it returns {listed(list(self._places))}"
            raise InputError(f"the {what} {short(name)} is no output of {self.program.title}{known}")
        return self._places[name]

    def check_moves(self, free):
        """Raise ``InputError`` for a constraint that no ``free`` input, given by place, has any say in."""
        p = self.program
        moved = [i in free for i in range(p.d)]
        for i in range(p.d, len(p)):
            moved.append(any(moved[k] for _, k in p.edges(i)))
        for row in self.rows:
            if row.place < 0 or not moved[row.place]:
                names = listed([p.names[i] for i in free]) or "none"
                raise InputError(
                    f"the constraint {row.name} depends on no free input (free: {names}), so nothing can be done about it: "
                    "free another input, or leave it out"
                )
