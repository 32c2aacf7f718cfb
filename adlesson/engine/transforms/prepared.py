"""The Jacobian and the Hessian as programs, made once: of their entries only those that are not always 0.

With this module you can

- get the program for all first derivatives (``jacobian_program``), and for all second ones (``hessian_program``);
- compile it, and ask for the same matrix again and again at the price of its entries.

As for the gradient, sweeps run on traced values, and what is then on the tape is the list for the matrix.  Several columns,
or several rows, go in one sweep where they never meet (``colours``), so a matrix with few entries in each row takes a few
sweeps to write down, whatever its size.  What the program costs is told by its length, ``len(program)``.

>>> J = jacobian_program(lambda x: [x[0] * x[1], x[1] * x[1], 3 * x[2]], x=[2, 5, 7])
>>> for entry, u in J().items():
...     print(entry, u)
('f', 'x[0]') 5
('f', 'x[1]') 2
('f_2', 'x[1]') 10
('f_3', 'x[2]') 3
"""

import math

from ..derivatives import given_program, one_output
from ..fence import fence
from ..numbers.arrays import shape_of
from ..numbers.inputs import by_name
from ..numbers.linear import moveaxis
from .at_once import bare, block, identity, of_all, shared
from .colours import MOST_ENTRIES, fewer, members, pattern, turned
from .gradients import gradient_program, program_of_sweep
from .linearised import Linearised, ways

MOST = 10_000_000  # some seconds


def jacobian_program(f, /, at=None, **inputs):
    """Return the program for all derivatives of all outputs of ``f``, one for each that is not always 0.

    It returns a dict over pairs of names, ``(output, input)``, and is a program like any other: it can be run at other
    inputs, drawn, printed (``source``), compiled, and differentiated again.  What is missing is 0 whatever the inputs: no
    path leads there in the list of instructions, or a slope on every path is the 0 of the table, as that of a sign.

    Between arrays there is one entry for each pair, a *block* with the axes of the output followed by those of the input, as
    in ``jacobian``; inside it zeros are kept.  Lists, tuples and dicts are taken apart: ``("f", "params[0][W]")``.
    Branches are those of the example, with their guards; ``where`` chooses anew at each point.  Where ``f`` has no value,
    as log has none at -1, what stands here says nothing; ``jacobian`` gives NaN.
    It is traced at these inputs; what is left out of a program's inputs is the program's example.
    """
    p = given_program(f, at, inputs)

    def entries(z, call):
        return _named(p.outputs, p.inputs, _blocks(p, z, p.output_slots), call)

    at = p.pack_inputs(p.bind(by_name(at, inputs)))
    return program_of_sweep(p, at, entries, f"jacobian_of_{p.title}", without_zeros=True)


def hessian_program(f, /, at=None, **inputs):
    """Return the program for all second derivatives of ``f``, which returns one number: one for each not always 0.

    It returns a dict over pairs of inputs, ``("x[0]", "x[1]")``, and is otherwise like ``jacobian_program``, of which it is
    that of the gradient.  The matrix is symmetric: each pair is worked out once, and stands in both places.  Raises
    ``InputError`` if there are several outputs.

    >>> hessian_program(lambda x, y, w: x * x * y + w, x=2, y=3, w=5)()
    {('x', 'x'): 6, ('x', 'y'): 4, ('y', 'x'): 4}
    """
    p = one_output(f, at, inputs)
    q = gradient_program(p, at, **inputs)

    def entries(z, call):
        found = {}
        for (o, k), u in _blocks(q, z, q.output_slots[1:]).items():
            if o <= k:
                found[o, k], found[k, o] = u, u if o == k else _other_way_round(u, len(q.shape_at(o)))
        return _named(p.inputs, p.inputs, found, call)

    return program_of_sweep(q, q.at, entries, f"hessian_of_{p.title}", without_zeros=True)


def _named(rows, columns, blocks, call):
    """Return blocks by the names of their row and column, and have each called ``df_dx`` or the like."""
    found = {(rows[o], columns[k]): blocks[o, k] for o, k in sorted(blocks)}
    for (row, column), u in found.items():
        call(u, f"d{row}_d{column}")
    return found


def _other_way_round(block, axes):
    """Return a block of second derivatives for the same two inputs in the other order; the first has so many axes."""
    count = len(shape_of(block))
    return moveaxis(block, range(axes), range(count - axes, count)) if 0 < axes < count else block


def _blocks(p, z, outputs):
    """Return ``{(o, k): block}`` for each pair of an output and an input between which there is a path."""
    reads = pattern(p, outputs)
    by_rows, colours = fewer(p, outputs, reads)
    _check_size(p, outputs, reads, len(colours))
    read_by, found = turned(reads, p.d), {}
    linear = Linearised(p, shared(z) if p.shapes else z, ways(p, range(p.d), outputs))
    for colour in colours:
        places = [outputs[o] for o in colour] if by_rows else colour
        seeds = [(place, identity(p.shape_at(place))) for place in places]
        if by_rows:
            bars = linear.pull(seeds)
            found |= {(o, k): bars[k] for o in colour for k in members(reads[o])}
        else:
            dots = linear.push(seeds)
            found |= {(o, k): dots[outputs[o]] for k in colour for o in members(read_by[k])}
    made = {}
    for (o, k), u in found.items():
        tall, wide = p.shape_at(outputs[o]), p.shape_at(k)
        if of_all(u):
            made[o, k] = block([u], tall, wide, by_rows)
        elif u is not None and not (tall if by_rows else wide):  # else what came of many units is the 0 of a rule
            made[o, k] = bare(u)
    return made


def _check_size(p, outputs, reads, sweeps):
    """Raise ``InputError`` if there is too much to write down, or if the blocks are too large together."""
    things = f"steps to write down in {sweeps:,} sweeps"
    fence(p.title, sweeps * len(p), MOST, "a program of derivatives takes", "ask jacobian or hessian", things)
    size = [math.prod(p.shape_at(k)) for k in range(p.d)]
    entries = sum(math.prod(p.shape_at(outputs[o])) * size[k] for o, found in enumerate(reads) for k in members(found))
    instead = "ask for one row with grad or vjp, or for one direction with jvp or hvp"
    fence(p.title, entries, MOST_ENTRIES, "a matrix that is written out has", instead, "derivatives")
