"""How a method ended that knows it: a verdict, and the reason in a sentence.

A generator of moves that returns an ``Ending`` has found out that there is no solution, or none that it can name.
"""

from collections import namedtuple

KINDS = ("minimum", "maximum", "saddle", "undecided", "infeasible", "unbounded", "no multipliers")

Ending = namedtuple("Ending", "kind why weights", defaults=(None,))
Ending.__doc__ = "One of ``KINDS``; a sentence; and, where rows contradict each other, the ``weights`` that show it, by row."
