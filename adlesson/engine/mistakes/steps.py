"""The wrong numbers of one step of a sweep, and what each of them says about whoever gives it.

With this module you can

- get the numbers that slips give where a value is computed (``value_slips``);
- get those that misconceptions give where an edge is crossed (``edge_slips``), or at every step of a reverse sweep
  that goes wrong all along (``swept_slips``);
- read what a slip means and which idea it is about (``SLIPS``).

``mistakes`` looks at the end of a sweep; here the learner stands in the middle of it, with all the right numbers up to
now in view.

>>> from ..sweeps import reverse_sweep
>>> from ..trace import trace
>>> square = trace(lambda x: x * x, x=5)
>>> *_, last = reverse_sweep(square)
>>> last.after, edge_slips(square, square.values(), last, 10)[:2]
(10, [('overwrote', 5), ('first path only', 5)])
"""

import contextlib
import math
from collections import namedtuple

from ..ops import OPS
from .diagnose import MISTAKES, wrong_payments

Slip = namedtuple("Slip", "name idea says")
Slip.__doc__ = """One slip: ``says`` is a sentence for whoever made it, ``idea`` is what to look at again.

In ``says``, ``{target}`` is the variable whose number is asked for, ``{source}`` the one at the other end of the edge,
``{word}`` is adjoint or tangent, and ``{number}`` what was answered.
"""

ADDED, PRODUCT, RULES = "shares are added", "a share is upstream times partial", "the partial of each operation"
SIGNS, TWO_NUMBERS, STEPS = "signs", "a value is not a slope", "one share at a time"
FORMULAS, EVERYWHERE = "each variable by its own formula", ", all along the sweep"

SLIPS = {
    slip.name: slip
    for slip in (
        # where an edge is crossed
        Slip("overwrote", ADDED, "{number} is the share of {source} alone: {target} had one before, and shares are added."),
        Slip("first path only", ADDED, "{number} is what {target} had before this step: the share of {source} is missing."),
        Slip("forgot the upstream factor", PRODUCT, "The partial is added as it is: multiply it by the {word} of {source}."),
        Slip("added instead of multiplied", PRODUCT, "A share is the {word} of {source} times the partial, not plus it."),
        Slip("forgot the partial", PRODUCT, "The {word} of {source} is added as it is: multiply it by the partial."),
        Slip("value for slope", RULES, "It looks as if the result of the operation is used where its partial belongs."),
        Slip("output for input", RULES, "It looks as if the partial is taken at the result, not at its input."),
        Slip("input for output", RULES, "It looks as if the input is used where the partial is the result itself."),
        Slip(
            "swapped factors",
            RULES,
            "It looks as if the partial by the other argument is used: that of u·w by u is w, and that of u/w by u is 1/w.",
        ),
        Slip("exponent kept", RULES, "It looks as if the exponent of the power did not go down by one."),
        Slip("exponent not multiplied", RULES, "It looks as if the exponent of the power was not multiplied in."),
        Slip("lost minus", SIGNS, "The partial has a minus sign, which was lost."),
        Slip("final already", STEPS, "{number} is the {word} of {target} in the end: more shares are still to come."),
        Slip("subtracted", SIGNS, "It looks as if the share of {source} was subtracted: it is to be added."),
        Slip("partial alone", PRODUCT, "{number} is the partial alone: multiply it by the {word} of {source}, then add."),
        Slip("upstream alone", PRODUCT, "{number} is the {word} of {source}: multiply it by the partial, then add."),
        Slip("wrong sign", SIGNS, "The size is right and the sign is not."),
        Slip("value for adjoint", TWO_NUMBERS, "{number} is the value of {target}: its {word} is asked for."),
        # where the sweep starts
        Slip("nothing yet", "the seed", "With 0 nobody would ever be paid: how far does {target} move with itself?"),
        # where a value is computed
        Slip("order", FORMULAS, "The order matters: look at which of the two comes first."),
        Slip("product for sum", FORMULAS, "It looks as if you multiplied: this is a sum."),
        Slip("sum for product", FORMULAS, "It looks as if you added: this is a product."),
        Slip("exponent as factor", FORMULAS, "It looks as if you multiplied by the exponent: a power multiplies by itself."),
        Slip("power inside", FORMULAS, "First the function, then the power: it looks as if the power was taken inside."),
        Slip("degrees", FORMULAS, "It looks as if your calculator is set to degrees: all angles here are in radians."),
        Slip("base ten", FORMULAS, "It looks as if this is to the base 10: log and exp are natural here, to the base e."),
        Slip("e as factor", FORMULAS, "exp is a power of e: it looks as if you multiplied by e."),
        Slip("slope for value", TWO_NUMBERS, "{number} is a slope of {target}: its value is asked for."),
        Slip("what it reads", FORMULAS, "{number} is a value that {target} reads: now apply the operation to it."),
    )
} | {
    mistake.name + EVERYWHERE: Slip(mistake.name + EVERYWHERE, idea, f"It looks as if, here and before, {mistake.says}.")
    for mistake, idea in zip(MISTAKES, [ADDED] * 2 + [PRODUCT] * 3 + [RULES] * 6 + [SIGNS], strict=True)
}


