"""A program at one point, as the linear map that it is there.

With this module you can

- multiply its Jacobian by columns (``push``) and by rows (``pull``), as often as you like: the partials are worked out once.

Only what lies on a way from the inputs that move to the outputs that are wanted is kept.

>>> from ..trace import trace
>>> p = trace(lambda x, y: x * y * y, x=2.0, y=3.0)
>>> linear = Linearised(p, p.values(), ways(p, [1], p.output_slots))
>>> linear.push([(1, 1.0)])[p.output_slots[0]], linear.pull([(p.output_slots[0], 1.0)])[1]
(12.0, 12.0)
"""

from ..fast import moves


def ways(program, places, slots):
    """Return the edges ``(i, slot, k)`` on the ways from variables ``places`` to those in ``slots``, in program order."""
    moved, wanted, found = set(places), set(slots), []
    for i in range(program.d, len(program)):
        if any(k in moved for k in program.slots[i]):
            moved.add(i)
    for i in reversed(range(program.d, len(program))):
        if i in wanted and i in moved:
            wanted.update(program.slots[i])
            found += [(i, slot, k) for slot, k in reversed(program.edges(i)) if k in moved]
    return found[::-1]


class Linearised:
    """A program at the values ``z`` along ``edges``, which ``ways`` gives."""

    def __init__(self, program, z, edges):
        edges = [(i, k, program.partial_of(i, slot, z)) for i, slot, k in edges]
        self.size = len(program)
        self.edges = [edge for edge in edges if type(edge[2]) is not int or edge[2] != 0]  # nothing passes there

    def push(self, moving):
        """Return all tangents, None where nothing moves a variable; ``moving`` are pairs of an input and its tangent."""
        zdot = [None] * self.size
        for k, u in moving:
            zdot[k] = u if moves(u) else None
        for i, k, partial in self.edges:
            if zdot[k] is not None:
                share = partial * zdot[k]
                zdot[i] = share if zdot[i] is None else zdot[i] + share
        return zdot

    def pull(self, seeds):
        """Return all adjoints, None where nobody pays a variable; ``seeds`` are pairs of a variable and its adjoint."""
        zbar = [None] * self.size
        for i, u in seeds:
            if moves(u):
                zbar[i] = u if zbar[i] is None else zbar[i] + u
        for i, k, partial in reversed(self.edges):
            if zbar[i] is not None:
                share = zbar[i] * partial
                zbar[k] = share if zbar[k] is None else zbar[k] + share
        return zbar

    def entries(self, places, slots, most):
        """Return a Jacobian of numbers by its entries, ``(rows, columns, values)``; None if that takes ``most`` products.

        From the front: what moves a variable is what moves its arguments, times the partials.
        """
        by, done = {place: {k: 1} for k, place in enumerate(places)}, 0
        for i, k, partial in self.edges:
            row, done = by.setdefault(i, {}), done + len(by[k])
            if done > most:
                return None
            for j, u in by[k].items():
                row[j] = row.get(j, 0) + partial * u
        found = [(row, column, u) for row, slot in enumerate(slots) for column, u in by.get(slot, {}).items()]
        return tuple(map(list, zip(*found, strict=True))) or ([], [], [])
