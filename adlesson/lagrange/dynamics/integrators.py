"""One step of time, by three rules.

With this module you can

- step dy/dt = f(y, t) on by Euler's rule (``euler_step``), by that of Runge and Kutta (``rk4_step``), or by the midpoint
  rule (``midpoint_step``).

``y`` is a list of numbers and arrays, and so is f(y, t).  Over a fixed time the error goes with h, h^4 and h^2.  The
midpoint rule, y_next = y + h f((y + y_next) / 2), is *implicit*: y_next stands on both sides, and is found by going round.
In return a step back undoes a step forward, and the rule is *symplectic*: stepped beside y, the costates of the flow are
those of the steps (Sanz-Serna 2016).

>>> decay = lambda y, t: [-0.7 * u for u in y]
>>> there = [rule(decay, [1.0], 0.0, 0.2)[0] for rule in RULES.values()]
>>> back = [rule(decay, [u], 0.2, -0.2)[0] for rule, u in zip(RULES.values(), there)]
>>> [round(u, 6) for u in there], [round(u, 8) for u in back]
([0.86, 0.869359, 0.869159], [0.9804, 1.0000001, 1.0])
"""

from itertools import count

from ...engine.errors import NumberError
from ...engine.numbers.arrays import is_array
from ...engine.tracing.traced import Traced

STILL, MOST = 4e-16, 400  # of what moves, and it is at rest; times round, until it is
OFF = 1e-3  # of the largest number: where going round begins


def euler_step(f, y, t, h):
    """Return y + h f(y, t)."""
    return moved(y, f(y, t), h)


def rk4_step(f, y, t, h):
    """Return the step of the classical rule of Runge and Kutta, with four slopes."""
    first = f(y, t)
    second = f(moved(y, first, h / 2), t + h / 2)
    third = f(moved(y, second, h / 2), t + h / 2)
    last = f(moved(y, third, h), t + h)
    slopes = [a + 2 * b + 2 * c + d for a, b, c, d in zip(first, second, third, last, strict=True)]
    return moved(y, slopes, h / 6)


def midpoint_step(f, y, t, h):
    """Return y + h f(m, t + h / 2) with m = (y + y_next) / 2.

    The slope is found by going round, until it rests.  Of traced numbers each time round is recorded: so it begins a little
    off, for where y is at rest from the start its slopes are not, and goes round a quarter longer, since slopes come to rest
    later than values.  Raises ``NumberError`` if it does not come to rest.
    """
    big = max(float(abs(value_of(u)).max() if is_array(value_of(u)) else abs(value_of(u))) for u in y) or 1.0
    slope = [s + OFF * big / (h or 1) for s in f(y, t + h / 2)]
    for times in count(1):
        before, slope = slope, f(moved(y, slope, h / 2), t + h / 2)
        if all(rests(u, a, b, h, big) for u, a, b in zip(y, before, slope, strict=True)):
            break
        if times == MOST:
            raise NumberError(
                f"the midpoint rule does not come to rest in {MOST} times round a step of {h:g}: take smaller steps"
            )
    for _ in range(1 + times // 4):
        slope = f(moved(y, slope, h / 2), t + h / 2)
    return moved(y, slope, h)


def moved(y, slopes, h):
    """Return y + h slopes, entry by entry."""
    return [u + h * slope for u, slope in zip(y, slopes, strict=True)]


def rests(u, before, after, h, big):
    """Whether a slope of ``u`` no longer changes what the step makes of it, or has become infinite, and changes no more.

    Where ``u`` and its slope are 0, a change counts as none if it is far below the rounding of ``big``, the largest of all.
    """
    u, before, after = map(value_of, (u, before, after))
    off, size = abs(h * (after - before)), abs(u) + abs(h * after) + STILL * big
    still = (off <= STILL * size) | (off != off)
    return bool(still.all()) if is_array(still) else bool(still)


def value_of(u):
    """Return the plain number, or array, of a traced one."""
    while isinstance(u, Traced):
        u = u.value
    return u


RULES = {"euler": euler_step, "rk4": rk4_step, "symplectic": midpoint_step}
