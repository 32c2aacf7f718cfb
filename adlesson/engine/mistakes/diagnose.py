"""The reverse sweep as people get it wrong, and which mistake gives this number.

With this module you can

- run the sweep with one misconception (``wrong_adjoints``);
- name the misconceptions that give a learner's number (``diagnose``).

The list comes from what users of teaching engines report, and from what learners type.

>>> from ..trace import trace
>>> square = trace(lambda x: x * x, x=3)
>>> [mistake.name for mistake in diagnose(square, "x", 3)]
['overwrote', 'first path only']
"""

from collections import namedtuple

from ..numbers.elementary import inf
from ..ops import OPS
from ..sweeps import pull_back, seeds

Mistake = namedtuple("Mistake", "name says pay partial")
Mistake.__doc__ = """One misconception: how it pays, or which partial it uses, instead of the right one.

``pay(before, upstream, partial, value)`` gives the new adjoint; ``partial(op, slot, v, u)`` the
derivative along the edge.  ``says`` completes the sentence "It looks as if ...".
"""


def _right_pay(before, upstream, partial, value):
    return (0 if before is None else before) + upstream * partial


def _right_partial(op, slot, v, u):
    return OPS[op].partials[slot](v, *u)


def _at_output(op, slot, v, u):
    return OPS[op].partials[slot](v, *u[:slot], v, *u[slot + 1 :])


def _input_for_output(op, slot, v, u):
    return OPS[op].partials[slot](u[slot], *u)


def _swapped(op, slot, v, u):
    if op == "multiply":
        return u[slot]
    return OPS[op].partials[1 - slot](v, *u) if op == "divide" else _right_partial(op, slot, v, u)


def _exponent_kept(op, slot, v, u):
    return u[1] * v if op == "power" and slot == 0 else _right_partial(op, slot, v, u)


def _no_exponent(op, slot, v, u):
    return OPS["power"].value(u[0], u[1] - 1) if op == "power" and slot == 0 else _right_partial(op, slot, v, u)


def _lost_minus(op, slot, v, u):
    right = _right_partial(op, slot, v, u)
    return -right if (op, slot) in WITH_MINUS else right


WITH_MINUS = {("subtract", 1), ("divide", 1), ("negative", 0), ("cos", 0), ("arccos", 0)}
MISTAKES = (
    Mistake(
        "overwrote",
        "a later share replaced the earlier ones instead of being added to them",
        lambda before, upstream, partial, value: upstream * partial,
        _right_partial,
    ),
    Mistake(
        "first path only",
        "only the first share was kept, and the other paths were forgotten",
        lambda before, upstream, partial, value: upstream * partial if before is None else before,
        _right_partial,
    ),
    Mistake(
        "forgot the upstream factor",
        "the partial was added without multiplying it by the adjoint of the variable that pays",
        lambda before, upstream, partial, value: (before or 0) + partial,
        _right_partial,
    ),
    Mistake(
        "added instead of multiplied",
        "adjoint and partial were added instead of multiplied",
        lambda before, upstream, partial, value: (before or 0) + upstream + partial,
        _right_partial,
    ),
    Mistake(
        "forgot the partial",
        "the adjoint was passed on unchanged, without the partial of the edge",
        lambda before, upstream, partial, value: (before or 0) + upstream,
        _right_partial,
    ),
    Mistake(
        "value for slope",
        "the value of the paying variable was used where its partial belongs",
        lambda before, upstream, partial, value: (before or 0) + upstream * value,
        _right_partial,
    ),
    Mistake(
        "output for input",
        "the partial was evaluated at the output of the operation, not at its input",
        _right_pay,
        _at_output,
    ),
    Mistake("input for output", "the input was used where the partial is the output itself", _right_pay, _input_for_output),
    Mistake(
        "swapped factors",
        "each factor of a product got its own value as partial instead of the other's, or the two partials of a quotient "
        "changed places",
        _right_pay,
        _swapped,
    ),
    Mistake("exponent kept", "the exponent of a power did not go down by one", _right_pay, _exponent_kept),
    Mistake("exponent not multiplied", "the exponent of a power was not multiplied in", _right_pay, _no_exponent),
    Mistake("lost minus", "a minus sign of a partial was lost", _right_pay, _lost_minus),
)


def wrong_adjoints(program, z, mistake, only=None):
    """Return the adjoints of a sweep at the values ``z`` that makes ``mistake``.

    With ``only``, the index of a variable, just the shares paid *to* that variable are wrong.
    """
    zbar = [None] * len(program)
    for i, price in seeds(program, 1):
        zbar[i] = price
    for _ in wrong_payments(program, z, mistake, zbar, only):
        pass
    return [0 if u is None else u for u in zbar]


def wrong_payments(program, z, mistake, zbar, only=None):
    """Make the payments of a reverse sweep with ``mistake``, from the seeds in ``zbar``, which changes in place.

    Yields, edge by edge in the order of ``reverse_sweep``, the adjoint of the variable that was paid.
    """
    for i in range(len(program) - 1, program.d - 1, -1):
        op, slots = program.ops[i], program.slots[i]
        if zbar[i] is None:
            continue
        u = [z[k] for k in slots]
        for slot, k in enumerate(slots):
            if k >= 0:
                wrong = mistake if only in (None, k) else None
                partial = (wrong.partial if wrong else _right_partial)(op, slot, z[i], u)
                zbar[k] = (wrong.pay if wrong else _right_pay)(zbar[k], zbar[i], partial, z[i])
                yield zbar[k]


def diagnose(program, name, number, at=None, tolerance=1e-3):
    """Return the mistakes that give ``number`` as the adjoint of variable ``name``, likeliest first.

    Empty if the number is right, or if no known mistake gives it.  A mistake made at this variable
    alone is tried before one made in the whole sweep.
    """
    i, z = program.index(name), program.values(at)
    right, found = pull_back(program, z, seeds(program, 1))[i], []
    if close(number, right, tolerance):
        return found
    for only in (i, None):
        for mistake in MISTAKES:
            try:
                wrong = wrong_adjoints(program, z, mistake, only)[i]
            except ArithmeticError:
                continue
            if close(number, wrong, tolerance) and mistake not in found:
                found.append(mistake)
    if not found and close(number, -right, tolerance):
        found.append(SIGN)
    if not found and close(number, z[i], tolerance):
        found.append(VALUE)
    return found


SIGN = Mistake("wrong sign", "the size is right and the sign is not", _right_pay, _right_partial)
VALUE = Mistake("value for adjoint", "this is the value of the variable, not its adjoint", _right_pay, _right_partial)


def close(number, right, tolerance=1e-3):
    """Whether two numbers agree to ``tolerance``, relative to the right one (absolute near zero)."""
    return number == right or abs(number - right) <= tolerance * max(abs(right), tolerance) < inf
