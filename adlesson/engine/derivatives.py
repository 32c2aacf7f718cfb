"""Derivatives of programs and of functions, by sweeps.

With this module you can

- ask for a gradient (``grad``, ``value_and_grad``);
- push a direction or pull a row vector through (``jvp``, ``vjp``);
- get the value, tangent or adjoint of every variable (``primals``, ``tangents``, ``adjoints``).

The first four take a program or a function, which is traced first.

>>> grad(lambda x, y: x * y + x, x=2, y=3)
{'x': 4, 'y': 2}
"""

from .errors import InputError, LessonError, listed
from .fast import pull_back, pull_back_numbers, push_forward
from .numbers.arrays import filled
from .numbers.inputs import by_name
from .numbers.nesting import packed
from .numbers.spelling import Named
from .program import Program, checked_program
from .sweeps import seeds
from .trace import as_program, record, trace
from .tracing.tape import Tape
from .tracing.traced import Traced


def given_program(f, at, inputs):
    """Return ``f`` if it is a program, else trace it at these inputs."""
    return f if isinstance(f, Program) else trace(f, at, **inputs)


def one_output(f, at, inputs, remedy="use vjp with a seed, or jacobian"):
    """Return ``f`` as a program, or raise ``InputError`` with a ``remedy`` if it returns anything but one number."""
    p = given_program(f, at, inputs)
    if not isinstance(p.returns, int):
        raise InputError(
            f"{p.title} returns several outputs ({listed(p.outputs)}): this needs one number, "
            f"not a tuple, list or dict; {remedy}"
        )
    shape = p.shape_at(p.output_slots[0])
    if shape:
        raise InputError(
            f"{p.title} returns an array of shape {shape}: this needs one number; "
            "return its sum, or use vjp with a seed, or jacobian"
        )
    return p


def value_and_grad(f, /, at=None, **inputs):
    """Return ``(value, gradient)`` of a program or function with one output, in one reverse sweep.

    The gradient is a dict over *all* inputs, 0 where the output does not depend on one; an input
    that is a list gets a list, a dict a dict, an array an array of its shape.  Raises ``InputError`` if there are
    several outputs.  For a function this is one run of it and one sweep; where the same gradient is
    wanted some hundreds of times, ``compiled(gradient_program(f))`` pays.
    """
    return _value_and_grad(f, at, inputs)


def grad(f, /, at=None, **inputs):
    """Return the gradient of a program or function with one output: a dict over all its inputs, nested as they are.

    >>> grad(lambda layers, x: layers[0]["W"] * x + layers[0]["b"], layers=[{"W": 2, "b": 3}], x=5)
    {'layers': [{'W': 5, 'b': 1}], 'x': 2}
    """
    return _value_and_grad(f, at, inputs)[1]


def _value_and_grad(f, at, inputs):
    if isinstance(f, Program):
        return _swept(one_output(f, None, {}), f.values(at, **inputs), pull_back)
    tape, given = Tape(), inputs if at is None and "".join(inputs).isascii() else by_name(at, inputs)
    try:
        record(f, given, tape)
        z = tape.values + tape.constants[::-1]
        if isinstance(tape.returns, int) and tape.box is Traced:  # numbers: the tape is all that the sweep needs
            try:
                return _swept(tape, z, pull_back_numbers)
            except LessonError:
                raise
            except (ArithmeticError, TypeError, ValueError):
                pass  # a program can say at which instruction
        return _swept(one_output(as_program(tape, f, given), None, {}), z, pull_back)
    finally:
        tape.close()


def _swept(p, z, sweep):
    slot = p.returns
    zbar = sweep(p, z, ((slot, 1),) if slot >= 0 else ())
    return z[slot], packed(p.takes, [0 if u is None else u for u in zbar[: p.d]])


def jvp(f, /, direction, at=None, **inputs):
    """Return ``{output: tangent}``: the Jacobian times a direction, a dict nested as the inputs, in one sweep."""
    p = given_program(f, at, inputs)
    zdot = list(tangents(p, direction, at, **inputs).values())
    moved = [zdot[i] if i >= 0 else filled(p.shape_at(i), 0) for i in p.output_slots]  # a constant does not move
    return p.by_output(moved)


def vjp(f, /, seed, at=None, **inputs):
    """Return ``{input: adjoint}``: a row vector, a dict nested as the outputs, times the Jacobian, in one sweep."""
    p = given_program(f, at, inputs)
    z = p.values(at, **inputs)
    return p.pack_inputs(pull_back(p, z, seeds(p, seed)))


def primals(program, /, at=None, **inputs):
    """Return the value of every variable, by name, inputs included."""
    names = checked_program(program, "primals").names
    return Named(zip(names, program.values(at, **inputs), strict=False))


def tangents(program, /, direction, at=None, **inputs):
    """Return the tangent of every variable, by name, along ``direction`` (a dict over inputs)."""
    names, z = checked_program(program, "tangents").names, program.values(at, **inputs)
    moving = program.bind(direction, default=0, what="input (in direction)")
    return Named(zip(names, push_forward(program, z, moving), strict=True))


def adjoints(program, /, seed=1, at=None, **inputs):
    """Return the adjoint of every variable, by name; 0 where the output does not depend on it."""
    names = checked_program(program, "adjoints").names
    return Named(zip(names, pull_back(program, program.values(at, **inputs), seeds(program, seed)), strict=True))