def edge_slips(program, z, step, final):
    """Return ``(name, number)`` for each slip at a step across an edge, likeliest first.

    ``z`` are the values of ``program``, one of numbers; ``final`` is the adjoint or tangent with which ``step.target``
    ends.  A number may be the right one by chance.
    """
    i, target = program.index(step.source if step.kind == "reverse" else step.target), program.index(step.target)
    op, v, u, found = program.ops[i], z[i], [z[k] for k in program.slots[i]], []
    for mistake in MISTAKES:
        with contextlib.suppress(ArithmeticError):  # some slips have no number here
            partial = mistake.partial(op, step.slot, v, u)
            found.append((mistake.name, mistake.pay(step.before or None, step.upstream, partial, v)))
    found += [("final already", final), ("wrong sign", -step.after), ("value for adjoint", z[target])]
    if step.before:  # else they are among the others already
        share = step.upstream * step.partial
        found += [("subtracted", step.before - share), ("partial alone", step.partial), ("upstream alone", step.upstream)]
    return found


def swept_slips(program, z, seeded):
    """Return, for each edge of a reverse sweep that starts from ``(variable, seed)`` pairs, the slips made all along."""
    rows = []
    for mistake in MISTAKES:
        zbar = [None] * len(program)
        for i, price in seeded:
            zbar[i] = price
        with contextlib.suppress(ArithmeticError):  # some sweeps cannot be carried on
            for n, number in enumerate(wrong_payments(program, z, mistake, zbar)):
                rows += [[]] if n == len(rows) else []
                rows[n].append((mistake.name + EVERYWHERE, number))
    return rows


def seed_slips(z, i):
    """Return the slips at the seed of the output ``i``."""
    return [("value for adjoint", z[i]), ("nothing yet", 0), ("wrong sign", -1)]


def value_slips(program, z, i):
    """Return ``(name, number)`` for each slip where the value of variable ``i`` is computed."""
    op, u, found = program.ops[i], [z[k] for k in program.slots[i]], []

    def add(name, function, *args):
        with contextlib.suppress(ArithmeticError, ValueError):  # some slips have no number here
            found.append((name, function(*args)))

    if op in ("subtract", "divide", "power"):
        add("order", OPS[op].value, u[1], u[0])
    if op in ("add", "multiply"):
        other = {"add": "multiply", "multiply": "add"}[op]
        add({"add": "product for sum", "multiply": "sum for product"}[op], OPS[other].value, *u)
    if op == "power":
        add("exponent as factor", OPS["multiply"].value, *u)
        k = program.slots[i][0]
        if k >= program.d and OPS[program.ops[k]].written.endswith("({0})"):
            add("power inside", lambda: OPS[program.ops[k]].value(OPS["power"].value(z[program.slots[k][0]], u[1])))
    if op in ("sin", "cos", "tan"):
        add("degrees", lambda: OPS[op].value(math.radians(u[0])))
    if op in ("arcsin", "arccos", "arctan"):
        add("degrees", lambda: math.degrees(z[i]))
    if op == "log":
        add("base ten", lambda: math.log10(u[0]))
    if op == "exp":
        add("base ten", lambda: 10.0 ** u[0])
        add("e as factor", lambda: math.e * u[0])
    if len(u) == 1 and op != "negative":
        add("slope for value", OPS[op].partials[0], z[i], *u)
    found += [("what it reads", z[k]) for k in dict.fromkeys(program.alpha(i))]
    return [*found, ("wrong sign", -z[i])]
