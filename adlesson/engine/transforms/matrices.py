"""All partial derivatives at once: first ones and second ones.

With this module you can

- collect the Jacobian by rows or by columns, and see how many sweeps that takes (``jacobian``);
- collect second derivatives from the program for the gradient (``hessian``).

>>> hessian(lambda x: x**3, x=2)
{'x': {'x': 12}}
"""

import math

from ..derivatives import given_program, one_output
from ..errors import InputError, short
from ..fast import pull_back, push_forward
from ..numbers.arithmetic import entrywise
from ..numbers.arrays import filled, is_array, stacked, units
from ..numbers.nesting import mapped
from ..numbers.spelling import Named
from .gradients import gradient_program


class Jacobian(Named):
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
    p = given_program(f, at, inputs)
    rows, sweeps = _matrix(p, p.values(at, **inputs), p.output_slots, by)
    return Jacobian(p.by_output(rows), sweeps)


def _matrix(p, z, outputs, by):
    """Return a dict over the inputs for each slot in ``outputs``, and the number of sweeps."""
    if by not in (None, "rows", "columns"):
        raise InputError(f"by={short(by)} is not known: a matrix of derivatives is made by rows or by columns")
    rows = sum(math.prod(p.shape_at(i)) for i in outputs if i >= 0)
    columns = sum(math.prod(p.shape_at(k)) for k in range(p.d))
    if by == "rows" or (by is None and rows <= columns):
        return [p.pack_inputs(_row(p, z, i)) for i in outputs], rows
    found = zip(*(_column(p, z, outputs, k) for k in range(p.d)), strict=True) if p.d else [()] * len(outputs)
    return [p.pack_inputs(row) for row in found], columns


def _row(p, z, i):
    """Return, for each input, the derivative of output ``i`` by it: one reverse sweep per entry of the output."""
    if i < 0:
        return [filled((*p.shape_at(i), *p.shape_at(k)), 0) for k in range(p.d)]
    swept = [pull_back(p, z, ((i, unit),))[: p.d] for unit in units(p.shape_at(i))]
    return [stacked(column, p.shape_at(i)) for column in zip(*swept, strict=True)]


def _column(p, z, outputs, k):
    """Return, for each output, its derivative by input ``k``: one tangent sweep per entry of the input."""
    still, swept = [filled(p.shape_at(j), 0) for j in range(p.d)], []
    for unit in units(p.shape_at(k)):
        zdot = push_forward(p, z, [*still[:k], unit, *still[k + 1 :]])
        swept.append([zdot[i] if i >= 0 else filled(p.shape_at(i), 0) for i in outputs])
    return [stacked(column, p.shape_at(k), last=True) for column in zip(*swept, strict=True)]


def hessian(f, /, at=None, by=None, **inputs):
    """Return ``H[x][y]``, a dict of dicts over inputs: the Jacobian of the gradient program, without its value.

    ``by="rows"`` is reverse over reverse, ``by="columns"`` forward over reverse; left out, the rows.  A list, a tuple or a
    dict of inputs gives one in its place, as ``H["params"][0]["W"]["x"]``; arrays give arrays, as in ``jacobian``.
    """
    q = gradient_program(one_output(f, at, inputs))
    z = q.values(at, **inputs)
    rows, sweeps = _matrix(q, z, q.output_slots[1:], by or "rows")
    nowhere = z[q.output_slots[0]] != z[q.output_slots[0]]  # is it NaN?  Of a batch, point by point
    if nowhere.any() if is_array(nowhere) else nowhere:  # log(-1) has no slopes, though the rule of its slope, 1/u, has one
        rows = mapped(lambda u: _without_value(nowhere, u), rows)
    return Jacobian(q.pack_inputs(rows), sweeps)


def _without_value(nowhere, u):
    """Return second slopes with NaN in place of those where f has no value."""
    return (
        entrywise(nowhere, math.nan, u)
        if is_array(nowhere)
        else complex(math.nan, math.nan)
        if isinstance(u, complex)
        else math.nan
    )
