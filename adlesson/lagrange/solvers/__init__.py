"""Other solvers of the same Lagrangian, one interface for all of them."""

from .directions import admm, taylor
from .inner import Work, least
from .layered_problem import layered
from .methods import Move, blocks, descent_ascent, mac, multipliers, penalty
from .problem import Problem
from .run import Iterate, Run, StoppedError
from .solver_loop import METHODS, solve

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
