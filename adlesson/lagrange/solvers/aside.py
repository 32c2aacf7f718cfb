"""Away from a maximum or a saddle: along a direction in which the cost is bent down, and back onto the constraints.

With this module you can

- find a lower point where all rows hold (``way_down``).
"""

import numpy as np

from .restore import restored


def way_down(system, here, axis):
    """Return a ``Point`` of lower cost with all rows in force, the farthest that halving finds along an axis; None if there is none."""
    reach, noise = 1 + np.linalg.norm(here.u), 1e-12 * (1 + abs(here.cost))
    for k in range(1, 18):
        for way in (axis, -axis):
            there = system.at(here.u + reach / 2**k * way)
            if there:
                there, rest = restored(system, there)
                if rest is None and there.cost < here.cost - noise:
                    return there
    return None
