"""What people get wrong, one row each: what it gives, which idea it is about, and what to say.

With this module you can

- go through the misconceptions of a reverse sweep, which work at one edge, or all along (``MISTAKES``);
- go through the slips where a value is computed (``VALUE_SLIPS``);
- look up what any of them says to whoever made it (``slips``).

To add one, write one row: a wrong way to pay or a wrong partial in ``MISTAKES``, a wrong value in ``VALUE_SLIPS``.  Where
several give the same number, the one that stands first is named.  The lists come from what users of teaching engines
report, and from what learners type.

>>> [mistake.name for mistake in MISTAKES[:2]], slips()["lost minus"].says
(['overwrote', 'first path only'], 'The slope has a minus sign, which was lost.')
"""

import math
from collections import namedtuple

from ..cost.counting import Counted, run_partial
from ..errors import InputError, short
from ..ops import OPS

# the ideas: what to look at again
READERS = "every reader sends a share"
ADDED, PRODUCT, RULES = "shares are added", "a share is a product with the slope", "the slope of each operation"
SIGNS, TWO_NUMBERS, STEPS = "signs", "a value is not a slope", "one share at a time"
FORMULAS, EVERYWHERE = "each variable by its own formula", ", all along the sweep"

# what a wrong rule may raise where it has no number: it is left out there
NO_NUMBER = (ArithmeticError, LookupError, TypeError, ValueError)

Slip = namedtuple("Slip", "name idea says")
Slip.__doc__ = """One slip: ``says`` is a sentence for whoever made it, ``idea`` is what to look at again.

In ``says``, ``{target}`` is the variable whose number is asked for, ``{source}`` the one at the other end of the edge,
``{word}`` is adjoint or tangent, and ``{number}`` what was answered; of a line with two slopes ``{line}`` is that line, and
``{exchanged}`` says what is what in it.
"""

Mistake = namedtuple("Mistake", "name says pay partial idea at_step", defaults=(RULES, ""))
Mistake.__doc__ = """One misconception: how it pays, or which partial it uses, instead of the right one.

``pay(before, upstream, partial, value)`` gives the new adjoint, ``before`` being None where nobody has paid yet;
``partial(op, slot, v, u)`` the derivative along the edge.  ``says`` completes the sentence "It looks as if ...";
``idea`` is what to look at again; what is about ``ADDED`` means nothing where there is no order of payments, as in a row of
the triangular system.  ``at_step`` is a sentence of its own for whoever makes it at one edge, as in ``Slip``; left out, it
is made of ``says``.
"""

ValueSlip = namedtuple("ValueSlip", "name says numbers idea", defaults=(FORMULAS,))
ValueSlip.__doc__ = """A slip where a value is computed: ``numbers(program, z, i)`` are what it gives for variable ``i``."""


# --- the right way ---------------------------------------------------------------------------------


def right_pay(before, upstream, partial, value):
    """Return the adjoint after a share: what was there, if anything, plus upstream times partial."""
    return (0 if before is None else before) + upstream * partial


def right_partial(op, slot, v, u):
    """Return the partial of the table."""
    return OPS[op].partials[slot](v, *u)


# --- partials as people get them wrong -------------------------------------------------------------


def _at_output(op, slot, v, u):
    return OPS[op].partials[slot](v, *u[:slot], v, *u[slot + 1 :])


def _input_for_output(op, slot, v, u):
    return OPS[op].partials[slot](u[slot], *u)


def _swapped(op, slot, v, u):
    if op == "multiply":
        return u[slot]
    return OPS[op].partials[1 - slot](v, *u) if op == "divide" else right_partial(op, slot, v, u)


def _exponent_kept(op, slot, v, u):
    return u[1] * v if op == "power" and slot == 0 else right_partial(op, slot, v, u)


def _no_exponent(op, slot, v, u):
    return OPS["power"].value(u[0], u[1] - 1) if op == "power" and slot == 0 else right_partial(op, slot, v, u)


def _lost_minus(op, slot, v, u):
    right = right_partial(op, slot, v, u)
    return -right if has_minus(op, slot) else right


def has_minus(op, slot):
    """Whether the partial of an operation of numbers begins with a minus sign: it is -1, or minus something.

    >>> has_minus("cos", 0), has_minus("sin", 0), has_minus("subtract", 1)
    (True, False, True)
    """
    partial, ran = run_partial(op, slot)
    if type(partial) is not Counted:
        return partial == -1
    return ran[partial.born - 1 :] == ["negative"]  # it is the result of the last operation, which is a minus sign


