"""A program with constraints of one's own as one program again: its Lagrangian, prices and all.

With this module you can

- charge for the constraints of a ``Statement``: the program of cost - sum lam h - sum nu g, whose inputs are those of the
  program and a price for each constraint (``priced_program``).

What comes out has one output, so it has a Lagrangian like any other, and that one holds both kinds of constraints: of the
program's lines, whose multipliers always exist and are one (the system is triangular, with ones), and of the learner, whose
prices are inputs here, found by a solver or guessed.

>>> from ..engine.trace import trace
>>> from .statement import Statement
>>> p = trace(lambda x, y: {"cost": x * x + y * y, "h": x + y - 1, "g": x - 0.7}, x=1.0, y=0.0)
>>> q = priced_program(p, Statement(p, equal="h", at_least="g"))
>>> q.inputs, q(x=0.7, y=0.3, lam_h=0.6, nu_g=0.8)
(('x', 'y', 'lam_h', 'nu_g'), 0.58)
"""

from ..engine.numbers.arrays import filled
from ..engine.trace import trace
from ..engine.tracing.traced import Traced
from ..engine.transforms.simplify import simplified
from .constraints import inner


def price_names(program, asked):
    """Return a name for the price of each constraint, by its name: ``lam_h`` for an equation, ``nu_g`` for an inequality."""
    found = {}
    for word, rows in (("lam", asked.equal), ("nu", asked.at_least)):
        for row in rows:
            name = f"{word}_{row.name}".replace("[", "_").replace("]", "").replace("'", "")
            found[row.name] = fresh(name, [*program.names, *found.values()])
    return found


def fresh(name, taken):
    """Return a name that is not taken: underscores are put behind it until it is not."""
    while name in taken:
        name += "_"
    return name


def priced_program(program, asked):
    """Return the program of the cost minus each constraint times its price; variables keep their names."""
    names, called, lines = price_names(program, asked), {}, []

    def lagrangian(**given):
        z = program.values({name: given[name] for name in program.at})
        lines.extend(line for *_, line in program.decided_guards(z))
        for i in range(len(program)):
            if isinstance(z[i], Traced):
                called.setdefault(z[i].index, (program.names[i], program.lines[i]))
        total = z[asked.cost]
        for row in asked.rows:
            total = total - inner(given[names[row.name]], z[row.place])
        if asked.rows:
            called[total.index] = (fresh("L", program.names), None)
        return total

    prices = {names[row.name]: filled(row.shape, 0.0) if row.shape else 0.0 for row in asked.rows}
    q = trace(lagrangian, {**program.at, **prices})
    q.title = f"{program.title} with prices" if asked.rows else program.title
    return simplified(q, called, lines)
