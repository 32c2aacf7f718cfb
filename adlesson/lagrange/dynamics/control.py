"""Layers as time steps: optimal control, where the multipliers are called costates.

With this module you can

- write the Hamiltonian of a step as a program, H(x, u, p) = cost(x, u) + p . f(x, u) (``hamiltonian``);
- steer: run the steps forward, the costates back, and get the slope by every control (``steer``).

The problem: J = sum over t of cost(x_t, u_t), plus final(x_N), with x_{t+1} = f(x_t, u_t).  In the Lagrangian
J - sum p_t . (x_{t+1} - f(x_t, u_t)) all that belongs to a step is its H, and the three slopes of H are the three blocks:
dH/dp = x_{t+1}, the state equation; dH/dx = p_{t-1}, the costate equation; dH/du, the slope of J.

>>> from fractions import Fraction
>>> half = Fraction(1, 2)
>>> path = steer(lambda x, u: x + half * u, lambda x, u: u * u, lambda x: x * x, x=3, u=[1, -2])
>>> path.x, path.p, path.u_bar, path.J
([3, Fraction(7, 2), Fraction(5, 2)], [Fraction(5, 1), Fraction(5, 1)], [Fraction(9, 2), Fraction(-3, 2)], Fraction(45, 4))
"""

from collections import namedtuple

from ...engine.derivatives import grad, value_and_grad
from ...engine.errors import InputError, NumberError, short
from ...engine.trace import trace
from ..constraints import has_nan, in_floats, inner, is_finite

Path = namedtuple("Path", "x u p J x_bar u_bar")
Path.__doc__ = """States ``x[0..N]``, controls ``u[0..N-1]``, costates ``p[0..N-1]``, and the objective ``J``.

``p[t]`` is the price of the equation for ``x[t + 1]``; ``x_bar`` and ``u_bar[t]`` are the slopes of J by ``x[0]``, ``u[t]``.
"""


def hamiltonian(f, x, u, cost=None):
    """Return the program of H(x, u, p) = cost(x, u) + p . f(x, u), with inputs ``x``, ``u`` and ``p``.

    ``x`` and ``u`` are examples: numbers, lists of numbers, or arrays.  ``f`` returns what is like ``x``.
    """
    for name, g in (("f", f), ("cost", cost)):
        if not (callable(g) or (g is None and name == "cost")):
            raise InputError(f"{name} is a function of x and u, not {short(g)}")

    def H(x, u, p):  # noqa: N802
        return (cost(x, u) if cost else 0) + product(p, like(f(x, u), x))

    return trace(H, x=x, u=u, p=x)


@in_floats()
def steer(f, cost, final, x, u):
    """Return the ``Path`` from the start ``x`` under the controls ``u``, a list with one for each step.

    ``cost`` may be None.  Where all numbers are whole numbers and fractions, so are all results.
    """
    if not isinstance(u, (list, tuple)) or not u:
        raise InputError(f"u is a list with one control for each step, such as [0.5, 0.5], not {short(u)}")
    if not callable(final):
        raise InputError(f"final is a function of the last state, not {short(final)}")
    H = hamiltonian(f, x, u[0], cost)  # noqa: N806
    for k, given in enumerate([x, *u]):
        if any(map(has_nan, given if isinstance(given, (list, tuple)) else [given])):
            raise InputError(f"{f'u[{k - 1}]' if k else 'x'} is {short(given)}: give numbers, not NaN")
    states, J = [x], 0  # noqa: N806
    for t, control in enumerate(u):
        value, slopes = value_and_grad(H, x=states[-1], u=control, p=zero(x))
        states.append(_finite(slopes["p"], t + 1))
        J += value  # noqa: N806 - of H with p = 0, which is the cost of the step
    last, slopes = value_and_grad(lambda x: final(x), x=states[-1])
    p, u_bar = [slopes["x"]], []
    for state, control in zip(reversed(states[:-1]), reversed(u), strict=True):
        slopes = grad(H, x=state, u=control, p=p[-1])
        p.append(slopes["x"])
        u_bar.append(slopes["u"])
    *costates, x_bar = p
    return Path(states, list(u), costates[::-1], J + last, x_bar, u_bar[::-1])


def product(p, w):
    """Return p . w for two numbers, two lists, or two arrays of one shape."""
    return sum(a * b for a, b in zip(p, w, strict=True)) if isinstance(w, list) else inner(p, w)


def like(after, x):
    """Return ``after`` if it is of the form of the state ``x``; raise ``InputError`` if not."""
    after = list(after) if isinstance(after, tuple) else after
    if _form(after) != _form(x):
        raise InputError(f"f returns {_form(after)}, and the state is {_form(x)}: a step leads to its like")
    return after


def zero(u):
    """Return a zero of the form of ``u``."""
    return [0 for _ in u] if isinstance(u, (list, tuple)) else u * 0


def _form(u):
    if isinstance(u, (list, tuple)):
        return f"a list of {len(u)}"
    shape = getattr(u, "shape", ())
    return f"an array of shape {shape}" if shape else "one number"


def _finite(x, t):
    if not is_finite(x):
        raise NumberError(f"x_{t} is not finite: the steps blow up; take fewer or smaller ones, or other controls")
    return x
