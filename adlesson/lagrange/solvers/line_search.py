"""How far to go along a step: as far as a merit falls that weighs the cost against what is broken.

With this module you can

- charge for broken rows (``charge_for``), and know how fast the merit falls along a step (``first_order_fall``);
- find the longest of 1, 1/2, 1/4 ... of the step that is worth it (``line_search``).

The merit is cost + charge * the sum of what is broken (Han 1977), its charge being above every price (Powell 1978).  It can
refuse the best of steps, as a curved constraint is broken by any straight one (Maratos 1978): so a whole step is tried again
with a correction that leads back onto the rows.
"""

import numpy as np

ARMIJO, SHORTEST = 1e-4, 1e-10


def charge_for(prices, charge):
    """Return a charge above every price: at once where it has to rise, half-way where it may fall."""
    dear = 1.5 * abs(prices).max(initial=0) + 1e-3
    return max(dear, (charge + dear) / 2)


def first_order_fall(system, here, step, A, charge):  # noqa: N803
    """Return by how much the merit changes along a step, by its slope: a descent has a number below 0."""
    return here.slope @ step.d - charge * (system.broken(here.rows) - system.broken(here.rows + A @ step.d))


def line_search(system, here, step, A, charge, wide):  # noqa: N803
    """Return ``(point, part)``, where no more than ``wide`` is broken; ``(None, 0)`` if no part of the step is worth it."""

    def merit(point):
        return point.cost + charge * system.broken(point.rows)

    fall = ARMIJO * min(first_order_fall(system, here, step, A, charge), 0)
    noise = 1e-14 * (abs(here.cost) + charge * system.broken(here.rows))

    def lower(point, part):
        return point and merit(point) <= merit(here) + part * fall + noise and system.broken(point.rows) <= wide

    rows, part = [*range(system.e), *step.binding], 1.0
    while part > SHORTEST:
        there = system.at(here.u + part * step.d)
        if lower(there, part):
            return there, part
        if there and rows and part == 1:
            there = system.at(there.u + np.linalg.lstsq(A[rows], -there.rows[rows], rcond=1e-12)[0])
            if lower(there, 1.0):
                return there, 1.0
        part /= 2
    return None, 0.0
