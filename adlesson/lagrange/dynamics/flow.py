"""Continuous time: differentiate the steps, or step the derivative.

With this module you can

- follow dz/dt = f(z, th) to time T, as a program of the loss at the end, by Euler's steps (``euler``), by those of Runge
  and Kutta (``rk4``), or by the midpoint rule (``symplectic``); its gradient is that of what was computed (*discretise,
  then differentiate*);
- step the continuous adjoint, da/dt = -dH/dz with H = a . f(z, th), back from T, z being stepped back beside it, by the
  same rule (``backwards``; *differentiate, then discretise*: Chen et al. 2018).

Euler's two gradients differ by O(h), those of Runge and Kutta by O(h^4), and those of the midpoint rule by rounding: it is
symplectic (Sanz-Serna 2016), and its z comes back to where it began.  Where ``f`` has a third argument, it gets the time.

>>> at = {"f": lambda z, th: th * z, "loss": lambda z: z * z / 2, "z": 1.5, "th": -0.7, "T": 2.0, "steps": 10}
>>> for rule, follow in {"euler": euler, "rk4": rk4, "symplectic": symplectic}.items():  # exact: 0.273645, 1.5
...     back = backwards(**at, rule=rule)
...     print(rule, round(grad(follow(**at))["th"], 6), round(back.slopes["th"], 6), round(back.z[0], 6))
euler 0.256261 0.201929 1.230621
rk4 0.273643 0.273646 1.500002
symplectic 0.273734 0.273734 1.5
"""

import math
import warnings
from collections import namedtuple
from numbers import Rational

import numpy as np

from ...engine.derivatives import grad
from ...engine.errors import InputError, LessonWarning, NumberError, short
from ...engine.fence import fence
from ...engine.numbers.arithmetic import as_float
from ...engine.numbers.arrays import is_array, shape_of
from ...engine.trace import trace
from ..constraints import in_floats, is_finite
from .integrators import RULES
from .steering import Hamiltonians, like, timed, zero

MOST = 100_000  # steps: some seconds
KEEP = "keep the states: grad(flow.{0}(...)), and with little memory checkpoint(flow.{0}(...), budget)"
MISSED = {"euler": 0.25, "rk4": 0.01, "symplectic": 0.01}  # of the largest that a state has been: it has not come back

Backwards = namedtuple("Backwards", "slopes z a")
Backwards.__doc__ = """What the continuous adjoint gives: ``slopes`` of the loss by ``z`` and ``th``, and its way.

``z[k]`` and ``a[k]`` belong to time k h; ``z[0]`` is where the state has come back to.
"""


def euler(f, loss, z, th, T, steps):  # noqa: N803
    """Return the program of loss(z(T)), z being followed in ``steps`` Euler steps, with inputs ``z`` and ``th``.

    ``z`` is a number or an array, and so is ``f(z, th)``, which can be traced.  An ``f(z, th, t)`` gets the time as well,
    from 0 to ``T``.
    """
    return _followed("euler", f, loss, z, th, T, steps)


def rk4(f, loss, z, th, T, steps):  # noqa: N803
    """Return the same program by the classical rule of Runge and Kutta, which asks f four times in each step."""
    return _followed("rk4", f, loss, z, th, T, steps)


def symplectic(f, loss, z, th, T, steps):  # noqa: N803
    """Return the same program by the midpoint rule, in floats; each time it goes round a step is recorded.

    Raises ``NumberError`` where going round does not come to rest, since h is too large for f.
    """
    z, th, T = (_in_floats(u) for u in (z, th, T))  # noqa: N806 - fractions would grow without end
    return _followed("symplectic", f, loss, z, th, T, steps)


@in_floats()
def _followed(rule, f, loss, z, th, T, steps):  # noqa: N803
    h, (f, _), step = _step(z, T, steps), timed("f", f, "z and th"), RULES[rule]

    def loss_at_end(z, th):
        for k in range(steps):
            (z,) = step(lambda y, t: [like(f(y[0], th, t), y[0])], [z], k * h, h)
        return loss(z)

    p = trace(loss_at_end, z=z, th=th)
    if not is_finite(p()):
        raise NumberError(
            f"the loss after {steps:,} steps is {short(p())}: the steps blow up; take smaller ones, or less time"
        )
    return p


