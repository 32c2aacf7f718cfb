"""All partial derivatives at once: first ones and second ones.

With this module you can

- collect the Jacobian by rows, by columns or by colours, and see how many sweeps that takes (``jacobian``);
- collect second derivatives from the program for the gradient (``hessian``);
- multiply them by a direction, which takes no matrix (``hvp``).

>>> hessian(lambda x: x**3, x=2)
{'x': {'x': 12}}
"""

import math

from ..derivatives import given_program, one_output
from ..errors import InputError, short
from ..fast import pull_back, push_forward
from ..numbers.arithmetic import entrywise
from ..numbers.arrays import filled, is_array, own
from ..numbers.nesting import mapped
from ..numbers.spelling import Named
from .at_once import block, of_all, shared, units_of
from .colours import by_colours, checked_size
from .gradients import kept_gradient


class Jacobian(Named):
    """``J[output][input]``, and the number of ``sweeps`` that it took."""

    def __init__(self, entries, sweeps):
        super().__init__(entries)
        self.sweeps = sweeps


def jacobian(f, /, at=None, by=None, **inputs):
    """Return ``J[output][input]``, a dict of dicts that knows its number of ``sweeps``.

    ``by="rows"`` makes one reverse sweep for each number among the outputs, ``by="columns"`` one tangent
    sweep for each number among the inputs; left out, whichever are fewer.  Between arrays the entry has the
    shape of the output followed by the shape of the input.  A row is nested as the inputs are, ``J["f"]["params"][0]["W"]``,
    and the rows as the dict that the function returned.

    ``by="colours"`` makes one sweep for all columns that no row shares, or for all rows that share no column, whichever
    are fewer (Curtis, Powell and Reid 1974).  It pays where most entries are 0 whatever the inputs: a diagonal takes one
    sweep, each number with its two neighbours in a circle three or four, an arrow (a diagonal with a full row and a full
    column) as many as it has rows.  Which entry may differ from 0 is read off the list of instructions, and an array is
    one variable there: two of its entries never share a sweep, so between arrays alone nothing is gained.

    All units of an array go through a sweep at once (``at_once``).  Where the same matrix is wanted some tens of times,
    ``compiled(jacobian_program(f))`` pays, above all where most entries are 0.

    >>> J = jacobian(lambda x, y: {"s": x + y, "t": x * y}, x=2, y=3, by="columns")
    >>> J, J.sweeps
    ({'s': {'x': 1, 'y': 1}, 't': {'x': 3, 'y': 2}}, 2)
    """
    p = given_program(f, at, inputs)
    rows, sweeps = _matrix(p, p.values(at, **inputs), p.output_slots, by)
    return Jacobian(p.by_output(rows), sweeps)


def _matrix(p, z, outputs, by):
    """Return a dict over the inputs for each slot in ``outputs``, and the number of sweeps."""
    if by not in (None, "rows", "columns", "colours"):
        raise InputError(f"by={short(by)} is not known: a matrix of derivatives is made by rows, by columns or by colours")
    if by == "colours":
        found, sweeps = by_colours(p, z, outputs)
        return [p.pack_inputs(row) for row in found], sweeps
    rows = sum(math.prod(p.shape_at(i)) for i in outputs if i >= 0)
    columns = sum(math.prod(p.shape_at(k)) for k in range(p.d))
    checked_size(p, rows if by == "rows" else columns if by == "columns" else min(rows, columns), rows * columns)
    if by == "rows" or (by is None and rows <= columns):
        return [p.pack_inputs(_row(p, z, i)) for i in outputs], rows
    found = zip(*(_column(p, z, outputs, k) for k in range(p.d)), strict=True) if p.d else [()] * len(outputs)
    return [p.pack_inputs(row) for row in found], columns


def _row(p, z, i):
    """Return, for each input, the derivative of output ``i`` by it: one reverse sweep per entry of the output."""
    tall, wide = p.shape_at(i), [p.shape_at(k) for k in range(p.d)]
    if i < 0:
        return [filled((*tall, *shape), 0) for shape in wide]
    if not tall:
        return pull_back(p, z, ((i, 1),))[: p.d]
    swept = [pull_back(p, shared(z), ((i, unit),))[: p.d] for unit in units_of(p, i)]
    parts = [[bars[k] for bars in swept] for k in range(p.d)]
    return own([_block(parts[k], tall, wide[k], True) for k in range(p.d)], others=z)


