"""The kinds of problems, by name: each draws a program, at a level, and asks about one.

Read ``fill_adjoints`` first: the others are made alike.  To add a kind, write a module with ``draw(pick, level)``,
``why_not(program, level)`` and ``question(record, program)``, and its row here.
"""

from . import count_sweeps, fill_adjoints, find_mistake, put_in_order, solve_rows

KINDS = {
    "adjoints": fill_adjoints,
    "order": put_in_order,
    "mistake": find_mistake,
    "sweeps": count_sweeps,
    "multipliers": solve_rows,
}
LEVELS = (1, 2, 3)
