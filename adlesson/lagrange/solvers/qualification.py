"""Do prices exist?  Where the cost is least they do, if the constraints are regular there: a *constraint qualification*.

With this module you can

- be told which one holds (``qualification``): all constraints are affine; or the slopes of those that bind are independent
  (LICQ, and then prices are one); or Slater's, equations affine, inequalities concave, and a point with room for all.

The lines of a program have one for free: their slopes are a triangular matrix with ones.  Nocedal and Wright (2006), 12.2.
"""

from ...engine.errors import listed
from .bent import is_affine, is_concave
from .kkt import binding_names, redundant


def qualification(problem, u, lam, visited=()):
    """Return a sentence on which constraint qualification of the learner's rows holds at u; ``visited`` are other points."""
    binds, repeats = binding_names(problem, u), redundant(problem, u, lam)
    told = listed(binds, 6) if binds else "none"
    if not repeats:
        return f"LICQ holds (binding: {told}): their slopes are independent, so there is one price for each, and no other"
    if all(is_affine(problem, row) for row in problem.own):
        return f"all constraints are affine, so prices exist; {listed(repeats, 6)} repeats others, so they are not one"
    convex = all(is_affine(problem, row) for row in problem.equations)
    convex = convex and all(is_concave(problem, row) for row in problem.inequalities)
    if convex and any(has_room(problem, point) for point in visited):
        return f"Slater's holds: a point has room for all, so prices exist; {listed(repeats, 6)} repeats others here"
    which = listed(repeats, 6)
    return f"none is seen (binding: {told}): the slopes of {which} depend on others or vanish, and prices may not exist"


def has_room(problem, u):
    """Whether all equations hold at u, and all inequalities with room."""
    rows = problem.broken(u)
    return bool((abs(rows[: problem.e]) <= 1e-9).all() and (rows[problem.e :] > 1e-9).all())
