"""Steps of time that are steered: states forward, costates back, and the slope by every control.

With this module you can

- write the Hamiltonian of a step as a program, H(x, u, p) = cost(x, u) + p . f(x, u) (``hamiltonian``);
- run the steps forward and the costates back (``steer``), with one such program for all steps (``Hamiltonians``).

The problem: J = sum over t of cost(x_t, u_t), plus final(x_N), with x_{t+1} = f(x_t, u_t).  In the Lagrangian
J - sum p_t . (x_{t+1} - f(x_t, u_t)) all that belongs to a step is its H, and the three slopes of H are the three blocks:
dH/dp = x_{t+1}, the state equation; dH/dx = p_{t-1}, the costate equation; dH/du, the slope of J.  Where ``f`` or ``cost``
asks for a third argument, it gets the number of the step.

>>> from fractions import Fraction
>>> half = Fraction(1, 2)
>>> path = steer(lambda x, u: x + half * u, lambda x, u: u * u, lambda x: x * x, x=3, u=[1, -2])
>>> path.x, path.p, path.u_bar, path.J
([3, Fraction(7, 2), Fraction(5, 2)], [Fraction(5, 1), Fraction(5, 1)], [Fraction(9, 2), Fraction(-3, 2)], Fraction(45, 4))
"""

import inspect
from collections import namedtuple

from ...engine.derivatives import value_and_grad
from ...engine.errors import GuardError, InputError, NumberError, short
from ...engine.fence import fence
from ...engine.trace import trace
from ..constraints import has_nan, in_floats, inner, is_finite

MOST = 100_000  # steps of time: some seconds

Path = namedtuple("Path", "x u p J x_bar u_bar")
Path.__doc__ = """States ``x[0..N]``, controls ``u[0..N-1]``, costates ``p[0..N-1]``, and the objective ``J``.

``p[t]`` is the price of the equation for ``x[t + 1]``; ``x_bar`` and ``u_bar[t]`` are the slopes of J by ``x[0]``, ``u[t]``.
"""


def hamiltonian(f, x, u, cost=None, t=0):
    """Return the program of H(x, u, p) = cost(x, u) + p . f(x, u), with inputs ``x``, ``u`` and ``p``.

    ``x`` and ``u`` are examples: numbers, lists of numbers, or arrays.  ``f`` returns what is like ``x``.  ``t`` is the time
    of the step, for an ``f`` or ``cost`` with a third argument.
    """
    f, pay = timed("f", f)[0], timed("cost", cost)[0] if cost is not None else lambda x, u, t: 0

    def H(x, u, p):  # noqa: N802
        paid = pay(x, u, t)
        if paid is None or isinstance(paid, (list, tuple)):
            raise InputError(f"cost returns {_form(paid)}: it is one number, such as x * x + u * u")
        return paid + product(p, like(f(x, u, t), x))

    return trace(H, x=x, u=u, p=x)


def timed(name, g, arguments="x and u"):
    """Return ``g`` as a function of its two ``arguments`` and the time, and whether it asks for the time."""
    if not callable(g):
        raise InputError(f"{name} is a function of {arguments}, not {short(g)}")
    try:
        taken = inspect.signature(g)
    except (TypeError, ValueError):
        return lambda x, u, t: g(x, u), False  # some functions written in C say nothing of their arguments
    for count, known in ((2, lambda x, u, t: g(x, u)), (3, g)):
        try:
            taken.bind(*[None] * count)
        except TypeError:
            continue
        return known, count == 3
    raise InputError(f"{name} is called with {arguments}, or with {arguments} and the time, and takes {taken}")


class Hamiltonians:
    """The Hamiltonian of every step: one program, or one for each step where ``f`` or ``cost`` asks for the time."""

    def __init__(self, f, cost=None):
        self.f, self.cost, self.kept = f, cost, {}
        self.times = timed("f", f)[1] or (cost is not None and timed("cost", cost)[1])

    def at(self, t, x, u):
        """Return the program of the step ``t``."""
        place = t if self.times else None
        if place not in self.kept:
            self.kept[place] = hamiltonian(self.f, x, u, self.cost, t)
        return self.kept[place]

    def forget(self):
        """Keep no program that belongs to one time only: in continuous time none comes back."""
        if self.times:
            self.kept.clear()

    def asked(self, question, t, x, u):
        """Return ``question(H)`` for the program H of a step, which is traced anew where ``f`` takes another branch now."""
        try:
            return question(self.at(t, x, u))
        except GuardError:
            del self.kept[t if self.times else None]
            return question(self.at(t, x, u))

    def slopes(self, t, x, u, p):
        """Return the value of H and its slopes by ``x``, ``u`` and ``p``."""
        return self.asked(lambda H: value_and_grad(H, x=x, u=u, p=p), t, x, u)  # noqa: N803


@in_floats()
def steer(f, cost, final, x, u):
    """Return the ``Path`` from the start ``x`` under the controls ``u``, a list with one for each step.

    ``cost`` may be None.  Where all numbers are whole numbers and fractions, so are all results.
    """
    if not isinstance(u, (list, tuple)) or not u:
        raise InputError(f"u is a list with one control for each step, such as [0.5, 0.5], not {short(u)}")
    fence("the path", len(u), MOST, "steer goes", "take longer steps, or steer it in pieces", "steps")
    for k, given in enumerate([x, *u]):
        no_nan(given, f"u[{k - 1}]" if k else "x")
    checked_final(final)
    return steered(Hamiltonians(f, cost), final, x, lambda t, _: u[t], len(u))


def steered(steps, final, x, control, count):
    """Return the ``Path`` under the controls ``control(t, x_t)``."""
    states, controls, J = [x], [], 0  # noqa: N806
    for t in range(count):
        controls.append(control(t, states[-1]))
        value, slopes = steps.slopes(t, states[-1], controls[-1], zero(x))
        states.append(_finite(slopes["p"], t + 1))
        J += value  # noqa: N806 - of H with p = 0, which is the cost of the step
    last, slopes = value_and_grad(lambda x: final(x), x=states[-1])
    p, u_bar = [slopes["x"]], []
    for t in reversed(range(count)):
        _, slopes = steps.slopes(t, states[t], controls[t], p[-1])
        p.append(slopes["x"])
        u_bar.append(slopes["u"])
    *costates, x_bar = p
    return Path(states, controls, costates[::-1], J + last, x_bar, u_bar[::-1])


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


def no_nan(given, name):
    """Raise an ``InputError`` if a number, or an entry of a list or an array, is NaN."""
    if any(map(has_nan, given if isinstance(given, (list, tuple)) else [given])):
        raise InputError(f"{name} is {short(given)}: give numbers, not NaN")


def checked_final(final):
    """Raise an ``InputError`` if ``final`` is no function."""
    if not callable(final):
        raise InputError(f"final is a function of the last state, not {short(final)}")


def _form(u):
    if isinstance(u, (list, tuple)):
        return f"a list of {len(u)}"
    if u is None:
        return "None"
    shape = getattr(u, "shape", ())
    return f"an array of shape {shape}" if shape else "one number"


def _finite(x, t):
    if not is_finite(x):
        raise NumberError(f"x_{t} is not finite: the steps blow up; take fewer or smaller ones, or other controls")
    return x
