"""Second derivatives from the multipliers and the curvature of each constraint.

With this module you can

- get the Hessian of the output in the inputs from quantities that belong to single instructions (``reduced_hessian``).

On the constraints the second derivative of f is the one of the Lagrangian: H = Zdot' (sum lam_i Hess f_i) Zdot, where
the columns of Zdot are the tangents of all variables, one column per input number.  Where f_i is linear it adds nothing.

>>> from ..engine.trace import trace
>>> p = trace(lambda x, y: x * x * y, x=3, y=5)  # the multipliers are y for x * x, and 1
>>> reduced_hessian(p, p.values(), [30, 9, 5, 1])
{'x': {'x': 10, 'y': 6}, 'y': {'x': 6, 'y': 0}}
"""

from ..engine.derivatives import grad
from ..engine.fast import push_forward
from ..engine.numbers.arrays import filled, quiet, stacked, units
from ..engine.numbers.summing import fitted
from ..engine.ops import OPS
from ..engine.trace import trace
from .constraints import inner


def reduced_hessian(program, z, lam):
    """Return ``H[x][y]`` over inputs, as ``adlesson.hessian`` does, at feasible values ``z`` with their multipliers.

    One tangent sweep per input number.  Of a program of whole numbers and fractions the result is exact.
    """
    shapes = program.shapes or [()] * len(program)
    with quiet(program.shapes):
        zdots = [push_forward(program, z, moving) for moving in directions(shapes[: program.d])]
        bends = [bend(program, i, z, lam[i]) for i in range(program.d, len(program))]
        priced = [curved(program, bends, zdot) for zdot in zdots]
        entries = [[sum(inner(zdot[k], w[k]) for k in w) for w in priced] for zdot in zdots]
    return program.pack_inputs(map(program.pack_inputs, blocks(entries, shapes[: program.d])))


def directions(shapes):
    """Yield one direction per input number: that one moves at speed 1, and the others stay."""
    for k, shape in enumerate(shapes):
        for unit in units(shape):
            yield [unit if j == k else filled(other, 0) if other else 0 for j, other in enumerate(shapes)]


def bend(program, i, z, price):
    """Return the program of ``price * f_i'(u) udot``, with inputs ``u0, t0, u1, t1 ...`` for arguments and tangents.

    Its gradient by the arguments is ``price * Hess f_i`` times the tangents.  None where f_i is linear.
    """
    op, slots = OPS[program.ops[i]], program.slots[i]
    moving = [slot for slot, _ in program.edges(i)]
    if op.uses == "nothing":
        return None

    def pushed(**given):
        u = [given[f"u{slot}"] if k >= 0 else z[k] for slot, k in enumerate(slots)]
        v = op.value(*u)
        return inner(price, sum(fitted(op.partials[slot](v, *u), u[slot], v) * given[f"t{slot}"] for slot in moving))

    return trace(pushed, {f"{letter}{slot}": z[slots[slot]] for slot in moving for letter in "ut"})


def curved(program, bends, zdot):
    """Return ``(sum lam_i Hess f_i) zdot`` as a dict over the variables that it touches."""
    w = {}
    for i, bent in enumerate(bends, program.d):
        if bent is not None:
            moving = dict(program.edges(i))
            slopes = grad(bent, {f"t{slot}": zdot[k] for slot, k in moving.items()})
            for slot, k in moving.items():
                w[k] = w.get(k, 0) + slopes[f"u{slot}"]
    return w


def blocks(entries, shapes):
    """Return a square list of numbers as a block for each pair of inputs, of the shape of one followed by the other's."""
    where, start = [], 0
    for shape in shapes:
        size = sum(1 for _ in units(shape))
        where.append((slice(start, start + size), shape))
        start += size
    return [
        [stacked([stacked(row[columns], wide) for row in entries[lines]], tall) for columns, wide in where]
        for lines, tall in where
    ]
