"""Other solvers of the same Lagrangian, one interface for all of them.

Read ``problem`` (a cost, and constraints that need not hold on the way), ``methods`` (blocks, penalty, multipliers ... a
few lines each), ``directions`` (layers that take turns), ``solver_loop`` (what lets a method work, round by round; a
``run`` is what it did), ``optimality`` (is it a solution, and of which kind).  ``unknowns``, ``inner`` and
``layered_problem`` stand behind.
"""

from .directions import admm, taylor
from .inner import least
from .layered_problem import layered
from .methods import Move, blocks, descent_ascent, mac, multipliers, penalty
from .problem import Problem
from .run import Iterate, Run, StoppedError
from .solver_loop import METHODS, solve
from .work import Work

__all__ = [
    "METHODS",
    "Iterate",
    "Move",
    "Problem",
    "Run",
    "StoppedError",
    "Work",
    "admm",
    "blocks",
    "descent_ascent",
    "layered",
    "least",
    "mac",
    "multipliers",
    "penalty",
    "solve",
    "taylor",
]