@in_floats()
def backwards(f, loss, z, th, T, steps, rule="euler"):  # noqa: N803
    """Return the ``Backwards`` of the continuous adjoint of loss(z(T)) in ``steps`` steps from T to 0.

    ``rule`` is ``"euler"``, ``"rk4"`` or ``"symplectic"``, there and back.  Forward only the last state is kept; on the way
    back z, a and the sum for th are stepped together.  Where the flow gathers what lay apart (dz/dt = -50 z), the way back
    tears apart each error, by up to e^(50 T): a ``LessonWarning`` says so if the state does not come back to where it began,
    and ``NumberError`` if anything leaves for infinity.
    """
    if rule not in RULES:
        raise InputError(f"rule={short(rule)} is not known: a step is made by one of {', '.join(map(short, RULES))}")
    if rule == "symplectic":
        z, th, T = (_in_floats(u) for u in (z, th, T))  # noqa: N806
    h, step, (g, _) = _step(z, T, steps), RULES[rule], timed("f", f, "z and th")
    H = Hamiltonians(f)  # noqa: N806
    states = [z]
    for k in range(steps):
        (after,) = step(lambda y, t: [like(g(y[0], th, t), y[0])], [states[-1]], k * h, h)
        states.append(after)
        if not is_finite(after):
            raise NumberError(f"z_{k + 1} is not finite: the steps blow up; take fewer or smaller ones")

    def slopes(y, t):
        by = H.slopes(t, y[0], th, y[1])[1]
        return [by["p"], -by["x"], -by["u"]]

    y = [states[-1], grad(lambda z: loss(z), z=states[-1])["z"], zero(th)]
    back, a = [y[0]], [y[1]]
    for k in reversed(range(steps)):
        y = step(slopes, y, (k + 1) * h, -h)
        H.forget()
        back.append(y[0])
        a.append(y[1])
        if not all(map(is_finite, y)):
            raise NumberError(
                f"stepped back from T, z, a or the sum for th is not finite after {len(back) - 1:,} steps: "
                + KEEP.format(rule)
            )
    missed(states, y[0], rule)
    return Backwards({"z": y[1], "th": y[2]}, back[::-1], a[::-1])


def missed(states, back, rule):
    """Warn if ``back``, where the first of ``states`` should have been met again, is far from it."""
    length = math.hypot(*map(as_float, entries(states[0])))  # of the state at first: what grows is large beside it, later on
    for k, (began, came) in enumerate(zip(entries(states[0]), entries(back), strict=True)):
        far = max(abs(entries(z)[k]) for z in states)
        if abs(came - began) > MISSED[rule] * min(far, 2 * length or far):
            name = "z" + "".join(f"[{i}]" for i in np.unravel_index(k, shape_of(back)))
            warnings.warn(
                f"stepping back does not return to the start: {name} began at {as_float(began):.4g} and came back to "
                f"{as_float(came):.4g}, so the slopes belong to another way; take more steps, or {KEEP.format(rule)}",
                LessonWarning,
                stacklevel=4,  # past in_floats
            )
            return


def entries(z):
    """Return a number, or the entries of an array, as a list."""
    return z.ravel().tolist() if is_array(z) else [z]


def _step(z, T, steps):  # noqa: N803
    if type(steps) is not int or steps < 1:
        raise InputError(f"the number of steps is a whole number of at least 1, not {short(steps)}")
    fence("the flow", steps, MOST, "one can follow it for", "take longer steps, or follow it in pieces", "steps")
    if isinstance(z, (list, tuple)):
        raise InputError(f"z is a list: give a number, or np.array({short(z)}, dtype=float)")
    if not (hasattr(type(T), "__truediv__") and is_finite(T)):
        raise InputError(f"T is the time to follow z for, a number, not {short(T)}")
    return T / steps


def _in_floats(u):
    return as_float(u) if isinstance(u, Rational) else u
