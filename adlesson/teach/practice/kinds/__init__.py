"""The kinds of problems, by name: each has its levels, draws a program, and asks about one.

Read ``adjoints`` first: the others are made alike.  To add a kind, write a module with ``draw(pick, level)`` and
``question(record, program)``, and its row here.
"""

from . import adjoints, mistake, multipliers, order, sweeps

KINDS = {"adjoints": adjoints, "order": order, "mistake": mistake, "sweeps": sweeps, "multipliers": multipliers}
LEVELS = (1, 2, 3)
