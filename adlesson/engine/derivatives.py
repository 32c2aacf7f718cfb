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

from .errors import InputError, listed
from .inputs import by_name
from .program import Program
from .sweeps import pull_back, seeds, tangents
from .trace import trace


def as_program(f, at, inputs):
    """Return ``f`` if it is a program, else trace it at these inputs."""
    return f if isinstance(f, Program) else trace(f, at, **inputs)


def one_output(f, at, inputs):
    """Return ``f`` as a program, or raise ``InputError`` if it has several outputs."""
    p = as_program(f, at, inputs)
    if p.shape != "one":
        raise InputError(
            f"{p.title} returns several outputs ({listed(p.outputs)}): this needs one number, "
            "not a tuple, list or dict; use vjp with a seed, or jacobian"
        )
    return p


def value_and_grad(f, /, at=None, **inputs):
    """Return ``(value, gradient)`` of a program or function with one output, in one reverse sweep.

    The gradient is a dict over *all* inputs, 0 where the output does not depend on one; an input
    that is a list gets a list.  Raises ``InputError`` if there are several outputs.
    """
    p = one_output(f, at, inputs)
    z = p.values(at, **inputs)
    return p.pack_outputs(z), p.pack_inputs(pull_back(p, z, seeds(p, 1)))


def grad(f, /, at=None, **inputs):
    """Return the gradient of a program or function with one output: a dict over all its inputs."""
    return value_and_grad(f, at, **inputs)[1]


def jvp(f, /, direction, at=None, **inputs):
    """Return ``{output: tangent}``: the Jacobian times a direction (a dict over inputs), in one sweep."""
    p = as_program(f, at, inputs)
    zdot = list(tangents(p, direction, at, **inputs).values())
    return {name: zdot[i] if i >= 0 else 0 for name, i in zip(p.outputs, p.output_slots, strict=True)}


def vjp(f, /, seed, at=None, **inputs):
    """Return ``{input: adjoint}``: a row vector (a dict over outputs) times the Jacobian, in one sweep."""
    p = as_program(f, at, inputs)
    return p.pack_inputs(pull_back(p, p.values(at, **inputs), seeds(p, seed)))


def jacobian(f, /, at=None, **inputs):
    """Return ``J[output][input]``, a dict of dicts, by one reverse sweep per output."""
    p = as_program(f, at, inputs)
    z = p.values(at, **inputs)
    return {name: p.pack_inputs(pull_back(p, z, seeds(p, {name: 1}))) for name in p.outputs}


def hessian(f, /, at=None, **inputs):
    """Return ``H[x][y]``, a dict of dicts over inputs: the Jacobian of the traced gradient.

    A list input gives a list in its place: a row of the matrix along it, or a list of rows.
    """
    p = one_output(f, at, inputs)

    def gradient(**u):
        return dict(zip(p.inputs, pull_back(p, p.values(u), seeds(p, 1)), strict=False))  # inputs come first

    rows = jacobian(trace(gradient, at={**p.at, **by_name(at, inputs)}))
    return p.pack_inputs(rows[name] for name in p.inputs)
