"""Other solvers of the same Lagrangian, one interface for all of them.

Read ``problem`` (a cost, and constraints that need not hold on the way, the program's and your own), ``methods`` (blocks,
penalty, multipliers ... a few lines each), ``newton`` (all conditions at once) with ``active`` (which inequalities bind),
``interior`` (the same from inside), ``directions`` (layers that take turns), ``solver_loop`` (what lets a method work, round
by round; a ``run`` is what it did), ``optimality`` and ``second_order`` (is it a solution, and of which kind).  Behind them
stand ``merit`` (what they go down on), ``kkt`` (the system they share), ``line_search``, ``restore`` (back onto the
constraints, or why not), ``aside`` (away from a maximum), ``bent`` and ``qualification`` (what can be proved), ``ending``,
``far_away`` (what is met nowhere), ``work``, ``unknowns``, ``inner`` and ``layered_problem``.
"""

from .directions import admm, taylor
from .ending import Ending
from .inner import least
from .interior import interior
from .layered_problem import layered
from .methods import Move, blocks, descent_ascent, mac, multipliers, penalty
from .newton import newton
from .problem import Problem
from .run import Iterate, Run, StoppedError
from .solver_loop import METHODS, solve
from .work import Work

__all__ = [
    "METHODS",
    "Ending",
    "Iterate",
    "Move",
    "Problem",
    "Run",
    "StoppedError",
    "Work",
    "admm",
    "blocks",
    "descent_ascent",
    "interior",
    "layered",
    "least",
    "mac",
    "multipliers",
    "newton",
    "penalty",
    "solve",
    "taylor",
]