# --- misconceptions of the reverse sweep -----------------------------------------------------------

MISTAKES = [
    Mistake(
        "overwrote",
        "a later share replaced the earlier ones instead of being added",
        lambda before, upstream, partial, value: upstream * partial,
        right_partial,
        ADDED,
        "{number} is the share of {source} alone: {target} had one before, and shares are added.",
    ),
    Mistake(
        "first path only",
        "only the first share was kept, and what came after it was forgotten",
        lambda before, upstream, partial, value: upstream * partial if before is None else before,
        right_partial,
        ADDED,
        "{number} is what {target} had before this step: the share of {source} is missing.",
    ),
    Mistake(
        "forgot the upstream factor",
        "the slope was sent without the adjoint of the variable that sends it",
        lambda before, upstream, partial, value: (before or 0) + partial,
        right_partial,
        PRODUCT,
        "That adds the slope as it is: multiply it by the {word} of {source}.",
    ),
    Mistake(
        "added instead of multiplied",
        "adjoint and slope were added instead of multiplied",
        lambda before, upstream, partial, value: (before or 0) + upstream + partial,
        right_partial,
        PRODUCT,
        "A share is the {word} of {source} times the slope, not plus it.",
    ),
    Mistake(
        "forgot the partial",
        "the adjoint was sent on unchanged, without the slope of the arrow",
        lambda before, upstream, partial, value: (before or 0) + upstream,
        right_partial,
        PRODUCT,
        "That adds the {word} of {source} as it is: multiply it by the slope.",
    ),
    Mistake(
        "value for slope",
        "the value of the variable that sends was used in place of its slope",
        lambda before, upstream, partial, value: (before or 0) + upstream * value,
        right_partial,
        RULES,
        "It looks as if the result of the operation is used in place of its slope.",
    ),
    Mistake(
        "output for input",
        "the slope was taken at the result of the operation, not at its input",
        right_pay,
        _at_output,
        RULES,
        "It looks as if the slope is taken at the result, not at the input.",
    ),
    Mistake(
        "input for output",
        "the input was used where the slope is the result itself",
        right_pay,
        _input_for_output,
        RULES,
        "It looks as if the input is used where the slope is the result itself.",
    ),
    Mistake(
        "swapped factors",
        "each factor of a product got its own value as slope instead of the other's, or the two slopes of a quotient "
        "changed places",
        right_pay,
        _swapped,
        RULES,
        "In {line}, {exchanged}.",
    ),
    Mistake(
        "exponent kept",
        "the exponent of a power did not go down by one",
        right_pay,
        _exponent_kept,
        RULES,
        "It looks as if the exponent of the power did not go down by one.",
    ),
    Mistake(
        "exponent not multiplied",
        "the exponent of a power was not multiplied in",
        right_pay,
        _no_exponent,
        RULES,
        "It looks as if the exponent of the power was not multiplied in.",
    ),
    Mistake(
        "lost minus",
        "a minus sign of a slope was lost",
        right_pay,
        _lost_minus,
        SIGNS,
        "The slope has a minus sign, which was lost.",
    ),
]

# what is said of a right sweep's number with the wrong sign, and of a value that was given for an adjoint
WRONG_SIGN = Mistake("wrong sign", "the size is right and the sign is not", right_pay, right_partial)
VALUE = Mistake("value for adjoint", "this is the value of the variable, not its adjoint", right_pay, right_partial)
# what is said of an adjoint without one of several shares, or without all that one of several readers sends
LEFT_OUT = Mistake("a share left out", "one of the arrows that leave it was left out", right_pay, right_partial, READERS)


# --- slips that come from what stands beside the question, whose numbers are in ``steps`` ------------

AT_A_STEP = [
    # where an edge is crossed
    Slip("final already", STEPS, "{number} is the {word} of {target} in the end: more shares are to come."),
    Slip("subtracted", SIGNS, "It looks as if the share of {source} was subtracted: it is to be added."),
    Slip("partial alone", PRODUCT, "{number} is the slope alone: multiply it by the {word} of {source}, then add."),
    Slip("upstream alone", PRODUCT, "{number} is the {word} of {source}: multiply it by the slope, then add."),
    Slip("wrong sign", SIGNS, "The size is right and the sign is not."),
    Slip("value for adjoint", TWO_NUMBERS, "{number} is the value of {target}: its {word} is asked for."),
    Slip("value as slope", TWO_NUMBERS, "You multiplied by a value, that of {target}: multiply by the slope of the arrow."),
    # where the sweep starts
    Slip("nothing yet", "the seed", "With 0 no share would ever be sent: how far does {target} move with itself?"),
]


