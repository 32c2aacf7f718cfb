"""All partial derivatives at once: first ones and second ones.

With this module you can

- collect the Jacobian by rows or by columns, and see how many sweeps that takes (``jacobian``);
- collect second derivatives from the program for the gradient (``hessian``).

>>> hessian(lambda x: x**3, x=2)
{'x': {'x': 12}}
"""

import math

from .arrays import filled, stacked, units
from .derivatives import given_program
from .errors import InputError, short
from .gradients import gradient_program
from .inputs import by_name
from .program import packed
from .sweeps import pull_back, push_forward


class Jacobian(dict):
    """``J[output][input]``, and the number of ``sweeps`` that it took."""

    def __init__(self, entries, sweeps):
        super().__init__(entries)
        self.sweeps = sweeps


def jacobian(f, /, at=None, by=None, **inputs):
    """Return ``J[output][input]``, a dict of dicts that knows its number of ``sweeps``.

    ``by="rows"`` makes one reverse sweep for each number among the outputs, ``by="columns"`` one tangent
    sweep for each number among the inputs; left out, whichever are fewer.  Between arrays the entry has the
    shape of the output followed by the shape of the input.

    >>> J = jacobian(lambda x, y: {"s": x + y, "t": x * y}, x=2, y=3, by="columns")
    >>> J, J.sweeps
    ({'s': {'x': 1, 'y': 1}, 't': {'x': 3, 'y': 2}}, 2)
    """
    if by not in (None, "rows", "columns"):
        raise InputError(f"by={short(by)} is not known: a Jacobian is made by rows or by columns")
    p = given_program(f, at, inputs)
    z = p.values(at, **inputs)
    outputs = list(zip(p.outputs, p.output_slots, strict=True))
    shapes = p.shapes or [()] * len(p)
    rows = sum(math.prod(shapes[i]) for _, i in outputs if i >= 0)
    columns = sum(math.prod(shape) for shape in shapes[: p.d])
    if by == "rows" or (by is None and rows <= columns):
        entries = {name: p.pack_inputs(_rows(p, z, i, shapes)) for name, i in outputs}
        return Jacobian(entries, rows)
    found = _columns(p, z, [i for _, i in outputs], shapes)
    return Jacobian({name: p.pack_inputs(row) for (name, _), row in zip(outputs, found, strict=True)}, columns)


def _rows(p, z, i, shapes):
    """Return, for each input, the derivative of variable ``i`` by it: one reverse sweep per entry of ``i``."""
    if i < 0:
        return [filled(shape, 0) for shape in shapes[: p.d]]
    swept = [pull_back(p, z, ((i, unit),))[: p.d] for unit in units(shapes[i])]
    return [stacked(column, shapes[i]) for column in zip(*swept, strict=True)]


def _columns(p, z, outputs, shapes):
    """Return, for each output, its derivatives by the inputs: one tangent sweep per entry of an input."""
    found = [[] for _ in outputs]
    for k in range(p.d):
        swept = []
        for unit in units(shapes[k]):
            zdot = push_forward(p, z, [unit if j == k else filled(shapes[j], 0) for j in range(p.d)])
            swept.append([zdot[i] if i >= 0 else 0 for i in outputs])
        for row, column in zip(found, zip(*swept, strict=True), strict=True):
            row.append(stacked(column, shapes[k], last=True))
    return found


def hessian(f, /, at=None, by=None, **inputs):
    """Return ``H[x][y]``, a dict of dicts over inputs: the Jacobian of the gradient program.

    ``by="rows"`` is reverse over reverse, ``by="columns"`` forward over reverse; left out, the rows.  A list input gives
    a list in its place: a row of the matrix along it, or a list of rows; arrays give arrays, as in ``jacobian``.
    """
    q = gradient_program(f, at, **inputs)
    J = jacobian(q, by_name(at, inputs), by=by or "rows")  # noqa: N806
    return Jacobian(packed(q.groups, list(J.values())[1:]), J.sweeps - 1)
