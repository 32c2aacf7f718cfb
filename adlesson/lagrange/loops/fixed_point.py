"""Solve z = F(z): by going round the loop, or by Newton's method; and say how it went.

With this module you can

- iterate F until it changes nothing (``iterate``), which works where F contracts;
- use the Jacobian of F instead (``newton``), which does not ask for that.

Both return ``(z, report)``, the best z they met; a ``Report`` knows every residual |F(z) - z|.

>>> z, report = iterate(np.cos, np.array([1.0]))
>>> round(float(z[0]), 10), report.converged, 60 < report.iterations < 80
(0.7390851332, True, True)
"""

import numpy as np

TOLERANCE, ROUNDINGS = 1e-12, 8 * np.finfo(float).eps  # of the residual: as it is, or relative to a very large z
MOST, MOST_NEWTON = 1_000, 50
PATIENCE = 50  # iterations in which the residual has to shrink


class Report:
    """How an iteration went: ``residuals[k]`` after k iterations; ``spectral_radius``, an estimate of that of J, or None.

    ``start`` is where it began and ``end`` the best that it met; ``earlier`` is the report of a method that was tried
    before and did not converge, and from whose end this one began.
    """

    def __init__(self, method, start, end, residuals, converged, spectral_radius=None):
        self.method, self.start, self.end, self.residuals, self.converged = method, start, end, residuals, converged
        self.spectral_radius, self.earlier = spectral_radius, None

    @property
    def iterations(self):
        """The number of iterations that were made."""
        return len(self.residuals) - 1

    @property
    def moved(self):
        """The largest distance from the first start: far from it, look whether this is the branch that was meant."""
        return max(abs(float(u - w)) for u, w in zip(self.end, (self.earlier or self).start, strict=True))

    @property
    def text(self):
        """What was tried and what came of it, in a line."""
        radius = "" if self.spectral_radius is None else f", spectral radius about {self.spectral_radius:.4g}"
        count = f"{self.iterations} iteration{'s' if self.iterations != 1 else ''}"
        return f"{self.method}: {count}, residual {self.residuals[-1]:.1e}{radius}"

    def __repr__(self):
        earlier = f"{self.earlier.text}, did not converge\n" if self.earlier else ""
        how = f"converged, {self.moved:.3g} from the start" if self.converged else "did not converge"
        return f"{earlier}{self.text}, {how}"


def small_enough(residual, z):
    """Whether a residual is zero to working precision for a z of this size."""
    return residual <= max(TOLERANCE, ROUNDINGS * float(np.linalg.norm(z)))


def iterate(step, start, method="fixed point"):
    """Return ``(z, report)`` of z <- F(z), ``step`` being F: until z stays, or there is no progress."""
    z = best = start
    after = step(z)
    residuals = [float(np.linalg.norm(after - z))]
    while not small_enough(residuals[-1], z) and np.isfinite(residuals[-1]) and len(residuals) <= MOST:
        if len(residuals) > PATIENCE and residuals[-1] >= residuals[-1 - PATIENCE]:
            break
        z = after
        after = step(z)
        residuals.append(float(np.linalg.norm(after - z)))
        if residuals[-1] <= min(residuals):
            best = z
    converged = small_enough(residuals[-1], z)
    best = z if converged else best
    return best, Report(method, start, best, residuals, converged, shrinkage(residuals))


def shrinkage(residuals, over=10):
    """Return by how much an iteration changes the residual, on average over the last ones: near a solution, |J|."""
    k = min(over, len(residuals) - 1)
    if k == 0 or not (residuals[-1 - k] > 0 and np.isfinite(residuals[-1])):
        return None
    return (residuals[-1] / residuals[-1 - k]) ** (1 / k)


def newton(step, jacobian, start):
    """Return ``(z, report)`` of z <- z + (I - J)^-1 (F(z) - z), J being ``jacobian(z)``; a singular I - J ends it."""
    z, residuals, J = start, [], None  # noqa: N806
    while True:
        off = step(z) - z
        residuals.append(float(np.linalg.norm(off)))
        if small_enough(residuals[-1], z) or not np.isfinite(residuals[-1]) or len(residuals) > MOST_NEWTON:
            break
        J = jacobian(z)  # noqa: N806
        try:
            z = z + np.linalg.solve(np.eye(len(z)) - J, off)
        except np.linalg.LinAlgError:
            break
    radius = None if J is None else spectral_radius(J)
    return z, Report("Newton", start, z, residuals, small_enough(residuals[-1], z), radius)


def spectral_radius(matrix, k=60):
    """Return the growth of a vector per product with a matrix, over products k+1 to 2k: an estimate for any size."""
    u, growth = np.random.default_rng(0).standard_normal(len(matrix)), []
    for _ in range(2 * k):
        u = matrix @ u
        growth.append(float(np.linalg.norm(u)))
        if not 0 < growth[-1] < np.inf:
            return growth[-1]
        u = u / growth[-1]
    return float(np.exp(np.mean(np.log(growth[k:]))))