# --- slips where a value is computed ---------------------------------------------------------------


def _arguments(program, z, i):
    return OPS[program.ops[i]], [z[k] for k in program.slots[i]]


def _as_if(ops, other):
    """Return the numbers of a slip that computes one of ``ops`` as ``other(v, *u)``."""
    return lambda p, z, i: [other(z[i], *[z[k] for k in p.slots[i]])] if p.ops[i] in ops else []


def _in_other_order(program, z, i):
    op, u = _arguments(program, z, i)
    return [op.value(u[1], u[0])] if op.name in ("subtract", "divide", "power") else []


def _power_inside(program, z, i):
    """Return f(u ** p) where f(u) ** p was meant."""
    k = program.slots[i][0]
    if program.ops[i] != "power" or k < program.d or not OPS[program.ops[k]].written.endswith("({0})"):
        return []
    inner, p = z[program.slots[k][0]], z[program.slots[i][1]]
    return [OPS[program.ops[k]].value(OPS["power"].value(inner, p))]


def _in_degrees(program, z, i):
    op, u = _arguments(program, z, i)
    if op.name in ("sin", "cos", "tan"):
        return [op.value(math.radians(u[0]))]
    return [math.degrees(z[i])] if op.name in ("arcsin", "arccos", "arctan") else []


def _to_base_ten(program, z, i):
    op, u = _arguments(program, z, i)
    return [math.log10(u[0])] if op.name == "log" else [10.0 ** u[0]] if op.name == "exp" else []


def _slope(program, z, i):
    op, u = _arguments(program, z, i)
    return [op.partials[0](z[i], *u)] if len(u) == 1 and op.name != "negative" else []


VALUE_SLIPS = [
    ValueSlip("order", "The order matters: look at which of the two comes first.", _in_other_order),
    ValueSlip("product for sum", "It looks as if you multiplied: this is a sum.", _as_if(["add"], lambda v, u, w: u * w)),
    ValueSlip("difference for sum", "It looks as if you subtracted: this is a sum.", _as_if(["add"], lambda v, u, w: u - w)),
    ValueSlip(
        "sum for difference", "It looks as if you added: this is a difference.", _as_if(["subtract"], lambda v, u, w: u + w)
    ),
    ValueSlip(
        "sum for product", "It looks as if you added: this is a product.", _as_if(["multiply"], lambda v, u, w: u + w)
    ),
    ValueSlip(
        "exponent as factor",
        "It looks as if you multiplied by the exponent: a power multiplies by itself.",
        _as_if(["power"], lambda v, u, p: u * p),
    ),
    ValueSlip(
        "power inside", "First the function, then the power: it looks as if the power was taken inside.", _power_inside
    ),
    ValueSlip("degrees", "It looks as if your calculator is set to degrees: all angles here are in radians.", _in_degrees),
    ValueSlip(
        "base ten",
        "It looks as if this is to the base 10: log and exp are natural here, to the base e.",
        _to_base_ten,
    ),
    ValueSlip(
        "e as factor",
        "exp is a power of e: it looks as if you multiplied by e.",
        _as_if(["exp"], lambda v, u: math.e * u),
    ),
    ValueSlip("slope for value", "{number} is a slope of {target}: its value is asked for.", _slope, TWO_NUMBERS),
    ValueSlip(
        "what it reads",
        "{number} is a value that {target} reads: now apply the operation to it.",
        lambda p, z, i: [z[k] for k in dict.fromkeys(p.alpha(i))],
    ),
]


def slips():
    """Return every ``Slip`` that a step of a sweep can be answered with, by name; the tables are read when asked.

    Raises ``InputError`` where two have one name: one would be told what the other means.
    """
    found = [Slip(m.name, m.idea, m.at_step or f"It looks as if {m.says}.") for m in MISTAKES]
    found += [*AT_A_STEP, *(Slip(row.name, row.idea, row.says) for row in VALUE_SLIPS)]
    found += [Slip(m.name + EVERYWHERE, m.idea, f"It looks as if, here and before, {m.says}.") for m in MISTAKES]
    by_name = {slip.name: slip for slip in found}
    if len(by_name) < len(found):
        twice = next(slip.name for slip in found if by_name[slip.name] is not slip)
        raise InputError(f"two rows of the table of misconceptions are called {short(twice)}: give each a name of its own")
    return by_name