def _column(p, z, outputs, k):
    """Return, for each output, its derivative by input ``k``: one tangent sweep per entry of the input."""
    still, wide, swept = [filled(p.shape_at(j), 0) for j in range(p.d)], p.shape_at(k), []
    for unit in units_of(p, k):
        zdot = push_forward(p, shared(z) if wide else z, [*still[:k], unit, *still[k + 1 :]])
        swept.append([zdot[i] if i >= 0 else filled(p.shape_at(i), 0) for i in outputs])
    if not wide:
        return swept[0]
    rows = zip(zip(*swept, strict=True), outputs, strict=True)
    return own([_block(parts, p.shape_at(i), wide, False) for parts, i in rows], others=z)


def _block(parts, tall, wide, by_rows):
    """Return the block that stacks make, zeros where no path led, and nothing has become many."""
    return block(parts, tall, wide, by_rows) if any(map(of_all, parts)) else filled((*tall, *wide), 0)


def hessian(f, /, at=None, by=None, **inputs):
    """Return ``H[x][y]``, a dict of dicts over inputs: the Jacobian of the gradient program, without its value.

    ``by="rows"`` is reverse over reverse, ``by="columns"`` forward over reverse; left out, the rows.  An input that is a
    list, a tuple or a dict gives one in its place, along a row of the matrix and along its columns; arrays give arrays, as
    in ``jacobian``.

    >>> hessian(lambda p, x: p["w"] * p["w"] * x, p={"w": 2}, x=3)["p"]["w"]
    {'p': {'w': 6}, 'x': 4}

    It takes a sweep over the gradient program for each number among the inputs: no such matrix is cheap as a gradient is.
    Three things are cheaper.  ``by="colours"`` takes fewer sweeps where most entries are 0; ``hvp``, one direction, takes
    one; and ``compiled(hessian_program(f))`` takes none: what it costs is made once.
    """
    f = one_output(f, at, inputs)
    columns = sum(math.prod(f.shape_at(k)) for k in range(f.d))
    checked_size(f, 0 if by == "colours" else columns, columns**2)
    q, z = _gradient(f, at, inputs)
    rows, sweeps = _matrix(q, z, q.output_slots[1:], by or "rows")
    nowhere = _nowhere(q, z)
    found = q.pack_inputs(rows)
    return Jacobian(found if nowhere is None else _without_value(nowhere, found), sweeps)


def hvp(f, /, direction, at=None, **inputs):
    """Return the Hessian times a direction, a dict over inputs, in one tangent sweep over the gradient program.

    ``direction`` is a dict over inputs; those left out do not move.  It says how the gradient moves as the inputs do, and
    so no matrix is made: it costs a small number of values, as a gradient does, whatever the number of inputs
    (Pearlmutter 1994); ``operations(f).hvp`` counts it.  Give a program where many directions are wanted: its gradient
    program is made once and kept, a function is traced every time.  Raises ``InputError`` if there are several outputs.

    >>> hvp(lambda x, y: x * x * y, {"x": 1}, x=2, y=3)  # the first column of [[2 y, 2 x], [2 x, 0]]
    {'x': 6, 'y': 4}
    """
    p = one_output(f, at, inputs)
    q, z = _gradient(p, at, inputs)
    zdot = push_forward(q, z, p.bind(direction, default=0, what="input (in direction)"))
    moved = [zdot[i] if i >= 0 else filled(q.shape_at(i), 0) for i in q.output_slots[1:]]  # a constant does not move
    found, nowhere = q.pack_inputs(own(moved)), _nowhere(q, z)
    return found if nowhere is None else _without_value(nowhere, found)


def _gradient(f, at, inputs):
    """Return the gradient program of ``f``, and the values of its variables at these inputs."""
    q = kept_gradient(one_output(f, at, inputs))
    return q, q.values(at, **inputs)


def _nowhere(q, z):
    """Return where f is NaN, of a batch point by point; None if nowhere.

    There are no slopes either: of log(-1), though the rule of its slope, 1/u, has one.
    """
    value = z[q.output_slots[0]]
    nowhere = value != value
    return nowhere if (nowhere.any() if is_array(nowhere) else nowhere) else None


def _without_value(nowhere, found):
    """Return second slopes with NaN in place of those where f has no value."""

    def nan(u):
        if is_array(nowhere):
            return entrywise(nowhere, math.nan, u)
        return complex(math.nan, math.nan) if isinstance(u, complex) else math.nan

    return mapped(nan, found)
