"""Derivatives of programs and of functions, by sweeps.

With this module you can

- ask for a gradient (``grad``, ``value_and_grad``);
- push a direction or pull a row vector through (``jvp``, ``vjp``);
- collect whole matrices (``jacobian``, ``hessian``).

A second derivative is the same sweep run on traced values: the reverse sweep of a program is
itself a calculation that can be traced, and the trace has a reverse sweep.

>>> grad(lambda x, y: x * y + x, x=2, y=3)
{'x': 4, 'y': 2}
>>> hessian(lambda x: x**3, x=2)
{'x': {'x': 12}}
"""

import math

from .arrays import filled, stacked, units
from .errors import InputError, listed, short
from .inputs import by_name
from .names import Origin
from .program import Program, packed
from .simplify import simplified
from .sweeps import pull_back, pull_back_numbers, push_forward, seeds, tangents
from .trace import as_program, record, trace
from .traced import Traced


def given_program(f, at, inputs):
    """Return ``f`` if it is a program, else trace it at these inputs."""
    return f if isinstance(f, Program) else trace(f, at, **inputs)


def one_output(f, at, inputs):
    """Return ``f`` as a program, or raise ``InputError`` if it returns anything but one number."""
    p = given_program(f, at, inputs)
    if p.shape != "one":
        raise InputError(
            f"{p.title} returns several outputs ({listed(p.outputs)}): this needs one number, "
            "not a tuple, list or dict; use vjp with a seed, or jacobian"
        )
    slot = p.output_slots[0]
    if p.shapes and slot >= 0 and p.shapes[slot]:
        raise InputError(
            f"{p.title} returns an array of shape {p.shapes[slot]}: this needs one number; "
            "return its sum, or use vjp with a seed, or jacobian"
        )
    return p


def value_and_grad(f, /, at=None, **inputs):
    """Return ``(value, gradient)`` of a program or function with one output, in one reverse sweep.

    The gradient is a dict over *all* inputs, 0 where the output does not depend on one; an input
    that is a list gets a list, an array an array of its shape.  Raises ``InputError`` if there are
    several outputs.  For a function this is one run of it and one sweep; where the same gradient is
    wanted more than some tens of times, ``compiled(gradient_program(f))`` pays.
    """
    return _value_and_grad(f, at, inputs)


def grad(f, /, at=None, **inputs):
    """Return the gradient of a program or function with one output: a dict over all its inputs."""
    return _value_and_grad(f, at, inputs)[1]


def _value_and_grad(f, at, inputs):
    if isinstance(f, Program):
        return _swept(one_output(f, None, {}), f.values(at, **inputs), pull_back)
    given = inputs if at is None else by_name(at, inputs)
    tape = record(f, given)
    if tape.shape == "one" and tape.box is Traced:  # numbers: the tape is all that the sweep needs
        try:
            return _swept(tape, tape.values + tape.constants[::-1], pull_back_numbers)
        except (ArithmeticError, TypeError, ValueError):
            pass  # a program can say which instruction it was
        p = trace(f, given)
    else:
        p = as_program(tape, f, given, Origin(None, tape.where, {}))
    return _swept(one_output(p, None, {}), tape.values + tape.constants[::-1], pull_back)


def _swept(p, z, sweep):
    slot = p.output_slots[0]
    zbar = sweep(p, z, ((slot, 1),) if slot >= 0 else ())
    return z[slot], packed(p.groups, [0 if u is None else u for u in zbar[: p.d]])


def jvp(f, /, direction, at=None, **inputs):
    """Return ``{output: tangent}``: the Jacobian times a direction (a dict over inputs), in one sweep."""
    p = given_program(f, at, inputs)
    zdot = list(tangents(p, direction, at, **inputs).values())
    return {name: zdot[i] if i >= 0 else 0 for name, i in zip(p.outputs, p.output_slots, strict=True)}


def vjp(f, /, seed, at=None, **inputs):
    """Return ``{input: adjoint}``: a row vector (a dict over outputs) times the Jacobian, in one sweep."""
    p = given_program(f, at, inputs)
    z = p.values(at, **inputs)
    return p.pack_inputs(pull_back(p, z, seeds(p, seed)))


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


def gradient_program(f, /, at=None, output=None, **inputs):
    """Return the program for the value of ``f`` and its gradient: the trace of a reverse sweep.

    It returns a dict, ``value``, then ``x_bar`` for each input ``x`` (a list for a list), and is a program like any
    other: it can be drawn, stepped through, printed (``source``), compiled, and differentiated again.  Its variables are
    those of ``f`` under their names, then their adjoints, ``a_bar`` for ``a`` (``a_bar2`` where that name is taken by an
    adjoint of ``f`` itself).  Where ``f`` returns several numbers, ``output`` names the one to differentiate.
    """
    p = given_program(f, at, inputs)
    if output is None:
        slot = one_output(p, None, {}).output_slots[0]
    else:
        ((slot, _),) = seeds(p, {output: 1}) or ((-1, 1),)
    bar = next(bar for bar in ("_bar", "_bar2", "_bar3", "_bar4") if not any(name.endswith(bar) for name in p.names))
    names = {}

    def gradient(**u):
        z = p.values(u)
        zbar = pull_back(p, z, ((slot, 1),) if slot >= 0 else ())
        named_first = sorted(range(len(p)), key=lambda i: (p.names[i] == f"z{i}", -i))
        for values, order, tail in ((z, range(len(p)), ""), (zbar, named_first, bar)):
            for i in order:
                if isinstance(values[i], Traced):
                    names.setdefault(values[i].index, _spelled(p.names[i], tail))
        bars = packed(p.groups, zbar)
        return {"value": z[slot] if slot >= 0 else p.constants[~slot], **{f"{name}_bar": u for name, u in bars.items()}}

    q = trace(gradient, at=p.at)
    q.title = f"gradient_of_{p.title}"
    return simplified(q, names)


def _spelled(name, tail):
    """Return the name of an adjoint: ``x_bar[0]`` for ``x[0]``."""
    word, bracket, rest = name.partition("[")
    return word + tail + bracket + rest


def hessian(f, /, at=None, by=None, **inputs):
    """Return ``H[x][y]``, a dict of dicts over inputs: the Jacobian of the gradient program.

    ``by="rows"`` is reverse over reverse, ``by="columns"`` forward over reverse; left out, the rows.  A list input gives
    a list in its place: a row of the matrix along it, or a list of rows; arrays give arrays, as in ``jacobian``.
    """
    q = gradient_program(f, at, **inputs)
    J = jacobian(q, by_name(at, inputs), by=by or "rows")  # noqa: N806
    return Jacobian(packed(q.groups, list(J.values())[1:]), J.sweeps - 1)
